"""The room of the trail."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """One line for every act; nobody rewrites it."""

    name = "knooppunt.trail"
    verbose_name = "trail"

    def ready(self) -> None:
        """Let the worker seal the new lines."""
        from knooppunt.work import rounds

        from .sealing import seal

        rounds.register("seal_trail", rounds.Every(minutes=15), seal)
