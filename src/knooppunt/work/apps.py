"""The room of the work behind the screens."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Rooms upstairs say in their `ready` what the worker does for them."""

    name = "knooppunt.work"
    verbose_name = "work"
