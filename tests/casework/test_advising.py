"""Sparring: a question that names nobody, answered in time by the hub of the municipality."""

from datetime import timedelta

import pytest

from knooppunt.casework import advising, reading, referring
from knooppunt.casework.advising import LooksIdentifying, NewQuestion
from knooppunt.casework.models import AdviceRequest
from knooppunt.casework.refusals import Conflict, Invalid, NotFound, Refused
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.people.actor import NOBODY
from tests.casework.kit import KERKRADE, STORY, Walk, letters_since, lines
from tests.process.test_anonymity import FOUND, NUMBERS, ORDINARY


def asked() -> int:
    with guard.looking_inside():
        return AdviceRequest.objects.count()


@pytest.mark.parametrize(("kind", "text"), FOUND[::4])
def test_what_seems_to_name_somebody_is_warned_about_before_it_is_sent(walk: Walk, kind: str, text: str) -> None:
    before, letters = asked(), Letter.objects.count()
    with pytest.raises(LooksIdentifying) as caught:
        advising.ask(walk.who("bart"), NewQuestion(KERKRADE, text))
    assert kind in {f.kind for f in caught.value.found}
    assert (asked(), Letter.objects.count()) == (before, letters)
    assert advising.ask(walk.who("bart"), NewQuestion(KERKRADE, text, anyway=True))


def test_a_citizen_number_is_never_kept(walk: Walk) -> None:
    before = asked()
    with pytest.raises(Invalid) as caught:
        advising.ask(walk.who("bart"), NewQuestion(KERKRADE, f"Over {NUMBERS[3]}", anyway=True))
    assert not isinstance(caught.value, LooksIdentifying)
    assert asked() == before


def test_a_question_has_an_answer_by_two_working_days(walk: Walk) -> None:
    number = Letter.objects.count()
    code = advising.ask(walk.who("bart"), NewQuestion(KERKRADE, ORDINARY[0]))
    shown = reading.advice(walk.who("bart"), code)
    assert shown.answer_by == clock.add_working_days(clock.today(), 2)
    assert code in {a.code for a in reading.worklist(walk.desk).advice}
    assert letters_since(number) == [
        ("advice_received", "bart@knooppunt.example"), ("coordinator_new_advice", "marieke@knooppunt.example"),
    ]  # fmt: skip
    with clock.travel(clock.now() + timedelta(days=8)):
        assert reading.advice(walk.desk, code).overdue


def test_anyone_may_ask_with_an_address(walk: Walk) -> None:
    with pytest.raises(Invalid) as caught:
        advising.ask(NOBODY, NewQuestion(KERKRADE, ORDINARY[0]))
    assert set(caught.value.errors) == {"email"}
    assert advising.ask(NOBODY, NewQuestion(KERKRADE, ORDINARY[0], email="iemand@voorbeeld.example"))


@pytest.mark.parametrize(
    ("field", "said"), [("question", {"question": " "}), ("municipality", {"municipality": "GM1"})]
)
def test_a_question_that_cannot_be(walk: Walk, field: str, said: dict) -> None:
    new = {"municipality": KERKRADE, "question": ORDINARY[0]} | said
    with pytest.raises(Invalid) as caught:
        advising.ask(walk.who("bart"), NewQuestion(**new))
    assert set(caught.value.errors) == {field}


def test_only_the_asker_and_the_hub_on_duty_find_it(walk: Walk) -> None:
    code = advising.ask(walk.who("bart"), NewQuestion(KERKRADE, ORDINARY[0]))
    for key in ("sanne", "petra", "tom", "ellen", "ingrid", "willem", "fatima"):
        with pytest.raises(NotFound):
            reading.advice(walk.who(key), code)
    for key in ("bart", "petra", "tom", "ellen"):
        with pytest.raises(NotFound):
            advising.answer(walk.who(key), code, text="Ja", version=1)
        with pytest.raises(NotFound):
            advising.close(walk.who(key), code)
    assert {a.code for a in reading.my_advice(walk.who("bart"))} >= {code}
    assert code not in {a.code for a in reading.my_advice(walk.who("sanne"))}


def test_an_answer_reaches_the_asker(walk: Walk) -> None:
    code = advising.ask(walk.who("bart"), NewQuestion(KERKRADE, ORDINARY[0]))
    number = Letter.objects.count()
    advising.answer(walk.desk, code, text="Ja, meld gerust aan.", version=1)
    assert letters_since(number) == [("advice_answered", "bart@knooppunt.example")]
    assert reading.advice(walk.who("bart"), code).answer == "Ja, meld gerust aan."
    with pytest.raises(Conflict) as caught:
        advising.answer(walk.desk, code, text="Nee.", version=1)
    assert (caught.value.theirs, caught.value.mine) == ({"answer": "Ja, meld gerust aan."}, {"answer": "Nee."})
    advising.close(walk.desk, code)
    for late in (
        lambda: advising.close(walk.desk, code),
        lambda: advising.answer(walk.desk, code, text="x", version=3),
    ):
        with pytest.raises(Refused):
            late()
    assert [line.act for line in lines(code)] == ["ask_advice", "answer_advice", "close_advice"]


def test_an_answer_says_something(walk: Walk) -> None:
    code = advising.ask(walk.who("bart"), NewQuestion(KERKRADE, ORDINARY[0]))
    with pytest.raises(Invalid):
        advising.answer(walk.desk, code, text=" ", version=1)


def test_a_question_becomes_a_referral_of_its_own_asker(walk: Walk) -> None:
    from dataclasses import replace

    code = advising.ask(walk.who("sanne"), NewQuestion(KERKRADE, ORDINARY[0]))
    new = replace(STORY, due_on=clock.today(), advice=code)
    referring.refer(walk.who("els"), new)
    assert reading.advice(walk.desk, code).state == "asked"
    referring.refer(walk.who("sanne"), new)
    assert reading.advice(walk.desk, code).state == "referred"
