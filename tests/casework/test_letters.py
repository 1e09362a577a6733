"""What goes out by letter: every step to the referrer, and never a word of a family."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings

from knooppunt.casework import consenting, convening, following, reading, referring, welcoming
from knooppunt.casework.following import WEIGHING
from knooppunt.casework.forms import codes
from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from knooppunt.people.models import Hub, Person
from tests.casework.kit import MOTHER, Walk, letters_since
from tests.casework.test_reminding import reached_by_mail

CANARIES = ("anarie", "Moederlief", "Mus", "mother", "income", "housing", "schuld", "huisvesting")


def test_the_referrer_hears_of_every_step(walk: Walk) -> None:
    number = Letter.objects.count()
    walk.to("following")
    action = next(
        a for g in reading.case_file(walk.desk, walk.code).goals for a in g.actions if a.owner_kind == "professional"
    )
    following.report_action(walk.who("joris"), walk.code, action.code, status="done", version=action.version)
    walk.evaluate()
    walk.close()
    heard = [kind for kind, to in letters_since(number) if to == "sanne@knooppunt.example"]
    assert heard == [
        "referral_received", "referral_accepted", "referral_planned", "referral_held", "referral_arranged",
        "referral_evaluated", "referral_closed",
    ]  # fmt: skip


def test_no_letter_holds_a_word_of_a_family(walk: Walk) -> None:
    walk.to("following", couple=True)
    weighed = dict.fromkeys(WEIGHING, "Kanariegil")
    following.report_safety(walk.desk, walk.code, ground="acute", consulted="colleague", **weighed)
    consenting.stop(walk.who("mother"), walk.code)
    people = {p.name for p in Person.objects.all() if p.name}
    for subject, body in Letter.objects.values_list("subject", "body"):
        for word in (*CANARIES, MOTHER.phone, walk.code, walk.parent("mother"), *people):
            assert word not in f"{subject} {body}", word


def test_a_letter_is_gone_when_the_act_is_refused_late(walk: Walk) -> None:
    walk.to("preparing")
    number = Letter.objects.count()
    for _ in range(2):
        try:
            convening.plan_conference(walk.desk, walk.code, starts_at=clock.now(), place="")
        except Exception as refusal:
            assert type(refusal).__name__ == "Invalid"
    assert letters_since(number) == []


def test_a_parent_hears_at_the_address_that_is_safe_now_and_nowhere_else(walk: Walk) -> None:
    walk.to("preparing", parents=(replace(MOTHER, contact_by="text", phone="06 11 22 33 44"),))

    def heard() -> list[tuple[str, str]]:
        number = Letter.objects.count()
        convening.plan_conference(walk.desk, walk.code, starts_at=clock.now() + timedelta(days=5), place="Thuis")
        convening.call_off(walk.desk, walk.code, reason="no_show")
        return [(kind, to) for kind, to in letters_since(number) if kind == "family_message"]

    assert heard() == [("family_message", "+31611223344")]
    give = partial(welcoming.give_place, walk.desk, walk.code, walk.parent("mother"))
    give(address="merel@example.org")
    assert heard() == [("family_message", "merel@example.org")]
    give(address="0622334455", checked=True)
    assert heard() == [("family_message", "+31622334455")]
    version = walk.case().version
    referring.correct_family(walk.desk, walk.code, walk.parent("mother"), version=version, contact_by="referrer")
    assert heard() == [], "who is reached through the referrer gets nothing"


@pytest.mark.parametrize("reason", sorted(codes("called_off_reasons")))
def test_each_parent_who_takes_part_hears_that_it_is_called_off_unless_they_did_not_come(
    walk: Walk, reason: str
) -> None:
    walk.to("planned", couple=True)
    for kind in ("mother", "partner"):
        reached_by_mail(walk, kind)
    number = Letter.objects.count()
    convening.call_off(walk.desk, walk.code, reason=reason)
    written = {to for letter, to in letters_since(number) if letter == "family_message"}
    assert written == (set() if reason == "no_show" else {"mother@home.example", "partner@home.example"})


def test_who_takes_no_part_any_more_does_not_hear_that_it_is_called_off(walk: Walk) -> None:
    walk.to("planned", couple=True)
    reached_by_mail(walk, "partner")
    walk.withdraw("partner")
    number = Letter.objects.count()
    convening.call_off(walk.desk, walk.code, reason="other")
    assert "family_message" not in {letter for letter, _to in letters_since(number)}


@pytest.mark.parametrize(
    ("contact_by", "reached"), [("email", {"email": "merel@example.org"}), ("text", {"phone": "06 11 22 33 44"})]
)
def test_a_hub_that_wants_no_link_says_nowhere_in_a_letter_to_a_family_where_to_sign_in(
    walk: Walk, contact_by: str, reached: dict[str, str]
) -> None:
    walk.to("preparing", parents=(replace(MOTHER, contact_by=contact_by, **reached),))
    host = settings.SITE_ADDRESS.partition("://")[2]

    def told() -> list[tuple[str, bool]]:
        number = Letter.objects.count()
        convening.plan_conference(walk.desk, walk.code, starts_at=clock.now() + timedelta(days=5), place="Thuis")
        convening.call_off(walk.desk, walk.code, reason="family_cannot")
        rows = Letter.objects.order_by("id")[number:]
        return sorted({("family" if row.kind == "family_message" else "staff", host in row.body) for row in rows})

    assert told() == [("family", True), ("staff", True)]
    Hub.objects.filter(code="kerkrade").update(letters_without_link=True)
    assert told() == [("family", False), ("staff", True)]
