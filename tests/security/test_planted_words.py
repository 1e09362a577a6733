"""Families with random facts, noes and leavings: a planted word is found nowhere but with whom it is meant for.

Each word says who may find it (`who_may_find.py`). Then everybody walks every page, paper and export of the case;
letters, sessions, trail and log are read too.
"""

import inspect
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import islice, product
from random import Random
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

from knooppunt.casework import consenting, following, pausing, picturing, telling
from knooppunt.casework.referring import NewParent
from knooppunt.demo.documents import pages
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.people.models import Person
from knooppunt.trail.models import TrailLine
from tests.casework.kit import HEARD, MOTHER, PARTNER, Walk
from tests.security.crawl import crawl
from tests.security.planted_table import PlantedWalk
from tests.security.who_may_find import TABLE, Fact, Plan, Planted
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db

WRITERS = ("marieke", "fatima", "joris")
INSIDERS = ("marieke", "fatima", "joris", "sanne")
OUTSIDERS = ("petra", "ellen", "willem", "ingrid", "ruben", "linda", "nobody")
TENDER = ("medical", "psychiatric", "debt", "safety")
CLASSES = ("general", *TENDER)
VISIBLE = ("table", "professionals", "leading", "writer")
REACHED = {"reopened": "following", "closed": "evaluated"}  # what comes after it is done when all is written

EVERY_FACT = [
    Fact("", visible_to, about, hidden_from, data_class)
    for visible_to, about, hidden_from, data_class in product(
        VISIBLE, ("", "mother", "partner"), ("", "mother", "partner"), CLASSES
    )
]


def some_facts(dice: Random) -> tuple[Fact, ...]:
    """Give a third of everything that can be written down, by random writers."""
    return tuple(replace(one, writer=dice.choice(WRITERS)) for one in dice.sample(EVERY_FACT, 60))


# Each family stands at another moment, and each rule about who left, and who does not share, meets each kind of word.
FAMILIES = (
    ("planned", True, {"mother"}, {("partner", "joris", "")}),
    ("reopened", True, set(), {("mother", "fatima", ""), ("partner", "joris", "psychiatric")}),
    ("evaluated", True, {"partner"}, {("mother", "joris", "")}),
    ("closed", False, set(), {("mother", "joris", "")}),
)


def plant(plan: Plan, town: Any) -> Planted:
    """Walk a family to its state, write everything down, and then let its adults say their noes."""
    planted = Planted(plan)
    walk = planted.walk = PlantedWalk(town, planted=planted)
    walk.to(REACHED.get(plan.state, plan.state), parents=_parents(planted))
    for fact in plan.facts:
        _write(planted, fact)
    _safety(planted)
    for kind in plan.adults:
        _speak(planted, kind)
    why = planted.word(lambda who: who == "marieke" and plan.comes_in(who))
    pausing.pause_clock(walk.desk, walk.code, until=clock.today() + timedelta(days=9), why=why)
    for adult, reader, data_class in sorted(plan.refuses):
        if adult in plan.adults:
            _refuse(walk, adult, reader, data_class)
    if plan.state == "closed":
        walk.end()
    for adult in sorted(plan.left & set(plan.adults)):
        walk.withdraw(adult)
    return planted


def _parents(planted: Planted) -> tuple[NewParent, ...]:
    plan = planted.plan
    parents = []
    for kind, parent in zip(plan.adults, (MOTHER, PARTNER), strict=False):

        def own(who: str, kind: str = kind) -> bool:
            desk = who == "marieke" and plan.takes_part(kind)
            return who == kind or desk or (who in TABLE and plan.shares(kind, who, "general"))

        words = {name: planted.word(own) for name in ("name", "address", "contact_note")}
        parents.append(replace(parent, **words))
    return tuple(parents)


def _write(planted: Planted, fact: Fact) -> None:
    plan, walk = planted.plan, planted.walk
    if fact.about and fact.about not in plan.adults:
        return
    if fact.hidden_from and fact.hidden_from not in plan.adults:
        return
    word = planted.word(lambda who: plan.may_read(who, fact))
    following.add_note(
        walk.who(fact.writer), walk.code, word, visible_to=fact.visible_to, data_class=fact.data_class,
        about=walk.parent(fact.about) if fact.about else "",
        hidden_from=walk.parent(fact.hidden_from) if fact.hidden_from else "",
    )  # fmt: skip


def _safety(planted: Planted) -> None:
    word = planted.word(lambda who: who == "marieke" or planted.plan.leads(who))
    answers = dict.fromkeys(("interest", "other_way", "why_no_consent", "outweighs", "to_whom_what"), word)
    following.report_safety(planted.walk.desk, planted.walk.code, ground="acute", consulted="veilig_thuis", **answers)


def _speak(planted: Planted, adult: str) -> None:
    """Let an adult write in her own place: to the coordinator, to the lead, about her own life, looking back."""
    plan, walk = planted.plan, planted.walk
    me, code = walk.who(adult), walk.code

    def desk(who: str) -> bool:
        return who in (adult, "marieke")

    def leading(who: str) -> bool:
        return desk(who) or (plan.leads(who) and plan.shares(adult, who, "general"))

    for kind in ("message", "statement", "correction"):
        telling.send_message(me, code, kind=kind, text=planted.word(desk))
    telling.send_message(me, code, kind="message", to="lead", text=planted.word(leading))
    telling.ask_for_person(me, code, text=planted.word(desk))
    shared = ("body", "meaning", "daily")
    kinds = {"body": "medical", "mind": "psychiatric"}
    drawn = {}
    for dimension in ("body", "mind", "meaning", "quality", "participation", "daily"):

        def reads(who: str, shown: bool = dimension in shared, kind: str = kinds.get(dimension, "general")) -> bool:
            at_desk = who == "marieke" and plan.takes_part(adult)
            return who == adult or (shown and (at_desk or (who in TABLE and plan.shares(adult, who, kind))))

        drawn[dimension] = picturing.Drawn(words=planted.word(reads), mark=5, to_talk=True)
    picturing.draw_health(me, code, drawn)
    picturing.share_health(me, code, shared)
    if plan.state in ("following", "evaluated", "closed"):
        telling.look_back_self(me, code, need_met="yes", change="better", words=planted.word(leading))


def _refuse(walk: Walk, adult: str, reader: str, data_class: str) -> None:
    scope: dict[str, Any] = {"organisation": walk.town.people["joris"].organisation_id}
    if reader == "fatima":
        scope = {"discipline": "jgz"}
    consenting.give_consent(
        walk.desk, walk.code, walk.parent(adult), purpose="share", yes=False, given=HEARD, data_class=data_class,
        **scope,
    )  # fmt: skip


def visitor(who: str, walk: Walk) -> Client:
    """Give the client of somebody of the cast, of a parent of this family, or of nobody."""
    if who == "nobody":
        return Client()
    if who not in ("mother", "partner"):
        return come_in(who)
    client = Client()
    client.force_login(Person.objects.get(pk=walk.who(who).person_id))
    return client


ROOMS = (
    "gezin/{}/", "mijn-gezinnen/{}/", "overleg/{}/", "evaluatie/{}/", "afspraken/{}/", "afspraken/{}/eerder/",
    "uitnodiging/{}/", "ons-gezin/{}/", "ons-gezin/{}/papier/", "gezin/{}/veilig-thuis/", "aanmelden/volgen/{}/",
    "aanmelden/ontvangen/{}/", "inzage/gezin/{}/",
)  # fmt: skip
LISTS = ("/werk/", "/mijn-gezinnen/", "/ons-gezin/", "/inzage/", "/cijfers/", "/aanmelden/volgen/")


HANDS_OVER = ("handed_over(", "download(", "shown_alone(")
NOT_HERE = {
    "referrer:letter": "there is none before the end: test_all_letters",
    "team:file_paper": "for who has no place of her own, and here everybody has: test_my_file",
    "family:file_scan": "a picture of paper: test_taking_in",
    "account:times": "times of all families behind a secret: test_calendars",
    "research:take": "by pseudonym and after a promise, every byte is looked at: figures/test_research",
    "research:to_delete": "pseudonyms alone: figures/test_research",
    "leader:edition_file": "numbers alone, and nothing was published: test_factsheets",
    "published_factsheet_paper": "numbers alone, and nothing was published: test_factsheets",
}
PAPERS = {
    name: address
    for address, name, view in pages()
    if any(word in inspect.getsource(inspect.unwrap(view)) for word in HANDS_OVER) and name not in NOT_HERE
}


def papers_of(planted: Planted) -> dict[str, tuple[str, str]]:
    """Give every paper and file of a family: address -> its name, and the adult for whom it is printed, if one."""
    walk, found = planted.walk, {}
    for name, address in PAPERS.items():
        here = re.sub("<[^>]*code>", walk.code, address)
        adults = planted.plan.adults if "parent>" in here else ("",)
        found |= {re.sub("<[^>]*parent>", walk.parent(one) if one else "", here): (name, one) for one in adults}
    return found


@contextmanager
def undone() -> Iterator[None]:
    """Take back all that the block wrote."""
    with guard.looking_inside():
        block = transaction.atomic()
        block.__enter__()
    try:
        yield
    finally:
        transaction.set_rollback(True)
        with guard.looking_inside():
            block.__exit__(None, None, None)


def test_a_planted_word_is_found_with_whom_it_is_meant_for_alone(town: Any, caplog: Any) -> None:
    found_by: set[tuple[str, str]] = set()
    made: set[str] = set()
    outsiders = iter(OUTSIDERS)  # what somebody without a place may find does not hang on what a family says
    caplog.set_level(logging.DEBUG)
    for state, couple, left, refuses in FAMILIES:
        caplog.clear()
        plan = Plan(state, couple, frozenset(left), frozenset(refuses), some_facts(Random(state)))
        with undone():
            planted = plant(plan, town)
            for who in (*INSIDERS, *plan.adults, *islice(outsiders, 2)):
                found_by.update(_finds(who, planted, made))
            _lies_nowhere_else(planted, caplog.text)
    assert {who for who, _ in found_by} >= {"marieke", "fatima", "joris", "mother", "partner"}
    assert made == PAPERS.keys(), "every paper was made at least once"


def _finds(who: str, planted: Planted, made: set[str]) -> set[tuple[str, str]]:
    """Walk all pages and papers as somebody; give what was found, and fail on a word that is not for this reader."""
    code = planted.walk.code
    papers = papers_of(planted)
    starts = [*LISTS, *papers, *(f"/{room.format(code)}" for room in ROOMS)]
    seen = crawl(visitor(who, planted.walk), *starts, limit=110, within=(code, *LISTS))
    assert not [(p.address, p.status) for p in seen if p.status >= 500]
    made.update(papers[p.address][0] for p in seen if p.address in papers and p.status == 200)
    found = set()
    for page in seen:
        for word in re.findall(r"zq\d{3}xk", page.text):
            readers = {who, papers.get(page.address, ("", ""))[1] or who}  # a paper is read by whom it is printed for
            assert all(map(planted.words[word], readers)), (who, page.address, planted.plan, word)
            assert word not in page.address + page.title + str(page.headers)
            found.add((who, word))
    if who in planted.plan.adults:  # and what is hers, she can read
        hers = {word for word, may_read in planted.words.items() if may_read(who)}
        assert hers == {word for _, word in found}, planted.plan
    return found


def _lies_nowhere_else(planted: Planted, log: str) -> None:
    """Letters, sessions, trail and log hold no word of a family."""
    kept = [str(row) for model in (Letter, TrailLine) for row in model.objects.values_list()]
    kept += [str(session.get_decoded()) for session in Session.objects.all()]
    told = " ".join(kept) + log
    assert not re.search(r"zq\d{3}xk", told)
    assert planted.words
