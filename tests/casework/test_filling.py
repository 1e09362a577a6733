"""Filling by bulk keeps what the verbs keep: constraints, fresh codes, counts, and a line for each new case."""

from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import override_settings

from knooppunt.casework import convening, filling, keeping, reading, registering, telling
from knooppunt.casework.models import (
    Action,
    AnswerLink,
    Case,
    Consent,
    Draft,
    LocalValue,
    Message,
    OwnEvaluation,
    Parent,
    Participation,
    PlanVersion,
    Referral,
    Registered,
    Registration,
    Scan,
    SeatAnswer,
    Tally,
)
from knooppunt.casework.process import OPEN, State
from knooppunt.foundation import guard
from knooppunt.people.models import Person
from knooppunt.trail.models import TrailLine
from tests.papers.test_taking_in import picture

pytestmark = pytest.mark.django_db
WANTED = 600


@pytest.fixture
def filled(town: Any, looking_inside: None) -> None:
    filling.fill(WANTED, list(Person.objects.filter(kind="professional").values_list("pk", flat=True)))


def test_every_rule_of_the_database_holds(filled: None) -> None:
    connection.check_constraints()
    assert Case.objects.count() == Case.objects.values("code").distinct().count() == WANTED
    assert Case.objects.filter(hub__isnull=False).values("hub").distinct().count() > 10
    assert not Parent.objects.exclude(consents__isnull=False).exists()
    assert Referral.objects.count() == WANTED


def test_the_counts_are_those_of_the_cases(filled: None) -> None:
    levels = {
        (place, state): count
        for place, state, count in Tally.objects.filter(what="state").values_list("municipality", "key", "count")
        if count
    }
    assert levels == Counter(Case.objects.values_list("family__municipality", "state"))
    sent = Counter(Referral.objects.values_list("municipality", flat=True))
    counted: Counter[str] = Counter()
    for place, count in Tally.objects.filter(what="referral").values_list("municipality", "count"):
        counted[place] += count
    assert counted == sent


def test_each_new_case_has_its_line_and_its_own_codes(filled: None) -> None:
    lines = TrailLine.objects.filter(act="fill")
    assert lines.count() == len(set(lines.values_list("case_code", flat=True))) >= WANTED - filling.MOST
    line = lines.order_by("-id")[0]
    family = Case.objects.get(code=line.case_code).family
    assert set(line.about.split()) == set(family.parents.values_list("code", flat=True))


def test_a_copy_is_a_case_of_its_own(filled: None) -> None:
    last = Case.objects.filter(state=State.FOLLOWING).order_by("-id")[0]
    assert not last.family.parents.filter(person__isnull=False).exists()
    seats = set(Participation.objects.filter(case=last).values_list("id", flat=True))
    kept = PlanVersion.objects.get(case=last).content["goals"]
    assert {goal["code"] for goal in kept} == set(last.goals.values_list("code", flat=True))
    assert {a["seat"] for goal in kept for a in goal["actions"] if a["seat"]} <= seats
    assert Consent.objects.filter(subject__family=last.family, decision="given").exists()
    assert Case.objects.filter(is_open=True, state__in=OPEN).exists()


# Tables that are not copied, each with its reason.
NOT_COPIED = {
    AnswerLink: "a secret of a few days, of which the hash alone is kept: a copy would let nobody in",
    Draft: "belongs to no case",
    LocalValue: "of a municipality",
    Tally: "counted again for each copy",
}


def test_every_table_of_a_case_is_copied_or_there_is_a_reason_why_not() -> None:
    assert set(apps.get_app_config("casework").get_models()) == set(filling.ROADS) | set(NOT_COPIED)


def test_what_a_family_tells_answers_and_signs_is_copied_too(town: Any) -> None:
    code, desk, yara = town.cases["following"], town.actor("marieke"), town.actor("yara")
    file = reading.own_place(yara, code)
    (me,) = [parent.code for parent in file.parents if parent.is_self]
    actions = [action.code for goal in file.goals for action in goal.actions]
    telling.look_back_self(yara, code, need_met="yes", change="better", words="", came=dict.fromkeys(actions, "yes"))
    telling.send_message(yara, code, kind="message", text="Dag")
    convening.agree_to_person(yara, code, file.circle[0].code, yes=True)
    keeping.keep_scan(desk, code, picture(), kind="plan", on_behalf_of=me)
    with guard.looking_inside():
        before = Case.objects.latest("id").pk
        filling.fill(
            Case.objects.count() + 40, list(Person.objects.filter(kind="professional").values_list("pk", flat=True))
        )
        connection.check_constraints()
        copied = Case.objects.filter(pk__gt=before)
        for model in (Message, OwnEvaluation, Scan, SeatAnswer):
            assert model.objects.filter(**{f"{filling.ROADS[model]}__in": copied}).exists(), model
        look = OwnEvaluation.objects.filter(case__in=copied).first()
        assert look is not None and set(look.came) <= set(
            Action.objects.filter(goal__case=look.case).values_list("code", flat=True)
        )  # fmt: skip


def test_only_from_a_few_cases_and_never_in_production(db: None, looking_inside: None) -> None:
    with pytest.raises(ValueError, match="starts from"):
        filling.fill(10, [1])
    with override_settings(PRODUCTION=True), pytest.raises(RuntimeError):
        filling.fill(10, [1])


def test_a_copy_is_registered_as_the_work_would_have_it(filled: None) -> None:
    def kept() -> list[tuple]:
        rows = Registration.objects.order_by("case").values_list(
            "case", "municipality", "referred_on", "research", "referrer", "conference_on", "closed_on", "outcome"
        )
        items = Registered.objects.order_by("registration", "kind", "code").values_list(
            "registration__case", "kind", "code"
        )
        return [*rows, *items]

    before = kept()
    assert not Case.objects.filter(registered=False).exists() and len(before) > WANTED
    Case.objects.update(registered=False)
    assert registering.refresh() == WANTED
    assert kept() == before
