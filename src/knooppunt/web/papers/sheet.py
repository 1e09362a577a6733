"""What every paper of ours shares: dates in words, the foot, the web as a drawing, and how it leaves the house."""

from datetime import date, datetime
from html import escape

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.papers import Block, Document, pdf
from knooppunt.web.shared.spider import Spider

COLOURS = (("#0c5257", "#dcebe8", ""), ("#a8452a", "none", "5 4"))  # newest, earlier: line, inside, dashes


def sheet(
    title: str, blocks: list[Block], made_at: datetime, *, top: str = "", large: bool = False,
    professional: bool = False, drawing: bool = False,
) -> Document:  # fmt: skip
    """Give a document in the language of the moment, with the foot that every paper of ours has.

    Its title names nobody, and the same data give the same bytes all day long. `professional` is for the file of who
    helps a family.
    """
    kept = (
        _("Vertrouwelijk. Bewaar dit papier achter slot, of versnipper het.")
        if professional
        else _("Bewaar dit papier op een veilige plek.")
    )
    made_on = made_at.astimezone(clock.AMSTERDAM).replace(hour=12, minute=0, second=0, microsecond=0)
    return Document(
        title=title, language=get_language() or "nl", made_at=made_on, blocks=tuple(blocks), top=top, large=large,
        drawing=drawing,
        foot=kept, pages=_("Bladzijde {page} van {pages}"),
    )  # fmt: skip


def day(value: date | datetime | None) -> str:
    """Give a day in words: '3 november 2026'; nothing for nothing."""
    if value is None:
        return ""
    return date_format(value.astimezone(clock.AMSTERDAM).date() if isinstance(value, datetime) else value, "j E Y")


def yes_no(value: bool | None) -> str:
    """Give yes, no, or nothing when it is not known."""
    return "" if value is None else (_("ja") if value else _("nee"))


def web_svg(web: Spider) -> str:
    """Draw a web so that it needs nothing around it: colours stand in the drawing itself."""
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{web.view_box}">']
    parts += [f'<path d="{ring}" fill="none" stroke="#d9cbb6" stroke-width="1"/>' for ring in web.rings]
    parts += [_line(thread, "#d9cbb6", 1) for thread in web.threads]
    for drawing, (line, inside, dashes) in zip(reversed(web.webs), reversed(COLOURS[: len(web.webs)]), strict=True):
        if drawing.closed:
            parts.append(f'<polygon points="{drawing.closed}" fill="{inside}" fill-opacity="0.7"/>')
        parts += [_line(one, line, 2.5, dashes) for one in drawing.lines]
        parts += [f'<circle cx="{x}" cy="{y}" r="4" fill="{line}"/>' for x, y in drawing.dots]
    looks = f'text-anchor="middle" font-size="15" font-family="{FONTS}" fill="#1f302f"'
    parts += [f'<text x="{x}" y="{y}" {looks}>{escape(text)}</text>' for name in web.names for x, y, text in name.lines]
    return "".join([*parts, "</svg>"])


FONTS = "Noto Sans, Noto Sans Arabic"


def _line(ends: tuple[float, float, float, float], colour: str, wide: float, dashes: str = "") -> str:
    (x1, y1, x2, y2), dashed = ends, f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{wide}"{dashed}/>'


def handed_over(document: Document, name: str) -> HttpResponse:
    """Give a paper to take along; its name and its address tell nothing to who sees the telephone."""
    return download(pdf(document), "application/pdf", f"{name}.pdf")


def download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Give a file to keep: never shown within a page, never kept by a browser or a proxy."""
    return shown_alone(content, media_type, name)


def shown_alone(content: bytes, media_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """Give a file by itself, where nothing in it can act; `inline` shows it instead of keeping it."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return answer
