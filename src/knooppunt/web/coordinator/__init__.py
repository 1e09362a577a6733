"""The desk of the coordinator of a hub."""
