"""The factsheet: the numbers of 2022 as they were printed, and what of them may be published."""

import pytest

from knooppunt.figures.factsheet import UnknownYear, factsheet, in_language
from knooppunt.figures.formats import make
from knooppunt.figures.scopes import UnknownScope, scope_of, standard_areas
from tests.figures import registered_2022
from tests.figures.file_2022 import CONSENTED, EDUCATION, MUNICIPALITIES, REFERRED, SUPPORT
from tests.figures.registered_2022 import PILOTS

pytestmark = pytest.mark.django_db

NAMES = [
    "by_municipality", "by_quarter", "family_composition", "paid_work", "education", "referrers", "participants",
    "needs", "support", "outcomes", "advice", "durations", "new_referrers", "evaluations",
]  # fmt: skip


@pytest.fixture
def of_2022(db: None) -> None:
    """Take the year of the source in."""
    registered_2022.filled()


def counts(sheet: dict, table: str, column: str = "count") -> dict[str, int | None]:
    """Give the numbers of a table by code."""
    return {row["code"]: row[column] for row in sheet["tables"][table]["rows"]}


@pytest.mark.usefixtures("of_2022")
def test_the_tables_of_2022_come_out_exactly_for_the_coalition_itself() -> None:
    sheet = factsheet(2022, PILOTS, internal=True)
    assert (sheet["referred"], sheet["research_consented"]) == (REFERRED, CONSENTED) == (23, 18)
    assert counts(sheet, "education", "mother") == {code: mothers for code, _label, mothers, _partners in EDUCATION}
    assert counts(sheet, "education", "partner") == {code: partners for code, _label, _mothers, partners in EDUCATION}
    education = sheet["tables"]["education"]
    assert education["columns"] == {"mother": {"n": 14, "missing": 4}, "partner": {"n": 12, "missing": 6}}
    assert education["n"] + education["missing"] == CONSENTED  # families with an answer of either
    assert counts(sheet, "support") == {code: families for code, _label, families in SUPPORT}
    of_places = {row["label"]: row["count"] for row in sheet["tables"]["by_municipality"]["rows"]}
    assert of_places == MUNICIPALITIES
    assert sheet["tables"]["support"]["multiple"] and not education["multiple"]
    assert sheet["suppressed"] == [] and sheet["internal"] and sheet["edition"] is None
    assert set(sheet["tables"]) == set(NAMES)


@pytest.mark.usefixtures("of_2022")
def test_rows_stand_as_they_were_printed_in_the_order_of_the_list_also_without_a_family() -> None:
    rows = factsheet(2022, PILOTS, internal=True)["tables"]["education"]["rows"]
    assert [(row["code"], row["label"]) for row in rows] == [(code, label) for code, label, _m, _p in EDUCATION]
    assert rows[0] == {"code": "none", "label": "Geen opleiding", "mother": 0, "partner": 0, "count": 0}


@pytest.mark.usefixtures("of_2022")
def test_each_table_tells_whom_it_counts() -> None:
    sheet = factsheet(2022, PILOTS, internal=True)
    whole = {"by_municipality": 23, "by_quarter": 23, "new_referrers": 23, "durations": 23, "advice": 0}
    for name, table in sheet["tables"].items():
        assert table["n"] + table["missing"] == whole.get(name, CONSENTED), name
        if not table["multiple"]:
            told = sum(row["count"] for row in table["rows"])
            persons = sum(column["n"] for column in table.get("columns", {}).values())
            assert told == (persons or table["n"]), name
    conference = sheet["tables"]["durations"]["rows"][0]
    assert 0 < conference["count"] <= 23 and conference["median_days"] > 0


@pytest.mark.django_db
def test_a_published_median_is_of_ten_families_and_rounded_up_to_five_days() -> None:
    registered_2022.filled(3)
    public, exact = (factsheet(2022, "region", internal=internal)["tables"]["durations"] for internal in (False, True))
    assert (public["median_step"], exact.get("median_step")) == (5, None)
    told = [(one["median_days"], row["median_days"]) for one, row in zip(public["rows"], exact["rows"], strict=True)]
    assert any(one is not None for one, _days in told)
    assert all(one % 5 == 0 and 0 <= one - days < 5 for one, days in told if one is not None)
    small = factsheet(2022, "municipality:GM0981")["tables"]["durations"]["rows"]  # eleven families or fewer
    assert all(row["median_days"] is None for row in small if row["count"] is None)


@pytest.mark.usefixtures("of_2022")
def test_published_it_shows_nothing_small() -> None:
    sheet = factsheet(2022, PILOTS)
    assert sheet["research_consented"] is None
    shown = [
        number
        for table in sheet["tables"].values()
        for row in table["rows"]
        for name, number in row.items()
        if name in ("count", "mother", "partner") and number is not None
    ]
    assert all(number >= 10 for number in shown)
    assert all(number is None for number in counts(sheet, "education").values())
    assert all(number is None for number in counts(sheet, "support").values())
    hidden = {(one["table"], one["code"], one.get("column", "")) for one in sheet["suppressed"]}
    assert len(hidden) == len(sheet["suppressed"])
    assert {
        ("education", "primary", "mother"),
        ("support", "universal", ""),
        ("families", "research_consented", ""),
    } <= hidden
    assert all(one["why"] for one in sheet["suppressed"])


@pytest.mark.usefixtures("of_2022")
def test_of_the_region_the_totals_and_one_support_may_be_told() -> None:
    sheet = factsheet(2022, "region")
    assert (sheet["referred"], sheet["research_consented"]) == (23, 18)
    assert {code: number for code, number in counts(sheet, "support").items() if number is not None} == {
        "universal": 13
    }


@pytest.mark.usefixtures("of_2022")
def test_a_year_without_families_is_a_factsheet_that_says_so() -> None:
    for internal in (True, False):
        sheet = factsheet(2019, PILOTS, internal=internal)
        assert (sheet["referred"], sheet["research_consented"], sheet["suppressed"]) == (0, 0, [])
        assert all(row["count"] == 0 for table in sheet["tables"].values() for row in table["rows"])
        assert "In 2019" in make(sheet, "html").decode()


@pytest.mark.usefixtures("of_2022")
def test_rounded_every_number_is_a_multiple_of_five() -> None:
    sheet = factsheet(2022, PILOTS, internal=True, rounded=True)
    assert (sheet["referred"], sheet["research_consented"]) == (25, 20)
    assert all(row["count"] % 5 == 0 for table in sheet["tables"].values() for row in table["rows"])


@pytest.mark.usefixtures("of_2022")
def test_which_municipalities_have_a_knooppunt_writes_itself() -> None:
    sheet = factsheet(2022, "region", internal=True)
    texts = [one["text"] for one in sheet["passages"]["milestones"]]
    assert texts == ["3 van de 16 gemeenten hebben in 2022 een Knooppunt."]
    assert {one["code"] for one in sheet["municipalities"] if one["hub"]} == {"GM0928", "GM0882", "GM0981"}
    texts = [one["text"] for one in factsheet(2023, "region", internal=True)["passages"]["milestones"]]
    assert texts[0] == "16 van de 16 gemeenten hebben in 2023 een Knooppunt." and texts[1].startswith(
        "Nieuw in 2023: Beek,"
    )
    (own,) = factsheet(2022, "municipality:GM0928", internal=True)["passages"]["milestones"]
    assert own["text"] == "Kerkrade heeft sinds 2021 een Knooppunt."


@pytest.mark.usefixtures("of_2022")
def test_labels_are_also_there_in_another_language() -> None:
    sheet = in_language(factsheet(2022, PILOTS, internal=True), "en")
    rows = {row["code"]: row["label"] for row in sheet["tables"]["participants"]["rows"]}
    assert rows["verloskundige"] == "Midwife"


@pytest.mark.usefixtures("of_2022")
def test_an_area_has_codes_or_names_in_any_order() -> None:
    assert scope_of("municipality:Vaals, gm0928,GM0882", 2022).text == PILOTS
    assert scope_of(PILOTS, 2022).title == "Kerkrade, Landgraaf en Vaals"
    assert scope_of("subregion:Westelijke Mijnstreek en Meerssen", 2022) == scope_of(
        "subregion:westelijke-mijnstreek", 2022
    )
    assert len(scope_of("region", 2022).municipalities) == 16
    assert len(standard_areas(2022)) == 1 + 3 + 16


@pytest.mark.usefixtures("of_2022")
@pytest.mark.parametrize(
    ("asked", "tells"),
    [
        ("land", "region, subregion:NAAM"), ("subregion:x", "parkstad"), ("municipality:GM9999", "GM0928 Kerkrade"),
        ("municipality:", "GM0928"), ("", "region"), ("subregion:regio-parkstad", "parkstad"),
    ],
)  # fmt: skip
def test_an_area_that_is_not_there_is_refused_with_what_there_is(asked: str, tells: str) -> None:
    with pytest.raises(UnknownScope, match=tells):
        factsheet(2022, asked)
    with pytest.raises(UnknownYear, match="2000-2999"):
        factsheet(1066, "region")
