"""Reading the trail gives what was written, page by page, and is itself written down."""

import pytest

from knooppunt.people.actor import Actor
from knooppunt.trail import reading
from knooppunt.trail.models import TrailLine
from knooppunt.trail.record import record, record_many

OFFICER = Actor(9, "XQ", "", "strong", 1, "", "", "nl")
NURSE = Actor(7, "BCD", "", "strong", 3, "", "", "nl")

pytestmark = pytest.mark.django_db


def test_the_lines_of_a_case_come_newest_first_and_in_pages():
    record_many("reading.worklist", actor=NURSE, cases=[(f"K{n % 2}", ("P1",)) for n in range(10)], consents=(3, 4))
    first = reading.lines_of_case("K1", actor=OFFICER, role="privacy_officer", limit=3)
    assert [line.act for line in first] == ["trail.read_case", "reading.worklist", "reading.worklist"]
    second = reading.lines_of_case("K1", actor=OFFICER, role="privacy_officer", after=first[-1].id, limit=10)
    assert len(second) == 3
    assert max(line.id for line in second) < first[-1].id
    assert (second[0].about, second[0].consents) == (("P1",), (3, 4))


def test_the_lines_about_a_person_do_not_hold_those_about_somebody_with_a_longer_code():
    record("casework.look", actor=NURSE, case="K1", about=("P1", "P22"), outcome="viewed")
    record("casework.look", actor=NURSE, case="K1", about=("P11", "P2"), outcome="viewed")
    found = reading.lines_about("P1", actor=OFFICER, role="privacy_officer")
    assert [line.about for line in found] == [("P1",), ("P1", "P22")]
    assert len(reading.lines_about("P2", actor=OFFICER, role="privacy_officer", cases=("K1",))) == 1


def test_the_lines_by_a_person():
    record("casework.look", actor=NURSE, case="K1", outcome="viewed")
    assert [line.case_code for line in reading.lines_by("BCD", actor=OFFICER)] == ["K1"]


@pytest.mark.parametrize(
    ("ask", "act"),
    [
        (reading.lines_of_case, "trail.read_case"),
        (reading.lines_about, "trail.read_subject"),
        (reading.lines_by, "trail.read_actor"),
    ],
)
def test_reading_is_recorded(ask, act):
    ask("K1", actor=OFFICER, role="privacy_officer")
    line = TrailLine.objects.get()
    assert (line.act, line.actor_code, line.role, line.outcome) == (act, "XQ", "privacy_officer", "viewed")
    assert "K1" in {line.case_code, line.about}
