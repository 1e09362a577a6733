"""Around the table in real life, from "when can you?" to the last letter: time passes, and the post really goes.

Yara reads Arabic on a telephone, Joris comes by the link in his mail, and Sanne, who referred the family, follows it.
A worker mails to a real mail server; at the end every message that arrived is read, and tells nothing of any family.
"""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from django.utils.dates import MONTHS
from icalendar import Calendar
from playwright.sync_api import Download, Page, expect
from pypdf import PdfReader

from knooppunt.foundation import clock
from tests.stories.clockwork import DONE
from tests.stories.kit import NARROW, no_axe_violations, picture, sign_in, silent
from tests.stories.server import Server
from tests.stories.test_dates import choose
from tests.stories.test_meeting import SOON, write
from tests.stories.test_team import YARA, code_of
from tests.stories.test_whole_way import heading, look_back_and_close, said

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import mail_server

pytestmark = pytest.mark.story
Opens = Callable[..., Page]
DESK, DEPUTY, LEADER, LEAD, DEBTS, MIDWIFE = (
    f"{key}@knooppunt.example" for key in ("marieke", "tom", "ellen", "fatima", "joris", "sanne")
)
PARTNER = "daniel@knooppunt.example"
PLACE, DECISION, WISH = "Buurthuis De Brug", "De tolk komt voortaan mee.", "Wij willen samen leren fietsen."
TASK, LAST_WORDS = "De huur samen nalopen", "Dank dat iedereen meedacht. De hulp loopt door."
# Nothing of these stands in any message: who the families are, what they said, and what brought them here.
OF_FAMILIES = re.compile(
    r"haddad|yara|daniel|noor|timmermans|mina|verhoeven|akkermans|kaya|jacobs|offermans|ploum|cremers|de wit|hendriks"
    r"|brug|tolk|fiets|huur|brieven|slap|schuld|zwanger|kwetsba|casus|risico|probleem|gezin",
    re.IGNORECASE,
)


class Post:
    """The worker with its mail server: it works when the story asks for it, and the story reads what arrived."""

    def __init__(self, server: Server, heard: mail_server.MailServer) -> None:
        self._server, self._heard, self._read = server, heard, 0
        self._worker = server.worker(heard.port)
        self.texts: list[str] = []

    def goes(self) -> dict[str, list[EmailMessage]]:
        """Do all that is due, and give what arrived since the last time, by address."""
        assert self._worker.stdin and self._worker.stdout
        self._worker.stdin.write("\n")
        self._worker.stdin.flush()
        while not (line := self._worker.stdout.readline()).startswith(DONE):
            assert line, "the worker ended"
            self.texts.append(line)
        found: dict[str, list[EmailMessage]] = {}
        for message in self.mails()[self._read :]:
            found.setdefault(message["To"], []).append(message)
            self._read += 1
        return found

    def mails(self) -> list[EmailMessage]:
        """Give every mail that ever arrived."""
        return self._heard.messages()

    def time_is(self, moment: datetime) -> None:
        """Let time pass."""
        self._server.time_is(moment)

    def stop(self) -> None:
        """Let the worker go."""
        self._worker.communicate(timeout=20)


@pytest.fixture
def post(server: Server, as_new: None) -> Iterator[Post]:
    """Open a post office."""
    with mail_server.running() as heard:
        it = Post(server, heard)
        yield it
        it.stop()


def morning(day: date, hour: int = 9) -> datetime:
    """Give an hour of a day, in Dutch time."""
    return datetime.combine(day, time(hour), clock.AMSTERDAM)


def text_of(message: EmailMessage) -> str:
    """Give the words of a mail."""
    body = message.get_body(("plain",))
    assert body
    return body.get_content()


def calendar_of(message: EmailMessage) -> Calendar:
    """Give the calendar file that came along, as another program reads it."""
    (part,) = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_payload(decode=True))  # type: ignore[return-value]


def tells_nothing(text: str, code: str) -> None:
    """See that a text says nothing of any family."""
    assert code not in text and not OF_FAMILIES.search(text), text


def tells_a_time_only(calendar: Calendar, starts: datetime, code: str, title: str = "Overleg") -> None:
    """See that a calendar file says when, and nothing of whom or why."""
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == title and event["DTSTART"].dt == starts
    tells_nothing(calendar.to_ical().decode(), code)


def downloaded(page: Page, link: str) -> bytes:
    """Follow the link to a file as somebody who takes it along."""
    with page.expect_download() as coming:
        page.locator(f"main a[href$='{link}']").first.click()
    file: Download = coming.value
    return Path(file.path()).read_bytes()


def words_of(paper: bytes) -> str:
    """Read a paper back."""
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(paper)).pages)
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", text))


def they_meet_again(desk: Page, code: str) -> None:
    """Look back on the first table, and decide to sit down once more."""
    desk.goto(f"/evaluatie/{code}/")
    for group in desk.locator("main form fieldset").all():
        if group.locator("input[type=radio]").count():
            group.locator("input[type=radio]").first.check()
    desk.get_by_role("button", name="Bewaren en verder").click()
    desk.get_by_label("We gaan opnieuw samen aan tafel").check()
    desk.get_by_role("button", name="Zo doen we het").click()
    said(desk, "Wij bereiden een nieuw overleg voor.")


def propose(desk: Page, code: str, moments: list[datetime]) -> None:
    """Ask everyone at the table, and the parents, which of these moments suit."""
    desk.goto(f"/gezin/{code}/momenten/voorstellen/")
    for number, moment in enumerate(moments):
        for part in ("day", "month", "year"):
            desk.locator(f"[name=moment-{number}_{part}]").fill(str(getattr(moment, part)))
        desk.locator(f"[name=time-{number}]").fill(f"{moment:%H:%M}")
    desk.get_by_label("Plek").fill(PLACE)
    desk.get_by_role("button", name="Vraag het iedereen").click()
    heading(desk, "Wie kan wanneer?")


def answer_by_link(page: Page, post: Post) -> None:
    """Answer from the mail alone: the link, and a code that comes by mail as well."""
    (asked,) = post.goes()[DEBTS]
    link = re.search(r"/moment/[\w-]+/", text_of(asked))
    assert link
    page.goto(link[0])
    page.get_by_role("button", name="Stuur mij een code").click()
    expect(page.get_by_label("Code")).to_be_visible()  # then it is sent
    (sent,) = post.goes()[DEBTS]
    digits = re.search(r"\b[0-9]{6}\b", text_of(sent))
    assert digits
    page.get_by_label("Code").fill(digits[0])
    page.get_by_role("button", name="Verder").click()
    expect(page.locator("main")).to_contain_text(PLACE)
    silent(page, "Haddad")
    choose(page, "Nee", "Ja")
    page.get_by_role("button", name="Versturen").click()
    heading(page, "Dank u wel")


def answer_in_her_place(mother: Page) -> None:
    """Yara says in Arabic when she can."""
    mother.locator("main a[href$='/wanneer/']").first.click()
    expect(mother.locator("html")).to_have_attribute("dir", "rtl")
    no_axe_violations(mother)
    picture(mother, "table-when-ar")
    for number, answer in enumerate(("maybe", "yes")):
        mother.get_by_role("group").nth(number).locator(f"input[value={answer}]").check(force=True)
    mother.locator("main form button[type=submit], main form button.kp-button--primary").last.click()
    expect(mother.get_by_role("status")).to_be_visible()


def find_a_date(desk: Page, mother: Page, debts: Page, post: Post, code: str) -> datetime:
    """Ask when it suits, let each answer in their own way, and pick the second moment; gives it."""
    day = clock.today()
    moments = [morning(clock.add_working_days(day, 6)), morning(clock.add_working_days(day, 7), 14)]
    propose(desk, code, moments)
    answer_by_link(debts, post)
    sign_in(mother, "Yara", "ar")
    mother.goto(f"/ons-gezin/{code}/")
    answer_in_her_place(mother)
    pick(desk, code)
    return moments[1]


def pick(desk: Page, code: str) -> None:
    """Pick the moment that suits."""
    desk.goto(f"/gezin/{code}/momenten/")
    desk.get_by_role("link", name=re.compile("Kies dit moment.*14:00")).click()
    desk.get_by_role("button", name="Kies dit moment").click()
    said(desk, "Het overleg staat.")


def calendar_files_go(post: Post, mother: Page, starts: datetime, code: str) -> None:
    """See that the mail brings professionals a calendar file; a parent takes hers herself, in her language."""
    came = post.goes()
    for who in (LEAD, DEBTS):
        tells_a_time_only(calendar_of(came[who][-1]), starts, code)
    mother.goto(f"/ons-gezin/{code}/overleg/")
    no_axe_violations(mother)
    hers = Calendar.from_ical(downloaded(mother, "/overleg/agenda/"))
    tells_a_time_only(hers, starts, code, "موعد")  # an appointment


def meet(desk: Page, mother: Page, code: str) -> None:
    """Hold the meeting: the desk writes, and the mother sees it come on her telephone, which never loads again."""
    desk.goto(f"/overleg/{code}/")
    desk.get_by_role("button", name="Begin het overleg").click()
    said(desk, "Goed overleg.")
    mother.goto(f"/ons-gezin/{code}/overleg/")
    opened = mother.evaluate("performance.timeOrigin")
    write(desk, "Een wens opschrijven", "Wat wil het gezin?", WISH, "Wens opschrijven")
    wish = desk.locator(".kp-goal", has_text=WISH)
    wish.get_by_label("Wat gebeurt er?").fill(TASK)
    wish.get_by_label("Joris Smeets").check()
    wish.get_by_label(re.compile("Over een week")).check()
    wish.get_by_role("button", name="Actie opschrijven").click()
    expect(wish.get_by_role("list")).to_contain_text(TASK)
    write(desk, "Besluit opschrijven", "Wat is er besloten?", DECISION, "Besluit bewaren")
    expect(desk.locator("#besluiten")).to_contain_text(DECISION)
    for words in (WISH, TASK, DECISION):
        expect(mother.locator("main")).to_contain_text(words, timeout=SOON)
    no_axe_violations(mother)
    assert mother.evaluate("performance.timeOrigin") == opened


def confirm_and_conclude(desk: Page, mother: Page) -> None:
    """Read it back: Yara says yes on her telephone, Daniel aloud; and end the meeting."""
    mother.locator("#overleg-ja form button").click()
    expect(mother).to_have_url(re.compile("/afspraken/"))
    expect(desk.locator("#afronden .kp-tag--good")).to_have_count(1, timeout=SOON)
    desk.get_by_role("link", name="Samen teruglezen").click()
    desk.get_by_role("link", name="Ja vastleggen").click()
    desk.get_by_label("Mondeling, met een getuige").check()
    desk.get_by_label("Wie was erbij als getuige?").fill("Fatima")
    desk.get_by_role("button", name="Ja, bewaren").click()
    expect(desk.locator("main")).to_contain_text("Daniel Haddad zei ja tegen wat er nu staat")
    desk.get_by_role("link", name="Terug naar de tafel").click()
    desk.get_by_role("button", name="Overleg afronden").click()
    expect(desk.get_by_role("heading", name="Onze afspraken")).to_be_visible()


def takes_the_plan_home(mother: Page, code: str) -> None:
    """Yara takes what they agreed along as a paper, in her language."""
    mother.goto(f"/ons-gezin/{code}/papier/")
    no_axe_violations(mother)
    plan = downloaded(mother, "/papier/bestand/")
    assert PdfReader(BytesIO(plan)).trailer["/Root"]["/Lang"] == "ar"
    text = words_of(plan)
    for words in (WISH, TASK, DECISION):
        assert words in text, words


def it_waits_and_rises(post: Post, due: date) -> None:
    """Let time pass: the day before it is due Joris hears of it, and when it is late one after the other."""
    day = clock.add_working_days
    for days, to, words in (
        (-2, DEBTS, ""), (-1, DEBTS, "Een herinnering"), (0, DESK, ""), (1, DESK, "langer dan afgesproken"),
        (2, DEPUTY, "langer dan afgesproken"), (5, LEADER, "wacht iets te lang"),
    ):  # fmt: skip
        post.time_is(morning(day(due, days)))
        came = post.goes()
        if words:
            assert any(words in text_of(message) for message in came.get(to, [])), (days, to)


def everyone_heard(desk: Page, code: str, due: date) -> None:
    """See at the desk who heard that this waits."""
    sign_in(desk, "Marieke")
    desk.goto(f"/gezin/{code}/")
    on = desk.locator(".kp-tag", has_text=re.compile(rf"\b{due.day} {MONTHS[due.month]}"))
    late = desk.get_by_role("region", name="Klok").get_by_role("listitem").filter(has=on)
    for who in ("wie het doet", "coördinator", "vervanger", "projectleider"):
        expect(late).to_contain_text(who)
    no_axe_violations(desk)


def help_comes(debts: Page) -> None:
    """Joris does what was agreed."""
    sign_in(debts, "Joris")
    debts.goto("/mijn-gezinnen/")
    debts.get_by_role("button", name=re.compile(f"Gedaan.*{TASK}")).click()
    said(debts, "Dit staat genoteerd")


def hears_back(midwife: Page, code: str) -> None:
    """Sanne reads on her telephone that it is over, and keeps the letter; the family shares no more with her."""
    sign_in(midwife, "Sanne")
    midwife.goto(f"/aanmelden/volgen/{code}/")
    no_axe_violations(midwife)
    picture(midwife, "table-referrer-closed")
    letter = words_of(downloaded(midwife, "/brief/"))
    for page_or_letter in (midwife.locator("main").inner_text(), letter):
        assert "Dank dat u dit gezin de weg wees" in page_or_letter, page_or_letter
        for word in ("Haddad", "Yara", "Joris", WISH, TASK, LAST_WORDS):
            assert word not in page_or_letter
    assert "Wat kwam er van uw aanmelding?" in letter


def everything_that_came_tells_nothing(post: Post, code: str) -> None:
    """Read every mail and text message of the whole story; a family is not even told by whom."""
    mails = post.mails()
    assert len(mails) > 40 and post.texts, (len(mails), post.texts)
    for mail in mails:
        files = [part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart()]
        tells_nothing("\n".join((mail["Subject"], mail["From"], *files)), code)
    to_families = [text_of(mail) for mail in mails if mail["To"] == PARTNER]
    assert to_families
    for text in (*to_families, *post.texts):
        tells_nothing(text.replace(PARTNER, ""), code)
        assert not re.search("kansrijk|knooppunt", text.replace(PARTNER, ""), re.IGNORECASE), text


def everyone_hears_that_it_is_over(debts: Page, post: Post) -> None:
    """Joris and Sanne get their last mail, and Joris may read the last words for a while."""
    came = post.goes()
    assert "is afgerond" in text_of(came[DEBTS][-1]) and "is afgerond" in text_of(came[MIDWIFE][-1])
    debts.goto("/mijn-gezinnen/")
    expect(debts.get_by_role("region", name="Afgerond")).to_contain_text(LAST_WORDS)
    no_axe_violations(debts)


def test_from_when_can_you_to_the_last_letter(open_page: Opens, post: Post) -> None:
    desk, mother, debts, midwife = (
        open_page(), open_page(viewport=NARROW, has_touch=True), open_page(viewport=NARROW),
        open_page(viewport=NARROW, has_touch=True),
    )  # fmt: skip
    # given a family that sits down once more
    sign_in(debts, "Joris")
    code = code_of(debts, YARA)
    debts.context.clear_cookies()
    sign_in(desk, "Marieke")
    they_meet_again(desk, code)
    post.goes()
    # when two moments are proposed, Joris answers by the link in his mail, and Yara in her place
    starts = find_a_date(desk, mother, debts, post, code)
    # then a calendar file goes to each, and Yara takes hers
    calendar_files_go(post, mother, starts, code)
    # when the day has come they meet, each at her own screen, and the parents say yes to what stands there
    post.time_is(starts)
    sign_in(desk, "Marieke")
    sign_in(mother, "Yara", "ar")
    meet(desk, mother, code)
    confirm_and_conclude(desk, mother)
    takes_the_plan_home(mother, code)
    # when time passes and nothing is done, who does it hears of it, and then who looks after it
    due = clock.add_working_days(starts.date(), 5)
    it_waits_and_rises(post, due)
    everyone_heard(desk, code, due)
    # and when it is done they look back, and close
    help_comes(debts)
    lead = open_page()
    sign_in(lead, "Fatima")
    look_back_and_close(lead, YARA, LAST_WORDS)
    # then everyone hears that it is over: the table, the parents, and who referred them
    everyone_hears_that_it_is_over(debts, post)
    hears_back(midwife, code)
    # and no message of all that came told anything of any family
    everything_that_came_tells_nothing(post, code)
