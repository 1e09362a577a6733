"""The forms of a factsheet: words, a milestone, a quote with the consent for it, and publishing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.figures.passages import LONGEST
from knooppunt.foundation import clock

from ..shared.fields import DateParts
from ..shared.forms import HouseForm, Section


class WordsForm(HouseForm):
    """A piece of text in the factsheet."""

    text = forms.CharField(
        label=_("Tekst"), max_length=LONGEST, widget=forms.Textarea,
        help_text=_("Zet er geen kleine aantallen in, en niets waaraan een gezin te herkennen is."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class MilestoneForm(WordsForm):
    """Something that was reached this year."""

    text = forms.CharField(
        label=_("Wat is er dit jaar bereikt?"), max_length=LONGEST, widget=forms.Textarea,
        help_text=_("Eén zin is genoeg. Bijvoorbeeld: alle coördinatoren volgden het inwerkprogramma."),
    )  # fmt: skip


class QuoteForm(WordsForm):
    """What a professional said, her function, and how she agreed that it is printed."""

    text = forms.CharField(
        label=_("Wat zei zij of hij?"), max_length=LONGEST, widget=forms.Textarea,
        help_text=_("Zonder aanhalingstekens. Er staat niets in waaraan een gezin te herkennen is."),
    )  # fmt: skip
    said_by = forms.CharField(
        label=_("Functie"), max_length=80, help_text=_("Nooit een naam. Bijvoorbeeld: verloskundige.")
    )
    agreed_on = DateParts(label=_("Wanneer vond zij of hij het goed?"), latest=clock.today)
    agreed_how = forms.CharField(
        label=_("Hoe is dat afgesproken?"), max_length=200,
        help_text=_("Bijvoorbeeld: per mail, na het lezen van de tekst."),
    )  # fmt: skip
    sections = (
        Section(_("Het citaat"), ("text", "said_by")),
        Section(_("De toestemming"), ("agreed_on", "agreed_how"), _("Dit bewaren wij. Het komt niet in de factsheet.")),
    )


FORMS: dict[str, type[WordsForm]] = {"words": WordsForm, "milestone": MilestoneForm, "quote": QuoteForm}
TITLES = {
    "words": _("Tekst bij de factsheet"),
    "milestone": _("Mijlpaal bij de factsheet"),
    "quote": _("Citaat bij de factsheet"),
}
