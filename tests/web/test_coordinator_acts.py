"""Each act of the coordinator through the screen: it works, outsiders find nothing, a refusal keeps what was typed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from knooppunt.casework import convening
from knooppunt.casework.reading import case_file, header, safety
from knooppunt.casework.shown import CaseFile
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


def date_of(day: Any, name: str = "on") -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def text(answer: Any) -> str:
    return answer.content.decode()


class Desk:
    """Marieke at her desk, with one case before her."""

    def __init__(self, town: Any, story: str) -> None:
        self.town, self.code, self.client = town, town.cases[story], come_in("marieke")

    @property
    def case(self) -> CaseFile:
        return case_file(self.town.actor("marieke"), self.code)

    @property
    def parent(self) -> str:
        return self.case.parents[0].code

    def seat(self, key: str) -> Any:
        person = self.town.people[key].code
        return next(s for s in self.case.circle if s.person_code == person and s.ended_on is None)

    def send(self, path: str, data: dict | None = None, *, by: Client | None = None) -> Any:
        return (by or self.client).post(f"/gezin/{self.code}/{path}", data or {})

    def done(self, path: str, data: dict | None = None) -> None:
        answer = self.send(path, data)
        assert answer.status_code == 302, text(answer).partition("<main")[2][:3000]


@pytest.fixture
def at(town: Any) -> Any:
    return lambda story: Desk(town, story)


# Every act of the desk as (story, address, what is sent); {parent}, {fatima}, {joris} and {bart} are filled in.
TOMORROW = clock.today() + timedelta(days=9)
WHEN = {**date_of(TOMORROW, "starts_at"), "time": "14:30", "minutes": "90", "place": "Buurthuis"}
WEIGHED = {name: "Daarom." for name in ("interest", "other_way", "why_no_consent", "outweighs", "to_whom_what")}
CONTACT = {"name": "Merel Jacobs", "contact_by": "text", "language": "nl", "phone": "06 00 00 00 09"}
YES = {"answer": "yes", "data_class": "all", "method": "spoken", "witness": "Tom Peeters", "capacity": "self"}
ACTS = [
    ("fresh", "eerste-contact/", date_of(clock.today())),
    ("fresh", "oppakken/", {}),
    ("fresh", "niet-oppakken/", {"reason": "other_help_fits", "other_route": "jgz", "advice": "Bel de jeugdarts."}),
    ("fresh", "overdragen/", {"hub": "maastricht"}),
    ("fresh", "vergissing/", {}),
    ("preparing", "geboorte/", date_of(clock.today())),
    ("preparing", "lijst/", {"done": "practical"}),
    ("preparing", "ouder/{parent}/gegevens/", {**CONTACT, "version": "{version}"}),
    ("preparing", "ouder/{parent}/eigen-pagina/", {"address": "Merel@Example.org"}),
    ("preparing", "ouder/{parent}/punten/", {"point-0": "Slapen"}),
    ("preparing", "ouder/{parent}/toestemming/?voor={joris}", YES),
    ("preparing", "kring/erbij/{bart}/", {"reason": "expertise", "why": "Kent haar", "family_agrees": "yes"}),
    ("preparing", "kring/{fatima}/antwoord/", {"yes": "yes"}),
    ("preparing", "kring/{joris}/gezin-vindt/", {"yes": "no"}),
    ("preparing", "kring/{joris}/stoppen/", {}),
    ("preparing", "overleg-plannen/", WHEN),
    ("planned", "overleg-verzetten/", WHEN),
    ("planned", "overleg-afzeggen/", {"reason": "family_cannot"}),
    ("planned", "kring/{joris}/uitnodigen/", {}),
    ("preparing", "klok/stilzetten/", {**date_of(TOMORROW, "until"), "why": "Even bij familie."}),
    ("evaluated", "klok/verder/", {}),
    ("preparing", "notitie/", {"text": "Gebeld.", "visible_to": "professionals", "data_class": "general"}),
    ("preparing", "stoppen/", {"parent": "{parent}"}),
    ("stopping", "stoppen/bevestigen/", {}),
    ("preparing", "veilig-thuis/", {"ground": "acute", "consulted": "veilig_thuis", **WEIGHED}),
]


def filled(desk: Desk, words: str) -> str:
    found = {"bart": desk.town.people["bart"].code}
    if "{" in words and desk.code != desk.town.cases["stopping"]:
        case = desk.case
        found |= {"parent": case.parents[0].code, "version": str(case.version)}
        found |= {s.email.partition("@")[0]: s.code for s in case.circle}
    return words.format(**found)


NAMES = [f"{story}-{path.replace('/', '')}" for story, path, _data in ACTS]


@pytest.mark.parametrize(("story", "path", "data"), ACTS, ids=NAMES)
def test_every_act_works_for_the_coordinator_and_for_nobody_else(at: Any, story: str, path: str, data: dict) -> None:
    desk = at(story)
    path, data = filled(desk, path), {name: filled(desk, value) for name, value in data.items()}
    for key in ("petra", "sanne"):
        assert desk.send(path, data, by=come_in(key)).status_code == 404
    assert desk.send(path, data, by=Client()).status_code in (302, 404)
    with guard.looking_inside():
        from knooppunt.casework.models import Case

        before = Case.objects.get(code=desk.code).version
        assert desk.send(path, data).status_code == (
            200 if "eigen-pagina" in path else 302
        )  # the card is shown at once
        assert Case.objects.get(code=desk.code).version > before


def test_a_referral_is_taken_up_step_by_step(at: Any) -> None:
    desk = at("fresh")
    desk.done("eerste-contact/", date_of(clock.today()))
    page = text(desk.client.get(f"/gezin/{desk.code}/"))
    assert "Beslis over de aanmelding" in page and f'action="/gezin/{desk.code}/oppakken/"' in page
    desk.done("oppakken/")
    assert desk.case.state == "preparing"
    assert Letter.objects.filter(kind="referral_accepted").count() >= 1


def test_a_refusal_keeps_what_was_typed(at: Any) -> None:
    desk = at("fresh")
    answer = desk.send("niet-oppakken/", {"advice": "Bel <b>eerst</b> de jeugdarts.", "reason": "other_help_fits"})
    page = text(answer)
    assert answer.status_code == 200 and "Bel &lt;b&gt;eerst&lt;/b&gt; de jeugdarts." in page
    assert "Kies een antwoord bij “Welke andere weg past bij dit gezin?”." in page
    assert 'value="other_help_fits"' in page and desk.case.state == "received"


def test_declining_leaves_the_bare_fact_and_hands_over_leaves_the_desk(at: Any) -> None:
    desk = at("fresh")
    desk.done("niet-oppakken/", {"reason": "other_help_fits", "other_route": "jgz", "advice": "Bel de jeugdarts."})
    assert "Jeugdgezondheidszorg" in text(desk.client.get(f"/gezin/{desk.code}/"))
    desk = at("late")
    answer = desk.send("overdragen/", {"hub": "maastricht"})
    assert answer.headers["Location"] == "/werklijst/"
    assert desk.client.get(f"/gezin/{desk.code}/").status_code == 404
    assert come_in("petra").get(f"/gezin/{desk.code}/").status_code == 200


def test_the_wrong_moment_is_said_and_nothing_changes(at: Any) -> None:
    desk = at("preparing")
    assert desk.client.get(f"/gezin/{desk.code}/overleg-afzeggen/").status_code == 403
    answer = desk.send("eerste-contact/", date_of(clock.today() + timedelta(days=4)))
    assert answer.status_code == 200 and "te ver vooruit" in text(answer)
    answer = desk.send("overleg-afzeggen/", {"reason": "other"})
    assert "Deze stap kan nu niet" in text(answer) and 'value="other"' in text(answer)
    assert desk.case.state == "preparing"


def test_two_tabs_on_one_adult_both_see_what_changed(at: Any) -> None:
    desk = at("preparing")
    path, version = f"ouder/{desk.parent}/gegevens/", desk.case.version
    desk.done(path, {**CONTACT, "version": version, "contact_note": "Na zessen"})
    answer = desk.send(path, {**CONTACT, "version": version, "contact_note": "Alleen ’s ochtends"})
    page = text(answer)
    assert answer.status_code == 409 and "Iemand was u net voor" in page
    assert "Na zessen" in page and "Alleen ’s ochtends" in page and "Waar moet u op letten?" in page
    again = desk.case.version
    assert f'name="version" value="{again}"' in page
    desk.done(path, {**CONTACT, "version": again, "contact_note": "Alleen ’s ochtends"})
    assert desk.case.parents[0].contact_note == "Alleen ’s ochtends"


def test_a_secret_address_is_not_kept(at: Any) -> None:
    desk = at("fresh")
    data = {**CONTACT, "name": "Lina de Wit", "version": desk.case.version, "secret_address": "on", "address": "Dorp 1"}
    desk.done(f"ouder/{desk.parent}/gegevens/", data)
    assert desk.case.parents[0].secret_address and desk.case.parents[0].address == ""


CARD = re.compile(r"kp-slip__code\"><bdi dir=\"ltr\">([A-Z0-9]{4}-[A-Z0-9]{4})<")


def test_a_parent_gets_a_page_of_her_own_by_a_card(at: Any) -> None:
    desk = at("preparing")
    path = f"ouder/{desk.parent}/eigen-pagina/"
    assert desk.client.get(f"/gezin/{desk.code}/{path}").status_code == 200
    assert "Vul een e-mailadres in, of een mobiel nummer" in text(desk.send(path, {"address": "045 560 12 34"}))
    card = desk.send(path, {"address": "06-1122 3344"})
    assert card.status_code == 200 and "no-store" in card.headers["Cache-Control"]
    code = CARD.search(text(card))[1]
    slip = text(card).partition('<section class="kp-card kp-slip"')[2].partition("</section>")[0]
    assert "/binnen/" in slip and "Kansrijke" not in slip and desk.case.parents[0].name not in slip
    again = text(desk.client.get(f"/gezin/{desk.code}/{path}"))
    assert code not in again and "06 11223344" in again and "Er is al een kaart die nog niet gebruikt is." in again
    assert "Controleer eerst wie u spreekt." in text(desk.send(path, {"address": "merel@example.org"}))
    other = desk.send(path, {"address": "merel@example.org", "checked": "on"})
    assert CARD.search(text(other))[1] != code


def test_the_telephone_of_the_other_parent_is_not_proposed_and_warned_about(at: Any) -> None:
    desk = at("late")
    sofie, marco = desk.case.parents
    version = desk.case.version
    desk.done(f"ouder/{marco.code}/gegevens/", {**CONTACT, "version": version, "phone": "06 1122 3344"})
    desk.done(f"ouder/{sofie.code}/gegevens/", {**CONTACT, "version": version + 1, "phone": "0611223344"})
    path = f"ouder/{sofie.code}/eigen-pagina/"
    page = text(desk.client.get(f"/gezin/{desk.code}/{path}"))
    assert "1122" not in page and "Wij kennen nog geen nummer" in page
    warned = text(desk.send(path, {"address": "0611223344"}))
    assert "De andere ouder gebruikt dit ook." in warned and 'name="sharing"' in warned
    card = text(desk.send(path, {"address": "0611223344", "sharing": "on"}))
    assert "Bewaar deze kaart goed. U hebt hem elke keer nodig." in card


def test_ticks_stay_on_the_page(at: Any) -> None:
    desk = at("preparing")
    answer = desk.send("lijst/", {"done": "practical"})
    assert answer.headers["Location"].endswith(f"/gezin/{desk.code}/#checklist")
    assert "practical" in desk.case.checklist
    desk.done("lijst/", {"not_done": "practical"})
    assert "practical" not in desk.case.checklist


def test_inviting_waits_for_consent_and_says_where_to_ask(at: Any) -> None:
    desk = at("preparing")
    joris = desk.seat("joris").code
    answer = desk.client.post(f"/gezin/{desk.code}/kring/{joris}/uitnodigen/", follow=True)
    assert "Vraag de ouders eerst of zij hun gegevens met deze organisatie willen delen." in text(answer)
    ask = f"/gezin/{desk.code}/ouder/{desk.parent}/toestemming/?voor={joris}"
    assert ask in text(answer) and desk.seat("joris").access == "circle"
    page = text(desk.client.get(ask))
    assert "Lees dit voor" in page and "De mensen van deze organisatie mogen mijn gegevens zien" in page
    assert "People of this organisation may see my details" in text(desk.client.get(f"{ask}&taal=en"))
    assert desk.client.post(ask, YES).status_code == 302
    desk.done(f"kring/{joris}/uitnodigen/")
    assert desk.seat("joris").access == "invited"


def test_part_of_the_facts_can_be_refused(at: Any) -> None:
    desk = at("preparing")
    path = f"ouder/{desk.parent}/toestemming/?voor={desk.seat('joris').code}"
    desk.done(path, YES)
    desk.done(path, {**YES, "answer": "no", "data_class": "debt", "witness": ""})
    page = text(desk.client.get(f"/gezin/{desk.code}/"))
    assert "gegevens delen met Schuldhulp Evenwicht (geld en schulden)" in page


def test_a_spoken_yes_has_a_witness_and_fits_the_age(at: Any) -> None:
    desk = at("planned")
    path = f"ouder/{desk.parent}/toestemming/?voor=research"
    page = text(desk.client.get(f"/gezin/{desk.code}/{path}"))
    assert 'value="self"' in page and 'value="guardian"' not in page
    answer = desk.send(path, {**YES, "witness": ""})
    assert answer.status_code == 200 and "Wie was erbij als getuige?” in" in text(answer)
    desk.done(path, {**YES, "witness": "", "method": "paper"})


def test_a_parent_who_called_takes_a_yes_back(at: Any) -> None:
    desk = at("following")
    page = text(desk.client.get(f"/gezin/{desk.code}/ouder/{desk.parent}/intrekken/"))
    choice = next(line for line in page.split('value="') if line.startswith("share-") and "Schuldhulp" in line)
    desk.done(f"ouder/{desk.parent}/intrekken/", {"what": choice.partition('"')[0]})
    joris = desk.town.people["joris"].organisation_id
    said = [c for c in desk.case.parents[0].consents if c.organisation_id == joris]
    assert [c.withdrawn for c in said] == [True]


def test_the_last_yes_to_take_part_closes_the_file(at: Any) -> None:
    desk = at("preparing")
    page = text(desk.client.get(f"/gezin/{desk.code}/ouder/{desk.parent}/intrekken/"))
    choice = next(line for line in page.split('value="') if line.startswith("take_part-"))
    desk.done(f"ouder/{desk.parent}/intrekken/", {"what": choice.partition('"')[0]})
    assert header(desk.town.actor("marieke"), desk.code).state == "stopping"


def test_of_an_adult_who_left_nothing_can_be_overwritten(at: Any) -> None:
    desk = at("following")
    mother, partner = (p.code for p in desk.case.parents)
    page = text(desk.client.get(f"/gezin/{desk.code}/ouder/{partner}/intrekken/"))
    choice = next(line for line in page.split('value="') if line.startswith("take_part-"))
    desk.done(f"ouder/{partner}/intrekken/", {"what": choice.partition('"')[0]})
    page = text(desk.client.get(f"/gezin/{desk.code}/"))
    assert "Deze ouder doet nu niet mee." in page and "Daniel Haddad" not in page.partition("Verloop")[0]
    for name in ("gegevens", "punten", "eigen-pagina"):
        assert desk.client.get(f"/gezin/{desk.code}/ouder/{partner}/{name}/").status_code == 403, name
    assert desk.send(f"ouder/{partner}/gegevens/", {**CONTACT, "version": desk.case.version}).status_code == 403
    assert desk.client.get(f"/gezin/{desk.code}/ouder/{mother}/gegevens/").status_code == 200
    page = text(desk.client.get(f"/gezin/{desk.code}/stoppen/"))
    assert page.count('name="parent"') == 1


def test_a_family_whose_consent_ended_can_still_stop(at: Any) -> None:
    desk = at("preparing")
    with clock.travel(clock.now() + timedelta(days=400)):
        desk.client = come_in("marieke")
        assert "Het gezin stopt" in text(desk.client.get(f"/gezin/{desk.code}/stoppen/"))
        desk.done("stoppen/")
        desk.done("stoppen/bevestigen/")


def test_stopping_takes_two_clicks_and_no_reason(at: Any) -> None:
    desk = at("following")
    assert f'href="/gezin/{desk.code}/stoppen/"' in text(desk.client.get(f"/gezin/{desk.code}/"))
    page = text(desk.client.get(f"/gezin/{desk.code}/stoppen/"))
    assert "<textarea" not in page and page.count('name="parent"') == 2
    desk.done("stoppen/", {"parent": desk.parent})
    page = text(desk.client.get(f"/gezin/{desk.code}/"))
    assert "Stoppen bevestigen" in page and "Haddad" not in page
    assert come_in("fatima").get(f"/gezin/{desk.code}/").status_code == 404
    desk.done("stoppen/bevestigen/")
    assert header(desk.town.actor("marieke"), desk.code).state == "stopped"


def test_somebody_is_found_and_put_in_the_circle(at: Any) -> None:
    desk = at("preparing")
    page = text(desk.client.get(f"/gezin/{desk.code}/kring/erbij/"))
    assert "vanwege:" in page and "Psychische klachten" in page and "al in de kring" in page
    page = text(desk.client.get(f"/gezin/{desk.code}/kring/erbij/?naam=bru&discipline=ggz&gemeente="))
    assert "Lotte" in page and "Hassan" not in page
    lotte = desk.town.people["lotte"].code
    answer = desk.send(f"kring/erbij/{lotte}/", {"why": "Kan snel starten"})
    assert answer.status_code == 200 and "Kan snel starten" in text(answer)
    desk.done(f"kring/erbij/{lotte}/", {"reason": "expertise", "why": "Kan snel starten"})
    assert desk.seat("lotte").family_agrees is None
    answer = desk.send(f"kring/erbij/{lotte}/", {"reason": "expertise"})
    assert "staat al in de kring" in text(answer)
    assert desk.client.get(f"/gezin/{desk.code}/kring/erbij/NIEMAND/").status_code == 404


def test_a_time_that_cannot_be_is_said_beside_the_field(at: Any) -> None:
    desk = at("preparing")
    past = date_of(clock.today() - timedelta(days=1), "starts_at")
    page = text(desk.send("overleg-plannen/", {**WHEN, **past}))
    assert "Kies een moment vanaf nu" in page and 'value="Buurthuis"' in page
    page = text(desk.send("overleg-plannen/", {**WHEN, "time": "half drie"}))
    assert "Schrijf de tijd als 14:30." in page and 'value="half drie"' in page
    desk.done("overleg-plannen/", WHEN)
    meeting = desk.case.conference
    assert meeting and meeting.starts_at.astimezone(clock.AMSTERDAM).strftime("%H:%M") == "14:30"
    assert 'value="14:30"' in text(desk.client.get(f"/gezin/{desk.code}/overleg-verzetten/"))


def test_a_note_can_be_kept_from_one_parent(at: Any) -> None:
    desk = at("following")
    yara = next(p.code for p in desk.case.parents if p.kind == "mother")
    note = {"text": "Belt liever zelf.", "visible_to": "table", "hidden_from": yara, "data_class": "general"}
    desk.done("notitie/", note)
    assert desk.case.notes[0].hidden
    assert "Belt liever zelf." not in text(come_in("yara").get(f"/ons-gezin/{desk.code}/"))


def test_the_road_to_veilig_thuis_is_weighed_and_stays_with_desk_and_lead(at: Any) -> None:
    desk, letters = at("following"), Letter.objects.count()
    answer = desk.send("veilig-thuis/", {"ground": "acute", "interest": "De baby is niet veilig."})
    assert answer.status_code == 200 and "De baby is niet veilig." in text(answer)
    desk.done("veilig-thuis/", {"ground": "acute", "consulted": "veilig_thuis", **WEIGHED})
    assert len(safety(desk.town.actor("marieke"), desk.code)) == 1
    assert "Daarom." in text(desk.client.get(f"/gezin/{desk.code}/veilig-thuis/"))
    assert "Daarom." in text(come_in("fatima").get(f"/gezin/{desk.code}/veilig-thuis/"))
    joris = come_in("joris")
    page = joris.get(f"/gezin/{desk.code}/veilig-thuis/")
    assert page.status_code == 200 and "Daarom." not in text(page)
    assert joris.post(
        f"/gezin/{desk.code}/veilig-thuis/", {"ground": "acute", "consulted": "colleague", **WEIGHED}
    ).status_code == 302  # fmt: skip
    for key in ("yara", "daniel", "sanne", "petra"):
        assert come_in(key).get(f"/gezin/{desk.code}/veilig-thuis/").status_code == 404
    assert "Veilig Thuis" not in text(come_in("yara").get(f"/ons-gezin/{desk.code}/"))
    assert Letter.objects.count() == letters


def test_a_question_is_answered_and_closed(town: Any) -> None:
    client, code = come_in("marieke"), town.advice["new"]
    place = f"/vragen/{code}/"
    assert "Vul “Uw advies” in." in text(client.post(place, {"version": "1", "answer": " "}))
    assert client.post(place, {"version": "1", "answer": "Vraag het apart."}).status_code == 302
    assert Letter.objects.filter(kind="advice_answered").exists()
    answer = client.post(place, {"version": "1", "answer": "Iets anders."})
    assert answer.status_code == 409 and "Vraag het apart." in text(answer) and "Iets anders." in text(answer)
    assert client.post(f"{place}afsluiten/").status_code == 302
    assert "Antwoord versturen" not in text(client.get(place))
    petra = come_in("petra")
    assert petra.get(place).status_code == 404 and petra.post(f"{place}afsluiten/").status_code == 404


def test_a_double_click_invites_once(at: Any) -> None:
    desk = at("planned")
    before = Letter.objects.filter(kind="invitation_to_talk").count()
    seat = convening.add_to_circle(
        desk.town.actor("marieke"), desk.code, desk.town.people["karim"].code, reason="always", family_agrees=True
    )
    for _click in range(2):
        desk.done(f"kring/{seat}/uitnodigen/")
    assert len([c for c in desk.case.conference.chairs if c.code == seat]) == 1  # type: ignore[union-attr]
    assert Letter.objects.filter(kind="invitation_to_talk").count() >= before + 1
