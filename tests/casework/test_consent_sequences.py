"""Whatever a parent says in whatever order: nobody sees a kind of fact about which her latest answer is no."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knooppunt.casework import consenting, following, reading
from knooppunt.casework.consents import DataClass
from knooppunt.casework.refusals import Refusal
from tests.casework.kit import Walk, words_in

CLASSES = [str(one) for one in DataClass]
READERS = {"fatima": "jgz", "joris": "schuldhulpverlening"}  # and the kind of professional that they count as

# give or refuse, or take back: about whom (a kind of professional, or the organisation of a reader), about what
WHOM = st.sampled_from([("discipline", "jgz"), ("organisation", "fatima"), ("organisation", "joris")])
SHARE = st.tuples(
    st.sampled_from(["yes", "no", "back"]), WHOM, st.sampled_from(["", "", "general", "medical", "debt", "safety"])
)  # fmt: skip
TAKE_PART = st.tuples(st.sampled_from(["yes", "no", "back"]), st.just(("take_part", "")), st.just(""))
ALL = st.tuples(st.just("back"), st.just(("everyone", "")), st.just(""))
ANSWERS = st.lists(st.one_of(SHARE, SHARE, SHARE, TAKE_PART, ALL), min_size=1, max_size=7)


def say(walk: Walk, mother: Any, code: str, answer: tuple) -> None:
    """Let the mother say one thing in her own place."""
    how, (kind, whom), data_class = answer
    scope: dict[str, Any] = {"purpose": "share", "data_class": data_class}
    if kind == "take_part":
        scope = {"purpose": "take_part"}
    elif kind == "discipline":
        scope["discipline"] = whom
    elif kind == "organisation":
        scope["organisation"] = walk.town.people[whom].organisation_id
    if how == "back":
        consenting.withdraw_consent(mother, walk.code, code, **scope)
    else:
        consenting.give_consent(mother, walk.code, code, yes=how == "yes", **scope)


def latest(answers: list[tuple], reader: str, data_class: str) -> str:
    """Give the last answer that speaks about this reader and this kind of fact; '' for none."""
    last = ""
    for how, (kind, whom), about in answers:
        hers = (
            kind == "everyone" or (kind == "discipline" and whom == READERS[reader])
            or (kind == "organisation" and whom == reader)
        )  # fmt: skip
        if hers and about in ("", data_class):
            last = how
    return last


def takes_part(answers: list[tuple]) -> bool:
    said = [how for how, (kind, _whom), _about in answers if kind == "take_part"]
    return not said or said[-1] == "yes"


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(answers=ANSWERS)
def test_nobody_sees_a_kind_of_fact_about_which_the_latest_answer_is_no(
    walk: Walk, prepared: Any, answers: list[tuple]
) -> None:
    mother, code = prepared
    with transaction.atomic():
        for number, answer in enumerate(answers, 1):
            say(walk, mother, code, answer)
            for reader in READERS:
                try:
                    seen = words_in(reading.shared_case(walk.who(reader), walk.code))
                except Refusal:
                    seen = ""
                for data_class in CLASSES:
                    if not takes_part(answers[:number]) or latest(answers[:number], reader, data_class) in (
                        "no",
                        "back",
                    ):
                        assert f"Kanarie-{data_class}" not in seen, (reader, data_class, answers[:number])
        transaction.set_rollback(True)


@pytest.fixture
def prepared(walk: Walk) -> Any:
    """Bring two parents to the plan, with one planted fact of each kind about the mother."""
    walk.to("following", couple=True)
    mother, code = walk.parent_actor("mother"), walk.parent("mother")
    for data_class in CLASSES:
        following.add_note(
            walk.desk, walk.code, f"Kanarie-{data_class}", visible_to="table", about=code, data_class=data_class
        )  # fmt: skip
    seen = words_in(reading.shared_case(walk.who("joris"), walk.code))
    assert all(f"Kanarie-{data_class}" in seen for data_class in CLASSES)
    return mother, code
