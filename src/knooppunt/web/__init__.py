"""The screens: one folder per audience, and `shared` for what all of them lean on."""
