"""Random families, consents and hidden facts: a planted word is found nowhere but with whom it is meant for.

Each word says who may find it, worked out here from the rules (standards.md 1.2, 1.3, R-WHO-01, R-WHO-06) and from
nothing in the code. Then everybody walks every page, paper and export of the case; letters, sessions, trail and log
are read too.
"""

import inspect
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count, product
from random import Random
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from knooppunt.casework import consenting, following, picturing, telling
from knooppunt.demo.documents import pages
from knooppunt.foundation import guard
from knooppunt.letters.models import Letter
from knooppunt.people.models import Person
from knooppunt.trail.models import TrailLine
from tests.casework.kit import HEARD, MOTHER, PARTNER, Walk
from tests.security.crawl import crawl
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db

WRITERS = ("marieke", "fatima", "joris")
STAFF = ("marieke", "fatima", "joris", "sanne", "petra", "ellen", "willem", "ingrid", "ruben")
TABLE = {"fatima", "joris"}
TENDER = ("medical", "psychiatric", "debt", "safety")
CLASSES = ("general", *TENDER)
VISIBLE = ("table", "professionals", "leading", "writer")
STATES = ("preparing", "planned", "held", "following", "evaluated")


@dataclass(frozen=True)
class Fact:
    """Something that is written down: by whom, for whom, about whom, hidden from whom, of which kind."""

    writer: str
    visible_to: str
    about: str  # mother, partner, or '' for the family
    hidden_from: str
    data_class: str


@dataclass(frozen=True)
class Plan:
    """One random family: who takes part, with whom each shares what, and what was written."""

    state: str
    couple: bool
    left: frozenset[str]  # who took the yes to take part back
    refuses: frozenset[tuple[str, str, str]]  # adult, reader at the table, kind of fact ('' for all)
    facts: tuple[Fact, ...]

    @property
    def adults(self) -> tuple[str, ...]:
        return ("mother", "partner") if self.couple else ("mother",)

    def takes_part(self, adult: str) -> bool:
        return adult in self.adults and adult not in self.left

    def shares(self, adult: str, reader: str, data_class: str) -> bool:
        """Say whether somebody at the table may know this about this adult: the most specific answer counts."""
        said_no = {(adult, reader, ""), (adult, reader, data_class)} & self.refuses
        return self.takes_part(adult) and not said_no

    def may_read(self, who: str, fact: Fact) -> bool:
        """Say who may find a fact, from the rules alone."""
        about = [fact.about] if fact.about else [a for a in self.adults if self.takes_part(a)]
        living = [a for a in about if self.takes_part(a)]
        if who in ("mother", "partner"):
            # Her own, or the family's while she takes part; tender facts may be about the other adult.
            hers = fact.about == who
            ours = fact.about == "" and self.takes_part(who) and (fact.data_class == "general" or not self.couple)
            return who in self.adults and fact.hidden_from != who and fact.visible_to == "table" and (hers or ours)
        if who == "marieke":
            meant = fact.visible_to != "writer" or fact.writer == who
            return meant and bool(living)
        if who in TABLE:
            lead = who == "fatima"
            meant = fact.visible_to in ("table", "professionals") or (fact.visible_to == "leading" and lead)
            agreed = all(self.shares(a, who, fact.data_class) for a in living)
            return (meant or fact.writer == who) and bool(living) and agreed
        return False


EVERY_FACT = [
    Fact("", visible_to, about, hidden_from, data_class)
    for visible_to, about, hidden_from, data_class in product(
        VISIBLE, ("", "mother", "partner"), ("", "mother", "partner"), CLASSES
    )
]


def some_facts(dice: Random) -> tuple[Fact, ...]:
    """Give a third of everything that can be written down, by random writers."""
    return tuple(replace(one, writer=dice.choice(WRITERS)) for one in dice.sample(EVERY_FACT, 60))


adults = st.sampled_from(["mother", "partner"])
plans = st.builds(
    Plan,
    state=st.sampled_from(STATES),
    couple=st.sampled_from([True, True, True, False]),
    left=st.sampled_from([frozenset(), frozenset(), frozenset({"mother"}), frozenset({"partner"})]),
    refuses=st.frozensets(
        st.tuples(adults, st.sampled_from(sorted(TABLE)), st.sampled_from(["", *TENDER])), max_size=3
    ),
    facts=st.randoms(use_true_random=True).map(some_facts),
)


@dataclass
class Planted:
    """The words of one family and who may find each of them."""

    plan: Plan
    walk: Walk
    words: dict[str, Callable[[str], bool]] = field(default_factory=dict)
    number: Iterator[int] = field(default_factory=lambda: count(1))

    def word(self, may_read: Callable[[str], bool]) -> str:
        """Give a fresh word that stands nowhere else."""
        fresh = f"zq{next(self.number):03d}xk"
        self.words[fresh] = may_read
        return fresh


def plant(plan: Plan, walk: Walk) -> Planted:
    """Walk a family to its state, write everything down, and then let its adults say their noes."""
    planted = Planted(plan, walk)
    _refer(planted)
    with guard.looking_inside():
        for kind in plan.adults:
            walk.parent_actor(kind)
    for fact in plan.facts:
        _write(planted, fact)
    _safety(planted)
    for kind in plan.adults:
        _speak(planted, kind)
    for adult, reader, data_class in sorted(plan.refuses):
        if adult in plan.adults:
            _refuse(walk, adult, reader, data_class)
    for adult in sorted(plan.left & set(plan.adults)):
        walk.withdraw(adult)
    return planted


def _refer(planted: Planted) -> None:
    plan = planted.plan
    parents = []
    for kind, parent in zip(plan.adults, (MOTHER, PARTNER), strict=False):

        def own(who: str, kind: str = kind) -> bool:
            desk = who == "marieke" and plan.takes_part(kind)
            return who == kind or desk or (who in TABLE and plan.shares(kind, who, "general"))

        words = {name: planted.word(own) for name in ("name", "address", "contact_note")}
        parents.append(replace(parent, **words))
    planted.walk.to(plan.state, parents=tuple(parents))


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
    word = planted.word(lambda who: who in ("marieke", "fatima"))
    answers = dict.fromkeys(("interest", "other_way", "why_no_consent", "outweighs", "to_whom_what"), word)
    following.report_safety(planted.walk.desk, planted.walk.code, ground="acute", consulted="veilig_thuis", **answers)


def _speak(planted: Planted, adult: str) -> None:
    """Let an adult write in her own place: to the coordinator, to the lead, about her own life, looking back."""
    plan, walk = planted.plan, planted.walk
    me, code = walk.who(adult), walk.code

    def desk(who: str) -> bool:
        return who in (adult, "marieke")

    def leading(who: str) -> bool:
        return desk(who) or (who == "fatima" and plan.shares(adult, who, "general"))

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
    if plan.state in ("following", "evaluated"):
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
    if who in STAFF:
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

    @settings(
        max_examples=5, deadline=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(plan=plans)
    def everybody_looks(plan: Plan) -> None:
        caplog.set_level(logging.DEBUG)
        caplog.clear()
        with undone():
            planted = plant(plan, Walk(town))
            for who in (*STAFF, *plan.adults, "nobody"):
                found_by.update(_finds(who, planted, made))
            _lies_nowhere_else(planted, caplog.text)

    everybody_looks()
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
