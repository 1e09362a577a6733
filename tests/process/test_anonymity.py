"""Which texts seem to lead to a person, and which ordinary sentences do not. No citizen number stands in this file."""

from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.casework.anonymity import findings, has_citizen_number

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def passes(digits: str) -> bool:
    return any(map(int, digits)) and sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11 == 0


def made(start: int) -> str:
    """Compute the first number from `start` that passes the eleven-test."""
    return next(d for n in count(start) if passes(d := f"{n:09}"))


NUMBERS = [made(start) for start in (100, 10_000_019, 123_000_000, 900_000_100, 999_000_000)]

FOUND = [
    ("name", "Mevrouw Jansen slaapt slecht."),
    ("name", "Ik sprak mw. de Vries gisteren."),
    ("name", "dhr. El Amrani heeft schulden"),
    ("name", "Haar partner Kevin is vaak boos."),
    ("name", "Haar zoon Daan is acht maanden."),
    ("name", "De moeder heet Samira."),
    ("name", "Een vrouw genaamd Roos belde."),
    ("name", "Wij kennen Samira Idrissi al lang."),
    ("name", "Anna de Vries heeft schulden."),
    ("name", "Fatima Amrani opent haar post niet."),
    ("name", "Her name is Julia and she worries."),
    ("name", "Mrs. Brown does not sleep."),
    ("name", "A woman called Esther asked me."),
    ("birth_date", "Zij is geboren op 12-03-1998."),
    ("birth_date", "geb. 3/4/96"),
    ("birth_date", "Uitgerekend, geboren 12 maart 1998"),
    ("birth_date", "born on 1998-03-12"),
    ("birth_date", "born 5 December 1996"),
    ("address", "Zij woont op Kerkstraat 12."),
    ("address", "postcode 6461 AB"),
    ("address", "Wilhelminaplein 3 in Kerkrade"),
    ("telephone", "Bel haar op 06-12345678"),
    ("telephone", "045 123 45 67"),
    ("telephone", "call +31 6 1234 5678"),
    ("email", "mail naar iemand@voorbeeld.example"),
]
ORDINARY = [
    "Een zwangere vrouw opent haar post niet meer en slaapt slecht. Is een Knooppunt iets voor haar?",
    "Hoe vraag ik toestemming als de partner er niet bij wil zijn?",
    "Kan een gezin met een kind van anderhalf nog worden aangemeld?",
    "Zij is 24 weken zwanger en heeft ongeveer 4500 euro schuld bij drie bedrijven.",
    "De vader is sinds 2024 werkloos, moeder van 22 werkt 16 uur.",
    "Is Veilig Thuis al betrokken? De GGZ zegt van niet.",
    "Wanneer komt het Knooppunt Kansrijke Start in beeld?",
    "Ik lees over Positieve Gezondheid en de Wet maatschappelijke ondersteuning.",
    "Heeft het Centrum voor Jeugd en Gezin plek in Kerkrade?",
    "De wachttijd is 8 tot 12 weken. Wat kan in de tussentijd?",
    "Zij spreekt Arabisch en een beetje Nederlands; de tolk kost 35,50 per keer.",
    "Wie betaalt de kraamzorg na 10 dagen? Zij heeft geen verzekering.",
    "Can a family with a child of eighteen months still be referred?",
    "She is 30 weeks pregnant, has no income and sleeps badly. What would you do?",
    "The partner does not want to come. May the mother take part alone?",
    "Does the municipality of Kerkrade pay for an interpreter?",
    "Mag de huisarts meekijken? En de jeugdverpleegkundige?",
    "Het gezin heeft 3 kinderen van 1, 4 en 7 jaar.",
]


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_what_leads_to_a_person_is_found(kind: str, text: str) -> None:
    assert kind in {f.kind for f in findings(text)}


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_question_gets_no_warning(text: str) -> None:
    assert [text[f.start : f.end] for f in findings(text)] == []


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("written", ["{}", "bsn {}.", "nr:{}", "({})", "{}\n"])
def test_a_citizen_number_is_found_however_it_is_written(number: str, written: str) -> None:
    dotted = f"{number[:4]}.{number[4:6]}.{number[6:]}"
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    for digits in (number, dotted, spaced, dotted.replace(".", "-")):
        assert has_citizen_number(written.format(digits))
        assert "citizen_number" in {f.kind for f in findings(written.format(digits))}


def test_nine_digits_that_do_not_pass_are_no_citizen_number() -> None:
    wrong = islice((d for n in count(123_456_700) if not passes(d := f"{n:09}")), 50)
    assert not any(has_citizen_number(digits) for digits in wrong)
    assert not has_citizen_number("0" * 9)


@pytest.mark.parametrize("number", NUMBERS)
def test_more_or_fewer_digits_are_something_else(number: str) -> None:
    assert not has_citizen_number(number + "1")
    assert not has_citizen_number("7" + number)
    assert not has_citizen_number(number[:8])


@given(st.integers(1, 999_999_999), st.text(alphabet="abc ,.é\n", max_size=8), st.text(alphabet="abc ,é\n", max_size=8))
def test_the_test_of_eleven_is_the_same_everywhere(number: int, before: str, after: str) -> None:
    assert has_citizen_number(f"{before}|{number:09}|{after}") is passes(f"{number:09}")


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at_and_places_stand_in_it(text: str) -> None:
    for found in findings(text):
        assert 0 <= found.start < found.end <= len(text)


def test_a_long_text_is_looked_at_in_no_time() -> None:
    findings("Van de der den el " * 5000)
    findings("0 " * 20_000)
    findings("a" * 50_000 + "@")
