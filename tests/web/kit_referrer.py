"""What the tests of the referrer's screens say again and again: come in by a code, and fill in the pages."""

import re
from datetime import timedelta

from django.test import Client

from knooppunt.foundation import clock
from knooppunt.letters.models import Letter

EMAIL = "vera@praktijk.example"


def digits_in_letter() -> str:
    """Give the code in the newest letter."""
    return re.search(r"\b(\d{6})\b", Letter.objects.latest("id").body).group(1)


def by_code(client: Client, email: str = EMAIL, onward: str = "/aanmelden/") -> Client:
    """Come in by a code and tell who one is."""
    client.post(f"/wie-bent-u/?next={onward}", {"email": email})
    answer = client.post("/wie-bent-u/code/", {"code": digits_in_letter()})
    if "/gegevens/" in answer.url:
        told = {"name": "Vera Vroed", "discipline": "verloskundige", "organisation": "Praktijk De Wieg", "phone": ""}
        client.post(answer.url, told)
    return client


def boxes(name: str, day) -> dict[str, str]:
    """Give the three boxes of a date."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def situation(*adults: str, **more) -> dict:
    """Give page 1: a pregnancy in Kerkrade, agreed by these adults."""
    due = boxes("due_on", clock.today() + timedelta(days=90))
    told = {"municipality": "GM0928", "expecting": "pregnant", "agreed": "yes", "agreed_by": list(adults or ["mother"])}
    return {**told, **due, **more}


def who(*adults: str, **more) -> dict:
    """Give page 2."""
    told: dict = {}
    for kind in adults or ("mother",):
        told |= {
            f"{kind}_name": f"Test {kind}", f"{kind}_contact_by": "phone", f"{kind}_phone": "06 12 34 56 78",
            f"{kind}_language": "nl", f"{kind}_capacity": "self",
            **boxes(f"{kind}_born_on", clock.today() - timedelta(days=365 * 30)),
        }  # fmt: skip
    return {**told, **more}


def why(*adults: str, **more) -> dict:
    """Give page 3."""
    told: dict = {"needs": ["income", "housing"], "reason": "Er komt veel tegelijk.", "method": "paper"}
    for kind in adults or ("mother",):
        told |= {f"{kind}_share": "yes", f"{kind}_research": "not_asked", f"{kind}_asked_in": "nl"}
    return {**told, **more}


def start(client: Client) -> str:
    """Begin a draft and give its code."""
    return client.post("/aanmelden/beginnen/").url.split("/")[2]


def to_check(client: Client, *adults: str) -> str:
    """Fill in all pages and give the code of the draft."""
    draft = start(client)
    for slug, page in (("situatie", situation), ("wie", who), ("waarom", why)):
        answer = client.post(f"/aanmelden/{draft}/{slug}/", page(*adults))
        assert answer.status_code == 302, errors(answer)
    return draft


def errors(answer) -> dict:
    """Give the sentences beside the fields."""
    return dict(answer.context["form"].errors) if answer.context else {}
