"""The room of the domain."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Families, referrals, consent, conferences, plans."""

    name = "knooppunt.casework"
