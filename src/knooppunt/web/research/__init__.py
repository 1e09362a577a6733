"""What a researcher sees: her own studies, in numbers; no family, no name."""
