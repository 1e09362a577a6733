"""The screens of research: for whom, what they say, and that data leave only after one showed again who one is."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knooppunt.casework import reading
from knooppunt.figures import exports, studies
from knooppunt.figures.models import Export, Study
from knooppunt.figures.research import LEAST, quarter, quarters
from knooppunt.foundation import clock
from tests.casework.kit import MOTHER, Walk
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
MOST = 12


@pytest.fixture
def walk(town: Any) -> Walk:
    """Give a family in Kerkrade that says yes to research, as nine others do, a quarter ago: enough for a file."""
    with clock.travel(clock.now() - timedelta(days=95)):
        for _ in range(LEAST):
            walk = Walk(town)
            walk.refer(parents=(replace(MOTHER, research=True),), due_on=clock.today() + timedelta(days=200))
    reading.families_who_say_yes()  # as the round does
    return walk


@pytest.fixture
def ruben(town: Any) -> Iterator[Client]:
    yield come_in("ruben")


def at(name: str, town: Any, **more: str) -> str:
    return reverse(f"research:{name}", kwargs={"study": town.studies["first"]} | more)


def promise(client: Client, address: str) -> Any:
    known = quarters(clock.today())
    return client.post(address, {"promise": "on", "first": known[-1], "last": known[0]})


def test_the_researcher_sees_her_studies_and_how_many_say_yes(walk: Walk, town: Any, ruben: Client) -> None:
    page = ruben.get("/onderzoek/").text
    assert "Samen van start" in page and at("study", town) in page
    study = ruben.get(at("study", town)).text
    assert at("take", town) in study
    for word in ("Kanarie", walk.code, "Haddad"):
        assert word not in page + study


def test_with_fewer_than_ten_families_there_is_no_button_but_a_sentence(town: Any, ruben: Client) -> None:
    study = ruben.get(at("study", town)).text
    assert at("take", town) not in study and "Er komt nog geen bestand" in study
    assert study.count("minder dan 10") >= 3 and "Aangemeld" not in study
    refused = promise(ruben, at("take", town))
    assert refused.status_code == 200 and "Er komt nog geen bestand" in refused.text
    assert not Export.objects.exists()


def test_the_file_comes_after_a_promise_and_is_kept_nowhere(walk: Walk, town: Any, ruben: Client) -> None:
    address = at("take", town)
    assert ruben.get(address).status_code == 200
    refused = ruben.post(address, {})
    assert refused.status_code == 200 and "Zet een vinkje" in refused.text
    assert not Export.objects.exists()
    answer = promise(ruben, address)
    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="onderzoek-')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as whole:
        assert set(whole.namelist()) == {"data.csv", "data.parquet", "codebook.csv", "LEESMIJ.html", "README.html"}
    assert Export.objects.count() == 1
    assert ruben.get(address).status_code == 200 and Export.objects.count() == 1  # looking takes nothing along


def test_the_quarters_are_chosen_and_stand_in_the_ledger(walk: Walk, town: Any, ruben: Client) -> None:
    address = at("take", town)
    last, before = quarters(clock.today())[:2]
    page = ruben.get(address).text
    assert f'value="{last}"' in page and f'value="{quarter(clock.today())}"' not in page
    refused = ruben.post(address, {"promise": "on", "first": last, "last": before})
    assert refused.status_code == 200 and "Dit kwartaal ligt voor het eerste" in refused.text
    too_few = ruben.post(address, {"promise": "on", "first": "2021-Q1", "last": "2021-Q2"})
    assert "minder dan 10 gezinnen" in too_few.text and not Export.objects.exists()
    done = ruben.post(address, {"promise": "on", "first": before, "last": last})
    assert done.headers["Content-Type"] == "application/zip"
    assert "Aangemeld van" in ruben.get(at("study", town)).text


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_signed_in_a_while_ago_shows_again_who_it_is(walk: Walk, town: Any, method: str) -> None:
    person, client = town.people["ruben"], Client()
    person.set_password("een lange zin van mij")
    person.save()
    client.force_login(person, backend="knooppunt.web.account.adapter.AccountBackend")
    session = client.session
    long_ago = clock.now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 5
    session["account_authentication_methods"] = [{"method": "password", "at": long_ago},
                                                 {"method": "mfa", "at": long_ago}]  # fmt: skip
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    address = at("take", town)
    answer = client.get(address) if method == "get" else promise(client, address)
    where = answer.headers["Location"]
    if method == "post":  # back to the page, which asks who is there
        assert where == address
        where = client.get(where).headers["Location"]
    assert where.startswith(reverse("account_reauthenticate")) and address in where.replace("%2F", "/")
    assert not Export.objects.exists()
    back = client.post(where, {"password": "een lange zin van mij"})
    assert back.status_code == 302 and back.headers["Location"] == address
    done = promise(client, address)
    assert done.headers["Content-Type"] == "application/zip"


def test_a_yes_that_is_taken_back_asks_to_delete(walk: Walk, town: Any, ruben: Client) -> None:
    promise(ruben, at("take", town))
    walk.withdraw("mother", "research")
    exports.mark_taken_back()
    assert "Nu te doen" in ruben.get("/onderzoek/").text
    line = Export.objects.get()
    page = ruben.get(at("study", town)).text
    assert "Wis 1 rij" in page
    listed = ruben.get(reverse("research:to_delete", kwargs={"export": line.code}))
    assert listed.text.split() == ["family", line.rows.get(withdrawn_on__isnull=False).pseudonym]
    done = ruben.post(reverse("research:deleted", kwargs={"export": line.code}), follow=True)
    assert "Nu te doen" not in done.text
    assert "1 rij gewist" in come_in("willem").get(reverse("account:studies")).text


def test_a_study_of_somebody_else_or_one_that_ended_is_not_there(walk: Walk, town: Any, ruben: Client) -> None:
    study = Study.objects.get(code=town.studies["first"])
    study.researchers.clear()
    for name in ("study", "take"):
        assert ruben.get(at(name, town)).status_code == 404
    study.researchers.add(town.people["ruben"])
    come_in("willem").post(reverse("account:stop_study", kwargs={"study": study.code}))
    assert promise(ruben, at("take", town)).status_code == 404
    assert not Export.objects.exists()


FILLED = {
    "name": "Wat helpt", "purpose": "Weten wat helpt", "approval": "METC 12", "municipalities": ["GM0928", "GM0882"],
    "from_on_day": "1", "from_on_month": "9", "from_on_year": "2026",
}  # fmt: skip


def filled(town: Any, **more: Any) -> dict[str, Any]:
    last = clock.today() + timedelta(days=100)
    until = {"until_on_day": last.day, "until_on_month": last.month, "until_on_year": last.year}
    return {**FILLED, **until, "researchers": [town.people["ruben"].code], **more}


def test_the_privacy_officer_records_changes_and_stops_a_study(town: Any) -> None:
    officer = come_in("willem")
    page = officer.get(reverse("account:new_study")).text
    assert "Ruben Claessens" in page and "Sanne" not in page
    assert officer.post(reverse("account:new_study"), filled(town)).status_code == 302
    study = Study.objects.get(name="Wat helpt")
    assert set(study.municipalities.values_list("code", flat=True)) == {"GM0928", "GM0882"}
    address = reverse("account:study", kwargs={"study": study.code})
    assert 'value="Wat helpt"' in officer.get(address).text
    assert officer.post(address, filled(town, name="Wat echt helpt")).status_code == 302
    study.refresh_from_db()
    assert study.name == "Wat echt helpt"
    assert "Wat echt helpt" in officer.get(reverse("account:studies")).text
    officer.post(reverse("account:stop_study", kwargs={"study": study.code}))
    study.refresh_from_db()
    assert study.until_on < clock.today()


def test_what_is_missing_is_said_and_what_was_typed_stays(town: Any) -> None:
    officer = come_in("willem")
    answer = officer.post(reverse("account:new_study"), filled(town, name="samen van START", researchers=[]))
    assert answer.status_code == 200
    assert "Weten wat helpt" in answer.text and "Onderzoekers" in answer.text
    assert Study.objects.count() == 1
    taken = officer.post(reverse("account:new_study"), filled(town, name="samen van START"))
    assert "Er is al een onderzoek met deze naam" in taken.text


def test_the_project_leader_reads_the_ledger_and_nothing_else(walk: Walk, town: Any, ruben: Client) -> None:
    promise(ruben, at("take", town))
    leader = come_in("ellen")
    page = leader.get(reverse("leader:studies")).text
    assert "Samen van start" in page and "Ruben Claessens" in page
    assert leader.get(at("study", town)).status_code == 404
    assert leader.get(reverse("account:studies")).status_code == 404
    Study.objects.get().municipalities.set(["GM0935"])
    assert "Samen van start" not in leader.get(reverse("leader:studies")).text


@pytest.mark.parametrize(
    ("who", "name"), [("ruben", "research:home"), ("ruben", "research:study"), ("ruben", "research:take"),
                      ("willem", "account:studies"), ("willem", "account:study"), ("ellen", "leader:studies")],
)  # fmt: skip
def test_few_statements(walk: Walk, town: Any, who: str, name: str) -> None:
    for _twice in range(2):
        exports.export(town.actor("ruben"), town.studies["first"])
    for n in range(2):
        studies.record_study(town.actor("willem"), studies.StudyWish(
            f"Nog {n}", "x", "x", (town.people["ruben"].code,), ("GM0928",), clock.today(), clock.today()))  # fmt: skip
    client = come_in(who)
    several = {"research:study", "research:take", "account:study"}
    address = reverse(name, kwargs={"study": town.studies["first"]} if name in several else {})
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= MOST, [query["sql"][:90] for query in asked]
