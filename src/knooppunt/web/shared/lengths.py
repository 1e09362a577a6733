"""How long the clocks of a hub run, as its coordinator and the functional manager set them."""

from typing import Any, ClassVar, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.people.models import Hub

from .forms import HouseForm, Section


def days(label: Any, most: int, explained: Any, *, least: int = 1) -> forms.IntegerField:
    """Give the length of a clock, within what is sensible."""
    return forms.IntegerField(label=label, help_text=explained, min_value=least, max_value=most)


class LengthsForm(HouseForm):
    """The lengths of the clocks of a hub, and who hears when something is late."""

    first_contact_days = days(_("Eerste contact met het gezin"), 10, _("Werkdagen na de aanmelding."))
    accept_days = days(_("Besluit over de aanmelding"), 20, _("Werkdagen na het eerste contact."))
    answer_days = days(_("Antwoord bij sparren"), 10, _("Werkdagen na de vraag. Wie het vroeg, kent deze belofte."))
    conference_days = days(_("Het overleg gepland"), 60, _("Werkdagen nadat de aanmelding is opgepakt."))
    conclude_days = days(_("Het overleg afgerond"), 10, _("Werkdagen na het overleg."))
    lead_answer_days = days(_("Antwoord van wie de afspraken gaat bewaken"), 10, _("Werkdagen nadat het is gevraagd."))
    decide_days = days(_("Besluit na het terugkijken"), 20, _("Werkdagen na het terugkijken."))
    message_days = days(
        _("Antwoord op een bericht van een ouder"), 10,
        _("Werkdagen na het bericht. Voor een verzoek over het dossier geldt altijd een maand, volgens de wet."),
    )  # fmt: skip
    invitation_days = days(
        _("Antwoord op een uitnodiging of een datumvoorstel"), 10,
        _("Werkdagen na de vraag. Wie dan nog niets zei, krijgt één herinnering."),
    )  # fmt: skip
    confirm_stop_days = days(_("Bevestigen dat een gezin stopt"), 5, _("Werkdagen nadat het gezin stopt."))
    evaluation_weeks_min = days(_("Samen terugkijken: op zijn vroegst"), 26, _("Weken na het overleg."))
    evaluation_weeks_max = days(_("Samen terugkijken: op zijn laatst"), 52, _("Weken na het overleg."))
    remind_days = days(
        _("Herinnering vooraf"),
        5,
        _("Werkdagen van tevoren, aan wie het doet. Met 0 komt die op de dag zelf."),
        least=0,
    )
    deputy_days = days(
        _("Ook naar de vervanger"), 20,
        _("Werkdagen te laat. De coördinator hoort het al op de eerste werkdag dat iets te laat is."),
    )  # fmt: skip
    leader_days = days(
        _("Ook naar de projectleider"), 40,
        _("Werkdagen te laat. De projectleider leest alleen dat er bij dit Knooppunt iets wacht, niet van wie."),
    )  # fmt: skip
    consent_days = days(
        _("Vragen of een toestemming blijft"), 60,
        _("Dagen voordat die vanzelf stopt. Een week voor het einde is het laat. Weekenden tellen mee."), least=7,
    )  # fmt: skip
    second_birthday_days = days(
        _("Vragen wat er na de tweede verjaardag komt"), 183,
        _("Dagen voor die verjaardag. Een maand ervoor is het laat. Weekenden tellen mee."), least=30,
    )  # fmt: skip
    sections: ClassVar[tuple[Section, ...]] = (
        Section(
            _("Termijnen"),
            (
                "first_contact_days",
                "accept_days",
                "answer_days",
                "conference_days",
                "invitation_days",
                "conclude_days",
                "lead_answer_days",
                "decide_days",
                "message_days",
                "confirm_stop_days",
                "evaluation_weeks_min",
                "evaluation_weeks_max",
            ),
            _("Een nieuwe termijn geldt vanaf de volgende werkdag, ook voor wat al loopt."),
        ),
        Section(_("Op tijd vooraf"), ("consent_days", "second_birthday_days")),
        Section(
            _("Als iets blijft liggen"),
            ("remind_days", "deputy_days", "leader_days"),
            _("Herinneringen gaan alleen op werkdagen. Iedereen hoort van elk ding één keer dat het wacht."),
        ),
    )

    @classmethod
    def of(cls, hub: Hub, data: Any = None) -> Self:
        """Give the form filled with what the hub has now."""
        return cls(data, initial={name: getattr(hub, name) for name in cls.base_fields})

    def told(self) -> list[tuple[Section | None, list[tuple[Any, Any]]]]:
        """Give what the hub has now, for who only reads: per section the fields with their values."""
        return [(section, [(field, field.value()) for field in fields]) for section, fields in self.parts()]
