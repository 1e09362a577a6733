"""Whether a text seems to name somebody: sparring is about nobody, and a citizen number has no place anywhere.

Plain Python, no Django. It warns; it does not prove. Only a citizen number (eleven-test) is refused outright.
"""

import re
from dataclasses import dataclass
from typing import Final

_TITLES = (
    r"(?i:mevrouw|mevr\.?|mw\.?|meneer|dhr\.?|de heer|moeder|vader|partner|vriend|dochter|zoon|baby|heet|genaamd|"
    r"naam is|name is|named|called|mrs\.?|mr\.?|ms\.?)"
)
_BETWEEN = r"(?:(?:van|de|der|den|el|al|ten|ter)\s+)*"
_CAPITAL = r"[A-ZÀ-Þ][a-zà-ÿ]{2,}"
# Each pattern starts at few places and looks a bounded way ahead, so that a long text costs no long time.
_PATTERNS: Final = {
    "name": re.compile(rf"\b{_TITLES}:?\s+{_BETWEEN}[A-ZÀ-Þ][\w'’-]+", re.UNICODE),
    "birth_date": re.compile(
        r"\b\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d{2}\b|\b(?:19|20)\d{2}-\d{2}-\d{2}\b|"
        r"\b\d{1,2}\s+(?:jan|feb|maart|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?\s+(?:19|20)\d{2}\b",
        re.IGNORECASE,
    ),
    "address": re.compile(
        r"\b\d{4}\s?[A-Z]{2}\b|\b[A-Z][\w'-]{0,40}(?:straat|laan|weg|plein|hof|singel|kade|dreef|pad|steeg)\s+\d+",
        re.UNICODE,
    ),
    "telephone": re.compile(r"(?:\+31|0031|\b0)[\s-]?(?:\d[\s-]?){8,9}(?!\d)"),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+"),
}
# Two names with capitals in a row, or one at the start of a sentence that is no usual opening.
_TWO_NAMES = re.compile(rf"(?:(?<=[a-z,;] )|^|(?<=[.!?:\n] )|(?<=\n)){_CAPITAL}\s+{_BETWEEN}{_CAPITAL}")
_NOT_NAMES = re.compile(
    r"\b(?:Veilig|Kansrijke|Start|Positieve|Gezondheid|Limburg|Knooppunt|Centrum|Jeugd|Gezin|Wet|Nederland\w*|"
    r"Aan|Als|Bij|Dat|Deze|Die|Dit|Doet|Door|Een|Geldt|Gaat|Geeft|Haar|Had|Heb|Hebben|Heeft|Het|Hoe|Hun|Kan|Komt|"
    r"Krijgt|Kunnen|Mag|Met|Mijn|Moet|Naar|Niet|Ook|Over|Sinds|Sommige|Toen|Uit|Valt|Vanuit|Voor|Waar|Waarom|Wanneer|"
    r"Wat|Welke|Werkt|Wie|Wij|Wil|Wordt|Zal|Zij|Zijn|Zit|Zou|After|Are|Can|Could|Did|Does|For|From|Has|Have|How|May|"
    r"Must|Our|Should|Since|The|There|They|This|What|When|Where|Which|Who|Why|Will|With|Would|Your)\b"
)
# What has no place in words about families in general; a name may be that of a colleague or a street.
GOES_TO_SOMEBODY: Final = frozenset({"birth_date", "address", "telephone", "email"})
_NINE = re.compile(r"(?<![\d+])(?:\d[ .-]?){8}\d(?!\d)")


@dataclass(frozen=True)
class Finding:
    """Something that looks like it leads to a person: what kind, and where it stands in the text."""

    kind: str
    start: int
    end: int


def findings(text: str) -> list[Finding]:
    """Give all places that look like a name, birth date, address, telephone, e-mail address or citizen number."""
    found = [Finding(kind, *m.span()) for kind, pattern in _PATTERNS.items() for m in pattern.finditer(text)]
    found += [Finding("name", *m.span()) for m in _TWO_NAMES.finditer(text) if not _NOT_NAMES.search(m.group())]
    found += [Finding("citizen_number", *m.span()) for m in _NINE.finditer(text) if _eleven_test(m.group())]
    return sorted(found, key=lambda f: (f.start, f.kind))


def has_citizen_number(text: str) -> bool:
    """Say whether nine digits in the text pass the eleven-test."""
    return any(_eleven_test(m.group()) for m in _NINE.finditer(text))


def _eleven_test(digits: str) -> bool:
    """Weights 9 to 2 and -1, the sum divisible by 11, not all zeros (standards.md 1.6)."""
    numbers = [int(d) for d in digits if d.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(numbers) and sum(w * n for w, n in zip(weights, numbers, strict=True)) % 11 == 0
