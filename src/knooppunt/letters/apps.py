"""The room of the letters."""

from django.apps import AppConfig
from django.core import checks


class LettersConfig(AppConfig):
    """Letters wait in the database until the worker carries them."""

    name = "knooppunt.letters"
    verbose_name = "letters"

    def ready(self) -> None:
        """Give the worker the letters to carry, the daily ones to make, and the old ones to forget."""
        from knooppunt.work import rounds, worker

        from . import digest, neutral, sending

        checks.register(neutral.names_are_neutral, checks.Tags.security, deploy=True)

        worker.carries(sending.send_due, sending.behind)
        rounds.register("gather_digest", rounds.Every(10), digest.gather_digest)
        rounds.register("forget_letters", rounds.DailyAt(2), sending.forget)
