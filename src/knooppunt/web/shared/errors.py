"""Pages for when something goes wrong, and log lines that never hold what somebody filled in."""

import logging
import re
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from knooppunt.trail import trace

from .limits import typed

# Short codes and numbers may stand in a log line. Everything else may have been typed by somebody.
_CODE = re.compile(r"[A-Z0-9]{4,12}|[a-z_]+\.[a-z_.]+")
# The last resort, when not even a template works: both languages at once.
_SILENT = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Knooppunt</title><p>Er ging iets mis bij ons. '
    'Probeer het straks opnieuw.</p><p lang="en">Something went wrong on our side. Please try again later.</p>'
    "<p>Code: {}</p></html>"
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the browser sent something that no form of ours sends, or far too much."""
    return _plain(request, "shared/errors/bad_request.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 without saying what lies behind the door."""
    return render(request, "shared/refused.html", {}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404; the same page for what is not there and for what is not yours."""
    return render(request, "shared/errors/not_found.html", {}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500: static, asks nothing of the database, shows no data, only a code to look it up by."""
    return _plain(request, "shared/errors/broken.html", 500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose key has gone stale; to our own page, with the text kept and a fresh key.

    Only a form from this very site (by its Origin) gets its text back: another site may not put words here.
    """
    kept = typed(request) if is_ours(request) else []
    return render(request, "shared/stale_form.html", {"typed": kept, "action": request.path}, status=403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a form of our own page that came after the session had ended, with the text kept.

    Nothing is stored for somebody who is not there: the text goes back to the one browser that sent it.
    """
    return render(request, "shared/signed_out.html", {"typed": typed(request), "action": request.path}, status=403)


def is_ours(request: HttpRequest) -> bool:
    """Say whether a form was sent from a page of this very site (by its Origin)."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Render without context processors, so without session, user and database; and if even that fails, one line."""
    code = getattr(request, "trace", "") or trace.current()[:8].upper()
    try:
        page: str = render_to_string(template, {"trace": code})
    except Exception:
        page = _SILENT.format(code)
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store"
    return response


class WithoutData(logging.Filter):
    """Takes out of a log record all that may hold typed text: arguments, the exception's message, local values.

    What stays: the fixed part of the message, the route, the class of the exception, file and line, and the trace.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place and let it through."""
        message = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        with suppress(TypeError, ValueError, KeyError):  # a template that does not fit stays as it is
            message = message % _harmless(record.args) if record.args else message
        record.args = ()
        parts = [message, _route(record), _where(record), f"trace={trace.current()[:8].upper()}"]
        record.msg = " ".join(part for part in parts if part)
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def _harmless(args: Any) -> Any:
    """Give the arguments with everything but numbers and codes replaced by an ellipsis."""
    if isinstance(args, dict):
        return {name: _one(value) for name, value in args.items()}
    return tuple(_one(value) for value in args or ())


def _one(value: Any) -> Any:
    plain = isinstance(value, int | float) or (isinstance(value, str) and _CODE.fullmatch(value))
    return value if plain else "…"


def _route(record: logging.LogRecord) -> str:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return f"route={match.route!r}" if match else ""


def _where(record: logging.LogRecord) -> str:
    """Give class and place of the exception: the innermost line, and the innermost line of our own."""
    if not (isinstance(record.exc_info, tuple) and record.exc_info[1]):
        return ""
    frames = traceback.extract_tb(record.exc_info[2])
    own = [frame for frame in frames if "knooppunt" in Path(frame.filename).parts]
    places = dict.fromkeys(f"{Path(f.filename).name}:{f.lineno}" for f in [*own[-1:], *frames[-1:]])
    return f"{type(record.exc_info[1]).__name__} at {' '.join(places)}"
