"""What was taken in by mistake can be taken back as a whole, and a row that looks like an earlier one is shown."""

import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework.reading import registration_counts
from knooppunt.casework.refusals import NotFound
from knooppunt.figures import importing
from knooppunt.figures.editions import release
from knooppunt.foundation import guard
from knooppunt.people.actor import SYSTEM
from knooppunt.trail.models import TrailLine
from tests.figures import file_2022
from tests.web.as_cast import come_in
from tests.web.test_importing import ADDRESS, KEEP, carried, kept, send

pytestmark = pytest.mark.django_db
HERS = [
    {"gemeente": place, "aangemeld_op": f"2018-03-{day}", "toestemming_onderzoek": "ja", "hulpvragen": "Huisvesting"}
    for place, day in (("Kerkrade", 14), ("Kerkrade", 15), ("Landgraaf", 14))
]


@pytest.fixture
def ellen(town: Any) -> Client:
    return come_in("ellen")


def take_in(client: Client, rows: list[dict[str, str]]) -> None:
    client.post(KEEP, {"rows": carried(send(client, file_2022.workbook(rows)))})


def way_back(client: Client) -> str:
    """Give where the last import can be taken back."""
    return re.findall(rf"{ADDRESS}\w+/terug/", client.get(ADDRESS).content.decode())[0]


def test_she_takes_back_what_came_in_together_and_nothing_else(ellen: Client) -> None:
    before, page = kept(), ellen.get(ADDRESS).content.decode()
    assert "Wat u eerder inlas" not in page
    take_in(ellen, HERS[:1])
    take_in(ellen, HERS)
    assert kept() == before + 3
    page = ellen.get(ADDRESS).content.decode()
    assert page.count("/terug/") == 2 and "2 gezinnen" in page and "1 gezin" in page
    address = way_back(ellen)
    with CaptureQueriesContext(connection) as asked:
        page = ellen.get(address).content.decode()
    assert len(asked) <= 12 and kept() == before + 3
    main = page.partition("<main")[2]
    assert "2 gezinnen weghalen" in main and "Er zijn al cijfers uitgegeven" not in main
    assert re.search(r"Kerkrade</th><td[^>]*>1</td>", main) and re.search(r"Landgraaf</th><td[^>]*>1</td>", main)
    answer = ellen.post(address)
    assert answer.status_code == 302 and answer["Location"] == ADDRESS and kept() == before + 1
    assert registration_counts(2018).referred == {"GM0928": 1}
    assert "2 gezinnen zijn weggehaald" in ellen.get(ADDRESS).content.decode()
    line = TrailLine.objects.get(act="take_back_registrations")
    assert line.role == "project_leader" and re.fullmatch(r"rows:2 \w{8}", line.detail)
    assert ellen.get(address).status_code == 404 and ellen.post(address).status_code == 404
    take_in(ellen, HERS)  # after that the file can be taken in again
    assert kept() == before + 3


def test_it_is_of_who_did_it_alone_and_of_places_that_she_leads(ellen: Client, town: Any, monkeypatch: Any) -> None:
    take_in(ellen, HERS)
    address, before = way_back(ellen), kept()
    for key in ("marieke", "sanne", "willem", "ingrid"):
        assert come_in(key).get(address).status_code == 404
        assert come_in(key).post(address).status_code == 404
    others = [key for key, one in town.people.items() if key != "ellen" and importing.municipalities_of_leader(one.pk)]
    for key in others:
        assert come_in(key).post(address).status_code == 404
    (mine,) = importing.imports_of(town.actor("ellen"))
    with pytest.raises(NotFound):
        importing.undo(mine.code, SYSTEM)
    monkeypatch.setattr(importing, "municipalities_of_leader", lambda person: frozenset({"GM0928"}))
    assert ellen.post(address).status_code == 302 and kept() == before
    assert "niet meer al deze gemeenten" in ellen.get(ADDRESS).content.decode()


def test_what_was_told_of_it_is_said_and_stays(ellen: Client) -> None:
    take_in(ellen, HERS)
    release(2018, "region")
    page = ellen.get(way_back(ellen)).content.decode()
    assert "Van 2018 gingen sindsdien cijfers naar buiten" in page


def test_a_row_that_looks_like_an_earlier_one_is_pointed_out(ellen: Client) -> None:
    take_in(ellen, HERS)
    page = send(ellen, file_2022.workbook([HERS[0] | {"hulpvragen": "Psychiatrie"}, *HERS[1:]]))
    assert "Kijk naar rij 2:" in page and "Staat dit gezin er al?" in page and "1 gezin opslaan" in page
    page = send(ellen, file_2022.workbook([*HERS, HERS[0] | {"hulpvragen": "Psychiatrie"}]))
    assert "Kijk naar rij" not in page
    page = send(ellen, file_2022.workbook([HERS[0] | {"aangemeld_op": "2018-03-20"}]))
    assert "Kijk naar rij" not in page and "1 gezin opslaan" in page
    both = [
        HERS[0] | {"uitkomst": "beter"},
        {},
        HERS[1] | {"hulpvragen": ""},
        HERS[2] | {"aanmelder_discipline": "ouders"},
    ]
    assert "Kijk naar rij 2, 4:" in send(ellen, file_2022.workbook(both))


def test_the_operator_takes_back_what_the_command_took_in(town: Any, tmp_path: Any, capsys: Any) -> None:
    path, before = tmp_path / "jaar.xlsx", kept()
    path.write_bytes(file_2022.workbook(HERS))
    call_command("import_registrations", str(path))
    code = re.findall(r"--undo (\w+)", capsys.readouterr().out)[0]
    path.write_bytes(file_2022.workbook([HERS[0] | {"hulpvragen": "Psychiatrie"}]))
    call_command("import_registrations", str(path), "--dry-run")
    assert "rij 2" in capsys.readouterr().out and kept() == before + 3
    call_command("import_registrations", "--undo", code)
    assert kept() == before and "Weggehaald: 3 rijen" in capsys.readouterr().out
    assert TrailLine.objects.get(act="take_back_registrations").role == "operator"
    for wrong in (("--undo", code), ("--undo", "")):
        with pytest.raises(CommandError):
            call_command("import_registrations", *wrong)


def test_what_came_in_before_this_was_there_cannot_be_taken_back(ellen: Client) -> None:
    with guard.looking_inside():
        from knooppunt.casework.models import Registration

        take_in(ellen, HERS)
        Registration.objects.exclude(import_code="").update(import_code="", imported_by=None)
    assert "Wat u eerder inlas" not in ellen.get(ADDRESS).content.decode()
