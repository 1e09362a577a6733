"""The words on the screen for the codes of the work: states, steps, things to do, roles. One table per kind."""

from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knooppunt.casework import forms
from knooppunt.casework.assembling import discipline_labels
from knooppunt.casework.shown.registration import LocalShown

LABELS: dict[str, dict[str, str | Promise]] = {
    # What the worker does by itself.
    "round": {
        "remind": _("Ouders en coördinatoren herinneren"),
        "registrations": _("Registraties bijwerken voor de cijfers"),
        "reassure": _("Aanmelders laten weten dat het nog loopt"),
        "forget": _("Wissen wat lang genoeg is bewaard"),
        "forget_letters": _("Oude berichten wissen"),
        "gather_digest": _("Berichten per dag bundelen"),
        "mark_taken_back": _("Kijken wie het ja tegen onderzoek introk"),
        "seal_trail": _("Zegels zetten op het logboek"),
        "clear_sessions": _("Oude sessies opruimen"),
        "calendars": _("Afspraken in agenda’s bijwerken"),
    },
    "outreach": {"visit": _("Bezoek"), "campaign": _("Campagne")},
    "channel": {"mail": _("E-mail"), "sms": _("Sms")},
    "state": {
        "received": _("Aangemeld"),
        "preparing": _("In voorbereiding"),
        "planned": _("Overleg gepland"),
        "held": _("Overleg geweest"),
        "following": _("In uitvoering"),
        "evaluated": _("Geëvalueerd"),
        "stopping": _("Gezin stopt"),
        "closed": _("Afgesloten"),
        "declined": _("Niet opgepakt"),
        "stopped": _("Gestopt door het gezin"),
        "in_error": _("Per vergissing aangemeld"),
        "quiet": _("Ontvangen"),
    },
    "tone": {
        "received": "busy",
        "preparing": "busy",
        "planned": "busy",
        "held": "busy",
        "following": "good",
        "evaluated": "good",
        "stopping": "warn",
        "closed": "plain",
        "declined": "plain",
        "stopped": "plain",
        "in_error": "plain",
        "quiet": "plain",
    },
    "due": {
        "first_contact": _("Neem contact op met het gezin"),
        "accept": _("Beslis over de aanmelding"),
        "plan_conference": _("Plan het overleg"),
        "hold_conference": _("Houd het overleg"),
        "conclude": _("Rond het overleg af"),
        "evaluate": _("Kijk samen terug"),
        "choose_lead": _("Kies wie de afspraken bewaakt"),
        "answer_lead": _("Wacht op antwoord van de casusregisseur"),
        "report_action": _("Vraag hoe een actie loopt"),
        "decide_next": _("Beslis hoe het verder gaat"),
        "confirm_stop": _("Bevestig dat het gezin stopt"),
        "ask_consent_again": _("Vraag opnieuw toestemming"),
        "record_birth": _("Vraag of het kind geboren is"),
        "answer_message": _("Beantwoord een bericht van het gezin"),
        "answer_right": _("Beantwoord een verzoek over het dossier"),
        "ask_what_next": _("Bespreek wat er komt als het kind twee is"),
    },
    # Who heard that something waits, from near to far.
    "heard_of": {
        "doer": _("wie het doet"),
        "coordinator": _("de coördinator"),
        "deputy": _("de vervanger"),
        "project_leader": _("de projectleider, alleen dat er iets wacht"),
    },
    "step": {
        "refer": _("Aangemeld"),
        "accept": _("Aanmelding opgepakt"),
        "decline": _("Niet opgepakt, met advies"),
        "hand_over": _("Overgedragen aan een ander Knooppunt"),
        "record_error": _("Per vergissing aangemeld"),
        "plan_conference": _("Overleg gepland"),
        "call_off": _("Overleg ging niet door"),
        "hold_conference": _("Overleg gehouden"),
        "conclude": _("Afspraken gemaakt"),
        "reopen_conference": _("Overleg heropend"),
        "evaluate": _("Samen teruggekeken"),
        "go_on": _("Verder met het plan"),
        "reconvene": _("Opnieuw bespreken"),
        "close": _("Afgesloten"),
        "stop": _("Het gezin stopt"),
        "withdraw_consent": _("Het gezin stopt"),
        "confirm_stop": _("Stoppen bevestigd"),
    },
    "role": {
        "coordinator": _("coördinator"),
        "deputy": _("vervanger van de coördinator"),
        "lead": _("casusregisseur"),
        "participant": _("deelnemer"),
        "invited": _("uitgenodigd"),
        "asked": _("gevraagd wanneer het kan"),
        "parent": _("ouder"),
        "referrer": _("aanmelder"),
        "privacy_officer": _("functionaris gegevensbescherming"),
    },
    "parent": {"mother": _("moeder"), "partner": _("partner"), "other": _("andere volwassene")},
    "contact_by": {
        "phone": _("bellen"),
        "text": _("sms"),
        "email": _("e-mail"),
        "letter": _("brief"),
        "referrer": _("alleen via de aanmelder"),
    },
    "seat_reason": {
        "involved": _("al betrokken"),
        "expertise": _("kennis gewenst"),
        "always": _("altijd aan tafel"),
    },
    "access": {
        "circle": _("in de kring"),
        "invited": _("uitgenodigd"),
        "joined": _("doet mee"),
        "declined": _("komt niet"),
    },
    "access_tone": {"circle": "plain", "invited": "busy", "joined": "good", "declined": "warn"},
    "lead": {"asked": _("gevraagd"), "lead": _("casusregisseur")},
    "answer": {"open": _("nog geen antwoord"), "yes": _("komt"), "no": _("komt niet")},
    "can": {"yes": _("kan"), "maybe": _("als het moet"), "no": _("kan niet"), "": _("nog geen antwoord")},
    "can_tone": {"yes": "good", "maybe": "busy", "no": "warn", "": "plain"},
    "can_icon": {"yes": "check", "maybe": "face-so", "no": "close", "": "clock"},
    "conference": {"planned": _("gepland"), "held": _("gehouden"), "called_off": _("ging niet door")},
    # The parts of an agenda: the two that are always there, and those that hold what somebody wrote.
    "agenda": {
        "welcome": _("Welkom en kennismaken"),
        "point": _("De punten van het gezin"),
        "theme": _("Andere onderwerpen"),
        "agreements": _("Afspraken, en wanneer we samen terugkijken"),
    },
    "agenda_state": {"open": _("nog te bespreken"), "done": _("besproken"), "parked": _("geparkeerd")},
    "moment": {"now": _("nu"), "parked": _("later"), "not": _("gebeurt niet")},
    "status": {"open": _("nog te doen"), "done": _("gedaan"), "stuck": _("loopt vast"), "dropped": _("vervallen")},
    "status_tone": {"open": "plain", "done": "good", "stuck": "warn", "dropped": "plain"},
    "visible_to": {
        "table": _("iedereen aan tafel, ook het gezin"),
        "professionals": _("de professionals aan tafel"),
        "leading": _("alleen coördinator en casusregisseur"),
        "writer": _("alleen ikzelf"),
    },
    "purpose": {
        "take_part": _("meedoen aan het overleg"),
        "share": _("gegevens delen"),
        "research": _("onderzoek"),
        "contact": _("manier van contact"),
    },
    "data_class": {
        "": _("alles"),
        "general": _("algemeen"),
        "medical": _("medisch"),
        "psychiatric": _("psychisch"),
        "debt": _("geld en schulden"),
        "safety": _("veiligheid"),
    },
    # The same, as one would say it at home.
    "kind_of_fact": {
        "general": _("gewone dingen"),
        "medical": _("uw gezondheid"),
        "psychiatric": _("hoe u zich voelt"),
        "debt": _("geld"),
        "safety": _("veiligheid thuis"),
    },
    "authority": {
        "alone": _("alleen"),
        "shared": _("samen met iemand anders"),
        "none": _("geen gezag"),
    },
    "method": {
        "noted": _("mondeling, genoteerd in een dossier"),
        "spoken": _("mondeling, met een getuige"),
        "paper": _("op papier"),
        "own_hand": _("zelf ingevuld"),
    },
    "capacity": {
        "self": _("zelf"),
        "with_guardian": _("samen met een ouder of voogd"),
        "guardian": _("door een ouder of voogd"),
        "representative": _("door een mentor of curator"),
    },
    "entry": {
        "need": _("hulpvraag"),
        "reason": _("waarom"),
        "strength": _("wat goed gaat"),
        "wish": _("wat de ouders willen"),
        "involved": _("wie al helpt"),
        "point": _("punt van het gezin"),
        "decision": _("besluit"),
        "note": _("notitie"),
        "advice": _("advies aan de aanmelder"),
        "closing": _("laatste woorden"),
    },
    "need_met": {"yes": _("ja"), "partly": _("voor een deel"), "no": _("nee"), "unknown": _("nog niet bekend")},
    "change": {
        "better": pgettext_lazy("evaluatie", "beter"),
        "same": _("hetzelfde"),
        "worse": _("slechter"),
        "unknown": _("nog niet bekend"),
    },
    "referred_by": {"parent": _("het gezin zelf")},
    "came": {"yes": _("ja"), "partly": _("voor een deel"), "no": _("nee"), "unknown": _("nog niet bekend")},
    "message": {
        "message": _("Bericht"),
        "person": _("Iemand erbij aan tafel"),
        "look": _("Vraag over wie meekeek"),
        "statement": _("Eigen verklaring"),
        "correction": _("Vraag om iets te verbeteren"),
        "erasure": _("Vraag om iets te wissen"),
    },
    "heard": {
        "received": _("Ontvangen"),
        "contacted": _("Eerste contact met het gezin"),
        "accepted": _("Opgepakt"),
        "declined": _("Niet opgepakt"),
        "handed_over": _("Overgedragen aan een ander Knooppunt"),
        "in_error": _("Per vergissing aangemeld"),
        "planned": _("Overleg gepland"),
        "called_off": _("Overleg ging niet door"),
        "held": _("Overleg geweest"),
        "agreed": _("Afspraken gemaakt"),
        "arranged": _("Eerste hulp is gestart"),
        "evaluated": _("Samen teruggekeken"),
        "goes_on": _("Verder met het plan"),
        "again": _("Opnieuw bespreken"),
        "closed": _("Afgesloten"),
    },
    "advice_state": {
        "asked": _("wacht op antwoord"),
        "answered": _("beantwoord"),
        "closed": _("afgesloten"),
        "referred": _("werd een aanmelding"),
    },
    "spoken": {"other": _("een andere taal")},
    # The six names of Positive Health, and our own words for them; the statements of its questionnaire are not ours.
    "health": {
        "body": _("Lichaamsfuncties"),
        "mind": _("Mentaal welbevinden"),
        "meaning": _("Zingeving"),
        "quality": _("Kwaliteit van leven"),
        "participation": _("Meedoen"),
        "daily": _("Dagelijks functioneren"),
    },
    "health_says": {
        "body": _("Uw lichaam, nu er een kind komt of is. Wat kan het goed? En wat kost veel kracht?"),
        "mind": _("Wat er in u omgaat. Waar wordt u rustig van? En wat houdt u wakker?"),
        "meaning": _("Wat u belangrijk vindt. Waar doet u het voor? Waar kijkt u naar uit?"),
        "quality": _("Hoe het leven voor u voelt. Wat maakt een dag fijn? En wat mist u?"),
        "participation": _("De mensen om u heen. Bij wie bent u graag? Wie wilt u vaker zien?"),
        "daily": _("Een gewone dag, van opstaan tot slapen. Wat gaat vanzelf? Waar is hulp fijn?"),
    },
    "scan": {"consent": _("toestemming"), "plan": _("afspraken"), "other": _("iets anders op papier")},
    "finding": {
        "name": _("een naam"),
        "birth_date": _("een geboortedatum"),
        "address": _("een adres of postcode"),
        "telephone": _("een telefoonnummer"),
        "email": _("een e-mailadres"),
        "citizen_number": _("een burgerservicenummer"),
    },
}
# The same, as one would say it at home; families read these.
LABELS |= {
    "state_at_home": LABELS["state"]
    | {
        "following": _("Afspraken gemaakt"),
        "evaluated": _("Samen teruggekeken"),
        "stopping": _("Het gezin stopt"),
    },
    "role_at_home": LABELS["role"]
    | {
        "lead": _("wie de afspraken bewaakt"),
        "participant": _("iemand aan tafel"),
        "referrer": _("wie u aanmeldde"),
        "privacy_officer": _("wie let op uw gegevens"),
        "system": _("Gaat vanzelf"),
    },
    "method_at_home": LABELS["method"]
    | {
        "noted": _("u zei het, en het is opgeschreven"),
        "spoken": _("u zei het, en iemand luisterde mee"),
    },
}
# Languages that parents speak: those of the screens, and what is spoken much besides; "other" is written out.
SPOKEN = [*dict.fromkeys([*dict(settings.LANGUAGES), "ar", "pl", "tr", "uk", "ti"]), "other"]
# Kinds whose words stand in the data files of the forms.
LISTS = {
    "need": "needs", "support": "support", "outcome": "outcomes", "decline_reason": "decline_reasons",
    "other_route": "other_routes", "called_off": "called_off_reasons", "checklist": "checklist",
    "safety_ground": "safety_grounds", "safety_consulted": "safety_consulted", "signalled": "signalled_through",
    "authority_source": "authority_sources", "one_yes": "one_yes_reasons",
    "scan_reason": "scan_reasons", "composition": "composition", "age": "ages", "paid_work": "paid_work",
    "education": "education",
}  # fmt: skip


def label(kind: str, code: str) -> str:
    """Give the word for a code of this kind in the reader's language; a code without a word stands for itself."""
    language = translation.get_language() or "nl"
    if kind in LISTS:
        return forms.label(LISTS[kind], code, language)
    if kind == "discipline":
        return discipline_labels(language).get(code, code)
    if kind == "language":
        return language_name(code)
    return _word(kind, code, language) if code in LABELS[kind] else code


@cache  # a page has dozens of labels
def _word(kind: str, code: str, _language: str) -> str:
    return str(LABELS[kind][code])


def language_name(code: str) -> str:
    """Give the name of a language in the reader's language, as Babel knows it; another word stands for itself."""
    known = _languages(translation.get_language() or settings.LANGUAGE_CODE)
    return known.get(code) or str(LABELS["spoken"].get(code, code))


@cache
def _languages(language: str) -> Mapping[str, str]:
    return Locale.parse(language, sep="-").languages


def choices_with(kind: str, own: Iterable[LocalShown], kept: tuple[str, str] = ("", "")) -> list[tuple[str, str]]:
    """Give the choices of a list of the registration, each followed by what the municipality calls it.

    `kept` is what was chosen before (code and word); it stays there to choose, also when it is offered no more.
    """
    found = []
    words = list(own)
    for code, word in choices(kind):
        found += [(code, word), *((one.code, one.label) for one in words if one.counts_as == code)]
    return found if not kept[0] or kept[0] in dict(found) else [*found, kept]


def choices(kind: str) -> list[tuple[str, str]]:
    """Give (code, word) of a whole kind, for a form."""
    language = translation.get_language() or "nl"
    if kind in LISTS:
        return forms.choices(LISTS[kind], language)
    if kind == "language":
        return [(code, language_name(code)) for code in SPOKEN]
    return [(code, str(word)) for code, word in LABELS[kind].items()]
