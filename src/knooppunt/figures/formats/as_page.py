"""A factsheet as a page: what stands on it, for a page of the site, or as one file that needs nothing beside itself."""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..charts import Bar, Group, bars
from .panels import Panel, Row, tell

STYLES = Path(__file__).parent.parent / "static" / "figures"


@dataclass(frozen=True)
class Drawn:
    """A table with its drawing."""

    panel: Panel
    drawing: SafeString | str  # none where there is nothing to draw


def as_page(factsheet: dict[str, Any], language: str = "nl") -> bytes:
    """Give the page as a file: it opens from a disk, in any browser, without a network and without a script."""
    told = tell(factsheet, language)
    style = "\n".join((STYLES / name).read_text(encoding="utf-8") for name in ("alone.css", "factsheet.css"))
    context = {
        "told": told, "language": language, "body": body(factsheet, language),
        "style": SafeString(f"<style>\n{style}</style>"),  # a file of ours, put into a file of its own
    }  # fmt: skip
    with translation.override(language):
        return render_to_string("figures/factsheet_page.html", context).encode()


def body(factsheet: dict[str, Any], language: str = "nl") -> SafeString:
    """Give what stands on the page, from its second heading on; a page of the site links figures/factsheet.css."""
    told = tell(factsheet, language)
    with translation.override(language):
        sections = [(title, [_drawn(panel) for panel in panels]) for title, panels in told.sections]
        address = factsheet.get("site") or settings.SITE_ADDRESS
        return render_to_string("figures/factsheet.html", {"told": told, "sections": sections, "address": address})


def _drawn(panel: Panel) -> Drawn:
    rows = [row for row in panel.rows if not row.is_zero]
    if not rows or panel.is_hidden:
        return Drawn(panel, "")
    says = _("Een balk voor elk aantal dat niet 0 is. Alle aantallen staan in de tabel.")
    series = panel.columns if sum(panel.drawn) > 1 else ()
    name = "".join(sign for sign in panel.name if sign.isalnum() or sign == "_")
    return Drawn(panel, bars(f"chart-{escape(name)}", panel.title, says, [_group(row, panel) for row in rows], series))


def _group(row: Row, panel: Panel) -> Group:
    cells = [cell for cell, drawn in zip(row.cells, panel.drawn, strict=True) if drawn]
    return Group(row.label, tuple(Bar(_number(cell.text, cell.part), cell.share, cell.hidden) for cell in cells))


def _number(text: str, part: str) -> str:
    return f"{text} ({part})" if part else text
