"""The room of the trail."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """One line for every act; nobody rewrites it."""

    name = "knooppunt.trail"
    verbose_name = "trail"
