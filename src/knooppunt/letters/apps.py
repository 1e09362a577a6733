"""The room of the letters."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters wait in the database until `send_letters` carries them."""

    name = "knooppunt.letters"
    verbose_name = "letters"
