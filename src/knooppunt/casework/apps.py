"""The room of the domain."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Families, referrals, consent, conferences, plans."""

    name = "knooppunt.casework"

    def ready(self) -> None:
        """Give the worker what comes back each night or each hour; all of it may run twice without harm."""
        from knooppunt.work.rounds import DailyAt, register

        from .reminding import remind
        from .retention import forget_tonight

        register("remind", DailyAt(6), remind)
        register("forget", DailyAt(3), forget_tonight)
