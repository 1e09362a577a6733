"""Short codes survive a telephone call, and secrets are kept as keyed hashes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from knooppunt.foundation import codes
from knooppunt.trail.models import CODES


def test_a_code_holds_no_signs_that_are_mixed_up_and_no_vowels():
    assert not set(codes.ALPHABET) & set("AEIOU01IL5S2Z")
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET)
    found = {codes.new_code() for _ in range(2000)}
    assert len(found) == 2000
    assert all(len(code) == 8 and set(code) <= set(codes.ALPHABET) for code in found)
    assert len(codes.new_code(12)) == 12


def test_the_trail_takes_every_code():
    assert all(re.match(CODES, codes.new_code(12)) for _ in range(200))


def test_digits_may_begin_with_nought_and_are_always_six():
    found = {codes.new_digits() for _ in range(500)}
    assert all(re.fullmatch(r"[0-9]{6}", digits) for digits in found)
    assert any(digits.startswith("0") for digits in found)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_only_the_same_secret_under_the_same_key_fits(secret, other, key):
    hashed = codes.hash_secret(secret, key=key)
    assert codes.same_secret(secret, hashed, key=key)
    assert codes.same_secret(other, hashed, key=key) == (other == secret)
    assert not codes.same_secret(secret, hashed, key=key + "x")
    assert secret == "" or len(hashed) == 64
