"""The year 2022 as a file: a row for each of the 23 families, of whom 18 said yes to research.

Education and the support that was used add up to what the public factsheet over 2022 prints; where it names a support
without a number, one family used it. How the families lie over municipalities and quarters, and all other answers, are
made up: the factsheet shows those as pictures.
"""

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO, StringIO
from itertools import cycle

import xlsxwriter

HEADINGS = (
    "gemeente", "aangemeld_op", "toestemming_onderzoek", "aanmelder_discipline", "gezinssamenstelling",
    "betaald_werk_moeder", "betaald_werk_partner", "opleiding_moeder", "opleiding_partner", "hulpvragen", "deelnemers",
    "ondersteuning", "overleg_op", "steun_gestart_op", "geevalueerd_op", "afgesloten_op", "uitkomst",
)  # fmt: skip
REFERRED, CONSENTED = 23, 18
# code, label as printed, mothers, partners: 14 of 18 mothers and 12 partners were asked
EDUCATION = (
    ("none", "Geen opleiding", 0, 0),
    ("primary", "Lager onderwijs", 6, 2),
    ("lower_vocational", "Lager of voorbereidend beroepsonderwijs", 1, 1),
    ("mavo", "MAVO/VMBO-G/T (of MBO-kort, MBO-1)", 1, 0),
    ("mbo", "MBO (bv. Vakopleiding kapper, BOL, BBL, MBO 2 t/m 4)", 3, 5),
    ("havo_vwo", "HAVO/VWO/atheneum/Gymnasium", 0, 0),
    ("hbo", "HBO (heao, hbo-v, kandidaats of bachelor WO)", 1, 0),
    ("university", "Wetenschappelijk onderwijs (doctoraal, master, postdoctoraal, HBO master)", 1, 2),
    ("unknown", "Onbekend", 1, 2),
)
# code, label as printed, families; more answers possible
SUPPORT = (
    ("universal", "Voorliggend veld", 13),
    ("jeugdwet", "Jeugdwet", 5),
    ("veilig_thuis", "Veilig Thuis", 1),
    ("smi_childcare", "Sociaal medische indicatie kinderopvang", 2),
    ("own_network", "Eigen sociaal netwerk", 2),
    ("existing_help", "Signaleren en voortzetten reeds bestaande hulp", 2),
    ("wmo", "Wmo", 1),
    ("jgz", "Jeugdgezondheidszorg", 1),
    ("finance_desk", "Gemeentelijk loket financiën", 2),
    ("housing_association", "Woningcorporatie", 1),
    ("geboortezorg_flex", "Proeftuin Geboortezorg Flex", 1),
    ("other", "Anders", 5),
)
MUNICIPALITIES = {"Kerkrade": 12, "Landgraaf": 7, "Vaals": 4}
NEEDS = ("Psychiatrie", "Inkomen / schulden", "Huisvesting", "Opvoedondersteuning gewenst", "Anders")
REFERRERS = ("Verloskundige", "JGZ", "Huisarts", "Gemeente", "Ouders zelf")
COMPOSITIONS = ("Samen met een partner", "Alleen", "Samengesteld gezin", "Onbekend", "")
AT_TABLE = ("Voorliggend veld", "JGZ", "Gemeente", "Verloskundige", "Psycho sociaal team Zuyderland", "Kraamzorg")
ENDINGS = ("De steun is geregeld; Beter", "Het gezin kan zelf verder; Gelijk", "", "Het gezin is verhuisd")


def rows() -> list[dict[str, str]]:
    """Give the 23 rows with labels as a factsheet prints them, dates as 2022-03-14."""
    places = [place for place, number in MUNICIPALITIES.items() for _ in range(number)]
    backgrounds = iter(_backgrounds())
    found = []
    for number in range(REFERRED):
        month, day = 1 + number * 12 // REFERRED, 3 + number % 20
        row = dict.fromkeys(HEADINGS, "") | {
            "gemeente": places[number * 7 % REFERRED],
            "aangemeld_op": f"2022-{month:02}-{day:02}",
            "toestemming_onderzoek": "Nee",
            "aanmelder_discipline": REFERRERS[number % len(REFERRERS)],
            "overleg_op": f"2022-{month:02}-{day + 5:02}" if number % 6 else "",
            "steun_gestart_op": f"2023-{1 + number % 3:02}-15" if number % 4 else "",
        }
        if number % 5 != 2:  # all but five
            row |= {"toestemming_onderzoek": "Ja", **next(backgrounds)}
        found.append(row)
    return found


def _backgrounds() -> list[dict[str, str]]:
    """Give what is known of the 18 families who said yes to research."""
    mothers = [label for _code, label, number, _partners in EDUCATION for _ in range(number)]
    partners = [label for _code, label, _mothers, number in EDUCATION for _ in range(number)]
    used: list[list[str]] = [[] for _ in range(CONSENTED)]
    places = cycle(used)
    for _code, label, number in SUPPORT:
        for _ in range(number):
            next(places).append(label)
    return [
        {
            "gezinssamenstelling": COMPOSITIONS[number % len(COMPOSITIONS)],
            "betaald_werk_moeder": ("Ja", "Nee", "Onbekend", "")[number % 4],
            "betaald_werk_partner": ("Ja", "", "Nee")[number % 3],
            "opleiding_moeder": mothers[number] if number < len(mothers) else "",
            "opleiding_partner": partners[CONSENTED - 1 - number] if CONSENTED - 1 - number < len(partners) else "",
            "hulpvragen": "; ".join(dict.fromkeys((NEEDS[number % 5], NEEDS[number * 3 % 5]))),
            "deelnemers": "; ".join((AT_TABLE[number % 6], AT_TABLE[(number + 2) % 6])),
            "ondersteuning": "; ".join(used[number]),
            "uitkomst": ENDINGS[number % len(ENDINGS)],
        }
        for number in range(CONSENTED)
    ]


def workbook(told: Iterable[Mapping[str, str]] | None = None) -> bytes:
    """Give rows as a workbook, dates as dates of Excel; without any those of 2022."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet, as_date = book.add_worksheet("Registraties"), book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(0, 0, HEADINGS)
        for number, row in enumerate(rows() if told is None else told, start=1):
            for column, name in enumerate(HEADINGS):
                if not row.get(name):
                    continue
                if name.endswith("_op"):
                    sheet.write_datetime(number, column, datetime.fromisoformat(row[name]), as_date)
                else:
                    sheet.write_string(number, column, row[name])
    return made.getvalue()


def text(separator: str = ";", told: Iterable[Mapping[str, str]] | None = None) -> str:
    """Give rows as a text file with columns; without any those of 2022."""
    made = StringIO()
    writer = csv.DictWriter(made, HEADINGS, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows() if told is None else told)
    return made.getvalue()
