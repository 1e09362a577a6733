"""The room of the figures."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Registration, factsheet, disclosure control, reach and research."""

    name = "knooppunt.figures"
    verbose_name = "figures"

    def ready(self) -> None:
        """Load the births along with the other reference data; look again and again who took a yes to research back.

        What figures keep is forgotten with what casework keeps.
        """
        from knooppunt.casework import retention as forgetting
        from knooppunt.people import reference
        from knooppunt.work import rounds

        from . import births, exports, retention

        reference.also("births", births.load)
        rounds.register("mark_taken_back", rounds.Every(minutes=10), exports.mark_taken_back)
        forgetting.also(retention.columns(), retention.due)
