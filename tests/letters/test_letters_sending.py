"""A letter goes once, is emptied, is tried again when it fails, and disappears after a month."""

from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import transaction

from knooppunt.foundation import clock
from knooppunt.letters import carriers, reading, sending, standing_still
from knooppunt.letters.models import Letter
from knooppunt.letters.post import write
from knooppunt.people.actor import SYSTEM
from knooppunt.work import waiting

MORNING = datetime(2026, 3, 3, 9, 0, tzinfo=clock.AMSTERDAM)


@pytest.fixture
def broken_post(monkeypatch):
    """A mail server that hangs up, with an address in its complaint."""

    def hang_up(*_, **__):
        raise carriers.DidNotGo("SMTPServerDisconnected") from SMTPServerDisconnected("goodbye a@b.example")

    monkeypatch.setattr(carriers.Post, "carry", hang_up)


def queue(kind: str = "family_message", to: str = "a@b.example", **fields) -> Letter:
    write(kind, to, "nl", **fields)
    return Letter.objects.order_by("-id").first()


@pytest.mark.django_db
def test_a_letter_goes_once_and_is_emptied():
    queue("code", digits="123456")
    assert sending.send_due() == 1
    assert sending.send_due() == 0
    (sent,) = mail.outbox
    assert sent.to == ["a@b.example"]
    assert "123456" in sent.body
    assert sent.subject == "Uw code"
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    letter = Letter.objects.get()
    assert (letter.body, letter.tries) == ("", 1)
    assert letter.sent_at


@pytest.mark.django_db
def test_a_letter_of_an_act_that_is_rolled_back_never_goes():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        _ = 1 / 0
    assert sending.send_due() == 0


@pytest.mark.django_db
def test_a_failure_is_tried_again_after_growing_pauses_and_then_given_up(broken_post, caplog, monkeypatch):
    with clock.travel(MORNING):
        queue()
    moment, waits = MORNING, []
    while Letter.objects.filter(failed_at=None).exists():
        with clock.travel(moment):
            assert sending.send_due() == 1
            assert sending.send_due() == 0  # not again before its time
        letter = Letter.objects.get()
        waits.append(letter.not_before - moment)
        moment = max(letter.not_before, moment + timedelta(seconds=1))
    assert waits[: len(waiting.PAUSES)] == list(waiting.PAUSES)
    assert letter.tries == len(waiting.PAUSES) + 1
    assert (bool(letter.body), letter.last_error) == (True, "SMTPServerDisconnected")
    assert "a@b.example" not in caplog.text
    assert f"Letter {letter.pk}" in caplog.text
    assert standing_still.try_again(SYSTEM, letter.code)  # a human looked, and the mail server is back
    monkeypatch.undo()
    assert sending.send_due() == 1 and len(mail.outbox) == 1
    assert not standing_still.try_again(SYSTEM, letter.code)


@pytest.mark.django_db
def test_one_bad_letter_does_not_stop_the_others(monkeypatch):
    queue(to="bad@b.example")
    queue(to="good@b.example")
    carry = carriers.Post.carry

    def picky(post, letter, hand_over):
        if letter.to == "bad@b.example":
            raise OSError
        carry(post, letter, hand_over)

    monkeypatch.setattr(carriers.Post, "carry", picky)
    assert sending.send_due() == 2
    assert [message.to for message in mail.outbox] == [["good@b.example"]]


@pytest.mark.django_db
def test_a_code_that_is_no_longer_valid_is_not_sent():
    with clock.travel(MORNING):
        queue("code", digits="123456")
    with clock.travel(MORNING + timedelta(minutes=11)):
        sending.send_due()
    letter = Letter.objects.get()
    assert (letter.last_error, letter.body) == ("TooLate", "")
    assert letter.failed_at
    assert not mail.outbox
    assert not standing_still.try_again(SYSTEM, letter.code)  # there is nothing left to send


@pytest.mark.django_db
def test_letters_are_forgotten_after_a_month():
    with clock.travel(MORNING):
        queue()
        sending.send_due()
        queue()
    with clock.travel(MORNING + timedelta(days=29)):
        assert sending.forget() == 0
    with clock.travel(MORNING + timedelta(days=31)):
        assert sending.forget() == 1
    assert Letter.objects.get().sent_at is None


@pytest.mark.django_db
def test_the_demo_sends_nothing_and_shows_everything(settings):
    settings.DEMO = True
    queue("code", digits="123456")
    queue()
    assert sending.send_due() == 0
    assert not mail.outbox
    assert [letter.kind for letter in reading.latest(5)] == ["family_message", "code"]
    assert "123456" in reading.latest(5)[1].body
    assert len(reading.latest(1)) == 1


@pytest.mark.django_db
def test_nobody_reads_letters_in_production(settings):
    settings.PRODUCTION = True
    queue()
    with pytest.raises(reading.NotADemo):
        reading.latest()


CALENDAR = "\r\n".join(
    ["BEGIN:VCALENDAR", "METHOD:REQUEST", "BEGIN:VEVENT", "SUMMARY:Overleg é", "END:VEVENT", "END:VCALENDAR", ""]
)


@pytest.mark.django_db
def test_a_calendar_file_goes_along_with_its_method():
    letter = queue()
    letter.calendar = CALENDAR
    whole = carriers.message_of(letter).message()
    plain, calendar = whole.iter_parts()
    assert whole.get_content_type() == "multipart/alternative"
    assert plain.get_content_type() == "text/plain"
    assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_content().replace("\r\n", "\n") == CALENDAR.replace("\r\n", "\n")
