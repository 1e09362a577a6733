"""Studies: what is recorded of them, who sees which, and which numbers a researcher gets."""

from typing import Any

import pytest

from knooppunt.casework.refusals import Invalid, NotFound
from knooppunt.casework.shown import ResearchAnswers
from knooppunt.demo.cast import MAASTRICHT
from knooppunt.figures import exports, research, studies
from knooppunt.figures.models import Export, Study
from knooppunt.foundation import clock
from knooppunt.people.models import Assignment, Person
from tests.figures.studying import DAY, study, wish

database = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ((40, 20, 10), (40, 20, 10, 10)), ((40, 20, 11), (None, 20, 11, None)), ((39, 20, 9), (None, 20, None, 10)),
        ((20, 20, 0), (None, 20, None, None)), ((9, 9, 0), (None, None, None, None)),
    ],
)  # fmt: skip
def test_a_researcher_gets_no_small_number_and_none_to_work_it_out_with(said: Any, numbers: Any) -> None:
    told = research.told(ResearchAnswers(*said))
    assert (told.referred, told.consented, told.refused, told.others) == numbers


@database
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("purpose", "Bel 06 12345678"), ("purpose", "Mail naar r.claessens@uni.example"),
        ("purpose", "Het gezin van 3-4-1994"), ("purpose", "Nummer 111222333"), ("approval", "METC, 043 388 77 00"),
        ("approval", "metc@uni.example"), ("approval", "METC 111222333"), ("name", "Vraag r.claessens@uni.example"),
    ],
)  # fmt: skip
def test_what_leads_to_somebody_does_not_go_along_in_the_words_of_a_study(town: Any, field: str, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        study(town, **{"name": "Woorden", field: text})
    assert list(refusal.value.errors) == [field]
    assert study(town, "Wel", approval="METC, 12 mei 2026, nummer 26-045.")  # a decision has a date


@database
def test_a_study_needs_all_that_makes_it_one(town: Any) -> None:
    officer = town.actor("willem")
    wrong = {
        "name": wish(town, " "), "purpose": wish(town, purpose=""), "approval": wish(town, approval=" "),
        "researchers": wish(town, researchers=(town.people["sanne"].code,)),
        "municipalities": wish(town, municipalities=()), "until_on": wish(town, until_on=clock.today() - DAY),
    }  # fmt: skip
    for field, one in wrong.items():
        with pytest.raises(Invalid) as refusal:
            studies.record_study(officer, one)
        assert list(refusal.value.errors) == [field]
    code = study(town)
    with pytest.raises(Invalid):
        study(town, "eerste STAPPEN")
    assert studies.change_study(officer, code, wish(town, "Ander woord")) == code
    for key in ("ruben", "ingrid", "ellen"):
        with pytest.raises(NotFound):
            studies.record_study(town.actor(key), wish(town, "Nog een"))


@database
def test_a_project_leader_sees_the_ledger_of_studies_of_her_own_municipalities(town: Any) -> None:
    here, _elsewhere = study(town), study(town, "Ver weg", municipalities=(MAASTRICHT,))
    known = {here, town.studies["first"]}
    assert {one.code for one in studies.studies_of_leader(town.actor("ellen"))} == known


@database
@pytest.mark.parametrize("key", ["willem", "ellen", "marieke", "sanne", "ingrid"])
def test_nobody_but_its_researcher_takes_anything(town: Any, key: str) -> None:
    code = study(town)
    for ask in (lambda: exports.export(town.actor(key), code), lambda: studies.own_studies(town.actor(key))):
        with pytest.raises(NotFound):
            ask()
    assert not Export.objects.exists()


@database
def test_a_study_is_there_for_its_own_researchers_while_it_runs(town: Any) -> None:
    today = clock.today()
    other = Person.objects.create_user(email="els@uni.example", name="Els")
    Assignment.objects.create(person=other, role="researcher", from_on=today)
    mine = study(town)
    study(town, "Van een ander", researchers=(other.code,))
    study(town, "Straks", from_on=today + DAY)
    over = study(town, "Voorbij", from_on=today - 9 * DAY, until_on=today - DAY)
    ruben = town.actor("ruben")
    known = {mine, town.studies["first"]}
    assert {one.code for one in studies.own_studies(ruben)} == known
    for code in Study.objects.exclude(code__in=known).values_list("code", flat=True):
        with pytest.raises(NotFound):
            exports.export(ruben, code)
    assert over not in {one.code for one in studies.own_studies(ruben)}
    studies.stop_study(town.actor("willem"), mine)
    with pytest.raises(NotFound):
        exports.export(ruben, mine)
