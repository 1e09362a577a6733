"""Template tags of the house; `house` is a builtin, so no template needs to load it."""
