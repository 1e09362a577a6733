"""The counts that are kept while the work is done are those that one counts afterwards."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from itertools import pairwise
from statistics import median
from typing import Any

import pytest
from django.apps import apps

from knooppunt.casework import advising, following, reading, referring
from knooppunt.casework.advising import NewQuestion
from knooppunt.casework.models import AdviceRequest, Case, Referral, Step, Tally
from knooppunt.casework.models.tally import EVER
from knooppunt.casework.refusals import NotFound
from knooppunt.foundation import clock, guard
from tests.casework.kit import KERKRADE, STORY, Walk, words_in


def quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def dutch(moment: Any) -> date:
    return moment.astimezone(clock.AMSTERDAM).date()


def kept(what: str) -> dict[tuple, int]:
    with guard.looking_inside():
        cells = Tally.objects.filter(what=what).values_list("municipality", "period", "key", "count")
        return {(place, period, key): n for place, period, key, n in cells if n}


def test_states_are_those_of_the_cases(walk: Walk) -> None:
    walk.to("evaluated")
    with guard.looking_inside():
        counted = Counter(
            (place, EVER, state) for place, state in Case.objects.values_list("family__municipality", "state")
        )
    assert kept("state") == counted


def test_referrals_are_those_that_were_sent_and_not_in_error_where_the_family_lives(walk: Walk) -> None:
    walk.refer()
    referring.hand_over(walk.desk, walk.code, hub="landgraaf")
    walk.refer()
    referring.record_error(walk.desk, walk.code)
    with guard.looking_inside():
        counted = Counter(
            (r.case.family.municipality_id, quarter(dutch(r.sent_at)), r.discipline_id or r.origin)
            for r in Referral.objects.exclude(case__state="in_error").select_related("case__family")
        )
    assert kept("referral") == counted


def test_questions_are_those_that_were_asked(walk: Walk) -> None:
    with guard.looking_inside():
        counted = Counter(
            (a.municipality_id, quarter(dutch(a.asked_at)), a.discipline_id or "unknown")
            for a in AdviceRequest.objects.all()
        )
    assert kept("advice") == counted


def test_referrals_of_an_organisation_are_those_that_were_sent_from_it(walk: Walk) -> None:
    walk.refer()
    referring.hand_over(walk.desk, walk.code, hub="landgraaf")
    walk.refer()
    referring.record_error(walk.desk, walk.code)
    with guard.looking_inside():
        from_somewhere = Referral.objects.filter(organisation__isnull=False).exclude(case__state="in_error")
        counted = Counter(
            (r.case.family.municipality_id, quarter(dutch(r.sent_at)), str(r.organisation_id))
            for r in from_somewhere.select_related("case__family")
        )
    assert kept("referral_from") == counted and "GM0882" in {place for place, *_rest in counted}


def test_the_migration_counts_afterwards_what_the_doors_count(walk: Walk) -> None:
    walk.refer()
    referring.hand_over(walk.desk, walk.code, hub="landgraaf")
    walk.refer()
    referring.record_error(walk.desk, walk.code)
    whats = ("referral_from", "advice_referred")
    by_doors = [kept(what) for what in whats]
    with guard.looking_inside():
        Tally.objects.filter(what__in=whats).delete()
        import_module("knooppunt.casework.migrations.0010_reach").count_what_is_kept(apps, None)
    assert [kept(what) for what in whats] == by_doors


def test_reach_leaves_out_what_was_sent_by_mistake(walk: Walk) -> None:
    today = clock.today()

    def shown() -> tuple[Any, ...]:
        found = reading.reach(walk.desk, today.year)
        flow = reading.inflow(walk.desk, today, today)
        return found.by_municipality, found.by_discipline, found.families, found.sources, flow

    before = shown()
    walk.refer()
    assert shown() != before
    referring.record_error(walk.desk, walk.code)
    assert shown() == before


def test_who_sent_only_a_mistake_last_year_is_new_this_year(walk: Walk) -> None:
    walk.refer()
    referring.record_error(walk.desk, walk.code)
    with guard.looking_inside():
        mistaken = Referral.objects.filter(case__state="in_error")
        mistaken.update(sent_at=clock.now() - timedelta(days=400))
        others = Referral.objects.filter(referrer=mistaken.get().referrer).exclude(pk=mistaken.get().pk)
        others.update(sent_at=clock.now())
    assert reading.reach(walk.desk, clock.today().year).by_municipality[KERKRADE].returning == 0


def test_a_question_that_became_a_referral_counts_in_the_quarter_in_which_it_was_asked(walk: Walk) -> None:
    code = advising.ask(walk.who("sanne"), NewQuestion(KERKRADE, "Waar begin ik met een gezin dat van ver komt?"))
    for _twice in range(2):
        referring.refer(walk.who("sanne"), replace(STORY, due_on=clock.today(), advice=code))
    with guard.looking_inside():
        counted = Counter(
            (a.municipality_id, quarter(dutch(a.asked_at)), a.discipline_id or "unknown")
            for a in AdviceRequest.objects.filter(state="referred")
        )
    assert kept("advice_referred") == counted and sum(counted.values()) == 1


def test_days_between_steps_are_those_of_the_steps(walk: Walk) -> None:
    walk.to("closed")
    counted: dict[str, Counter] = {}
    with guard.looking_inside():
        for case in Case.objects.select_related("family"):
            steps = list(Step.objects.filter(case=case).order_by("id"))
            for before, after in pairwise(steps):
                days = (dutch(after.at) - dutch(before.at)).days
                cell = (case.family.municipality_id, quarter(dutch(after.at)), str(days))
                counted.setdefault(f"days:{before.to_state}-{after.to_state}", Counter())[cell] += 1
        stretches = set(
            Tally.objects.filter(what__startswith="days:").exclude(what__startswith="days:referral").values_list(
                "what", flat=True
            )
        )  # fmt: skip
    assert {what: kept(what) for what in stretches - {"days:asked-answered"}} == counted


def test_a_family_at_a_second_conference_counts_once(walk: Walk) -> None:
    walk.to("following")
    before = sum(kept("days:referral-held").values())
    following.reconvene(walk.desk, walk.code)
    walk.plan()
    walk.hold()
    assert sum(kept("days:referral-held").values()) == before


def test_a_second_answer_counts_once(walk: Walk) -> None:
    before = sum(kept("days:asked-answered").values())
    code = walk.town.advice["new"]
    for version, text in ((1, "Eerst dit"), (2, "En ook dat")):
        advising.answer(walk.desk, code, text=text, version=version)
    assert sum(kept("days:asked-answered").values()) == before + 1


def test_medians_are_medians(walk: Walk) -> None:
    with guard.looking_inside():
        for days, count in ((3, 1), (8, 2), (40, 1), (41, 4)):
            Tally.add("days:received-preparing", "GM0928", clock.today(), str(days), count)
        cells = Tally.objects.filter(what="days:received-preparing", municipality="GM0928")
        every = [int(key) for key, n in cells.values_list("key", "count") for _ in range(n)]
    figures = reading.figures(walk.who("ellen"))
    with guard.looking_inside():
        others = Tally.objects.filter(what="days:received-preparing").exclude(municipality="GM0928")
        assert not others.exists()
    assert figures.medians["received_preparing"] == (median(every), len(every))


def test_figures_are_for_who_leads_there_and_name_nobody(walk: Walk) -> None:
    walk.to("following")
    figures = reading.figures(walk.who("ellen"))
    assert "Kerkrade" in {row.municipality for row in figures.rows}
    assert not {row.municipality for row in figures.rows} & {"Maastricht", "Vaals"}
    assert "anarie" not in words_in(figures)
    for key in ("marieke", "petra", "ruben", "sanne", "willem", "ingrid", "fatima"):
        with pytest.raises(NotFound):
            reading.figures(walk.who(key))
    assert reading.figures(walk.who("ellen"), year=1999).referrals_by_discipline == {}
