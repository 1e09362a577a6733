"""Registrations of earlier years out of a file: everything that is wrong with it at once, and all rows or none."""

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given, settings
from hypothesis import strategies as some

from knooppunt.casework.shown.registration import LocalShown
from knooppunt.figures import importing, textfiles
from knooppunt.figures.accepted import COLUMNS, DAY, ENDINGS, PLACES, Accepted
from knooppunt.figures.problems import Problem
from knooppunt.foundation import clock, guard
from knooppunt.people.actor import SYSTEM
from knooppunt.people.names import normalised
from knooppunt.people.reference import load
from knooppunt.trail.models import TrailLine
from tests.figures import file_2022

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    load()


def one(**told: str) -> dict[str, str]:
    """Give a row of a family that said yes to research."""
    return {"gemeente": "Kerkrade", "aangemeld_op": "2022-03-14", "toestemming_onderzoek": "ja"} | told


def read(*rows: dict[str, str], **how: Any) -> importing.Found:
    return importing.read(file_2022.text(told=rows).encode(), **how)


def wrong(*rows: dict[str, str], **how: Any) -> list[tuple[int | None, str, str]]:
    found = read(*rows, **how)
    assert not found.rows
    return [(problem.row, problem.column, problem.text) for problem in found.problems]


def kept() -> tuple[int, int]:
    """Give how many families and how many of their answers are kept."""
    with guard.looking_inside():
        from knooppunt.casework.models import Registered, Registration

        return Registration.objects.count(), Registered.objects.count()


# --- What comes in --------------------------------------------------------------------------------------------------
def test_the_year_of_the_source_comes_in_from_a_workbook_and_from_any_text_file() -> None:
    found = importing.read(file_2022.workbook())
    assert not found.problems
    assert len(found.rows) == file_2022.REFERRED
    yes = [row for row in found.rows if row.research == "yes"]
    assert len(yes) == file_2022.CONSENTED
    for code, _label, mothers, partners in file_2022.EDUCATION:
        assert sum(row.education_mother == code for row in yes) == mothers
        assert sum(row.education_partner == code for row in yes) == partners
    for code, _label, families in file_2022.SUPPORT:
        assert sum(code in row.support for row in yes) == families
    for separator in (";", ",", "\t"):
        for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
            assert importing.read(file_2022.text(separator).encode(encoding)) == found
    assert importing.read(b"sep=;\r\n" + file_2022.text().encode()) == found


def test_the_same_file_twice_adds_nothing_and_two_families_that_are_alike_are_two() -> None:
    twins = [one(), one(), one(gemeente="Vaals")]
    rows = read(*twins).rows
    assert importing.keep(rows, SYSTEM) == 3
    before = kept()
    assert importing.keep(read(*twins).rows, SYSTEM) == 0
    assert importing.keep(importing.read(file_2022.workbook(twins)).rows, SYSTEM) == 0
    assert kept() == before == (3, 0)
    assert importing.keep(read(*twins, one()).rows, SYSTEM) == 1
    places = {
        place.municipality: (place.new, place.known)
        for place in importing.per_place(read(*twins, one(gemeente="Beek")).rows)
    }
    assert places == {"GM0928": (0, 2), "GM0981": (0, 1), "GM0888": (1, 0)}


def test_the_trail_tells_that_rows_came_in_and_how_many() -> None:
    importing.keep(read(one(), one()).rows, SYSTEM)
    line = TrailLine.objects.get(act="import_registrations")
    assert line.detail.startswith("rows:2 new:2 ")  # and the code by which they can be taken back


@pytest.mark.parametrize(
    ("column", "said", "field", "code"),
    [
        ("gemeente", "gm0928", "municipality", "GM0928"),
        ("gemeente", "VALKENBURG a/d Geul", "municipality", "GM0994"),
        ("gemeente", " eijsden   margraten ", "municipality", "GM1903"),
        ("toestemming_onderzoek", "J", "research", "yes"),
        ("toestemming_onderzoek", "0", "research", "no"),
        ("toestemming_onderzoek", "Onbekend", "research", ""),
        ("aanmelder_discipline", "Ouders zelf", "referrer", "parent"),
        ("aanmelder_discipline", "GGZ", "referrer", "ggz"),
        ("aanmelder_discipline", "Jeugdgezondheidszorg", "referrer", "jgz"),
        ("aanmelder_discipline", "Psycho sociaal team Zuyderland", "referrer", "psychosociaal-team"),
        ("aanmelder_discipline", "Kinder thuiszorg", "referrer", "kinderthuiszorg"),
        ("betaald_werk_moeder", "nee", "work_mother", "no"),
        ("betaald_werk_partner", "Onbekend", "work_partner", "unknown"),
        ("betaald_werk_partner", "n.v.t.", "work_partner", ""),
        ("opleiding_moeder", "mavo/vmbo-g/t (of mbo-kort, mbo-1)", "education_mother", "mavo"),
        ("opleiding_moeder", "lower_vocational", "education_mother", "lower_vocational"),
        ("opleiding_partner", "-", "education_partner", ""),
        ("hulpvragen", "Inkomen/schulden;psychiatrie; Psychiatrie", "needs", ("income", "psychiatry")),
        ("deelnemers", "Verloskundige;JGZ;ouders", "participants", ("jgz", "verloskundige")),
        ("ondersteuning", "GEMEENTELIJK LOKET FINANCIEN;Wmo", "support", ("finance_desk", "wmo")),
        ("uitkomst", "Het gezin is verhuisd; gelijk", "outcome", "moved"),
        ("uitkomst", "Slechter", "change", "worse"),
        ("overleg_op", "14/3/2022", "conference_on", date(2022, 3, 14)),
        ("overleg_op", "20-03-2022", "conference_on", date(2022, 3, 20)),
        ("overleg_op", "2022-03-20 00:00:00", "conference_on", date(2022, 3, 20)),
    ],
)
def test_codes_labels_and_what_people_write_for_them_mean_the_same(
    column: str, said: str, field: str, code: object
) -> None:
    found = read(one(**{column: said}))
    assert not found.problems
    assert getattr(found.rows[0], field) == code


def test_every_code_and_label_on_the_sheet_of_values_is_accepted() -> None:
    accepted = Accepted()
    for column in COLUMNS:
        for code, label in [] if column.kind == DAY else accepted.rows(column):
            lists = ENDINGS if column.name == "uitkomst" else (column.list,)
            for said in (code, label, label.upper(), f"  {label} "):
                assert code in [accepted.find(name, said) for name in lists], (column.name, said)


def test_no_word_means_two_things_in_one_column() -> None:
    accepted = Accepted()
    outcomes, changes = (set(accepted._said[name]) for name in ENDINGS)
    shared = {
        word for word in outcomes & changes if accepted._said["outcomes"][word] or accepted._said["changes"][word]
    }
    assert not shared
    for column in COLUMNS:
        rows = [] if column.kind == DAY else accepted.rows(column)
        for (one_code, one_label), (other_code, other_label) in combinations(rows, 2):
            assert one_code == other_code or normalised(one_label) != normalised(other_label)


def test_a_value_that_a_municipality_added_counts_there_and_nowhere_else() -> None:
    own = [LocalShown("GM0928", "support", "moestuin", "Moestuin; voor ouders", "universal")]
    accepted = Accepted(own)
    assert accepted.find("support", "moestuin; voor ouders", "GM0928") == "moestuin"
    assert accepted.find("support", "moestuin", "GM0981") is None
    with guard.looking_inside():
        from knooppunt.casework.models import LocalValue, Registered

        LocalValue.objects.create(
            list="support",
            code="moestuin",
            label="Moestuin; voor ouders",
            counts_as="universal",
            municipality_id="GM0928",
        )
        rows = read(one(ondersteuning="Wmo;Moestuin; voor ouders")).rows
        importing.keep(rows, SYSTEM)
        found = set(Registered.objects.values_list("code", "local"))
    assert found == {("wmo", ""), ("universal", ""), ("universal", "moestuin")}
    assert wrong(one(gemeente="Vaals", ondersteuning="moestuin"))[0][:2] == (2, "ondersteuning")


def test_what_needs_the_yes_to_research_is_left_out_without_it_and_that_is_told() -> None:
    found = read(
        one(toestemming_onderzoek="nee", opleiding_moeder="HBO", hulpvragen="Huisvesting", uitkomst="beter; verhuisd"),
        one(toestemming_onderzoek="", betaald_werk_moeder="ja", aanmelder_discipline="huisarts", overleg_op="1-4-2022"),
    )
    assert not found.problems
    assert "4 ingevulde cellen" in found.notes[0]
    for row in found.rows:
        assert not row.education_mother and not row.needs and not row.work_mother and not row.outcome and not row.change
    assert found.rows[1].referrer == "huisarts" and found.rows[1].conference_on == date(2022, 4, 1)
    assert found.rows[0].row_hash == read(one(toestemming_onderzoek="nee")).rows[0].row_hash  # tells nothing of it


def test_headings_that_are_not_there_count_as_not_asked() -> None:
    found = importing.read(b"Gemeente;Aangemeld op\nKerkrade;14-3-2022\n")
    assert [row.municipality for row in found.rows] == ["GM0928"]
    assert "toestemming_onderzoek" in found.notes[0]


# --- What does not come in --------------------------------------------------------------------------------------------
def test_all_errors_of_all_rows_come_at_once_with_row_column_and_remedy() -> None:
    found = wrong(
        one(opleiding_moeder="HBOO", hulpvragen="Huisvestign; Wmo; Psychiatrie", gemeente="Kerkraade"),
        one(aangemeld_op="", toestemming_onderzoek="misschien"),
        one(overleg_op="1-3-2022", geevalueerd_op="3/14/2022", afgesloten_op="31-2-2022"),
        one(aangemeld_op="14-3-22", steun_gestart_op="morgen"),
        one(aangemeld_op="2014-12-31", overleg_op="2999-01-01"),
        one(uitkomst="beter;slechter", betaald_werk_moeder="ja;nee"),
    )
    said = {(row, column): text for row, column, text in found}
    assert "HBO (heao" in said[2, "opleiding_moeder"]
    assert "“Kerkrade”" in said[2, "gemeente"]
    assert [text for row, column, text in found if (row, column) == (2, "hulpvragen")] == [
        "“Huisvestign” kennen wij niet. Bedoelt u “Huisvesting”?",
        "“Wmo” kennen wij niet. Op het blad Waarden van het sjabloon staat wat hier kan.",
    ]
    assert "leeg" in said[3, "aangemeld_op"]
    assert "misschien" in said[3, "toestemming_onderzoek"]
    assert "ligt voor aangemeld_op" in said[4, "overleg_op"]
    assert "eerst de dag" in said[4, "geevalueerd_op"]
    assert "bestaat niet" in said[4, "afgesloten_op"]
    assert "vier cijfers" in said[5, "aangemeld_op"]
    assert "is geen datum" in said[5, "steun_gestart_op"]
    assert "2015" in said[6, "aangemeld_op"]
    assert "toekomst" in said[6, "overleg_op"]
    assert "één keer beter" in said[7, "uitkomst"]
    assert "één antwoord" in said[7, "betaald_werk_moeder"]
    assert len(found) == 15


def test_a_day_may_be_today_and_not_tomorrow() -> None:
    today = clock.today()
    assert read(one(aangemeld_op=today.isoformat())).rows
    assert "toekomst" in wrong(one(aangemeld_op=today.replace(year=today.year + 1).isoformat()))[0][2]


def test_rows_of_a_municipality_that_is_not_hers_are_an_error_each() -> None:
    found = wrong(one(), one(gemeente="Vaals"), one(gemeente="Beek"), allowed=frozenset({"GM0928", "GM0981"}))
    assert [(row, column) for row, column, _text in found] == [(4, "gemeente")]
    assert len(read(one(), allowed=frozenset({"GM0928"})).rows) == 1


@pytest.mark.parametrize(
    ("text", "row", "says"),
    [
        ("", None, "leeg"),
        ("gemeente;aangemeld_op\n", None, "geen rijen"),
        ("gemeente;aangemeld\nBeek;1-1-2022", 1, "Bedoelt u “aangemeld_op”"),
        ("gemeente;aangemeld_op;telefoon\nBeek;1-1-2022;x", 1, "“telefoon” kennen wij niet"),
        ("gemeente;gemeente;aangemeld_op\nBeek;Beek;1-1-2022", 1, "meer dan één keer"),
        ("gemeente;uitkomst\nBeek;beter", 1, "ontbreekt"),
        ("Registratie 2022;\n;\ngemeente;aangemeld_op\nBeek;1-1-2022", 3, "rij 3"),
        ("gemeente;aangemeld_op;hulpvragen\nBeek;1-1-2022;Wmo;Anders", 2, "aanhalingstekens"),
        ('gemeente;aangemeld_op\nBeek;"1-1-2022\n', 2, "aanhalingsteken"),
        ("gemeente;aangemeld_op\n" + "Beek;1-1-2022\n" * 10_001, 10_002, "10.000 gezinnen"),
        ("gemeente;aangemeld_op" + ";x" * 5000, 1, "meer dan 100"),
    ],
)
def test_a_text_file_that_cannot_be_says_where_and_why(text: str, row: int | None, says: str) -> None:
    found = importing.read(text.encode())
    assert not found.rows
    assert any(problem.row == row and says in problem.text for problem in found.problems), found.problems


def test_ten_thousand_rows_fit_and_empty_ones_do_not_count_as_wrong() -> None:
    found = importing.read(("gemeente;aangemeld_op\n" + "\nBeek;1-1-2022\n;\n" * 3).encode())
    assert len(found.rows) == 3
    assert not importing.read(("gemeente;aangemeld_op\nBeek;1-1-2022\n" + ";\n" * 100_000).encode()).problems


def test_millions_of_empty_rows_and_cells_take_no_room() -> None:
    for text in (
        "gemeente;aangemeld_op\nBeek;1-1-2022\n" + "\n" * 3_000_000,
        "gemeente;aangemeld_op" + ";" * 3_000_000,
    ):
        assert len(textfiles.rows_of(text.encode())) <= 2


def test_what_is_the_same_in_many_rows_is_told_once() -> None:
    found = [Problem("a", 2, "x"), Problem("a", 3, "x"), Problem("a", 5, "x"), Problem("b"), Problem("a", 4, "y")]
    assert importing.together(found) == [("2–3, 5", "x", "a"), ("", "", "b"), ("4", "y", "a")]


def test_a_file_full_of_nonsense_is_told_within_seconds() -> None:
    text = file_2022.text(told=[one(opleiding_moeder=f"opleiding {n}", hulpvragen=f"x{n};y{n}") for n in range(10_000)])
    assert len(importing.read(text.encode()).problems) == 30_000


@settings(max_examples=100, deadline=None)
@given(some.dictionaries(some.sampled_from([column.name for column in COLUMNS]), some.text(max_size=60), min_size=3))
def test_any_cell_is_a_value_or_an_error_and_never_more(cells: dict[str, str]) -> None:
    found = importing.read(file_2022.text(told=[one(**cells)]).encode("utf-8", "ignore"))
    assert bool(found.rows) != bool(found.problems)


# --- The command ----------------------------------------------------------------------------------------------------
def test_the_command_takes_in_all_rows_or_none(tmp_path: Any, capsys: Any) -> None:
    path = tmp_path / "jaar.xlsx"
    path.write_bytes(file_2022.workbook())
    call_command("import_registrations", str(path), dry_run=True)
    assert kept() == (0, 0)
    call_command("import_registrations", str(path))
    assert kept()[0] == file_2022.REFERRED
    call_command("import_registrations", str(path))
    assert kept()[0] == file_2022.REFERRED
    assert "Kerkrade: 12 nieuw" in capsys.readouterr().out
    path.write_bytes(file_2022.text(told=[one(gemeente="Beek"), one(gemeente="Bek"), one(gemeente="Bek")]).encode())
    with pytest.raises(CommandError, match="niets opgeslagen"):
        call_command("import_registrations", str(path))
    assert "rij 3–4, gemeente: “Bek” kennen wij niet" in capsys.readouterr().err
    assert kept()[0] == file_2022.REFERRED


def test_the_command_says_that_a_file_is_not_there_or_far_too_large(tmp_path: Any, capsys: Any) -> None:
    with pytest.raises(CommandError, match=r"weg\.xlsx"):
        call_command("import_registrations", str(tmp_path / "weg.xlsx"))
    large = tmp_path / "groot.xlsx"
    with large.open("wb") as made:
        made.truncate(200_000_000)  # takes no room on the disk
    with pytest.raises(CommandError):
        call_command("import_registrations", str(large))
    assert "te groot" in capsys.readouterr().err


def test_places_are_told_by_code_and_name_of_each_municipality() -> None:
    codes = {code for code, _name in Accepted().rows(COLUMNS[0])}
    assert len(codes) == 16 and COLUMNS[0].list == PLACES
