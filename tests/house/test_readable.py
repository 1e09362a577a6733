"""What families read is plain: short sentences and no words of the trade, in every language that we have."""

import re
import shutil

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings

from knooppunt.demo import texts

LONGEST, ON_AVERAGE = 25, 15  # words in a sentence (standards.md, R-B1-01)
# Other languages need some more words for the same; Arabic needs fewer, for it writes the small words on to the next.
LONGER = {"nl": 1.0, "en": 1.2, "ar": 1.1}
# Words of the trade, and words that hurt. A family is not a case, and nobody here is a problem or a risk.
JARGON = re.compile(
    r"\b(kwetsba\w*|casus\w*|risico\w*|probleem\w*|problemati\w*|problemen|score\w*|dossier\w*|traject\w*|interventie\w*|"
    r"cliënt\w*|patiënt\w*|indicatie\w*|multidisciplinair\w*|disciplines?|hulpverlen\w*|regie\w*|ketenpartner\w*|"
    r"stakeholder\w*|betrokkene\w*|participant\w*|participe\w*|faciliter\w*|monitor\w*|signaler\w*|screening|"
    r"geaccordeerd|authenticatie|autorisatie|verifi\w*|valid\w*|implement\w*|conform|middels|teneinde|derhalve|"
    r"inzake|betreffende|desbetreffende|alsmede|tevens|dient|dienen|verstrek\w*|voornoemd\w*|daadwerkelijk|"
    r"m\.b\.t\.|i\.v\.m\.|d\.m\.v\.|o\.a\.|t\.a\.v\.|bsn|zelfredzaam\w*|draagkracht\w*|draaglast\w*|zorgmijd\w*)\b",
    re.I,
)
# Every text that a family may meet (`texts.for_families`) is read here, apart from what is said to professionals alone:
# two pages of the public site, ...
TO_PROFESSIONALS = re.compile(r"templates/public/professionals")
# ... words of a list or a kind of which families read other ones, or none, ...
NEVER_TO_FAMILIES = {
    "Wacht op antwoord van de casusregisseur": "what the desk has to do",
    "Beantwoord een verzoek over het dossier": "what the desk has to do",
    "casusregisseur": "the role; families read 'wie de afspraken bewaakt' (role_at_home)",
    "alleen coördinator en casusregisseur": "who may read a note, chosen by who writes it",
    "mondeling, genoteerd in een dossier": "how a yes was given; families read 'method_at_home'",
    "Kinderopvang op sociaal-medische indicatie": "a kind of support, chosen by who writes the plan",
}
# ... and names by which a family finds the thing itself.
NAMES = {"onafhankelijke cliëntondersteuning"}
TAG, PLACE = re.compile(r"<[^>]+>"), re.compile(r"%\((\w+)\)[sd]|\{\w*\}")
END = re.compile(r"(?<=[.!?؟…])[\s”\"’»)]+|\n+")
WORD = re.compile(r"[^\W_]+(?:[-’'.@][^\W_]+)*")


def sentences(text: str) -> list[int]:
    """Give how many words each sentence has; a place that is filled in counts as one."""
    plain = PLACE.sub("X", TAG.sub("", text))
    return [count for part in END.split(plain) if (count := len(WORD.findall(part)))]


def hard(text: str, times: float = 1.0) -> bool:
    """Say whether a text has a sentence that is too long, or long ones on average."""
    counts = sentences(text) or [0]
    return max(counts) > LONGEST * times or sum(counts) / len(counts) > ON_AVERAGE * times


@pytest.fixture(scope="module")
def read_by_parents() -> Catalog:
    """Give the texts in use that a parent reads."""
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not here; `make test` installs it.")
    used, found = texts.in_use(), Catalog()
    met = texts.for_families(used)
    for message in used:
        told = any(not TO_PROFESSIONALS.search(name) for name, _line in message.locations)
        if message.id and told and texts.text_of(message) in met and message.id not in NEVER_TO_FAMILIES.keys() | NAMES:
            found[message.id] = message
    return found


def test_the_sentences_of_families_are_short(read_by_parents: Catalog) -> None:
    assert len(read_by_parents) > 1000
    assert not [message.id for message in read_by_parents if any(map(hard, forms_of(message)))]


def test_families_meet_no_words_of_the_trade(read_by_parents: Catalog) -> None:
    found = {
        text: hit.group() for message in read_by_parents for text in forms_of(message) if (hit := JARGON.search(text))
    }
    assert not found


def test_what_is_left_out_is_a_text_of_the_house() -> None:
    """Nothing stands here that was mended or thrown away since."""
    known = {message.id for message in texts.in_use()}
    assert not (NEVER_TO_FAMILIES.keys() | NAMES) - known


def test_wij_is_the_house_and_we_is_the_house_with_the_parents(read_by_parents: Catalog) -> None:
    """The rule of docs/glossary.md: "wij" does or asks something; "we" only for what is done together at the table."""
    together = re.compile(r"\b(samen|elkaar|met u|afgesproken|besloten|praten|spraken)\b", re.I)
    alone = [text for message in read_by_parents for text in forms_of(message) if re.search(r"\b[Ww]e\b", text)]
    assert not [text for text in alone if not together.search(text)]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "nl"])
def test_translations_are_as_plain(language: str, read_by_parents: Catalog) -> None:
    held = texts.catalogue(language)
    said = [text for message in read_by_parents if (known := held.get(message.id, message.context))
            for text in texts.strings(known) if hard(text, LONGER.get(language, 1.2))]  # fmt: skip
    assert not said


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("U mag stoppen. Dat mag altijd!", [3, 3]),
        ("Gezegd: %(day)s.", [2]),
        ('Bel <a href="tel:112">112</a> of mail naam@voorbeeld.nl.', [5]),
        ("هل تريدين التوقف؟ هذا من حقك.", [3, 3]),
    ],
)
def test_words_are_counted_as_people_do(text: str, counted: list[int]) -> None:
    assert sentences(text) == counted


def test_the_check_itself_sees_words_of_the_trade() -> None:
    assert JARGON.search("Een kwetsbaar gezin")
    assert JARGON.search("uw casusregisseur")
    assert not JARGON.search("Samen aan tafel")


def forms_of(message: object) -> list[str]:
    """Give the Dutch text, or both forms of it."""
    said = message.id  # type: ignore[attr-defined]
    return [said] if isinstance(said, str) else list(said)
