"""Words that could not be kept go back to who typed them: on the page, to copy, and nowhere else.

Somebody may take her yes back while a professional is typing. Then nothing is written in the case and nothing is
stored on the server; the page says so, holds nothing of a family but what was typed in this very browser, and looks
the same for a case that is closed to this reader and for one that never was.
"""

import re
from functools import cache

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from .forms import HouseForm
from .limits import typed

# What a choice, a date or a version sends; somebody's own words look otherwise, or come from a field for words.
_CODE = re.compile(r"[a-z0-9_:.-]*|[A-Z0-9]{4,12}")
_OF_BUTTONS = frozenset({"answer", "action", "next"})


def words_of(request: HttpRequest) -> list[str]:
    """Give what somebody wrote, in the order of the form; without choices, numbers, codes and secrets."""
    if request.method != "POST":
        return []
    fields = _fields_for_words()
    sent = [(name, value.strip()) for name, value in typed(request) if name not in _OF_BUTTONS]
    return [value for name, value in sent if value and (name in fields or not _CODE.fullmatch(value))]


def give_back(request: HttpRequest, reason: str | Promise, status: int) -> HttpResponse | None:
    """Answer with the words that were not kept; None when there are none."""
    words = words_of(request)
    if not words:
        return None
    return render(request, "shared/not_kept.html", {"reason": reason, "words": words}, status=status)


@cache
def _fields_for_words() -> frozenset[str]:
    """Gather the names of all fields of the house in which people write; once, when the first text comes back."""
    found: set[str] = set()
    kinds: list[type[HouseForm]] = [HouseForm]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        found |= {name for name, field in kind.base_fields.items() if _is_for_words(field)}
    return frozenset(found)


def _is_for_words(field: forms.Field) -> bool:
    return type(field) is forms.CharField and not field.widget.is_hidden
