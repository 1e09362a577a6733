"""The database that is measured: the demo town, a region full of professionals, and as many cases as asked."""

import time
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from knooppunt.casework import consenting, drafting, filling, reading, referring
from knooppunt.demo import town
from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.models import DirectoryWord, Discipline, Municipality, Organisation, Person
from knooppunt.people.names import normalised

PROFESSIONALS = 2000
FIRST, LAST = map(str.split, Path(__file__).with_name("names.txt").read_text().splitlines())


def prepare(cases: int) -> tuple[town.Town, dict]:
    """Make tables, town, professionals and cases in the empty database; gives the town and how it went."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    built = town.build()
    _end(built)
    people = hire_many()
    started = time.monotonic()
    added = filling.fill(cases, people)
    seconds = time.monotonic() - started
    return built, {"cases": cases, "added": added, "seconds": round(seconds, 1), "bytes": _size()}


def _end(built: town.Town) -> None:
    """Add the two ways to end that the demo town does not show."""
    desk = built.actor("marieke")
    stories = ("Vera Hamers", "Lieke Horsch")
    first, second = (
        referring.refer(
            built.actor("sanne"),
            referring.NewReferral(
                municipality=town.KERKRADE,
                due_on=clock.today() + timedelta(weeks=12),
                parents=(town.mother(name, date(1994, 6, 1)),),
            ),
        )
        for name in stories
    )
    parent = reading.case_file(desk, first).parents[0].code
    consenting.stop(desk, first, on_behalf_of=parent)
    consenting.confirm_stop(desk, first)
    referring.record_error(desk, second)


def hire_many() -> list[int]:
    """Store 2,000 professionals in the directory, over all disciplines and municipalities; gives their row numbers."""
    disciplines, places = list(Discipline.objects.all()), list(Municipality.objects.all())
    organisations = list(Organisation.objects.all())
    names = [f"{first} {last}" for first, last in product(FIRST, LAST)][:PROFESSIONALS]
    persons = Person.objects.bulk_create(
        Person(
            name=name, search_name=normalised(name), listed=True, password="!", phone="045 000 00 00",
            email=f"{normalised(name).replace(' ', '.')}@example.org",
            discipline=disciplines[n % len(disciplines)], organisation=organisations[n % len(organisations)],
        )
        for n, name in enumerate(names)
    )  # fmt: skip
    works = Person.works_in.through
    works.objects.bulk_create(
        works(person_id=person.pk, municipality_id=places[(n + step) % len(places)].pk)
        for n, person in enumerate(persons)
        for step in range(1 + n % 2)
    )
    DirectoryWord.objects.bulk_create(word for person in persons for word in DirectoryWord.of(person))
    return [person.pk for person in persons]


def drafts(actor: Actor, number: int) -> list[str]:
    """Write drafts that only have to be sent; gives their codes."""
    places = list(Municipality.objects.values_list("code", flat=True))
    return [_draft(actor, places[n % len(places)], n) for n in range(number)]


def _draft(actor: Actor, place: str, number: int) -> str:
    due = clock.today() + timedelta(weeks=10)
    mother = {
        "name": f"Proef {number}", "born_on_day": "4", "born_on_month": "5", "born_on_year": "1995",
        "contact_by": "phone", "phone": "06 00 00 00 00", "email": "", "contact_note": "Bel na tien uur.",
        "language": "nl", "interpreter": "", "secret_address": "", "address": "Markt 1", "capacity": "self",
        "given_by": "",
    }  # fmt: skip
    consent = {"share": "yes", "research": "yes", "asked_in": "nl", "asked_interpreter": ""}
    answers = {
        "situation": {
            "municipality": place, "expecting": "pregnant", "due_on_day": str(due.day), "due_on_month": str(due.month),
            "due_on_year": str(due.year), "born_on_day": "", "born_on_month": "", "born_on_year": "", "agreed": "yes",
            "agreed_by": ["mother"],
        },
        "who": {f"mother_{name}": value for name, value in mother.items()},
        "why": {
            "needs": ["income", "housing"], "reason": "Er zijn zorgen over geld en over de woning.",
            "strengths": "Haar zus helpt.", "wishes": "Rust voordat de baby komt.", "involved": "Haar zus.",
            "signalled_through": "conversation", "method": "spoken", "witness": "De assistente",
            **{f"mother_{name}": value for name, value in consent.items()},
        },
    }  # fmt: skip
    code, _ = drafting.start(actor)
    drafting.save(actor, code, answers, version=1)
    return code


def _size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


assert not settings.PRODUCTION
