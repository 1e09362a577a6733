"""What everything else stands on: the guard on the case tables, the clock and short codes. No words of the work."""
