"""The registration of a family derives from the work, and knows of it no more than it agreed to."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import consenting, referring, registering
from knooppunt.casework.models import Case, Registered, Registration
from knooppunt.casework.reading import registration_counts
from knooppunt.foundation import clock, guard
from tests.casework.kit import HEARD, MOTHER, PARTNER, Walk


def registered(walk: Walk) -> Registration:
    registering.refresh()
    with guard.looking_inside():
        return Registration.objects.get(case__code=walk.code)


def answers(walk: Walk) -> set[tuple[str, str]]:
    with guard.looking_inside():
        return set(Registered.objects.filter(registration__case__code=walk.code).values_list("kind", "code"))


def with_answers(*said: bool | None) -> tuple[Any, ...]:
    return tuple(replace(one, research=yes) for one, yes in zip((MOTHER, PARTNER), said, strict=False))


def test_all_answers_come_from_the_work(walk: Walk) -> None:
    walk.to("closed", parents=with_answers(True))
    row = registered(walk)
    assert (row.research, row.referrer, row.municipality_id) == ("yes", "verloskundige", "GM0928")
    assert row.referred_on == clock.today()
    assert row.outcome and row.change and row.conference_on and row.evaluated_on and row.closed_on
    assert {("need", "income"), ("need", "housing")} <= answers(walk)
    assert {kind for kind, _code in answers(walk)} == {"need", "participant"}


def test_the_numbers_are_those_of_the_families(walk: Walk) -> None:
    walk.to("held", parents=with_answers(True))
    counts = registration_counts(clock.today().year)
    assert counts.consented["GM0928"] <= counts.referred["GM0928"]

