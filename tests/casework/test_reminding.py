"""A month before a yes ends the question comes again, once, in neutral words; a renewal keeps what was kept apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command

from knooppunt.casework import consenting, reading, referring
from knooppunt.casework.consents import default_end
from knooppunt.casework.reading.choices import own_choices
from knooppunt.casework.refusals import Invalid, Refused
from knooppunt.casework.reminding import remind
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from tests.casework.kit import HEARD, Walk, letters_since, lines


def reached_by_mail(walk: Walk, kind: str = "mother") -> None:
    version = reading.case_file(walk.desk, walk.code).version
    referring.correct_family(
        walk.desk, walk.code, walk.parent(kind), version=version, contact_by="email", email=f"{kind}@home.example"
    )  # fmt: skip


@contextmanager
def days_on(days: int) -> Iterator[None]:
    """Go on so many days, or to the first working day after that: on a day off nobody hears anything."""
    moment = clock.now() + timedelta(days=days)
    while not clock.is_working_day(moment.date()):
        moment += timedelta(days=1)
    with clock.travel(moment):
        yield


def reminded(walk: Walk) -> list[str]:
    """Run the job, and give which parents of this family have been reminded so far; the town has others."""
    remind()
    return [line.about for line in lines(walk.code, act="remind") if line.about]


def test_a_parent_is_reminded_once_and_the_desk_too(walk: Walk) -> None:
    walk.to("preparing")
    reached_by_mail(walk)
    mother = walk.parent("mother")
    with days_on(330):
        assert reminded(walk) == []
    with days_on(340):
        number = Letter.objects.count()
        assert reminded(walk) == [mother]
        assert set(letters_since(number)) >= {
            ("reminder", "marieke@knooppunt.example"), ("family_message", "mother@home.example"),
        }  # fmt: skip
        number = Letter.objects.count()
        assert remind() == 0 and not letters_since(number)
    with days_on(360):
        call_command("remind", verbosity=0)
        assert reminded(walk) == [mother]


def test_who_left_who_is_never_written_and_a_case_that_ended_get_no_letter(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    reached_by_mail(walk, "partner")
    walk.withdraw("partner")
    with days_on(340):
        number = Letter.objects.count()
        assert reminded(walk) == [walk.parent("mother")]  # she is called; the desk does so
        assert not any(to.endswith("@home.example") for _kind, to in letters_since(number))


def test_a_case_that_stops_is_not_asked_again(walk: Walk) -> None:
    walk.to("preparing")
    walk.withdraw("mother")
    with days_on(345):
        assert reminded(walk) == []


def test_a_time_that_is_short_on_purpose_is_not_asked_about(walk: Walk) -> None:
    walk.to("preparing")
    mother, joris = walk.parent_actor("mother"), walk.town.people["joris"].organisation_id
    before = walk.case().due_on
    consenting.give_consent(
        mother, walk.code, walk.parent("mother"), purpose="share", yes=True, organisation=joris,
        until=clock.today() + timedelta(days=14),
    )  # fmt: skip
    assert reminded(walk) == []
    assert own_choices(mother, walk.code).ending == 0
    assert walk.case().due_on == before
    with days_on(15), pytest.raises(Refused):
        reading.shared_case(walk.who("joris"), walk.code)


def test_a_renewal_keeps_what_was_kept_apart_and_leaves_research_alone(walk: Walk) -> None:
    walk.to("preparing")
    walk.share("mother", "joris", yes=False, data_class="debt")
    consenting.give_consent(
        walk.desk, walk.code, walk.parent("mother"), purpose="research", yes=True, given=HEARD
    )  # fmt: skip
    with days_on(340):
        mother = walk.parent_actor("mother")
        assert own_choices(mother, walk.code).ending == 3  # to take part, youth health care, Joris
        assert consenting.renew_consent(mother, walk.code, walk.parent("mother")) == 3
        assert consenting.renew_consent(mother, walk.code, walk.parent("mother")) == 0
        assert walk.case().due_what != "ask_consent_again"
    with days_on(400):
        rows = own_choices(walk.parent_actor("mother"), walk.code).rows
        joris = next(row for row in rows if row.organisation == walk.town.people["joris"].organisation_id)
        assert (joris.kinds["general"], joris.kinds["debt"]) == (True, False)
        assert {row.purpose: row.says for row in rows}["research"] == "ended"


def test_what_just_ended_is_renewed_as_well(walk: Walk) -> None:
    walk.to("preparing")
    with days_on(370):
        given = consenting.Given(witness="Sanne")
        assert consenting.renew_consent(walk.desk, walk.code, walk.parent("mother"), given=given) == 3
        assert reading.case_file(walk.desk, walk.code).parents[0].takes_part


def test_a_yes_lasts_until_three_months_after_the_evaluation_and_never_over_a_year(walk: Walk) -> None:
    walk.to("following")
    evaluation = walk.case().evaluation_on
    assert evaluation is not None
    walk.share("mother", "joris")
    with guard.looking_inside():
        from knooppunt.casework.models import Consent

        last = Consent.objects.order_by("-id").first()
        assert last is not None
        assert last.ends_on == default_end(clock.today(), evaluation) < clock.today() + timedelta(days=365)


@pytest.mark.parametrize("days", [-1, 366, 4000])
def test_a_day_that_cannot_be_is_refused(walk: Walk, days: int) -> None:
    walk.to("preparing")
    with pytest.raises(Invalid) as caught:
        consenting.give_consent(
            walk.parent_actor("mother"), walk.code, walk.parent("mother"), purpose="take_part", yes=True,
            until=clock.today() + timedelta(days=days),
        )  # fmt: skip
    assert set(caught.value.errors) == {"until"}
