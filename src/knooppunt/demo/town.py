"""The demo town: families at every moment of the process, made by walking the real verbs in the past."""

from datetime import date, datetime, time, timedelta

from knooppunt.casework import (
    advising,
    agreeing,
    chairing,
    consenting,
    convening,
    following,
    pausing,
    reading,
    referring,
    reminding,
    scheduling,
    telling,
)
from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.consenting import Given
from knooppunt.casework.referring import NewParent, NewReferral
from knooppunt.foundation import clock
from knooppunt.foundation.clock import AMSTERDAM, add_working_days
from knooppunt.people import reference

from .cast import CAST, HEERLEN, KERKRADE, LANDGRAAF, VAALS, hire
from .earlier import asked
from .pictures import pictures
from .studied import study
from .walking import (
    Town,
    agree_on_a_plan,
    at,
    back,
    give_place,
    look_back,
    meet,
    mother,
    parents_of,
    partner,
    prepare,
    seat_of_person,
    share_with,
    weeks,
)

__all__ = ["CAST", "Town", "build"]


def build() -> Town:
    """Build the town in an empty database and give it. Every row of a case comes from a verb."""
    reference.load()
    town = Town(people=hire())
    for story in STORIES:
        story(town)
    return town


# --- the stories ------------------------------------------------------------------------------------------------------
def fresh(town: Town) -> None:
    """A referral of yesterday that nobody has touched yet."""
    new = NewReferral(
        municipality=KERKRADE, due_on=weeks(14), needs=("income", "housing"),
        parents=(mother("Lina de Wit", date(1998, 3, 14), research=True),),
        reason="Er zijn betalingsachterstanden en de woning is vochtig. Zij slaapt slecht van de zorgen.",
        strengths="Zij heeft een goede band met haar zus en komt elke afspraak na.",
        wishes="Rust in huis voordat de baby komt.", involved="Haar zus helpt met oppassen.",
        signalled_through="conversation",
    )  # fmt: skip
    town.cases["fresh"] = str(at(back(1, 15), referring.refer, town.actor("sanne"), new))


def late(town: Town) -> None:
    """A referral whose first contact is late."""
    new = NewReferral(
        municipality=KERKRADE, born_on=clock.today() - timedelta(days=120), needs=("parenting", "work"),
        parents=(
            mother("Sofie Hendriks", date(1993, 7, 2), interpreter=False),
            partner("Marco Ruiz", date(1990, 1, 20), language="other", interpreter=True),
        ),
        reason="De nachten zijn zwaar en er is weinig familie in de buurt.",
        wishes="Iemand die meedenkt over werk en opvang.",
    )  # fmt: skip
    town.cases["late"] = str(at(back(6), referring.refer, town.actor("els"), new))


def preparing(town: Town) -> None:
    """A family in preparation: three points, a circle, and somebody who cannot be invited without consent."""
    new = NewReferral(
        municipality=KERKRADE, due_on=weeks(9), needs=("psychiatry", "income", "domestic_violence"),
        parents=(
            mother(
                "Merel Jacobs", date(1995, 11, 5), secret_address=True, contact_by="phone",
                contact_note="Bel tussen 10 en 12 uur, dan is zij alleen.", research=False,
            ),
        ),
        reason="Zij voelt zich somber en maakt zich zorgen over geld.", strengths="Zij vraagt zelf om hulp.",
        wishes="Weten waar zij aan toe is.",
    )  # fmt: skip
    code = str(at(back(5), referring.refer, town.actor("sanne"), new))
    desk = town.actor("marieke")
    at(back(4), referring.record_contact, desk, code)
    at(back(4, 11), referring.accept, desk, code)
    parent = parents_of(town, code)[0]
    at(back(3), convening.set_points, desk, code, ["Minder zorgen over geld", "Weer slapen"], on_behalf_of=parent)
    at(back(3), convening.tick_checklist, desk, code, "spoken_with_parents")
    at(back(3), convening.tick_checklist, desk, code, "safe_contact")
    nurse = at(
        back(3), convening.add_to_circle, desk, code, town.people["fatima"].code, reason="always", family_agrees=True
    )
    at(back(3), convening.add_to_circle, desk, code, town.people["joris"].code, reason="expertise", why="Schulden")
    at(back(2), convening.invite, desk, code, nurse)
    town.cases["preparing"] = code


def choosing(town: Town) -> None:
    """Moments were proposed to a family and its table: some can, one cannot, and Joris did not answer yet."""
    new = NewReferral(
        municipality=KERKRADE, due_on=weeks(12), needs=("income", "work"),
        parents=(mother("Naomi Verhoeven", date(1997, 2, 8)), partner("Sem Akkermans", date(1996, 9, 30))),
        reason="Zij zoeken allebei werk en lopen achter met de huur.", strengths="Zij doen veel samen.",
        wishes="Een plan voor het geld, voordat de baby er is.",
    )  # fmt: skip
    code = prepare(town, new, "choosing", seat_of="fatima", days=5, sender="els")
    desk = town.actor("marieke")
    share_with(town, code, "schuldhulp-evenwicht", back(4))
    share_with(town, code, "ggz-de-haven", back(4))
    for key in ("joris", "lotte"):
        person = town.people[key].code
        at(back(4), convening.add_to_circle, desk, code, person, reason="expertise", family_agrees=True)
    for key in ("fatima", "joris", "lotte"):
        at(back(4), convening.invite, desk, code, seat_of_person(town, code, key))
    days = [(add_working_days(clock.today(), 6), 10), (add_working_days(clock.today(), 7), 14),
            (add_working_days(clock.today(), 9), 9)]  # fmt: skip
    starts = [datetime.combine(day, time(hour), AMSTERDAM) for day, hour in days]
    at(back(2), scheduling.propose_dates, desk, code, starts, place="Buurthuis De Brug, Kerkrade")
    asked = reading.dates(desk, code)
    options = [option.code for option in asked.options] if asked else []
    mother_of, partner_of = parents_of(town, code)
    for whom, can in (
        ({"on_behalf_of": mother_of}, ("yes", "yes", "no")), ({"on_behalf_of": partner_of}, ("no", "yes", "maybe")),
        ({"seat": seat_of_person(town, code, "lotte")}, ("yes", "maybe", "yes")),
    ):  # fmt: skip
        at(back(1), scheduling.answer_dates, desk, code, dict(zip(options, can, strict=True)), **whom)
    said = dict(zip(options, ("no", "yes", "yes"), strict=True))
    at(back(1), scheduling.answer_dates, town.actor("fatima"), code, said)


def planned(town: Town) -> None:
    """Noor is sixteen: she decides herself, and her conference is in three working days."""
    young = NewParent(
        kind="mother", name="Noor Timmermans", born_on=clock.today() - timedelta(days=16 * 365 + 90),
        consent=Given(witness="Sanne"), contact_by="text", phone="06 00 00 00 01", research=True,
    )  # fmt: skip
    new = NewReferral(
        municipality=KERKRADE, due_on=weeks(16), needs=("teenage_pregnancy", "housing"), parents=(young,),
        reason="Zij wil haar school afmaken en zoekt een rustige plek om te wonen.",
        strengths="Haar oma staat achter haar.", wishes="Mijn diploma halen en een eigen kamer.",
    )  # fmt: skip
    code = prepare(town, new, "planned", seat_of="fatima")
    give_place(town, "noor", code, 0)
    desk = town.actor("marieke")
    starts = datetime.combine(add_working_days(clock.today(), 3), time(10), AMSTERDAM)
    at(back(2), convening.plan_conference, desk, code, starts_at=starts, place="Consultatiebureau Kerkrade, kamer 2")
    seat = seat_of_person(town, code, "fatima")
    at(back(2), convening.invite, desk, code, seat)
    at(back(1), convening.answer_invitation, town.actor("fatima"), code, yes=True)
    joris = str(
        at(
            back(1),
            convening.add_to_circle,
            desk,
            code,
            town.people["joris"].code,
            reason="expertise",
            family_agrees=True,
        )
    )
    share_with(town, code, "schuldhulp-evenwicht")
    at(back(1), convening.invite, desk, code, joris)
    at(back(1), chairing.add_theme, desk, code, "Welke hulp is er bij zelfstandig wonen?", minutes=20)
    at(back(1, 12), chairing.open_agenda, desk, code)


def held(town: Town) -> None:
    """A conference of this morning that is not concluded yet."""
    new = NewReferral(
        municipality=KERKRADE, due_on=weeks(6), needs=("income",),
        parents=(mother("Esra Kaya", date(1996, 4, 9), language="tr", interpreter=True),),
        reason="Er liggen ongeopende brieven.", wishes="Weten wat er betaald moet worden.",
    )  # fmt: skip
    code = meet(town, new, "held", 1)
    desk = town.actor("marieke")
    point = reading.case_file(desk, code).points[0].code
    words = "Ik wil weten wat ik moet betalen."
    goal = str(at(back(1, 11), agreeing.add_goal, desk, code, words, point=point))
    seat = seat_of_person(town, code, "joris")
    action = NewAction("Samen de brieven openen", weeks(2), seat=seat, support="finance_desk")
    at(back(1, 11), agreeing.add_action, desk, code, goal, action)
    at(back(1, 11), agreeing.add_goal, desk, code, "Een fiets voor de oudste.", moment="parked")
    agenda = reading.plan(desk, code).agenda
    for item in agenda.items[:1] if agenda else ():
        at(back(1, 11), chairing.mark_item, desk, code, item.code, "done", version=item.version)


def following_story(town: Town) -> None:
    """Yara and Daniel: the plan is under way, one action is done, one is stuck, one is late."""
    new = NewReferral(
        municipality=KERKRADE, born_on=clock.today() - timedelta(days=75), needs=("income", "parenting", "history"),
        parents=(
            mother("Yara Haddad", date(1994, 5, 17), language="ar", interpreter=True, research=True),
            partner("Daniel Haddad", date(1991, 9, 30), language="ar", research=False),
        ),
        reason="Er is stress over geld en het gezin is hier nog maar kort.",
        strengths="Zij steunen elkaar en de buurvrouw helpt.", wishes="Eén iemand die meekijkt met de brieven.",
        signalled_through="home_visit",
    )  # fmt: skip
    code = meet(town, new, "following", 15)
    agree_on_a_plan(town, code, 15)
    file = reading.case_file(town.actor("marieke"), code)
    first, *rest = [a for goal in file.goals for a in goal.actions]
    at(
        back(9),
        following.report_action,
        town.actor("joris"),
        code,
        first.code,
        status="done",
        report="Alles ligt op volgorde.",
        version=first.version,
    )
    stuck = next(a for a in rest if a.owner_kind == "professional")
    at(
        back(3), following.report_action, town.actor("fatima"), code, stuck.code, status="stuck",
        report="De eerste afspraak ging niet door; er was geen tolk.", version=stuck.version,
    )  # fmt: skip
    at(
        back(2),
        following.add_note,
        town.actor("fatima"),
        code,
        "Gebeld met Yara, met tolk. Zij wil door.",
        visible_to="professionals",
    )
    give_place(town, "yara", code, 0)
    give_place(town, "daniel", code, 1)
    _asked_and_answered(town, code)


def _asked_and_answered(town: Town, code: str) -> None:
    asked = at(
        back(3), telling.send_message, town.actor("daniel"), code, kind="message",
        text="Mag mijn broer ook mee als we samen terugkijken?",
    )  # fmt: skip
    answer = "Ja, graag. Wie u helpt, is welkom."
    at(back(2), telling.answer_message, town.actor("marieke"), code, str(asked), text=answer)


def ended(town: Town) -> None:
    """One family evaluated, one closed, one declined, one that is stopping."""
    new = NewReferral(
        municipality=KERKRADE, due_on=weeks(2), needs=("housing", "uninsured"),
        parents=(mother("Wendy Offermans", date(1989, 2, 11)),), reason="Zij woont tijdelijk bij een vriendin.",
    )  # fmt: skip
    code = meet(town, new, "evaluated", 45)
    agree_on_a_plan(town, code, 45)
    look_back(town, code, 2)
    new = NewReferral(
        municipality=KERKRADE, born_on=clock.today() - timedelta(days=300), needs=("parenting",),
        parents=(mother("Chantal Moonen", date(1997, 6, 25), research=True),),
        reason="Zij vraagt hulp bij de opvoeding.",
    )  # fmt: skip
    code = meet(town, new, "closed", 70)
    agree_on_a_plan(town, code, 70)
    look_back(town, code, 10)
    at(back(10, 13), asked, town, code)
    at(
        back(10, 14), following.close, town.actor("fatima"), code, outcome="arranged",
        words="Fijn dat dit zo is gelukt. De hulp is gestart, en iedereen weet wie er belt als het nodig is.",
    )  # fmt: skip
    _declined_and_stopping(town)


def _declined_and_stopping(town: Town) -> None:
    new = NewReferral(
        municipality=KERKRADE, due_on=weeks(20), needs=("other",), parents=(mother("Iris Ploum", date(1992, 8, 8)),),
        reason="Zij zoekt informatie over kraamzorg.",
    )  # fmt: skip
    code = str(at(back(12), referring.refer, town.actor("sanne"), new))
    at(
        back(11), referring.decline, town.actor("marieke"), code, reason="other_help_fits", other_route="jgz",
        advice="Een prenataal huisbezoek past hier beter. De jeugdverpleegkundige belt deze week.",
    )  # fmt: skip
    town.cases["declined"] = code
    new = NewReferral(
        municipality=KERKRADE, due_on=weeks(11), needs=("work",), parents=(mother("Bo Cremers", date(1999, 12, 1)),),
        reason="Zij heeft veel stress op haar werk.",
    )  # fmt: skip
    code = prepare(town, new, "stopping", seat_of="fatima", days=4)
    at(back(1), consenting.stop, town.actor("marieke"), code, on_behalf_of=parents_of(town, code)[0])


def elsewhere(town: Town) -> None:
    """Other hubs, so that figures and outsiders have something to be outside of."""
    for days, place, sender, name in (
        (20, LANDGRAAF, "anouk", "Demi Vaessen"), (9, HEERLEN, "jeroen", "Samira Idrissi"),
        (30, VAALS, "els", "Kim Lardinois"),
        (3, LANDGRAAF, "karim", "Roos Pelzer"),
    ):  # fmt: skip
        new = NewReferral(
            municipality=place, due_on=weeks(10), needs=("housing",), parents=(mother(name, date(1995, 10, 10)),),
            reason="Zij zoekt een andere woning.",
        )  # fmt: skip
        at(back(days), referring.refer, town.actor(sender), new)


def sparring(town: Town) -> None:
    """Questions that name nobody: one late, one new, one answered."""
    ask = "Een zwangere vrouw opent haar post niet meer en slaapt slecht. Is een Knooppunt iets voor haar?"
    question = advising.NewQuestion(KERKRADE, ask)
    town.advice["late"] = str(at(back(4), advising.ask, town.actor("bart"), question))
    other = advising.NewQuestion(KERKRADE, "Hoe vraag ik toestemming als de partner er niet bij wil zijn?")
    town.advice["new"] = str(at(back(1, 16), advising.ask, town.actor("sanne"), other))
    third = advising.NewQuestion(KERKRADE, "Kan een gezin met een kind van anderhalf nog worden aangemeld?")
    code = str(at(back(7), advising.ask, town.actor("bart"), third))
    at(
        back(6),
        advising.answer,
        town.actor("marieke"),
        code,
        text="Ja, tot de tweede verjaardag. Bel gerust om te overleggen.",
        version=1,
    )
    town.advice["answered"] = code


def waiting(town: Town) -> None:
    """One case stands still for a while; of what waits elsewhere, who does it and who looks after it heard."""
    at(
        back(1, 16), pausing.pause_clock, town.actor("marieke"), town.cases["evaluated"],
        until=clock.today() + timedelta(weeks=3), why="Het gezin is drie weken bij familie.",
    )  # fmt: skip
    for days in (3, 2, 1):
        at(back(days, 6), reminding.remind)


STORIES = (
    fresh, late, preparing, choosing, planned, held, following_story, ended, elsewhere, sparring, pictures, waiting,
    study,
)  # fmt: skip
