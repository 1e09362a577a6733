"""The forms about reach: births with their source, and a visit or campaign."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knooppunt.foundation import clock
from knooppunt.people import choices

from ..shared.fields import DateParts
from ..shared.forms import HouseForm, Section
from ..shared.labels import choices as words

NOTHING = ("", _("Kies …"))


def _percentage(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=100, decimal_places=1, max_digits=4, localize=True)


class BirthsForm(HouseForm):
    """How many children were born in a year, which share of families that concerns, and where both come from."""

    births = forms.IntegerField(label=_("Kinderen geboren in dit jaar"), min_value=0, max_value=99_999)
    births_source = forms.CharField(
        label=_("Waar dit aantal vandaan komt"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bijvoorbeeld: CBS, tabel en jaar."),
    )  # fmt: skip
    is_estimate = forms.BooleanField(label=_("Dit aantal is een schatting"), required=False)
    share_low = _percentage(_("Bij minstens zoveel procent van de geboorten"))
    share_high = _percentage(_("Bij hoogstens zoveel procent van de geboorten"))
    share_source = forms.CharField(
        label=_("Waar deze percentages vandaan komen"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    sections = (
        Section(_("Geboorten"), ("births", "births_source", "is_estimate")),
        Section(
            _("Welk deel van de gezinnen kan steun gebruiken?"), ("share_low", "share_high", "share_source"),
            _("Onderzoeken geven verschillende antwoorden. Daarom staat er altijd een laagste en een hoogste getal."),
        ),
    )  # fmt: skip


class VisitForm(HouseForm):
    """What was done to make the Knooppunt known: when, where and with whom."""

    kind = forms.ChoiceField(label=_("Wat was het?"), choices=lambda: words("outreach"), widget=forms.RadioSelect)
    on = DateParts(label=_("Wanneer?"), latest=clock.today)
    municipality = forms.ChoiceField(label=_("In welke gemeente?"))
    organisation = forms.ChoiceField(label=_("Bij welke organisatie?"), required=False)
    discipline = forms.ChoiceField(label=_("Bij welke discipline?"), required=False)
    note = forms.CharField(
        label=_("Wat wilt u onthouden?"), required=False, max_length=300, widget=forms.Textarea,
        help_text=_("Schrijf niets over gezinnen: geen namen, en ook geen verhalen waarin iemand te herkennen is."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(places.items(), key=lambda pair: pair[1])
        self.offer("municipality", named if len(named) == 1 else [NOTHING, *named])
        self.offer("organisation", [("", _("Geen, of meer dan één")), *choices.organisations()])
        self.offer("discipline", [("", _("Geen, of meer dan één")), *choices.disciplines(get_language() or "nl")])


class CorrectForm(VisitForm):
    """The same, as it was logged before."""

    version = forms.IntegerField(widget=forms.HiddenInput)
