"""Data for research: only families that say yes at that moment, nothing of who they are, and what comes after."""

import csv
import io
import re
from dataclasses import replace
from typing import Any

import pyarrow.parquet
import pytest
from django.test import override_settings

from knooppunt.casework import forms, reading
from knooppunt.casework.importing import take_in
from knooppunt.casework.models import Parent
from knooppunt.casework.refusals import Invalid
from knooppunt.casework.shown import ResearchAnswers, TakenIn
from knooppunt.demo.cast import KERKRADE, MAASTRICHT
from knooppunt.figures import exports, research, studies
from knooppunt.figures.models import Export, ExportedRow
from knooppunt.figures.study_columns import COLUMNS, Kind
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.people.actor import SYSTEM
from knooppunt.people.models import Person
from knooppunt.trail.models import TrailLine
from tests.casework.kit import MOTHER, PARTNER, Walk
from tests.figures.studying import (
    COUPLE,
    DAY,
    YES_MOTHER,
    called,
    files,
    name_of,
    some_say_yes,
    study,
    table,
    take,
)

database = pytest.mark.django_db


@pytest.fixture
def walk(town: Any) -> Walk:
    """Give a family to walk with, beside enough others for a file."""
    some_say_yes(town)
    return Walk(town)


# --- who is in it -----------------------------------------------------------------------------------------------------
@database
def test_only_a_family_of_which_every_adult_says_yes_is_in_it(walk: Walk, town: Any) -> None:
    code = study(town)
    both, one, none = (Walk(town) for _ in range(3))
    both.refer(parents=COUPLE)
    one.refer(parents=(YES_MOTHER, PARTNER))
    none.refer(parents=(MOTHER,))
    taken = called(take(town, code))
    assert [name_of(each, code) in taken for each in (both, one, none)] == [True, False, False]


@database
def test_who_takes_the_yes_back_is_not_in_the_next_one_and_marked_in_the_one_before(walk: Walk, town: Any) -> None:
    code = study(town)
    walk.refer(parents=COUPLE)
    first = take(town, code)
    gone = name_of(walk, code)
    assert gone in called(first)
    walk.withdraw("partner", "research")
    second = take(town, code)
    assert called(first) - called(second) == {gone}
    exports.mark_taken_back()
    marked = ExportedRow.objects.filter(withdrawn_on__isnull=False)
    assert [(row.pseudonym, row.withdrawn_on) for row in marked] == [(gone, clock.today())]
    assert marked.get().export == Export.objects.earliest("at")


@database
def test_a_yes_that_has_ended_is_not_in_the_next_one_and_not_marked(walk: Walk, town: Any) -> None:
    code = study(town, until_on=clock.today() + 900 * DAY)
    walk.refer(parents=COUPLE)
    take(town, code)
    with clock.travel(clock.now() + 400 * DAY):
        with pytest.raises(Invalid):
            take(town, code)
        some_say_yes(town)
        later = called(take(town, code))
        assert len(later) == research.LEAST and name_of(walk, code) not in later
        assert exports.mark_taken_back() == 0


@database
def test_a_family_that_is_erased_is_marked(walk: Walk, town: Any) -> None:
    code = study(town)
    walk.refer(parents=COUPLE)
    take(town, code)
    gone = name_of(walk, code)
    with guard.looking_inside():
        walk.case().delete()
    assert exports.mark_taken_back() == 1
    assert ExportedRow.objects.get(withdrawn_on__isnull=False).pseudonym == gone


@database
def test_a_case_that_could_not_be_registered_again_is_left_out(
    walk: Walk, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = study(town)
    walk.refer(parents=COUPLE)
    first = called(take(town, code))
    assert name_of(walk, code) in first
    walk.withdraw("mother", "research")
    monkeypatch.setattr("knooppunt.casework.registering.refresh", lambda *_: 0)  # somebody holds the case
    assert name_of(walk, code) not in called(take(town, code))


@database
def test_both_numbers_and_who_said_no_stand_in_the_ledger_and_on_the_page(walk: Walk, town: Any) -> None:
    code = study(town, municipalities=(MAASTRICHT,))
    for said, number in (((YES_MOTHER,), 10), ((replace(MOTHER, research=False),), 1), ((MOTHER,), 2)):
        for _ in range(number):
            Walk(town).refer(parents=said, municipality=MAASTRICHT)
    content = take(town, code)
    line = Export.objects.get()
    assert (line.referred, line.consented, line.refused) == (13, 10, 1)
    page = files(content)["LEESMIJ.html"].decode()
    assert re.findall(r"<b>(.*?)</b>", page) == ["10", "minder dan 10", "minder dan 10"]  # and not out of how many
    assert "%" not in re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    (hers,) = (one for one in studies.own_studies(town.actor("ruben")) if one.code == code)
    assert [(one.referred, one.consented, one.refused) for one in hers.exports] == [(None, 10, None)]
    (all_of_it,) = (one for one in studies.studies(town.actor("willem")) if one.code == code)
    assert [(one.referred, one.consented, one.refused) for one in all_of_it.exports] == [(13, 10, 1)]


@database
def test_fewer_than_ten_families_are_no_file(town: Any) -> None:
    code = study(town, municipalities=(MAASTRICHT,))
    some_say_yes(town, research.LEAST - 1, municipality=MAASTRICHT)
    with pytest.raises(Invalid) as refusal:
        take(town, code)
    assert "minder dan 10" in str(refusal.value.errors[""])
    assert not Export.objects.exists()
    some_say_yes(town, 1, municipality=MAASTRICHT)
    assert len(called(take(town, code))) == research.LEAST


@database
def test_a_row_out_of_a_file_goes_to_no_researcher(town: Any) -> None:
    code = study(town, municipalities=(MAASTRICHT,))
    rows = [TakenIn(row_hash=f"{n:064}", municipality=MAASTRICHT, referred_on=clock.today(), research="yes")
            for n in range(20)]  # fmt: skip
    take_in(rows, SYSTEM, "system")
    assert reading.registration_counts(clock.today().year).consented[MAASTRICHT] == 20
    assert reading.research_answers(clock.today(), [MAASTRICHT]) == ResearchAnswers(0, 0, 0)
    with pytest.raises(Invalid):
        take(town, code)
    some_say_yes(town, municipality=MAASTRICHT)
    assert len(called(take(town, code))) == research.LEAST


@database
def test_a_family_that_says_yes_and_is_taken_along_while_the_round_looks_is_not_marked(
    walk: Walk, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, ask = study(town), reading.families_who_say_yes
    take(town, code)

    def in_between() -> frozenset[str]:
        yes = ask()
        walk.refer(parents=COUPLE)
        some_say_yes(town, research.LEAST - 1)
        taken = called(take(town, code))
        assert name_of(walk, code) in taken
        return yes

    monkeypatch.setattr(reading, "families_who_say_yes", in_between)
    assert exports.mark_taken_back() == 0


# --- what is in it ----------------------------------------------------------------------------------------------------
@database
def test_nothing_of_who_they_are_stands_in_any_byte(town: Any, looking_inside: None) -> None:
    some_say_yes(town)
    walk = Walk(town)
    walk.to("closed", parents=COUPLE, municipality=KERKRADE)
    content = take(town, study(town))
    everything = b"\n".join(files(content).values())
    text = everything.decode("utf-8", "replace")
    adults = Parent.objects.select_related("family")
    words = {w for one in adults for w in (one.name, one.phone, one.email, one.address, one.code, one.family.code)}
    words |= {walk.code, *town.cases.values(), *Person.objects.values_list("name", flat=True)}
    words |= {word for one in (MOTHER, PARTNER) for word in one.name.split()} | {"Kanarie", "kanarie"}
    words |= set(Person.objects.values_list("code", flat=True))
    dates = {day for one in adults for day in (one.born_on, one.family.due_on, one.family.born_on) if day}
    words |= {day.isoformat() for day in dates} | {f"{day:%d-%m-%Y}" for day in dates}
    assert not {word for word in words if word and word in text}
    assert not re.search(r"\b\d{4}\s?[A-Z]{2}\b(?!.*charset)", files(content)["data.csv"].decode())  # no postcode
    assert not re.search(r"\d{4}-\d\d-\d\d", files(content)["data.csv"].decode())  # no date at all
    assert not re.search(r"\d{4}-\d\d-\d\d", files(content)["data.parquet"].decode("latin-1"))


@database
def test_a_row_says_in_codes_and_weeks_what_happened(walk: Walk, town: Any) -> None:
    code = study(town)
    today = clock.today()
    mother, partner = (
        replace(one, born_on=today.replace(year=today.year - age, day=1))
        for one, age in zip(COUPLE, (19, 33), strict=True)
    )
    walk.to("closed", parents=(mother, partner))
    row = next(row for row in table(take(town, code)) if row["family"] == name_of(walk, code))
    assert (row["stage"], row["age_mother"], row["age_partner"]) == ("pregnant_3", "under_20", "30_34")
    assert row["referral_quarter"] == research.quarter(clock.today())
    assert (row["needs"], row["referrer"], row["change"], row["outcome"]) == (
        "housing;income", "verloskundige", "better", "arranged",
    )  # fmt: skip
    assert (row["weeks_to_conference"], row["weeks_to_evaluation"], row["weeks_to_end"]) == ("0", "0", "0")
    assert row["list_version"] == forms.version_of(clock.today().year)


@database
def test_parquet_and_csv_say_the_same_and_each_code_stands_in_the_codebook(walk: Walk, town: Any) -> None:
    walk.to("closed", parents=COUPLE)
    Walk(town).refer(parents=(YES_MOTHER,))
    content = files(take(town, study(town)))
    plain = list(csv.DictReader(io.StringIO(content["data.csv"].decode(), newline="")))
    typed = pyarrow.parquet.read_table(io.BytesIO(content["data.parquet"])).to_pylist()
    said = [
        {k: "" if v is None else ";".join(v) if isinstance(v, list) else str(v) for k, v in row.items()}
        for row in typed
    ]
    assert said == plain
    assert len(plain) >= 2
    book = list(csv.DictReader(io.StringIO(content["codebook.csv"].decode(), newline="")))
    known = {(line["column"], line["code"]) for line in book if line["code"]}
    by_name = {column.name: column for column in COLUMNS}
    assert list(plain[0]) == list(by_name) == list(dict.fromkeys(line["column"] for line in book))
    used = {(name, code) for row in plain for name, cell in row.items() for code in cell.split(";")
            if code and by_name[name].kind in (Kind.CODE, Kind.CODES)}  # fmt: skip
    assert used <= known
    assert all(line["meaning_nl"] and line["meaning_en"] for line in book)
    assert all(line["empty_nl"] for line in book if not line["code"])


@database
def test_the_same_families_give_the_same_bytes(walk: Walk, town: Any) -> None:
    code = study(town)
    walk.refer(parents=COUPLE)
    first, second = take(town, code), take(town, code)
    assert first == second
    assert len({line.sha256 for line in Export.objects.all()}) == 1
    names = [row["family"] for row in table(first)]
    assert names == sorted(names)


@database
def test_a_family_is_called_the_same_within_a_study_and_otherwise_in_each_other(walk: Walk, town: Any) -> None:
    one, other = study(town), study(town, "Een ander")
    walk.refer(parents=COUPLE)
    first, apart = called(take(town, one)), called(take(town, other))
    walk.prepare()  # so that it is registered again
    assert called(take(town, one)) == first
    assert not first & apart
    assert all(re.fullmatch("[0-9a-f]{64}", name) for name in first | apart)


@database
@override_settings(RESEARCH_KEY="another key altogether, of more than fifty signs, for one test")
def test_another_key_is_another_name(walk: Walk, town: Any) -> None:
    code = study(town)
    walk.refer(parents=COUPLE)
    take(town, code)
    with override_settings(RESEARCH_KEY="and yet another one, of more than fifty signs, also for one test"):
        assert exports.mark_taken_back() == 0  # nobody can tell, so nothing is marked wrongly
        shown = studies.own_study(town.actor("ruben"), code)
        assert [line.key_changed for line in shown.exports] == [True]
        assert shown.asks_something


# --- who may, and what is written -------------------------------------------------------------------------------------
@database
def test_each_export_stands_in_the_ledger_and_in_the_trail(walk: Walk, town: Any) -> None:
    code = study(town)
    walk.refer(parents=COUPLE)
    rows = len(called(take(town, code)))
    line = Export.objects.get()
    assert (line.by_id, line.rows.count(), line.consented) == (town.people["ruben"].pk, rows, rows)
    told = TrailLine.objects.get(act="research.export")
    assert (told.actor_code, told.detail, told.case_code) == (town.people["ruben"].code, f"{code.lower()} {rows}", "")


@database
def test_after_its_end_a_study_stays_in_sight_as_long_as_something_is_to_be_deleted(walk: Walk, town: Any) -> None:
    code, ruben = study(town), town.actor("ruben")
    walk.refer(parents=COUPLE)
    take(town, code)
    studies.stop_study(town.actor("willem"), code)
    studies.stop_study(town.actor("willem"), town.studies["first"])
    assert not studies.own_studies(ruben)
    walk.withdraw("mother", "research")
    exports.mark_taken_back()
    (shown,) = studies.own_studies(ruben)
    assert (shown.to_delete, shown.runs) == (1, False)
    line = shown.exports[0].code
    assert exports.to_delete(ruben, line).content.decode().split() == ["family", name_of(walk, code)]
    assert exports.say_deleted(ruben, line) == 1
    assert not studies.own_studies(ruben)
    assert [one.exports[0].deleted for one in studies.studies(town.actor("willem")) if one.exports] == [1]


@database
def test_a_letter_says_that_there_is_something_and_nothing_more(walk: Walk, town: Any) -> None:
    code = study(town)
    walk.refer(parents=COUPLE)
    take(town, code)
    assert not exports.mark_taken_back()
    walk.withdraw("mother", "research")
    assert exports.mark_taken_back() == 1
    assert exports.mark_taken_back() == 0
    letter = Letter.objects.get(kind="research_changed")
    assert letter.to == "ruben@knooppunt.example"
    assert not {"gezin", "onderzoek", walk.code, "Kerkrade"} & set(re.findall(r"\w+", letter.body + letter.subject))


@database
def test_nothing_to_take_is_said_and_leaves_no_line(town: Any) -> None:
    with pytest.raises(Invalid):
        take(town, study(town, municipalities=(MAASTRICHT,)))
    assert not Export.objects.exists()
