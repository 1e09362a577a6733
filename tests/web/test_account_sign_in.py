"""From invitation to a strong session; and no way to a family with one factor."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value
from django.conf import settings
from django.test import Client
from django.urls import reverse

from knooppunt.letters.models import Letter
from knooppunt.people import accounts, reference
from knooppunt.people.accounts import RoleWish
from knooppunt.people.actor import actor_of
from knooppunt.people.models import Assignment, Person
from knooppunt.trail.models import TrailLine

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "een lange zin van mij"
MAIL = "mila@example.org"


@pytest.fixture
def manager(transactional_db: None) -> Any:
    reference.load()
    person = Person.objects.create_user(email="beheer@example.org", name="Bo Beheer")
    Assignment.objects.create(person=person, role="functional_manager")
    return actor_of(person, "strong")


@pytest.fixture
def mila(manager: Any) -> Person:
    """Give a coordinator who was invited a moment ago."""
    return accounts.invite(manager, email=MAIL, name="Mila Nieuw", roles=[RoleWish("coordinator", "kerkrade")])


def link(kind: str) -> str:
    body = Letter.objects.filter(kind=kind).latest("id").body
    return re.search(re.escape(settings.SITE_ADDRESS) + r"(/\S+)", body)[1]  # type: ignore[index]


def code_of(secret: str) -> str:
    return f"{hotp_value(secret, int(time.time()) // 30):06d}"


def assurance(client: Client) -> str:
    return client.get(reverse("help")).wsgi_request.actor.assurance  # type: ignore[attr-defined]


def accept(client: Client) -> Any:
    return client.post(link("account_invitation"), {"password1": PASSWORD, "password2": PASSWORD})


def set_up_app(client: Client) -> str:
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    return secret


def sign_in(client: Client, password: str = PASSWORD, mail: str = MAIL) -> Any:
    return client.post(reverse("account_login"), {"login": mail, "password": password})


def test_from_invitation_to_a_strong_session(client: Client, mila: Person) -> None:
    page = client.get(link("account_invitation"))
    assert page.status_code == 200 and MAIL in page.text and "Mila" not in page.text
    assert accept(client).status_code == 302
    assert assurance(client) == "single"
    assert client.get(reverse("account:directory")).headers["Location"] == reverse("account:secure")
    assert client.get(reverse("account:secure")).status_code == 200
    before = client.session.session_key
    set_up_app(client)
    assert assurance(client) == "strong"
    assert client.session.session_key != before
    page = client.get(reverse("mfa_view_recovery_codes"))
    assert page.status_code == 200 and page.text.count("<code>") == 10
    assert client.get(reverse("account:directory")).status_code == 200
    assert client.get(reverse("account:me")).status_code == 200
    acts = list(TrailLine.objects.order_by("id").values_list("act", "assurance"))
    assert ("account.accept", "code") in acts and ("account.sign_in", "single") in acts
    assert acts[-1] == ("account.second_factor", "strong")


def test_signing_in_again_asks_for_both(client: Client, mila: Person) -> None:
    accept(client)
    secret = set_up_app(client)
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert stored != secret, "secrets are stored encrypted"
    client.post(reverse("account_logout"))
    assert assurance(client) == "none"
    answer = sign_in(client)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert assurance(client) == "none", "a password alone opens nothing"
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert assurance(client) == "none"
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client.post(reverse("mfa_authenticate"), {"code": recovery})
    assert assurance(client) == "strong"
    client.post(reverse("account_logout"))
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": recovery})
    assert assurance(client) == "none", "a recovery code works once"


def test_every_screen_is_shut_for_a_session_with_one_factor(client: Client, mila: Person) -> None:
    from django.urls import get_resolver

    accept(client)
    open_to_one = {
        "account:secure",
        "account_logout",
        "language",
        "letters",
        "stay",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    }
    open_to_one |= {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
    seen = 0
    for name, address in addresses(get_resolver()):
        answer = client.get(address)
        if name in open_to_one:
            continue
        seen += 1
        assert answer.status_code == 302 and answer.headers["Location"] == reverse("account:secure"), name
    assert seen > 20


def addresses(resolver: Any, prefix: str = "", space: str = "") -> Any:
    """Give the name and an example address of every page."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        inner = getattr(pattern, "namespace", "") or ""
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, route, f"{space}{inner}:" if inner else space)
            continue
        example = re.sub(r"\(\?P<uidb36>[^)]*\)-\(\?P<key>[^)]*\)", "1-abc", route).replace("^", "").replace("$", "")
        example = re.sub(r"<day:\w+>", "2026-01-01", re.sub(r"<int:\w+>", "1", example))
        yield f"{space}{pattern.name}", "/" + re.sub(r"<[^>]*>", "abc", example)


def test_a_stolen_password_adds_no_factor_to_an_account_that_has_one(client: Client, mila: Person) -> None:
    accept(client)
    other = Client()
    sign_in(other)
    assert assurance(other) == "single"
    set_up_app(client)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_index", "mfa_view_recovery_codes"):
        assert other.get(reverse(name)).headers["Location"] == reverse("account:secure")
    assert reverse("mfa_reauthenticate") in other.get(reverse("account:secure")).text


def test_the_last_factor_cannot_be_removed(client: Client, mila: Person) -> None:
    accept(client)
    set_up_app(client)
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 200
    assert assurance(client) == "strong" and Authenticator.objects.filter(type="totp").exists()
    Authenticator.objects.filter(type="totp").delete()
    key = Authenticator.objects.create(user=mila, type="webauthn", data={"name": "Telefoon"})
    answer = client.post(reverse("mfa_remove_webauthn", kwargs={"pk": key.pk}))
    assert answer.status_code == 302 and Authenticator.objects.filter(pk=key.pk).exists()


def test_an_invitation_works_once_and_a_weak_password_is_refused(client: Client, mila: Person) -> None:
    address = link("account_invitation")
    for first, second, sentence in (
        ("kort", "kort", "12"),
        (PASSWORD, PASSWORD + "x", "niet gelijk"),
        ("", "", "Vul “"),
    ):
        answer = client.post(address, {"password1": first, "password2": second})
        assert answer.status_code == 200 and sentence in answer.text
    accept(client)
    assert Client().get(address).status_code == 410
    assert Client().get("/account/uitnodiging/bestaat-niet/").status_code == 410


def test_an_unknown_address_gets_the_same_answer(client: Client, mila: Person) -> None:
    accept(client)
    pages = []
    for mail in (MAIL, "niemand@example.org"):
        answer = Client().post(reverse("account_reset_password"), {"email": mail}, follow=True)
        assert answer.status_code == 200
        pages.append(re.sub(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"', "", answer.text))
        wrong = sign_in(Client(), "niet dit wachtwoord", mail)
        pages.append(re.sub(r'value="[^"]*"|nonce="[^"]*"', "", wrong.text))
        assert wrong.status_code == 200
    assert pages[0] == pages[2] and pages[1] == pages[3]
    assert set(Letter.objects.values_list("kind", flat=True)) >= {"password_reset", "account_unknown"}


def test_a_new_password_keeps_the_second_factor(client: Client, mila: Person) -> None:
    accept(client)
    set_up_app(client)
    fresh = Client()
    fresh.post(reverse("account_reset_password"), {"email": MAIL})
    form = fresh.get(link("password_reset"), follow=True)
    assert form.status_code == 200
    another = "een heel andere zin"
    answer = fresh.post(form.redirect_chain[-1][0], {"password1": another, "password2": another})
    assert answer.headers["Location"] == reverse("account_reset_password_from_key_done")
    assert assurance(fresh) == "none"
    assert sign_in(fresh, another).headers["Location"] == reverse("mfa_authenticate")
    assert Client().get(link("password_reset"), follow=True).context["token_fail"]
    assert assurance(client) == "none", "sessions that were open end with the old password"


def test_trying_too_often_is_slowed_down(client: Client, mila: Person) -> None:
    accept(client)
    last = [sign_in(Client(), "niet dit wachtwoord") for _ in range(6)][-1]
    assert "te vaak" in last.text
    assert "te vaak" in sign_in(Client()).text, "the right password waits too"


def test_nobody_signs_up_and_a_code_by_mail_signs_nobody_in(client: Client, mila: Person) -> None:
    for path in ("/account/signup/", "/account/login/code/", "/accounts/signup/", "/account/email/"):
        assert client.get(path).status_code in (302, 404)
        assert "signup" not in client.get(path).headers.get("Location", "").partition("?")[0]
    from django.urls import NoReverseMatch

    for name in ("account_signup", "account_email", "account_request_login_code", "mfa_signup_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_ended_access_ends_the_session(client: Client, mila: Person, manager: Any) -> None:
    accept(client)
    set_up_app(client)
    assert assurance(client) == "strong"
    accounts.end_access(manager, mila.code)
    assert assurance(client) == "none"
    assert sign_in(Client()).status_code == 200


def test_a_signed_in_page_costs_no_query_for_the_second_factor(
    client: Client, mila: Person, django_assert_max_num_queries: Any
) -> None:
    accept(client)
    set_up_app(client)
    client.get(reverse("help"))
    with django_assert_max_num_queries(2):  # the session and the person
        client.get(reverse("help"))


def test_changing_the_password_needs_the_old_one(client: Client, mila: Person) -> None:
    accept(client)
    set_up_app(client)
    another, address = "een heel andere zin", reverse("account_change_password")
    assert client.get(address).status_code == 200
    typed = {"oldpassword": "mis", "password1": another, "password2": another}
    assert "Vul uw huidige wachtwoord in." in client.post(address, typed).text
    assert client.post(address, {**typed, "oldpassword": PASSWORD}).status_code == 302
    assert Person.objects.get(pk=mila.pk).check_password(another)
    assert assurance(client) == "strong", "this session goes on"
    assert Letter.objects.filter(kind="account_changed").exists()


def test_every_page_of_signing_in_is_there(client: Client, mila: Person) -> None:
    anonymous = ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive")
    for name in (*anonymous, "account_reset_password_from_key_done"):
        page = Client().get(reverse(name))
        assert page.status_code == 200 and "kp-menu" not in page.text, name
    accept(client)
    set_up_app(client)
    for name in ("mfa_index", "mfa_add_webauthn", "mfa_deactivate_totp", "mfa_view_recovery_codes"):
        assert client.get(reverse(name)).status_code == 200, name
    for name in ("mfa_generate_recovery_codes", "mfa_download_recovery_codes", "account_logout", "mfa_reauthenticate"):
        assert client.get(reverse(name)).status_code == 200, name
    assert client.get(reverse("account_reauthenticate")).status_code == 200
    key = Authenticator.objects.create(user=mila, type="webauthn", data={"name": "Telefoon"})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, kwargs={"pk": key.pk})).status_code == 200, name
    assert "Telefoon" in client.get(reverse("mfa_index")).text
    assert client.post(reverse("mfa_edit_webauthn", kwargs={"pk": key.pk}), {"name": "Laptop"}).status_code == 302
    assert client.post(reverse("mfa_remove_webauthn", kwargs={"pk": key.pk})).status_code == 302
    assert not Authenticator.objects.filter(pk=key.pk).exists(), "the app is left, so this one may go"
    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_too_many_tries_from_one_place_get_a_friendly_page(client: Client, mila: Person) -> None:
    mila.set_password("een lange zin voor Mila")
    mila.save()
    answers = [client.post(reverse("account_reset_password"), {"email": MAIL}) for _ in range(6)]
    assert answers[-1].status_code == 429 and answers[-1].headers["Retry-After"] == "60"
    assert Letter.objects.filter(kind="password_reset").count() == 5
