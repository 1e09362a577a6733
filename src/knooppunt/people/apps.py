"""Makes the room known to Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and places."""

    name = "knooppunt.people"
