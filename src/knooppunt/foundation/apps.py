"""Puts the guard on the database connections before anybody can make one."""

from django.apps import AppConfig

from . import guard


class FoundationConfig(AppConfig):
    """The ground floor."""

    name = "knooppunt.foundation"

    def ready(self) -> None:
        """Install the guard."""
        guard.install()
