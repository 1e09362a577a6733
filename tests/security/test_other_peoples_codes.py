"""Codes of one case inside the address of another, people in the wrong role, pages that were open too long."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from knooppunt.casework import agreeing, consenting, drafting, reading, referring, welcoming
from knooppunt.casework.referring import NewReferral
from knooppunt.demo.cast import CAST, away
from knooppunt.demo.walking import mother, weeks
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.people import accounts, checking, own_account
from knooppunt.people.actor import NOBODY, actor_of
from knooppunt.people.models import EmailCode, Person
from tests.security.test_what_pages_show import visitor
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
TO_SIGN_IN = ("/account/inloggen/", "/binnen/?next=")


def rows() -> str:
    """Give everything that stands in the case tables, to see that nothing was changed."""
    from django.apps import apps

    with guard.looking_inside():
        tables = [m for m in apps.get_app_config("casework").get_models() if m.__name__ != "Draft"]
        return str([list(model.objects.order_by("pk").values_list()) for model in tables])


def pieces(town: Any, story: str) -> dict[str, str]:
    """Give codes of what is in one case."""
    file = reading.case_file(town.actor("marieke"), town.cases[story])
    goals = [goal for goal in file.goals if goal.actions]
    return {
        "case": file.code, "parent": file.parents[0].code, "seat": next(s.code for s in file.circle if not s.ended_on),
        "goal": goals[0].code if goals else "", "action": goals[0].actions[0].code if goals else "",
    }  # fmt: skip


def test_codes_of_another_case_do_nothing_here(town: Any) -> None:
    here, there = pieces(town, "following"), pieces(town, "held")
    before, desk, lead = rows(), come_in("marieke"), come_in("fatima")
    case, other = here["case"], there
    tried = {
        desk: [
            f"/gezin/{case}/kring/{other['seat']}/stoppen/", f"/gezin/{case}/kring/{other['seat']}/uitnodigen/",
            f"/gezin/{case}/kring/{other['seat']}/antwoord/", f"/gezin/{case}/kring/{other['seat']}/gezin-vindt/",
            f"/gezin/{case}/ouder/{other['parent']}/gegevens/", f"/gezin/{case}/ouder/{other['parent']}/punten/",
            f"/gezin/{case}/ouder/{other['parent']}/toestemming/?voor=research",
            f"/gezin/{case}/ouder/{other['parent']}/intrekken/", f"/overleg/{case}/actie/{other['action']}/weg/",
            f"/overleg/{case}/wens/{other['goal']}/", f"/overleg/{case}/wens/{other['goal']}/actie/",
            f"/overleg/{case}/actie/{other['action']}/", f"/overleg/{case}/wie-bewaakt/",
        ],
        lead: [f"/mijn-gezinnen/{case}/actie/{other['action']}/", f"/overleg/{case}/actie/{other['action']}/weg/"],
    }  # fmt: skip
    sent = {
        "seat": other["seat"], "present": [other["seat"], other["parent"]], "owner": f"seat:{other['seat']}",
        "answer": "ja", "yes": "1", "status": "done", "report": "x", "version": "1", "words": "Zomaar", "moment": "now",
        "what": "Zomaar", "points": "x", "point_0": "x", "name": "Zomaar", "about": other["parent"],
    }  # fmt: skip
    for client, addresses in tried.items():
        for address in addresses:
            answer = client.post(address, sent)
            assert answer.status_code in (200, 302, 403, 404, 409), address
            assert answer.status_code != 302 or "/gezin/" in answer["Location"], address
            assert "Esra" not in answer.text, address
    assert rows() == before


def test_who_has_another_hub_or_no_desk_gets_not_found_and_changes_nothing(town: Any) -> None:
    code, before = town.cases["following"], rows()
    mine = pieces(town, "following")
    for who in (
        "petra",
        "tom",
        "ellen",
        "ruben",
        "ingrid",
        "willem",
        "linda",
        "bart",
        "sanne",
        "noor",
        "nobody",
        "code",
    ):
        client = visitor(who, town)
        for path in (
            f"/gezin/{code}/", f"/gezin/{code}/stoppen/", f"/gezin/{code}/kring/{mine['seat']}/stoppen/",
            f"/gezin/{code}/ouder/{mine['parent']}/intrekken/", f"/overleg/{code}/afronden/", f"/evaluatie/{code}/",
            f"/mijn-gezinnen/{code}/notitie/", f"/gezin/{code}/veilig-thuis/", f"/ons-gezin/{code}/stoppen/",
            f"/gezin/{code}/vergissing/", f"/gezin/{code}/overdragen/", f"/overleg/{code}/wens/",
        ):  # fmt: skip
            for answer in (client.post(path, {"text": "x", "answer": "ja", "what": "x"}), client.get(path)):
                away_to_sign_in = answer.status_code == 302 and answer["Location"].startswith(TO_SIGN_IN)
                assert away_to_sign_in or answer.status_code in (403, 404, 405), (who, path, answer.status_code)
                assert "Haddad" not in answer.text
    assert rows() == before


def test_a_code_by_mail_makes_a_coordinator_no_more_than_a_referrer(town: Any) -> None:
    client = Client()
    session = client.session
    session["code_person"] = town.people["marieke"].pk
    session.save()
    for path in ("/werklijst/", f"/gezin/{town.cases['fresh']}/", "/wie-is-wie/", "/mijn-gezinnen/", "/account/"):
        assert client.get(path).status_code in (302, 404), path
    with pytest.raises(reading.desk.NotFound):
        reading.worklist(actor_of(town.people["marieke"], "code"))


def test_a_password_alone_opens_nothing(town: Any) -> None:
    for key in ("marieke", "fatima", "ingrid", "willem", "ellen"):
        client = Client()
        client.force_login(town.people[key], backend="knooppunt.web.account.adapter.AccountBackend")
        for path in (
            "/werklijst/",
            "/mijn-gezinnen/",
            "/beheer/",
            "/inzage/",
            "/cijfers/",
            "/wie-is-wie/",
            "/aanmelden/",
        ):
            answer = client.get(path)
            assert answer.status_code == 302 and answer["Location"] == "/account/tweede-stap/", (key, path)
        with pytest.raises(accounts.PermissionDenied):
            accounts.end_access(actor_of(town.people[key], "single"), town.people["bart"].code)


def test_a_deputy_has_a_desk_only_while_the_coordinator_is_away(town: Any) -> None:
    tom, code = come_in("tom"), town.cases["fresh"]
    assert tom.get(f"/gezin/{code}/").status_code == 404
    absence = away(town.people["marieke"], clock.today(), clock.today())
    assert tom.get(f"/gezin/{code}/").status_code == 200
    own_account.end_absence(town.actor("marieke"), town.people["marieke"].code, absence.from_on)
    assert tom.post(f"/gezin/{code}/oppakken/").status_code == 404
    assert tom.get(f"/gezin/{code}/").status_code == 404
    assert "Lina" not in tom.get("/werklijst/").text


def test_whose_access_ended_is_out_at_once_with_every_session(town: Any) -> None:
    signed_in, by_code, code = come_in("fatima"), visitor("code", town), town.cases["following"]
    assert signed_in.get(f"/mijn-gezinnen/{code}/").status_code == 200
    for key in ("fatima", "sanne"):
        accounts.end_access(town.actor("ingrid"), town.people[key].code)
    for client, path in ((signed_in, f"/mijn-gezinnen/{code}/"), (by_code, "/aanmelden/volgen/")):
        answer = client.get(path)
        assert answer.status_code in (302, 404) and "Haddad" not in answer.text
    assert checking.person_at(town.people["sanne"].email, "nl") is None


def test_a_parent_finds_no_page_of_professionals_and_the_other_way_round(town: Any) -> None:
    yara, code = come_in("yara"), town.cases["following"]
    for path in (f"/gezin/{code}/", f"/overleg/{code}/", f"/mijn-gezinnen/{code}/", f"/afspraken/{code}/",
                 "/wie-is-wie/", "/werklijst/", "/aanmelden/volgen/", "/beheer/", "/inzage/", "/cijfers/"):  # fmt: skip
        assert yara.get(path).status_code == 404, path
    assert yara.post("/aanmelden/beginnen/").status_code == 404
    for who in ("marieke", "fatima", "joris"):
        assert come_in(who).get(f"/ons-gezin/{code}/").status_code == 404
        assert come_in(who).post(f"/ons-gezin/{code}/stoppen/").status_code == 404
    assert come_in("daniel").get(f"/ons-gezin/{town.cases['planned']}/").status_code == 404


def test_a_page_that_was_open_when_the_family_took_its_yes_back_does_nothing(town: Any) -> None:
    code = town.cases["following"]
    lead, partner = come_in("fatima"), come_in("joris")
    action = pieces(town, "following")["action"]
    assert lead.get(f"/mijn-gezinnen/{code}/").status_code == 200
    desk = town.actor("marieke")
    for parent in reading.case_file(desk, code).parents:
        consenting.withdraw_consent(desk, code, parent.code, purpose="share")
    before = rows()
    for client in (lead, partner):
        for path in (f"/mijn-gezinnen/{code}/notitie/", f"/mijn-gezinnen/{code}/actie/{action}/", f"/evaluatie/{code}/",
                     f"/overleg/{code}/wens/", f"/overleg/{code}/aantekeningen/"):  # fmt: skip
            answer = client.post(path, {"text": "kanarie", "status": "done", "version": "1", "visible_to": "table"})
            assert answer.status_code in (403, 404) and "Haddad" not in answer.text, path
        assert "Haddad" not in client.get("/mijn-gezinnen/").text
    assert rows() == before


def test_a_consent_that_has_run_out_closes_the_case_for_everyone(town: Any) -> None:
    code, later = town.cases["following"], clock.now() + timedelta(days=400)
    with clock.travel(later):
        for who, path in (
            ("fatima", f"/mijn-gezinnen/{code}/"),
            ("joris", f"/afspraken/{code}/"),
            ("marieke", f"/gezin/{code}/"),
        ):
            answer = come_in(who).get(path)
            assert "Haddad" not in answer.text and answer.status_code in (200, 403, 404), (who, answer.status_code)
            assert (answer.status_code == 200) == (who == "marieke")  # the bare header


@pytest.mark.parametrize("story", ["declined", "stopping", "closed"])
def test_a_case_that_is_over_takes_nothing_more(story: str, town: Any) -> None:
    code, before = town.cases[story], rows()
    for who in ("marieke", "fatima", "joris", "sanne"):
        client = come_in(who)
        for path in (f"/gezin/{code}/oppakken/", f"/gezin/{code}/notitie/", f"/overleg/{code}/wens/",
                     f"/gezin/{code}/overleg-plannen/",
                     f"/mijn-gezinnen/{code}/notitie/", f"/evaluatie/{code}/", f"/gezin/{code}/geboorte/"):  # fmt: skip
            answer = client.post(path, {"text": "x", "visible_to": "table", "words": "x", "moment": "now"})
            assert answer.status_code < 500
            assert not [name for name in ("Ploum", "Cremers") if name in answer.text]
    assert rows() == before


@pytest.mark.usefixtures("clock_stands_still")
def test_a_draft_opens_for_its_writer_alone_and_guessing_is_slow(town: Any) -> None:
    code, _ = drafting.start(town.actor("sanne"))
    told = {"situation": {"agreed": "yes"}, "who": {"mother_name": "Kanarie"}}
    drafting.save(town.actor("sanne"), code, told, version=1)
    for who in ("bart", "marieke", "nobody", "yara"):
        answer = visitor(who, town).get(f"/aanmelden/{code}/wie/")
        assert answer.status_code in (302, 404) and "Kanarie" not in answer.text
    own, secret = drafting.start(NOBODY)
    assert len(secret) == 4
    client, statuses = Client(), []
    for number in range(8):
        statuses.append(client.post("/zelf-aanmelden/verder/", {"key": f"{own}BCD{'BCDFGHJK'[number]}"}).status_code)
    assert 429 in statuses and 302 not in statuses
    for who in ("sanne", "marieke"):
        with pytest.raises(drafting.NotFound):
            drafting.read(town.actor(who), own)
        with pytest.raises(drafting.NotFound):
            drafting.read(town.actor(who), own, "")


def test_codes_by_mail_cannot_be_guessed_by_asking_for_new_ones(town: Any) -> None:
    """Five tries a code, five codes in ten minutes for an address, twenty in a day: 1 in 10,000 at best."""
    email, tried, asked = "iemand@praktijk.example", 0, 0
    start = datetime.combine(clock.today() + timedelta(days=1), time(3), UTC)
    for step in range(30):
        with clock.travel(start + timedelta(minutes=11 * step)):
            client = Client(REMOTE_ADDR=f"10.0.{step}.1")
            if client.post("/wie-bent-u/", {"email": email}).status_code != 302:
                continue
            asked += 1
            right = EmailCode.objects.get().code_hash
            for guess in range(7):
                client.post("/wie-bent-u/code/", {"code": f"{guess:06d}"})
            tried += EmailCode.objects.get(code_hash=right).tries
    assert 15 < asked <= 20 and tried <= 5 * asked


def test_nothing_but_the_named_fields_is_taken(town: Any) -> None:
    """Extra fields in a form change nothing: no state, no hub, no role, no owner."""
    code, desk = town.cases["late"], come_in("marieke")
    parent = reading.case_file(town.actor("marieke"), code).parents[0].code
    extra = {"state": "closed", "hub": "maastricht", "hub_id": "1", "person": "1", "match_key": "x", "family": "1",
             "takes_part": "on", "on_behalf_of": parent, "role": "coordinator", "is_active": ""}  # fmt: skip
    desk.post(f"/gezin/{code}/eerste-contact/", extra)
    desk.post(f"/gezin/{code}/ouder/{parent}/gegevens/", extra)
    file = reading.case_file(town.actor("marieke"), code)
    assert file.state == "received" and file.hub_code == "kerkrade"
    sanne = come_in("sanne")
    sanne.post("/wie-bent-u/gegevens/", {"name": "X", "discipline": "huisarts", "organisation": "X", **extra})
    assert Person.objects.get(pk=town.people["sanne"].pk).name == "Sanne Wolters"


def test_names_with_signs_of_html_stay_text_everywhere(town: Any) -> None:
    from tests.security.crawl import crawl

    name = "<script>alert(1)</script> \"'><img src=x onerror=alert(2)> {{7*7}} =HYPERLINK(1)"
    adult = mother(name, clock.today().replace(year=1995, day=1))
    new = NewReferral(municipality="GM0928", due_on=weeks(10), needs=("income",), reason=name, wishes=name,
                      strengths=name, parents=(adult,))  # fmt: skip
    code = referring.refer(town.actor("sanne"), new)
    Person.objects.filter(pk=town.people["joris"].pk).update(name=name[:100])
    for who, starts in (("marieke", (f"/gezin/{code}/", "/werklijst/")), ("ingrid", ("/beheer/",))):
        client, seen = come_in(who), False
        for page in crawl(client, *starts, limit=40):
            raw = client.get(page.address).content.decode("utf-8", "replace")
            seen = seen or "&lt;script&gt;alert(1)" in raw
            assert "<script>alert" not in raw and "<img src=x" not in raw and "49 =" not in raw, page.address
        assert seen


def test_the_address_of_another_parent_opens_no_page_of_this_family(town: Any) -> None:
    """Two adults of one family who share an address, or an address of another family, get no page in common."""
    desk, code = town.actor("marieke"), town.cases["late"]
    sofie, marco = (parent.code for parent in reading.case_file(desk, code).parents)
    hers = welcoming.give_place(desk, code, sofie, address="samen@thuis.example")
    with pytest.raises(referring.Invalid):
        welcoming.give_place(desk, code, marco, address="samen@thuis.example")
    people = {hers.person, town.people["yara"].code, town.people["bart"].code}
    for address in (CAST["yara"].safe, town.people["bart"].email, "samen@thuis.example"):
        given = welcoming.give_place(desk, code, marco, address=address, sharing=True, checked=True)
        assert given.person not in people
    assert come_in("yara").get(f"/ons-gezin/{code}/").status_code == 404
    # the same adult in a later case keeps her own account
    adult = mother("Yara Haddad", datetime(1994, 5, 17).date())
    again = referring.refer(town.actor("sanne"), NewReferral(municipality="GM0928", due_on=weeks(9), parents=(adult,)))
    parent = reading.case_file(desk, again).parents[0].code
    assert welcoming.give_place(desk, again, parent, address=CAST["yara"].safe).person == town.people["yara"].code


def test_a_version_of_any_length_is_a_version_nobody_has(town: Any) -> None:
    action = pieces(town, "following")
    client = come_in("marieke")
    for version in ("9" * 5000, "9" * 30, "-1", "\u0665", "x", ""):
        answer = client.post(f"/overleg/{action['case']}/actie/{action['action']}/weg/", {"version": version})
        assert answer.status_code == 302
    assert pieces(town, "following") == action


def test_a_code_by_mail_is_no_way_to_an_account(town: Any) -> None:
    """Only an invitation leads to a first password: who asks for a new one without having one gets no link."""
    email = "iemand@praktijk.example"
    reference = checking.person_at(email, "nl")
    assert reference is not None and not reference.has_usable_password()
    for address in (email, town.people["bart"].email):
        Client().post("/account/wachtwoord/vergeten/", {"email": address})
        letter = Letter.objects.filter(to=address).latest("id")
        assert letter.kind == "account_unknown" and "/wachtwoord/nieuw/" not in letter.body
    bart = town.people["bart"]
    bart.set_password("een lange zin voor Bart")
    bart.save()
    Client().post("/account/wachtwoord/vergeten/", {"email": bart.email})
    assert "/wachtwoord/nieuw/" in Letter.objects.filter(to=bart.email).latest("id").body


def test_who_comes_back_sets_up_a_new_second_step(town: Any) -> None:
    """An ended account loses its passkeys and apps: an address may be given to somebody else."""
    bart, manager = town.people["bart"], town.actor("ingrid")
    Authenticator.objects.create(user=bart, type=Authenticator.Type.TOTP, data={"secret": "x"})
    accounts.end_access(manager, bart.code)
    again = accounts.invite(manager, email=bart.email, name="Barbara Hermans")
    assert again.pk == bart.pk and not Authenticator.objects.filter(user=again).exists()
    assert not again.has_usable_password()


def test_the_notes_of_the_table_close_for_who_may_know_only_one_of_two(town: Any) -> None:
    code, desk = town.cases["following"], town.actor("marieke")
    meeting = reading.case_file(desk, code).conferences[-1]
    agreeing.write_notes(desk, code, "kanarie over Daniel", version=meeting.version)
    joris = town.actor("joris")
    assert reading.shared_case(joris, code).conferences[-1].notes == "kanarie over Daniel"
    daniel = reading.case_file(desk, code).parents[-1].code
    consenting.withdraw_consent(desk, code, daniel, purpose="share", organisation=joris.organisation_id)
    assert "kanarie" not in str(reading.shared_case(joris, code))
    assert "Daniel Haddad" not in str(reading.shared_case(joris, code).parents)
    assert reading.shared_case(town.actor("fatima"), code).conferences[-1].notes == "kanarie over Daniel"
