"""The one installed app for all screens."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The front of the house."""

    name = "knooppunt.web"

    def ready(self) -> None:
        """Listen to who signs in, and with what; let the worker clear sessions that have ended."""
        from knooppunt.work.rounds import DailyAt, register

        from .account import second_factor
        from .shared.sessions import SessionStore

        second_factor.watch()
        register("clear_sessions", DailyAt(4), SessionStore.clear_expired)
