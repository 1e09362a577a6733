"""Which signs the fonts of the house can show. For one that they lack stands a sign that says so, never nothing."""

import re
from functools import cache
from pathlib import Path
from struct import unpack_from

FONTS = Path(__file__).parent / "fonts"
UNKNOWN = "\ufffd"
LONGEST_WORD = 40  # signs; a longer one may be broken anywhere, so that it does not run off the page
JOINER = "\u200d"
_SPACES = frozenset("\t\v\f\u2028\u2029\u202f")
_JOINERS = frozenset({JOINER, "\ufe0e", "\ufe0f"}) | {chr(tone) for tone in range(0x1F3FB, 0x1F400)}
# Read as how to set a text, and shown by no font.
_SET_BY = frozenset("\u00a0\u00ad\u200b\u200c\u200e\u200f\u2060\u2066\u2067\u2068\u2069")
_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def settable(text: str) -> str:
    """Give a text without signs that steer a printer or turn words around, and with one sign for what no font has."""
    shown: list[str] = []
    together = False  # a family of four faces is one sign
    for sign in text.replace("\r\n", "\n").replace("\r", "\n"):
        strange = shown[-1:] == [UNKNOWN]
        if strange and sign in _JOINERS:
            together = sign == JOINER
        elif sign == "\n" or sign in _SET_BY or sign in known():
            shown.append(sign)
        elif sign in _SPACES:
            shown.append(" ")
        elif sign.isprintable() and not (strange and together):
            shown.append(UNKNOWN)
        together = together and sign == JOINER
    return _LONG.sub(lambda run: run[0] + "\u200b", "".join(shown))


@cache
def known() -> frozenset[str]:
    """Give every sign that one of the fonts can show."""
    found: set[str] = set()
    for font in sorted(FONTS.glob("*-Regular.ttf")):
        found |= _signs_of(font.read_bytes())
    return frozenset(sign for sign in found if sign.isprintable())


def _signs_of(font: bytes) -> set[str]:
    """Read the table that maps signs to shapes (`cmap`, format 4 or 12) of a TrueType font."""
    tables = unpack_from(">H", font, 4)[0]
    places = {font[12 + 16 * n : 16 + 16 * n]: unpack_from(">I", font, 20 + 16 * n)[0] for n in range(tables)}
    start = places[b"cmap"]
    found: set[str] = set()
    for n in range(unpack_from(">H", font, start + 2)[0]):
        at = start + unpack_from(">I", font, start + 8 + 8 * n)[0]
        read = {4: _segments, 12: _groups}.get(unpack_from(">H", font, at)[0])
        found |= read(font, at) if read else set()
    return found


def _segments(font: bytes, at: int) -> set[str]:
    count = unpack_from(">H", font, at + 6)[0] // 2
    ends = unpack_from(f">{count}H", font, at + 14)
    starts = unpack_from(f">{count}H", font, at + 16 + 2 * count)
    return {chr(n) for first, last in zip(starts, ends, strict=True) for n in range(first, min(last, 0xFFFE) + 1)}


def _groups(font: bytes, at: int) -> set[str]:
    count = unpack_from(">I", font, at + 12)[0]
    groups = (unpack_from(">II", font, at + 16 + 12 * n) for n in range(count))
    return {chr(n) for first, last in groups for n in range(first, last + 1)}
