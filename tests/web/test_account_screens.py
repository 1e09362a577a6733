"""The functional manager's screens, one's own account, being away, and the directory."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from knooppunt.casework.clocks import Terms
from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from knooppunt.people import reference
from knooppunt.people.models import Absence, Assignment, Hub, Organisation, Person
from knooppunt.people.roles import hubs_of, roles_of
from knooppunt.people.writing import write_to
from knooppunt.trail.models import TrailLine

pytestmark = pytest.mark.django_db


def someone(name: str, role: str = "", **more: Any) -> Person:
    person = Person.objects.create_user(email=f"{name.lower()}@example.org", name=f"{name} Mens", listed=True)
    if role:
        Assignment.objects.create(person=person, role=role, **more)
    return person


def client_of(person: Person, method: str = "mfa") -> Client:
    """Give a client whose session says that this person signed in with a second factor."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": clock.now().timestamp(), "type": "totp"}]
    session["_account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


@pytest.fixture
def cast(db: None) -> dict[str, Person]:
    reference.load()
    hub = Hub.objects.get(code="kerkrade")
    Organisation.objects.create(code="de-wieg", name="Verloskundigen De Wieg", kind="birth_care")
    return {
        "manager": someone("Bo", "functional_manager"),
        "coordinator": someone("Noor", "coordinator", hub=hub),
        "deputy": someone("Pim", "deputy", hub=hub),
        "midwife": someone("Sanne"),
    }


INVITATION = {
    "name": "Mila Nieuw",
    "email": "mila@example.org",
    "phone": "",
    "discipline": "verloskundige",
    "organisation": "de-wieg",
    "works_in": ["GM0928"],
    "listed": "on",
    "language": "nl",
    "role": "coordinator",
    "place": "kerkrade",
}
MANAGED = ("people", "invite", "hubs", "standing_still")


def test_only_the_manager_finds_the_managers_screens(cast: dict[str, Person]) -> None:
    for name in MANAGED:
        assert client_of(cast["manager"]).get(reverse(f"account:{name}")).status_code == 200, name
        assert client_of(cast["coordinator"]).get(reverse(f"account:{name}")).status_code == 404, name
        answer = client_of(cast["manager"], "password").get(reverse(f"account:{name}"))
        assert answer.headers["Location"] == reverse("account:secure")
        assert Client().get(reverse(f"account:{name}")).status_code == 302
    person = reverse("account:person", kwargs={"code": cast["midwife"].code})
    assert client_of(cast["manager"]).get(person).status_code == 200
    assert client_of(cast["coordinator"]).get(person).status_code == 404
    assert client_of(cast["manager"]).get(reverse("account:person", kwargs={"code": "WEG"})).status_code == 404


def test_inviting_by_the_form(cast: dict[str, Person]) -> None:
    client = client_of(cast["manager"])
    wrong = client.post(reverse("account:invite"), {**INVITATION, "place": "", "email": "sanne@example.org"})
    assert wrong.status_code == 200 and "Er is al een account" in wrong.text and "Mila Nieuw" in wrong.text
    wrong = client.post(reverse("account:invite"), {**INVITATION, "place": ""})
    assert wrong.status_code == 200 and "Kies bij welk Knooppunt" in wrong.text
    assert not Letter.objects.exists()
    done = client.post(reverse("account:invite"), INVITATION, follow=True)
    person = Person.objects.get(email="mila@example.org")
    assert done.redirect_chain[-1][0] == reverse("account:person", kwargs={"code": person.code})
    assert "De uitnodiging is verstuurd." in done.text and "Uitnodiging opnieuw sturen" in done.text
    assert person.organisation.code == "de-wieg" and list(hubs_of(person.pk).values()) == ["coordinator"]
    assert Letter.objects.get().kind == "account_invitation"


def test_roles_review_and_end_of_access(cast: dict[str, Person]) -> None:
    client, code = client_of(cast["manager"]), cast["midwife"].code
    today = clock.today()
    day = {"from_on_day": today.day, "from_on_month": today.month, "from_on_year": today.year}
    give = reverse("account:give_role", kwargs={"code": code})
    assert client.post(give, {"role": "project_leader", "place": "parkstad", **day}).status_code == 302
    assert "project_leader" in roles_of(cast["midwife"].pk)
    again = client.post(give, {"role": "project_leader", "place": "parkstad", **day})
    assert again.status_code == 200 and "Deze rol is er al." in again.text
    page = client.get(reverse("account:person", kwargs={"code": code}))
    assert 'value="project_leader@parkstad"' in page.text
    client.post(reverse("account:end_role", kwargs={"code": code}), {"role": "project_leader@parkstad"})
    assert "project_leader" not in roles_of(cast["midwife"].pk)
    Person.objects.filter(code=code).update(joined_on=today - timedelta(days=400))
    assert "Bekijk welke" in client.get(reverse("account:people")).text
    client.post(reverse("account:reviewed", kwargs={"code": code}))
    assert Person.objects.get(code=code).reviewed_on == today
    end = reverse("account:end_access", kwargs={"code": code})
    assert "Toegang beëindigen?" in client.get(end).text and Person.objects.get(code=code).is_active
    client.post(end)
    assert not Person.objects.get(code=code).is_active
    own = client.post(reverse("account:end_access", kwargs={"code": cast["manager"].code}), follow=True)
    assert "Vraag een andere beheerder" in own.text and Person.objects.get(pk=cast["manager"].pk).is_active


def test_terms_of_a_hub_are_checked(cast: dict[str, Person]) -> None:
    client, address = client_of(cast["manager"]), reverse("account:hub", kwargs={"code": "vaals"})
    fields = {**client.get(address).context["form"].initial, "conference_days": 12}
    assert client.post(address, fields).status_code == 302
    assert Hub.objects.get(code="vaals").conference_days == 12
    wrong = client.post(address, {**fields, "evaluation_weeks_min": 20})
    assert wrong.status_code == 200 and "minstens zo lang" in wrong.text
    assert client.post(address, {**fields, "conference_days": 0}).status_code == 200


@pytest.mark.parametrize("name", sorted(Terms.__dataclass_fields__))
def test_every_clock_of_a_hub_is_explained_and_has_bounds(cast: dict[str, Person], name: str) -> None:
    client, address = client_of(cast["manager"]), reverse("account:hub", kwargs={"code": "vaals"})
    form = client.get(address).context["form"]
    assert form.fields[name].help_text
    rest = {**form.initial, "leader_days": 40, "deputy_days": 20, "remind_days": 0}
    for wrong in (-1, 9999, "", "twee"):
        answer = client.post(address, {**rest, name: wrong})
        assert answer.status_code == 200 and name in answer.context["form"].errors
    assert client.post(address, {**rest, name: form.fields[name].max_value}).status_code == 302
    assert getattr(Hub.objects.get(code="vaals"), name) == form.fields[name].max_value


def test_the_project_leader_does_not_hear_before_the_deputy(cast: dict[str, Person]) -> None:
    client, address = client_of(cast["manager"]), reverse("account:hub", kwargs={"code": "vaals"})
    fields = {**client.get(address).context["form"].initial, "deputy_days": 9, "leader_days": 3}
    answer = client.post(address, fields)
    assert answer.status_code == 200 and "leader_days" in answer.context["form"].errors


def test_a_hub_leaves_its_address_out_of_letters_to_families(cast: dict[str, Person]) -> None:
    client, address = client_of(cast["manager"]), reverse("account:hub", kwargs={"code": "kerkrade"})
    fields = {name: value for name, value in client.get(address).context["form"].initial.items() if value is not False}
    assert client.post(address, {**fields, "letters_without_link": "on"}).status_code == 302
    assert Hub.objects.get(code="kerkrade").letters_without_link
    client.post(address, fields)
    assert not Hub.objects.get(code="kerkrade").letters_without_link


def test_somebody_chooses_one_letter_a_day_and_letters_at_once_again(cast: dict[str, Person]) -> None:
    me = cast["midwife"]
    client, address = client_of(me), reverse("account:letters")
    assert "elk bericht meteen" in client.get(reverse("account:me")).text
    page = client.get(address)
    assert page.context["form"]["letters"].value() == "at_once"
    done = client.post(address, {"letters": "daily"}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("account:me") and "één e-mail" in done.text
    write_to(Person.objects.get(pk=me.pk), "message_waits")
    assert Letter.objects.get().in_digest
    assert TrailLine.objects.filter(act="account.choose_letters", detail="daily").count() == 1
    client.post(address, {"letters": "daily"})
    assert TrailLine.objects.filter(act="account.choose_letters").count() == 1
    wrong = client.post(address, {"letters": "nooit"})
    assert wrong.status_code == 200 and Person.objects.get(pk=me.pk).letters_daily
    client.post(address, {"letters": "at_once"})
    assert not Letter.objects.get().in_digest and not Person.objects.get(pk=me.pk).letters_daily
    parent = Person.objects.create_user(kind="parent")
    assert client_of(parent, "password").get(address).status_code == 404


def test_the_manager_and_the_owner_see_that_mail_comes_back(cast: dict[str, Person]) -> None:
    person = reverse("account:person", kwargs={"code": cast["midwife"].code})
    client = client_of(cast["manager"])
    assert "komt hier niet aan" not in client.get(person).text
    write_to(cast["midwife"], "lead_asked")
    Letter.objects.update(refused_at=clock.now())
    assert "komt hier niet aan" in client.get(person).text
    assert "mail komt niet aan" in client.get(reverse("account:people")).text
    assert "komt hier niet aan" in client_of(cast["midwife"]).get(reverse("account:me")).text
    assert "komt hier niet aan" not in client_of(cast["deputy"]).get(reverse("account:me")).text


def test_a_coordinator_is_away_and_back(cast: dict[str, Person]) -> None:
    client, address = client_of(cast["coordinator"]), reverse("account:away")
    assert "Pim Mens" in client.get(address).text
    today = clock.today()
    first = {"from_on_day": today.day, "from_on_month": today.month, "from_on_year": today.year}
    wrong = client.post(address, {**first, "until_on_day": 31, "until_on_month": 2, "until_on_year": 2027})
    assert wrong.status_code == 200 and "Deze datum bestaat niet." in wrong.text
    assert client.post(address, first).status_code == 302
    assert list(hubs_of(cast["deputy"].pk).values()) == ["deputy"]
    assert "Toch aanwezig" in client.get(address).text
    client.post(reverse("account:back", kwargs={"from_on": today}))
    assert not Absence.objects.exists()
    assert client_of(cast["midwife"]).get(address).status_code == 404
    assert client.post("/account/afwezig/2026-02-31/terug/").status_code == 404


def test_the_directory_is_for_professionals(cast: dict[str, Person]) -> None:
    client, address = client_of(cast["midwife"]), reverse("account:directory")
    page = client.get(address, {"naam": "noor"})
    assert "<mark>Noor</mark>" in page.text and "Pim" not in page.text
    assert "Niemand gevonden" in client.get(address, {"naam": "zzz"}).text
    assert client.get(address, {"gemeente": "<script>", "na": "x" * 500}).status_code == 200
    parent = Person.objects.create_user(kind="parent")
    assert client_of(parent, "password").get(address).status_code == 404
    assert client_of(parent, "password").get(reverse("account:me")).status_code == 404


def test_screens_take_few_queries(cast: dict[str, Person], django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        someone(f"Iemand{number}", "coordinator", hub=Hub.objects.get(code="vaals"))
    manager, midwife = client_of(cast["manager"]), client_of(cast["midwife"])
    for client, name in ((manager, "people"), (manager, "hubs"), (midwife, "directory"), (midwife, "me")):
        client.get(reverse(f"account:{name}"))
        with django_assert_max_num_queries(9):
            client.get(reverse(f"account:{name}"))
    first = midwife.get(reverse("account:directory"))
    assert first.context["next"] and midwife.get(reverse("account:directory") + first.context["next"]).context["first"]


def test_the_privacy_officer_reads_the_trail_and_that_is_written_down(cast: dict[str, Person]) -> None:
    officer, address = client_of(someone("Ward", "privacy_officer")), reverse("account:trail")
    give = reverse("account:give_role", kwargs={"code": cast["midwife"].code})
    day = clock.today()
    typed = {"from_on_day": day.day, "from_on_month": day.month, "from_on_year": day.year, "role": "researcher"}
    assert client_of(cast["manager"]).post(give, typed).status_code == 302
    page = officer.get(address, {"code": cast["midwife"].code.lower(), "wat": "over"})
    assert "account.give_role" in page.text and "Bo Mens" in page.text
    assert "trail.read_subject" in officer.get(address, {"code": cast["midwife"].code, "wat": "over"}).text
    assert "Niets gevonden" in officer.get(address, {"code": "WEG", "wat": "zaak", "na": "1"}).text
    assert officer.get(address, {"code": "x' --", "wat": "alles"}).status_code == 200
    assert client_of(cast["manager"]).get(address).status_code == 404
    assert officer.get(reverse("account:people")).status_code == 404
