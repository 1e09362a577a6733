"""Knooppunt: consultations with parents-to-be and young families, from first worry to evaluation."""

__version__ = "0.1.0"
