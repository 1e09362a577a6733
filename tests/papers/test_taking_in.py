"""A photo or a scan is known by its content, and nothing comes in with it but what can be seen."""

from contextlib import suppress
from io import BytesIO
from random import Random
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from knooppunt.papers import NotTaken, take_in
from knooppunt.papers.taking_in import LARGEST, MOST_PAGES, WIDEST


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: Any) -> bytes:
    made = BytesIO()
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, 10, 10))
    image = image.convert(mode)
    image.save(made, kind, **more)
    return made.getvalue()


def scan(pages: int = 1, change: Any = None) -> bytes:
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "Kanarie Auteur"})
    if change:
        change(writer)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def why(content: bytes) -> str:
    with pytest.raises(NotTaken) as caught:
        take_in(content)
    return caught.value.reason


def test_a_photo_is_drawn_anew_without_where_and_when_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Kanariecamera", {1: "N", 2: (50.0, 51.0, 0.0)}
    taken = take_in(picture(exif=exif.tobytes()) + b"<script>achteraan</script>")
    assert taken.media_type == "image/jpeg" and b"Kanarie" not in taken.content and b"script" not in taken.content
    assert not Image.open(BytesIO(taken.content)).getexif()


def test_a_photo_that_was_held_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = Image.open(BytesIO(take_in(picture(exif=exif.tobytes())).content))
    assert upright.size == (40, 60)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_a_png_of_any_kind_becomes_a_picture(mode: str) -> None:
    taken = take_in(picture("PNG", mode=mode) if mode != "I;16" else _deep())
    assert taken.media_type == "image/jpeg" and Image.open(BytesIO(taken.content)).mode == "RGB"


def _deep() -> bytes:
    made = BytesIO()
    Image.new("I;16", (20, 20)).save(made, "PNG")
    return made.getvalue()


def test_a_large_photo_becomes_small_enough() -> None:
    made = Image.open(BytesIO(take_in(picture(size=(5000, 3000))).content))
    assert max(made.size) == WIDEST and abs(made.size[0] / made.size[1] - 5 / 3) < 0.01


def test_a_picture_that_unpacks_to_a_mountain_is_refused() -> None:
    assert why(_mountain()) == "too_large"


def _mountain() -> bytes:
    made = BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"GIF89a....", b"<svg onload=x>", b"<!doctype html>", b"MZ\x90", b"PK\x03\x04", b"hello", b"\xef\xbb\xbf%PDF-1.4"],
)
def test_anything_else_is_refused_whatever_it_is_called(content: bytes) -> None:
    assert why(content) == "unknown_kind"


def test_empty_large_and_broken_are_refused() -> None:
    assert why(b"") == "empty"
    assert why(b"\xff\xd8\xff" + b"0" * LARGEST) == "too_large"
    assert why(b"\xff\xd8\xff\xe0 no picture") == "unreadable"
    assert why(picture("PNG")[:40]) == "unreadable"
    assert why(b"%PDF-1.7 no document") == "unreadable"


def test_of_a_scan_the_pages_are_kept_and_not_who_made_it() -> None:
    taken = take_in(scan(3))
    reader = PdfReader(BytesIO(taken.content))
    assert taken.media_type == "application/pdf" and len(reader.pages) == 3 and b"Kanarie" not in taken.content


def test_a_scan_that_acts_is_locked_or_endless_is_refused() -> None:
    assert why(scan(change=_speaks)) == "acts"
    assert why(scan(change=lambda w: w.add_attachment("x.exe", b"MZ"))) == "acts"
    assert why(scan(change=lambda w: w.encrypt("geheim"))) == "locked"
    assert why(scan(MOST_PAGES + 1)) == "too_many_pages"
    assert why(scan(change=_launches)) == "acts"


def _speaks(writer: PdfWriter) -> None:
    act = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")}
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(act)


def _launches(writer: PdfWriter) -> None:
    act = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
    note = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/A"): act})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def test_garbage_behind_a_right_beginning_never_breaks_anything_else() -> None:
    dice = Random(3)
    good = (picture(), picture("PNG"), scan(2))
    for _round in range(300):
        content = bytearray(dice.choice(good))
        for _spot in range(dice.randrange(1, 30)):
            content[dice.randrange(4, len(content))] = dice.randrange(256)
        with suppress(NotTaken):
            assert take_in(bytes(content)).content
