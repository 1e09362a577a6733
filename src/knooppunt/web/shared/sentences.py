"""What we say when an act is not open: one sentence per reason, and what to do instead."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "no_role": _("Deze stap is voor iemand anders aan tafel."),
    "wrong_state": _("Deze stap kan nu niet. Er is ondertussen iets veranderd, of een stap ervoor is nog open."),
    "no_consent": _("Er is geen toestemming voor deze stap. Vraag die eerst aan de ouders."),
    "taken_back": _("Er is geen toestemming voor deze stap. Misschien is die ingetrokken terwijl u bezig was."),
    "unknown_act": _("Deze stap bestaat niet."),
    "draft_gone": _("Dit concept is er niet meer. Het is verlopen of weggegooid."),
    "no_conference": _("Er is nog geen overleg waar dit bij hoort."),
    "family_says_no": _("Het gezin wil deze persoon liever niet aan tafel."),
    "no_consent_to_share": _("Vraag de ouders eerst of zij hun gegevens met deze organisatie willen delen."),
    "second_yes_missing": _(
        "Het gezag is van twee ouders. Vraag ook de ander, of schrijf bij het gezag op waarom dat niet gebeurt."
    ),
    "busy": _("Het is even druk. Probeer het zo nog eens."),
    "dates_gone": _("Deze momenten gelden niet meer. Kijk opnieuw wat er nu wordt gevraagd."),
    "dates_asked_already": _("U vraagt al wanneer iedereen kan. Stop daar eerst mee, of kies een moment."),
    "asked_just_now": _("U vroeg dit net nog. Geef iedereen even de tijd."),
    "not_paused": _("De klok loopt al."),
    "not_invited": _("U bent niet uitgenodigd voor dit overleg."),
    "somebody_says_yes_too": _("Hier zegt ook een ouder, voogd, mentor of curator ja. Bel de coördinator."),
    "say_for_whom": _("Noteer het antwoord van elke ouder apart. Eén nee is genoeg."),
    "not_about_you": _("U kunt alleen voor uzelf ja of nee zeggen."),
    "not_yours_to_remove": _("Een punt van het gezin haalt alleen het gezin weg. U kunt het wel parkeren."),
    "not_your_action": _("Deze actie is van iemand anders."),
    "lead_not_at_table": _("Kies iemand die aan tafel zit."),
    "already_answered": _("Op dit bericht is al geantwoord."),
    "erase_first": _("Wis eerst wat deze ouder vraagt. Daarmee is de vraag beantwoord."),
    "has_own_place": _("Deze ouder heeft een eigen plek en kan de gegevens daar zelf meenemen."),
    "not_asked": _("Deze ouder heeft er niet om gevraagd. Noteer eerst de vraag om te wissen."),
    "figures_changed": _("Er is ondertussen iets veranderd. Kijk nog eens naar de factsheet voor u die vaststelt."),
    "tells_too_much": _("Deze factsheet zou te veel vertellen over een gezin. Er is niets vastgesteld."),
    "not_asked_as_lead": _("U bent niet gevraagd om de afspraken te bewaken."),
}
OTHERWISE = _("Deze stap kan nu niet.")


def sentence(reason: str | Promise) -> str | Promise:
    """Give the sentence for a reason code; text that is already a sentence (it has a space) passes unchanged."""
    text = str(reason)
    return SENTENCES.get(text, reason if " " in text else OTHERWISE)
