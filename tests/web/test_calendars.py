"""Times for a calendar program to fetch, the file that a parent takes along, and the answer that comes back."""

import re
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import consenting, convening, reading
from knooppunt.casework.models import Conference, Entry, Invitation
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.people import accounts
from knooppunt.people.models import Person
from knooppunt.trail.models import TrailLine
from tests.calendars.test_making import ALLOWED, strict, values
from tests.casework.kit import Walk, lines
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
REPLY = "/werklijst/antwoord-uit-agenda/"


@pytest.fixture
def planned(town: Any) -> Walk:
    walk = Walk(town)
    walk.to("planned", couple=True)
    with guard.looking_inside():
        Conference.objects.filter(case__code=walk.code).update(starts_at=clock.now() + timedelta(days=3, minutes=1))
    return walk


def conference(walk: Walk) -> Conference:
    with guard.looking_inside():
        return Conference.objects.get(case__code=walk.code, state="planned")


def address_for(key: str) -> str:
    """Let somebody make the address in their account; gives its path."""
    answer = come_in(key).post("/account/agenda/")
    found = re.search(r'value="http://[^/"]+(/agenda/[^"]+\.ics)"', answer.content.decode())
    assert answer.status_code == 200 and found
    return found[1]


def fetch(address: str, **headers: str) -> Any:
    return Client().get(address, headers=headers)  # as a calendar program does: no cookies


def starts(answer: Any) -> set[Any]:
    return {event.start for event in icalendar.Calendar.from_ical(answer.content.decode()).events}


# --- the times of a professional --------------------------------------------------------------------------------------
def test_the_feed_shows_times_and_nothing_else(planned: Walk) -> None:
    answer = fetch(address_for("joris"))
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert conference(planned).starts_at.replace(microsecond=0) in starts(answer)
    text = answer.content.decode()
    found = {name.partition(";")[0] for inside, name, _value in strict(text) if inside == "VEVENT"}
    assert found == ALLOWED - {"ORGANIZER", "ATTENDEE", "DESCRIPTION"}
    assert {value for inside, name, value in strict(text) if name == "SUMMARY"} == {"Overleg"}
    for word in ("Kanarie", "Brug", "@", "http", "Kerkrade", planned.code, conference(planned).code, "Joris"):
        assert word not in text
    with guard.looking_inside():
        for uid in Invitation.objects.exclude(uid=None).values_list("uid", flat=True):
            assert str(uid) not in text


def test_nobody_can_tell_two_feeds_of_one_meeting_together(planned: Walk) -> None:
    uids = [set(re.findall("UID:(.+)\r", fetch(address_for(key)).content.decode())) for key in ("joris", "fatima")]
    assert uids[0] and uids[1] and not uids[0] & uids[1]


@pytest.mark.parametrize("how", ["withdrawn", "ended", "called off", "declined", "not yet asked"])
def test_a_time_is_gone_on_the_next_fetch(planned: Walk, how: str) -> None:
    address, moment = address_for("joris"), conference(planned).starts_at.replace(microsecond=0)
    assert moment in starts(fetch(address))
    if how == "withdrawn":
        for kind in ("mother", "partner"):
            planned.withdraw(kind, "share", organisation=planned.town.people["joris"].organisation_id)
    elif how == "ended":
        convening.end_in_circle(planned.desk, planned.code, planned.seat("joris"))
    elif how == "called off":
        convening.call_off(planned.desk, planned.code, reason="no_show")
    elif how == "declined":
        convening.answer_invitation(planned.who("joris"), planned.code, yes=False)
    else:
        consenting.stop(planned.desk, planned.code)
    assert moment not in starts(fetch(address))


def test_a_program_that_has_it_already_gets_nothing_and_nothing_is_kept_underway(planned: Walk) -> None:
    address = address_for("joris")
    first = fetch(address)
    again = fetch(address, **{"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again.content == b"" and first.content == fetch(address).content
    assert "no-store" in first["Cache-Control"] and "private" in first["Cache-Control"]
    assert "Set-Cookie" not in first and not first.cookies
    starts_at = conference(planned).starts_at + timedelta(days=1)
    convening.move_conference(planned.desk, planned.code, starts_at=starts_at, place="Elders")
    assert fetch(address, **{"if-none-match": first["ETag"]}).status_code == 200


def test_the_feed_costs_the_same_however_many_meetings(town: Any) -> None:
    address = address_for("joris")
    fetch(address)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert fetch(address).status_code == 200
        return len([one for one in asked if "DELETE" not in one["sql"]])  # old windows are swept now and then

    before = cost()
    for _ in range(3):
        Walk(town).to("planned")
    assert cost() == before <= 4


def test_whatever_is_wrong_is_not_there(planned: Walk) -> None:
    address = address_for("joris")
    for wrong in ("/agenda/x.ics", address[:-5] + ".ics", address.upper(), "/agenda/.ics", "/agenda/%00.ics"):
        assert fetch(wrong).status_code in (400, 404), wrong
    newer = address_for("joris")
    assert fetch(address).status_code == 404 and fetch(newer).status_code == 200
    come_in("joris").post("/account/agenda/stoppen/")
    assert fetch(newer).status_code == 404


@pytest.mark.parametrize(("site", "opens"), [("https://knooppunt.example", "webcals"), ("http://127.0.0.1", "webcal")])
def test_the_secret_never_travels_in_clear(town: Any, settings: Any, site: str, opens: str) -> None:
    settings.SITE_ADDRESS = site
    page = come_in("joris").post("/account/agenda/").content.decode()
    rest = site.partition(":")[2]
    assert f'href="{opens}:{rest}/agenda/' in page and f'value="{site}/agenda/' in page
    assert page.count("webcal") == 1


def test_it_ends_with_the_account(planned: Walk) -> None:
    address = address_for("joris")
    accounts.end_access(planned.town.actor("ingrid"), planned.town.people["joris"].code)
    assert fetch(address).status_code == 404
    Person.objects.filter(pk=planned.town.people["joris"].pk).update(is_active=True)
    assert fetch(address).status_code == 404  # an account that comes back makes a new one


def test_only_the_hash_is_kept_and_the_address_is_shown_once(town: Any) -> None:
    secret = address_for("joris").removeprefix("/agenda/").removesuffix(".ics")
    kept = Person.objects.get(pk=town.people["joris"].pk).calendar_hash
    assert kept and secret not in kept and len(secret) >= 40
    page = come_in("joris").get("/account/agenda/").content.decode()
    assert secret not in page and "/agenda/" + "stoppen" not in fetch("/").content.decode()
    assert [line.act for line in lines(act__startswith="account.")][-1] == "account.make_calendar"
    assert not TrailLine.objects.filter(detail__contains=secret).exists()


def test_guessing_is_slowed_down(town: Any) -> None:
    answers = [fetch(f"/agenda/guess-{n}.ics").status_code for n in range(25)]
    assert set(answers) == {404, 429} and answers[-1] == 429
    assert fetch(address_for("joris")).status_code == 200  # who has an address is not counted with who guesses


def test_the_secret_stands_in_no_log(planned: Walk, caplog: Any, capfd: Any) -> None:
    address = address_for("joris")
    fetch(address)
    fetch(address + "x")
    fetch(address.replace(".ics", "y.ics"))
    secret = address.removeprefix("/agenda/").removesuffix(".ics")
    written = "".join(capfd.readouterr())
    assert secret not in written


def test_a_parent_has_no_feed(town: Any) -> None:
    assert come_in("yara").get("/account/agenda/").status_code == 404
    assert come_in("yara").post("/account/agenda/").status_code == 404


# --- the file of a parent ---------------------------------------------------------------------------------------------
def parent(walk: Walk, kind: str) -> Client:
    walk.parent_actor(kind)
    with guard.looking_inside():
        person = walk.case().family.parents.get(kind=kind).person
    client = Client()
    client.force_login(person)
    return client


def test_a_parent_takes_the_time_along_and_nothing_else(planned: Walk) -> None:
    mother = parent(planned, "mother")
    page = mother.get(f"/ons-gezin/{planned.code}/overleg/").content.decode()
    address = f"/ons-gezin/{planned.code}/overleg/agenda/"
    assert address in page
    answer = mother.get(address)
    text = answer.content.decode()
    assert set(values(text)) == ALLOWED - {"ORGANIZER", "ATTENDEE", "DESCRIPTION"} and "@" not in text
    assert starts(answer) == {conference(planned).starts_at.replace(microsecond=0)}
    assert "agenda.ics" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    assert values(text)["UID"] != values(parent(planned, "partner").get(address).content.decode())["UID"]
    assert not any(word in text for word in ("Kanarie", planned.code, "http", "Brug"))


def test_it_is_hers_and_only_while_there_is_one(planned: Walk) -> None:
    address = f"/ons-gezin/{planned.code}/overleg/agenda/"
    mother = parent(planned, "mother")
    before = values(mother.get(address).content.decode())
    starts_at = conference(planned).starts_at + timedelta(days=1)
    convening.move_conference(planned.desk, planned.code, starts_at=starts_at, place="Elders")
    after = values(mother.get(address).content.decode())
    assert after["UID"] == before["UID"] and int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    for who in ("yara", "marieke", "joris"):
        assert come_in(who).get(address).status_code == 404
    planned.withdraw("mother")
    assert mother.get(address).status_code in (403, 404)
    convening.call_off(planned.desk, planned.code, reason="no_show")
    assert parent(planned, "partner").get(address).status_code in (403, 404)


# --- an answer that comes back ----------------------------------------------------------------------------------------
def answered(walk: Walk, partstat: str = "ACCEPTED", *changes: tuple[str, str], key: str = "joris") -> bytes:
    """Give what the calendar program of somebody sends back about the last file that went there."""
    sent = Letter.objects.filter(to=walk.town.people[key].email).exclude(calendar="").order_by("id").last()
    asked = icalendar.Calendar.from_ical(sent.calendar)
    (event,) = asked.events
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
        f"UID:{event['UID']}\r\nSEQUENCE:{event['SEQUENCE']}\r\nDTSTAMP:20261122T120000Z\r\n"
        f"ORGANIZER:{event['ORGANIZER']}\r\nATTENDEE;PARTSTAT={partstat}:{event['ATTENDEE']}\r\n"
        "COMMENT:Kanarieklacht over deze mensen\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def hand_in(content: bytes, who: str = "marieke", name: str = "antwoord.ics") -> Any:
    return come_in(who).post(REPLY, {"reply": SimpleUploadedFile(name, content, "text/calendar")})


def chair(walk: Walk, key: str = "joris") -> tuple[str, str]:
    """Give the answer on the chair, and the access of the seat."""
    with guard.looking_inside():
        row = Invitation.objects.select_related("participation").get(
            conference__case__code=walk.code, participation__code=walk.seat(key)
        )  # fmt: skip
        return row.answer, row.participation.access


@pytest.mark.parametrize(
    "partstat,said",
    [("ACCEPTED", ("yes", "joined")), ("DECLINED", ("no", "declined")), ("TENTATIVE", ("open", "joined"))],
)
def test_an_answer_stands_at_the_family_and_the_words_beside_it_nowhere(
    planned: Walk, partstat: str, said: tuple[str, str]
) -> None:
    answer = hand_in(answered(planned, partstat))
    assert answer.status_code == 302 and answer["Location"].startswith(f"/gezin/{planned.code}/")
    assert chair(planned) == said
    assert lines(planned.code)[-1].act == "answer_invitation" and lines(planned.code)[-1].role == "coordinator"
    page = come_in("marieke").get(f"/gezin/{planned.code}/").content.decode()
    assert "Kanarieklacht" not in page
    with guard.looking_inside():
        assert not Entry.objects.filter(text__contains="Kanarieklacht").exists()
    assert not Letter.objects.filter(body__contains="Kanarieklacht").exists()


def test_the_same_answer_twice_is_one_answer(planned: Walk) -> None:
    content = answered(planned)
    assert [hand_in(content).status_code for _ in range(2)] == [302, 302]
    assert chair(planned) == ("yes", "joined")


def refused_words(answer: Any) -> str:
    page = answer.content.decode()
    assert answer.status_code == 200 and 'type="file"' in page
    return " ".join(re.findall(r"kp-field__error[^>]*>(.*?)</", page, re.S)) + page


NOT_OURS = "Dit bestand kunnen wij niet gebruiken"
WRONG = {
    "empty calendar": lambda w: b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "no text": lambda w: b"\x00\xff\xfe" * 50,
    "too large": lambda w: answered(w) + b"\r\n" * 40_000,
    "request": lambda w: answered(w, "ACCEPTED", ("METHOD:REPLY", "METHOD:REQUEST")),
    "series": lambda w: answered(w, "ACCEPTED", ("COMMENT:", "RRULE:FREQ=SECONDLY\r\nCOMMENT:")),
    "unknown": lambda w: re.sub(b"UID:.{8}", b"UID:00000000", answered(w)),
    "of another person": lambda w: answered(w, "ACCEPTED", ("joris@", "fatima@")),
    "ahead of us": lambda w: answered(w, "ACCEPTED", ("SEQUENCE:0", "SEQUENCE:9")),
    "a scan": lambda w: b"\x89PNG\r\n\x1a\n" + b"\0" * 2000,
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_no_answer_of_ours_stores_nothing(planned: Walk, kind: str) -> None:
    before, letters = chair(planned), Letter.objects.count()
    answer = hand_in(WRONG[kind](planned))
    assert NOT_OURS in refused_words(answer)
    assert chair(planned) == before and Letter.objects.count() == letters
    assert "Kanarie" not in answer.content.decode() and planned.code not in answer.content.decode()


def test_an_answer_to_an_earlier_time_is_explained(planned: Walk) -> None:
    old = answered(planned)
    starts_at = conference(planned).starts_at + timedelta(days=1)
    convening.move_conference(planned.desk, planned.code, starts_at=starts_at, place="Elders")
    assert "eerdere datum" in refused_words(hand_in(old))
    assert chair(planned)[0] == "open"


def test_of_another_hub_it_is_as_if_there_were_nothing(planned: Walk) -> None:
    before = chair(planned)
    theirs, nothing = hand_in(answered(planned), "petra"), hand_in(b"nothing", "petra")
    assert NOT_OURS in refused_words(theirs) and NOT_OURS in refused_words(nothing)
    strip = lambda page: re.sub(r'value="[^"]{60,}"|nonce="[^"]*"', "", page.content.decode())  # noqa: E731
    assert len(strip(theirs)) == len(strip(nothing)) and chair(planned) == before


@pytest.mark.parametrize("act", ["called off", "withdrawn", "ended"])
def test_an_answer_after_the_chair_is_gone_changes_nothing(planned: Walk, act: str) -> None:
    content = answered(planned)
    if act == "called off":
        convening.call_off(planned.desk, planned.code, reason="no_show")
    elif act == "ended":
        convening.end_in_circle(planned.desk, planned.code, planned.seat("joris"))
    else:
        for kind in ("mother", "partner"):
            planned.withdraw(kind, "share", organisation=planned.town.people["joris"].organisation_id)
    assert NOT_OURS in refused_words(hand_in(content))


def test_only_who_has_a_desk_hands_in(planned: Walk) -> None:
    content = answered(planned)
    for who in ("joris", "sanne", "yara", "ingrid"):
        assert hand_in(content, who).status_code == 404
    assert Client().post(REPLY).status_code in (302, 403)
    assert reading.case_file(planned.desk, planned.code).code  # and nothing broke
