"""What the page of a case is made of besides the case: the one thing to do next, the other steps, the timeline."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knooppunt.casework import reading
from knooppunt.casework.refusals import Refused
from knooppunt.casework.shown import CaseFile, ConsentShown, StepShown
from knooppunt.foundation import clock
from knooppunt.people.actor import Actor

from ..shared.addresses import address
from ..shared.happening import Happening, until_now
from ..shared.labels import choices, label

Opened = CaseFile | reading.Header


def opened(actor: Actor, code: str) -> Opened:
    """Give the case file, or the bare header when nobody's consent opens the file any more. Raises NotFound."""
    try:
        return reading.case_file(actor, code)
    except Refused:
        return reading.header(actor, code)


@dataclass(frozen=True)
class Do:
    """A step of the coordinator: the act that must be open, where it happens, and the words of its button."""

    act: str
    url_name: str
    link: str | Promise
    text: str | Promise = ""
    posts: bool = False


# What is due -> how it is done.
NEXT: dict[str, Do] = {
    "first_contact": Do(
        "record_contact", "coordinator:contact", gettext_lazy("Contact noteren"),
        gettext_lazy("Spreek met het gezin over wat een Knooppunt is en of dit het goede moment is."),
    ),
    "accept": Do(
        "accept", "coordinator:accept", gettext_lazy("Aanmelding oppakken"),
        gettext_lazy("Past een overleg bij dit gezin? Pak de aanmelding op. Zo niet, wijs dan een andere weg."),
        posts=True,
    ),
    "plan_conference": Do(
        "propose_dates", "coordinator:propose", gettext_lazy("Momenten voorstellen"),
        gettext_lazy("Kies met de ouders wie er aan tafel komt. Vraag dan aan iedereen wanneer zij kunnen."),
    ),
    "hold_conference": Do(
        "hold_conference", "team:conference", gettext_lazy("Naar het overleg"),
        gettext_lazy("Aan tafel noteert u wie er was en wat er is afgesproken."),
    ),
    "conclude": Do(
        "conclude", "team:conference", gettext_lazy("Overleg afronden"),
        gettext_lazy("Er is nog een datum nodig om samen terug te kijken, en iemand die de afspraken bewaakt."),
    ),
    "choose_lead": Do("choose_lead", "team:conference", gettext_lazy("Naar de afspraken")),
    "answer_lead": Do(
        "choose_lead", "team:conference", gettext_lazy("Naar de afspraken"),
        gettext_lazy("Duurt het te lang? Bel even, of kies met het gezin iemand anders."),
    ),
    "report_action": Do("report_action", "team:conference", gettext_lazy("Naar de afspraken")),
    "evaluate": Do(
        "evaluate", "team:evaluate", gettext_lazy("Samen terugkijken"),
        gettext_lazy("Vraag het gezin: is de hulp er echt gekomen, en gaat het beter?"),
    ),
    "decide_next": Do("close", "team:evaluate", gettext_lazy("Kiezen hoe het verder gaat")),
    "confirm_stop": Do(
        "confirm_stop", "coordinator:confirm_stop", gettext_lazy("Stoppen bevestigen"),
        gettext_lazy("Het gezin stopt. Niemand kan het dossier nog lezen. U hoeft het alleen nog te bevestigen."),
        posts=True,
    ),
    "answer_message": Do(
        "answer_message", "coordinator:messages", gettext_lazy("Naar de berichten"),
        gettext_lazy("Een ouder wacht op antwoord. Wat er staat, leest alleen wie antwoord geeft."),
    ),
    "answer_right": Do(
        "answer_message", "coordinator:messages", gettext_lazy("Naar de berichten"),
        gettext_lazy("Een ouder vroeg iets over het eigen dossier. Daar is een maand voor, volgens de wet."),
    ),
    "ask_what_next": Do(
        "tick_checklist", "coordinator:case", gettext_lazy("Naar de lijst"),
        gettext_lazy("Over twee maanden is het kind twee. Bespreek wat er daarna komt, en vink het af op de lijst."),
    ),
    "record_birth": Do(
        "record_birth", "coordinator:birth", gettext_lazy("Geboorte doorgeven"),
        gettext_lazy("De uitgerekende datum is geweest. Is het kind geboren?"),
    ),
    "ask_consent_again": Do(
        "give_consent", "coordinator:consent", gettext_lazy("Opnieuw vragen"),
        gettext_lazy("Een toestemming loopt bijna af of is voorbij. Vraag of het gezin nog ja zegt."),
    ),
}  # fmt: skip

# Every other step, in the order of the work.
OTHERS = (
    Do("record_contact", "coordinator:contact", gettext_lazy("Eerste contact noteren")),
    Do("plan_conference", "coordinator:plan", gettext_lazy("Overleg plannen")),
    Do("move_conference", "coordinator:move", gettext_lazy("Overleg verzetten")),
    Do("call_off", "coordinator:call_off", gettext_lazy("Overleg afzeggen")),
    Do("evaluate", "team:evaluate", gettext_lazy("Samen terugkijken")),
    Do("see_scans", "team:kitchen", gettext_lazy("Samen invullen, en papier")),
    Do("record_birth", "coordinator:birth", gettext_lazy("Geboorte doorgeven")),
    Do("name_needs", "coordinator:needs", gettext_lazy("Waar het om gaat")),
    Do("complete_registration", "coordinator:registration", gettext_lazy("Registratie")),
    Do("add_note", "coordinator:note", gettext_lazy("Notitie schrijven")),
    Do("decline", "coordinator:decline", gettext_lazy("Niet oppakken, met advies")),
    Do("hand_over", "coordinator:hand_over", gettext_lazy("Overdragen aan een ander Knooppunt")),
    Do("record_error", "coordinator:error", gettext_lazy("Per vergissing aangemeld")),
    Do("stop", "coordinator:stop", gettext_lazy("Het gezin wil stoppen")),
)


WHILE_ASKING = Do(
    "see_dates", "coordinator:dates", gettext_lazy("Wie kan wanneer?"),
    gettext_lazy("U vroeg wanneer iedereen kan. Kijk wie antwoordde, en kies een moment."),
)  # fmt: skip


def next_step(case: Opened) -> dict[str, Any]:
    """Give what the part `next_step.html` needs; empty when the case is over."""
    if not case.due_what:
        return {}
    asking = case.due_what == "plan_conference" and getattr(case, "dates", None) is not None
    do = WHILE_ASKING if asking else NEXT.get(case.due_what)
    place = _place(do, case) if do and do.act in case.acts else ""
    return {
        "title": label("due", case.due_what), "text": do.text if do else "", "due": case.due_on,
        "late": case.due_on is not None and case.due_on < clock.today(), "link": do.link if do else "",
        "href": place if do and not do.posts else "", "action": place if do and do.posts else "",
    }  # fmt: skip


def _place(do: Do, case: Opened) -> str:
    if do.act == "tick_checklist":
        return address(do.url_name, case.code) + "#checklist"
    if do.act != "give_consent":
        return address(do.url_name, case.code)
    first = _whose_consent_ends(case)
    return address(do.url_name, case.code, first) if first else ""


def _whose_consent_ends(case: Opened) -> str:
    """Give the adult whose permission ends first; those of whom nothing may be shown come first of all."""

    def ends(parent: Any) -> date:
        return min((c.ends_on for c in parent.consents if c.yes and c.ends_on), default=date.min)

    return min(case.parents, key=ends).code if case.parents else ""


def others(case: Opened) -> list[tuple[str, str | Promise]]:
    """Give (address, words) of the steps that are open besides the next one."""
    here = next_step(case)
    born = getattr(case, "child_born_on", None)
    met = getattr(case, "contacted_on", None)
    skip = {"record_birth"} if born else set()
    skip |= {"record_contact"} if met else set()
    found = [(address(do.url_name, case.code), do.link) for do in OTHERS if do.act in case.acts - skip]
    return [(href, words) for href, words in found if href and href != here.get("href")]


def table_links(case: CaseFile) -> list[tuple[str, str]]:
    """Give (address, words) of the pages around the table: those of the team room, and date and place here."""
    met = any(meeting.state == "held" for meeting in case.conferences)
    found = [
        (case.dates is not None, "coordinator:dates", _("Wie kan wanneer?")),
        ("propose_dates" in case.acts and case.dates is None, "coordinator:propose", _("Momenten voorstellen")),
        ("plan_conference" in case.acts, "coordinator:plan", _("Overleg plannen")),
        ("hold_conference" in case.acts or met, "team:conference", _("Naar overleg en afspraken")),
        ("arrange_agenda" in case.acts, "team:agenda", _("Agenda")),
        ("move_conference" in case.acts, "coordinator:move", _("Verzetten")),
        ("call_off" in case.acts, "coordinator:call_off", _("Afzeggen")),
        (met and bool({"evaluate", "go_on", "close"} & case.acts), "team:evaluate", _("Samen terugkijken")),
        (met, "team:plan_print", _("Afspraken printen")),
    ]
    links = [(address(name, case.code), words) for here, name, words in found if here]
    return [(href, words) for href, words in links if href]


_REASONS = {"decline": "decline_reason", "call_off": "called_off", "close": "outcome"}


def timeline(case: CaseFile) -> list[Happening]:
    """Give what happened and what comes."""
    found = [Happening(label("step", step.act), step.at, who=step.by, text=_reason(step)) for step in case.steps]
    return [*until_now(found), *_to_come(case)]


def _reason(step: StepShown) -> str:
    return label(_REASONS[step.act], step.reason) if step.act in _REASONS and step.reason else ""


def _to_come(case: CaseFile) -> list[Happening]:
    found = [(_date(c.starts_at), _("Samen aan tafel")) for c in case.conferences if c.state == "planned"]
    if case.evaluation_on and case.state == "following":
        found.append((case.evaluation_on, _("Samen terugkijken")))
    if case.child_due_on and not case.child_born_on:
        found.append((case.child_due_on, _("Uitgerekende datum")))
    return [Happening(title, on, "next") for on, title in sorted(found)]


def _date(moment: datetime) -> date:
    return moment.astimezone(clock.AMSTERDAM).date()


def consent_words(consent: ConsentShown) -> str:
    """Say in words what a consent is about: the purpose, with whom, and which kind of facts."""
    words = label("purpose", consent.purpose)
    if consent.purpose == "share":
        whom = consent.organisation or label("discipline", consent.discipline)
        words = _("gegevens delen met %(whom)s") % {"whom": whom} if whom else words
    if consent.data_class:
        words += f" ({label('data_class', consent.data_class)})"
    return words


def family(case: CaseFile) -> list[dict[str, Any]]:
    """Give each adult with the consents in words and the points that she or he gave."""
    return [
        {
            "shown": parent, "points": [p for p in case.points if p.about == parent.code],
            "consents": [(c, consent_words(c)) for c in parent.consents],
        }
        for parent in case.parents
    ]  # fmt: skip


def checklist(case: CaseFile) -> list[tuple[str, str, date | None]]:
    """Give (code, words, date of the tick) of every item of the coordinator's checklist."""
    ticked = {code: date.fromisoformat(on) for code, on in case.checklist.items()}
    return [(code, words, ticked.get(code)) for code, words in choices("checklist")]
