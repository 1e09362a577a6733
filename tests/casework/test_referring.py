"""Referring a family, and what the desk does with a referral."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from knooppunt.casework import drafting, reading, referring, welcoming
from knooppunt.casework.consenting import Given
from knooppunt.casework.models import Case, Draft, Family, Parent
from knooppunt.casework.refusals import Conflict, Invalid, Refused
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.people.actor import NOBODY, actor_of
from tests.casework.kit import HEARD, MOTHER, PARTNER, STORY, Walk, letters_since, lines, not_found, refused
from tests.process.test_anonymity import NUMBERS


def rows() -> int:
    with guard.looking_inside():
        return Case.objects.count() + Family.objects.count() + Parent.objects.count()


def test_a_referral_is_at_the_desk_at_once(walk: Walk) -> None:
    number = Letter.objects.count()
    code = walk.refer()
    assert walk.case().state == "received"
    assert walk.case().due_what == "first_contact"
    assert walk.steps() == [("refer", "", "received")]
    assert code in {row.code for row in reading.worklist(walk.desk).rows}
    assert {kind for kind, _to in letters_since(number)} == {"referral_received", "coordinator_new_referral"}
    (line,) = lines(code, outcome="done")
    assert (line.act, line.outcome, line.role, line.about) == ("refer", "done", "referrer", walk.parent("mother"))


@pytest.mark.parametrize("assurance", ["none", "single"])
def test_who_was_not_checked_cannot_refer(walk: Walk, assurance: str) -> None:
    before = rows()
    with pytest.raises(Refused) as caught:
        referring.refer(actor_of(walk.town.people["sanne"], assurance), replace(STORY, due_on=clock.today()))
    assert (caught.value.reason, rows()) == ("no_role", before)


def test_a_code_by_mail_is_enough_to_refer(walk: Walk) -> None:
    actor = actor_of(walk.town.people["sanne"], "code")
    assert referring.refer(actor, replace(STORY, due_on=clock.today()))


def test_without_anyone_who_agreed_nothing_is_kept(walk: Walk) -> None:
    before = rows()
    with pytest.raises(Refused) as caught:
        walk.refer(parents=())
    assert (caught.value.reason, rows()) == ("no_consent", before)


def test_a_parent_may_ask_for_help_herself(walk: Walk) -> None:
    number = Letter.objects.count()
    own = replace(MOTHER, consent=Given(method="own_hand"))
    new = replace(STORY, due_on=clock.today(), origin="parent", parents=(own,))
    walk.code = referring.refer(NOBODY, new)
    assert [kind for kind, _to in letters_since(number)] == ["coordinator_new_referral"]
    assert reading.case_file(walk.desk, walk.code).origin == "parent"


TOO_LONG = "a" * 100_000
NINE = NUMBERS[3]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("due_on", {"due_on": None}),
        ("due_on", {"due_on": date(1999, 1, 1)}),
        ("due_on", {"due_on": None, "born_on": date(2000, 1, 1)}),
        ("needs", {"needs": ("income", "everything")}),
        ("municipality", {"municipality": "GM0000"}),
        ("signalled_through", {"signalled_through": "a dream"}),
        ("reason", {"reason": f"Haar nummer is {NINE}"}),
        ("wishes", {"wishes": TOO_LONG}),
        ("0-name", {"parents": (replace(MOTHER, name="  "),)}),
        ("0-name", {"parents": (replace(MOTHER, name=TOO_LONG),)}),
        ("0-contact_note", {"parents": (replace(MOTHER, contact_note=f"nr {NINE}"),)}),
        ("0-contact_by", {"parents": (replace(MOTHER, contact_by="pigeon"),)}),
        ("1-kind", {"parents": (MOTHER, replace(PARTNER, kind="neighbour"))}),
        ("0-born_on", {"parents": (replace(MOTHER, born_on=date(2090, 1, 1)),)}),
        ("0-capacity", {"parents": (replace(MOTHER, born_on=date(2012, 1, 1)),)}),
        ("0-capacity", {"parents": (replace(MOTHER, consent=replace(HEARD, capacity="guardian", given_by="Oma")),)}),
        ("0-given_by", {"parents": (replace(MOTHER, consent=replace(HEARD, capacity="representative")),)}),
        (
            "0-given_by",
            {"parents": (replace(MOTHER, born_on=None, consent=replace(HEARD, capacity="guardian")),)},
        ),
        ("0-method", {"parents": (replace(MOTHER, consent=replace(HEARD, method="guess")),)}),
        ("0-witness", {"parents": (replace(MOTHER, consent=Given()),)}),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(walk: Walk, field: str, wrong: dict) -> None:
    before = rows(), Letter.objects.count(), len(lines())
    with pytest.raises(Invalid) as caught:
        walk.refer(**wrong)
    assert set(caught.value.errors) == {field}
    assert caught.value.errors[field]
    assert (rows(), Letter.objects.count(), len(lines())) == before


def test_a_girl_of_fourteen_and_her_guardian_agree_together(walk: Walk) -> None:
    together = Given(capacity="with_guardian", given_by="Oma", witness="Sanne")
    young = replace(MOTHER, born_on=clock.today() - timedelta(days=14 * 365 + 100), consent=together)
    assert walk.refer(parents=(young,))


def test_the_same_draft_twice_is_one_referral(walk: Walk) -> None:
    sanne = walk.who("sanne")
    draft, _secret = drafting.start(sanne)
    new = replace(STORY, due_on=clock.today() + timedelta(days=5))
    first = referring.refer(sanne, new, draft=draft)
    before = rows(), Letter.objects.count()
    assert referring.refer(sanne, new, draft=draft) == first
    assert (rows(), Letter.objects.count()) == before
    with guard.looking_inside():
        assert Draft.objects.get(code=draft).answers == {}


def test_a_code_that_is_taken_already_costs_nobody_a_referral(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """There are many codes, but not endlessly many."""
    before = walk.refer()
    with guard.looking_inside():
        stored = Case.objects.count(), Family.objects.count(), Letter.objects.count()
    drawn = iter([before, before[::-1]])
    monkeypatch.setattr(referring, "new_code", lambda *_: next(drawn))
    assert walk.refer() == before[::-1]
    with guard.looking_inside():
        assert (Case.objects.count(), Family.objects.count()) == (stored[0] + 1, stored[1] + 1)
        assert Letter.objects.count() > stored[2]
    with pytest.raises(IntegrityError):  # what goes wrong twice is another mistake, and is told
        monkeypatch.setattr(referring, "new_code", lambda *_: before)
        walk.refer()


def test_the_draft_of_another_gives_no_case(walk: Walk) -> None:
    draft, _secret = drafting.start(walk.who("sanne"))
    new = replace(STORY, due_on=clock.today())
    referring.refer(walk.who("sanne"), new, draft=draft)
    with pytest.raises(Refused) as caught:
        referring.refer(walk.who("els"), new, draft=draft)
    assert caught.value.reason == "draft_gone"


def test_a_secret_address_is_not_kept(walk: Walk) -> None:
    walk.refer(parents=(replace(MOTHER, secret_address=True),))
    assert reading.case_file(walk.desk, walk.code).parents[0].address == ""


def test_the_desk_accepts_and_the_referrer_hears(walk: Walk) -> None:
    walk.refer()
    number = Letter.objects.count()
    referring.record_contact(walk.desk, walk.code)
    assert walk.case().due_what == "accept"
    referring.accept(walk.desk, walk.code)
    assert (walk.case().state, walk.case().due_what) == ("preparing", "plan_conference")
    heard = [(kind, "sanne@knooppunt.example") for kind in ("referral_contacted", "referral_accepted")]
    assert letters_since(number) == heard


def test_a_contact_is_not_in_the_future(walk: Walk) -> None:
    walk.refer()
    with pytest.raises(Invalid):
        referring.record_contact(walk.desk, walk.code, on=clock.today() + timedelta(days=1))


@pytest.mark.parametrize("lacks", ["reason", "other_route", "advice"])
def test_a_no_has_a_reason_another_route_and_advice(walk: Walk, lacks: str) -> None:
    walk.refer()
    said = {"reason": "other_help_fits", "other_route": "jgz", "advice": "Bel de jeugdverpleegkundige"}
    with pytest.raises(Invalid) as caught:
        referring.decline(walk.desk, walk.code, **(said | {lacks: ""}))
    assert set(caught.value.errors) == {lacks}


def test_the_referrer_reads_the_advice_after_a_no_and_nothing_else(walk: Walk) -> None:
    walk.refer()
    number = Letter.objects.count()
    referring.decline(
        walk.desk, walk.code, reason="other_help_fits", other_route="jgz", advice="Bel de jeugdverpleegkundige"
    )
    status = reading.status(walk.who("sanne"), walk.code)
    assert (status.state, status.advice, status.other_route) == ("declined", "Bel de jeugdverpleegkundige", "jgz")
    assert status.reason == "other_help_fits"
    assert letters_since(number) == [("referral_declined", "sanne@knooppunt.example")]
    assert not walk.case().is_open


def test_who_moves_is_seen_by_the_new_hub_only_and_at_once(walk: Walk) -> None:
    walk.to("following")
    number = Letter.objects.count()
    referring.hand_over(walk.desk, walk.code, hub="landgraaf")
    for key in ("marieke", "fatima", "joris"):
        with not_found(walk):
            reading.case_file(walk.who(key), walk.code)
    with not_found(walk):
        reading.shared_case(walk.who("joris"), walk.code)
    mieke = walk.who("mieke")
    file = reading.case_file(mieke, walk.code)
    assert (file.state, file.municipality, file.due_what) == ("received", "Landgraaf", "first_contact")
    assert file.due_on > clock.today()
    assert walk.code not in {f.code for f in reading.my_tables(walk.who("fatima")).families}
    assert letters_since(number) == [
        ("referral_handed_over", "sanne@knooppunt.example"), ("coordinator_new_referral", "mieke@knooppunt.example"),
        *(("access_ended", f"{key}@knooppunt.example") for key in ("fatima", "joris")),
    ]  # fmt: skip
    assert reading.status(walk.who("sanne"), walk.code).municipality == "Kerkrade", "where they went is not hers"
    referring.accept(mieke, walk.code)
    assert walk.case().state == "preparing"


def test_the_same_hub_is_no_other_hub(walk: Walk) -> None:
    walk.refer()
    for hub in ("kerkrade", "nowhere"):
        with pytest.raises(Invalid):
            referring.hand_over(walk.desk, walk.code, hub=hub)


def test_a_correction_of_an_older_page_shows_both_texts(walk: Walk) -> None:
    walk.refer()
    version = walk.case().version
    parent = walk.parent("mother")
    referring.correct_family(walk.desk, walk.code, parent, version=version, contact_note="Na vijven")
    with pytest.raises(Conflict) as caught:
        referring.correct_family(walk.desk, walk.code, parent, version=version, contact_note="Voor negenen")
    assert (caught.value.theirs, caught.value.mine) == (
        {"contact_note": "Na vijven"}, {"contact_note": "Voor negenen"},
    )  # fmt: skip


def test_who_left_is_not_corrected_and_not_shown_by_a_conflict(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    partner = walk.parent("partner")
    walk.withdraw("partner")
    with refused(walk, "no_consent"):
        referring.correct_family(walk.desk, walk.code, partner, version=0, phone="")
    with refused(walk, "no_consent"):
        welcoming.give_place(walk.desk, walk.code, partner)


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "x" * 121}, {"contact_by": "owl"}, {"shoe_size": "38"}])
def test_a_correction_that_cannot_be_changes_nothing(walk: Walk, values: dict) -> None:
    walk.refer()
    with pytest.raises(Invalid):
        referring.correct_family(walk.desk, walk.code, walk.parent("mother"), version=walk.case().version, **values)


def test_a_birth_is_recorded_near_the_due_date(walk: Walk) -> None:
    walk.refer(due_on=clock.today() - timedelta(days=2))
    for wrong in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=300)):
        with pytest.raises(Invalid):
            referring.record_birth(walk.desk, walk.code, on=wrong)
    referring.record_birth(walk.desk, walk.code, on=clock.today())
    assert reading.case_file(walk.desk, walk.code).child_born_on == clock.today()


def test_the_same_adult_elsewhere_is_shown_as_the_name_of_a_hub(walk: Walk) -> None:
    walk.refer()
    other = Walk(walk.town)
    other.refer(municipality="GM0882", reason="Elders")
    (parent,) = reading.case_file(walk.desk, walk.code).parents
    assert len(parent.also_at) == 1
    assert "Landgraaf" in parent.also_at[0]
    with not_found(other):
        reading.case_file(walk.desk, other.code)


def test_a_referral_by_mistake_ends_and_is_gone_for_the_family(walk: Walk) -> None:
    walk.refer()
    mother = walk.parent_actor("mother")
    referring.record_error(walk.desk, walk.code)
    assert walk.case().state == "in_error"
    assert reading.my_cases_as_parent(mother) == ()
    with pytest.raises(Refused):
        reading.own_place(mother, walk.code)
