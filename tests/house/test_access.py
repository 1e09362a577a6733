"""Every page × every member of the cast: what opens is what the screens declare, and one case opens for its own people.

The expectation is derived from `@screen` and from who is what in the town; `EXCEPT` names the few pages where an answer
depends on more than that. A page or exception that is gone, or that nobody tried, fails too.
"""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from knooppunt.casework import reading
from knooppunt.demo.cast import CAST
from knooppunt.demo.documents import opens, pages, screen_of
from knooppunt.foundation import clock
from knooppunt.web.shared.middleware import CODE_PERSON
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db

NOBODY, BY_CODE = "nobody", "by_code"  # nobody at all; the referrer without account, whose address was checked
NEVER: frozenset[str] = frozenset()
EVERYONE = [NOBODY, BY_CODE, *CAST]

# What somebody is to Yara's and Daniel's case, by the words of `@screen(for_=…)`.
IN_THE_CASE: dict[str, set[str]] = {
    "anyone": set(EVERYONE),
    "verified": {"sanne", BY_CODE},
    "referrer": {"sanne", BY_CODE},
    "coordinator": {"marieke"},
    "lead": {"fatima"},
    "participant": {"fatima", "joris"},
    "invited": set(),
    "professional": {"fatima", "joris"},
    "parent": {"yara", "daniel"},
    "project_leader": {"ellen"},
    "functional_manager": {"ingrid"},
    "privacy_officer": {"willem"},
    "policy_officer": {"linda"},
    "researcher": {"ruben"},
}
# Pages for whom the answer depends on more: the state of the case, whose the action is, who is on duty.
EXCEPT: dict[str, frozenset[str]] = {
    "family:action": frozenset({"daniel"}),  # the action is his
    "account:back": frozenset({"marieke", "tom", "petra"}),  # of one's own absence
    "family:health_one": NEVER,  # there is no such dimension
    # There is no such message and no such question, and no conference is planned.
    **dict.fromkeys(("coordinator:answer_message", "team:answer_message", "family:look_back"), NEVER),
    **dict.fromkeys(("family:dates", "team:moment"), NEVER),  # nothing is asked now, and there is no such link
    "team:dates": frozenset({"fatima", "joris", "marieke"}),  # who has a place hears that nothing is asked
    "family:meeting": NEVER,
    "team:take_up": NEVER,  # there is no such point
    "team:looking_on": frozenset({"fatima", "joris", "marieke"}),  # who writes at the table may also just look
    "family:meeting_paper": NEVER,
    "referrer:letter": NEVER,  # it has not ended
    # There is no such visit, and the municipality of whose births it is stands there by its code.
    **dict.fromkeys(("leader:visit", "leader:births"), NEVER),
    # Nothing was published, and there are no such words.
    **dict.fromkeys(("published_factsheet", "published_factsheet_paper", "leader:edition_file"), NEVER),
    **dict.fromkeys(("leader:edition", "leader:change_words", "leader:remove_words"), NEVER),
    "leader:take_back": NEVER,  # nothing was taken in
    "family:calendar": NEVER,  # no conference is planned
    "account:times": NEVER,  # nobody made this address
    "team:meeting_paper": NEVER,  # no conference is planned
    **dict.fromkeys(("research:to_delete", "research:deleted"), NEVER),  # nothing was taken along
    # No paper is kept, nobody asked to be forgotten, and there is no such thing to ask.
    **dict.fromkeys(
        ("team:scan", "team:remove_scan", "family:file_scan", "coordinator:erase", "family:file_ask"), NEVER
    ),
    # No draft was begun, no such question was asked, and there is no such look.
    **dict.fromkeys(("referrer:check", "referrer:page", "family:choice", "family:log_question"), NEVER),
    **dict.fromkeys(("referrer:self_saved", "referrer:self_check", "referrer:self_page"), NEVER),
    # The cast has no second factor of its own; who is halfway signing in goes back to the beginning.
    **dict.fromkeys(("mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_deactivate_totp"), NEVER),
    # This installation names no film and nowhere to tell a weakness.
    **dict.fromkeys(("film", "security_txt"), NEVER),
    **dict.fromkeys(("mfa_edit_webauthn", "mfa_remove_webauthn"), NEVER),
    # No broker is set up here.
    **dict.fromkeys(("entrance:broker", "entrance:broker_back", "entrance:broker_onward"), NEVER),
    **dict.fromkeys(("mfa_login_webauthn", "mfa_authenticate"), frozenset(CAST)),
}


def pieces(town: Any) -> dict[str, dict[str, Any]]:
    """Give what stands in addresses: of the case of Yara and Daniel, of an account, of a question."""
    file = reading.case_file(town.actor("marieke"), town.cases["following"])
    action = next(a for goal in file.goals for a in goal.actions if a.owner_kind == "parent")
    seat = next(s for s in file.circle if s.ended_on is None)
    case = {
        "code": file.code, "parent": file.parents[0].code, "seat": seat.code, "goal": file.goals[0].code,
        "action": action.code, "person": town.people["bart"].code, "ref": "0000000000", "draft": "ZZZZZZZZ",
        "slug": "bestaat-niet", "secret": "bestaat-niet", "key": "bestaat-niet", "uidb36": "1", "pk": 999_999,
        "from_on": "2026-01-01", "message": "ZZZZZZZZ", "day": "2026-11-20", "place": "kerkrade",
        "name": "needs",
        "scan": "ZZZZZZZZ", "who": "ZZZZZZZZ", "option": "ZZZZZZZZ", "item": "ZZZZZZZZ",
        "point": "ZZZZZZZZ", "hub": "kerkrade", "study": town.studies["first"], "export": "ZZZZZZZZ",
        "year": clock.today().year, "scope": "municipality:GM0928", "kind": "words", "format": "json",
        "mark": "ZZZZZZZZ",
    }  # fmt: skip
    account = {**case, "code": town.people["bart"].code}
    return {"": case, "account": account, "question": {**case, "code": town.advice["late"]}}


def address_of(name: str, shape: str, found: dict[str, dict[str, Any]]) -> str:
    """Give the address of a page with real pieces in it."""
    kind = "account" if name.startswith("account:") else "question" if name.endswith("question") else ""
    in_english, at = {"code": "en"}, {"account:hub": {"code": "kerkrade"}}
    at |= {"in_language": in_english, "in_language_at": in_english}
    real = {**found[kind], **at.get(name, {})}
    return reverse(name, kwargs={key: real[key] for key in re.findall(r"<(?:\w+:)?(\w+)>", shape)})


def visitor(who: str, town: Any) -> Client:
    """Give the client of this visitor."""
    if who == NOBODY:
        return Client()
    if who == BY_CODE:
        client = Client()
        session = client.session
        session[CODE_PERSON] = town.people["sanne"].pk
        session.save()
        return client
    return come_in(who)


def kind_of(who: str) -> str:
    """Give the column of the access matrix in which this visitor stands."""
    if who in (NOBODY, BY_CODE):
        return {NOBODY: "nobody", BY_CODE: "code by e-mail"}[who]
    return CAST[who].role or CAST[who].kind


def expected(name: str, address: str, screen: Any, who: str) -> bool:
    """Say whether this page is there for this visitor."""
    if name in EXCEPT:
        return who in EXCEPT[name]
    if not opens(screen, kind_of(who)):
        return False
    return "<" not in address or any(who in IN_THE_CASE.get(word, set()) for word in screen.audience)


def is_there(answer: Any) -> bool:
    """Say whether the page showed itself: no 404, no way to the sign-in page, no 400 before any door was asked."""
    if answer.status_code in (301, 302, 303):
        return not answer.headers["Location"].startswith(("/account/inloggen/", "/wie-bent-u/?next=", "/binnen/?next="))
    return answer.status_code not in (400, 404)


@pytest.mark.parametrize("who", EVERYONE)
def test_every_page_opens_for_whom_it_is_and_for_nobody_else(who: str, town: Any) -> None:
    found, client, wrong = pieces(town), visitor(who, town), []
    client.raise_request_exception = False
    for shape, name, view in pages():
        screen, address = screen_of(view), address_of(name, shape, found)
        should = expected(name, shape, screen, who)
        for method in screen.methods:
            if method == "POST" and (should or ("GET" in screen.methods and not opens(screen, kind_of(who)))):
                continue  # what it does is for the tests of its own room; @screen turns GET and POST away as one
            answer = getattr(client, method.lower())(address)
            if is_there(answer) != should or answer.status_code >= 500:
                wrong.append((name, method, answer.status_code, "should open" if should else "should not open"))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_exception_is_stale() -> None:
    assert set(EXCEPT) <= {name for _address, name, _view in pages()}
