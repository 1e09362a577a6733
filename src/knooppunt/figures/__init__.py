"""Figures: numbers only, from what casework.reading hands over."""
