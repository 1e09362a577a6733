"""Signing in, accounts and settings."""
