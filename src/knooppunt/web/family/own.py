"""What of a case is a parent's own: the path so far, the one thing to do now, the own points and actions."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.shown import ActionShown, CaseFile, OwnEvaluationShown, ParentShown, SeatShown
from knooppunt.foundation import clock

from ..shared.happening import Happening

LOOK_BACK_SOON = timedelta(days=14)
OVER = frozenset({"stopping", "stopped"})
# How far each state is on the path of five steps.
FAR = {
    "received": 1, "preparing": 2, "planned": 2, "held": 3, "following": 3, "evaluated": 4, "closed": 5,
}  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """The one thing that a parent may do now; without an address there is nothing to do."""

    title: str | Promise
    text: str | Promise = ""
    href: str = ""
    link: str | Promise = ""
    due: date | None = None


def self_of(file: CaseFile) -> ParentShown:
    """Give the reader's own row among the adults."""
    return next(parent for parent in file.parents if parent.is_self)


def joins(file: CaseFile) -> bool:
    """Say whether this parent takes part now."""
    return self_of(file).takes_part and file.state not in OVER


def path_of(file: CaseFile) -> list[Happening]:
    """Give the five steps, each done, going on now, or still to come; a referral that was not taken up has none."""
    if (far := FAR.get(file.state)) is None:
        return []
    conference = file.conference
    steps: tuple[tuple[Any, Any], ...] = (
        (_("Aangemeld"), file.received_at),
        (_("De coördinator belt en luistert"), file.contacted_on),
        (_("Samen aan tafel"), conference.starts_at if conference else None),
        (_("Aan de slag met de afspraken"), None),
        (_("Samen terugkijken"), file.evaluation_on),
    )
    words = {True: "done", False: "next"}
    return [
        Happening(title, when, "now" if number == far else words[number < far])
        for number, (title, when) in enumerate(steps)
    ]


def points_of(file: CaseFile) -> list[str]:
    """Give the own points for the conference that comes, or that is held now; those of before stay with its plan."""
    if file.state == "held" and file.conference:
        return [point.text for point in file.points if point.conference in ("", file.conference.code)]
    held = [c.starts_at for c in file.conferences if c.state == "held"]
    return [point.text for point in file.points if not held or point.at > held[-1]]


def said_yes(file: CaseFile) -> bool:
    """Say whether this parent said yes to what was agreed, as it stands there now."""
    return file.agenda is not None and self_of(file).code in file.agenda.yes


def circle_of(file: CaseFile) -> list[SeatShown]:
    """Give who is around the family now."""
    return [seat for seat in file.circle if seat.ended_on is None]


def actions_of(file: CaseFile) -> list[ActionShown]:
    """Give the own actions and those of the own network, what is still to do first."""
    me = self_of(file).code
    mine = [
        action
        for goal in file.goals_now
        for action in goal.actions
        if action.owner_kind == "network" or (action.owner_kind == "parent" and action.owner_code == me)
    ]
    return sorted(mine, key=lambda a: (a.status == "done", a.due_on))


def helps_of(file: CaseFile) -> list[ActionShown]:
    """Give the help that somebody else would bring: what a parent is asked about when she looks back."""
    return [action for goal in file.goals_now for action in goal.actions if action.owner_kind == "professional"]


def look_back_of(file: CaseFile) -> OwnEvaluationShown | None:
    """Give how this parent looked back, for the talk that comes now."""
    coming = len(file.evaluations) + 1
    return next((one for one in file.own_evaluations if one.round == coming), None)


def looks_back_soon(file: CaseFile) -> bool:
    """Say whether the talk is near enough to think about it."""
    near = file.evaluation_on is not None and file.evaluation_on <= clock.today() + LOOK_BACK_SOON
    return "look_back_self" in file.acts and file.state == "following" and near


@dataclass(frozen=True)
class Room:
    """A door on the own page: what is behind it, and a word on how it stands."""

    title: str | Promise
    text: str | Promise
    icon: str
    href: str


def rooms_of(file: CaseFile) -> list[Room]:
    """Give the doors that are of use now; those whose page this installation lacks are not there."""
    planned, met = file.state in ("preparing", "planned"), bool(file.goals)
    told = sum(1 for message in file.messages if message.waits)
    asked = file.dates is not None and file.dates.own is not None
    found = (
        (asked, "dates", _("Wanneer kunt u?"), _("U kunt uw antwoord nog veranderen"), "calendar"),
        (file.state == "planned", "meeting", _("Ons overleg"), _("Wanneer, waar, en waar het over gaat"), "calendar"),
        (file.state == "held", "meeting", _("Ons overleg"), _("Kijk mee met wat wij opschrijven"), "eye"),
        (planned and not points_of(file), "points", _("Onze punten"), _("Hier wilt u over praten"), "list"),
        (True, "table", _("Wie zit er aan tafel, en waarom"), _("Zeg wie u er graag bij hebt"), "people"),
        (met, "agreed", _("Wat we hebben afgesproken"), _("Wie doet wat, en wanneer"), "check"),
        ("look_back_self" in file.acts, "looking_back", _("Hoe kijkt u terug?"), _("Kwam de hulp, en gaat het beter?"),
         "talk"),
        (True, "messages", _("Berichten"), _("Er wacht nog een antwoord") if told else _("Stel een vraag"), "mail"),
        (True, "health", _("Hoe gaat het met u?"), _("Kijk zelf naar uw leven, in uw eigen woorden"), "hand"),
        (True, "keep", _("Om te bewaren"), _("Afspraken op papier, en waar u ja tegen zei"), "note"),
    )  # fmt: skip
    return [
        Room(title, text, icon, href) for here, name, title, text, icon in found if here and (href := _at(name, file))
    ]


def _at(name: str, file: CaseFile) -> str:
    try:
        return reverse(f"family:{name}", args=[file.code])
    except NoReverseMatch:
        return ""


def consent_ends(file: CaseFile) -> date | None:
    """Give the first day on which a yes ends, once it is time to ask whether it stays (R-CON-10)."""
    ends = [consent.ends_on for consent in self_of(file).consents if consent.ends_soon]
    return min(filter(None, ends), default=None) if "give_consent" in file.acts else None


def ask_of(file: CaseFile) -> Ask | None:
    """Give the one thing to do now, or None."""
    if ends_on := consent_ends(file):
        return Ask(
            _("Mag het zo blijven?"), _("Uw ja stopt bijna vanzelf. Blijft het zoals het is? Of wilt u iets anders?"),
            reverse("family:choices", args=[file.code]), _("Kijk wie wat mag weten"), ends_on,
        )  # fmt: skip
    if file.dates and file.dates.waits_for_me:
        return Ask(
            _("Wanneer kunt u?"), _("Wij zoeken een dag om samen te praten. Kies wat voor u past."),
            reverse("family:dates", args=[file.code]), _("Kies uw momenten"),
        )  # fmt: skip
    if file.state in ("preparing", "planned"):
        if "set_points" in file.acts and not points_of(file):
            return Ask(
                _("Waar wilt u over praten?"), _("Kies wat voor u het belangrijkst is. Daar begint het gesprek mee."),
                reverse("family:points", args=[file.code]), _("Vertel het ons"),
            )  # fmt: skip
        if "agree_to_person" in file.acts and any(seat.family_agrees is None for seat in circle_of(file)):
            return Ask(
                _("Wie wilt u aan tafel?"), _("U kiest mee. Zegt u nee, dan vragen wij die persoon niet."),
                reverse("family:table", args=[file.code]), _("Kies wie er komt"),
            )  # fmt: skip
    if file.state == "held" and file.goals_now and "confirm_self" in file.acts and not said_yes(file):
        return Ask(
            _("Klopt het zo?"), _("Dit schreven we samen op. Lees het na, en zeg het als er iets niet klopt."),
            reverse("family:meeting", args=[file.code]), _("Lees wat wij opschreven"),
        )  # fmt: skip
    if looks_back_soon(file) and look_back_of(file) is None:
        return Ask(
            _("Wij kijken bijna samen terug"), _("Kwam de hulp echt? Denk er nu vast over na, in uw eigen woorden."),
            reverse("family:looking_back", args=[file.code]), _("Vertel hoe u terugkijkt"), file.evaluation_on,
        )  # fmt: skip
    waiting = [action for action in actions_of(file) if action.may_report and action.status != "done"]
    if waiting:
        where = reverse("family:action", args=[file.code, waiting[0].code])
        return Ask(waiting[0].what, _("Hoe gaat het hiermee?"), where, _("Vertel hoe het gaat"), waiting[0].due_on)
    return None
