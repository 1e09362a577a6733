"""What the letters say: one table, kind by kind.

A letter says that something is ready, never what. No name, no family, no word about health, no code of a case, and
nothing by which a housemate who sees the telephone could guess what it is about: standards.md section 7, R-MAIL-01
to 04. A parent gets `code` and `family_message`, never one of the others.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: its subject and text, the fields that it takes, and how long it is of use."""

    subject: Promise
    text: Promise
    fields: frozenset[str] = frozenset()
    lasts: timedelta | None = None
    signs_in: bool = True  # ends with the address of the site
    short: Promise | None = None  # as a text message; None: never goes as one
    to_families: bool = False  # a parent gets it, so it stands in every language


NEWS = _("Nieuws over uw aanmelding")
ANSWER = _("Antwoord op uw vraag")
TO_DO = _("Er staat iets voor u klaar")
DATE = frozenset({"date"})
LINK = frozenset({"link"})

WHERE = _("Log in via %(site)s")
ENDING = _("U kunt niet op dit bericht antwoorden.")

KINDS: dict[str, Kind] = {
    # to anybody who proves that an e-mail address is theirs
    "code": Kind(
        _("Uw code"),
        _(
            "Uw code is %(digits)s. De code is 10 minuten geldig.\n\n"
            "Hebt u geen code gevraagd? Dan hoeft u niets te doen."
        ),
        frozenset({"digits"}),
        lasts=timedelta(minutes=10),
        signs_in=False,
        short=_("Uw code is %(digits)s. De code is 10 minuten geldig. Geef hem aan niemand."),
        to_families=True,
    ),
    # to the referrer, one for each step
    "referral_received": Kind(
        NEWS, _("Uw aanmelding van %(date)s is ontvangen. U hoort van ons bij elke volgende stap."), DATE
    ),
    "referral_accepted": Kind(NEWS, _("Uw aanmelding van %(date)s is opgepakt."), DATE),
    "referral_declined": Kind(NEWS, _("Er staat een antwoord klaar op uw aanmelding van %(date)s."), DATE),
    "referral_planned": Kind(NEWS, _("Uw aanmelding van %(date)s: het overleg is gepland."), DATE),
    "referral_held": Kind(NEWS, _("Uw aanmelding van %(date)s: het overleg is geweest."), DATE),
    "referral_arranged": Kind(NEWS, _("Uw aanmelding van %(date)s: de afspraken zijn in gang gezet."), DATE),
    "referral_closed": Kind(NEWS, _("Uw aanmelding van %(date)s is afgerond. Dank voor uw inzet."), DATE),
    # to who asked for advice
    "advice_received": Kind(
        _("Uw vraag is ontvangen"),
        _("Uw vraag van %(date)s is ontvangen. U krijgt een bericht als er antwoord is."),
        DATE,
    ),
    "advice_answered": Kind(ANSWER, _("Er is antwoord op uw vraag van %(date)s."), DATE),
    # to professionals
    "invitation_to_talk": Kind(
        _("Uitnodiging voor een overleg"), _("U bent uitgenodigd voor een overleg. Laat weten of u erbij bent.")
    ),
    "lead_asked": Kind(TO_DO, _("Er is een vraag aan u. Uw antwoord helpt de anderen verder.")),
    "action_stuck": Kind(TO_DO, _("Een afspraak loopt niet zoals bedoeld. Kijk of u verder kunt helpen.")),
    "access_ended": Kind(
        _("Er is iets veranderd"),
        _("Een overleg waar u bij hoorde, staat niet meer voor u open. U hoeft niets te doen."),
    ),
    # to parents
    "family_message": Kind(
        _("Er staat een bericht voor u klaar"),
        _("Er staat een bericht voor u klaar."),
        short=_("Er staat een bericht voor u klaar."),
        to_families=True,
    ),
    # to coordinators
    "coordinator_new_referral": Kind(TO_DO, _("Er is een nieuwe aanmelding.")),
    "coordinator_new_advice": Kind(TO_DO, _("Er is een nieuwe vraag om mee te denken.")),
    "coordinator_step": Kind(TO_DO, _("Er is iets wat op u wacht.")),
    # to coordinator and lead
    "message_waits": Kind(TO_DO, _("Er staat een bericht voor u klaar.")),
    # about the account
    "account_invitation": Kind(
        _("Uitnodiging om een account te maken"),
        _(
            "U bent uitgenodigd om een account te maken. Dat doet u hier:\n\n%(link)s\n\n"
            "De link werkt één keer. Verwacht u deze uitnodiging niet? Dan hoeft u niets te doen."
        ),
        LINK,
        signs_in=False,
    ),
    "password_reset": Kind(
        _("Een nieuw wachtwoord"),
        _(
            "U vroeg om een nieuw wachtwoord. Dat kiest u hier:\n\n%(link)s\n\n"
            "De link werkt één keer. Hebt u dit niet gevraagd? Dan hoeft u niets te doen."
        ),
        LINK,
        signs_in=False,
    ),
    "account_unknown": Kind(
        _("Geen account met dit adres"),
        _("Iemand vroeg om een nieuw wachtwoord voor dit e-mailadres. Er is geen account met dit adres."),
        signs_in=False,
    ),
    "account_changed": Kind(
        _("Uw account is gewijzigd"),
        _("De manier waarop u inlogt is gewijzigd. Hebt u dit niet zelf gedaan? Neem dan meteen contact met ons op."),
    ),
}
