"""The demo as a room of the house: its role picker, postbox and commands."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo town; settings leave this room out in production."""

    name = "knooppunt.demo"
    verbose_name = "demo town"
