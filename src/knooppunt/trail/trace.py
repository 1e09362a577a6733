"""One trace per request: the code that ties the lines of the trail together (W3C trace id, standards.md R-LOG-08)."""

import secrets
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("trace", default="")


def new() -> str:
    """Start a trace for the request or the job that begins now, and give it: 32 hexadecimal digits."""
    trace = secrets.token_hex(16)
    _current.set(trace)
    return trace


def current() -> str:
    """Give the running trace; outside a request a new one begins at the first question."""
    return _current.get() or new()
