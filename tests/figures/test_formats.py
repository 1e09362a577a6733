"""A factsheet in each format: read back by another program, the same bytes twice, never a number that was hidden."""

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import translation

from knooppunt.figures import formats
from knooppunt.figures.charts import Bar, Group, bars
from knooppunt.figures.formats.panels import tell

from . import some_factsheets as some
from .reading_back import ALL, Words, cells, lines, paper, text_of, told

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


# --- All formats -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("format", sorted(formats.FORMATS))
@pytest.mark.parametrize("name", sorted(ALL))
def test_the_same_factsheet_gives_the_same_bytes(name: str, format: str) -> None:
    again = json.loads(formats.make(ALL[name], "json"))  # as it comes back from the ledger
    with translation.override("en"):  # whatever the reader of the moment speaks
        assert formats.make(again, format) == formats.make(ALL[name], format)


def test_an_unknown_format_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(formats.UnknownFormat, match=r"'docx': pdf, xlsx, csv, html, json"):
        formats.make(ALL["2022"], "docx")


def test_the_name_of_a_file_says_what_it_is() -> None:
    assert formats.file_name(ALL["region"], "pdf") == "factsheet-2026-region-1.pdf"
    internal = formats.file_name(ALL["2022"], "csv")
    assert internal == "factsheet-2022-municipality-gm0882-gm0928-gm0981-intern-concept.csv"


def _planted() -> tuple[dict[str, Any], set[str]]:
    """Give a factsheet of which some numbers are hidden, and everything that would give one of them away."""
    sheet = some.large_region()
    places = sheet["tables"]["by_municipality"]
    for number, row in enumerate(places["rows"]):
        row["count"] = 1013 + 97 * number
    sheet["referred"] = places["n"] = sum(row["count"] for row in places["rows"])
    sheet["tables"]["by_quarter"]["n"] = sheet["tables"]["new_referrers"]["n"] = places["n"]
    secret = {str(row["count"]) for row in places["rows"][3:5]}
    secret.add(str(sum(row["count"] for row in places["rows"][3:5])))
    for row in places["rows"][3:5]:
        row["count"] = None
    needs = sheet["tables"]["needs"]
    needs["n"], needs["missing"] = None, None
    secret |= {str(sheet["research_consented"])}
    sheet["research_consented"] = None
    for name, table in sheet["tables"].items():  # so that it stands nowhere else
        if table["n"] is not None and name not in ("by_municipality", "by_quarter", "new_referrers"):
            table["n"] += 1
    return sheet, secret


@pytest.mark.parametrize("format", ["json", "html", "pdf", "csv", "xlsx"])
def test_a_hidden_number_is_nowhere_and_nor_is_what_gives_it_away(format: str, tmp_path: Path) -> None:
    """Nobody subtracts, adds or divides on the way: what stands in a file stood in the dict, or is a share of it."""
    sheet, secret = _planted()
    made = formats.make(sheet, format)
    if format == "pdf":
        said = text_of(paper(sheet, tmp_path))
    elif format == "html":
        said = " ".join(Words(made.decode()).said)
    elif format == "xlsx":
        said = " ".join(cell for rows in cells(made).values() for row in rows for cell in row)
    else:
        said = made.decode()
    numbers = {re.sub(r"[.,](?=\d{3})", "", found) for found in NUMBER.findall(said)}
    assert not numbers & secret
    assert "1013" in numbers
    assert "None" not in said and "nan" not in said.lower().split()


def test_internal_stands_on_every_page_and_in_every_file(tmp_path: Path) -> None:
    sheet = ALL["2022"]
    path = paper(sheet, tmp_path)
    for page in ("1", "2"):
        assert "Intern" in told("pdftotext", "-f", page, "-l", page, path, "-")
    assert "Intern: alleen voor de coalitie zelf" in formats.make(sheet, "html").decode()
    assert ["factsheet", "internal", "Intern: alleen voor de coalitie zelf"] in [
        list(line.values())[:3] for line in lines(sheet)
    ]
    assert all(
        any("Intern" in cell for row in rows[:3] for cell in row)
        for rows in cells(formats.make(sheet, "xlsx")).values()
    )
    assert json.loads(formats.make(sheet, "json"))["internal"] is True
    for format in ("html", "csv"):
        assert "Intern" not in formats.make(ALL["region"], format).decode()


# --- Tables and their notes -------------------------------------------------------------------------------------------
def test_each_table_says_of_how_many_it_is() -> None:
    panels = {panel.name: panel for panel in tell(ALL["2022"]).panels}
    assert panels["needs"].counted == "n = 18 · meer antwoorden mogelijk"
    assert panels["evaluations"].counted == "n = 13 · niet gevraagd: 5"
    assert panels["education"].counted == "moeder: n = 14, niet gevraagd: 4 · partner: n = 12, niet gevraagd: 6"
    hidden = {panel.name: panel for panel in tell(ALL["hidden"]).panels}
    assert hidden["needs"].counted == "n is afgeschermd · meer antwoorden mogelijk"


@pytest.mark.parametrize(
    ("n", "missing", "said"),
    [(14, 4, "n = 14 · niet gevraagd: 4"), (14, 0, "n = 14"), (14, None, "n = 14 · niet gevraagd: afgeschermd"),
     (None, 12, "n is afgeschermd · niet gevraagd: 12"), (None, None, "n is afgeschermd")],
)  # fmt: skip
def test_who_was_not_asked_is_never_left_out_as_if_it_were_nobody(
    n: int | None, missing: int | None, said: str
) -> None:
    sheet = some.internal_of_2022()
    sheet["tables"]["outcomes"] |= {"n": n, "missing": missing}
    assert next(panel for panel in tell(sheet).panels if panel.name == "outcomes").counted == said


def test_no_days_of_nobody_is_not_a_hidden_number(tmp_path: Path) -> None:
    sheet = some.internal_of_2022()
    sheet["tables"]["durations"]["rows"][1] |= {"count": 0, "median_days": None}
    row = next(panel for panel in tell(sheet).panels if panel.name == "durations").rows[1]
    assert row.is_zero and [cell.text for cell in row.cells] == ["0", "–"]
    assert "afgeschermd" not in formats.make(sheet, "csv").decode()
    assert "afgeschermd" not in Words(formats.make(sheet, "html").decode()).said
    assert "afgeschermd" not in text_of(paper(sheet, tmp_path)).lower()
    assert not any("afgeschermd" in row for rows in cells(formats.make(sheet, "xlsx")).values() for row in rows)


def test_it_says_that_new_may_be_too_many_where_it_counts_who_is_new() -> None:
    sheet = some.internal_of_2022()
    said = "Nieuw’ kan daarom te hoog zijn"
    for rows, there in ((0, False), (3, True)):
        sheet["tables"]["new_referrers"] = some.table(["Nieuw", "Bekend"], [rows, 0], rows)
        assert any(said in remark for remark in tell(sheet).remarks) is there


def test_percentages_only_of_thirty_families_or_more() -> None:
    few, many = tell(ALL["2022"]), tell(ALL["region"])
    assert not any(c.part for p in few.panels if p.name != "advice" for row in p.rows for c in row.cells)
    needs = next(panel for panel in many.panels if panel.name == "needs")
    assert needs.rows[3].cells[0].part == "61%"
    assert not any(cell.part for row in needs.rows for cell in row.cells if cell.hidden)


def test_a_table_that_nobody_knew_yet_is_shown_too() -> None:
    sheet = some.internal_of_2022()
    sheet["tables"]["new_table"] = some.table(["Een", "Twee"], [1, 2], 3)
    assert "new_table" in {panel.name for panel in tell(sheet).panels}
    assert b"Twee" in formats.make(sheet, "html")


# --- The page --------------------------------------------------------------------------------------------------------
def test_page_needs_nothing_beside_itself() -> None:
    page = formats.make(ALL["region"], "html").decode()
    assert not re.search(r"<script|<link|<img|\ssrc=|@import|url\(\s*[\"']?(?!#)", page)
    assert not re.search(r"\sstyle=", page)
    assert page.count("<h1") == 1 and '<html lang="nl">' in page
    assert "<style>" in page and "<style" not in formats.body(ALL["region"])


def test_every_drawing_has_a_title_words_and_a_table() -> None:
    body = formats.body(ALL["region"])
    drawings = [ElementTree.fromstring(found) for found in re.findall(r"<svg.*?</svg>", body, re.S)]
    assert len(drawings) == len(ALL["region"]["tables"]) == body.count("<table>")
    ids = re.findall(r'\sid="([^"]+)"', body)
    assert len(ids) == len(set(ids))
    for drawing in drawings:
        title, words = list(drawing)[:2]
        assert title.tag.endswith("title") and title.text and words.tag.endswith("desc") and words.text
        assert drawing.get("role") == "img"
        assert drawing.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
        assert not any(part.get("style") for part in drawing.iter())


def test_a_hidden_bar_is_always_as_long_and_says_what_it_is() -> None:
    drawing = ElementTree.fromstring(
        bars("a", "Titel", "Woorden", [Group("Een", (Bar("afgeschermd", 0.9, True),)), Group("Twee", (Bar("5", 1),)),
                                       Group("Drie", (Bar("afgeschermd", 0.1, True),))])
    )  # fmt: skip
    hidden = [one for one in drawing.iter() if one.get("class") == "chart__hidden"]
    assert len(hidden) == 2 and len({one.get("width") for one in hidden}) == 1
    assert [one.text for one in drawing.iter() if one.get("class") in ("chart__number", "chart__aside")] == [
        "afgeschermd",
        "5",
        "afgeschermd",
    ]


def test_series_differ_in_shape_and_name() -> None:
    drawing = bars("a", "<T>", "&", [Group("Ja & nee", (Bar("3", 0.5), Bar("6", 1)))], ("Moeder", "Partner"))
    assert ">Moeder<" in drawing and ">Partner<" in drawing and 'fill="url(#a-second)"' in drawing
    assert "Ja &amp; nee" in drawing and "&lt;T&gt;" in drawing


# --- For programs ----------------------------------------------------------------------------------------------------
def test_the_numbers_of_2022_stand_in_the_long_table() -> None:
    found = {(line["table"], line["code"], line["column"]): line["count"] for line in lines(ALL["2022"])}
    mother = [found["education", code, "mother"] for code, *_rest in some.EDUCATION]
    partner = [found["education", code, "partner"] for code, *_rest in some.EDUCATION]
    assert mother == list("061130111") and partner == list("021050022")
    assert {code: found["support", code, ""] for code in some.SUPPORT} == {
        code: str(n) for code, (_l, n) in some.SUPPORT.items()
    }
    assert found["factsheet", "referred", ""] == "23" and found["factsheet", "research_consented", ""] == "18"
    assert found["durations", "referral_conference", "median_days"] == "14,5"


def test_the_long_table_opens_in_a_dutch_spreadsheet_and_runs_nothing() -> None:
    sheet = some.internal_of_2022()
    formulas = ["=1+1", "+31", "-2", "@SUM(A1)", "\t=1", 'Kinderopvang; of "anders"']
    for row, label in zip(sheet["tables"]["needs"]["rows"], formulas, strict=False):
        row["label"] = label
    made = formats.make(sheet, "csv")
    assert made.startswith(b"\xef\xbb\xbftable;code;label;column;count;n;missing\r\n")
    labels = [line["label"] for line in lines(sheet) if line["table"] == "needs"][1:7]
    assert labels == ["'=1+1", "'+31", "'-2", "'@SUM(A1)", "'\t=1", 'Kinderopvang; of "anders"']


def test_a_hidden_number_is_a_word_and_never_empty() -> None:
    assert {line["count"] for line in lines(ALL["hidden"]) if line["table"] == "support" and line["code"]} == {
        "afgeschermd"
    }
    support = cells(formats.make(ALL["hidden"], "xlsx"))["Ingezette ondersteuning"]
    assert [row[1] for row in support[4:16]] == ["afgeschermd"] * 12


def test_every_sheet_has_a_name_of_its_own_that_excel_allows() -> None:
    sheet = some.internal_of_2022()
    for name in ("opleiding", "a" * 40, "b/" * 20, "B/" * 20, "history"):
        sheet["tables"][name] = sheet["tables"]["needs"]
    names = list(cells(formats.make(sheet, "xlsx")))
    assert len(names) == len({name.lower() for name in names}) == 1 + len(sheet["tables"])
    assert names[:4] == ["Over deze cijfers", "Gemeente", "Kwartaal", "Gezinssamenstelling"]


def test_the_workbook_opens_in_libreoffice(tmp_path: Path) -> None:
    sheet = some.internal_of_2022()
    sheet["tables"]["needs"]["rows"][0]["label"] = "=1+1"
    sheet["tables"]["needs"]["rows"][1]["label"] = "https://example.org"
    (tmp_path / "f.xlsx").write_bytes(formats.make(sheet, "xlsx"))
    every = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1"
    told("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", every,
         "--outdir", tmp_path, tmp_path / "f.xlsx")  # fmt: skip
    read = {path.stem: path.read_text(encoding="utf-8-sig") for path in tmp_path.glob("*.csv")}
    assert len(read) == 1 + len(sheet["tables"])
    education = list(csv.reader(StringIO(read["f-Opleiding"]), delimiter=";"))
    assert [row[1] for row in education[4:13]] == list("061130111")
    assert [row[2] for row in education[4:13]] == list("021050022")
    assert "=1+1;2;" in read["f-Hulpvragen"]
    assert "Gezinnen aangemeld;23" in read["f-Over deze cijfers"]


def test_dutch_words_on_a_sheet_in_another_language_say_so() -> None:
    english, dutch = (formats.make(ALL["2022"], "html", language).decode() for language in ("en", "nl"))
    assert '<p class="factsheet__words" lang="nl">' in english
    assert '<figure class="factsheet__quote" lang="nl">' in english and '<ul lang="nl">' in english
    assert dutch.count("lang=") == 1
