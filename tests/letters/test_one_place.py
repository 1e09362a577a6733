"""One place writes letters and one place hands them over: nothing else in the house, and nothing that it leans on."""

import ast

import pytest
from allauth.core import context
from django.conf import settings
from django.core import mail
from django.test import RequestFactory

from knooppunt.letters.models import Letter
from knooppunt.people.models import Person
from knooppunt.web.account.adapter import InvitationOnlyAdapter

CARRIERS = "letters/carriers.py"
SENDS = ("django.core.mail", "smtplib", "urllib.request", "http.client", "socket")
# Who else speaks with another system, and with which.
SPEAKS = {"people/broker.py": {"urllib.request"}}


def imported(text: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {node.module or "", *(f"{node.module}.{name.name}" for name in node.names)}
    return {sends for sends in SENDS for name in found if name == sends or name.startswith(f"{sends}.")}


def test_only_the_carriers_speak_with_a_mail_server_or_a_gateway() -> None:
    speaks = {}
    for path in settings.ROOT.rglob("*.py"):
        if sends := imported(path.read_text(encoding="utf-8")):
            speaks[str(path.relative_to(settings.ROOT))] = sends
    assert speaks.pop(CARRIERS) >= {"django.core.mail", "urllib.request"}
    assert speaks == SPEAKS


def test_django_mails_nobody_about_an_error() -> None:
    assert settings.ADMINS == [] and settings.MANAGERS == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "template",
    ["account/email/password_changed", "account/email/password_reset", "mfa/email/totp_activated",
     "mfa/email/totp_deactivated", "mfa/email/webauthn_added", "mfa/email/webauthn_removed",
     "mfa/email/recovery_codes_generated", "account/email/something_of_a_next_version"],
)  # fmt: skip
def test_what_allauth_wants_to_say_is_one_of_our_letters(template: str, rf: RequestFactory) -> None:
    person = Person.objects.create_user(email="sanne@example.org", name="Sanne Mens", language="en")
    request = rf.get("/", headers={"user-agent": "een browser"}, REMOTE_ADDR="203.0.113.9")
    with context.request_context(request):
        InvitationOnlyAdapter(request).send_notification_mail(template, person)
    letter = Letter.objects.get()
    assert (letter.kind, letter.to, letter.language) == ("account_changed", "sanne@example.org", "en")
    assert "Sanne" not in letter.body and "203.0.113.9" not in letter.body and "browser" not in letter.body
    assert not mail.outbox
