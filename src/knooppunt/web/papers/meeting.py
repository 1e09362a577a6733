"""The invitation on paper for one parent: when, or what to choose from; where, who comes and why, what she wants."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from knooppunt.casework.convening import POINTS
from knooppunt.casework.shown.paper import MeetingPaper
from knooppunt.foundation import clock
from knooppunt.papers import Block, Boxes, Document, Facts, Heading, Highlight, Lines, Table, Text, isolated, number
from knooppunt.web.shared.labels import label

from .sheet import sheet


def meeting_paper(meeting: MeetingPaper) -> Document:
    """Give the paper to keep on the fridge; it says nothing of what the conference is about but her own points."""
    blocks = _when(meeting) + _who(meeting) + [
        Heading(_("Waar wilt u over praten?")),
        Text(_("Schrijf op wat voor u belangrijk is. Daar beginnen we samen mee.")), Lines(meeting.points, POINTS),
        *_call(meeting),
    ]  # fmt: skip
    title = _("U bent uitgenodigd") if meeting.starts_at else _("Wanneer kunt u?")
    return sheet(title, blocks, meeting.made_at, top=meeting.hub, large=True, drawing=True)


def _when(meeting: MeetingPaper) -> list[Block]:
    """Give the moment and the place in a frame, or the moments to tick."""
    interpreter = (_("Tolk erbij"), _("Er is een tolk bij.") if meeting.interpreter else "")
    if meeting.starts_at:
        return [
            Text(_("We gaan samen aan tafel. U hoort erbij: het gaat over uw gezin."), "lead"),
            Highlight(((_("Wanneer"), "\n".join(_moment(meeting.starts_at))), (_("Waar"), meeting.place), interpreter)),
        ]
    return [
        Text(_("We gaan samen aan tafel. U kiest mee wanneer. Kruis aan wanneer u kunt."), "lead"),
        Boxes(tuple(", ".join(_moment(one)) for one in meeting.options)),
        Facts(((_("Waar"), meeting.place), interpreter)),
    ]


def _moment(moment: datetime) -> tuple[str, str]:
    starts = moment.astimezone(clock.AMSTERDAM)
    hour = number(date_format(starts, "H:i"))
    return date_format(starts, "l j E Y"), _("om %(time)s uur") % {"time": hour}


def _who(meeting: MeetingPaper) -> list[Block]:
    if not meeting.people:
        return []
    rows = tuple(
        (
            "\n".join((one.name, ", ".join(filter(None, (one.discipline, one.organisation))))),
            label("seat_reason", one.reason),
        )
        for one in meeting.people
    )
    title = _("Wie zit er aan tafel, en waarom")
    return [Heading(title), Table(title, (_("Wie"), _("Waarom")), rows, (7, 3))]


def _call(meeting: MeetingPaper) -> list[Block]:
    choosing = _("Geef dit papier terug, of bel ons. Wij kiezen een dag die u ook past.")
    coming = _("Kunt u niet, of wilt u iemand meenemen? Dat mag. Bel de coördinator.")
    lines = [coming if meeting.starts_at else choosing]
    if meeting.hub_phone:
        words = {"hub": isolated(meeting.hub), "phone": number(meeting.hub_phone)}
        lines.append(_("U belt %(hub)s op %(phone)s.") % words)
    return [Text("\n".join(lines), "box")]
