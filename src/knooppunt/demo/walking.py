"""How the demo town walks the verbs: a moment in the past, somebody who acts, stretches of the process in one go."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from knooppunt.casework import agreeing, consenting, convening, following, keeping, reading, referring, welcoming
from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.consenting import Given
from knooppunt.casework.referring import NewParent, NewReferral
from knooppunt.foundation import clock
from knooppunt.foundation.clock import AMSTERDAM, add_working_days
from knooppunt.letters import post
from knooppunt.letters.reading import latest
from knooppunt.people import entrance
from knooppunt.people.actor import Actor
from knooppunt.people.models import Person

from .cast import CAST, acting


@dataclass
class Town:
    """Who lives and works here: persons by key of the cast, cases and questions by the name of their story."""

    people: dict[str, Person] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    advice: dict[str, str] = field(default_factory=dict)
    studies: dict[str, str] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """Give somebody of the cast as an actor."""
        return acting(self.people[key])


def back(working_days: int, hour: int = 10) -> datetime:
    """Give a moment so many working days ago."""
    return datetime.combine(add_working_days(clock.today(), -working_days), time(hour), AMSTERDAM)


def at(when: datetime, verb: Callable, /, *args: object, **kwargs: object) -> object:
    """Do a verb at another moment."""
    with clock.travel(when):
        return verb(*args, **kwargs)


def weeks(number: int) -> date:
    """Give the date so many weeks from now."""
    return clock.today() + timedelta(weeks=number)


def mother(name: str, born: date, **more: Any) -> NewParent:
    """Give a mother who agreed in a conversation, with what differs from most."""
    return NewParent(
        kind="mother", name=name, born_on=born, consent=Given(witness="Sanne"), phone="06 00 00 00 00", **more
    )


def partner(name: str, born: date, **more: Any) -> NewParent:
    """Give a partner who agreed in a conversation."""
    return NewParent(kind="partner", name=name, born_on=born, consent=Given(witness="Sanne"), **more)


def prepare(town: Town, new: NewReferral, story: str, *, seat_of: str, days: int = 8, sender: str = "sanne") -> str:
    """Refer, speak, accept and put somebody in the circle."""
    code = str(at(back(days + 2), referring.refer, town.actor(sender), new))
    desk = town.actor("marieke")
    at(back(days + 1), referring.record_contact, desk, code)
    at(back(days + 1, 11), referring.accept, desk, code)
    at(back(days), convening.add_to_circle, desk, code, town.people[seat_of].code, reason="always", family_agrees=True)
    town.cases[story] = code
    return code


def parents_of(town: Town, code: str) -> list[str]:
    """Give the codes of the adults of a case."""
    return [p.code for p in reading.case_file(town.actor("marieke"), code).parents]


def seat_of_person(town: Town, code: str, key: str) -> str:
    """Give the place in the circle of somebody of the cast."""
    file = reading.case_file(town.actor("marieke"), code)
    return next(s.code for s in file.circle if s.person_code == town.people[key].code and s.ended_on is None)


def share_with(town: Town, code: str, organisation: str, when: datetime | None = None) -> None:
    """Let every adult agree to share with an organisation."""
    number = Person.objects.filter(organisation__code=organisation).values_list("organisation_id", flat=True)[0]
    for parent in parents_of(town, code):
        at(
            when or back(1), consenting.give_consent, town.actor("marieke"), code, parent, purpose="share", yes=True,
            given=Given(witness="Marieke"), organisation=number,
        )  # fmt: skip


def give_place(town: Town, key: str, code: str, number: int) -> None:
    """Give an adult a place of her own and let her come in once; the address is how the role picker finds her."""
    place = welcoming.give_place(town.actor("marieke"), code, parents_of(town, code)[number], address=CAST[key].safe)
    town.people[key] = Person.objects.get(code=place.person)
    if place.card:
        _come_in(place.card.code, CAST[key].safe)


def _come_in(card: str, address: str) -> None:
    """Come in for the first time as a parent does, and leave no letter of it behind."""
    ticket = entrance.ask(card, "nl")
    entrance.enter(ticket, re.findall("[0-9]{6}", latest(1)[0].body)[0])
    post.stop(address)


def meet(town: Town, new: NewReferral, story: str, days: int) -> str:
    """Bring a family to the end of its first conference, so many working days ago."""
    code = prepare(town, new, story, seat_of="fatima", days=days + 8)
    desk = town.actor("marieke")
    joris = str(
        at(
            back(days + 7),
            convening.add_to_circle,
            desk,
            code,
            town.people["joris"].code,
            reason="expertise",
            family_agrees=True,
        )
    )
    share_with(town, code, "schuldhulp-evenwicht", back(days + 7, 12))
    for parent in parents_of(town, code):
        at(back(days + 6), convening.set_points, desk, code, ["Rust met de rekeningen"], on_behalf_of=parent)
    at(
        back(days + 6),
        convening.plan_conference,
        desk,
        code,
        starts_at=back(days, 9),
        place="Buurthuis De Brug, Kerkrade",
    )
    for key, seat in (("fatima", seat_of_person(town, code, "fatima")), ("joris", joris)):
        at(back(days + 5), convening.invite, desk, code, seat)
        at(back(days + 4), convening.answer_invitation, town.actor(key), code, yes=True)
    there = [*parents_of(town, code), seat_of_person(town, code, "fatima"), joris]
    at(back(days, 10), convening.hold_conference, desk, code, present=there)
    return code


def agree_on_a_plan(town: Town, code: str, days: int, evaluation_weeks: int = 8) -> None:
    """Write two goals with four actions, choose the lead and conclude."""
    desk = town.actor("marieke")
    parents = parents_of(town, code)
    when = back(days, 11)
    point = reading.case_file(desk, code).points[0].code
    money = str(at(when, agreeing.add_goal, desk, code, "Wij willen zonder zorgen de post openmaken.", point=point))
    sleep = str(at(when, agreeing.add_goal, desk, code, "Wij willen weer een hele nacht slapen."))
    at(when, agreeing.add_goal, desk, code, "Nederlandse les, als de baby er is.", moment="parked")
    joris, fatima = seat_of_person(town, code, "joris"), seat_of_person(town, code, "fatima")
    soon, later = add_working_days(when.date(), 5), add_working_days(when.date(), 25)
    for goal, new in (
        (money, NewAction("Alle brieven samen openen en een lijst maken", soon, seat=joris, support="finance_desk")),
        (
            money,
            NewAction(
                "Bellen met de woningcorporatie over de huur", later, parent=parents[-1], support="housing_association"
            ),
        ),
        (sleep, NewAction("Twee keer langskomen voor slaap en voeding", later, seat=fatima, support="jgz")),
        (sleep, NewAction("Op woensdag op de kinderen passen", later, network="oma", support="own_network")),
    ):
        at(when, agreeing.add_action, desk, code, goal, new)
    at(when, agreeing.decide, desk, code, "Fatima bewaakt de afspraken. Er komt één vaste contactpersoon.")
    at(when, agreeing.choose_lead, desk, code, fatima)
    for parent in parents:
        said = {"what": "plan", "method": "spoken", "witness": "Fatima", "on_behalf_of": parent}
        at(when, keeping.confirm_together, desk, code, **said)
    window = reading.case_file(desk, code).evaluation_window
    evaluation = max(when.date() + timedelta(weeks=evaluation_weeks), window[0] if days < 5 else when.date())
    at(when, agreeing.conclude, desk, code, evaluation_on=evaluation)
    at(back(max(days - 1, 0), 12), agreeing.answer_lead, town.actor("fatima"), code, yes=True)


def look_back(town: Town, code: str, days: int) -> None:
    """Evaluate: all help came, it goes better."""
    file = at(back(days), reading.case_file, town.actor("marieke"), code)
    came = {a.code: "yes" for goal in file.goals for a in goal.actions}  # type: ignore[attr-defined]
    at(
        back(days, 13), following.evaluate, town.actor("fatima"), code, came=came, need_met="partly", change="better",
        words="Er is weer rust in huis. Wij weten wie we kunnen bellen.",
    )  # fmt: skip
