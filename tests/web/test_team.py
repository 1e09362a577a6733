"""A professional around a family: invitations, her own actions, what is shared with her, and nothing else."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import agreeing, consenting, following, reading
from knooppunt.foundation import clock
from knooppunt.trail.models import TrailLine
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
FAMILIES = "/mijn-gezinnen/"


@pytest.fixture
def fatima(town: Any) -> Client:
    return come_in("fatima")


@pytest.fixture
def joris(town: Any) -> Client:
    return come_in("joris")


def text(answer: Any) -> str:
    return answer.content.decode()


def title(answer: Any) -> str:
    return re.search(r"<title>(.*?)</title>", text(answer)).group(1)  # type: ignore[union-attr]


def my_action(town: Any, key: str, case: str = "following") -> Any:
    file = reading.plan(town.actor(key), town.cases[case])
    me = next(seat.code for seat in file.circle if seat.is_self)
    return next(a for goal in file.goals for a in goal.actions if a.owner_code == me and a.status != "done")


def test_pages_open_in_few_queries_without_a_name_in_the_title(fatima: Client, town: Any) -> None:
    code = town.cases["following"]
    action = my_action(town, "fatima").code
    for address in (
        FAMILIES, f"{FAMILIES}{code}/", f"{FAMILIES}{code}/notitie/", f"{FAMILIES}{code}/actie/{action}/",
        f"/uitnodiging/{town.cases['planned']}/", f"/afspraken/{code}/", f"/afspraken/{code}/eerder/",
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            answer = fatima.get(address)
        assert answer.status_code == 200, address
        assert len(asked) <= 12, (address, len(asked))
        assert code not in title(answer) and "Haddad" not in title(answer)
        assert "no-store" in answer["Cache-Control"]


def test_the_list_has_late_actions_first_and_shows_the_lead_what_is_stuck(fatima: Client, town: Any) -> None:
    code = town.cases["following"]
    action = my_action(town, "fatima")
    joris_action = next(
        a for goal in reading.plan(town.actor("fatima"), code).goals for a in goal.actions if a.owner_kind == "parent"
    )
    page = text(fatima.get(FAMILIES))
    assert action.what in page and "Hier kan iemand u gebruiken" not in page
    following.report_action(
        town.actor("fatima"),
        code,
        joris_action.code,
        status="stuck",
        report="GEEN-GEHOOR",
        version=joris_action.version,
    )
    page = text(fatima.get(FAMILIES))
    assert "Hier kan iemand u gebruiken" in page and "GEEN-GEHOOR" in page


def test_somebody_without_families_reads_what_a_knooppunt_is(town: Any) -> None:
    page = text(come_in("bart").get(FAMILIES))
    assert "Wat is een Knooppunt?" in page and "Eerst sparren" in page


def test_an_invitation_shows_nothing_of_the_family_before_yes(joris: Client, town: Any) -> None:
    code = town.cases["planned"]
    for address in (FAMILIES, f"/uitnodiging/{code}/"):
        page = text(joris.get(address))
        assert "Timmermans" not in page and "diploma" not in page
    assert "kamer 2" in text(joris.get(f"/uitnodiging/{code}/"))
    assert joris.get(f"{FAMILIES}{code}/").status_code == 404
    assert joris.get(f"/afspraken/{code}/").status_code == 404
    answer = joris.post(f"/uitnodiging/{code}/", {"answer": "yes"})
    assert answer.headers["Location"] == f"{FAMILIES}{code}/"
    assert "Timmermans" in text(joris.get(f"{FAMILIES}{code}/"))


def test_a_no_to_an_invitation_opens_nothing(joris: Client, town: Any) -> None:
    code = town.cases["planned"]
    assert joris.post(f"/uitnodiging/{code}/", {"answer": "no"}).headers["Location"] == FAMILIES
    assert joris.get(f"{FAMILIES}{code}/").status_code == 404
    assert joris.get(f"/uitnodiging/{code}/").status_code == 404
    line = TrailLine.objects.filter(act="answer_invitation", case_code=code, outcome="done").last()
    assert line is not None


def test_only_an_answer_counts_as_an_answer(joris: Client, town: Any) -> None:
    code = town.cases["planned"]
    assert joris.post(f"/uitnodiging/{code}/", {}).status_code == 400
    assert joris.get(f"/uitnodiging/{code}/").status_code == 200


def test_somebody_who_is_asked_to_lead_answers_herself(joris: Client, town: Any) -> None:
    code = town.cases["following"]
    file = reading.shared_case(town.actor("joris"), code)
    seat = next(s.code for s in file.circle if s.is_self)
    agreeing.choose_lead(town.actor("marieke"), code, seat)
    assert "Wilt u de afspraken van dit gezin bewaken?" in text(joris.get(FAMILIES))
    assert joris.post(f"{FAMILIES}{code}/gevraagd/", {"answer": "yes"}).status_code == 302
    assert reading.shared_case(town.actor("joris"), code).role == "lead"
    assert reading.shared_case(town.actor("fatima"), code).role == "participant"


def test_somebody_who_is_not_asked_to_lead_is_refused(joris: Client, town: Any) -> None:
    assert joris.post(f"{FAMILIES}{town.cases['following']}/gevraagd/", {"answer": "yes"}).status_code == 403


def test_outsiders_find_nothing(town: Any) -> None:
    code = town.cases["following"]
    addresses = [
        f"{FAMILIES}{code}/", f"/uitnodiging/{code}/", f"/overleg/{code}/", f"/evaluatie/{code}/",
        f"/afspraken/{code}/", f"/afspraken/{code}/eerder/", f"{FAMILIES}{code}/notitie/",
    ]  # fmt: skip
    for key in ("petra", "bart", "yara", "ingrid", "ruben"):
        client = come_in(key)
        for address in addresses:
            assert client.get(address).status_code == 404, (key, address)
    assert all(Client().get(address).status_code == 302 for address in addresses)


def test_what_the_family_does_not_share_is_not_there(joris: Client, town: Any) -> None:
    code, desk = town.cases["following"], town.actor("marieke")
    file = reading.case_file(desk, code)
    page = text(joris.get(f"{FAMILIES}{code}/"))
    assert "Daniel Haddad" in page
    joris_seat = next(s for s in file.circle if s.name.startswith("Joris"))
    for parent in file.parents:
        consenting.withdraw_consent(desk, code, parent.code, purpose="share", organisation=joris_seat.organisation_id)
        page = text(joris.get(f"{FAMILIES}{code}/"))
        assert parent.name not in page
    assert joris.get(f"{FAMILIES}{code}/").status_code == 403
    assert "Haddad" not in text(joris.get(FAMILIES))


def test_an_action_is_reported_from_the_list(fatima: Client, town: Any) -> None:
    code, action = town.cases["following"], my_action(town, "fatima")
    address = f"{FAMILIES}{code}/actie/{action.code}/?van=lijst"
    answer = fatima.post(address, {"status": "stuck", "report": "", "version": action.version})
    assert answer.status_code == 200 and "Schrijf kort waarom het niet lukt." in text(answer)
    answer = fatima.post(address, {"status": "done", "report": "Gelukt.", "version": action.version})
    assert answer.headers["Location"] == FAMILIES
    page = text(fatima.get(f"{FAMILIES}{code}/"))
    assert "Gelukt." in page


def test_the_lead_passes_on_a_birth_and_nobody_else(fatima: Client, joris: Client, town: Any) -> None:
    code, today = town.cases["evaluated"], clock.today()
    address = f"{FAMILIES}{code}/geboorte/"
    sent = {"on_day": str(today.day), "on_month": str(today.month), "on_year": str(today.year)}
    assert "Deze datum ligt te ver vooruit." in text(fatima.post(address, {**sent, "on_year": str(today.year + 1)}))
    assert joris.get(address).status_code == 403
    assert joris.post(address, sent).status_code == 404
    assert fatima.post(address, sent).status_code == 302
    assert reading.shared_case(town.actor("fatima"), code).child_born_on == today


def test_safe_contact_stands_beside_the_number(fatima: Client, town: Any) -> None:
    page = text(fatima.get(f"{FAMILIES}{town.cases['planned']}/"))
    assert "Veilig contact:" in page and "sms" in page


def test_two_reports_at_once_are_shown_side_by_side(fatima: Client, town: Any) -> None:
    code, action = town.cases["following"], my_action(town, "fatima")
    address = f"{FAMILIES}{code}/actie/{action.code}/"
    fatima.post(address, {"status": "stuck", "report": "EERSTE", "version": action.version})
    answer = fatima.post(address, {"status": "done", "report": "TWEEDE", "version": action.version})
    page = text(answer)
    assert answer.status_code == 409 and "EERSTE" in page and "TWEEDE" in page
    version = re.search(r'name="version" value="(\d+)"', page).group(1)  # type: ignore[union-attr]
    assert fatima.post(address, {"status": "done", "report": "SAMEN", "version": version}).status_code == 302
    assert "SAMEN" in text(fatima.get(f"{FAMILIES}{code}/"))


def test_nobody_reports_for_somebody_else_but_the_lead(joris: Client, town: Any) -> None:
    code, action = town.cases["following"], my_action(town, "fatima")
    address = f"{FAMILIES}{code}/actie/{action.code}/"
    assert joris.get(address).status_code == 403
    assert joris.post(address, {"status": "done", "version": action.version}).status_code == 403
    assert come_in("marieke").get(address).status_code == 200


def test_a_note_is_read_by_whom_the_writer_chose(fatima: Client, joris: Client, town: Any) -> None:
    address, page = f"{FAMILIES}{town.cases['following']}/notitie/", f"{FAMILIES}{town.cases['following']}/"
    for visible_to, word in (("leading", "TWEE-OGEN"), ("professionals", "VIER-OGEN"), ("writer", "MIJN-OGEN")):
        answer = fatima.post(address, {"text": word, "visible_to": visible_to, "about": "", "data_class": "general"})
        assert answer.headers["Location"].endswith("#notities")
    hers, his = text(fatima.get(page)), text(joris.get(page))
    assert all(word in hers for word in ("TWEE-OGEN", "VIER-OGEN", "MIJN-OGEN"))
    assert "VIER-OGEN" in his and "TWEE-OGEN" not in his and "MIJN-OGEN" not in his


def test_a_note_that_cannot_be_keeps_what_was_typed(fatima: Client, town: Any) -> None:
    address = f"{FAMILIES}{town.cases['following']}/notitie/"
    answer = fatima.post(address, {"text": "BLIJFT-STAAN", "visible_to": "everyone"})
    assert answer.status_code == 200 and "BLIJFT-STAAN" in text(answer) and 'class="kp-summary"' in text(answer)


def test_the_sheet_for_the_family_holds_nothing_hidden(fatima: Client, town: Any) -> None:
    code = town.cases["following"]
    following.add_note(town.actor("fatima"), code, "GEHEIM-BRIEFJE", visible_to="professionals")
    agreeing.write_notes(
        town.actor("fatima"), code, "GEHEIME-AANTEKENING",
        version=reading.plan(town.actor("fatima"), code).conferences[-1].version,
    )  # fmt: skip
    page = text(fatima.get(f"/afspraken/{code}/"))
    assert "Wij willen weer een hele nacht slapen." in page and "Fatima Amrani" in page
    for hidden in ("GEHEIM", "tolk", "stress", "1994", "06 00"):
        assert hidden not in page
    assert not re.search(r"kwetsba|casus|risico|probleem|score|dossier", page.partition("<main")[2], re.I)


def test_earlier_plans_stay_readable(fatima: Client, town: Any) -> None:
    code = town.cases["following"]
    goal = reading.plan(town.actor("fatima"), code).goals_now[0]
    agreeing.change_goal(town.actor("fatima"), code, goal.code, version=goal.version, words="NIEUWE-WENS", moment="now")
    page = text(fatima.get(f"/afspraken/{code}/eerder/"))
    assert goal.words in page and "NIEUWE-WENS" not in page
    assert "NIEUWE-WENS" in text(fatima.get(f"/afspraken/{code}/"))
