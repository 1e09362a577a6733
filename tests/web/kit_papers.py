"""Every paper that goes out, made of families that walked the verbs: name -> a function that makes its document."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from knooppunt.casework import agreeing, consenting, convening, following, reading, referring, scheduling
from knooppunt.casework.consents import Purpose
from knooppunt.foundation import clock
from knooppunt.papers import Document
from knooppunt.web.papers import own_file
from knooppunt.web.papers.action_list import action_list
from knooppunt.web.papers.closing_letter import closing_letter
from knooppunt.web.papers.consent_form import Question, consent_form
from knooppunt.web.papers.meeting import meeting_paper
from knooppunt.web.papers.plan import plan_paper
from tests.casework.kit import Walk

POINTS = ("Kanarierust in de nacht", "Kanariehulp met brieven")


def papers(town: Any) -> dict[str, Callable[[], Document]]:
    """Give each paper; the language is that of the moment in which its function is called."""
    made: dict[str, Callable[[], Document]] = {"consent": lambda: _form()}
    made |= _before(Walk(town)) | _agreed(Walk(town))
    for name, end in (("closed", _close), ("declined", _decline), ("stopped", _stop)):
        walk = Walk(town)
        end(walk)
        status = reading.status(walk.who("sanne"), walk.code)
        made[name] = lambda status=status: closing_letter(status)
    return made


def _form() -> Document:
    asked = [Question(Purpose.TAKE_PART), Question(Purpose.SHARE, "Schuldhulp Evenwicht"), Question(Purpose.RESEARCH)]
    return consent_form("Kanarie Moederlief", asked, clock.now(), hub="Knooppunt Kerkrade", age=15)


def _before(walk: Walk) -> dict[str, Callable[[], Document]]:
    walk.to("preparing")
    convening.set_points(walk.desk, walk.code, list(POINTS), on_behalf_of=walk.parent("mother"))
    starts = [clock.now() + timedelta(days=days, hours=days) for days in (6, 8, 13)]
    scheduling.propose_dates(walk.desk, walk.code, starts, place="De Brug, Marktplein 1", interpreter=True)
    choose = reading.meeting_paper(walk.desk, walk.code, walk.parent("mother"))
    convening.plan_conference(
        walk.desk, walk.code, starts_at=starts[0], place="De Brug, Marktplein 1", interpreter=True
    )
    come = reading.meeting_paper(walk.desk, walk.code, walk.parent("mother"))
    return {"choose": lambda: meeting_paper(choose), "invitation": lambda: meeting_paper(come)}


def _agreed(walk: Walk) -> dict[str, Callable[[], Document]]:
    walk.to("following")
    agreeing.decide(walk.desk, walk.code, "De wieg komt van de kringloop.")
    agreeing.add_goal(walk.desk, walk.code, "Kanarielessen", moment="parked", because="eerst de brieven")
    mother = walk.parent("mother")
    plan, file = reading.plan_paper(walk.desk, walk.code, mother), reading.plan(walk.desk, walk.code)
    own = reading.file_for(walk.desk, walk.code, mother)
    return {
        "plan": lambda: plan_paper(plan, to_sign=True), "list": lambda: action_list(file, "Marieke", clock.now()),
        "own_file": lambda: own_file.as_paper(own),
    }  # fmt: skip


def _close(walk: Walk) -> None:
    walk.to("evaluated")
    walk.share("mother", "sanne")
    words = "Fijn dat u dit gezin de weg wees. De hulp is gestart, en het gezin is er blij mee."
    following.close(walk.who("fatima"), walk.code, outcome="arranged", words=words)


def _decline(walk: Walk) -> None:
    walk.refer()
    referring.decline(
        walk.desk, walk.code, reason="other_help_fits", other_route="jgz",
        advice="Een paar huisbezoeken van de jeugdverpleegkundige passen hier beter.",
    )  # fmt: skip


def _stop(walk: Walk) -> None:
    walk.to("following")
    consenting.stop(walk.desk, walk.code, on_behalf_of=walk.parent("mother"))
    consenting.confirm_stop(walk.desk, walk.code)
