"""The cast of the demo town: one first name for each role, the same people in tests, screenshots and handbook."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knooppunt.people.actor import Actor, actor_of
from knooppunt.people.models import Absence, Assignment, Hub, Municipality, Organisation, Person
from knooppunt.people.phones import shown

KERKRADE, MAASTRICHT, LANDGRAAF, HEERLEN, VAALS = "GM0928", "GM0935", "GM0882", "GM0917", "GM0981"

ORGANISATIONS = (
    ("praktijk-de-ooievaar", "Verloskundigenpraktijk De Ooievaar", "birth_care", KERKRADE),
    ("huisartsen-de-linde", "Huisartsenpraktijk De Linde", "general_practice", KERKRADE),
    ("gemeente-kerkrade", "Gemeente Kerkrade", "municipality", KERKRADE),
    ("gemeente-maastricht", "Gemeente Maastricht", "municipality", MAASTRICHT),
    ("gemeente-landgraaf", "Gemeente Landgraaf", "municipality", LANDGRAAF),
    ("jgz-de-wieg", "Jeugdgezondheidszorg De Wieg", "youth_health", KERKRADE),
    ("maatwerk-parkstad", "Maatschappelijk werk Samenspel", "social_work", KERKRADE),
    ("schuldhulp-evenwicht", "Schuldhulp Evenwicht", "municipality", KERKRADE),
    ("ggz-de-haven", "GGZ De Haven", "mental_health", KERKRADE),
    ("kraamzorg-zacht", "Kraamzorg Zacht", "birth_care", LANDGRAAF),
    ("programma-kansrijk", "Programma Kansrijke Start", "other", HEERLEN),
    ("werkplaats-onderzoek", "Academische werkplaats", "research", MAASTRICHT),
)


@dataclass(frozen=True)
class CastMember:
    """One role of the play: who it is, what she does here, and where her work starts."""

    key: str
    name: str
    email: str
    what: str | Promise
    discipline: str = ""
    organisation: str = ""
    role: str = ""
    place: str = ""  # code of a hub, a subregion or a municipality
    works_in: str = KERKRADE
    kind: str = "professional"
    language: str = "nl"
    safe: str = ""  # where a parent gets one-time codes

    @property
    def safe_shown(self) -> str:
        """Give that address as people write it."""
        return shown(self.safe)


def _member(key: str, name: str, what: str | Promise, *details: str, **more: str) -> CastMember:
    return CastMember(key, name, f"{key}@knooppunt.example", what, *details, **more)


CAST: dict[str, CastMember] = {
    m.key: m
    for m in (
        _member("sanne", "Sanne Wolters", _("verloskundige, meldt gezinnen aan"), "verloskundige",
            "praktijk-de-ooievaar"),
        _member("bart", "Bart Hermans", _("huisarts, wil eerst sparren"), "huisarts", "huisartsen-de-linde"),
        _member(
            "marieke", "Marieke Janssen", _("coördinator van het Knooppunt in Kerkrade"), "maatschappelijk-werk",
            "maatwerk-parkstad", "coordinator", "kerkrade",
        ),
        _member(
            "tom", "Tom Peeters", _("vervanger als Marieke er niet is"), "maatschappelijk-werk", "maatwerk-parkstad",
            "deputy", "kerkrade",
        ),
        _member("fatima", "Fatima Amrani", _("jeugdverpleegkundige en casusregisseur"), "jeugdverpleegkundige",
            "jgz-de-wieg"),
        _member("joris", "Joris Smeets", _("schuldhulpverlener, uitgenodigd aan tafel"), "schuldhulpverlening",
            "schuldhulp-evenwicht"),
        _member(
            "petra", "Petra Franssen", _("coördinator in Maastricht, kent dit gezin niet"), "wijkteam",
            "gemeente-maastricht", "coordinator", "maastricht", works_in=MAASTRICHT,
        ),
        _member("ellen", "Ellen Vroomen", _("projectleider van Parkstad"), "", "programma-kansrijk",
            "project_leader", "parkstad"),
        _member("ruben", "Ruben Claessens", _("onderzoeker"), "", "werkplaats-onderzoek", "researcher"),
        _member("ingrid", "Ingrid Ramakers", _("functioneel beheerder"), "", "programma-kansrijk",
            "functional_manager"),
        _member("willem", "Willem Crutzen", _("functionaris gegevensbescherming"), "", "programma-kansrijk",
            "privacy_officer"),
        _member("linda", "Linda Habets", _("beleidsmedewerker van de gemeente Kerkrade"), "", "gemeente-kerkrade",
            "policy_officer", KERKRADE),
        CastMember("yara", "Yara", "yara@knooppunt.example", _("moeder, leest Arabisch"), kind="parent", language="ar",
            safe="+31612345678"),
        CastMember("daniel", "Daniel", "daniel@knooppunt.example", _("partner van Yara"), kind="parent",
            safe="daniel@knooppunt.example"),
        CastMember("noor", "Noor", "noor@knooppunt.example", _("zestien jaar en zwanger"), kind="parent",
            safe="+31687654321"),
    )
}  # fmt: skip

EXTRAS = (
    ("lotte", "Lotte Bruls", "ggz", "ggz-de-haven", "", "", KERKRADE),
    ("karim", "Karim Bouzid", "jeugdverpleegkundige", "jgz-de-wieg", "", "", LANDGRAAF),
    ("anouk", "Anouk Dohmen", "kraamzorg", "kraamzorg-zacht", "", "", LANDGRAAF),
    ("jeroen", "Jeroen Keulers", "huisarts", "huisartsen-de-linde", "", "", HEERLEN),
    ("mieke", "Mieke Gorissen", "maatschappelijk-werk", "gemeente-landgraaf", "coordinator", "landgraaf", LANDGRAAF),
    ("hassan", "Hassan Yilmaz", "wijkteam", "gemeente-kerkrade", "", "", KERKRADE),
    ("els", "Els Meijers", "gynaecoloog", "praktijk-de-ooievaar", "", "", VAALS),
    ("dirk", "Dirk Simons", "maatschappelijk-werk", "maatwerk-parkstad", "coordinator", "heerlen", HEERLEN),
)


def hire() -> dict[str, Person]:
    """Store organisations and professionals with their roles; parents come with their family. Gives persons by key."""
    organisations = {
        code: Organisation.objects.update_or_create(
            code=code, defaults={"name": name, "kind": kind, "municipality_id": place}
        )[0]
        for code, name, kind, place in ORGANISATIONS
    }
    extras = [_member(k, n, "", d, o, r, p, works_in=w) for k, n, d, o, r, p, w in EXTRAS]
    found: dict[str, Person] = {}
    for one in (*CAST.values(), *extras):
        if one.kind == "professional":
            found[one.key] = _hire(one, organisations.get(one.organisation))
    return found


def _hire(one: CastMember, organisation: Organisation | None) -> Person:
    person = Person.objects.create_user(
        email=one.email, name=one.name, discipline_id=one.discipline or None, organisation=organisation,
        listed=bool(one.discipline), phone="045 000 00 00" if one.discipline else "",
    )  # fmt: skip
    person.works_in.set(Municipality.objects.filter(code=one.works_in))
    if one.role:
        column = {"project_leader": "subregion_id", "policy_officer": "municipality_id"}.get(one.role, "")
        where: dict[str, str | int] = {column: one.place} if column else {}
        if one.role in ("coordinator", "deputy"):
            hub = Hub.objects.get(code=one.place)
            hub.organisation = hub.organisation or organisation
            hub.phone, hub.email = "045 000 00 00", f"knooppunt.{hub.code}@knooppunt.example"
            hub.hours = "maandag tot en met vrijdag, van 9 tot 17 uur"
            hub.save(update_fields=["organisation", "phone", "hours", "email"])
            where = {"hub_id": hub.pk}
        Assignment.objects.create(person=person, role=one.role, from_on="2023-01-01", **where)
    return person


def acting(person: Person) -> Actor:
    """Give the actor of somebody who signed in with a second factor."""
    return actor_of(Person.objects.select_related("organisation").get(pk=person.pk), "strong")


def away(person: Person, from_on: date, until_on: date | None) -> Absence:
    """Send somebody on leave, so that the deputy stands in."""
    return Absence.objects.create(person=person, from_on=from_on, until_on=until_on)
