"""A referral in the making: found by its writer alone, without a name before consent, gone after a week."""

from datetime import timedelta

import pytest

from knooppunt.casework import drafting
from knooppunt.casework.models import Draft
from knooppunt.casework.refusals import Conflict, NotFound
from knooppunt.foundation import clock, guard
from knooppunt.people.actor import NOBODY
from tests.casework.kit import Walk

WHO = {"who": {"mother_name": "Kanarie Moederlief"}}
AGREED = {"situation": {"municipality": "GM0928", "agreed": True}}


def test_a_name_is_kept_after_consent_only(walk: Walk) -> None:
    sanne = walk.who("sanne")
    code, _secret = drafting.start(sanne)
    saved = drafting.save(sanne, code, {"situation": {"municipality": "GM0928", "agreed": False}} | WHO, version=1)
    assert set(saved.answers) == {"situation"}
    saved = drafting.save(sanne, code, AGREED | WHO, version=saved.version)
    assert saved.answers["who"] == WHO["who"]
    saved = drafting.save(sanne, code, {"situation": {"agreed": ""}} | WHO, version=saved.version)
    assert "Kanarie" not in str(saved.answers)
    with guard.looking_inside():
        assert "Kanarie" not in str(Draft.objects.get(code=code).answers)


@pytest.mark.parametrize("answers", [WHO, {"situation": {}} | WHO, {"extra": {"name": "Kanarie"}}, {"check": WHO}])
def test_without_the_first_page_no_other_is_kept(walk: Walk, answers: dict) -> None:
    code, _secret = drafting.start(walk.who("sanne"))
    assert "Kanarie" not in str(drafting.save(walk.who("sanne"), code, answers, version=1).answers)


def test_a_draft_of_another_does_not_exist(walk: Walk) -> None:
    code, _secret = drafting.start(walk.who("sanne"))
    for stranger in (walk.who("els"), walk.desk, NOBODY):
        for attempt in (
            lambda a: drafting.read(a, code), lambda a: drafting.save(a, code, AGREED, version=1),
            lambda a: drafting.throw_away(a, code),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                attempt(stranger)
    assert drafting.list_mine(walk.who("els")) == []
    assert [d.code for d in drafting.list_mine(walk.who("sanne"))] == [code]


def test_a_parent_without_an_account_finds_it_with_the_secret_alone(walk: Walk) -> None:
    code, secret = drafting.start(NOBODY)
    assert drafting.read(NOBODY, code, secret).answers == {}
    for wrong in ("", secret + "X", secret.lower()):
        with pytest.raises(NotFound):
            drafting.read(NOBODY, code, wrong)
    with guard.looking_inside():
        assert secret not in str(Draft.objects.filter(code=code).values().get())
    assert drafting.list_mine(NOBODY) == []


def test_two_tabs_lose_no_word(walk: Walk) -> None:
    sanne = walk.who("sanne")
    code, _secret = drafting.start(sanne)
    drafting.save(sanne, code, AGREED | {"why": {"reason": "eerste"}}, version=1)
    with pytest.raises(Conflict) as caught:
        drafting.save(sanne, code, AGREED | {"why": {"reason": "tweede"}}, version=1)
    assert caught.value.theirs["why"] == {"reason": "eerste"}
    assert caught.value.mine["why"] == {"reason": "tweede"}
    assert caught.value.version == 2


def test_after_a_week_it_is_gone(walk: Walk) -> None:
    sanne = walk.who("sanne")
    code, _secret = drafting.start(sanne)
    with clock.travel(clock.now() + timedelta(days=7)):
        assert drafting.read(sanne, code)
    with clock.travel(clock.now() + timedelta(days=8)), pytest.raises(NotFound):
        drafting.read(sanne, code)


def test_thrown_away_is_gone(walk: Walk) -> None:
    sanne = walk.who("sanne")
    code, _secret = drafting.start(sanne)
    drafting.throw_away(sanne, code)
    with pytest.raises(NotFound):
        drafting.read(sanne, code)
