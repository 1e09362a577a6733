"""Documents made from the code: the process, who may open which page, what is kept how long. Nothing typed by hand."""

import re
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from knooppunt.casework.clocks import CLOCKS, Clock, Doer, Level, Terms
from knooppunt.casework.process import ACTS, ENDED, EVERY, OPEN, Act, Need, State
from knooppunt.casework.retention import ELSEWHERE, PERSONAL, Term
from knooppunt.people.models import Role as PersonRole
from knooppunt.web.shared.screens import PLACES, Screen, standing_of

MADE = "<!-- Made by `make docs` from the code. Changes here are lost; a test fails when it is stale. -->\n"
ABOUT_PROCESS = """\
From `casework/process.py`, which every door asks before every act. Who sits at the table (lead, participant, invited)
also needs consent to share with her organisation wherever a live consent is asked."""
ABOUT_ACCESS = f"""\
*yes*: the page is there for this visitor. *one*: the address names one case, question, draft or account; it is there
for who has a place at that one (as {", ".join(sorted(PLACES))}, coordinator of its hub, deputy on duty, parent, or
its manager), and casework's door decides; for everybody else it is 404. *empty*: 404, or the sign-in page for who has
not signed in. In production the pages under `/demo/` do not exist."""
ABOUT_RETENTION = """\
From `casework/retention.py` and `figures/retention.py`; `knooppunt forget` deletes for real, after a dry run. The terms
are proposals, to be confirmed by the privacy officer. The trail keeps codes, which then lead to nobody."""
ABOUT_CLOCKS = """\
From `casework/clocks.py`; `knooppunt remind`, or the worker each morning, walks them. Letters go on working days only,
and each level hears once of each thing and day. Lengths are settings of a hub, in working days unless the table says
otherwise; its coordinators and the functional manager change them, and they count from the next working day. What is a
day in itself or a month by law has no setting. Of an account the shortest length counts of the hubs where somebody has
a role or works; without a hub, a year. Who does it hears `remind_days`
before, or on the day itself; when it is late the coordinator or whoever is on duty hears, `deputy_days` later the
deputies too, and `leader_days` later the project leader: at which hub, and nothing of whom. A coordinator may pause the
clocks of a case with a reason, for three months at most; what stood still is due on the first working day after it.
Whom the family does not share with hears nothing, and a parent hears only where it is safe: then the desk is told."""
ANYWHERE = {EVERY: "every state", OPEN: "every open state"}


def documents() -> dict[str, str]:
    """Give the text of each document by its name in `docs/`."""
    return {"process.md": process(), "access.md": access(), "retention.md": retention(), "clocks.md": clocks()}


# --- the process ------------------------------------------------------------------------------------------------------
def process() -> str:
    """Give the process as a diagram and as a table of acts, roles, states and consent."""
    rows = [
        (
            f"`{act.name}`", ", ".join(act.who), _when(act), act.to or ("" if act.looks else "stays"),
            "a live consent" if act.need is Need.ALIVE else "not needed",
        )
        for act in ACTS.values()
    ]  # fmt: skip
    return "\n".join(
        [
            MADE, "# The process", "",
            ABOUT_PROCESS,
            "", "```mermaid", "stateDiagram-v2", *_diagram(), "```", "",
            "`withdraw_consent` also leads to `stopping` when nobody of the family takes part any more.", "",
            *_table(("Act", "Who", "When", "To", "Consent"), rows), "",
        ]
    )  # fmt: skip


def _when(act: Act) -> str:
    if not act.when:
        return "before there is a case"
    for states, words in ANYWHERE.items():
        if act.when == states:
            return words
    return ", ".join(state for state in State if state in act.when)


def _diagram() -> Iterator[str]:
    moves: dict[tuple[str, str], list[str]] = {}
    for act in ACTS.values():
        for state in (s for s in State if s in act.when) if act.when else ("[*]",):
            if act.to and str(act.to) != str(state):
                moves.setdefault((str(state), str(act.to)), []).append(act.name)
    for (before, after), acts in moves.items():
        yield f"    {before} --> {after}: {', '.join(acts)}"
    yield from (f"    {state} --> [*]" for state in State if state in ENDED)


# --- who may open which page ------------------------------------------------------------------------------------------
VISITORS: dict[str, Any] = {
    "nobody": SimpleNamespace(actor=SimpleNamespace(assurance="none")),
    "code by e-mail": SimpleNamespace(actor=SimpleNamespace(assurance="code")),
    **{
        name: SimpleNamespace(
            actor=SimpleNamespace(assurance="strong"), user=SimpleNamespace(kind=kind), roles=frozenset(roles)
        )
        for name, kind, roles in (
            ("parent", "parent", ()),
            ("professional", "professional", ()),
            *((str(role), "professional", (str(role),)) for role in PersonRole),
        )
    },
}


def pages(resolver: URLResolver | None = None, before: str = "", space: str = "") -> Iterator[tuple[str, str, Any]]:
    """Give every page of the site as (address, name, view), in the order of the URL tree."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from pages(one, before + str(one.pattern), f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield _address(before + str(one.pattern)), f"{space}{one.name}", one.callback


def _address(pattern: str) -> str:
    """Give a pattern as an address: what stands in a group becomes its name."""
    return "/" + re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern).replace("^", "").replace("$", "")


def screen_of(view: Callable[..., Any]) -> Screen:
    """Give what a view declared about itself; raises AttributeError for a view without `@screen`."""
    return view.screen  # type: ignore[attr-defined]


def opens(screen: Screen, visitor: str) -> bool:
    """Say whether a page is there for this kind of visitor; casework then judges the one case."""
    return bool(screen.audience & standing_of(VISITORS[visitor]))


def access() -> str:
    """Give the access matrix: each page against each kind of visitor."""
    rows = []
    for address, name, view in pages():
        screen = screen_of(view)
        mark = "one" if "<" in address else "yes"
        cells = (mark if opens(screen, visitor) else "" for visitor in VISITORS)
        rows.append((f"`{address}`", name, screen.doc, " ".join(screen.methods), *cells))
    return "\n".join(
        [
            MADE, "# Who may open which page", "",
            ABOUT_ACCESS, "",
            *_table(("Page", "Name", "What for", "Methods", *VISITORS), rows), "",
        ]
    )  # fmt: skip


# --- the clocks -------------------------------------------------------------------------------------------------------
def clocks() -> str:
    """Give each clock: who does it, how long, from when, and who hears of it."""
    rows = [
        (
            f"`{one.what}`", one.doer, _lasts(one), one.counts_from, _early(one), _rises(one),
            "yes" if one.pauses else "no",
        )
        for one in CLOCKS.values()
    ]  # fmt: skip
    head = ("Clock", "Who does it", "How long", "Counts from", "Hears first", "When it is late", "Pauses")
    return "\n".join([MADE, "# The clocks", "", ABOUT_CLOCKS, "", *_table(head, rows), ""])


def _lasts(one: Clock) -> str:
    if one.length not in Terms.__dataclass_fields__:
        return one.length
    return f"`{one.length}` of the hub{', days before' if one.before else ', days' if one.calendar else ''}"


def _early(one: Clock) -> str:
    return "`remind_days` before" if one.early else "on the day"


def _rises(one: Clock) -> str:
    if one.doer is Doer.MANAGER:
        return f"privacy officer, after {one.slack.days} days"
    if one.rises_to is Level.DOER:
        return "nobody else"
    later = f" from {one.before} days before" if one.before else ""
    return f"coordinator, deputies, project leader{later}"


# --- what is kept how long --------------------------------------------------------------------------------------------
def retention() -> str:
    """Give each term with the columns that are kept by it."""
    terms: dict[Term, list[str]] = {}
    for column, term in (PERSONAL | ELSEWHERE).items():
        terms.setdefault(term, []).append(f"`{column}`")
    rows = [(term.name, _length(term), term.after, term.basis, ", ".join(columns)) for term, columns in terms.items()]
    return "\n".join(
        [
            MADE, "# What is kept how long", "",
            ABOUT_RETENTION, "",
            *_table(("Term", "Kept for", "After", "Basis", "Columns"), rows), "",
        ]
    )  # fmt: skip


def _length(term: Term) -> str:
    return "always" if term.keeps.days > 100 * 365 else f"{term.keeps.days} days"


def _table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> list[str]:
    def line(cells: Iterable[Any]) -> str:
        return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"

    names = tuple(head)
    return [line(names), line("---" for _ in names), *map(line, rows)]
