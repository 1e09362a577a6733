"""Text messages: by the gateway of the installation and never from a page; only the kinds that have a short text."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.conf import settings as site
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.foundation import clock
from knooppunt.letters import carriers, one_message, post, sending
from knooppunt.letters.models import Letter
from knooppunt.letters.post import UnknownLetter, compose_short, write
from knooppunt.letters.texts import KINDS
from knooppunt.work import waiting
from tests.letters.test_letters_texts import BANNED, fields_of

NUMBER = "+31611223244"
SHORT = [kind for kind, row in KINDS.items() if row.short is not None]


@pytest.fixture
def gateway(settings: Any) -> Iterator[list[dict]]:
    """A gateway on loopback; gives what it was asked. What it answers is in the last three digits of the number."""
    heard: list[dict] = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.append({**body, "key": self.headers["Authorization"]})
            if body["to"].endswith("100"):
                time.sleep(0.5)  # longer than anybody waits
            says = int(body["to"][-3:])
            self.send_response(says if says >= 300 else 202)
            if 300 <= says < 400:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def do_GET(self) -> None:
            heard.append({"followed": self.path, "key": self.headers["Authorization"]})
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    thread = Thread(target=server.serve_forever)
    thread.start()
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = f"http://127.0.0.1:{server.server_port}/sms", "sleutel"
    yield heard
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db
def test_a_text_message_goes_once_and_is_emptied(gateway: list[dict]) -> None:
    write("code", NUMBER, "nl", digits="123456")
    assert not gateway, "nothing goes from where it is written"
    assert sending.send_due() == 1 and sending.send_due() == 0
    (heard,) = gateway
    letter = Letter.objects.get()
    assert heard["to"] == NUMBER and "123456" in heard["text"] and heard["key"] == "Bearer sleutel"
    assert heard["reference"] == letter.code
    assert letter.body == "" and letter.sent_at


def asked_for_days() -> None:
    """Let the worker come back after each pause until nothing is left to try."""
    for _ in range(12):
        one = Letter.objects.get()
        with clock.travel(one.not_before + timedelta(seconds=1)):
            sending.send_due()


@pytest.mark.django_db
@pytest.mark.parametrize("says", [400, 404, 422])
def test_a_number_that_the_gateway_refuses_is_told_to_people_and_not_tried_again(
    gateway: list[dict], says: int
) -> None:
    write("family_message", f"+31611223{says}", "nl")
    assert sending.send_due() == 1 and sending.send_due() == 0
    letter = Letter.objects.get()
    assert letter.refused_at and letter.failed_at and letter.last_error == f"SMS{says}" and not letter.sent_at
    assert post.refused([letter.to, NUMBER]) == {letter.to}


@pytest.mark.django_db
@pytest.mark.parametrize("says", [401, 429])
def test_a_gateway_that_says_no_is_asked_again_and_its_answer_is_not_kept(
    gateway: list[dict], caplog: Any, says: int
) -> None:
    write("family_message", f"+31611223{says}", "nl")
    assert sending.send_due() == 1
    letter = Letter.objects.get()
    assert not letter.sent_at and letter.unsure == 0
    assert letter.last_error == f"SMS{says}" and letter.not_before > letter.queued_at
    assert "61122" not in caplog.text and letter.body not in caplog.text
    asked_for_days()
    assert len(gateway) == 8


@pytest.mark.django_db
@pytest.mark.parametrize("says", [500, 502, 503, 504])
def test_a_gateway_that_may_have_taken_it_gets_it_once_more_and_then_a_human_looks(
    gateway: list[dict], says: int
) -> None:
    write("family_message", f"+31611223{says}", "nl")
    asked_for_days()
    letter = Letter.objects.get()
    assert len(gateway) == 2 and letter.failed_at and letter.last_error == waiting.UNKNOWN


@pytest.mark.django_db
def test_a_gateway_that_falls_silent_may_have_taken_it(gateway: list[dict], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carriers, "PATIENCE", 0.2)
    write("family_message", "+31611223100", "nl")
    asked_for_days()
    letter = Letter.objects.get()
    assert len(gateway) == 2 and letter.failed_at and letter.last_error == waiting.UNKNOWN


@pytest.mark.django_db
@pytest.mark.parametrize("says", [301, 302, 303, 307, 308])
def test_our_key_never_follows_a_gateway_that_points_elsewhere(gateway: list[dict], says: int) -> None:
    write("family_message", f"+31611223{says}", "nl")
    assert sending.send_due() == 1
    assert len(gateway) == 1 and "followed" not in gateway[0]
    letter = Letter.objects.get()
    assert not letter.sent_at and letter.last_error == f"SMS{says}"


@pytest.mark.django_db
def test_a_gateway_that_is_not_there_is_tried_again(settings: Any) -> None:
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/sms"  # nobody listens
    write("family_message", NUMBER, "nl")
    assert sending.send_due() == 1
    letter = Letter.objects.get()
    assert letter.last_error == "GatewayAway" and letter.unsure == 0


@pytest.mark.django_db
def test_what_waits_for_an_address_can_be_stopped(gateway: list[dict]) -> None:
    write("code", NUMBER, "nl", digits="123456")
    write("family_message", NUMBER, "nl")
    write("family_message", "ander@example.org", "nl")
    post.stop(NUMBER)
    assert [letter.to for letter in Letter.objects.all()] == ["ander@example.org"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in SHORT])
def test_a_kind_without_a_short_text_never_goes_to_a_telephone(kind: str) -> None:
    with pytest.raises(UnknownLetter):
        write(kind, NUMBER, "nl", **fields_of(kind))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to", ["0611223344", "+31 6 11223344", "+0611223344", "+31611223344\n", "+3161122334455667", "+"]
)
def test_only_a_number_in_its_full_form_is_an_address(to: str) -> None:
    with pytest.raises(ValidationError):
        write("code", to, "nl", digits="123456")


@pytest.mark.parametrize("without_link", [False, True])
@pytest.mark.parametrize("language", [code for code, _ in site.LANGUAGES])
@pytest.mark.parametrize("kind", SHORT)
def test_a_text_message_says_nothing_of_a_family_and_goes_as_one(kind: str, language: str, without_link: bool) -> None:
    with translation.override(language):
        text = compose_short(kind, without_link=without_link, **fields_of(kind))
    assert not BANNED.findall(text) and "%(" not in text and "://" not in text
    assert one_message.fits(text), text
    host = site.SITE_ADDRESS.partition("://")[2]
    assert (host in text) is (KINDS[kind].signs_in and not without_link)


def test_an_address_that_makes_it_two_messages_stays_out(settings: Any) -> None:
    settings.SITE_ADDRESS = f"https://{'bericht-' * 16}.example"
    assert compose_short("family_message") == "Er staat een bericht voor u klaar."


def test_marks_stay_when_they_fit_and_go_when_they_do_not() -> None:
    assert one_message.plain("Proszę nikomu") == "Proszę nikomu"
    longer = "Proszę nikomu go nie podawać, także łączem. " * 2
    assert one_message.plain(longer) == "Prosze nikomu go nie podawac, takze laczem. " * 2
    assert one_message.plain("رمز " * 30) == "رمز " * 30, "another script has no letters without marks"


@pytest.mark.parametrize(
    ("text", "fits"),
    [("a" * 160, True), ("a" * 161, False), ("€" * 80, True), ("€" * 81, False), ("م" * 70, True), ("م" * 71, False),
     ("ë" * 70, True), ("ë" * 71, False), ("é" * 160, True), ("🙂" * 36, False)],
)  # fmt: skip
def test_what_fits_in_one_message(text: str, fits: bool) -> None:
    assert one_message.fits(text) is fits


@given(st.text(max_size=200))
def test_a_plain_text_never_grows_in_parts(text: str) -> None:
    if one_message.fits(text):
        assert one_message.plain(text) == text


@pytest.mark.django_db
def test_without_a_gateway_the_developer_reads_it_where_the_worker_runs(capsys: Any) -> None:
    assert site.SMS_GATEWAY_URL == site.CONSOLE
    write("code", NUMBER, "nl", digits="123456")
    assert sending.send_due() == 1
    assert (
        capsys.readouterr().out
        == f"SMS {NUMBER}: Uw code is 123456. De code is 10 minuten geldig. Geef hem aan niemand.\n"
    )
