"""Consent in a parent's own hands: give, refuse, narrow and withdraw in two clicks, and the words of then."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import consenting, following, reading
from knooppunt.casework.refusals import Refusal
from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return answer.content.decode()


def plain(html: str) -> str:
    """Give the words of the page itself, without tags and line breaks."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r" ([.,])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", main).split()))


@pytest.fixture
def yara(town: Any) -> Client:
    return come_in("yara")


@pytest.fixture
def code(town: Any) -> str:
    return town.cases["following"]


def page_of(client: Client, code: str) -> str:
    return text(client.get(f"/ons-gezin/{code}/ja-en-nee/"))


def card(page: str, title: str) -> str:
    """Give the part of the page about one thing that a parent decides."""
    return next(part for part in re.findall(r'<section class="kp-card".*?</section>', page, re.S) if title in part)


def buttons(part: str) -> dict[str, tuple[str, str]]:
    """Give what each button of a card sends: words -> (address, answer)."""
    found = {}
    for form in re.findall(r"<form.*?</form>", part, re.S):
        address = re.search(r'action="([^"]+)"', form).group(1)  # type: ignore[union-attr]
        for value, inside in re.findall(r'<button[^>]*value="([^"]*)"[^>]*>(.*?)</button>', form, re.S):
            words = re.sub(r'<span class="kp-hear">.*?</span>', "", inside, flags=re.S)
            found[" ".join(re.sub(r"<[^>]+>", " ", words).split())] = (address, value)
    return found


def all_buttons(client: Client, code: str, title: str) -> list[tuple[str, str]]:
    """Give (words, answer) of each button of one card."""
    return [(words, sent) for words, (_to, sent) in buttons(card(page_of(client, code), title)).items()]


def press(client: Client, code: str, title: str, button: str) -> str:
    """Press one button of one card, and give the page that comes after it."""
    address, value = buttons(card(page_of(client, code), title))[button]
    answer = client.post(address, {"answer": value})
    assert answer.status_code == 302, text(answer)
    return page_of(client, code)


# --- the page ---------------------------------------------------------------------------------------------------------
def test_each_card_says_in_one_sentence_what_is_shared_with_whom_and_until_when(yara: Client, code: str) -> None:
    page = page_of(yara, code)
    debt = plain(f"<main{card(page, 'Schuldhulp Evenwicht')}</main>")
    assert "Joris Smeets" in debt and "om mee te denken en te helpen." in debt
    assert re.search(r"Tot en met \d+ \w+ 20\d\d\.", debt)
    youth = card(page, "Jeugdgezondheidszorg (JGZ)")
    assert "Fatima Amrani" in youth and "kp-icon" in youth
    assert "Daniel" not in page
    choices_alone = page.partition("Wie mag wat weten</h1>")[2].partition("</main>")[0].lower()
    for frightening in ("weet u zeker", "let op", "kp-button--danger", "kp-notice--warn", "gevolg"):
        assert frightening not in choices_alone


def test_from_every_page_of_hers_the_choices_are_one_click_away(yara: Client, code: str) -> None:
    for tail in ("", "ja-en-nee/", "wie-keek/", "stoppen/", "papier/", "onderzoek/"):
        assert f'href="/ons-gezin/{code}/ja-en-nee/"' in text(yara.get(f"/ons-gezin/{code}/{tail}")), tail


def test_the_pages_open_in_few_queries(yara: Client, code: str) -> None:
    page = page_of(yara, code)
    refs = re.findall(rf"/ons-gezin/{code}/ja-en-nee/\w+/", page)
    for address in {f"/ons-gezin/{code}/ja-en-nee/", f"/ons-gezin/{code}/onderzoek/", *refs}:
        with CaptureQueriesContext(connection) as asked:
            assert yara.get(address).status_code == 200
        assert len(asked) <= 12, (address, len(asked))


def test_a_yes_is_taken_back_in_two_clicks_and_bites_at_once(yara: Client, town: Any, code: str) -> None:
    for other in (come_in("daniel"),):
        press(other, code, "Schuldhulp Evenwicht", "Niet meer delen")
    reading.shared_case(town.actor("joris"), code)
    number = Letter.objects.count()
    page = press(yara, code, "Schuldhulp Evenwicht", "Niet meer delen")
    assert "Zij zien niets van u." in card(page, "Schuldhulp Evenwicht")
    with pytest.raises(Refusal):
        reading.shared_case(town.actor("joris"), code)
    letters = list(Letter.objects.order_by("id").values_list("kind", "to", "body"))[number:]
    assert {(kind, to) for kind, to, _body in letters} == {
        ("access_ended", "joris@knooppunt.example"), ("coordinator_step", "marieke@knooppunt.example"),
    }  # fmt: skip
    assert not any("Yara" in body or "toestemming" in body for _kind, _to, body in letters)
    page = press(yara, code, "Schuldhulp Evenwicht", "Ja, dat mag")
    assert reading.shared_case(town.actor("joris"), code)


def test_one_kind_of_fact_is_kept_apart_in_one_tap_and_given_back_in_one(yara: Client, town: Any, code: str) -> None:
    mine = next(p for p in reading.own_place(town.actor("yara"), code).parents if p.is_self)
    desk = town.actor("marieke")
    following.add_note(desk, code, "Kanarie in de portemonnee", visible_to="table", about=mine.code, data_class="debt")

    def joris_reads() -> str:
        return " ".join(entry.text for entry in reading.shared_case(town.actor("joris"), code).entries)

    assert "Kanarie" in joris_reads()
    page = press(yara, code, "Schuldhulp Evenwicht", "geld")
    assert "mag niet" in card(page, "Schuldhulp Evenwicht")
    assert "Kanarie" not in joris_reads()
    press(yara, code, "Schuldhulp Evenwicht", "geld")
    assert "Kanarie" in joris_reads()


def test_a_shorter_time_is_one_tap_and_a_part_ends_with_its_whole(yara: Client, town: Any, code: str) -> None:
    week = clock.today() + timedelta(days=7)
    (tap,) = [words for words, sent in all_buttons(yara, code, "Schuldhulp Evenwicht") if sent == f"ja tot {week}"]
    press(yara, code, "Schuldhulp Evenwicht", tap)
    for _tap in range(2):  # keep a kind apart, and allow it again
        press(yara, code, "Schuldhulp Evenwicht", "geld")
    with clock.travel(clock.now() + timedelta(days=8)):
        page = page_of(come_in("yara"), code)
        assert "voorbij" in card(page, "Schuldhulp Evenwicht")
        mine = reading.choices.own_choices(town.actor("yara"), code)
        row = next(r for r in mine.rows if r.name == "Schuldhulp Evenwicht")
        assert not any(row.kinds.values())


@pytest.mark.parametrize(
    "answer", ["", "misschien", "ja tot gisteren", "ja tot 2020-01-01", "nee roddel", "ja tot 9999-01-01"]
)
def test_what_no_button_of_ours_sends_changes_nothing(yara: Client, code: str, answer: str) -> None:
    address, _value = buttons(card(page_of(yara, code), "Schuldhulp Evenwicht"))["Niet meer delen"]
    before = plain(page_of(yara, code))
    assert yara.post(address, {"answer": answer}).status_code == 200
    assert plain(page_of(yara, code)) == before


def test_the_exact_words_of_then_stay_with_who_asked_and_every_earlier_answer(yara: Client, code: str) -> None:
    press(yara, code, "Schuldhulp Evenwicht", "Niet meer delen")
    press(yara, code, "Schuldhulp Evenwicht", "Ja, dat mag")
    address, _value = buttons(card(page_of(yara, code), "Schuldhulp Evenwicht"))["Niet meer delen"]
    page = plain(text(yara.get(address)))
    assert page.count("De mensen van deze organisatie mogen mijn gegevens zien") == 4  # now, and three times then
    assert "Gevraagd door Marieke Janssen." in page and "Marieke luisterde mee" in page
    assert "U nam uw ja terug" in page and "Zelf, op deze plek." in page
    assert page.count("geldt niet meer") == 2


def test_a_page_that_is_not_there(yara: Client, code: str) -> None:
    assert yara.get(f"/ons-gezin/{code}/ja-en-nee/0000000000/").status_code == 404
    assert come_in("noor").get(f"/ons-gezin/{code}/ja-en-nee/").status_code == 404


def test_who_leaves_keeps_the_page_and_may_return(yara: Client, town: Any, code: str) -> None:
    page = press(yara, code, "Samen aan tafel", "Ik doe niet meer mee")
    assert "U doet niet mee" in card(page, "Samen aan tafel")
    assert "U doet nu niet mee, dus zij zien niets van u." in page
    assert "Joris Smeets" not in page  # she reads on about herself alone
    assert "U doet nu niet mee" in text(yara.get("/ons-gezin/", follow=True))
    file = reading.case_file(town.actor("marieke"), code)
    assert [p.takes_part for p in file.parents] == [False, True]
    page = press(yara, code, "Samen aan tafel", "Ja, dat mag")
    assert "U praat mee" in page and "Joris Smeets" in page


CHOICES = {
    "give": ("Meedoen aan onderzoek", "ja"), "refuse": ("Meedoen aan onderzoek", "nee"),
    "withdraw": ("Schuldhulp Evenwicht", "nee"), "stop taking part": ("Samen aan tafel", "nee"),
    "narrow by kind": ("Schuldhulp Evenwicht", "nee debt"),
    "widen by kind": ("Schuldhulp Evenwicht", "ja debt"), "end sooner": ("Schuldhulp Evenwicht", "ja tot "),
    "end taking part sooner": ("Samen aan tafel", "ja tot "),
}  # fmt: skip


@pytest.mark.parametrize("choice", CHOICES)
def test_each_choice_takes_two_clicks_from_any_page_of_hers(town: Any, choice: str) -> None:
    """The first click opens the page with all choices, the second is a button on it; no reason is asked (R-CON-12)."""
    code, (title, answer) = town.cases["following"], CHOICES[choice]
    yara, mine = come_in("yara"), reading.choices.own_choices(town.actor("yara"), code)
    scope = {"organisation": next(r.organisation for r in mine.rows if r.name == "Schuldhulp Evenwicht")}
    if choice == "widen by kind":
        consenting.withdraw_consent(town.actor("yara"), code, mine.parent, purpose="share", data_class="debt", **scope)
    if choice in ("give", "refuse"):
        forget_research(code)
    page, clicks = text(yara.get(f"/ons-gezin/{code}/wie-keek/")), 0
    (address,) = set(re.findall(rf'href="(/ons-gezin/{code}/ja-en-nee/)"', page))
    page, clicks = text(yara.get(address)), clicks + 1
    part = card(page, title)
    fits = str.startswith if answer.endswith("tot ") else str.__eq__
    to, sent = next((to, sent) for to, sent in buttons(part).values() if fits(sent, answer))
    before = plain(f"<main{part}</main>")
    answered, clicks = yara.post(to, {"answer": sent}), clicks + 1
    assert answered.status_code == 302 and clicks == 2
    assert plain(f"<main{card(page_of(yara, code), title)}</main>") != before
    rest = re.sub(r"<button.*?</button>|<input type=.hidden.*?>", "", part, flags=re.S)
    assert "<input" not in rest and "<textarea" not in rest  # nothing to fill in, so no reason


def forget_research(code: str) -> None:
    """Let it be as if research was never asked."""
    from knooppunt.casework.models import Consent
    from knooppunt.foundation import guard

    with guard.looking_inside():
        Consent.objects.filter(subject__family__case__code=code, purpose="research").delete()


# --- research -----------------------------------------------------------------------------------------------------
def screens(town: Any, code: str) -> dict[str, str]:
    """Give every screen of everyone about this family; what differs each time anyhow is left out."""
    found = {}
    for who, addresses in {
        "yara": ["", "tafel/", "punten/", "papier/", "stoppen/"], "daniel": ["", "papier/"],
    }.items():  # fmt: skip
        client = come_in(who)
        for tail in addresses:
            found[f"{who} {tail}"] = plain(text(client.get(f"/ons-gezin/{code}/{tail}")))
    for who, address in (
        ("fatima", f"/mijn-gezinnen/{code}/"), ("joris", f"/mijn-gezinnen/{code}/"), ("joris", "/mijn-gezinnen/"),
        ("fatima", f"/overleg/{code}/"), ("fatima", f"/afspraken/{code}/"), ("fatima", f"/evaluatie/{code}/"),
        ("marieke", f"/overleg/{code}/"), ("marieke", "/werklijst/"), ("sanne", "/mijn-aanmeldingen/"),
    ):  # fmt: skip
        found[f"{who} {address}"] = plain(text(come_in(who).get(address)))
    return found


def test_a_no_to_research_changes_no_other_screen(town: Any, code: str) -> None:
    """R-CON-13, for a yes that was taken back as well."""
    yara = come_in("yara")
    before, acts = screens(town, code), reading.case_file(town.actor("marieke"), code).acts
    page = press(yara, code, "Meedoen aan onderzoek", "Liever niet meer")
    assert "Aan de hulp verandert niets." in card(page, "Meedoen aan onderzoek")
    assert screens(town, code) == before
    assert reading.case_file(town.actor("marieke"), code).acts == acts


def test_research_is_asked_on_its_own_page(yara: Client, code: str) -> None:
    page = text(yara.get(f"/ons-gezin/{code}/onderzoek/"))
    assert "Zeg ik nee, dan verandert er niets aan de hulp." in page
    assert "Schuldhulp" not in page


# --- a yes that ends ------------------------------------------------------------------------------------------------
def test_a_month_before_it_ends_the_question_comes_and_one_click_keeps_it_as_it_was(town: Any, code: str) -> None:
    press(come_in("yara"), code, "Schuldhulp Evenwicht", "geld")
    ends = reading.choices.own_choices(town.actor("yara"), code).of("take_part")[0].ends_on
    assert ends is not None
    assert "Mag het zo blijven?" not in page_of(come_in("yara"), code)
    with clock.travel(clock.now() + (ends - clock.today()) - timedelta(days=20)):
        yara = come_in("yara")
        page = page_of(yara, code)
        assert "Mag het zo blijven?" in page
        (address,) = re.findall(r'action="(/ons-gezin/\w+/zo-houden/)"', page)
        assert yara.get(address).status_code == 405
        assert yara.post(address).status_code == 302
        page = page_of(yara, code)
        assert "Mag het zo blijven?" not in page
        mine = reading.choices.own_choices(town.actor("yara"), code)
        row = next(r for r in mine.rows if r.name == "Schuldhulp Evenwicht")
        assert row.kinds["debt"] is False and row.kinds["general"] is True
        assert row.ends_on is not None and row.ends_on > ends
        (research,) = mine.of("research")
        assert research.ends_on == ends  # asked apart


# --- age, guardian, mentor ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("age", "alone"), [(13, False), (15, False), (16, True), (17, True), (30, True)])
def test_who_is_not_sixteen_reads_who_says_yes_too_and_how(town: Any, age: int, alone: bool) -> None:
    code, desk = town.cases["planned"], town.actor("marieke")
    file = reading.case_file(desk, code)
    from knooppunt.casework import referring

    referring.correct_family(
        desk, code, file.parents[0].code, version=file.version, represented_by="Oma Timmermans",
        born_on=clock.today() - timedelta(days=int(age * 365.25) + 30),
    )  # fmt: skip
    noor = come_in("noor")
    press(noor, code, "Meedoen aan onderzoek", "Liever niet meer")  # a no is always her own
    page = page_of(noor, code)
    research = card(page, "Meedoen aan onderzoek")
    assert ("Ja, dat mag" in research) is alone
    assert ("Wie zegt er met u ja?" in page) is not alone
    if not alone:
        assert "ook uw ouder of voogd nodig" in page and "Oma Timmermans" in page and "De coördinator schrijft" in page
        address = re.findall(rf"/ons-gezin/{code}/ja-en-nee/\w+/", research)[0]
        assert "ouder, voogd" in text(noor.post(address, {"answer": "ja"}))
        given = consenting.Given(capacity="with_guardian", given_by="Oma Timmermans", witness="Sanne")
        consenting.give_consent(desk, code, file.parents[0].code, purpose="research", yes=True, given=given)
        assert "Samen met Oma Timmermans." in plain(text(noor.get(f"/ons-gezin/{code}/onderzoek/")))


def test_the_coordinator_renews_everything_at_once_for_who_has_no_account(town: Any, code: str) -> None:
    press(come_in("yara"), code, "Schuldhulp Evenwicht", "geld")
    ends = reading.choices.own_choices(town.actor("yara"), code).of("take_part")[0].ends_on
    mother = reading.case_file(town.actor("marieke"), code).parents[0].code
    assert ends is not None
    ask, address = f"/gezin/{code}/ouder/{mother}/toestemming/", f"/gezin/{code}/ouder/{mother}/zo-houden/"
    assert address not in text(come_in("marieke").get(ask))
    for days in (-20, 5):  # before it ends, and after
        with clock.travel(clock.now() + (ends - clock.today()) + timedelta(days=days)):
            marieke = come_in("marieke")
            assert address in text(marieke.get(ask))
            page = text(marieke.get(f"{address}?taal=nl"))
            assert "Ik wil meedoen" in page and "De mensen van deze organisatie" in page
            assert "Fout:" in text(marieke.post(address, {"method": "spoken", "capacity": "self"}))
            if days > 0:
                assert marieke.post(address, {"method": "noted", "capacity": "self"}).status_code == 302
                rows = reading.choices.own_choices(town.actor("yara"), code).rows
                joris = next(row for row in rows if row.name == "Schuldhulp Evenwicht")
                assert (joris.kinds["general"], joris.kinds["debt"]) == (True, False)


def boxes(day: date) -> dict[str, str]:
    return {"until_day": str(day.day), "until_month": str(day.month), "until_year": str(day.year)}


def test_the_coordinator_notes_until_when_for_who_asks_it_at_the_table_or_by_telephone(town: Any, code: str) -> None:
    mother = reading.case_file(town.actor("marieke"), code).parents[0].code
    address = f"/gezin/{code}/ouder/{mother}/toestemming/?voor=jgz"
    said = {"answer": "yes", "data_class": "all", "method": "noted", "capacity": "self"}
    marieke, soon = come_in("marieke"), clock.today() + timedelta(days=40)

    def ends() -> date | None:
        mine = reading.choices.own_choices(town.actor("yara"), code)
        return next(row.ends_on for row in mine.rows if row.discipline == "jgz")

    before = ends()
    for wrong in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=400)):
        assert "Fout:" in text(marieke.post(address, {**said, **boxes(wrong)}))
        assert ends() == before
    assert marieke.post(address, {**said, **boxes(soon)}).status_code == 302
    assert ends() == soon
    no = {**said, "answer": "no", **boxes(clock.today() - timedelta(days=1))}  # a no has no end, whatever was typed
    assert marieke.post(address, no).status_code == 302


def test_what_is_renewed_may_end_sooner_too(town: Any, code: str) -> None:
    press(come_in("yara"), code, "Schuldhulp Evenwicht", "geld")
    ends = reading.choices.own_choices(town.actor("yara"), code).of("take_part")[0].ends_on
    mother = reading.case_file(town.actor("marieke"), code).parents[0].code
    assert ends is not None
    with clock.travel(clock.now() + (ends - clock.today()) - timedelta(days=20)):
        address, soon = f"/gezin/{code}/ouder/{mother}/zo-houden/", clock.today() + timedelta(days=90)
        said = {"method": "noted", "capacity": "self"}
        assert "Fout:" in text(come_in("marieke").post(address, {**said, **boxes(clock.today() - timedelta(days=1))}))
        assert come_in("marieke").post(address, {**said, **boxes(soon)}).status_code == 302
        rows = reading.choices.own_choices(town.actor("yara"), code).rows
        assert {row.ends_on for row in rows if row.says == "yes" and row.purpose != "research"} == {soon}
