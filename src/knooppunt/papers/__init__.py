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
from .setting import Busy, pdf, warm
from .taking_in import LARGEST, NotTaken, Taken, take_in

__all__ = [
    "LARGEST",
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
    "Picture",
    "Signatures",
    "Table",
    "Taken",
    "Text",
    "isolated",
    "number",
    "pdf",
    "take_in",
    "warm",
]
