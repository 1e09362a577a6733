"""The reference data load, load again, and know that Meerssen stands in two groupings."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from knooppunt.people import reference
from knooppunt.people.models import Discipline, Hub, HubArea, Municipality, SubregionMembership, standing

pytestmark = pytest.mark.django_db
A_DAY = date(2024, 5, 1)


def test_loading_twice_gives_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    first = capsys.readouterr().out
    Hub.objects.filter(code="vaals").update(conference_days=20)
    Discipline.objects.filter(code="ggz").update(label_nl="oud")
    call_command("load_reference")
    assert capsys.readouterr().out == first
    assert "municipalities: 16" in first
    assert (Municipality.objects.count(), Hub.objects.count(), HubArea.objects.count()) == (16, 16, 16)
    assert SubregionMembership.objects.count() == 32
    assert Hub.objects.get(code="vaals").conference_days == 20, "what an installation decided stays"
    assert Discipline.objects.get(code="ggz").label_nl != "oud", "labels follow the file"


def test_the_thirteen_participants_of_the_factsheet_come_first(places: None) -> None:
    first = list(Discipline.objects.all()[:13])
    assert all(row.counts_as_id is None for row in first)
    assert Discipline.objects.get(code="gynaecoloog").counts_as_id == "medisch-specialist"
    assert first[0].label("en") == "midwife"
    assert first[0].label("tlh") == first[0].label("nl") == "verloskundige", "a language without a text is Dutch"


def test_meerssen_stands_in_two_groupings(places: None) -> None:
    found = SubregionMembership.objects.filter(standing(A_DAY), municipality="GM0938")
    assert dict(found.values_list("grouping", "subregion")) == {
        "kks": "westelijke-mijnstreek",
        "region": "regio-maastricht-heuvelland",
    }


def test_a_municipality_has_one_place_at_a_time(places: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SubregionMembership.objects.create(
            municipality_id="GM0938", subregion_id="parkstad", grouping="kks", from_on=date(2025, 1, 1)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        HubArea.objects.create(
            hub=Hub.objects.get(code="vaals"),
            municipality_id="GM0981",
            from_on=date(2025, 1, 1),
            until_on=date(2024, 1, 1),
        )


def test_a_hub_may_serve_several_municipalities_in_turn(places: None) -> None:
    heerlen, vaals = Hub.objects.get(code="heerlen"), Hub.objects.get(code="vaals")
    vaals.areas.update(until_on=date(2024, 12, 31))
    HubArea.objects.create(hub=heerlen, municipality_id="GM0981", from_on=date(2025, 1, 1))
    assert Hub.serving("GM0981", date(2024, 12, 31)) == vaals
    assert Hub.serving("GM0981", date(2025, 1, 1)) == Hub.serving("GM0917", date(2025, 1, 1)) == heerlen
    assert Hub.serving("GM0981", date(2019, 1, 1)) is None
    assert heerlen.lead_title("nl") == "casusregisseur"
    reference.load()
    assert Hub.serving("GM0981", date(2025, 1, 1)) == heerlen, "loading again does not undo the move"


def test_every_data_file_names_source_and_year() -> None:
    for path in reference.DATA.glob("*.toml"):
        head = path.read_text().partition("[[")[0]
        assert "source = " in head and "year = " in head, path.name
