"""Short public codes and hashed secrets."""

import hmac
import secrets
import unicodedata
from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.db import IntegrityError

# No vowels, so that no code reads as a word; no 0/O, 1/I/L, 5/S or 2/Z, so that it survives a telephone call.
ALPHABET = "BCDFGHJKMNPQRTVWXY346789"


def new_code(length: int = 8) -> str:
    """Give a random code of `length` signs that can be read out loud."""
    number, signs = secrets.randbelow(len(ALPHABET) ** length), []
    for _ in range(length):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def with_other_codes[**P, T](write: Callable[P, T]) -> Callable[P, T]:
    """Let a function that stores all or nothing do it once more when a row with its new code was there already.

    There are 24 to the power of 8 codes: with a million families one in some thousands of referrals meets its double.
    """

    @wraps(write)
    def written(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return write(*args, **kwargs)
        except IntegrityError:
            return write(*args, **kwargs)

    return written


def new_digits(length: int = 6) -> str:
    """Give a random code of `length` decimal digits, for a mail or a text message."""
    return "".join(secrets.choice("0123456789") for _ in range(length))


def hash_secret(secret: str, *, key: str) -> str:
    """Give the keyed hash under which a secret is kept, so that a copy of the database does not open a door."""
    return hmac.new(key.encode(), secret.encode(), sha256).hexdigest()


def same_secret(secret: str, hashed: str, *, key: str) -> bool:
    """Say whether `secret` has this hash, in a time that does not depend on the answer."""
    return hmac.compare_digest(hash_secret(secret, key=key), hashed)


def typed(text: str) -> str:
    """Give a code as it was meant, however it was typed: letters and digits only, capitals, digits of any script."""
    plain = unicodedata.normalize("NFKC", text)
    signs = (str(unicodedata.decimal(sign, sign)) for sign in plain)
    return "".join(sign for sign in "".join(signs).upper() if sign.isascii() and sign.isalnum())


def is_code(text: str, length: int = 8) -> bool:
    """Say whether this can be a code of `new_code`."""
    return len(text) == length and set(text) <= set(ALPHABET)


def in_groups(code: str, size: int = 4) -> str:
    """Give a code in groups, as on paper: 'KM7P-9RTX'."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))
