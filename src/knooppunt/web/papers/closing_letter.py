"""The letter with which a referrer hears what came of it: as much as the parents allow, and never why they stopped."""

from django.utils.translation import gettext as _

from knooppunt.casework.shown import StatusShown
from knooppunt.papers import Block, Document, Facts, Heading, Highlight, Text, isolated, number
from knooppunt.web.shared.labels import label

from .sheet import day, sheet


def closing_letter(status: StatusShown) -> Document:
    """Give the letter of a referral that ended; its date is the day on which it ended, so it stays the same."""
    if status.closed_at is None:
        raise ValueError("This referral has not ended.")
    place = {"day": day(status.sent_at), "place": isolated(status.municipality)}
    blocks: list[Block] = [Text(_("U meldde op %(day)s een gezin aan in %(place)s.") % place, "lead"), *_ending(status)]
    if status.words:
        blocks += [Heading(_("Tot slot")), Text(status.words, "words")]
    if len(status.steps) > 2:  # more than that it came and that it ended
        rows = tuple((day(when), label("heard", name)) for name, when in status.steps)
        blocks += [Heading(_("Zo ging het")), Facts(rows)]
    blocks += [Heading(_("Weer een gezin?")), Text(_again(status), "box")]
    blocks.append(Text(_("U leest dat er iets gebeurde en wanneer. Wat is besproken, blijft bij het gezin."), "note"))
    top = f"{isolated(status.hub or 'Knooppunt Kansrijke Start')} · {_('kenmerk')} {number(status.code)}"
    return sheet(_("Wat kwam er van uw aanmelding?"), blocks, status.closed_at, top=top, professional=True)


def _ending(status: StatusShown) -> list[Block]:
    """Say how it ended: what to do instead after a no, and of a family that stopped only that it is over."""
    if status.state == "declined":
        blocks: list[Block] = [
            Text(_("Het Knooppunt pakte deze aanmelding niet op. Dit raden wij aan:")), Text(status.advice, "words"),
            Facts((
                (_("Andere weg"), label("other_route", status.other_route)),
                (_("Reden"), label("decline_reason", status.reason) if status.reason else ""),
            )),
        ]  # fmt: skip
        return blocks
    if status.state == "in_error":
        return [Text(_("De aanmelding was een vergissing, en telt niet mee."))]
    how = label("outcome", status.outcome) if status.outcome else ""
    return [
        Highlight(((_("Afgerond op"), day(status.closed_at)), (_("Hoe liep het af?"), how))),
        Text(_("Dank dat u dit gezin de weg wees.")),
    ]


def _again(status: StatusShown) -> str:
    lines = [_("U kunt dit gezin of een ander gezin altijd weer aanmelden. Twijfelt u? Spar eerst, zonder namen.")]
    if status.hub and status.hub_phone:
        words = {"hub": isolated(status.hub), "phone": number(status.hub_phone)}
        lines.append(_("U belt %(hub)s op %(phone)s.") % words)
    return "\n".join(lines)
