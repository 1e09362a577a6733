"""A letter goes once, is emptied, is tried again when it fails, and disappears after a month."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction

from knooppunt.foundation import clock
from knooppunt.letters import carriers, reading, sending
from knooppunt.letters.models import Letter
from knooppunt.letters.post import write

MORNING = datetime(2026, 3, 3, 9, 0, tzinfo=clock.AMSTERDAM)


@pytest.fixture
def broken_post(monkeypatch):
    """A mail server that hangs up, with an address in its complaint."""

    def refuse(*_, **__):
        raise SMTPServerDisconnected("goodbye a@b.example")

    monkeypatch.setattr(carriers.EmailMultiAlternatives, "send", refuse)


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
def test_a_failure_is_tried_again_after_growing_pauses_and_then_given_up(broken_post, caplog):
    with clock.travel(MORNING):
        queue()
    moment, waits = MORNING, []
    while Letter.objects.filter(failed_at=None).exists():
        with clock.travel(moment):
            assert sending.send_due() == 0
            assert sending.send_due() == 0  # not again before its time
        letter = Letter.objects.get()
        waits.append(letter.not_before - moment)
        moment = max(letter.not_before, moment + timedelta(seconds=1))
    assert waits[: len(sending.PAUSES)] == list(sending.PAUSES)
    assert letter.tries == len(sending.PAUSES) + 1
    assert (letter.body, letter.last_error) == ("", "SMTPServerDisconnected")
    assert "a@b.example" not in caplog.text
    assert letter.code in caplog.text


@pytest.mark.django_db
def test_one_bad_letter_does_not_stop_the_others(monkeypatch):
    queue(to="bad@b.example")
    queue(to="good@b.example")
    send = carriers.EmailMultiAlternatives.send

    def picky(message, *args, **kwargs):
        if message.to == ["bad@b.example"]:
            raise OSError
        return send(message, *args, **kwargs)

    monkeypatch.setattr(carriers.EmailMultiAlternatives, "send", picky)
    assert sending.send_due() == 1
    assert [message.to for message in mail.outbox] == [["good@b.example"]]


@pytest.mark.django_db
def test_a_code_that_is_no_longer_valid_is_not_sent():
    with clock.travel(MORNING):
        queue("code", digits="123456")
    with clock.travel(MORNING + timedelta(minutes=11)):
        assert sending.send_due() == 0
    letter = Letter.objects.get()
    assert (letter.last_error, letter.body) == ("TooLate", "")
    assert letter.failed_at
    assert not mail.outbox


@pytest.mark.django_db
def test_a_carrier_that_died_halfway_loses_nothing():
    with clock.travel(MORNING):
        queue()
        assert len(sending._claim(10)) == 1
        assert sending.send_due() == 0
    with clock.travel(MORNING + sending.CLAIM):
        assert sending.send_due() == 1


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


@pytest.mark.django_db(transaction=True)
def test_two_carriers_never_send_the_same_letter():
    for number in range(20):
        queue(to=f"p{number}@b.example")
    start = threading.Barrier(2)

    def carry():
        start.wait()
        while sending.send_due(3):
            pass
        connection.close()

    carriers = [threading.Thread(target=carry) for _ in range(2)]
    for carrier in carriers:
        carrier.start()
    for carrier in carriers:
        carrier.join()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(f"p{number}@b.example" for number in range(20))


@pytest.mark.django_db
def test_the_demo_sends_nothing_and_shows_everything(settings, capsys):
    settings.DEMO = True
    queue("code", digits="123456")
    queue()
    call_command("send_letters")
    assert "demo" in capsys.readouterr().out
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


@pytest.mark.django_db
def test_the_command_says_how_many_went(capsys):
    for _ in range(12):
        queue()
    call_command("send_letters")
    assert "12 letters sent" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_the_watcher_sends_and_ends_cleanly_at_sigterm():
    queue()
    url = _address_of_the_test_database()
    carrier = subprocess.Popen(
        [sys.executable, "-m", "django", "send_letters", "--watch", "--pause", "0.1"],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 30
    while not Letter.objects.exclude(sent_at=None).exists() and time.monotonic() < until:
        assert carrier.poll() is None, carrier.stderr.read()
        time.sleep(0.2)
    carrier.send_signal(signal.SIGTERM)
    out, _ = carrier.communicate(timeout=10)
    assert carrier.returncode == 0
    assert "Stopped" in out
    assert Letter.objects.get().sent_at


def _address_of_the_test_database() -> str:
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    return f"postgresql://{here['USER']}@/{here['NAME']}?host={here['HOST']}&port={here['PORT']}"


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Overleg é\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


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
