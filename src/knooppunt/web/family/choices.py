"""Who may know what: the page where a parent decides, one sentence each, and the words she agreed to."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import consenting, forms
from knooppunt.casework.consenting import Given
from knooppunt.casework.consents import Capacity, DataClass, Purpose, default_end
from knooppunt.casework.reading.choices import OwnChoices, Recipient, own_choices
from knooppunt.casework.refusals import Invalid, NotFound
from knooppunt.foundation import clock

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.labels import label
from ..shared.screens import PARENT, screen

TITLES: dict[str, str | Promise] = {
    Purpose.TAKE_PART: _("Samen aan tafel"),
    Purpose.RESEARCH: _("Meedoen aan onderzoek"),
    Purpose.CONTACT: _("Hoe wij u bereiken"),
}
ICONS: dict[str, str] = {
    Purpose.TAKE_PART: "table",
    Purpose.SHARE: "people",
    Purpose.RESEARCH: "chart",
    Purpose.CONTACT: "phone",
}
# What a yes, a no and silence mean, in one sentence each.
MEANS: dict[str, dict[str, str | Promise]] = {
    Purpose.TAKE_PART: {
        "yes": _("U praat mee, en de coördinator mag uw gegevens daarvoor gebruiken."),
        "no": _("U doet niet mee, en niemand aan tafel ziet uw gegevens."),
        "ended": _("Uw ja is voorbij, en niemand aan tafel ziet uw gegevens."),
        "": _("U hebt hier nog niets over gezegd."),
    },
    Purpose.SHARE: {
        "yes": _("Zij mogen uw gegevens zien, om mee te denken en te helpen."),
        "no": _("Zij zien niets van u."),
        "ended": _("Uw ja is voorbij. Zij zien nu niets van u."),
        "": _("Zij zien niets van u, zolang u geen ja zegt."),
    },
    Purpose.RESEARCH: {
        "yes": _("Uw gegevens helpen zonder uw naam om de Knooppunten beter te maken."),
        "no": _("Uw gegevens doen niet mee aan onderzoek. Aan de hulp verandert niets."),
        "ended": _("Uw ja is voorbij. Uw gegevens doen niet mee aan onderzoek."),
        "": _("U hebt hier nog niets over gezegd. Dat hoeft ook niet."),
    },
    Purpose.CONTACT: {
        "yes": _("De coördinator mag u bereiken op de manier die u koos."),
        "no": _("De coördinator vraagt u eerst op welke manier het mag."),
        "ended": _("Uw ja is voorbij. De coördinator vraagt u opnieuw op welke manier het mag."),
        "": _("U hebt hier nog niets over gezegd."),
    },
}
# The kinds of facts that can be kept from somebody.
TENDER = (DataClass.MEDICAL, DataClass.DEBT, DataClass.PSYCHIATRIC, DataClass.SAFETY)
SHORTER = (timedelta(days=7), timedelta(days=30), timedelta(days=91), timedelta(days=182))


@dataclass(frozen=True)
class Card:
    """One thing that a parent decides, as the page shows it."""

    row: Recipient
    ref: str
    title: str | Promise
    icon: str
    sentence: str | Promise
    idle: bool  # a yes that does nothing now, because she does not take part
    shorter: tuple[date, ...]  # days on which her yes could end earlier than by itself, as far as she may say so alone

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        """Give (code, words, may they know it) of each kind of fact that can be kept from somebody."""
        return [(code, label("kind_of_fact", code), self.row.kinds.get(code, False)) for code in TENDER]

    @property
    def wording(self) -> forms.Wording:
        """Give the exact words that a yes of today would be to."""
        return forms.wording(self.row.purpose, get_language() or "nl")


def cards_of(mine: OwnChoices) -> list[Card]:
    """Give everything that this parent decides, in the order of the page."""
    return [_card(mine, row) for row in mine.rows]


def _card(mine: OwnChoices, row: Recipient) -> Card:
    idle = row.purpose == Purpose.SHARE and row.says == "yes" and not mine.takes_part
    sentence = _("U doet nu niet mee, dus zij zien niets van u.") if idle else MEANS[row.purpose][row.says]
    title = row.name or TITLES.get(row.purpose, "")
    return Card(row, ref_of(mine, row), title, ICONS[row.purpose], sentence, idle, () if idle else _shorter(mine, row))


def _shorter(mine: OwnChoices, row: Recipient) -> tuple[date, ...]:
    if row.says != "yes" or mine.needs != Capacity.SELF or "give_consent" not in mine.acts:
        return ()
    today = clock.today()
    last = row.ends_on or default_end(today)
    return tuple(day for step in SHORTER if (day := today + step) < last)


def ref_of(mine: OwnChoices, row: Recipient) -> str:
    """Give a short code for the address of one question; it tells nothing to somebody who reads along."""
    parts = (mine.code, mine.parent, row.purpose, str(row.organisation or ""), row.discipline)
    return sha256("|".join(parts).encode()).hexdigest()[:10]


def _find(mine: OwnChoices, ref: str) -> Card:
    for card in cards_of(mine):
        if card.ref == ref:
            return card
    raise NotFound


shows = screen(activity="own_place", for_=PARENT, methods=("GET",))
acts = screen(activity="own_place", for_=PARENT)


def _page(mine: OwnChoices, **words: Any) -> dict[str, Any]:
    """Give what both pages need: may she say yes herself, and if not, who says it with her."""
    return {
        "mine": mine, "alone": mine.needs == Capacity.SELF, "may_say": "give_consent" in mine.acts,
        "may_take_back": "withdraw_consent" in mine.acts, **words,
    }  # fmt: skip


@shows
def choices(request: Asked, code: str) -> HttpResponse:
    """See and decide who may know what; research is asked apart."""
    mine = own_choices(request.actor, code)
    cards = cards_of(mine)
    apart = [card for card in cards if card.row.purpose == Purpose.RESEARCH]
    rest = [card for card in cards if card not in apart]
    return render(request, "family/choices.html", _page(mine, cards=rest, research=apart))


@acts
def choice(request: Asked, code: str, ref: str) -> HttpResponse:
    """Read the exact words and what one said before; say yes, say no, take it back, keep a kind of fact apart."""
    mine = own_choices(request.actor, code)
    card = _find(mine, ref)
    form = HouseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.try_to(_answer, request, mine, card):
        messages.success(request, _("Uw keuze is bewaard en geldt vanaf nu."))
        back = reverse("family:choices", args=[code])
        return redirect(f"{back}#{ref}" if card.row.purpose == Purpose.SHARE else back)
    return render(request, "family/choice.html", _page(mine, card=card, form=form))


@shows
def research(request: Asked, code: str) -> HttpResponse:
    """Come to the question about research, on its own page."""
    mine = own_choices(request.actor, code)
    (card,) = (card for card in cards_of(mine) if card.row.purpose == Purpose.RESEARCH)
    return render(request, "family/choice.html", _page(mine, card=card, form=HouseForm()))


@screen(activity="own_place", for_=PARENT, methods=("POST",))
def renew(request: Asked, code: str) -> HttpResponse:
    """Say in one click that it may stay as it is."""
    mine = own_choices(request.actor, code)
    given = Given(method="own_hand", language=get_language() or "nl")
    consenting.renew_consent(request.actor, code, mine.parent, given=given)
    messages.success(request, _("Fijn. Het blijft zoals het was, en u mag altijd anders kiezen."))
    return redirect("family:choices", code)


def _answer(request: Asked, mine: OwnChoices, card: Card) -> None:
    """Do what the button says: yes or no, to all or to one kind of fact, or a yes until an earlier day."""
    row, actor = card.row, request.actor
    answer, kind, until = _button(request.POST.get("answer", ""))
    scope = {"organisation": row.organisation, "discipline": row.discipline, "data_class": kind}
    said = row.kinds.get(kind, False) if kind else row.says == "yes"
    if said and answer == "nee":
        consenting.withdraw_consent(actor, mine.code, mine.parent, purpose=row.purpose, **scope)
        return
    given = Given(method="own_hand", language=get_language() or "nl")
    consenting.give_consent(
        actor, mine.code, mine.parent, purpose=row.purpose, yes=answer == "ja", given=given, until=until, **scope
    )  # fmt: skip


def _button(value: str) -> tuple[str, str, date | None]:
    """Read a button: 'ja', 'nee debt' or 'ja tot 2026-12-31'; raises Invalid for what no button of ours says."""
    answer, _space, rest = value.partition(" ")
    kind, until = ("", rest[4:]) if rest.startswith("tot ") else (rest, "")
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        answer = ""
    if answer not in ("ja", "nee"):
        raise Invalid({"": _("Kies ja of nee.")})
    return answer, kind, day
