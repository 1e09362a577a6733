"""Writing to somebody of whom we know how letters are wanted: in which language, and at once or one letter a day."""

from typing import Any

from knooppunt.letters import post

from .models import Person


def gets_letters(person: Person) -> bool:
    """Say whether letters go to a professional: there is an address, and access was not ended.

    Somebody in the directory who never chose a password gets them too.
    """
    return bool(person.email) and person.is_active


def write_to(person: Person, kind: str, *, calendar: str = "", **fields: Any) -> None:
    """Queue a letter to a professional as `post.write` does; nothing goes to who gets none."""
    if person.email and gets_letters(person):
        post.write(kind, person.email, person.language, daily=person.letters_daily, calendar=calendar, **fields)
