"""The action and decision list on paper, for one professional at the table: what she may see of what was agreed."""

from datetime import datetime

from django.utils.translation import gettext as _

from knooppunt.casework.shown import ActionShown, CaseFile, ConferenceShown, GoalShown
from knooppunt.foundation import clock
from knooppunt.papers import Block, Document, Facts, Heading, Items, Table, Text, isolated, number
from knooppunt.web.shared.labels import label

from .sheet import day, sheet


def action_list(file: CaseFile, reader: str, made_at: datetime) -> Document:
    """Give the list as `file` shows it to this reader; the reader's name and the day stand on it, as on a copy."""
    held = [one for one in file.conferences if one.state == "held"]
    now = [goal for goal in file.goals if goal.moment == "now"]
    blocks: list[Block] = [_about(file, held), *(block for goal in now for block in _goal(goal))]
    if not now:
        blocks.append(Text(_("Er zijn nog geen afspraken."), "lead"))
    blocks += _decided(file) + _not_now(file) + _next(file)
    made = _("Afdruk voor %(name)s, %(day)s.") % {"name": isolated(reader), "day": day(made_at)}
    shows = _("Hierop staat wat het gezin met u deelt.")
    blocks.append(Text(f"{made} {shows}", "note"))
    return sheet(_("Actie- en besluitenlijst"), blocks, made_at, top=file.hub, professional=True)


def _about(file: CaseFile, held: list[ConferenceShown]) -> Block:
    last = held[-1] if held else None
    there = [chair for chair in last.chairs if chair.was_there] if last else []
    who = (", ".join(filter(None, (chair.name or _("ouder"), chair.discipline))) for chair in there)
    names = ", ".join(parent.name for parent in file.parents if parent.name)
    return Facts((
        (_("Gezin"), names), (_("Overleg"), day(last.starts_at) if last else ""), (_("Wie er waren"), "\n".join(who)),
        (file.lead_title.capitalize(), _lead(file)), (_("Samen terugkijken"), day(file.evaluation_on)),
    ))  # fmt: skip


def _lead(file: CaseFile) -> str:
    seat = file.lead
    if seat is None:
        return ""
    asked = "" if seat.lead == "lead" else f"({label('lead', 'asked')})"
    return " ".join(filter(None, (isolated(seat.name), asked))) + (f", {number(seat.phone)}" if seat.phone else "")


def _goal(goal: GoalShown) -> list[Block]:
    title = Heading(goal.words or _("Uw eigen afspraak"))  # of a wish that is not hers to read she has what she does
    if not goal.actions:
        return [title, Text(goal.because or _("Hier is nog niets over afgesproken."))]
    head = (_("Wat"), _("Wie"), _("Klaar"), _("Hoe gaat het"))
    rows = tuple((one.what, one.owner or _("ouder"), day(one.due_on), _status(one)) for one in goal.actions)
    return [title, Table(_("Wie wat doet, en wanneer het klaar is."), head, rows, (7, 4, 3, 4))]


def _status(one: ActionShown) -> str:
    return "\n".join(filter(None, (label("status", one.status), one.report)))


def _decided(file: CaseFile) -> list[Block]:
    words = tuple(one.text for one in file.decisions)
    return [Heading(_("Besluiten")), Items(words, ordered=True)] if words else []


def _not_now(file: CaseFile) -> list[Block]:
    """Give what waits and what is not done, each with why."""
    found = tuple(
        (goal.words, label("moment", goal.moment), goal.because) for goal in file.goals if goal.moment != "now"
    )
    if not found:
        return []
    head = (_("Wens"), _("Wanneer"), _("Waarom"))
    return [
        Heading(_("Nu niet")),
        Table(_("Wensen waar nu niets voor is afgesproken, en waarom."), head, found, (6, 3, 6)),
    ]


def _next(file: CaseFile) -> list[Block]:
    lines = [_("Lukt iets niet? Zeg het meteen.")]
    if file.hub_phone:
        words = {"hub": isolated(file.hub), "phone": number(file.hub_phone)}
        lines.append(_("U belt %(hub)s op %(phone)s.") % words)
    planned = next((one for one in file.conferences if one.state == "planned"), None)
    if planned:
        starts = planned.starts_at.astimezone(clock.AMSTERDAM)
        lines.append(_("Het volgende overleg is op %(day)s.") % {"day": day(starts)})
    return [Text("\n".join(lines), "box")]
