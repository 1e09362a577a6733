"""Coming in by a broker, against an OpenID provider on loopback: with the card the first time, never on trust."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from oidc_provider_mock import User, run_server_in_thread

from knooppunt.demo.cast import CAST
from knooppunt.foundation import clock
from knooppunt.people import broker
from knooppunt.people.models import Person, Vouched
from knooppunt.trail.models import TrailLine
from tests.web.as_cast import come_in
from tests.web.test_entrance import CODE, ENTER, card_for, digits, inside

pytestmark = pytest.mark.django_db

HIGH, LOW, ODD = "urn:etoegang:loa3", "urn:etoegang:loa2", "urn:elders"
SUBJECT = "burger-van-de-makelaar-1"  # a careless broker may send a citizen number here
START, BACK, ONWARD = "/binnen/digid/", "/binnen/digid/terug/", "/binnen/digid/verder/"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    claims = [User(sub=SUBJECT, claims={"acr": HIGH, "bsn": SUBJECT}), User(sub="low", claims={"acr": LOW}),
              User(sub="odd", claims={"acr": ODD}), User(sub="none", claims={})]  # fmt: skip
    with run_server_in_thread(require_nonce=True, user_claims=claims) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def configured(provider: str, settings: Any) -> Any:
    settings.OIDC_PARENT_ISSUER, settings.OIDC_PARENT_CLIENT_ID = provider, "knooppunt"
    settings.OIDC_PARENT_CLIENT_SECRET = "een-geheim-van-minstens-tweeendertig-tekens"
    settings.OIDC_PARENT_ACR = {HIGH: "substantial", LOW: "single"}
    cache.clear()
    return settings


class Stays(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def at_the_broker(where: str, sub: str, **fields: str) -> str:
    """Choose somebody at the broker, as the browser does; gives the address to which it sends the browser back."""
    data = urlencode({"sub": sub, **fields}).encode()
    try:
        build_opener(Stays).open(Request(where, data=data))
    except Exception as answer:
        return answer.headers["Location"]  # type: ignore[attr-defined]
    raise AssertionError("The broker did not send the browser back.")


def way_back(client: Client, sub: str, **fields: str) -> str:
    """Go to the broker as this client and give the path and query with which it comes back."""
    came = urlsplit(at_the_broker(client.get(START).headers["Location"], sub, **fields))
    return f"{came.path}?{came.query}"


def linked(town: Any) -> Client:
    """Give a parent who came in by broker and card."""
    card, client = card_for(town), Client()
    client.get(way_back(client, SUBJECT))
    client.post(ENTER, {"who": card})
    client.post(CODE, {"code": digits()})
    return client


def level(client: Client) -> str:
    return client.get("/hulp/").wsgi_request.actor.assurance  # type: ignore[attr-defined]


def test_the_question_holds_state_nonce_and_a_challenge(provider: str, town: Any) -> None:
    where = urlsplit(Client().get(START).headers["Location"])
    asked = parse_qs(where.query)
    assert f"{where.scheme}://{where.netloc}" == provider
    assert asked["code_challenge_method"] == ["S256"] and asked["scope"] == ["openid"]
    assert asked["acr_values"] == [f"{HIGH} {LOW}"]
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert Client().get(START).headers["Location"] != where.geturl()


def test_the_first_time_the_card_links_and_later_the_broker_is_enough(town: Any) -> None:
    card, client = card_for(town), Client()
    back = client.get(way_back(client, SUBJECT))
    assert back.headers["Location"] == ENTER and inside(client) == ""
    assert "Vul één keer de code van uw kaart in." in client.get(ENTER).text
    client.post(ENTER, {"who": card})
    assert client.post(CODE, {"code": digits()}).status_code == 302
    assert level(client) == "substantial"
    later = Client()
    assert later.get(way_back(later, SUBJECT)).headers["Location"] == ONWARD
    assert "Welkom terug" in later.get(ONWARD).text and inside(later) == "", "looking signs nobody in"
    before = later.cookies["session"].value
    assert later.post(ONWARD).status_code == 302
    assert inside(later) == inside(client) and level(later) == "substantial"
    assert later.cookies["session"].value != before
    lines = (
        TrailLine.objects.filter(act__startswith="account.").order_by("id").values_list("act", "detail", "assurance")
    )
    assert ("account.link", "broker", "single") in lines and lines.last() == (
        "account.sign_in",
        "broker",
        "substantial",
    )


def test_what_the_broker_calls_somebody_is_not_kept_and_not_logged(town: Any, caplog: Any) -> None:
    client = linked(town)
    client.get(way_back(client, "odd"))
    assert SUBJECT not in caplog.text
    row = Vouched.objects.get()
    assert SUBJECT not in str(vars(row)) and len(row.subject_hash) == 64
    assert SUBJECT not in str(dict(client.session.items()))
    assert not TrailLine.objects.filter(about__contains=SUBJECT).exists()


def test_an_unknown_subject_makes_no_account_and_a_number_alone_links_nothing(town: Any) -> None:
    people, client = Person.objects.count(), Client()
    client.get(way_back(client, "low"))
    client.post(ENTER, {"who": CAST["yara"].safe})  # known already, so no card
    client.post(CODE, {"code": digits()})
    assert inside(client) == town.people["yara"].code and level(client) == "single"
    assert Person.objects.count() == people and not Vouched.objects.exists()


def test_a_word_that_means_somebody_else_is_not_taken_over(town: Any) -> None:
    linked(town)
    other, client = card_for(town, "late", address="0622334455"), Client()
    client.get(way_back(client, SUBJECT))
    client.post(ENTER, {"who": other})
    client.post(CODE, {"code": digits()})
    assert Vouched.objects.count() == 1 and level(client) == "single"


def test_a_word_about_who_sat_here_before_is_forgotten_in_one_click(town: Any) -> None:
    card, client = card_for(town), Client()
    client.get(way_back(client, SUBJECT))
    assert 'href="/binnen/?anders=1"' in client.get(ENTER).text
    assert 'href="/binnen/?anders=1"' not in client.get(f"{ENTER}?anders=1").text
    client.post(ENTER, {"who": card})
    client.post(CODE, {"code": digits()})
    assert level(client) == "single" and not Vouched.objects.exists()


def test_a_lower_level_is_what_it_is_and_an_unknown_one_is_refused(town: Any) -> None:
    for sub in ("odd", "none"):
        client = Client()
        assert client.get(way_back(client, sub)).status_code == 403
        assert client.get(ONWARD).headers["Location"] == ENTER
    card, client = card_for(town), Client()
    client.get(way_back(client, "low"))
    client.post(ENTER, {"who": card})
    client.post(CODE, {"code": digits()})
    assert Vouched.objects.count() == 1 and level(client) == "single"


def test_a_state_works_once_and_only_in_the_browser_that_asked(town: Any) -> None:
    linked(town)
    client = Client()
    path = way_back(client, SUBJECT)
    assert Client().get(path).status_code == 403
    assert client.get(path.replace("state=", "state=x")).status_code == 403
    assert client.get(path).status_code == 403, "asked once, answered once"
    path = way_back(client, SUBJECT)
    assert client.get(path).status_code == 302
    assert client.get(path).status_code == 403


def test_who_stops_at_the_broker_finds_a_way_on(town: Any) -> None:
    client = Client()
    answer = client.get(way_back(client, SUBJECT, action="deny"))
    assert answer.status_code == 403 and "Er is niets veranderd" in answer.text and ENTER in answer.text
    assert client.get(f"{BACK}?code=x&state=é").status_code == 403


def test_a_foreign_issuer_is_refused(town: Any, configured: Any, provider: str) -> None:
    client = Client()
    assert client.get(f"{way_back(client, SUBJECT)}&iss=https://elders.example").status_code == 403
    cache.clear()
    configured.OIDC_PARENT_ISSUER = f"{provider}/elders"
    cache.clear()
    assert Client().get(START).status_code == 403
    configured.OIDC_PARENT_ISSUER = "http://127.0.0.1:9"
    assert Client().get(START).status_code == 403, "a broker that is away is a friendly page"


@pytest.mark.parametrize(
    "forged", ["unsigned", "by our secret", "by another key", "audience", "issuer", "nonce", "old", "azp"]
)
def test_a_forged_token_is_refused(forged: str, town: Any, provider: str, configured: Any, monkeypatch: Any) -> None:
    client = Client()
    path = way_back(client, SUBJECT)
    real = broker._post

    def swap(address: str, fields: Any) -> dict:
        token = real(address, fields)["id_token"]
        claims = jwt.decode(token, options={"verify_signature": False})
        kid = jwt.get_unverified_header(token)["kid"]
        if forged == "unsigned":
            return {"id_token": jwt.encode(claims, None, algorithm="none", headers={"kid": kid})}
        if forged == "by our secret":
            secret = configured.OIDC_PARENT_CLIENT_SECRET
            return {"id_token": jwt.encode(claims, secret, algorithm="HS256", headers={"kid": kid})}
        changed = {
            "audience": {"aud": "een-ander"}, "issuer": {"iss": "https://elders.example"}, "nonce": {"nonce": "n"},
            "azp": {"azp": "een-ander"}, "old": {"exp": int(clock.now().timestamp()) - 900},
        }.get(forged, {})  # fmt: skip
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        if forged != "by another key":  # so that nothing but the claim is wrong
            signs = type("Signs", (), {"get_signing_key_from_jwt": lambda *_: jwt.PyJWK.from_dict(public(key))})
            monkeypatch.setattr(broker, "_keys", lambda _address: signs())
        return {"id_token": jwt.encode({**claims, **changed}, key, algorithm="RS256", headers={"kid": kid})}

    monkeypatch.setattr(broker, "_post", swap)
    assert client.get(path).status_code == 403
    assert client.get(ONWARD).headers["Location"] == ENTER


def public(key: Any) -> dict[str, Any]:
    return {**jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "alg": "RS256"}


def test_pages_with_the_content_of_a_case_can_ask_for_the_higher_level(town: Any, configured: Any) -> None:
    configured.PARENT_MEDICAL_ASSURANCE = "substantial"
    assert parse_qs(urlsplit(Client().get(START).headers["Location"]).query)["acr_values"] == [HIGH]
    low = Client()
    low.cookies["language"] = "nl"
    low.post(ENTER, {"who": CAST["daniel"].safe})
    low.post(CODE, {"code": digits()})
    code = town.cases["following"]
    for path in ("", f"{code}/", f"{code}/punten/", f"{code}/papier/", f"{code}/ja-en-nee/"):
        page = low.get(f"/ons-gezin/{path}")
        assert page.status_code == 403 and "Er staat een bericht voor u klaar" in page.text
        assert START in page.text and "Haddad" not in page.text and code not in page.text.partition("<main")[2]
    high = linked(town)
    assert high.get("/ons-gezin/", follow=True).status_code == 200
    assert come_in("marieke").get("/werklijst/").status_code == 200


def test_without_a_broker_there_are_no_such_pages(town: Any, configured: Any) -> None:
    configured.OIDC_PARENT_ISSUER = ""
    assert [Client().get(path).status_code for path in (START, BACK, ONWARD)] == [404, 404, 404]
    assert "DigiD" not in Client().get(ENTER).text


@pytest.mark.parametrize(
    ("set_to", "complaint"),
    [
        ({"PARENT_MEDICAL_ASSURANCE": "substantial"}, "needs a broker"),
        ({"PARENT_MEDICAL_ASSURANCE": "high"}, "empty or substantial"),
        ({"OIDC_PARENT_ACR": "urn:x=strong"}, "maps to single or substantial"),
        ({"OIDC_PARENT_ACR": "urn:a:b=substantial, urn:c=single", "PARENT_MEDICAL_ASSURANCE": "substantial"}, ""),
    ],
)
def test_settings_that_would_shut_everybody_out_are_refused_at_the_start(set_to: dict, complaint: str) -> None:
    start = subprocess.run([sys.executable, "-c", "import knooppunt.settings"], env={**os.environ, **set_to},
                           capture_output=True, text=True)  # fmt: skip
    assert (start.returncode == 0) == (complaint == "") and complaint in start.stderr
