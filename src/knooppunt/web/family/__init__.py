"""Screens of the parents."""
