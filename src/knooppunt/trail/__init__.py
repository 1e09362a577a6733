"""What happened: an append-only log of every act and every look, in codes only, sealed by a hash chain."""
