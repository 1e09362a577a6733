"""Everyone with a living chair at the planned conference holds one calendar file, and nobody else does (R-CAL-03)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knooppunt.casework import consenting, convening, erasing, reading, replying, scheduling, telling
from knooppunt.casework.models import Conference, Invitation, Participation
from knooppunt.casework.refusals import Refusal
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.people import accounts
from knooppunt.trail.models import TrailLine
from tests.casework.kit import HEARD, Walk

pytestmark = pytest.mark.django_db
AT_TABLE = ("fatima", "joris")


@dataclass
class Calendar:
    """What a calendar program of the other side holds after reading every file in the order in which they came."""

    stands: dict[tuple[str, str], Any] = field(default_factory=dict)  # (address, uid) -> the event
    latest: dict[tuple[str, str], int] = field(default_factory=dict)

    def read(self, letter: Letter) -> None:
        found = icalendar.Calendar.from_ical(letter.calendar)
        (event,) = found.events
        key = letter.to, str(event["UID"])
        assert str(event["ATTENDEE"]) == f"mailto:{letter.to}"  # one file, one person (R-CAL-02)
        assert int(event["SEQUENCE"]) > self.latest.get(key, -1), "a program would not take this file"
        self.latest[key] = int(event["SEQUENCE"])
        if found["METHOD"] == "CANCEL":
            assert self.stands.pop(key, None) is not None, "a cancellation of nothing"
        else:
            self.stands[key] = event

    def holders(self) -> list[str]:
        return sorted(to for to, _uid in self.stands)


def calendars_of(walk: Walk) -> Calendar:
    """Give what stands in the calendars of everybody around this family together."""
    found = Calendar()
    for letter in Letter.objects.exclude(calendar="").filter(pk__gt=walk.begun).order_by("id"):
        found.read(letter)
    return found


def last_letter() -> int:
    return Letter.objects.order_by("id").values_list("id", flat=True).last() or 0


def sent(since: int) -> list[tuple[str, str, str]]:
    """Give letter, method and address of the files that went since."""
    rows = Letter.objects.exclude(calendar="").filter(pk__gt=since).order_by("id")
    return [(row.kind, row.calendar.partition("METHOD:")[2].partition("\r")[0], row.to) for row in rows]


def address(walk: Walk, key: str) -> str:
    return walk.town.people[key].email


@pytest.fixture
def walk(walk: Walk) -> Walk:
    """Note where the letters of the town end, so that those of this family can be told apart."""
    walk.begun = last_letter()
    return walk


@pytest.fixture
def planned(walk: Walk) -> Walk:
    walk.to("planned", couple=True)
    assert calendars_of(walk).holders() == sorted(address(walk, key) for key in AT_TABLE)
    return walk


def test_planning_sends_one_file_to_each_with_the_one_letter(walk: Walk) -> None:
    walk.to("preparing")
    since = last_letter()
    walk.plan()
    assert sorted(sent(since)) == sorted(("invitation_to_talk", "REQUEST", address(walk, key)) for key in AT_TABLE)
    assert Letter.objects.filter(pk__gt=since, kind="invitation_to_talk").count() == 2
    texts = list(Letter.objects.exclude(calendar="").filter(pk__gt=since).values_list("calendar", flat=True))
    assert len(set(texts)) == 2 and all(text.count("ATTENDEE") == 1 for text in texts)
    with guard.looking_inside():
        mine = Invitation.objects.filter(conference__case__code=walk.code)
        uids = set(mine.exclude(uid=None).values_list("uid", flat=True))
    assert len(uids) == 2 and not any(walk.code in text or "Kanarie" in text or "De Brug" in text for text in texts)


def test_a_date_that_is_picked_sends_the_files_too(walk: Walk) -> None:
    walk.to("preparing")
    starts = [clock.now() + timedelta(days=days) for days in (4, 5)]
    scheduling.propose_dates(walk.desk, walk.code, starts, place="De Brug", minutes=45)
    dates = reading.dates(walk.desk, walk.code)
    since = last_letter()
    scheduling.pick_date(walk.desk, walk.code, dates.options[1].code)
    assert sorted(sent(since)) == sorted(("invitation_to_talk", "REQUEST", address(walk, key)) for key in AT_TABLE)
    (event, _other) = calendars_of(walk).stands.values()
    assert (event.start, event.duration) == (starts[1].replace(microsecond=0), timedelta(minutes=45))


def test_who_is_invited_later_gets_the_file_then(planned: Walk) -> None:
    since = last_letter()
    planned.share("mother", "petra")
    planned.share("partner", "petra")
    convening.add_to_circle(planned.desk, planned.code, planned.town.people["petra"].code, reason="expertise")
    convening.invite(planned.desk, planned.code, planned.seat("petra"))
    assert sent(since) == [("invitation_to_talk", "REQUEST", address(planned, "petra"))]
    since = last_letter()
    convening.invite(planned.desk, planned.code, planned.seat("petra"))  # a second press of the button
    assert sent(since) == []


@pytest.mark.parametrize(
    "change,kind",
    [
        ({"starts_at": timedelta(days=9)}, "invitation_to_talk"),
        ({"minutes": 90}, "meeting_changed"),
        ({"place": "Elders"}, "meeting_changed"),
    ],
)
def test_a_change_goes_out_with_the_next_number(planned: Walk, change: dict[str, Any], kind: str) -> None:
    with guard.looking_inside():
        now = Conference.objects.get(case__code=planned.code)
    since = last_letter()
    said = {"starts_at": now.starts_at, "place": now.place, **change}
    if isinstance(said["starts_at"], timedelta):
        said["starts_at"] = now.starts_at + said["starts_at"]
    convening.move_conference(planned.desk, planned.code, **said)
    assert sorted(sent(since)) == sorted((kind, "REQUEST", address(planned, key)) for key in AT_TABLE)
    events = calendars_of(planned).stands.values()
    assert {int(event["SEQUENCE"]) for event in events} == {1}
    assert {event.start for event in events} == {said["starts_at"].replace(microsecond=0)}
    assert {event.duration for event in events} == {timedelta(minutes=said.get("minutes", 60))}


def test_a_move_that_changes_nothing_sends_nothing(planned: Walk) -> None:
    with guard.looking_inside():
        now = Conference.objects.get(case__code=planned.code)
    since = last_letter()
    convening.move_conference(planned.desk, planned.code, starts_at=now.starts_at, place=now.place, interpreter=True)
    assert sent(since) == []


# Every way in which somebody loses a chair: what is done, who loses it, and with which letter.
WAYS: dict[str, tuple[Callable[[Walk], Any], tuple[str, ...], str]] = {
    "called off": (lambda w: convening.call_off(w.desk, w.code, reason="no_show"), AT_TABLE, "meeting_gone"),
    "part ended": (lambda w: convening.end_in_circle(w.desk, w.code, w.seat("joris")), ("joris",), "meeting_gone"),
    "says no": (lambda w: convening.answer_invitation(w.who("joris"), w.code, yes=False), ("joris",), "meeting_gone"),
    "desk notes a no": (
        lambda w: convening.answer_invitation(w.desk, w.code, yes=False, seat=w.seat("joris")), ("joris",),
        "meeting_gone",
    ),
    "one parent says no to them": (
        lambda w: convening.agree_to_person(w.who("partner"), w.code, w.seat("joris"), yes=False), ("joris",),
        "access_ended",
    ),
    "sharing taken back by both": (
        lambda w: [
            w.withdraw(kind, "share", organisation=w.town.people["joris"].organisation_id)
            for kind in ("mother", "partner")
        ], ("joris",), "access_ended",
    ),
    "sharing refused by both": (
        lambda w: [w.share(kind, "joris", yes=False) for kind in ("mother", "partner")], ("joris",), "access_ended",
    ),
    "all takes part no more": (
        lambda w: [w.withdraw(kind) for kind in ("mother", "partner")], AT_TABLE, "access_ended",
    ),
    "the family stops": (lambda w: consenting.stop(w.who("mother"), w.code), AT_TABLE, "access_ended"),
    "the desk stops for them": (lambda w: consenting.stop(w.desk, w.code), AT_TABLE, "access_ended"),
    "wiped away": (lambda w: wipe(w), AT_TABLE, "meeting_gone"),
}  # fmt: skip


def wipe(walk: Walk) -> None:
    """Let both parents ask for everything to be wiped, and do so; with the last one the case itself is gone."""
    for kind in ("mother", "partner"):
        code = walk.parent(kind)
        telling.send_message(walk.who(kind), walk.code, kind="erasure", text="Wis alles")
        erasing.erase(walk.desk, walk.code, code)


@pytest.mark.parametrize("way", WAYS)
def test_who_loses_the_chair_gets_a_cancellation_without_a_reason(planned: Walk, way: str) -> None:
    act, lose, kind = WAYS[way]
    since = last_letter()
    act(planned)
    assert sorted(sent(since)) == sorted((kind, "CANCEL", address(planned, key)) for key in lose)
    kept = [key for key in AT_TABLE if key not in lose]
    assert calendars_of(planned).holders() == sorted(address(planned, key) for key in kept)
    for key in lose:  # one letter, not one about the chair and one about the file
        assert Letter.objects.filter(pk__gt=since, to=address(planned, key)).count() == 1
    for text in Letter.objects.filter(pk__gt=since).exclude(calendar="").values_list("calendar", flat=True):
        assert "COMMENT" not in text and "DESCRIPTION" not in text


def test_who_left_and_comes_back_gets_the_same_meeting_with_a_higher_number(planned: Walk) -> None:
    before = set(calendars_of(planned).stands)
    convening.answer_invitation(planned.desk, planned.code, yes=False, seat=planned.seat("joris"))
    since = last_letter()
    convening.answer_invitation(planned.desk, planned.code, yes=True, seat=planned.seat("joris"))
    assert sent(since) == [("invitation_to_talk", "REQUEST", address(planned, "joris"))]
    assert set(calendars_of(planned).stands) == before
    assert {key[0]: number for key, number in calendars_of(planned).latest.items()}[address(planned, "joris")] == 2


def test_a_conference_that_was_held_stays_in_calendars(planned: Walk) -> None:
    since = last_letter()
    planned.hold()
    consenting.stop(planned.desk, planned.code)
    assert sent(since) == []


def test_another_address_takes_the_file_with_it(planned: Walk) -> None:
    person, old = planned.town.people["joris"], address(planned, "joris")
    type(person).objects.filter(pk=person.pk).update(email="joris@elders.example")
    since = last_letter()
    assert replying.catch_up() >= 2
    assert list(dict.fromkeys(row for row in sent(since) if "joris" in row[2])) == [
        ("meeting_gone", "CANCEL", old), ("invitation_to_talk", "REQUEST", "joris@elders.example"),
    ]  # fmt: skip
    since = last_letter()
    replying.catch_up()
    assert sent(since) == []


def test_a_consent_that_ends_by_its_date_takes_the_file_back_that_night(planned: Walk) -> None:
    replying.catch_up()  # the families of the town
    for kind in ("mother", "partner"):
        consenting.give_consent(
            planned.desk, planned.code, planned.parent(kind), purpose="share", yes=True, given=HEARD,
            organisation=planned.town.people["joris"].organisation_id, until=clock.today() + timedelta(days=2),
        )  # fmt: skip
    since, today = last_letter(), clock.now().replace(hour=12)
    with clock.travel(today + timedelta(days=2)):
        assert replying.catch_up() == 0 and sent(since) == []
    with clock.travel((today + timedelta(days=3)).replace(hour=0, minute=0)):
        assert replying.catch_up() == 1
        assert replying.catch_up() == 0  # a second run sends nothing
    assert sent(since) == [("meeting_gone", "CANCEL", address(planned, "joris"))]
    (line,) = TrailLine.objects.filter(act=replying.ACT, case_code=planned.code)
    assert line.role == "system"


def test_who_has_no_address_has_no_file(walk: Walk) -> None:
    walk.to("preparing")
    person = walk.town.people["joris"]
    type(person).objects.filter(pk=person.pk).update(email=None)
    since = last_letter()
    walk.plan()
    assert sent(since) == [("invitation_to_talk", "REQUEST", address(walk, "fatima"))]


def test_who_has_no_access_any_more_loses_the_file_that_night_and_gets_no_other_letter(planned: Walk) -> None:
    replying.catch_up()  # the families of the town
    gone = address(planned, "joris")
    accounts.end_access(planned.town.actor("ingrid"), planned.town.people["joris"].code)
    since = last_letter()
    assert replying.catch_up() >= 1 and replying.catch_up() == 0
    assert {(row.kind, row.to) for row in Letter.objects.filter(pk__gt=since)} == {("meeting_gone", gone)}
    since = last_letter()
    convening.move_conference(planned.desk, planned.code, starts_at=clock.now() + timedelta(days=9), place="Elders")
    convening.call_off(planned.desk, planned.code, reason="no_show")
    scheduling.propose_dates(planned.desk, planned.code, [clock.now() + timedelta(days=d) for d in (4, 5)])
    assert not Letter.objects.filter(pk__gt=since, to=gone).exists()
    assert Letter.objects.filter(pk__gt=since, to=address(planned, "fatima"), kind="dates_asked").exists()


def test_an_act_takes_the_file_back_as_well_from_who_has_no_access(planned: Walk) -> None:
    gone = address(planned, "joris")
    accounts.end_access(planned.town.actor("ingrid"), planned.town.people["joris"].code)
    since = last_letter()
    consenting.stop(planned.desk, planned.code)  # which writes that access ended to who still has any
    assert [row for row in sent(since) if row[2] == gone] == [("meeting_gone", "CANCEL", gone)]
    assert calendars_of(planned).holders() == []


def test_an_act_that_fails_sends_no_file(planned: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    since = last_letter()

    def broken(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("knooppunt.casework.letters.after", broken)
    with pytest.raises(RuntimeError):
        convening.call_off(planned.desk, planned.code, reason="no_show")
    assert sent(since) == []
    with guard.looking_inside():
        chairs = Invitation.objects.filter(conference__case__code=planned.code).exclude(sent_to="")
        assert set(chairs.values_list("sequence", flat=True)) == {0}


# --- whatever happens in whatever order -------------------------------------------------------------------------------
PEOPLE = st.sampled_from(["fatima", "joris", "petra"])
PARENTS = st.sampled_from(["mother", "partner"])
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("share"), PARENTS, PEOPLE, st.booleans()),
        st.tuples(st.just("take_part"), PARENTS, st.booleans()),
        st.tuples(st.just("invite"), PEOPLE),
        st.tuples(st.just("invite"), PEOPLE),
        st.tuples(st.just("answer"), PEOPLE, st.booleans()),
        st.tuples(st.just("agree"), PARENTS, PEOPLE, st.booleans()),
        st.tuples(st.just("end"), PEOPLE),
        st.tuples(st.just("add"), PEOPLE),
        st.tuples(st.just("plan")),
        st.tuples(st.just("plan")),
        st.tuples(st.just("move"), st.integers(1, 3)),
        st.tuples(st.just("call_off")),
        st.tuples(st.just("catch_up")),
        st.tuples(st.just("stop")),
    ),
    min_size=2, max_size=12,
)  # fmt: skip


def do(walk: Walk, act: tuple) -> None:
    name, *about = act
    match name, *about:
        case "share", kind, key, yes:
            walk.share(kind, key, yes=yes)
        case "take_part", kind, True:
            consenting.give_consent(
                walk.desk, walk.code, walk.parent(kind), purpose="take_part", yes=True, given=HEARD
            )  # fmt: skip
        case "take_part", kind, False:
            walk.withdraw(kind)
        case "invite", key:
            convening.invite(walk.desk, walk.code, walk.seat(key))
        case "answer", key, yes:
            convening.answer_invitation(walk.desk, walk.code, yes=yes, seat=walk.seat(key))
        case "agree", kind, key, yes:
            convening.agree_to_person(walk.desk, walk.code, walk.seat(key), yes=yes, on_behalf_of=walk.parent(kind))
        case "end", key:
            convening.end_in_circle(walk.desk, walk.code, walk.seat(key))
        case "add", key:
            convening.add_to_circle(walk.desk, walk.code, walk.town.people[key].code, reason="involved")
        case ("plan",):
            walk.plan()
        case "move", days:
            starts = clock.now() + timedelta(days=days)
            convening.move_conference(walk.desk, walk.code, starts_at=starts, place="Elders")
        case ("call_off",):
            convening.call_off(walk.desk, walk.code, reason="no_show")
        case ("catch_up",):
            replying.catch_up()
        case ("stop",):
            consenting.stop(walk.desk, walk.code)


def on_a_chair(walk: Walk) -> list[str]:
    """Give who may sit at the planned conference, worked out here from the rows once more."""
    from knooppunt.casework.doors import picture_of

    with guard.looking_inside():
        case = walk.case()
        if case.state != "planned":
            return []
        picture = picture_of(case.family_id)
        seats = Participation.objects.filter(
            case=case, ended_on=None, access__in=("invited", "joined"), invitations__conference__state="planned"
        ).exclude(family_agrees=False).select_related("person", "discipline")  # fmt: skip
        return sorted(
            seat.person.email
            for seat in seats
            if picture.shared_with(seat.organisation_id, seat.discipline.counts_as_id or seat.discipline.code)
        )


@settings(
    max_examples=20, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(acts=ACTS)
def test_whatever_happens_those_with_a_file_are_those_with_a_chair(planned: Walk, acts: list[tuple]) -> None:
    with transaction.atomic():
        for act in acts:
            try:
                with transaction.atomic():
                    do(planned, act)
            except (Refusal, AttributeError):  # also who never had a place in the circle
                continue
            assert calendars_of(planned).holders() == on_a_chair(planned), act
        transaction.set_rollback(True)
