"""What a document is made of: a title, a language, and blocks in the order in which they are read.

Every text is plain: nothing in it is ever read as markup. A text that differs in direction from its document, such as
a telephone number or a Dutch sentence on an Arabic page, is set in its own direction.
"""

from dataclasses import dataclass
from datetime import datetime
from unicodedata import bidirectional

FROM_THE_RIGHT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def direction_of(language: str) -> str:
    """Give the direction of a language: 'ltr' or 'rtl'."""
    return "rtl" if language.partition("-")[0].lower() in FROM_THE_RIGHT else "ltr"


def direction_in(text: str, otherwise: str) -> str:
    """Give the direction in which a text begins; a number alone runs from left to right."""
    for sign in text:
        if found := _STRONG.get(bidirectional(sign)):
            return found
    return "ltr" if any(sign.isdigit() for sign in text) else otherwise


def isolated(words: str) -> str:
    """Give words to put into a sentence, so that they do not turn the order of the words around them."""
    inside = "".join(sign for sign in str(words) if not "\u2066" <= sign <= "\u2069")
    return f"\u2068{inside}\u2069"


def number(digits: str) -> str:
    """Give a number as people write it, to put into a sentence: it runs from left to right and stays on one line."""
    inside = isolated(digits.replace(" ", "\u00a0").replace("-", "\u2060-\u2060"))[1:-1]
    return f"\u2066{inside}\u2069"


@dataclass(frozen=True)
class Heading:
    """A heading under the title; a level 2 stands under a level 1."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """One or more paragraphs. `kind`: plain, lead (larger), note or aside (small), words (what somebody said), box.

    An aside and words stay on the page of what comes after them.
    """

    text: str
    kind: str = "plain"
    language: str = ""  # when it is another than that of the document


@dataclass(frozen=True)
class Facts:
    """Names with what is known: telephone with its number, and so on. An empty value is left out."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Highlight:
    """The one thing that this paper is about, in a frame: names with what is known, the first in large letters."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Lines:
    """Numbered lines to write on with a pen; what was said before stands on them already."""

    said: tuple[str, ...]
    count: int = 3


@dataclass(frozen=True)
class Items:
    """A list; in order when the order says something."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a head; `about` says what the table shows to who cannot see it."""

    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()  # parts of the width, one for each column


@dataclass(frozen=True)
class Picture:
    """A drawing (SVG that refers to nothing outside itself), and what it shows in words. Without words: refused."""

    svg: str
    says: str
    caption: str = ""
    width_mm: int = 110


@dataclass(frozen=True)
class Boxes:
    """Boxes to tick with a pen."""

    labels: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True)
class Signatures:
    """Lines to write on with a pen, two beside each other, each with what is to be written there."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page."""


type Block = Heading | Text | Facts | Highlight | Lines | Items | Table | Picture | Boxes | Signatures | NewPage


@dataclass(frozen=True)
class Document:
    """A finished document. The same document always gives the same bytes: its date is part of it."""

    title: str
    language: str
    made_at: datetime
    blocks: tuple[Block, ...]
    top: str = ""  # small, above the title
    foot: str = ""  # small, on every page
    pages: str = "{page} / {pages}"  # beside the foot
    large: bool = False  # for who reads it at a table, or reads with difficulty
    drawing: bool = False  # the people at the table beside the title; it says nothing, so no reader reads it out

    @property
    def direction(self) -> str:
        """Give the direction in which the pages are read."""
        return direction_of(self.language)
