"""What fits in one text message: 160 signs of the telephone's own alphabet, or 70 as soon as there is another sign.

3GPP TS 23.038, 6.2.1. Messages of more parts cost more, and are cut in two on older telephones.
"""

import unicodedata

ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€")  # these take two places
NO_MARK = str.maketrans({"ł": "l", "Ł": "L", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "…": "..."})


def fits(text: str) -> bool:
    """Say whether a text goes as one message."""
    if set(text) <= ALPHABET | TWICE:
        return len(text) + sum(sign in TWICE for sign in text) <= 160
    return len(text.encode("utf-16-be")) <= 140


def plain(text: str) -> str:
    """Give a text as it is when it fits; else without the marks on its letters, as people type on a telephone.

    A script that has no such letters stays as it is.
    """
    if fits(text):
        return text
    apart = unicodedata.normalize("NFD", text.translate(NO_MARK))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return bare if set(bare) <= ALPHABET | TWICE else text
