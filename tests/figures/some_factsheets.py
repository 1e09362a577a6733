# ruff: noqa: E501 - a table of numbers reads best with a row on a line
"""Factsheets made by hand: the year of the source, a large region with hidden numbers, and one with the longest words."""

from typing import Any

from .file_2022 import CONSENTED, EDUCATION, REFERRED
from .file_2022 import SUPPORT as USED

SUPPORT = {code: (label, families) for code, label, families in USED}
NEEDS = (
    "Medicatiegebruik", "Psychiatrie", "Opvoedondersteuning gewenst", "Inkomen / schulden", "Huisvesting",
    "Tienerzwangerschap", "Onverzekerd", "Licht verstandelijke beperking", "Belaste voorgeschiedenis",
    "Huiselijk geweld", "Arbeidsomstandigheden", "Anders",
)  # fmt: skip
DISCIPLINES = (
    "Voorliggend veld", "Jeugdgezondheidszorg", "Verloskundige", "Gemeente", "Geestelijke gezondheidszorg", "Huisarts",
    "Jeugdhulp", "Medisch maatschappelijk werk", "Kraamzorg", "Veilig Thuis", "Psychosociaal team", "Kinderthuiszorg",
    "Medisch specialist",
)  # fmt: skip
PLACES = (
    ("GM0888", "Beek"), ("GM1954", "Beekdaelen"), ("GM0899", "Brunssum"), ("GM1903", "Eijsden-Margraten"),
    ("GM1729", "Gulpen-Wittem"), ("GM0917", "Heerlen"), ("GM0928", "Kerkrade"), ("GM0882", "Landgraaf"),
    ("GM0935", "Maastricht"), ("GM0938", "Meerssen"), ("GM0965", "Simpelveld"), ("GM1883", "Sittard-Geleen"),
    ("GM0971", "Stein"), ("GM0981", "Vaals"), ("GM0994", "Valkenburg aan de Geul"), ("GM0986", "Voerendaal"),
)  # fmt: skip


def table(
    labels: Any, counts: list[int | None], n: int | None, missing: int | None = 0, multiple: bool = False
) -> dict:
    """Give a simple table; a code is made of a label where there is none."""
    pairs = [one if isinstance(one, tuple) else (one.lower().split()[0], one) for one in labels]
    rows = [{"code": code, "label": label, "count": count} for (code, label), count in zip(pairs, counts, strict=True)]
    return {"n": n, "missing": missing, "multiple": multiple, "rows": rows}


def of_two(rows: Any, mother: tuple[int, int], partner: tuple[int, int], n: int, missing: int) -> dict:
    """Give a table with a column for the mother and one for the partner."""
    return {
        "n": n, "missing": missing, "multiple": False,
        "columns": {
            "mother": {"n": mother[0], "missing": mother[1]}, "partner": {"n": partner[0], "missing": partner[1]},
        },
        "rows": [
            {"code": code, "label": label, "mother": m, "partner": p,
             "count": None if m is None or p is None else m + p}
            for code, label, m, p in rows
        ],
    }  # fmt: skip


def internal_of_2022() -> dict[str, Any]:
    """Give the year of the source, exact, as the coalition sees it; what the source does not say is made up."""
    quarters = [(str(n), f"{n}e kwartaal") for n in range(1, 5)]
    return {
        "year": 2022, "scope": "municipality:GM0882,GM0928,GM0981", "title": "Kerkrade, Landgraaf en Vaals",
        "edition": None, "referred": REFERRED, "research_consented": CONSENTED, "internal": True, "threshold": 10, "rounded": False,
        "list_version": "2022-1",
        "municipalities": [{"code": code, "name": name, "hub": True} for code, name in PLACES if code in ("GM0882", "GM0928", "GM0981")],
        "tables": {
            "by_municipality": table([PLACES[6], PLACES[7], PLACES[13]], [11, 9, 3], 23),
            "by_quarter": table(quarters, [4, 7, 5, 7], 23),
            "family_composition": table(
                [("couple", "Samen met een partner"), ("single", "Alleen"), ("blended", "Samengesteld gezin"),
                 ("with_others", "Inwonend bij familie of anderen"), ("other", "Anders"), ("unknown", "Onbekend")],
                [9, 6, 1, 1, 0, 0], 17, 1),
            "paid_work": of_two([("yes", "Ja", 3, 7), ("no", "Nee", 13, 4), ("unknown", "Onbekend", 1, 1)], (17, 1), (12, 6), 17, 1),
            "education": of_two(EDUCATION, (14, 4), (12, 6), 15, 3),
            "referrers": table([*DISCIPLINES, ("parent", "Ouders zelf")], [1, 6, 7, 1, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0], 18),
            "new_referrers": table([("new", "Meldden voor het eerst aan"), ("returning", "Meldden eerder aan")], [9, 14], 23),
            "participants": table(DISCIPLINES, [15, 17, 8, 14, 3, 2, 5, 4, 6, 1, 1, 1, 1], 18, 0, True),
            "needs": table(NEEDS, [2, 6, 9, 11, 7, 2, 1, 3, 5, 2, 1, 4], 18, 0, True),
            "support": table([(code, label) for code, (label, _n) in SUPPORT.items()], [n for _l, n in SUPPORT.values()], 18, 0, True),
            "outcomes": table(
                [("arranged", "De steun is geregeld"), ("passed_on", "Andere hulp heeft het overgenomen"),
                 ("own_strength", "Het gezin kan zelf verder"), ("moved", "Het gezin is verhuisd"),
                 ("family_stopped", "Het gezin wil niet verder"), ("veilig_thuis", "Overgedragen aan Veilig Thuis"),
                 ("not_better", "Er is nog geen passende hulp")], [8, 2, 3, 1, 0, 0, 0], 14, 4),
            "evaluations": table([("better", "Beter"), ("same", "Gelijk"), ("worse", "Slechter"), ("unknown", "Onbekend")], [9, 3, 0, 1], 13, 5),
            "advice": table([*DISCIPLINES, ("unknown", "Onbekend")], [2, 9, 14, 1, 0, 4, 0, 3, 2, 0, 0, 0, 0, 1], 36),
            "durations": {"n": 21, "missing": 2, "multiple": True, "rows": [
                {"code": "referral_conference", "label": "Van aanmelding tot overleg", "count": 20, "median_days": 14.5},
                {"code": "referral_support", "label": "Van aanmelding tot eerste ondersteuning", "count": 17, "median_days": 23}]},
        },
        "suppressed": [],
        "passages": {
            "words": [{"text": "In drie gemeenten leerden we dit jaar hoe een Knooppunt werkt. Ouders zitten zelf aan tafel, en dat maakt het verschil: wat zij nodig hebben, is waar we het over hebben."}],
            "milestones": [{"text": "Drie gemeenten hebben een Knooppunt."}, {"text": "Er is een flyer voor ouders en een korte film in drie talen."}, {"text": "Alle coördinatoren werken met dezelfde papieren."}],
            "quotes": [
                {"text": "Er is nu één plek waar ik een gezin naartoe kan brengen, ook als ik nog niet weet wat er precies nodig is.", "said_by": "verloskundige"},
                {"text": "De ouders hoefden hun verhaal maar één keer te vertellen. Daarna wist iedereen aan tafel wat hij ging doen.", "said_by": "jeugdverpleegkundige"}],
        },
    }  # fmt: skip


def large_region() -> dict[str, Any]:
    """Give a made-up year of sixteen municipalities, published: some numbers are hidden."""
    sheet = internal_of_2022()
    tables = {name: _many(one, 13) for name, one in sheet["tables"].items()}
    counts: list[int | None] = [11, None, 14, None, None, 41, 38, 29, 52, None, None, 33, 12, None, None, None]
    tables["by_municipality"] = table(PLACES, counts, 299)
    for name, code in (("needs", "onverzekerd"), ("needs", "arbeidsomstandigheden"), ("support", "wmo")):
        for row in tables[name]["rows"]:
            row["count"] = None if row["code"] == code else row["count"]
    for row in tables["education"]["rows"]:
        if row["code"] in ("none", "havo_vwo"):
            row |= {"mother": None, "partner": None, "count": None}
    hidden = [
        {"table": name, "code": row["code"], "why": "small"}
        for name, one in tables.items() for row in one["rows"] if row.get("count", 0) is None
    ]  # fmt: skip
    return sheet | {
        "year": 2026, "scope": "region", "title": "Zuid-Limburg", "edition": 1, "referred": 299, "tables": tables,
        "research_consented": 234, "internal": False, "suppressed": hidden,
        "municipalities": [{"code": code, "name": name, "hub": code != "GM0986"} for code, name in PLACES],
    }  # fmt: skip


def longest(passages: int = 8) -> dict[str, Any]:
    """Give a region with the longest labels and passages that one can store, with local rows in each list."""
    sheet = large_region()
    for name in ("needs", "support", "outcomes", "participants", "referrers"):
        rows = sheet["tables"][name]["rows"]
        rows += [
            {
                "code": f"local{n}",
                "label": f"Eigen woord nummer {n} van een gemeente dat heel erg lang doorgaat, tot en met het einde van wat er nog net in past, en dan nog wat",
                "count": 10 + n,
            }
            for n in range(12)
        ]
    long = "Dit is een lange zin over hoe het ging in de gemeenten van de regio dit jaar. " * 13
    return sheet | {
        "passages": {
            "words": [{"text": long[:1000]}] * passages, "milestones": [{"text": long[:1000]}] * passages,
            "quotes": [{"text": long[:1000], "said_by": "jeugdconsulent van een heel grote gemeente met een lange naam voor dit werk."[:80]}] * passages,
        }
    }  # fmt: skip


def without_families() -> dict[str, Any]:
    """Give a year in which nobody was referred."""
    sheet = internal_of_2022()
    tables = {name: _many(one, 0) for name, one in sheet["tables"].items()}
    for row in tables["durations"]["rows"]:
        row["median_days"] = None
    return sheet | {
        "year": 2019, "referred": 0, "research_consented": 0, "tables": tables, "internal": False,
        "passages": {"words": [], "milestones": [], "quotes": []},
    }  # fmt: skip


def all_hidden() -> dict[str, Any]:
    """Give the year of the source as it may be published: there is hardly a number left."""
    sheet = internal_of_2022()
    tables = {name: _many(one, None) for name, one in sheet["tables"].items()}
    for row in tables["durations"]["rows"]:
        row["median_days"] = None
    return sheet | {"edition": 1, "internal": False, "tables": tables, "research_consented": None}


def _many(one: Any, times: int | None) -> Any:
    """Multiply every number of a table; None hides them all."""
    if isinstance(one, dict):
        return {
            key: value if key in ("code", "label", "median_days") else _many(value, times) for key, value in one.items()
        }
    if isinstance(one, list):
        return [_many(value, times) for value in one]
    if isinstance(one, int) and not isinstance(one, bool):
        return None if times is None else one * times
    return one


def full_year() -> dict[str, Any]:
    """Give a region with as many words as a communication adviser writes in a good year."""
    sheet = large_region()
    return sheet | {
        "passages": {
            "words": [{"text": "Dit jaar werd het Knooppunt in de hele regio gewoon. Verloskundigen, kraamzorg, jeugdgezondheidszorg en gemeenten weten elkaar te vinden, en ouders zitten zelf aan tafel. We zien ook wat nog beter kan: nog lang niet elk gezin dat steun kan gebruiken vindt de weg, en het zijn vaak dezelfde mensen die aanmelden. Daarom gaan de coördinatoren komend jaar bij meer praktijken langs."}],
            "milestones": [{"text": text} for text in (
                "15 van de 16 gemeenten hebben in 2026 een Knooppunt.", "Nieuw in 2026: Beekdaelen, Simpelveld en Stein.",
                "De film voor ouders is er nu in zes talen, ook in het Tigrinya, Oekraïens en Pools.",
                "Alle coördinatoren volgden samen het inwerkprogramma, met een dag over praten met ouders die weinig lezen.",
                "Met twaalf gezinnen is gesproken over hoe zij het overleg beleefden; daarvan leerden we om eerder te bellen.")],
            "quotes": [
                {"text": "Er is nu één plek waar ik een gezin naartoe kan brengen, ook als ik nog niet weet wat er precies nodig is. Vroeger belde ik vijf mensen en was ik blij als er één terugbelde.", "said_by": "verloskundige"},
                {"text": "De ouders hoefden hun verhaal maar één keer te vertellen. Daarna wist iedereen aan tafel wat hij ging doen, en zij wisten wie ze konden bellen.", "said_by": "jeugdverpleegkundige"},
                {"text": "Wij merken dat het helpt dat het gezin zelf de drie punten kiest. Dan gaat het over het huis en het geld, en niet over wat wij belangrijk vinden.", "said_by": "consulent van de gemeente"}],
        }
    }  # fmt: skip
