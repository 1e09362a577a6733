"""Telephone numbers: one form to keep, whatever was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.foundation.codes import in_groups, is_code, new_code, typed
from knooppunt.people import phones


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("06-11223344", "+31611223344"),
        ("06 11 22 33 44", "+31611223344"),
        ("+31 (0)6 11223344", "+31611223344"),
        ("0031611223344", "+31611223344"),
        ("٠٦١١٢٢٣٣٤٤", "+31611223344"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0049 1512 3456789", "+4915123456789"),
        ("12", ""),
        ("merel", ""),
        ("06112233445566778899", ""),
        ("", ""),
    ],
)
def test_a_number_is_kept_in_one_form(text: str, kept: str) -> None:
    assert phones.normal(text) == kept


def test_a_fixed_line_gets_no_texts() -> None:
    assert phones.gets_texts(phones.normal("0611223344"))
    assert not phones.gets_texts(phones.normal("045 560 12 34"))


def test_a_number_is_shown_as_people_write_it() -> None:
    assert phones.shown("+31611223344") == "06 11223344"
    assert phones.shown("+32470123456").startswith("+32 ")
    assert phones.shown("merel@example.org") == "merel@example.org"


@given(st.text(max_size=40))
def test_any_text_is_a_number_that_can_be_sent_to_or_none(text: str) -> None:
    found = phones.normal(text)
    assert found == "" or (found.startswith("+") and found[1:].isascii() and found[1:].isdigit())
    assert phones.normal(found) == found


@given(st.text(max_size=20))
def test_a_typed_code_holds_plain_signs_only(text: str) -> None:
    found = typed(text)
    assert found.isascii() and (not found or found.isalnum()) and found == typed(found)


def test_a_code_survives_groups_small_letters_and_digits_of_another_script() -> None:
    for _ in range(50):
        code = new_code()
        arabic = in_groups(code).lower().translate({ord(str(n)): chr(0x660 + n) for n in range(10)})
        assert is_code(code) and typed(f" {arabic} ") == code
    assert not is_code("ABCDEFGH") and not is_code("KMPR789") and not is_code("KMPR78944")
