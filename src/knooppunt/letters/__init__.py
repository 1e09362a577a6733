"""Outgoing mail and text messages: short letters that say that there is something to read, and nothing of a family."""
