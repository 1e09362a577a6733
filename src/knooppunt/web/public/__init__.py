"""Pages for everyone: the front door, explanations, language and health."""
