"""A parent takes everything about herself along, on paper and as data, and asks what she may ask about it."""

import json
import re
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any, get_args, get_type_hints

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from knooppunt.casework import consenting, following, keeping, picturing, reading, telling
from knooppunt.casework.consenting import Given
from knooppunt.casework.picturing import Drawn
from knooppunt.casework.shown.own_file import OwnAccount, OwnFile
from knooppunt.foundation import clock
from knooppunt.people import entrance
from knooppunt.people.models import Entrance, Person, Vouched
from knooppunt.people.roles import roles_of
from knooppunt.web.shared.labels import LABELS
from tests.papers.test_taking_in import picture
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
DOCUMENTED = Path(__file__).parents[2] / "docs" / "my-file.md"
NEVER = re.compile(r"kwetsba|casus|risico|probleem|score|dossier", re.I)


@pytest.fixture
def code(town: Any) -> str:
    return town.cases["following"]


@pytest.fixture
def yara(town: Any) -> Client:
    client = come_in("yara")
    client.cookies["language"] = "nl"
    return client


def at(code: str, rest: str = "") -> str:
    return f"/ons-gezin/{code}/mijn-gegevens/{rest}"


def paper(client: Client, code: str) -> tuple[PdfReader, str]:
    answer = client.get(at(code, "lezen/"))
    assert answer.status_code == 200
    reader = PdfReader(BytesIO(answer.content))
    return reader, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def me_of(file: Any) -> str:
    return next(one.code for one in file.parents if one.is_self)


def test_the_page_is_plain_and_light(yara: Client, code: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = yara.get(at(code))
    assert answer.status_code == 200 and len(asked) <= 12
    page = answer.content.decode()
    assert not NEVER.search(re.sub(r"<[^>]+>", "", page.partition("<main")[2]))
    assert at(code) in yara.get(f"/ons-gezin/{code}/bewaren/").content.decode()


def test_the_paper_is_hers_to_read_within_a_second(yara: Client, code: str) -> None:
    paper(yara, code)
    begin = perf_counter()
    answer = yara.get(at(code, "lezen/"))
    assert perf_counter() - begin < 1
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'attachment; filename="mijn-gegevens.pdf"'
    reader, text = paper(yara, code)
    assert reader.trailer["/Root"]["/Lang"] == "nl"  # type: ignore[index]
    for words in (
        "Mijn gegevens", "Wie u bent", "Yara", "Waar u ja en nee tegen zei", "Ik wil meedoen", "Onze afspraken",
        "Wie er in uw gegevens keek", "Soms laten wij iets weg", "Bladzijde 1 van",
    ):  # fmt: skip
        assert words in text, words
    assert not NEVER.search(text)


def test_the_paper_speaks_the_words_of_home(town: Any, yara: Client, code: str) -> None:
    """Codes and words of the trade stay out of it: who spoke, how a yes was given, and that she heard the plan."""
    desk = town.actor("marieke")
    mine = reading.case_file(desk, code).parents[0].code
    keeping.confirm_together(desk, code, what="plan", method="paper", on_behalf_of=mine)
    given = Given(method="noted", language="nl")
    consenting.give_consent(desk, code, mine, purpose="research", yes=False, given=given)
    _reader, text = paper(yara, code)
    assert "Las of hoorde de afspraken en zei ja." in text and "u zei het, en het is opgeschreven" in text
    assert "wie u aanmeldde" in text and "agrees_" not in text
    assert not re.search(r"\baanmelder\b|casusregisseur|dossier|Geëvalueerd|\bsystem\b", text)


@pytest.mark.parametrize("kind", ["role", "method", "state"])
def test_every_code_has_a_word_for_home(kind: str) -> None:
    home = LABELS[f"{kind}_at_home"]
    assert home.keys() >= LABELS[kind].keys()
    assert not [word for word in map(str, home.values()) if NEVER.search(word)]


def test_the_data_have_the_keys_that_are_documented(yara: Client, code: str) -> None:
    answer = yara.get(at(code, "bestand/"))
    assert answer["Content-Type"] == "application/json; charset=utf-8" and "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'attachment; filename="mijn-gegevens.json"'
    data = json.loads(answer.content.decode("utf-8"))
    assert (data["format"], data["version"]) == ("knooppunt-my-file", "1") and data["me"]["name"].startswith("Yara")
    documented = DOCUMENTED.read_text(encoding="utf-8")
    missing = [key for key in keys_of(OwnFile) if f"`{key}`" not in documented]
    assert not missing


def keys_of(kind: Any) -> set[str]:
    found: set[str] = set()
    for field in fields(kind):
        found.add(field.name)
        hint = get_type_hints(kind)[field.name]
        for inner in (hint, *get_args(hint)):
            if is_dataclass(inner):
                found |= keys_of(inner)
    return found


def test_nothing_planted_about_the_other_or_hidden_comes_along(town: Any, yara: Client, code: str) -> None:
    desk = town.actor("marieke")
    adults = reading.case_file(desk, code).parents
    mine, other = adults[0].code, adults[1].code
    for word, how in {
        "zaadverborgen": {"visible_to": "table", "about": other, "hidden_from": mine},
        "zaadander": {"visible_to": "table", "about": other},
        "zaadvakmensen": {"visible_to": "professionals", "about": mine},
        "zaadleiding": {"visible_to": "leading", "about": mine},
        "zaadschrijver": {"visible_to": "writer", "about": mine},
    }.items():  # fmt: skip
        following.add_note(desk, code, word, **how)
    following.report_safety(
        desk, code, ground="acute", consulted="veilig_thuis",
        **dict.fromkeys(("interest", "other_way", "why_no_consent", "outweighs", "to_whom_what"), "zaadveilig"),
    )  # fmt: skip
    following.add_note(desk, code, "gewoon voor haar", visible_to="table", about=mine)
    _reader, text = paper(yara, code)
    data = yara.get(at(code, "bestand/")).content.decode()
    for answer in (text, data):
        assert "zaad" not in answer and "gewoon voor haar" in answer and "Veilig Thuis" not in answer
        assert adults[1].name not in answer and "report_safety" not in answer


def test_her_own_web_and_words_are_in_it(town: Any, yara: Client, code: str) -> None:
    drawn = {"body": Drawn("Ik slaap slecht", 4), "mind": Drawn("#include $x$ rustig", 7, to_talk=True)}
    picturing.draw_health(town.actor("yara"), code, drawn)
    reader, text = paper(yara, code)
    assert "Ik slaap slecht" in text and "#include $x$ rustig" in text and "hier wil ik over praten" in text
    assert "Lichaamsfuncties: 4" in _alternatives(reader)


def _alternatives(reader: PdfReader) -> str:
    todo, found = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]], []  # type: ignore[index]
    while todo:
        node = todo.pop().get_object()
        if isinstance(node, list):
            todo += list(node)
        elif hasattr(node, "get"):
            found.append(str(node.get("/Alt", "")))
            todo += [node["/K"]] if "/K" in node else []
    return " ".join(found)


@pytest.mark.parametrize("slug", ["iets-erbij", "verbeteren", "wissen"])
def test_she_asks_and_hears_back_with_the_reason(town: Any, yara: Client, code: str, slug: str) -> None:
    assert yara.post(at(code, f"{slug}/"), {"text": " "}).status_code == 200
    sent = yara.post(at(code, f"{slug}/"), {"text": "Dat was anders dan er staat."})
    assert sent.status_code == 302 and sent["Location"] == at(code)
    page = yara.get(at(code)).content.decode()
    assert "Dat was anders dan er staat." in page and "U hoort het voor" in page
    message = reading.inbox(town.actor("marieke"), code).messages[0]
    more = {} if slug == "iets-erbij" else {"granted": False}
    telling.answer_message(town.actor("marieke"), code, message.code, text="Dit staat er omdat u het zei.", **more)
    page = yara.get(at(code)).content.decode()
    assert "Dit staat er omdat u het zei." in page
    assert "Dit staat er omdat u het zei." in paper(yara, code)[1]


def test_after_closing_her_signed_papers_are_there_to_open(town: Any) -> None:
    code, desk = town.cases["following"], town.actor("marieke")
    mother = reading.case_file(desk, code).parents[0].code
    keeping.keep_scan(desk, code, picture(), kind="consent", on_behalf_of=mother)
    actions = {a.code: "yes" for g in reading.case_file(desk, code).goals for a in g.actions}
    following.evaluate(desk, code, came=actions, need_met="yes", change="better")
    following.close(desk, code, outcome="arranged")
    yara, marieke = come_in("yara"), come_in("marieke")
    (paper,) = re.findall(rf'href="({at(code)}papier/\w+/)"', yara.get(at(code)).content.decode())
    assert yara.get(paper)["Content-Type"] == "image/jpeg"
    assert f"/samen/{code}/" in marieke.get(f"/gezin/{code}/").content.decode()
    kitchen = marieke.get(f"/samen/{code}/").content.decode()
    (paper,) = re.findall(rf'href="(/samen/{code}/papier/\w+/)"', kitchen)
    assert marieke.get(paper).status_code == 200


def test_nobody_else_gets_it(town: Any, code: str) -> None:
    for key in ("noor", "sanne", "marieke", "fatima", "petra"):
        other = come_in(key)
        for rest in ("", "lezen/", "bestand/", "wissen/"):
            assert other.get(at(code, rest)).status_code in (403, 404), (key, rest)
    assert come_in("yara").get(at(code, "bestaat-niet/")).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "pl"])
def test_in_every_language(yara: Client, code: str, language: str) -> None:
    yara.cookies["language"] = language
    reader, _text = paper(yara, code)
    assert reader.trailer["/Root"]["/Lang"] == language  # type: ignore[index]


def test_the_privacy_officer_sees_that_something_waits_and_nothing_of_it(town: Any, code: str) -> None:
    telling.send_message(town.actor("yara"), code, kind="correction", text="zaadwoord klopt niet")
    officer = next(key for key, person in town.people.items() if "privacy_officer" in roles_of(person.pk))
    page = come_in(officer).get("/inzage/vragen/").content.decode()
    assert code in page and "zaadwoord" not in page and "Yara" not in page
    for key in ("marieke", "fatima", "yara", "ingrid"):
        assert come_in(key).get("/inzage/vragen/").status_code == 404
    with clock.travel(clock.now() + timedelta(days=40)):
        assert reading.rights(town.actor(officer))[0].late


# --- the account: every column about a person in people, and where a parent finds it ----------------------------------
HASHED = "a keyed hash: it says nothing, and would help somebody else in"
OF_STAFF = "professionals alone; the database keeps it empty for a parent, or no row is made"
A_DAY = "an attempt to come in: hashes and times, gone after a day"
KEY = "the number of the row"
LEFT_OUT = {
    **dict.fromkeys(("person.id", "entrance.person", "vouched.id", "vouched.person"), KEY),
    "person.code": "stands for her in the trail: it names nobody, and is how lines are found, not what is known of her",
    "person.kind": "always 'parent'",
    "person.last_login": "the trail tells each coming in, with its moment",
    "person.password": "never one: a parent has no password",
    "person.calendar_hash": HASHED, "entrance.card_hash": HASHED, "vouched.subject_hash": HASHED,
    **dict.fromkeys(
        (f"person.{name}" for name in ("email", "name", "search_name", "discipline", "organisation", "phone", "listed",
                                       "letters_daily", "reviewed_on")), OF_STAFF,
    ),
}  # fmt: skip
WHOLE_TABLES_LEFT_OUT = {
    "attempt": A_DAY, "directoryword": OF_STAFF, "assignment": OF_STAFF, "absence": OF_STAFF, "invitation": OF_STAFF,
    "checkedaddress": OF_STAFF,
}  # fmt: skip
SHOWN = {
    "person.language": "language", "person.is_active": "active", "person.joined_on": "account_since",
    "entrance.address": "address", "entrance.with_card": "card_always_asked", "entrance.card_until": "card_until",
    "entrance.card_used_at": "card_used_at", "entrance.entered_at": "first_came_at",
    "vouched.linked_at": "broker_since",
}  # fmt: skip


def test_every_column_about_her_account_is_in_the_file_or_has_a_reason_why_not(town: Any, code: str) -> None:
    columns = set()
    for model in apps.get_app_config("people").get_models():
        name = model._meta.model_name
        about = model is Person or any(f.related_model is Person for f in model._meta.concrete_fields if f.is_relation)
        if about and name not in WHOLE_TABLES_LEFT_OUT:
            columns |= {f"{name}.{field.name}" for field in model._meta.concrete_fields}
    assert columns == set(SHOWN) | set(LEFT_OUT)
    assert set(SHOWN.values()) | {"card_made_at"} == {field.name for field in fields(OwnAccount)}


def test_her_way_in_is_in_the_file_and_its_secrets_are_not(town: Any, yara: Client, code: str) -> None:
    person = Person.objects.get(code=town.actor("yara").code)
    address = Entrance.objects.get(person=person).address
    card = entrance.give_card(person, address, with_card=True)
    Vouched.objects.create(person=person, subject_hash="zaad" * 16, linked_at=clock.now())
    row = Entrance.objects.get(person=person)
    data = json.loads(yara.get(at(code, "bestand/")).content)["account"]
    assert (data["address"], data["card_always_asked"], data["language"]) == (address, True, person.language)
    made = datetime.fromisoformat(data["card_made_at"])
    assert abs(made - clock.now()) < timedelta(hours=1) and data["card_until"] and data["broker_since"]
    _reader, text = paper(yara, code)
    assert "Hoe u binnenkomt" in text and address in text and "Kaart gemaakt op" in text
    everything = json.dumps(data) + text
    for secret in (row.card_hash, card.code, card.code.replace(" ", ""), "zaadzaad"):
        assert secret not in everything
