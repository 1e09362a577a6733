"""The one installed app for all screens."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The front of the house."""

    name = "knooppunt.web"
