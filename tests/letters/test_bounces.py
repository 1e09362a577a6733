"""Mail that comes back: the address is marked, whatever else the mail holds, and only when we wrote to it."""

import os
from datetime import timedelta
from io import BytesIO, TextIOWrapper
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from hypothesis import given, settings
from hypothesis import strategies as st

from knooppunt.foundation import clock
from knooppunt.letters import bounces, sending
from knooppunt.letters.models import Letter
from knooppunt.letters.post import refused, write

READER = "fatima@zorg.example"
REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: bericht@regio.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grens"

--grens
Content-Type: text/plain; charset=us-ascii

This is the mail system. Your message could not be delivered.

--grens
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Mon, 2 Mar 2026 09:00:00 +0100

Final-Recipient: {scheme}; {to}
Original-Recipient: rfc822;{original}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.zorg.example
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--grens
Content-Type: text/rfc822-headers

From: bericht@regio.example
To: {to}
Subject: Er staat iets voor u klaar

--grens--
"""


def report(
    to: str = READER, *, scheme: str = "rfc822", original: str = "", action: str = "failed", status: str = "5.1.1"
) -> bytes:
    return REPORT.format(to=to, scheme=scheme, original=original or to, action=action, status=status).encode()


@pytest.fixture
def sent(db: None) -> Letter:
    """A letter that the mail server took."""
    write("invitation_to_talk", READER, "nl")
    sending.send_due()
    return Letter.objects.get()


def test_a_bounce_marks_the_address_and_keeps_nothing(sent: Letter) -> None:
    assert refused([READER]) == set()
    assert bounces.take(report()) == 1
    assert refused([READER, "ander@b.example", ""]) == {READER}
    sent.refresh_from_db()
    assert sent.refused_at and not sent.body and not sent.last_error


def test_the_sign_goes_away_when_a_later_letter_arrives_and_comes_back_with_it(sent: Letter) -> None:
    bounces.take(report())
    with clock.travel(clock.now() + timedelta(hours=1)):
        write("invitation_to_talk", READER, "nl")
        assert refused([READER]) == {READER}, "a letter that waits has not arrived"
        assert sending.send_due() == 1
        assert refused([READER]) == set()
        bounces.take(report())
        assert refused([READER]) == {READER}


def test_one_question_for_all_addresses(sent: Letter, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        refused([f"p{n}@b.example" for n in range(50)])


@pytest.mark.parametrize("status", ["5.1.1", "5.2.2", "5.7.1", "4.4.7"])
def test_failed_for_good_is_what_counts(status: str) -> None:
    assert bounces.not_reached(report(status=status)) == {READER}


@pytest.mark.parametrize(
    "more", [{"action": "delayed", "status": "4.4.1"}, {"action": "delivered", "status": "2.1.5"},
             {"action": "relayed", "status": "2.0.0"}, {"status": "2.0.0"}, {"status": "nonsense"}, {"status": ""}],
)  # fmt: skip
def test_what_did_not_fail_counts_for_nothing(more: dict[str, str]) -> None:
    assert bounces.not_reached(report(**more)) == set()


def test_an_address_that_was_passed_on_is_known_by_where_we_sent_it() -> None:
    assert bounces.not_reached(report("elsewhere@home.example", original=READER)) == {READER, "elsewhere@home.example"}


@pytest.mark.parametrize("to", ["<Fatima@Zorg.example>", "FATIMA@zorg.example", " fatima@zorg.example "])
def test_an_address_is_known_however_it_is_written(sent: Letter, to: str) -> None:
    assert bounces.take(report(to)) == 1 and refused([READER]) == {READER}


def test_nobody_is_marked_to_whom_we_did_not_write(db: None) -> None:
    write("invitation_to_talk", READER, "nl")  # it still waits
    assert bounces.take(report()) == 0
    assert bounces.take(report("vreemde@b.example")) == 0
    assert refused([READER, "vreemde@b.example"]) == set()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 1000,
        b"From: a@b.example\n\nFinal-Recipient: rfc822; fatima@zorg.example\nAction: failed\nStatus: 5.1.1\n",
        report(scheme="x-local", original="nobody"),
        report("no address"),
        report("a@b.example, fatima@zorg.example"),
        report(f"{'a' * 300}@zorg.example"),
        report().replace(b"message/delivery-status", b"text/plain"),
        report() + b"x" * bounces.LONGEST,
        b"Content-Type: multipart/report; boundary=a\n\n" + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 400,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
        ),
        report().replace(b"boundary=\"grens\"", b"boundary*0=\"gr\"; boundary*1=\"ens"),
    ],
)  # fmt: skip
def test_hostile_mail_marks_nobody_and_breaks_nothing(raw: bytes) -> None:
    assert bounces.not_reached(raw) == set()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, len(report())), st.integers(0, 60))
def test_a_report_that_was_tampered_with_never_breaks(noise: bytes, at: int, gone: int) -> None:
    raw = report()
    found = bounces.not_reached(raw[:at] + noise + raw[at + gone :])
    assert all("@" in to and len(to) <= 254 for to in found)


def test_a_report_about_many_marks_a_handful() -> None:
    block = "\nFinal-Recipient: rfc822; p{}@b.example\nAction: failed\nStatus: 5.1.1\n"
    raw = report().replace(b"\n--grens\nContent-Type: text/rfc", "".join(map(block.format, range(500))).encode()
                           + b"\n--grens\nContent-Type: text/rfc")  # fmt: skip
    assert len(bounces.not_reached(raw)) == bounces.RECIPIENTS


def pipe(monkeypatch: Any, raw: bytes) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw)))
    call_command("take_bounce")


def test_the_command_reads_a_pipe_and_always_ends_well(sent: Letter, monkeypatch: Any, capsys: Any) -> None:
    for raw in (b"geen bericht", b"x" * (2 * bounces.LONGEST), report()):
        pipe(monkeypatch, raw)
    assert capsys.readouterr().out.splitlines() == ["0 addresses marked."] * 2 + ["1 addresses marked."]
    assert refused([READER]) == {READER}


def test_a_database_that_is_away_asks_the_mail_server_to_come_again(monkeypatch: Any) -> None:
    def away(raw: bytes) -> int:
        raise OperationalError

    monkeypatch.setattr(bounces, "take", away)
    with pytest.raises(SystemExit) as ended:
        pipe(monkeypatch, report())
    assert ended.value.code == os.EX_TEMPFAIL
