"""Documents on paper: read back by another reader than the one that made them, with words that try to be more."""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from knooppunt.papers import (
    Block,
    Boxes,
    Document,
    Facts,
    Heading,
    Items,
    NewPage,
    Picture,
    Signatures,
    Table,
    Text,
    isolated,
    number,
    pdf,
)
from knooppunt.papers.signs import UNKNOWN, known, settable

MADE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CIRCLE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
HOSTILE = [
    '#include "paper.typ"', '#read("/etc/passwd")', "$ x^2 $", "\\ back", "`], #panic()", "*bold* _it_ <label> @ref",
    "// no comment", "/* nor this */", "= no heading", "- no list", "~ -- ... 'q' \"r\"", "{{ x }} {% y %}", "]]>&amp;",
]  # fmt: skip


def paper(*blocks: Block, language: str = "nl", **more: Any) -> Document:
    return Document("Mijn gegevens", language, MADE, blocks, **more)


def read(document: Document) -> PdfReader:
    return PdfReader(BytesIO(pdf(document)))


def words(reader: PdfReader) -> str:
    text = " ".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", text.replace("\u2060", ""))


def tags(reader: PdfReader) -> list[str]:
    """Give the names of the structure, in the order of reading."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif hasattr(node, "get"):
            if "/S" in node:
                found.append(str(node["/S"]).strip("/"))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def everything() -> tuple[Block, ...]:
    return (
        Text("Dit weten wij.", "lead"), Heading("Wie u bent"), Facts((("Naam", "Samira"), ("Leeg", ""))),
        Heading("Meer", 2), Items(("een", "twee"), ordered=True), Text("Zo zei u het.", "words"),
        Table("wie er keek", ("Wanneer", "Wie"), (("3 november", "GGD"),), (1, 2)),
        Picture(CIRCLE, "Een rondje", "Uw web"), Boxes(("Ja", "Nee")), Signatures(("Naam", "Datum")), NewPage(),
        Text("Slot.", "note"), Text("Kader.", "box"),
    )  # fmt: skip


def test_it_is_a_tagged_document_with_title_language_and_own_fonts() -> None:
    reader = read(paper(*everything()))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "nl" and root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None and reader.metadata.title == "Mijn gegevens"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "NotoSans" in font["/BaseFont"] and "/FontFile2" in inner


def test_screen_readers_find_headings_lists_tables_and_pictures_in_order() -> None:
    found = tags(read(paper(*everything())))
    wanted = ["H1", "P", "H2", "L", "LI", "Lbl", "LBody", "H3", "L", "Table", "THead", "TH", "TD", "Figure"]
    place = 0
    for one in wanted:
        assert one in found[place:], one
        place = found.index(one, place)


def test_the_words_stand_in_the_order_in_which_they_were_given() -> None:
    reader = read(paper(*everything(), foot="Bewaar dit goed.", pages="Bladzijde {page} van {pages}"))
    text, pages = words(reader), len(reader.pages)
    order = ["Mijn gegevens", "Dit weten wij.", "Wie u bent", "Naam", "Samira", "een", "twee", "GGD", "Ja", "Slot."]
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    assert "Leeg" not in text and f"Bladzijde 1 van {pages}" in text and text.count("Bewaar dit goed.") == pages


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf(paper(*everything())) == pdf(paper(*everything()))
    assert read(paper()).metadata.creation_date == MADE  # type: ignore[union-attr]


@pytest.mark.parametrize("said", HOSTILE)
def test_words_are_never_instructions(said: str) -> None:
    blocks = (
        Text(said), Heading(said), Facts(((said, said),)), Items((said,)), Table(said, (said,), ((said,),)),
        Boxes((said,)), Signatures((said,)),
    )  # fmt: skip
    text = words(read(Document(said, "nl", MADE, blocks, top=said, foot=said)))
    assert text.count(re.sub(r"\s+", " ", said)) >= 9


def test_a_very_long_story_and_a_very_long_word_stay_on_the_page() -> None:
    story = read(paper(Text("zo ging het " * 8_000)))
    assert len(story.pages) > 10 and words(story).count("ging") == 8_000
    text = words(read(paper(Text("w" * 100_000))))
    assert len(re.findall("w", text)) == 100_000 and "w" * 45 not in text


def test_signs_that_no_font_has_are_shown_as_such_and_a_family_is_one_sign() -> None:
    assert settable("hoi 👩‍🍼!") == f"hoi {UNKNOWN}!"
    assert settable("👨‍👩‍👧‍👦👍🏽") == UNKNOWN * 2
    assert settable("a\0b\x07c\u202ed") == "abcd" and settable("a\tb\r\nc") == "a b\nc"
    assert "é" in known() and "ł" in known() and "ب" in known() and UNKNOWN in known()
    assert UNKNOWN in words(read(paper(Text("አማርኛ"), Heading("中文"), Facts((("naam", "👶"),)))))


def test_arabic_reads_from_the_right_and_a_number_from_the_left() -> None:
    reader = read(
        paper(Text("بياناتي"), Facts((("هاتف", "+31 6 12 34 56 78"),)), Items(("Een Nederlandse zin.",)), language="ar")
    )
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "ar" and root["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert "31 6 12 34 56 78" in words(reader) and "Een Nederlandse zin." in words(reader)


def test_a_part_in_another_language_says_so() -> None:
    reader = read(paper(Text("Ik doe mee.", "words", "nl"), Boxes(("Ja",), "nl"), language="ar"))
    assert _languages(reader) == {"nl"}


def _languages(reader: PdfReader) -> set[str]:
    return {str(one.get_object().get("/Lang")) for one in _nodes(reader) if "/Lang" in one.get_object()}


def _nodes(reader: PdfReader) -> list[Any]:
    todo, seen = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]], []  # type: ignore[index]
    while todo:
        node = todo.pop().get_object()
        if isinstance(node, list):
            todo += list(node)
        elif hasattr(node, "get"):
            seen.append(node)
            if "/K" in node:
                todo.append(node["/K"])
    return seen


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="words"):
        pdf(paper(Picture(CIRCLE, " ")))


def test_words_in_a_sentence_do_not_turn_it() -> None:
    assert isolated("Jan\u2069") == "\u2068Jan\u2069"
    assert "045 000-00 00" in words(read(paper(Text(f"هاتف {number('045 000-00 00')} شكرا"), language="ar")))
