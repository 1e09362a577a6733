"""Figures for the project leader."""
