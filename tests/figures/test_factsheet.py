"""The factsheet: the numbers of 2022 as they were printed, and what of them may be published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knooppunt.figures.factsheet import UnknownYear, factsheet
from knooppunt.figures.scopes import UnknownScope, scope_of, standard_areas
from tests.figures import registered_2022
from tests.figures.registered_2022 import CONSENTED, EDUCATION, PILOTS, REFERRED, SUPPORT

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
    assert counts(sheet, "education", "mother") == {code: mother for code, (mother, _p) in EDUCATION.items()}
    assert counts(sheet, "education", "partner") == {code: partner for code, (_m, partner) in EDUCATION.items()}
    education = sheet["tables"]["education"]
    assert education["columns"] == {"mother": {"n": 14, "missing": 4}, "partner": {"n": 12, "missing": 6}}
    assert (education["n"], education["missing"]) == (14, 4)
    assert {code: n for code, n in counts(sheet, "support").items() if n} == SUPPORT
    assert sheet["tables"]["support"]["multiple"] and not education["multiple"]
    assert sheet["suppressed"] == [] and sheet["internal"] and sheet["edition"] is None
    assert set(sheet["tables"]) == set(NAMES)


@pytest.mark.usefixtures("of_2022")
def test_rows_stand_as_they_were_printed_in_the_order_of_the_list_also_without_a_family() -> None:
    rows = factsheet(2022, PILOTS, internal=True)["tables"]["education"]["rows"]
    assert [row["code"] for row in rows] == list(EDUCATION)
    assert rows[3]["label"] == "MAVO/VMBO-G/T (of MBO-kort, MBO-1)"
    assert rows[0] == {"code": "none", "label": "Geen opleiding", "mother": 0, "partner": 0, "count": 0}


@pytest.mark.usefixtures("of_2022")
def test_each_table_tells_whom_it_counts() -> None:
    sheet = factsheet(2022, PILOTS, internal=True)
    whole = {"by_municipality": 23, "by_quarter": 23, "new_referrers": 23, "durations": 23, "advice": 0}
    for name, table in sheet["tables"].items():
        assert table["n"] + table["missing"] == whole.get(name, CONSENTED), name
        if not table["multiple"]:
            assert sum(row["count"] for row in table["rows"] if "mother" not in row) in (0, table["n"]), name
    assert counts(sheet, "durations") == {"referral_conference": 20, "referral_support": 0}
    assert sheet["tables"]["durations"]["rows"][0]["median_days"] == 12
    assert sheet["tables"]["durations"]["rows"][1]["median_days"] is None


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
