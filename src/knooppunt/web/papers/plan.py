"""The agreements on paper for one parent: large letters, who does what by when, and whom to call."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from knooppunt.casework.shown import GoalShown
from knooppunt.casework.shown.paper import PlanPaper
from knooppunt.papers import (
    Block,
    Document,
    Heading,
    Highlight,
    Items,
    NewPage,
    Signatures,
    Table,
    Text,
    isolated,
    number,
)

from .sheet import day, sheet


def plan_paper(plan: PlanPaper, *, to_sign: bool = False) -> Document:
    """Give the agreements; `to_sign` adds lines for a signature, for who has no place of her own."""
    blocks: list[Block] = []
    if plan.held_on:
        blocks.append(Text(_("Dit spraken we af op %(day)s.") % {"day": day(plan.held_on)}, "lead"))
    now = [goal for goal in plan.goals if goal.moment == "now"]
    blocks += [block for goal in now for block in _goal(goal)]
    if not now:
        blocks.append(Text(_("Er zijn nog geen afspraken.")))
    if plan.decisions:
        blocks += [Heading(_("Dit spraken we ook af")), Items(plan.decisions)]
    if later := tuple(goal.words for goal in plan.goals if goal.moment == "parked"):
        blocks += [Heading(_("Voor later")), Items(later)]
    if plan.evaluation_on:
        blocks += [
            Heading(_("Wanneer praten we weer?")),
            Highlight(((_("Wanneer"), date_format(plan.evaluation_on, "l j E Y")),)),
            Text(_("Dan kijken we samen: is de hulp gekomen? Gaat het beter?")),
        ]  # fmt: skip
    blocks += _call(plan)
    if to_sign:
        blocks += [
            NewPage(), Heading(_("Klopt het zo?")),
            Text(_("U mag ook zeggen wat anders moet. Dan schrijven wij het opnieuw op.")),
            Signatures((_("Uw naam"), _("Datum"), _("Uw handtekening"), _("Wie erbij was"))),
        ]  # fmt: skip
    return sheet(_("Onze afspraken"), blocks, plan.made_at, top=plan.hub, large=True, drawing=True)


def _goal(goal: GoalShown) -> list[Block]:
    rows = tuple((one.what, _owner(one.owner_kind, one.owner), day(one.due_on)) for one in goal.actions)
    blocks: list[Block] = [Heading(goal.words or _("Uw eigen afspraak"))]
    if rows:
        about = _("Wie wat doet, en wanneer het klaar is.")
        blocks.append(Table(about, (_("Wat"), _("Wie"), _("Klaar")), rows, (6, 4, 4)))
    return blocks


def _owner(kind: str, name: str) -> str:
    if kind != "parent":
        return name
    return _("u") if name else _("thuis")


def _call(plan: PlanPaper) -> list[Block]:
    lines: list[str] = []
    if plan.lead:
        lines.append(_("%(name)s let op of alles lukt.") % {"name": isolated(plan.lead)})
    if plan.lead and plan.lead_phone:
        lines.append(_("Bel: %(phone)s.") % {"phone": number(plan.lead_phone)})
    if plan.hub_phone:
        words = {"hub": isolated(plan.hub), "phone": number(plan.hub_phone)}
        lines.append(_("U belt %(hub)s op %(phone)s.") % words)
    lines.append(_("Lukt iets niet, of wilt u iets anders? Bel gerust. U mag ook altijd stoppen."))
    return [Heading(_("Wie kunt u bellen?")), Text("\n".join(lines), "box")]
