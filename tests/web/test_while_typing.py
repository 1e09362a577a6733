"""Somebody takes her yes back while a professional types: nothing is kept, and the words go back to who wrote them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from knooppunt.casework import consenting, keeping, reading
from knooppunt.foundation import guard
from tests.papers.test_taking_in import picture
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
WORDS = "Kanariegele woorden die nergens mogen blijven."


def text(answer: Any) -> str:
    return answer.content.decode(errors="replace")


def main_of(answer: Any) -> str:
    return re.sub(r"<script.*?</script>", "", text(answer).partition("<main")[2].partition("</main>")[0], flags=re.S)


def everyone_leaves(town: Any, code: str) -> None:
    for key in ("yara", "daniel"):
        actor = town.actor(key)
        mine = next(p for p in reading.own_place(actor, code).parents if p.is_self)
        consenting.withdraw_consent(actor, code, mine.code, purpose="take_part")


def shut_out(town: Any, code: str, key: str) -> None:
    """Let both parents take back what they share with the organisation and the discipline of somebody."""
    for parent in ("yara", "daniel"):
        actor = town.actor(parent)
        mine = next(p for p in reading.own_place(actor, code).parents if p.is_self)
        organisation = town.people[key].organisation_id
        consenting.give_consent(actor, code, mine.code, purpose="share", yes=False, organisation=organisation)


def everything_kept() -> str:
    """Give all words that stand in the tables of a case, and in the sessions and the cache."""
    from django.apps import apps
    from django.db import connection

    with guard.looking_inside(), connection.cursor() as cursor:
        found = []
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            found += [str(value) for row in cursor.fetchall() for value in row]
    return " ".join(found)


def forms_of(town: Any, code: str) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Give who sends which form with words, to which address."""
    file = reading.case_file(town.actor("marieke"), code)
    goal = file.goals_now[0]
    actions = [a for g in file.goals for a in g.actions]
    hers = next(a for a in actions if a.owner_kind == "professional" and a.status == "stuck")
    came = {f"came-{a.code}": "yes" for a in actions}
    note = {"text": WORDS, "visible_to": "table", "about": "", "data_class": "general"}
    back = {**came, "need_met": "yes", "change": "better", "words": WORDS, "with_family": "yes"}
    wish = {"words": WORDS, "moment": "now", "because": "", "version": str(goal.version)}
    report = {"status": "stuck", "report": WORDS, "version": str(hers.version)}
    task = {"what": WORDS, "due_on_day": "1", "due_on_month": "2", "due_on_year": "2027", "owner": "network"}
    return {
        "note of the lead": ("fatima", f"/mijn-gezinnen/{code}/notitie/", note),
        "note of a participant": ("joris", f"/mijn-gezinnen/{code}/notitie/", note),
        "note of the coordinator": ("marieke", f"/gezin/{code}/notitie/", note),
        "report": ("fatima", f"/mijn-gezinnen/{code}/actie/{hers.code}/", report),
        "evaluation of the lead": ("fatima", f"/evaluatie/{code}/", back),
        "evaluation of the coordinator": ("marieke", f"/evaluatie/{code}/", back),
        "wish of the lead": ("fatima", f"/overleg/{code}/wens/{goal.code}/", wish),
        "wish of the coordinator": ("marieke", f"/overleg/{code}/wens/{goal.code}/", wish),
        "new wish": ("marieke", f"/overleg/{code}/wens/", wish),
        "new action": ("fatima", f"/overleg/{code}/wens/{goal.code}/actie/", task),
        "decision": ("marieke", f"/overleg/{code}/besluit/", {"text": WORDS}),
        "notes of the conference": ("marieke", f"/overleg/{code}/aantekeningen/", {"notes": WORDS, "version": "1"}),
    }


FORMS = (
    "note of the lead", "note of a participant", "note of the coordinator", "report", "evaluation of the lead",
    "evaluation of the coordinator", "wish of the lead", "wish of the coordinator", "new wish", "new action",
    "decision", "notes of the conference",
)  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_words_come_back_and_nothing_is_kept_when_everyone_left(town: Any, name: str) -> None:
    code = town.cases["following"]
    who, address, data = forms_of(town, code)[name]
    client: Client = come_in(who)
    assert client.get(address).status_code == 200, address  # the page is open
    everyone_leaves(town, code)
    _comes_back(client.post(address, data), code)


@pytest.mark.parametrize(
    "name", [name for name in FORMS if "lead" in name or "participant" in name or name == "report"]
)
def test_words_come_back_when_one_organisation_is_shut_out(town: Any, name: str) -> None:
    code = town.cases["following"]
    who, address, data = forms_of(town, code)[name]
    client: Client = come_in(who)
    shut_out(town, code, who)
    _comes_back(client.post(address, data), code)
    assert reading.case_file(town.actor("marieke"), code).state == "following"  # the others go on


def _comes_back(answer: Any, code: str) -> None:
    assert answer.status_code in (403, 404), answer.status_code
    page = main_of(answer)
    assert "Dit is niet bewaard" in page and WORDS in page
    for name in ("Yara", "Daniel", "Haddad", "Schuld", "oma", code):
        assert name not in page, name
    assert "kanarie" not in everything_kept().lower()
    assert "no-store" in answer["Cache-Control"]


def test_who_never_had_a_place_reads_the_same_page_as_who_lost_it(town: Any) -> None:
    code = town.cases["following"]
    data = {"text": WORDS}
    stranger, nowhere = come_in("bart"), come_in("joris")
    there = main_of(stranger.post(f"/mijn-gezinnen/{code}/notitie/", data))
    assert there == main_of(nowhere.post("/mijn-gezinnen/QQQQQQQQ/notitie/", data))
    assert WORDS in there


def test_choices_and_codes_do_not_come_back_as_words(town: Any) -> None:
    data = {"version": "3", "visible_to": "table", "about": "AB12CD34", "born_on_day": "12", "text": "Ja"}
    page = main_of(come_in("joris").post("/mijn-gezinnen/QQQQQQQQ/notitie/", data))
    assert page.count("<textarea") == 1 and ">Ja</textarea>" in page
    assert "Dit is niet bewaard" not in text(come_in("joris").post("/mijn-gezinnen/QQQQQQQQ/notitie/", {"about": "x"}))


@pytest.mark.parametrize("leave", [everyone_leaves, lambda town, code: shut_out(town, code, "joris")])
def test_a_page_that_was_open_is_shut_at_its_next_request(town: Any, leave: Callable[[Any, str], None]) -> None:
    """R-CON-11: the page again, its print, its forms, the earlier plans."""
    code, joris = town.cases["following"], come_in("joris")
    file = reading.shared_case(town.actor("joris"), code)
    own = next(a.code for g in file.goals for a in g.actions if a.may_report)
    pages = [
        f"/mijn-gezinnen/{code}/", f"/mijn-gezinnen/{code}/notitie/", f"/mijn-gezinnen/{code}/actie/{own}/",
        f"/afspraken/{code}/", f"/afspraken/{code}/eerder/",
    ]  # fmt: skip
    assert {address: joris.get(address).status_code for address in pages} == dict.fromkeys(pages, 200)
    leave(town, code)
    for address in pages:
        answer = joris.get(address)
        assert answer.status_code in (403, 404), address
        assert "Yara" not in text(answer) and "Daniel" not in text(answer)
    assert code not in text(joris.get("/mijn-gezinnen/"))


def test_what_is_hers_alone_is_shut_for_the_lead_while_he_goes_on(town: Any) -> None:
    """R-CON-11, R-WHO-01: Yara shuts out youth health care, Daniel does not; her papers and pages close, his stay."""
    code, fatima = town.cases["following"], come_in("fatima")
    desk = town.actor("marieke")
    mother, partner = (p.code for p in reading.case_file(desk, code).parents)
    scans = {
        parent: keeping.keep_scan(town.actor("fatima"), code, picture(), kind="consent", on_behalf_of=parent)
        for parent in (mother, partner)
    }
    alone = "samen/{code}/papier/{scan}/ samen/{code}/ouder/{parent}/papier/ samen/{code}/ouder/{parent}/ja/"
    alone += " samen-tekenen/{code}/{parent}/"

    def pages_about(parent: str) -> list[str]:
        return [f"/{page.format(code=code, parent=parent, scan=scans[parent])}" for page in alone.split()]

    both = [f"/mijn-gezinnen/{code}/", f"/samen/{code}/", f"/overleg/{code}/", f"/afspraken/{code}/"]
    for address in [*pages_about(mother), *pages_about(partner), *both]:
        assert fatima.get(address).status_code == 200, address
    yara = town.actor("yara")
    consenting.withdraw_consent(yara, code, mother, purpose="share", discipline="jgz")
    for address in pages_about(mother):
        answer = fatima.get(address)
        assert answer.status_code in (403, 404) and "Yara" not in text(answer), address
    for address in [*pages_about(partner), *both]:
        answer = fatima.get(address)
        assert answer.status_code == 200 and "Yara Haddad" not in text(answer), address
    assert "Yara" not in text(fatima.get("/mijn-gezinnen/"))
