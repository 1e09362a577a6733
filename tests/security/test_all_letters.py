"""A whole run of the process, with a word planted in all that is typed: it stands in no mail, text message or calendar.

Every kind of letter has to be written in the run; one that never is fails the test, so that a new kind is looked at.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from knooppunt.casework import (
    advising,
    agreeing,
    chairing,
    consenting,
    convening,
    following,
    reading,
    reassuring,
    referring,
    reminding,
    scheduling,
    telling,
    welcoming,
)
from knooppunt.casework.agreeing import NewAction
from knooppunt.figures import exports, studies
from knooppunt.figures.studies import StudyWish
from knooppunt.foundation import clock, guard
from knooppunt.letters.carriers import message_of
from knooppunt.letters.digest import gather_digest
from knooppunt.letters.models import Letter
from knooppunt.letters.texts import KINDS
from knooppunt.people import accounts, entrance, own_account
from knooppunt.people.models import Person
from knooppunt.web.account.adapter import InvitationOnlyAdapter
from tests.casework.kit import HEARD, MOTHER, PARTNER, Walk
from tests.figures.studying import some_say_yes, take
from tests.letters.test_letters_texts import BANNED
from tests.security.crawl import get
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db

WORD, LAST_WORD = "zqgeheimxk", "zqslotxk"
MAIL, NUMBER = "merel@home.example", "+31611223344"
PARENTS = tuple(
    replace(one, name=f"{WORD} Lief", address=f"{WORD} 7", contact_note=WORD, contact_by=by, email=mail, phone=tel)
    for one, by, mail, tel in ((MOTHER, "email", MAIL, ""), (PARTNER, "text", "", "06 11 22 33 44"))
)
TYPED = {"reason": WORD, "strengths": WORD, "wishes": WORD, "involved": WORD}
OUR_DOMAIN = settings.MAIL_FROM.partition("@")[2]
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")
ADDRESS = re.compile(r"https?://\S+")
# Never written in a run without an error: kind -> why.
NOT_IN_A_RUN: dict[str, str] = {}


class Run:
    """Families that are walked through everything that may happen to one."""

    def __init__(self, town: Any) -> None:
        self.town = town
        self.families: list[Walk] = []

    def family(self, state: str = "", **more: Any) -> Walk:
        walk = Walk(self.town)
        self.families.append(walk)
        more = {"parents": PARENTS, **TYPED, **more}
        if state:
            walk.to(state, **more)
        else:
            walk.refer(**more)
        return walk

    def secrets(self) -> set[str]:
        """Give what stands in no letter: the word, codes of families and adults, names of people and of work places."""
        found = {WORD, LAST_WORD, WORD.capitalize(), "Schuldhulp", "Wieg", "De Brug"}
        with guard.looking_inside():
            for walk in self.families:
                found |= {walk.code, *(walk.parent(kind) for kind in walk.kinds())}
        return found | {name for name in Person.objects.exclude(name="").values_list("name", flat=True)}


def before_and_at_the_table(run: Run) -> None:
    """Find a date, plan, open the agenda, move, call off; agree and follow; a no, and the end."""
    walk = run.family()
    desk, code = walk.desk, walk.code
    for kind, address in (("mother", MAIL), ("partner", "0611223344")):
        card = welcoming.give_place(desk, code, walk.parent(kind), address=address).card
        assert card and entrance.ask(card.code, "nl")
    referring.record_contact(desk, code)
    walk.prepare()
    walk.share("partner", "joris")
    for kind in walk.kinds():
        walk.share(kind, "sanne")  # so that the last words are hers too
    day = timedelta(days=1)
    scheduling.propose_dates(desk, code, [clock.now() + 7 * day, clock.now() + 8 * day], place=WORD)
    option = reading.dates(desk, code).options[0].code
    convening.set_points(walk.who("mother"), code, [WORD])
    scheduling.pick_date(desk, code, option, place=WORD)
    chairing.add_theme(desk, code, WORD)
    chairing.open_agenda(desk, code)
    moment = clock.now() + 9 * day
    convening.move_conference(desk, code, starts_at=moment, place=WORD)
    convening.move_conference(desk, code, starts_at=moment, place=WORD, minutes=90)
    convening.call_off(desk, code, reason="family_cannot")
    with clock.travel(clock.now() + timedelta(minutes=1)):
        walk.plan()
    with clock.travel(clock.now() + timedelta(minutes=5)):
        hold_and_follow(walk)


def hold_and_follow(walk: Walk) -> None:
    desk, code = walk.desk, walk.code
    walk.hold()
    agreeing.write_notes(desk, code, WORD, version=reading.case_file(desk, code).conference.version)
    agreeing.decide(desk, code, WORD)
    for point in reading.case_file(desk, code).of_kind("point"):
        agreeing.take_up(desk, code, point.code, moment="not", because=WORD)
    goal = agreeing.add_goal(desk, code, WORD)
    soon = clock.today() + timedelta(days=9)
    first = agreeing.add_action(desk, code, goal, NewAction(WORD, soon, seat=walk.seat("joris")))
    second = agreeing.add_action(desk, code, goal, NewAction(WORD, soon, seat=walk.seat("joris")))
    agreeing.choose_lead(desk, code, walk.seat("fatima"))
    agreeing.answer_lead(walk.who("fatima"), code, yes=True)
    for kind in ("mother", "partner"):
        walk.confirm(kind)
    agreeing.conclude(desk, code, evaluation_on=clock.today() + timedelta(weeks=8), why_unconfirmed="absent")
    report(walk, first, "stuck")
    report(walk, second, "done")
    telling.send_message(walk.who("mother"), code, kind="message", text=WORD)
    telling.send_message(walk.who("mother"), code, kind="message", to="lead", text=WORD)
    came = {a.code: "yes" for g in reading.case_file(desk, code).goals for a in g.actions}
    following.evaluate(walk.who("fatima"), code, came=came, need_met="yes", change="better", words=WORD)
    consenting.give_consent(
        desk, code, walk.parent("mother"), purpose="share", yes=False, given=HEARD,
        organisation=walk.town.people["joris"].organisation_id,
    )  # fmt: skip
    walk.withdraw("partner")
    following.close(desk, code, outcome="arranged", words=LAST_WORD)


def report(walk: Walk, action: str, status: str) -> None:
    shown = {a.code: a for g in reading.case_file(walk.desk, walk.code).goals for a in g.actions}[action]
    following.report_action(
        walk.who("joris"), walk.code, action, status=status, report=WORD, version=shown.version
    )  # fmt: skip


def other_ways(run: Run) -> None:
    """Declined, handed over, discussed again, stopped; and a question without a family."""
    walk = run.family()
    referring.decline(walk.desk, walk.code, reason="other_help_fits", other_route="jgz", advice=WORD)
    walk = run.family()
    referring.hand_over(walk.desk, walk.code, hub="landgraaf")
    walk = run.family("evaluated")
    following.reconvene(walk.who("fatima"), walk.code)
    walk = run.family("preparing")
    consenting.stop(walk.who("mother"), walk.code)
    consenting.confirm_stop(walk.desk, walk.code)
    asked = advising.NewQuestion(municipality="GM0928", question=WORD, anyway=True, email="vraag@werk.example")
    code = advising.ask(run.town.actor("bart"), asked)
    advising.answer(run.town.actor("marieke"), code, text=WORD, version=1)


def weeks_go_by(run: Run) -> None:
    """Nobody does anything for two months: reminders, then what is late, then what waits too long."""
    run.family("preparing")
    run.family()
    for days in (1, 2, 4, 6, 10, 20, 40, 60):
        day = clock.add_working_days(clock.today(), days)
        with clock.travel(datetime.combine(day, time(8), clock.AMSTERDAM)):
            reminding.remind()
            reassuring.reassure()


def accounts_change(run: Run) -> None:
    """Invite somebody, forget a password, ask for an address that is not there, change a way to sign in."""
    manager = run.town.actor("ingrid")
    accounts.invite(manager, email="nieuw@werk.example", name=f"{WORD} Nieuw")
    known = run.town.people["sanne"]
    known.set_password("een lange zin van mij")
    known.save()
    for to in (known.email, "vreemd@werk.example"):
        Client().post("/account/wachtwoord/vergeten/", {"email": to})
    InvitationOnlyAdapter().send_mail("account/email/password_changed", known.email, {"user": known})


def research_goes_on(run: Run) -> None:
    """Take data along for a study; then a family takes its yes back."""
    walk, today = run.family(parents=(replace(PARENTS[0], research=True),)), clock.today()
    ruben = run.town.people["ruben"]
    wish = StudyWish(WORD, WORD, WORD, (ruben.code,), ("GM0928",), today, today + timedelta(days=200))
    study = studies.record_study(run.town.actor("willem"), wish)
    some_say_yes(run.town)  # fewer than ten families make no file
    take(run.town, study)
    walk.withdraw("mother", "research")
    assert exports.mark_taken_back()


PARTS: tuple[Callable[[Run], None], ...] = (
    before_and_at_the_table, other_ways, weeks_go_by, accounts_change, research_goes_on,
)  # fmt: skip


def test_no_letter_of_a_whole_run_holds_a_word_of_a_family(town: Any) -> None:
    run, first = Run(town), Letter.objects.count()
    own_account.choose_letters(town.actor("marieke"), daily=True)
    for part in PARTS:
        part(run)
    letters = list(Letter.objects.order_by("id"))[first:]
    with clock.travel(next_working_morning(clock.today())):
        assert gather_digest()
    letters += Letter.objects.filter(kind="daily")
    secrets = run.secrets()
    for letter in letters:
        said = f"{letter.subject}\n{letter.body}\n{unfolded(letter.calendar)}\n{headers(letter)}"
        assert not [word for word in secrets if word in said], (letter.kind, said)
        assert set(MAIL_ADDRESS.findall(said)) <= {letter.to, settings.MAIL_FROM, f"{letter.code}@{OUR_DOMAIN}"}
        assert not re.search(r"%\(|\{\{|None", said), (letter.kind, said)
        if KINDS[letter.kind].to_families:
            assert not BANNED.findall(ADDRESS.sub("", said)), (letter.kind, said)
    written = {letter.kind for letter in letters}
    assert KINDS.keys() - written == NOT_IN_A_RUN.keys(), "write it in this run, or say why it cannot be"
    assert {letter.channel for letter in letters} == {"mail", "sms"}
    assert any(letter.calendar for letter in letters)


def test_the_closing_letter_holds_what_was_written_for_everyone_and_nothing_else(town: Any) -> None:
    run = Run(town)
    before_and_at_the_table(run)
    code = run.families[0].code
    letter = get(come_in("sanne"), f"/aanmelden/volgen/{code}/brief/")
    assert letter.status == 200 and letter.headers["Content-Type"] == "application/pdf"
    assert WORD not in letter.text and LAST_WORD in letter.text
    for who in ("marieke", "fatima", "joris", "petra", "noor"):
        assert get(come_in(who), f"/aanmelden/volgen/{code}/brief/").status == 404, who


def headers(letter: Letter) -> str:
    """Give what stands on the outside of a mail, but for whom it is."""
    if letter.channel == "sms":
        return ""
    return "\n".join(f"{name}: {value}" for name, value in message_of(letter).message().items() if name != "To")


def unfolded(calendar: str) -> str:
    """Give a calendar file with its long lines whole, and without what a calendar program needs."""
    return re.sub(r"\r?\n[ \t]", "", calendar)


def next_working_morning(day: date) -> datetime:
    """Give nine o'clock on a working day after the two months of silence."""
    day += timedelta(days=90)
    while not clock.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(9), clock.AMSTERDAM)
