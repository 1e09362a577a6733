"""The conference that comes, on paper for one parent: when, where, who comes and why, and what she wants to say."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from knooppunt.casework.shown.paper import MeetingPaper
from knooppunt.foundation import clock
from knooppunt.papers import Block, Document, Facts, Heading, Items, Table, Text, isolated, number
from knooppunt.web.shared.labels import label

from .sheet import day, sheet


def meeting_paper(meeting: MeetingPaper) -> Document:
    """Give the paper to keep on the fridge; it says nothing of what the conference is about but her own points."""
    starts = meeting.starts_at.astimezone(clock.AMSTERDAM)
    time = _("om %(time)s uur") % {"time": number(date_format(starts, "H:i"))}
    blocks: list[Block] = [
        Text(_("Het overleg staat gepland. U hoort erbij: het gaat over uw gezin."), "lead"),
        Facts((
            (_("Wanneer"), f"{day(starts)}\n{time}"), (_("Waar"), meeting.place),
            (_("Tolk erbij"), _("Er is een tolk bij.") if meeting.interpreter else ""),
        )),
        Heading(_("Wie zit er aan tafel, en waarom")),
        Table(_("Wie zit er aan tafel, en waarom"), (_("Wie"), _("Waarom")), tuple(
            ("\n".join(filter(None, (one.name, one.discipline, one.organisation))), label("seat_reason", one.reason))
            for one in meeting.people
        ), (3, 2)),
    ]  # fmt: skip
    if meeting.points:
        blocks += [Heading(_("Hier wilt u over praten")), Items(meeting.points, ordered=True)]
    blocks.append(Text(_("Kunt u niet? Bel de coördinator. Dan kiezen we samen een andere dag."), "box"))
    if meeting.hub_phone:
        words = {"hub": isolated(meeting.hub), "phone": number(meeting.hub_phone)}
        blocks.append(Text(_("U belt %(hub)s op %(phone)s.") % words))
    return sheet(_("Ons overleg"), blocks, meeting.made_at, top=meeting.hub, large=True)
