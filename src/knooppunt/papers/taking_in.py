"""Papers that come in from outside: a photo or a scan, looked at by its content and made clean before it is kept.

A picture is drawn anew, so that nothing hides in it: not where it was taken, nor anything behind its end. Of a PDF only
the pages are kept, without anything that acts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

LARGEST = 8_000_000  # bytes that come in
WIDEST = 2000  # points of a picture that is kept, on its longest side
MOST_POINTS = 80_000_000  # of a picture that comes in; a telephone makes fifty million
MOST_PAGES = 20
MOST_PARTS = 20_000  # of a PDF
PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
ACTS = frozenset({
    "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/SubmitForm",
    "/ImportData", "/GoToR", "/GoToE",
})  # fmt: skip
LOOSE = ("/Annots", "/AA", "/Metadata", "/PieceInfo", "/B", "/Thumb")  # of a page: what is not the page itself


class NotTaken(Exception):
    """This is not kept. `reason`: empty, too_large, unknown_kind, unreadable, locked, acts or too_many_pages."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Taken:
    """A clean paper: image/jpeg or application/pdf."""

    media_type: str
    content: bytes


def take_in(content: bytes) -> Taken:
    """Give a clean copy of a photo (JPEG, PNG) or a scan (PDF). Raises NotTaken with the reason why not."""
    if not content:
        raise NotTaken("empty")
    if len(content) > LARGEST:
        raise NotTaken("too_large")
    for begin, kind in PICTURES.items():
        if content.startswith(begin):
            return Taken("image/jpeg", _drawn_anew(content, kind))
    if content.startswith(b"%PDF-"):
        return Taken("application/pdf", _pages_alone(content))
    raise NotTaken("unknown_kind")


def _drawn_anew(content: bytes, kind: str) -> bytes:
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise NotTaken("too_large")
            picture.draft("RGB", (WIDEST, WIDEST))  # a large photo need not be unpacked in full
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((WIDEST, WIDEST))
            if "A" in upright.getbands() or "transparency" in upright.info:
                upright = Image.alpha_composite(
                    Image.new("RGBA", upright.size, "white"), upright.convert("RGBA")
                )  # what was see-through is paper
            clean, made = Image.new("RGB", upright.size), BytesIO()
            clean.paste(upright.convert("RGB"))
            clean.save(made, "JPEG", quality=85, optimize=True)
            return made.getvalue()
    except NotTaken:
        raise
    except Image.DecompressionBombError as error:
        raise NotTaken("too_large") from error
    except Exception as error:  # a broken picture breaks in many ways
        raise NotTaken("unreadable") from error


def _pages_alone(content: bytes) -> bytes:
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise NotTaken("locked")
        if not 0 < len(reader.pages) <= MOST_PAGES:
            raise NotTaken("too_many_pages" if len(reader.pages) else "unreadable")
        if any(ACTS & _names(part) for part in _parts(reader.trailer)):
            raise NotTaken("acts")
        writer = PdfWriter()
        writer.metadata = None
        for page in reader.pages:
            for name in LOOSE:
                page.pop(NameObject(name), None)
            writer.add_page(page)
        made = BytesIO()
        writer.write(made)
        return made.getvalue()
    except NotTaken:
        raise
    except Exception as error:  # a broken PDF breaks in many ways
        raise NotTaken("unreadable") from error


def _parts(root: Any) -> Iterator[Any]:
    """Give every part that can be reached, each once."""
    todo, seen = [root], set()
    while todo:
        part = todo.pop()
        if isinstance(part, IndirectObject):
            if (part.idnum, part.generation) in seen:
                continue
            seen.add((part.idnum, part.generation))
            part = part.get_object()
        if len(seen) > MOST_PARTS:
            raise NotTaken("too_many_pages")
        if isinstance(part, DictionaryObject):
            yield part
            todo += [part.raw_get(name) for name in part]
        elif isinstance(part, ArrayObject):
            todo += list(part)


def _names(part: DictionaryObject) -> set[str]:
    """Give the names in a part that can say that it acts: its keys, and what kind of action or object it is."""
    return {*map(str, part), *(str(part.raw_get(name)) for name in ("/S", "/Type", "/Subtype") if name in part)}
