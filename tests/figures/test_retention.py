"""What figures keep has a term, and goes when it has passed: visits, words, studies with their ledger, old numbers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models

from knooppunt.casework import retention as casework
from knooppunt.figures import editions, retention
from knooppunt.figures.models import Edition, Export, ExportedRow, Moment, Outreach, Passage, Released, Study
from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM
from knooppunt.trail.models import TrailLine
from tests.figures import registered_2022

DAY = timedelta(days=1)


def test_every_column_has_a_term_with_what_it_rests_on() -> None:
    assert retention.columns().items() <= casework.ELSEWHERE.items()
    assert {"outreach.note", "passage.agreed_how", "exportedrow.pseudonym"} <= retention.columns().keys()
    assert all(term.basis and term.after for term in retention.OF.values())


def forgotten(on: date) -> None:
    """Let the round of that night go."""
    with clock.travel(clock.now() + (on - clock.today())):
        casework.forget(really=True)


def there(*found: models.Model) -> list[bool]:
    return [type(one).objects.filter(pk=one.pk).exists() for one in found]  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_visit_goes_after_two_years(town: Any) -> None:
    ellen = town.people["ellen"]
    row = Outreach.objects.create(
        kind="visit", on=clock.today(), municipality_id="GM0928", note="Zij willen een folder.", by=ellen
    )
    forgotten(row.on + retention.OUTREACH.keeps)
    assert there(row) == [True]
    forgotten(row.on + retention.OUTREACH.keeps + DAY)
    assert there(row) == [False]
    assert TrailLine.objects.filter(act="forget", detail=row.code.lower()).count() == 1


@pytest.mark.django_db
def test_words_go_two_years_after_their_year_unless_an_edition_that_stands_shows_them() -> None:
    registered_2022.filled(2)
    told = {"year": 2022, "scope": "region", "kind": "quote", "said_by": "huisarts", "agreed_on": date(2022, 12, 1)}
    shown = Passage.objects.create(**told, text="Dit werkt.", agreed_how="per mail")
    edition = editions.freeze(SYSTEM, 2022, "region")
    draft = Passage.objects.create(**told, text="Dit werkt ook.", agreed_how="per mail")
    forgotten(date(2024, 12, 30))  # a leap year lies between
    assert there(shown, draft) == [True, True]
    forgotten(date(2025, 1, 3))
    assert there(shown, draft) == [True, False]
    Edition.objects.filter(pk=edition.pk).update(withdrawn_on=clock.today(), withdrawn_why="Een fout.")
    forgotten(date(2025, 1, 3))
    assert there(shown) == [False] and Edition.objects.count() == 1


@pytest.mark.django_db
def test_a_study_goes_with_its_ledger_five_years_after_its_end_and_waits_for_what_is_to_be_deleted(town: Any) -> None:
    today, ruben = clock.today(), town.people["ruben"]
    study = Study.objects.create(name="Eerste stappen", purpose="Leren", approval="METC", from_on=today, until_on=today)
    line = Export.objects.create(study=study, by=ruben, referred=20, consented=12, sha256="0" * 64)
    row = ExportedRow.objects.create(export=line, pseudonym="a", withdrawn_on=today)
    ends = today + retention.STUDY.keeps
    forgotten(ends + DAY)
    assert there(study, line, row) == [True, True, True]
    ExportedRow.objects.update(deleted_on=today)
    forgotten(ends)
    assert there(study) == [True]
    forgotten(ends + DAY)
    assert there(study, line, row) == [False, False, False]


@pytest.mark.django_db
def test_old_numbers_go_and_what_was_told_stays_told(capsys: pytest.CaptureFixture[str]) -> None:
    registered_2022.filled(2)
    editions.freeze(SYSTEM, 2022, "region")
    lines, moment = Released.objects.count(), Moment.objects.get()
    call_command("forget")
    assert "moment: 0" in capsys.readouterr().out
    forgotten(moment.at.date() + retention.MOMENT.keeps + 2 * DAY)
    assert there(moment) == [False] and Released.objects.filter(moment=None).count() == lines
