"""What a family without an account gives at the kitchen table: a signature on paper, kept as a scan, or a spoken yes.

A scan is the proof of what one adult signed. Coordinator and lead may see it, she herself too; never a participant, and
never the other parent.
"""

from django.utils import translation
from django.utils.translation import gettext as _

from knooppunt.papers import NotTaken, take_in

from . import agenda
from .agenda import AGREES
from .agreed import goals_of
from .agreeing import last_held
from .assembling import entries_of, seat_shown
from .consents import Method, age_on
from .doors import Room, act
from .forms import codes
from .models import Entry, Parent, Scan, SeatAnswer
from .process import Role, State
from .refusals import Invalid, NotFound, Refused
from .shown.paper import AtTheTable, KitchenTable, ScanShown
from .sight import Sight
from .texts import clean

MOST = 30  # scans of one family; a photo is at most some hundreds of kB
NAME = 120
AGREED = {"plan": AGREES, "evaluation": "agrees_evaluation"}  # what a yes at the table is about


def why_not(reason: str) -> str:
    """Say in a sentence why a paper is not kept."""
    return {
        "empty": _("Dit bestand is leeg. Kies een ander bestand."),
        "too_large": _("Dit bestand is te groot. Kies een bestand van hoogstens 8 MB."),
        "locked": _("Dit bestand zit op slot met een wachtwoord. Maak een scan zonder wachtwoord."),
        "acts": _("In dit bestand zit meer dan papier, zoals een programma of een bijlage. Maak een gewone scan."),
        "too_many_pages": _("Dit zijn te veel bladzijden. Scan alleen de bladzijden met een handtekening."),
        "unreadable": _("Dit bestand is niet te lezen. Maak de foto of de scan opnieuw."),
    }.get(reason, _("Kies een foto (JPEG of PNG) of een scan (PDF)."))


@act("keep_scan")
def keep_scan(room: Room, content: bytes, *, kind: str) -> str:
    """Keep the photo or scan of what a parent signed (`on_behalf_of`); gives its code. Raises Invalid("scan")."""
    parent = _signer(room)
    if kind not in Scan.Kind.values:
        raise Invalid({"kind": _("Kies wat er is ondertekend.")})
    if Scan.objects.filter(case=room.case).count() >= MOST:
        raise Invalid({"scan": _("Er zijn al veel papieren bewaard. Haal eerst weg wat niet meer nodig is.")})
    try:
        taken = take_in(content)
    except NotTaken as refusal:
        raise Invalid({"scan": why_not(refusal.reason)}) from refusal
    row = Scan.objects.create(
        case=room.case, parent=parent, kind=kind, media_type=taken.media_type, content=taken.content, at=room.now,
        by_id=room.actor.person_id,
    )  # fmt: skip
    room.about, room.reason = [parent.code], kind
    return row.code


@act("remove_scan")
def remove_scan(room: Room, scan: str, *, reason: str) -> None:
    """Take a scan away for good, with the reason: the wrong paper, the wrong person, or no longer needed."""
    row = Scan.objects.filter(case=room.case, code=scan).select_related("parent").first()
    if row is None:
        raise NotFound
    if reason not in codes("scan_reasons"):
        raise Invalid({"reason": _("Kies waarom dit weg kan.")})
    room.about, room.reason = [row.parent.code], reason
    row.delete()


@act("confirm_together")
def confirm_together(room: Room, *, what: str, method: str, witness: str = "") -> None:
    """Keep that a parent heard the agreements, or how we looked back, and says yes: on paper, or before a witness."""
    parent = _signer(room)
    errors: dict[str, str] = {}
    if what not in AGREED:
        errors["what"] = _("Kies waar het ja over gaat.")
    if method not in (Method.PAPER, Method.SPOKEN):
        errors["method"] = _("Kies hoe het ja is gegeven.")
    if method == Method.SPOKEN and not witness.strip():
        errors["witness"] = _("Vul in wie er meeluisterde. Bij een mondeling antwoord is een getuige nodig.")
    clean(errors, "witness", witness, NAME)
    if errors:
        raise Invalid(errors)
    _keep_yes(room, parent, what, _said(what, method, witness.strip()))


@act("confirm_self")
def confirm_self(room: Room, *, version: str) -> None:
    """Keep that a parent read what was agreed in her own place and says yes to it, once.

    `version` is that of the agenda that she read; raises Invalid when something else stands there now.
    """
    parent = room.self_as_parent
    if parent is None:
        raise Refused("not_about_you")
    sight, conference = Sight(room), last_held(room)
    entries, rows = entries_of(room, sight), agenda.rows_of(room, conference.code)
    written_at = agenda.written_at(rows, entries, conference.code)
    if parent.code in agenda.yes_to(written_at, entries):
        return
    if not any(goal.moment == "now" for goal in goals_of(room, sight)):
        raise Refused("wrong_state")
    if version != agenda.version_of(written_at):
        raise Invalid({"": _("Er is net iets veranderd. Lees het nog eens.")})
    _keep_yes(room, parent, "plan", _said("plan", Method.OWN_HAND, ""))


def _keep_yes(room: Room, parent: Parent, what: str, text: str) -> None:
    Entry.objects.create(
        case=room.case, kind=Entry.Kind.NOTE, what=AGREED[what], text=text, about=parent, on_behalf_of=parent,
        by_id=room.actor.person_id, role=room.role_name, at=room.now,
    )  # fmt: skip
    room.about, room.reason = [parent.code], what


def _said(what: str, method: str, witness: str) -> str:
    """Give the sentence that is kept; in Dutch, as all that is written down here."""
    with translation.override("nl"):
        about = {
            "plan": _("Las of hoorde de afspraken en zei ja."),
            "evaluation": _("Las of hoorde hoe we samen terugkeken en zei ja."),
        }[what]
        how = {
            Method.SPOKEN: _("Getuige: %(name)s.") % {"name": witness}, Method.PAPER: _("Met een handtekening."),
            Method.OWN_HAND: _("Op de eigen pagina."),
        }[Method(method)]  # fmt: skip
    return f"{about} {how}"


def _signer(room: Room) -> Parent:
    parent = room.on_behalf_of
    if parent is None:
        raise Refused("not_about_you")
    return parent


# --- what is handed over; asked by reading, behind the door ---------------------------------------------------------
def scans_of(room: Room, code: str = "") -> tuple[ScanShown, ...]:
    """Give the papers that this reader may see, the newest first; with `code` that one, and what stands on it."""
    sight = Sight(room)
    rows = Scan.objects.filter(case=room.case).select_related("parent", "by").order_by("-id")
    found = rows.filter(code=code) if code else rows.defer("content")
    return tuple(
        ScanShown(
            row.code, row.parent.code, row.parent.name, row.kind, row.media_type, row.at,
            row.by.name if row.by else "", bytes(row.content) if code else b"",
        )
        for row in found
        if sight.seen[row.parent_id] and room.role in (Role.COORDINATOR, Role.LEAD, Role.PARENT)
    )  # fmt: skip


def table_of(room: Room) -> KitchenTable:
    """Give who leads the table each parent who shares with them, with what was signed and said on paper or aloud."""
    sight, scans = Sight(room), scans_of(room)
    agreed = {what: name for name, what in AGREED.items()}
    rows = Entry.objects.filter(case=room.case, what__in=agreed).values_list("about_id", "what")
    yes = [(about, agreed[what]) for about, what in rows]
    seats = [(row.pk, seat_shown(room, row)) for row in room.circle if row.ended_on is None]
    said = {
        (one.parent_id, one.participation_id): one.agrees
        for one in SeatAnswer.objects.filter(participation__case=room.case)
    }
    parents = tuple(
        AtTheTable(
            p.code, p.name, p.kind, p.language, age_on(p.born_on, room.today) if p.born_on else None,
            signed=tuple(one for one in scans if one.parent == p.code),
            agreed=frozenset(what for about, what in yes if about == p.pk),
            has_place=p.person_id is not None,
            seats=tuple((seat, said.get((p.pk, pk))) for pk, seat in seats) if room.role is Role.COORDINATOR else (),
        )
        for p in room.parents
        if sight.seen[p.pk]
    )  # fmt: skip
    invites = room.state is State.PLANNED or room.case.asks_dates
    return KitchenTable(room.case.code, room.role_name, room.open_acts(), parents, invites)
