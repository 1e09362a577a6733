"""Finding a date: who may propose, answer and pick, what a link is good for, and what comes of a moment."""

import re
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import consenting, convening, erasing, reading, referring, scheduling, telling
from knooppunt.casework.models import AnswerLink, DateProposal, Invitation
from knooppunt.casework.refusals import Invalid, NotFound, Refused
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.people.actor import NOBODY, Actor, actor_of
from tests.casework.kit import Walk, letters_since, lines, not_found, refused, words_in

DAY = timedelta(days=1)
CAN = ("yes", "maybe", "no")


def moments(number: int = 3) -> list:
    """Give so many moments from next week on."""
    return [clock.now() + timedelta(days=7 + n) for n in range(number)]


def propose(walk: Walk, number: int = 3, **more: Any) -> list[str]:
    """Propose, and give the codes of the moments in their order."""
    scheduling.propose_dates(walk.desk, walk.code, moments(number), **more)
    return [one.code for one in asked(walk).options]


def asked(walk: Walk, key: str = "marieke") -> Any:
    """Give who can when, as somebody sees it."""
    return reading.dates(walk.who(key), walk.code)


def said(walk: Walk, **answers: str) -> None:
    """Let people answer each moment with one letter: y, m or n; `mother="ymn"`."""
    codes = [one.code for one in asked(walk).options]
    words = {"y": "yes", "m": "maybe", "n": "no"}
    for key, letters in answers.items():
        told = {code: words[letter] for code, letter in zip(codes, letters, strict=True)}
        scheduling.answer_dates(walk.who(key), walk.code, told)


def secret(walk: Walk, key: str = "joris") -> str:
    """Give the secret of the last link that went to somebody of the cast."""
    letter = Letter.objects.filter(kind="dates_asked", to=walk.town.people[key].email).order_by("-id").first()
    return re.findall(r"/moment/([^/]+)/", letter.body)[0]


def by_link(walk: Walk, key: str = "joris") -> Actor:
    """Give somebody whose address was proven by a code, and nothing more."""
    return actor_of(walk.town.people[key], "code")


@pytest.fixture
def two(walk: Walk) -> Walk:
    """Give a family of two parents in preparation, with Fatima and Joris at the table."""
    walk.to("preparing", couple=True)
    return walk


def test_proposing_asks_parents_and_table_each_in_their_own_way(two: Walk) -> None:
    two.parent_actor("mother")
    number = Letter.objects.count()
    propose(two, place="De Brug", minutes=45)
    assert sorted(letters_since(number)) == sorted([
        ("dates_asked", "fatima@knooppunt.example"), ("dates_asked", "joris@knooppunt.example"),
        *[("family_message", to) for kind, to in letters_since(number) if kind == "family_message"],
    ])  # fmt: skip
    shown = asked(two)
    assert (shown.place, shown.minutes, len(shown.options), len(shown.people)) == ("De Brug", 45, 3, 4)
    assert lines(two.code, act="propose_dates")[-1].role == "coordinator"
    body = Letter.objects.filter(kind="dates_asked").last().body
    assert two.code not in body
    assert not re.search("Kanarie|Mus|Brug|gezin|Kansrijke", body)


@pytest.mark.parametrize(
    ("field", "when", "more"),
    [
        ("", [7], {}), ("", [7, 8, 9, 10, 11, 12], {}), ("", [7, 7], {}), ("moment-1", [7, -1], {}),
        ("moment-0", [400, 7], {}), ("minutes", [7, 8], {"minutes": 5}), ("minutes", [7, 8], {"minutes": 600}),
        ("place", [7, 8], {"place": "x" * 201}),
    ],
)  # fmt: skip
def test_a_proposal_that_cannot_be(walk: Walk, field: str, when: list[int], more: dict) -> None:
    walk.to("preparing")
    now = clock.now()
    with pytest.raises(Invalid) as caught:
        scheduling.propose_dates(walk.desk, walk.code, [now + days * DAY for days in when], **more)
    assert set(caught.value.errors) == {field}


def test_one_question_at_a_time_and_asking_twice_in_an_hour_is_once(two: Walk) -> None:
    propose(two)
    with refused(two, "dates_asked_already", "propose_dates"):
        propose(two)
    with refused(two, "asked_just_now"):
        scheduling.ask_dates_again(two.desk, two.code)
    said(two, mother="yyn", joris="yyn")
    with clock.travel(clock.now() + timedelta(hours=2)):
        number, old = Letter.objects.count(), secret(two, "fatima")
        assert scheduling.ask_dates_again(two.desk, two.code) == 2  # the partner, and Fatima
        assert [to for kind, to in letters_since(number) if kind == "dates_asked"] == ["fatima@knooppunt.example"]
        assert scheduling.way_in(old) is None
        assert scheduling.way_in(secret(two, "fatima")) is not None
        with refused(two, "asked_just_now"):
            scheduling.ask_dates_again(two.desk, two.code)
    scheduling.end_proposal(two.desk, two.code)
    for verb in (scheduling.end_proposal, scheduling.ask_dates_again):
        with refused(two, "dates_gone"):
            verb(two.desk, two.code)
    propose(two)


def test_everyone_answers_for_herself_and_some_for_another(two: Walk) -> None:
    codes = propose(two)
    said(two, mother="ymn", joris="nyy")
    scheduling.answer_dates(two.desk, two.code, dict.fromkeys(codes, "maybe"), seat=two.seat("fatima"))
    scheduling.answer_dates(two.desk, two.code, dict.fromkeys(codes, "yes"), on_behalf_of=two.parent("partner"))
    shown = asked(two)
    assert {one.code: tuple(one.can.values()) for one in shown.people} == {
        two.parent("mother"): ("yes", "maybe", "no"), two.parent("partner"): ("yes",) * 3,
        two.seat("fatima"): ("maybe",) * 3, two.seat("joris"): ("no", "yes", "yes"),
    }  # fmt: skip
    assert [(o.yes, o.maybe, o.no, o.waiting) for o in shown.options] == [(2, 1, 1, 0), (2, 2, 0, 0), (2, 1, 1, 0)]
    assert [o.best for o in shown.options] == [False, True, False]
    assert [o.suits_all for o in shown.options] == [False, True, False]
    note = lines(two.code, act="answer_dates")[-1]
    assert (note.role, note.on_behalf_of, note.about) == ("coordinator", two.parent("partner"), two.parent("partner"))
    scheduling.answer_dates(two.who("mother"), two.code, dict.fromkeys(codes, "no"))
    assert set(asked(two).of(two.parent("mother")).can.values()) == {"no"}


def test_each_sees_only_the_own_answer(two: Walk) -> None:
    propose(two)
    said(two, mother="ymn", partner="nnn", joris="yyy")
    for key in ("mother", "partner", "joris"):
        shown = asked(two, key)
        assert [one.is_self for one in shown.people] == [True]
        assert shown.own.answered
    assert not re.search("Kanarie|Mus", words_in(asked(two, "joris")))
    assert asked(two, "joris").by == "Marieke Janssen"


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [({}, None), ({0: "perhaps"}, {0}), ({0: ""}, {0}), ({2: None}, {2})],
)
def test_an_answer_says_something_of_each_moment(walk: Walk, wrong: dict, fields: set | None) -> None:
    walk.to("preparing")
    codes = propose(walk)
    told = {code: wrong.get(n, "yes") for n, code in enumerate(codes)} if wrong else {}
    told = {code: can for code, can in told.items() if can is not None}
    with pytest.raises(Invalid) as caught:
        scheduling.answer_dates(walk.who("mother"), walk.code, told)
    assert set(caught.value.errors) == ({codes[n] for n in fields} if fields is not None else set(codes))


def test_the_moments_of_before_are_gone(walk: Walk) -> None:
    walk.to("preparing")
    mother, old = walk.who("mother"), dict.fromkeys(propose(walk), "yes")
    scheduling.end_proposal(walk.desk, walk.code)
    with refused(walk, "dates_gone"):
        scheduling.answer_dates(mother, walk.code, old)
    propose(walk)
    with refused(walk, "dates_gone"):
        scheduling.answer_dates(mother, walk.code, old)
    with refused(walk, "dates_gone"):
        scheduling.pick_date(walk.desk, walk.code, next(iter(old)), place="De Brug")


def test_nobody_speaks_for_who_is_not_theirs(two: Walk) -> None:
    told = dict.fromkeys(propose(two), "yes")
    with refused(two, "not_about_you"):
        scheduling.answer_dates(two.who("joris"), two.code, told, on_behalf_of=two.parent("mother"))
    with refused(two, "not_invited"):  # the coordinator has no place of her own
        scheduling.answer_dates(two.desk, two.code, told)
    lotte = convening.add_to_circle(two.desk, two.code, two.town.people["lotte"].code, reason="expertise")
    with refused(two, "not_invited"):  # in the circle is not at the table
        scheduling.answer_dates(two.desk, two.code, told, seat=lotte)
    two.withdraw("partner")
    with refused(two, "no_consent"):
        scheduling.answer_dates(two.desk, two.code, told, on_behalf_of=two.parent("partner"))
    with not_found(two):
        scheduling.answer_dates(two.who("petra"), two.code, told)


# --- picking ----------------------------------------------------------------------------------------------------------
def answers(walk: Walk) -> dict[str, str]:
    """Give the first answer on every chair, by code."""
    with guard.looking_inside():
        rows = Invitation.objects.filter(conference__case__code=walk.code, conference__state="planned")
        chairs = rows.select_related("participation", "parent")
        return {(one.participation or one.parent).code: one.answer for one in chairs}


def test_picking_plans_and_carries_yes_and_no_over(two: Walk) -> None:
    codes = propose(two, minutes=90, interpreter=True)
    said(two, mother="ynn", partner="mnn", joris="nyy")
    with pytest.raises(Invalid):
        scheduling.pick_date(two.desk, two.code, codes[0])
    scheduling.pick_date(two.desk, two.code, codes[0], place="De Brug")
    assert two.case().state == "planned"
    assert answers(two) == {
        two.parent("mother"): "yes", two.parent("partner"): "open", two.seat("fatima"): "open", two.seat("joris"): "no",
    }  # fmt: skip
    with guard.looking_inside():
        conference = two.case().conferences.get()
        assert (conference.minutes, conference.interpreter, conference.place) == (90, True, "De Brug")
        assert not DateProposal.objects.filter(case__code=two.code, ended_at=None).exists()
    for key in ("fatima", "joris"):
        assert scheduling.way_in(secret(two, key)) is None
    with refused(two, "wrong_state", "plan_conference"):
        scheduling.pick_date(two.desk, two.code, codes[1], place="De Brug")


def test_planning_by_hand_at_a_moment_that_was_proposed_counts_as_picking_it(two: Walk) -> None:
    when = moments()
    scheduling.propose_dates(two.desk, two.code, when)
    said(two, mother="nyn", joris="nyn")
    convening.plan_conference(two.desk, two.code, starts_at=when[1], place="De Brug")
    assert answers(two)[two.parent("mother")] == "yes"
    assert answers(two)[two.seat("joris")] == "yes"


@pytest.mark.parametrize("away", ["hand_over", "stop", "record_error", "decline"])
def test_however_preparing_ends_the_question_ends_too(walk: Walk, away: str) -> None:
    walk.to("preparing")
    propose(walk)
    link = secret(walk)
    {
        "hand_over": lambda: referring.hand_over(walk.desk, walk.code, hub="landgraaf"),
        "stop": lambda: consenting.stop(walk.desk, walk.code),
        "record_error": lambda: referring.record_error(walk.desk, walk.code),
        "decline": lambda: referring.decline(
            walk.desk, walk.code, reason="other_help_fits", other_route="jgz", advice="Bel de jeugdverpleegkundige."
        ),
    }[away]()
    assert scheduling.way_in(link) is None
    with guard.looking_inside():
        assert not DateProposal.objects.filter(case__code=walk.code, ended_at=None).exists()


# --- the link ---------------------------------------------------------------------------------------------------------
def test_who_came_by_the_link_sees_the_moments_and_answers_and_nothing_else(two: Walk) -> None:
    codes = propose(two)
    guest, way = by_link(two), scheduling.way_in(secret(two))
    assert (way.case, way.person, way.address) == (two.code, guest.person_id, "joris@knooppunt.example")
    shown = reading.dates(guest, way.case)
    assert not re.search("Kanarie|Mus|Fatima", words_in(shown))
    scheduling.answer_dates(guest, way.case, dict.fromkeys(codes, "yes"))
    line = lines(two.code, act="answer_dates")[-1]
    assert (line.role, line.assurance) == ("asked", "code")
    for look in (reading.invitation, reading.shared_case, reading.case_file, reading.plan):
        with not_found(two):
            look(guest, way.case)
    with not_found(two):
        convening.answer_invitation(guest, way.case, yes=True)
    with not_found(two):
        scheduling.pick_date(guest, way.case, codes[0], place="Hier")


def test_a_link_lasts_eight_days_and_is_renewed_once_to_the_same_address(two: Walk) -> None:
    propose(two)
    old = secret(two)
    with guard.looking_inside():
        assert not AnswerLink.objects.filter(secret_hash=old).exists()
    number = Letter.objects.count()
    scheduling.renew_link(old)  # it works still: who found it cannot take it from its owner
    assert letters_since(number) == []
    with clock.travel(clock.now() + 8 * DAY - timedelta(minutes=1)):
        assert scheduling.way_in(old) is not None
    with clock.travel(clock.now() + 8 * DAY + timedelta(minutes=1)):
        assert scheduling.way_in(old) is None
        with not_found(two):
            reading.dates(by_link(two), two.code)
        scheduling.renew_link(old)
        scheduling.renew_link(old)
        assert letters_since(number) == [("dates_asked", "joris@knooppunt.example")]
        assert scheduling.way_in(old) is None
        assert scheduling.way_in(secret(two)) is not None


def withdrawn(walk: Walk) -> None:
    walk.share("mother", "joris", yes=False)


LOST = {
    "withdrawn": withdrawn,
    "nobody takes part": lambda w: w.withdraw("mother"),
    "ended": lambda w: convening.end_in_circle(w.desk, w.code, w.seat("joris")),
    "the family says no": lambda w: convening.agree_to_person(w.who("mother"), w.code, w.seat("joris"), yes=False),
    "declined": lambda w: convening.answer_invitation(w.who("joris"), w.code, yes=False),
    "ended question": lambda w: scheduling.end_proposal(w.desk, w.code),
    "picked": lambda w: scheduling.pick_date(w.desk, w.code, asked(w).options[0].code, place="De Brug"),
}


@pytest.mark.parametrize("why", LOST)
def test_a_link_is_dead_at_the_next_request(walk: Walk, why: str) -> None:
    walk.to("preparing")
    codes = propose(walk)
    link, guest = secret(walk), by_link(walk)
    assert reading.dates(guest, walk.code)
    LOST[why](walk)
    assert scheduling.way_in(link) is None
    with pytest.raises((NotFound, Refused)):
        reading.dates(guest, walk.code)
    with pytest.raises((NotFound, Refused)):
        scheduling.answer_dates(guest, walk.code, dict.fromkeys(codes, "yes"))
    with clock.travel(clock.now() + 9 * DAY):
        number = Letter.objects.count()
        scheduling.renew_link(link)
        assert letters_since(number) == []


OUTSIDERS = ("lotte", "petra", "sanne", "bart", "mother")


@pytest.mark.parametrize(("key", "assurance"), list(product(OUTSIDERS, ("none", "code", "single"))))
def test_another_with_the_link_in_hand_is_nobody(walk: Walk, key: str, assurance: str) -> None:
    """The link says where to knock, never who knocks: forwarded, it opens nothing."""
    walk.to("preparing")
    codes = propose(walk)
    way = scheduling.way_in(secret(walk))
    person = walk.town.people.get(key)
    stranger = actor_of(person, assurance) if person else NOBODY
    with pytest.raises(NotFound):
        reading.dates(stranger, way.case)
    with pytest.raises(NotFound):
        scheduling.answer_dates(stranger, way.case, dict.fromkeys(codes, "yes"))


@pytest.mark.parametrize("text", ["", "x", "0" * 43, "é", "a" * 5000, "../../"])
def test_what_is_no_link_leads_nowhere(walk: Walk, text: str) -> None:
    walk.to("preparing")
    propose(walk)
    assert scheduling.way_in(text) is None
    number = Letter.objects.count()
    scheduling.renew_link(text)
    assert letters_since(number) == []


def test_whoever_is_invited_meanwhile_is_asked_too_in_one_letter(walk: Walk) -> None:
    walk.to("preparing")
    propose(walk)
    lotte = convening.add_to_circle(walk.desk, walk.code, walk.town.people["lotte"].code, reason="expertise")
    walk.share("mother", "lotte")
    number = Letter.objects.count()
    convening.invite(walk.desk, walk.code, lotte)
    assert letters_since(number) == [("dates_asked", "lotte@knooppunt.example")]
    assert asked(walk).of(lotte) is not None
    assert scheduling.way_in(secret(walk, "lotte")) is not None


def test_what_a_parent_said_stands_in_her_own_file_and_goes_with_her(two: Walk) -> None:
    propose(two)
    said(two, mother="ymn", partner="nnn")
    assert [one.can for one in reading.my_file(two.who("mother"), two.code).dates] == ["yes", "maybe", "no"]
    telling.send_message(two.who("mother"), two.code, kind="erasure", text="Wis alles")
    erasing.erase(two.desk, two.code, two.parent("mother"))
    assert {tuple(one.can.values()) for one in asked(two).people if one.is_parent} == {("no", "no", "no")}


def test_who_can_when_costs_the_same_for_many(two: Walk) -> None:
    propose(two, 5)
    said(two, mother="yyyyy", partner="nnnnn", joris="mmmmm", fatima="yyyyy")
    asked(two)
    with CaptureQueriesContext(
        connection,
    ) as spent:
        asked(two)
    assert len(spent) <= 8
