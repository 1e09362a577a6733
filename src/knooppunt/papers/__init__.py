"""Finished documents on paper: what stands in one is given as data, what comes out is a tagged PDF (PDF/UA-1).

This room knows nothing of families, languages' texts or the web. Who makes a document writes every word of it.
"""

from .document import Block, Boxes, Document, Facts, Heading, Items, NewPage, Picture, Signatures, Table, Text, isolated
from .setting import pdf

__all__ = [
    "Block",
    "Boxes",
    "Document",
    "Facts",
    "Heading",
    "Items",
    "NewPage",
    "Picture",
    "Signatures",
    "Table",
    "Text",
    "isolated",
    "pdf",
]
