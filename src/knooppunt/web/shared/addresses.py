"""Addresses of pages by their name, as Django's `reverse` gives them.

A page has dozens: how the address of a name looks is asked of Django once, and then only filled in.
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape

from django.urls import NoReverseMatch, get_script_prefix, reverse

PLAIN = re.compile(r"[-\w]+", re.ASCII).fullmatch  # what every place for text in an address takes as it is
MARK = "aZ-_0{}"  # text with each kind of those characters: a place that takes only some of them refuses it


def address(url_name: str, *args: object) -> str:
    """Give the address of a page, or nothing when this installation lacks it."""
    try:
        return filled_in(url_name, args) or reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def filled_in(url_name: str, args: Sequence[object]) -> str:
    """Give the address when its arguments are plain text, in which nothing needs quotes or escapes; else nothing."""
    if not all(type(one) is str and PLAIN(one) for one in args):
        return ""
    shape = _shape(url_name, len(args), get_script_prefix())
    return shape % tuple(args) if shape else ""


@cache
def _shape(url_name: str, number: int, _prefix: str) -> str:
    """Give the address with a %s for each argument; nothing when it cannot be filled in with just any plain text."""
    marks = [MARK.format(n) for n in range(number)]
    try:
        shape = reverse(url_name, args=marks).replace("%", "%%")
    except NoReverseMatch:
        return ""
    places = re.findall(MARK.format(r"\d"), shape)
    return re.sub(MARK.format(r"\d"), "%s", shape) if places == marks and escape(shape) == shape else ""
