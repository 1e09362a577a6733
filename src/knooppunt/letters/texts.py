"""What the letters say: one table, kind by kind.

A letter says that something is ready, never what. No name, no family, no word about health, no code of a case, and
nothing by which a housemate who sees the telephone could guess what it is about: standards.md section 7, R-MAIL-01
to 04. A parent gets `code` and `family_message`, never one of the others.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


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
    counted: str = ""  # the line of the daily letter in which it is counted; '': it cannot wait

    @property
    def can_wait(self) -> bool:
        """Say whether it may wait for the daily letter of a reader who wants one letter a day."""
        return bool(self.counted)


NEWS = _("Nieuws over uw aanmelding")
ANSWER = _("Antwoord op uw vraag")
TO_DO = _("Er staat iets voor u klaar")
DATE = frozenset({"date"})
LINK = frozenset({"link"})

WHERE = _("Log in via %(site)s")
AS_EVER = _("Log in zoals u gewend bent.")  # for who is not to have the address of this site in a letter
ENDING = _("U kunt niet op dit bericht antwoorden.")

# The lines of the daily letter: what waits, and how much of it. The order is that of the letter.
COUNTED: dict[str, Promise] = {
    "new_referral": ngettext_lazy("%(count)d nieuwe aanmelding", "%(count)d nieuwe aanmeldingen", "count"),
    "new_advice": ngettext_lazy(
        "%(count)d nieuwe vraag om mee te denken", "%(count)d nieuwe vragen om mee te denken", "count"
    ),
    "step": ngettext_lazy("%(count)d stap die op u wacht", "%(count)d stappen die op u wachten", "count"),
    "question": ngettext_lazy("%(count)d vraag aan u", "%(count)d vragen aan u", "count"),
    "message": ngettext_lazy("%(count)d bericht", "%(count)d berichten", "count"),
    "stuck": ngettext_lazy(
        "%(count)d afspraak die niet loopt zoals bedoeld", "%(count)d afspraken die niet lopen zoals bedoeld", "count"
    ),
    "referral": ngettext_lazy(
        "%(count)d bericht over een aanmelding van u", "%(count)d berichten over aanmeldingen van u", "count"
    ),
    "advice": ngettext_lazy("%(count)d bericht over een vraag van u", "%(count)d berichten over vragen van u", "count"),
}

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
        NEWS,
        _("Uw aanmelding van %(date)s is ontvangen. U hoort van ons bij elke volgende stap."),
        DATE,
        counted="referral",
    ),
    "referral_accepted": Kind(NEWS, _("Uw aanmelding van %(date)s is opgepakt."), DATE, counted="referral"),
    "referral_declined": Kind(
        NEWS, _("Er staat een antwoord klaar op uw aanmelding van %(date)s."), DATE, counted="referral"
    ),
    "referral_planned": Kind(NEWS, _("Uw aanmelding van %(date)s: het overleg is gepland."), DATE, counted="referral"),
    "referral_held": Kind(NEWS, _("Uw aanmelding van %(date)s: het overleg is geweest."), DATE, counted="referral"),
    "referral_arranged": Kind(
        NEWS, _("Uw aanmelding van %(date)s: de afspraken zijn in gang gezet."), DATE, counted="referral"
    ),
    "referral_closed": Kind(
        NEWS, _("Uw aanmelding van %(date)s is afgerond. Dank voor uw inzet."), DATE, counted="referral"
    ),
    "referral_contacted": Kind(
        NEWS, _("Uw aanmelding van %(date)s: er is voor het eerst gesproken."), DATE, counted="referral"
    ),
    "referral_called_off": Kind(
        NEWS,
        _("Uw aanmelding van %(date)s: het overleg ging niet door. Er komt een nieuwe dag."),
        DATE,
        counted="referral",
    ),
    "referral_evaluated": Kind(NEWS, _("Uw aanmelding van %(date)s: er is teruggekeken."), DATE, counted="referral"),
    "referral_again": Kind(NEWS, _("Uw aanmelding van %(date)s: er komt een nieuw overleg."), DATE, counted="referral"),
    "referral_handed_over": Kind(
        NEWS,
        _("Uw aanmelding van %(date)s is overgedragen. U blijft van elke stap horen."),
        DATE,
        counted="referral",
    ),
    "referral_waits": Kind(
        NEWS,
        _("Uw aanmelding van %(date)s is niet vergeten. Er wordt aan gewerkt. U hoort van ons bij de volgende stap."),
        DATE,
        counted="referral",
    ),
    # to who asked for advice
    "advice_received": Kind(
        _("Uw vraag is ontvangen"),
        _("Uw vraag van %(date)s is ontvangen. U krijgt een bericht als er antwoord is."),
        DATE,
        counted="advice",
    ),
    "advice_answered": Kind(ANSWER, _("Er is antwoord op uw vraag van %(date)s."), DATE, counted="advice"),
    # to professionals
    "invitation_to_talk": Kind(
        _("Uitnodiging voor een overleg"), _("U bent uitgenodigd voor een overleg. Laat weten of u erbij bent.")
    ),
    "dates_asked": Kind(
        _("Wanneer kunt u?"),
        _(
            "U bent gevraagd voor een overleg. Laat hier weten wanneer u kunt:\n\n%(link)s\n\n"
            "De link werkt 8 dagen en is alleen voor u. U hebt geen account nodig."
        ),
        LINK,
        signs_in=False,
    ),
    "lead_asked": Kind(TO_DO, _("Er is een vraag aan u. Uw antwoord helpt de anderen verder."), counted="question"),
    "meeting_news": Kind(TO_DO, _("Er staat iets nieuws klaar over een overleg waar u bij hoort."), counted="message"),
    "action_stuck": Kind(
        TO_DO, _("Een afspraak loopt niet zoals bedoeld. Kijk of u verder kunt helpen."), counted="stuck"
    ),
    "meeting_changed": Kind(
        _("Een overleg is veranderd"),
        _("De tijd of de plaats van een overleg is veranderd. Kijk of u er nog bij kunt zijn."),
    ),
    "meeting_gone": Kind(
        _("Een overleg gaat niet door"),
        _("Een overleg in uw agenda gaat voor u niet door. U hoeft niets te doen."),
    ),
    "access_ended": Kind(
        _("Er is iets veranderd"),
        _("Een overleg waar u bij hoorde, staat niet meer voor u open. U hoeft niets te doen."),
    ),
    "table_closed": Kind(
        _("Een overleg is afgerond"),
        _("Een overleg waar u bij hoorde, is afgerond. Dank voor uw inzet. De komende weken kunt u er nog over lezen."),
    ),
    # to parents
    "family_message": Kind(
        _("Er staat een bericht voor u klaar"),
        _("Er staat een bericht voor u klaar."),
        short=_("Er staat een bericht voor u klaar."),
        to_families=True,
    ),
    # to coordinators
    "coordinator_new_referral": Kind(TO_DO, _("Er is een nieuwe aanmelding."), counted="new_referral"),
    "coordinator_new_advice": Kind(TO_DO, _("Er is een nieuwe vraag om mee te denken."), counted="new_advice"),
    "coordinator_step": Kind(TO_DO, _("Er is iets wat op u wacht."), counted="step"),
    # to coordinator and lead
    "message_waits": Kind(TO_DO, _("Er staat een bericht voor u klaar."), counted="message"),
    # to who does it, and to who looks after it: from the clocks, at most one a day
    "reminder": Kind(TO_DO, _("Een herinnering: er is iets wat op u wacht."), counted="step"),
    "late": Kind(
        _("Er wacht iets langer dan afgesproken"),
        _("Er wacht iets langer dan afgesproken. Kijk of u verder kunt helpen."),
        counted="step",
    ),
    # to project leaders: where, and no more than that
    "waits_too_long": Kind(
        _("Er wacht iets te lang"),
        _("Bij %(hub)s wacht iets te lang. Bij de cijfers ziet u waar, en hoeveel."),
        frozenset({"hub"}),
    ),
    # to researchers: that there is something to do about what they took along, and nothing about whom
    "research_changed": Kind(
        TO_DO, _("Er is iets veranderd in gegevens die u eerder ophaalde. Lees zo snel mogelijk wat u nu doet.")
    ),
    # to professionals who want one letter a day
    "daily": Kind(TO_DO, _("Dit staat voor u klaar:\n\n%(counts)s"), frozenset({"counts"})),
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
