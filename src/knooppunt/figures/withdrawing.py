"""Taking back what was published: a whole edition, or one quote of which the speaker takes her consent back.

An edition that is withdrawn keeps its number and its place in the ledger, because the world may have it. A quote goes
out of every edition and out of what is kept of them: consent was all that it stood on. The rest stays byte for byte.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from knooppunt.casework.anonymity import GOES_TO_SOMEBODY, findings
from knooppunt.casework.refusals import Invalid, NotFound
from knooppunt.casework.texts import clean
from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM, Actor
from knooppunt.trail.record import record

from .editions import content_of, edition
from .formats import as_json
from .models import Edition, Passage
from .passages import ROLE
from .scopes import published_by

LONGEST = 300


def edition_of(actor: Actor, code: str) -> Edition:
    """Give an edition to who may take it back; raises NotFound."""
    found = edition(code)
    published_by(actor, found.year, found.scope)
    return found


@transaction.atomic
def withdraw(actor: Actor, code: str, *, why: str) -> Edition:
    """Take an edition off the public page, with the reason for colleagues. One that is withdrawn stays as it is.

    Raises NotFound for who does not publish this area, and Invalid for a reason that cannot stand there.
    """
    found = _held(edition_of(actor, code))
    errors: dict[str, Any] = {}
    if not why.strip():
        errors["why"] = _("Schrijf op waarom deze uitgave weg moet.")
    elif any(one.kind in GOES_TO_SOMEBODY for one in findings(why)):
        errors["why"] = _("Dit leidt naar iemand. Haal datum, adres, telefoon of e-mail weg.")
    clean(errors, "why", why.strip(), LONGEST)
    if errors:
        raise Invalid(errors)
    if found.withdrawn_on is None:
        found.withdrawn_on, found.withdrawn_why = clock.today(), why.strip()
        found.save(update_fields=["withdrawn_on", "withdrawn_why"])
        record("factsheet.withdraw", actor=actor, role=_role(actor), detail=f"{found.code.lower()} {found.year}")
    return found


@transaction.atomic
def take_out(actor: Actor, code: str, mark: str) -> int:
    """Take one quote of an edition, by its mark, out of every edition and draft that has it; gives how many editions.

    Raises NotFound for who does not publish this edition, and when it has no such quote (any more).
    """
    gone, changed = dict(quotes_of(edition_of(actor, code))).get(mark), 0
    if gone is None:
        raise NotFound
    for row in _with_quote(gone):
        content = content_of(row)
        passages = content["passages"] | {"quotes": [one for one in content["passages"]["quotes"] if one != gone]}
        row.content, row.quote_gone_on = as_json(content | {"passages": passages}).decode(), clock.today()
        row.save(update_fields=["content", "quote_gone_on"])
        record("factsheet.take_out_quote", actor=actor, role=_role(actor), detail=f"{row.code.lower()} {row.year}")
        changed += 1
    Passage.objects.filter(kind=Passage.Kind.QUOTE, text=gone["text"], said_by=gone["said_by"]).delete()
    return changed


def quotes_of(edition: Edition) -> list[tuple[str, dict[str, str]]]:
    """Give the quotes of an edition, each with the mark by which it can be taken out."""
    quotes = content_of(edition)["passages"]["quotes"]
    return [(sha256(as_json(quote)).hexdigest()[:16], quote) for quote in quotes]


def _with_quote(quote: dict[str, str]) -> Iterator[Edition]:
    """Give every edition that has this quote, of whatever year or area: it is the same consent."""
    for row in Edition.objects.select_for_update().order_by("id").iterator(chunk_size=100):
        if quote in content_of(row)["passages"]["quotes"]:
            yield row


def _held(found: Edition) -> Edition:
    return Edition.objects.select_for_update().get(pk=found.pk)


def _role(actor: Actor) -> str:
    return "system" if actor is SYSTEM else ROLE
