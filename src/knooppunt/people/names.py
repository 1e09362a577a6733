"""How a name is written down so that it can be found: lower case, without accents, word by word. No Django here."""

import re
import unicodedata

WORD = re.compile(r"\w+")


def normalised(text: str) -> str:
    """Give `text` in lower case, without accents and with single spaces, so that 'Coördinator' equals 'coordinator'."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(WORD.findall(plain))


def words_of(text: str) -> list[str]:
    """Give the different words of `text`, normalised, in the order in which they stand there."""
    return list(dict.fromkeys(normalised(text).split()))
