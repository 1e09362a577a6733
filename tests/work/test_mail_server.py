"""A real mail server: one conversation for many letters, and each of its answers means what RFC 5321 says."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from knooppunt.foundation import clock
from knooppunt.letters import carriers, sending
from knooppunt.letters.models import Letter
from knooppunt.letters.post import write
from knooppunt.work import waiting

pytestmark = pytest.mark.django_db


def queue(to: str = "een@b.example", number: int = 1) -> Letter:
    for _ in range(number):
        write("referral_accepted", to, "nl", date=clock.today())
    return Letter.objects.order_by("-id")[0]


def later(by: timedelta = timedelta(minutes=6)) -> int:
    with clock.travel(clock.now() + by):
        return sending.send_due()


def test_many_letters_go_in_one_conversation(post_office: Any) -> None:
    queue(number=7)
    assert sending.send_due() == 7
    assert (len(post_office.received), post_office.conversations) == (7, 1)
    assert len(set(post_office.references())) == 7
    assert not Letter.objects.exclude(body="").exists()
    (first, *_rest) = post_office.messages()
    assert first["To"] == "een@b.example" and first["Auto-Submitted"] == "auto-generated"


def test_a_letter_of_an_act_that_was_rolled_back_never_goes(post_office: Any) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        _ = 1 / 0
    with transaction.atomic():
        queue("twee@b.example")
    sending.send_due()
    assert [to for to, _content in post_office.received] == ["twee@b.example"]


def test_an_address_that_does_not_exist_is_given_up_at_once_and_shown(post_office: Any) -> None:
    post_office.says["weg@b.example"] = "550 5.1.1 no weg@b.example here"
    queue("weg@b.example")
    queue()
    sending.send_due()
    gone = Letter.objects.get(to="weg@b.example")
    assert gone.refused_at and gone.failed_at and gone.last_error == "RCPT550"
    assert [to for to, _content in post_office.received] == ["een@b.example"]
    assert post_office.conversations == 1  # the conversation goes on


@pytest.mark.parametrize(
    "step, answer, given_up",
    [
        ("een@b.example", "450 4.2.1 come back later", False),
        ("een@b.example", "421 4.3.2 closing", False),
        ("MAIL", "550 5.7.1 not from you", False),  # our own address is ours to mend
        ("DATA", "451 4.3.0 try again", False),
        ("DATA", "554 5.6.0 we do not like this message", True),
    ],
)
def test_what_an_answer_means(post_office: Any, step: str, answer: str, given_up: bool) -> None:
    post_office.says[step] = answer
    letter = queue()
    sending.send_due()
    letter.refresh_from_db()
    assert bool(letter.failed_at) == given_up and not letter.refused_at and not letter.handed_at
    assert letter.unsure == 0 and answer[:3] in letter.last_error
    if not given_up:
        post_office.says.clear()
        assert later() == 1
        assert len(post_office.received) == 1


def test_a_server_that_takes_a_message_and_falls_silent_gets_it_once_more_and_never_a_third_time(
    post_office: Any,
) -> None:
    post_office.silent = True
    letter = queue()
    sending.send_due()
    for hours in range(1, 60):
        later(timedelta(hours=hours))
    letter.refresh_from_db()
    assert len(post_office.received) == 2 and len(set(post_office.references())) == 1
    assert letter.failed_at and letter.last_error == waiting.UNKNOWN
    post_office.silent = False
    with transaction.atomic():
        assert waiting.again(Letter.objects.filter(pk=letter.pk)) == 1  # a human looked
    assert sending.send_due() == 1 and len(post_office.received) == 3


def test_a_server_that_is_away_is_rung_once_for_all_that_waits(
    post_office: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAILERS["default"]["OPTIONS"]["port"] = 1  # nobody listens there
    rung: list[int] = []
    monkeypatch.setattr(carriers.smtp.EmailBackend, "open", _counting(carriers.smtp.EmailBackend.open, rung))
    queue(number=5)
    assert sending.send_due() == 5 and len(rung) == 1
    assert set(Letter.objects.values_list("last_error", flat=True)) == {"ConnectionRefusedError"}
    settings.MAILERS["default"]["OPTIONS"]["port"] = post_office.port
    assert later() == 5 and len(post_office.received) == 5


def _counting(method: Any, rung: list[int]) -> Any:
    def counted(self: Any) -> Any:
        rung.append(1)
        return method(self)

    return counted


def test_a_slow_server_is_waited_for(post_office: Any) -> None:
    post_office.slow = 0.5
    letter = queue()
    sending.send_due()
    letter.refresh_from_db()
    assert letter.sent_at and not letter.unsure


def test_a_server_that_hangs_up_between_two_letters_is_rung_again(post_office: Any) -> None:
    post_office.says["een@b.example"] = "421 4.3.2 closing"
    queue()
    queue("twee@b.example")
    sending.send_due()
    assert [to for to, _content in post_office.received] == ["twee@b.example"]
    assert post_office.conversations == 2


def test_an_address_that_cannot_be_is_refused_without_asking(post_office: Any) -> None:
    letter = queue()
    Letter.objects.update(to="een\r\nbcc: x@b.example")
    sending.send_due()
    letter.refresh_from_db()
    assert letter.refused_at and not post_office.received


def test_a_calendar_file_arrives_as_it_was(post_office: Any) -> None:
    letter = queue()
    Letter.objects.filter(pk=letter.pk).update(calendar="BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n")
    sending.send_due()
    calendar = list(post_office.messages()[0].iter_parts())[1]
    assert calendar["Content-Type"].params["method"] == "CANCEL"
    assert calendar.get_content().split() == ["BEGIN:VCALENDAR", "METHOD:CANCEL", "END:VCALENDAR"]
    assert not Letter.objects.get().calendar
