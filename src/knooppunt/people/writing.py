"""Writing to somebody of whom we know how letters are wanted: in which language, and at once or one letter a day."""

from datetime import date

from knooppunt.letters import post

from .models import Person


def write_to(person: Person, kind: str, *, calendar: str = "", **fields: str | date) -> None:
    """Queue a letter to a professional as `post.write` does; nothing goes to who has no address."""
    if person.email:
        post.write(kind, person.email, person.language, daily=person.letters_daily, calendar=calendar, **fields)
