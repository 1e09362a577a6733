"""Text messages: by the gateway of the installation and never from a page; only the kinds that have a short text."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.conf import settings as site
from django.core.exceptions import ValidationError
from django.utils import translation

from knooppunt.letters import post, sending
from knooppunt.letters.models import Letter
from knooppunt.letters.post import UnknownLetter, compose_short, write
from knooppunt.letters.texts import KINDS
from tests.letters.test_letters_texts import BANNED, fields_of

NUMBER = "+31611223344"
SHORT = [kind for kind, row in KINDS.items() if row.short is not None]


@pytest.fixture
def gateway(settings: Any) -> Iterator[list[dict]]:
    """A gateway on loopback; gives what it was asked, and says no while its list `says` holds a number."""
    heard: list[dict] = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.append({**body, "key": self.headers["Authorization"]})
            self.send_response(503 if body["to"].endswith("9") else 202)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
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


@pytest.mark.django_db
def test_a_gateway_that_says_no_is_asked_again_and_its_answer_is_not_kept(gateway: list[dict], caplog: Any) -> None:
    write("code", "+31611223349", "nl", digits="123456")
    assert sending.send_due() == 1
    letter = Letter.objects.get()
    assert not letter.sent_at
    assert letter.last_error == "SMS503" and letter.not_before > letter.queued_at
    assert "61122" not in caplog.text and "123456" not in caplog.text


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


@pytest.mark.parametrize("language", [code for code, _ in site.LANGUAGES])
@pytest.mark.parametrize("kind", SHORT)
def test_a_text_message_says_nothing_of_a_family_and_fits_in_two_parts(kind: str, language: str) -> None:
    with translation.override(language):
        text = compose_short(kind, **fields_of(kind))
    assert not BANNED.findall(text) and "%(" not in text and "://" not in text
    assert len(text) <= (134 if any(ord(sign) > 255 for sign in text) else 160)
