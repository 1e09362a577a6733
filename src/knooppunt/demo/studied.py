"""Research in the demo town: a study that runs, data that were taken along for it, and a family that says no since.

A file holds at least ten families of which we know the yes, so there are some more of them, who were helped before.
"""

from datetime import date, timedelta

from knooppunt.casework import consenting, following, reading
from knooppunt.casework.referring import NewReferral
from knooppunt.figures import exports, studies
from knooppunt.figures.studies import StudyWish
from knooppunt.foundation import clock

from .cast import HEERLEN, KERKRADE, LANDGRAAF, VAALS
from .walking import Town, agree_on_a_plan, at, back, look_back, meet, mother

HELPED = (
    ("Anouk Frijns", "housing"), ("Bianca Smeets", "income"), ("Carla Jongen", "work"), ("Daphne Vliegen", "history"),
    ("Esther Crombach", "income"), ("Femke Savelberg", "housing"), ("Gwen Ortmans", "income"),
    ("Hilde Pluijmen", "work"), ("Inge Schiffers", "history"), ("Joke Wetzels", "income"), ("Karin Bemelmans", "work"),
    ("Lieke Ruijters", "housing"), ("Imke Schreurs", "history"),
)  # fmt: skip


def study(town: Town) -> None:
    """Willem recorded a study that Ruben does."""
    wish = StudyWish(
        name="Samen van start", purpose="Nagaan welke steun gezinnen helpt, en hoe snel die er is.",
        approval="Medisch-ethische toetsingscommissie, nummer 2026-045", researchers=(town.people["ruben"].code,),
        municipalities=(KERKRADE, LANDGRAAF, HEERLEN, VAALS), from_on=clock.today() - timedelta(days=60),
        until_on=clock.today() + timedelta(days=300),
    )  # fmt: skip
    town.studies["first"] = str(at(back(30), studies.record_study, town.actor("willem"), wish))


def _helped(town: Town) -> str:
    """Some families were helped before this quarter, and said yes to research; gives the case of the last of them."""
    code = ""
    for n, (name, need) in enumerate(HELPED):
        days = 125 - 2 * n
        new = NewReferral(
            municipality=KERKRADE, born_on=clock.today() - timedelta(days=230 + 9 * n),
            needs=(need, "parenting"), parents=(mother(name, date(1990 + n, 1 + n % 12, 3 + n), research=True),),
            reason="Zij wil graag dat iemand meedenkt.",
        )  # fmt: skip
        code = meet(town, new, "helped", days)
        agree_on_a_plan(town, code, days)
        look_back(town, code, days - 50)
        at(back(days - 50, 14), following.close, town.actor("fatima"), code, outcome="arranged")
    return code


def taken(town: Town) -> None:
    """Ruben took the data along twice; in between a mother took her yes to research back."""
    code = _helped(town)
    ruben, study = town.actor("ruben"), town.studies["first"]
    at(back(9), exports.export, ruben, study)
    desk = town.actor("marieke")
    parent = reading.case_file(desk, code).parents[0]
    at(back(4), consenting.withdraw_consent, desk, code, parent.code, purpose="research")
    at(back(2), exports.export, ruben, study)
    exports.mark_taken_back()
