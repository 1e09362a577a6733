"""The parents' entrance: a card or a safe address, a one-time code, and no password."""
