"""A factsheet on paper: one tagged sheet of two sides whatever is on it, in the order in which one reads."""

import re
from pathlib import Path
from time import process_time

import pytest

from knooppunt.figures import formats

from . import some_factsheets as some
from .reading_back import ALL, flat, lines, paper, text_of, told


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", sorted(ALL))
def test_paper_is_one_tagged_sheet_of_two_sides(name: str, language: str, tmp_path: Path) -> None:
    path = paper(ALL[name], tmp_path, language)
    facts = dict(line.split(":", 1) for line in told("pdfinfo", path).splitlines() if ":" in line)
    assert facts["Tagged"].strip() == "yes"
    assert int(facts["Pages"]) == (1 if name == "nobody" else 2)
    assert "A4" in facts["Page size"]
    assert "CreationDate" not in facts and "ModDate" not in facts  # nobody asks when it was set
    assert facts["Title"].strip().startswith(f"Knooppunten Kansrijke Start {ALL[name]['year']}")
    assert f"/Lang({language})".encode() in path.read_bytes() or f"/Lang ({language})".encode() in path.read_bytes()
    fonts = told("pdffonts", path).splitlines()[2:]
    assert fonts and all(line.split()[-5] == "yes" for line in fonts), "every font travels along"


def test_dutch_words_on_an_english_sheet_are_tagged_as_dutch(tmp_path: Path) -> None:
    dutch, english = (paper(ALL["2022"], tmp_path, language).read_bytes() for language in ("nl", "en"))
    assert english.count(b"/Lang(nl)") + english.count(b"/Lang (nl)") >= 3  # words, milestones, a quote
    assert b"/Lang(en)" not in dutch and b"/Lang (en)" not in dutch


def test_many_municipalities_stay_on_two_sides(tmp_path: Path) -> None:
    sheet = some.large_region() | {"title": ", ".join(name for _code, name in some.PLACES)}
    said = text_of(paper(sheet, tmp_path))
    assert said.count("\f") == 2 and "Beek, Beekdaelen" in said
    many = sheet | {"tables": dict(sheet["tables"])}  # of another region: as many as there are in the country
    names = [(f"GM{number:04}", f"Gemeente met een lange naam {number}") for number in range(342)]
    many["tables"]["by_municipality"] = some.table(names, [12] * 342, 4104)
    assert text_of(paper(many, tmp_path)).count("\f") == 2


def test_paper_says_everything_in_order(tmp_path: Path) -> None:
    said = flat(told("pdfinfo", "-struct-text", paper(ALL["2022"], tmp_path)))
    order = [
        "Knooppunten Kansrijke Start", "gezinnen aangemeld", "Wat is een Knooppunt?", "Mijlpalen",
        "Aangemelde gezinnen per kwartaal", "Aangemelde gezinnen per gemeente", "Wie meldde aan?",
        "Gezinssamenstelling",
        "Opleiding", "Hulpvragen", "Ingezette ondersteuning", "Hoe liep het af?", "Hoe snel ging het?",
        "Uit de praktijk",
        "Ziet u een gezin", "Toestemming voor onderzoek: 18",
    ]  # fmt: skip
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_paper_has_heads_and_tables_for_who_listens(tmp_path: Path) -> None:
    tree = told("pdfinfo", "-struct", paper(ALL["2022"], tmp_path))
    kinds = re.findall(r"^\s*(\w+)", tree, re.M)
    assert kinds.count("H1") == 1 and kinds.count("H2") >= 6
    assert kinds.count("Table") == len(ALL["2022"]["tables"])
    assert kinds.count("TH") >= 2 * kinds.count("Table") and kinds.count("TR") > kinds.count("Table")


@pytest.mark.parametrize("name", ["longest", "region"])
def test_paper_is_made_while_one_waits(name: str) -> None:
    formats.make(ALL["2022"], "pdf")  # the fonts are read at the start of a server
    begin = process_time()  # and not by the clock: others work on this machine too
    formats.make(ALL[name] | {"year": 2031}, "pdf")
    assert process_time() - begin < 2, "half a second on a quiet machine"


def test_one_hears_before_freezing_that_words_are_too_long() -> None:
    assert all(formats.fits(ALL[name]) for name in ("2022", "region", "nobody", "hidden"))
    assert not formats.fits(ALL["longest"])


def test_what_does_not_fit_is_shortened_and_says_so(tmp_path: Path) -> None:
    said = flat(text_of(paper(ALL["longest"], tmp_path)))
    assert " …" in said
    assert "Lijsten van de registratie" in said, "the small print stands there whatever happens"


def test_a_year_without_families_says_so_in_every_format(tmp_path: Path) -> None:
    words = "In 2019 zijn hier geen gezinnen aangemeld en is er niet gespard."
    assert words in flat(text_of(paper(ALL["nobody"], tmp_path)))
    assert words in formats.make(ALL["nobody"], "html").decode()
    assert {line["count"] for line in lines(ALL["nobody"]) if line["table"] == "needs" and line["code"]} == {"0"}


def test_a_year_of_which_nothing_may_be_shown_says_so_once(tmp_path: Path) -> None:
    """Of a year without families too nothing is published: whoever reads it may not learn which of both it is."""
    sheet = ALL["hidden"] | {"referred": None, "year": 2019}
    words = "Over 2019 is hier geen enkel aantal te laten zien."
    assert words in flat(text_of(paper(sheet, tmp_path)))
    page = formats.make(sheet, "html").decode()
    assert words in page and "<table>" not in page
    assert words not in formats.make(ALL["hidden"], "html").decode()


def test_words_of_people_are_never_read_as_markup(tmp_path: Path) -> None:
    sheet = some.internal_of_2022()
    hostile = '#panic("no") <b>$x$</b> {{ x }} *a* </style><script>alert(1)</script>'
    sheet["passages"]["words"] = [{"text": hostile}]
    sheet["tables"]["needs"]["rows"][3]["label"] = hostile
    assert '#panic("no")' in text_of(paper(sheet, tmp_path))
    page = formats.make(sheet, "html").decode()
    assert "<script" not in page and "<b>$x$" not in page and "{{ x }}" in page
