"""Research in the demo town: a study that runs, data that were taken along for it, and a family that says no since."""

from datetime import date, timedelta

from knooppunt.casework import consenting, reading, referring
from knooppunt.casework.referring import NewReferral
from knooppunt.figures import exports, studies
from knooppunt.figures.studies import StudyWish
from knooppunt.foundation import clock

from .cast import HEERLEN, KERKRADE, LANDGRAAF, VAALS
from .walking import Town, at, back, mother, weeks


def study(town: Town) -> None:
    """Willem recorded a study that Ruben does."""
    wish = StudyWish(
        name="Samen van start", purpose="Nagaan welke steun gezinnen helpt, en hoe snel die er is.",
        approval="Medisch-ethische toetsingscommissie, nummer 2026-045", researchers=(town.people["ruben"].code,),
        municipalities=(KERKRADE, LANDGRAAF, HEERLEN, VAALS), from_on=clock.today() - timedelta(days=60),
        until_on=clock.today() + timedelta(days=300),
    )  # fmt: skip
    town.studies["first"] = str(at(back(30), studies.record_study, town.actor("willem"), wish))


def taken(town: Town) -> None:
    """Ruben took the data along twice; in between a mother in Heerlen took her yes to research back."""
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
