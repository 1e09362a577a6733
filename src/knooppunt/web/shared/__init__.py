"""What every screen leans on: the frame, forms, the decorator of a view, limits and error pages."""
