"""Papers: those that go out, set from data as tagged PDF (PDF/UA-1), and those that come in, looked at and made clean.

This room knows nothing of families, languages' texts or the web. Who makes a document writes every word of it.
"""

from .document import (
    Block,
    Boxes,
    Document,
    Facts,
    Heading,
    Highlight,
    Items,
    Lines,
    NewPage,
    Picture,
    Signatures,
    Table,
    Text,
    isolated,
    number,
)
from .setting import Busy, TooFull, pdf, warm
from .taking_in import LARGEST, NotTaken, Taken, take_in
from .two_sides import Bar, Bars, Number, TwoSides, Words

__all__ = [
    "LARGEST",
    "Bar",
    "Bars",
    "Block",
    "Boxes",
    "Busy",
    "Document",
    "Facts",
    "Heading",
    "Highlight",
    "Items",
    "Lines",
    "NewPage",
    "NotTaken",
    "Number",
    "Picture",
    "Signatures",
    "Table",
    "Taken",
    "Text",
    "TooFull",
    "TwoSides",
    "Words",
    "isolated",
    "number",
    "pdf",
    "take_in",
    "warm",
]
