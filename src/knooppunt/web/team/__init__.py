"""Screens of the professionals around a family."""
