"""English, written the British way."""
