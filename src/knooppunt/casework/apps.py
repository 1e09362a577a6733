"""The room of the domain."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Families, referrals, consent, conferences, plans."""

    name = "knooppunt.casework"

    def ready(self) -> None:
        """Give the worker what comes back each night or each hour; all of it may run twice without harm."""
        from knooppunt.work.rounds import DailyAt, Every, register

        from .reassuring import reassure
        from .registering import look_again
        from .reminding import remind
        from .replying import catch_up
        from .retention import forget_tonight

        register("registrations", Every(15), look_again)
        register("calendars", DailyAt(0), catch_up)
        register("remind", DailyAt(6), remind)
        register("reassure", DailyAt(6), reassure)
        register("forget", DailyAt(3), forget_tonight)
