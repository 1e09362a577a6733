"""The one installed app for all screens."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The front of the house."""

    name = "knooppunt.web"

    def ready(self) -> None:
        """Listen to who signs in, and with what."""
        from .account import second_factor

        second_factor.watch()
