"""What a researcher sees: that there is nothing of any family here, and which way there is."""
