"""The forms of the functional manager, and of being away."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knooppunt.foundation import clock
from knooppunt.people import choices
from knooppunt.people.accounts import RoleWish
from knooppunt.people.models import Role

from ..shared.fields import DateParts
from ..shared.forms import HouseForm, Section
from ..shared.lengths import LengthsForm, days

NOTHING = ("", _("Kies …"))
WHERE = _(
    "Bij een coördinator of vervanger (Knooppunt), een projectleider (subregio) of een beleidsmedewerker (gemeente)."
)


def role_choices(none: str | Any) -> list[tuple[str, Any]]:
    """Give the roles, with a first line for none."""
    return [("", none), *Role.choices]


def place_choices() -> list[Any]:
    """Give hubs, subregions and municipalities in three groups."""
    return [
        ("", _("Geen")),
        (_("Knooppunten"), choices.hubs()),
        (_("Subregio’s van projectleiders"), choices.subregions()),
        (_("Gemeenten van beleidsmedewerkers"), choices.municipalities()),
    ]


class InviteForm(HouseForm):
    """Who is invited, where somebody works, and the first role if there is one."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    email = forms.EmailField(label=_("E-mailadres van het werk"), help_text=_("Geen adres dat u met anderen deelt."))
    phone = forms.CharField(label=_("Telefoonnummer van het werk"), required=False, max_length=30)
    discipline = forms.ChoiceField(label=_("Discipline"), required=False)
    organisation = forms.ChoiceField(label=_("Organisatie"), required=False)
    works_in = forms.MultipleChoiceField(
        label=_("Werkt in deze gemeenten"), required=False, widget=forms.CheckboxSelectMultiple
    )
    listed = forms.BooleanField(label=_("Staat in Wie is wie"), required=False, initial=True)
    language = forms.ChoiceField(
        label=_("Taal van berichten"), choices=[("nl", "Nederlands"), ("en", "English")], widget=forms.RadioSelect
    )
    role = forms.ChoiceField(label=_("Rol"), required=False)
    place = forms.ChoiceField(label=_("Knooppunt, subregio of gemeente"), required=False, help_text=WHERE)
    sections = (
        Section(_("Wie"), ("name", "email", "phone", "language")),
        Section(_("Werk"), ("discipline", "organisation", "works_in", "listed")),
        Section(_("Rol"), ("role", "place"), _("Wie alleen aanmeldt of aan tafel zit, heeft hier geen rol nodig.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["discipline"].choices = [NOTHING, *choices.disciplines(get_language() or "nl")]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [NOTHING, *choices.organisations()]  # type: ignore[attr-defined]
        self.fields["works_in"].choices = choices.municipalities()  # type: ignore[attr-defined]
        self.fields["role"].choices = role_choices(_("Geen rol"))  # type: ignore[attr-defined]
        self.fields["place"].choices = place_choices()  # type: ignore[attr-defined]

    def wishes(self) -> dict[str, Any]:
        """Give what was filled in as the arguments of `accounts.invite`."""
        told = dict(self.cleaned_data)
        role, place = told.pop("role"), told.pop("place")
        return {**told, "roles": [RoleWish(role, place)] if role else []}


class RoleForm(HouseForm):
    """One role, where, and from when until when."""

    role = forms.ChoiceField(label=_("Rol"))
    place = forms.ChoiceField(label=_("Knooppunt, subregio of gemeente"), required=False, help_text=WHERE)
    from_on = DateParts(label=_("Eerste dag"), initial=clock.today)
    until_on = DateParts(label=_("Laatste dag"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(NOTHING[1])  # type: ignore[attr-defined]
        self.fields["place"].choices = place_choices()  # type: ignore[attr-defined]

    def wish(self) -> RoleWish:
        """Give the role that was filled in."""
        return RoleWish(**self.cleaned_data)


class AwayForm(HouseForm):
    """From when until when somebody is away."""

    from_on = DateParts(label=_("Eerste dag dat u er niet bent"), initial=clock.today)
    until_on = DateParts(
        label=_("Laatste dag dat u er niet bent"),
        required=False,
        help_text=_("Weet u dat nog niet? Laat dit dan leeg. Het geldt tot u zegt dat u er weer bent."),
    )


class LettersForm(HouseForm):
    """How somebody wants the letters that can wait."""

    AT_ONCE, DAILY = "at_once", "daily"
    letters = forms.ChoiceField(
        label=_("Hoe wilt u berichten ontvangen?"),
        choices=[
            (AT_ONCE, _("Meteen, elk bericht apart")),
            (DAILY, _("Eén keer per werkdag, om half acht ’s ochtends")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Codes, uitnodigingen en berichten over uw account komen altijd meteen."),
    )


class HubForm(LengthsForm):
    """How to reach a hub, how long its clocks run, and what it calls the lead professional."""

    email = forms.EmailField(label=_("E-mailadres"), required=False)
    phone = forms.CharField(label=_("Telefoonnummer"), required=False, max_length=30)
    hours = forms.CharField(
        label=_("Wanneer neemt iemand op?"),
        required=False,
        max_length=120,
        help_text=_("Bijvoorbeeld: maandag tot en met donderdag, van 9 tot 16 uur."),
    )
    review_days = days(
        _("Accounts opnieuw bekijken"), 365,
        _(
            "Dagen na de vorige keer, voor iedereen die bij dit Knooppunt een rol heeft of in de gemeente werkt. "
            "Het langste is een jaar. Dertig dagen later hoort de privacyfunctionaris het ook."
        ),
    )  # fmt: skip
    letters_without_link = forms.BooleanField(
        label=_("Berichten aan gezinnen zonder webadres"),
        required=False,
        help_text=_("Er staat dan alleen dat er een bericht is. Gezinnen weten van hun kaart waar zij inloggen."),
    )
    lead_title_nl = forms.CharField(label=_("Naam voor de casusregisseur"), max_length=40)
    lead_title_en = forms.CharField(label=_("Dezelfde naam in het Engels"), max_length=40)
    sections = (
        Section(_("Bereikbaar"), ("email", "phone", "hours")),
        *LengthsForm.sections,
        Section(_("Accounts"), ("review_days",)),
        Section(_("Berichten"), ("letters_without_link",)),
        Section(_("Woorden"), ("lead_title_nl", "lead_title_en")),
    )
