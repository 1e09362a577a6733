"""A paper in a language of its own: who takes it along may hand it to somebody who reads another language."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.conf import settings
from django.utils import translation

from knooppunt.people.actor import Actor

from .asked import Asked


@contextmanager
def chosen_language(request: Asked) -> Iterator[Actor]:
    """Speak the language that was chosen for a paper (`?taal=ar`), else that of the page; gives the reader in it.

    Every language of the house is there, also on the pages of staff; one that we do not have is that of the page.
    """
    chosen = request.GET.get("taal", "")
    language = chosen if chosen in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        yield replace(request.actor, language=language)
