"""Research in the demo town: a study that runs, data that were taken along for it, and a family that says no since.

A file holds at least ten families of which we know the yes, so there are some more of them, who were helped before.
"""

from datetime import date, timedelta

from knooppunt.casework import consenting, following, reading, referring
from knooppunt.casework.referring import NewReferral
from knooppunt.figures import exports, studies
from knooppunt.figures.studies import StudyWish
from knooppunt.foundation import clock

from .cast import HEERLEN, KERKRADE, LANDGRAAF, VAALS
from .walking import Town, agree_on_a_plan, at, back, look_back, meet, mother, weeks

HELPED = (
    ("Anouk Frijns", "housing"), ("Bianca Smeets", "income"), ("Carla Jongen", "work"), ("Daphne Vliegen", "history"),
    ("Esther Crombach", "income"), ("Femke Savelberg", "housing"), ("Gwen Ortmans", "income"),
    ("Hilde Pluijmen", "work"), ("Inge Schiffers", "history"), ("Joke Wetzels", "income"),
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


def _helped(town: Town) -> None:
    """Some families of the spring were helped, and said yes to research."""
    for n, (name, need) in enumerate(HELPED):
        days = 75 - 2 * n
        new = NewReferral(
            municipality=KERKRADE, born_on=clock.today() - timedelta(days=120 + 9 * n),
            needs=(need, "parenting"), parents=(mother(name, date(1990 + n, 1 + n, 3 + n), research=True),),
            reason="Zij wil graag dat iemand meedenkt.",
        )  # fmt: skip
        code = meet(town, new, "helped", days)
        agree_on_a_plan(town, code, days)
        look_back(town, code, days - 50)
        at(back(days - 50, 14), following.close, town.actor("fatima"), code, outcome="arranged")


def taken(town: Town) -> None:
    """Ruben took the data along twice; in between a mother in Heerlen took her yes to research back."""
    _helped(town)
    new = NewReferral(
        municipality=HEERLEN, due_on=weeks(18), needs=("work", "history"),
        parents=(mother("Imke Schreurs", date(1996, 4, 9), research=True),),
        reason="Zij zoekt werk en heeft veel meegemaakt.", wishes="Iemand om mee te praten.",
    )  # fmt: skip
    code = str(at(back(12), referring.refer, town.actor("jeroen"), new))
    ruben, study = town.actor("ruben"), town.studies["first"]
    at(back(9), exports.export, ruben, study)
    desk = town.actor("dirk")
    parent = reading.case_file(desk, code).parents[0]
    at(back(4), consenting.withdraw_consent, desk, code, parent.code, purpose="research")
    at(back(2), exports.export, ruben, study)
    exports.mark_taken_back()
