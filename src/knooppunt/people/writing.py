"""Writing to somebody of whom we know how letters are wanted: in which language, and at once or one letter a day."""

from typing import Any

from knooppunt.letters import post

from .models import Person


def write_to(person: Person, kind: str, *, calendar: str = "", **fields: Any) -> None:
    """Queue a letter to a professional as `post.write` does; nothing goes to who has no address."""
    if person.email:
        post.write(kind, person.email, person.language, daily=person.letters_daily, calendar=calendar, **fields)
