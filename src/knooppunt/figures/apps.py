"""The room of the figures."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Registration, factsheet, disclosure control, reach and research."""

    name = "knooppunt.figures"
    verbose_name = "figures"
