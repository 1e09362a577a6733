"""The referrer thinks along about whom to invite, and the coordinator takes it over while the family takes part."""

from typing import Any

import pytest
from django.test import Client

from knooppunt.casework import consenting, convening, reading, referring
from knooppunt.casework.models import Case, Message, Participation
from knooppunt.foundation import guard
from tests.web.as_cast import come_in
from tests.web.kit_referrer import by_code, to_check

pytestmark = pytest.mark.django_db
TOLD = {"discipline": "maatschappelijk-werk", "who": "Joris, Humanitas", "why": "Hij kent de regelingen."}


@pytest.fixture
def midwife(client: Client, town: Any) -> Client:
    """Give a referrer without an account, who came in by a code."""
    return by_code(client)


@pytest.fixture
def code(midwife: Client) -> str:
    draft = to_check(midwife)
    return str(midwife.post(f"/aanmelden/{draft}/controle/").url.split("/")[3])


def kept() -> list[tuple[str, str, str]]:
    with guard.looking_inside():
        rows = Message.objects.filter(kind="person", role="referrer")
        return [(row.discipline_id or "", row.text, row.role) for row in rows]


def discipline() -> str:
    from knooppunt.people import choices

    return choices.disciplines()[0][0]


def test_a_referrer_without_account_suggests_somebody_and_finds_it_back(midwife: Client, code: str) -> None:
    page = midwife.get(f"/aanmelden/volgen/{code}/").text
    assert f"/aanmelden/volgen/{code}/meedenken/" in page
    told = TOLD | {"discipline": discipline()}
    answer = midwife.post(f"/aanmelden/volgen/{code}/meedenken/", told, follow=True)
    assert answer.redirect_chain[-1][0] == f"/aanmelden/volgen/{code}/"
    assert "Joris, Humanitas" in answer.text and "Dank u" in answer.text
    assert kept() == [(discipline(), "Joris, Humanitas\nHij kent de regelingen.", "referrer")]


def test_a_discipline_or_a_name_is_enough_but_never_nothing(midwife: Client, code: str) -> None:
    url = f"/aanmelden/volgen/{code}/meedenken/"
    assert list(midwife.post(url, {"why": "Dat helpt."}).context["form"].errors) == ["discipline"]
    refused = midwife.post(url, {"who": "Joris", "why": ""})
    assert list(refused.context["form"].errors) == ["why"] and "Joris" in refused.text
    assert kept() == []
    assert midwife.post(url, {"who": "Joris", "why": "Hij helpt."}).status_code == 302
    assert midwife.post(url, {"discipline": discipline(), "why": "Kennis van geld."}).status_code == 302
    assert len(kept()) == 2


def test_the_coordinator_takes_it_over(
    midwife: Client, code: str, town: Any, django_assert_max_num_queries: Any
) -> None:
    midwife.post(f"/aanmelden/volgen/{code}/meedenken/", {"who": "Joris, Humanitas", "why": "Hij kent de regelingen."})
    desk = come_in("marieke")
    with guard.looking_inside():
        wish = Message.objects.get(role="referrer").code
    assert f"?voorstel={wish}" in desk.get(f"/gezin/{code}/").text
    with django_assert_max_num_queries(12):
        found = desk.get(f"/gezin/{code}/kring/erbij/?voorstel={wish}")
    assert "Hij kent de regelingen." in found.text and 'value="Joris"' in found.text
    joris = town.people["joris"].code
    assert f"/gezin/{code}/kring/erbij/{joris}/?voorstel={wish}" in found.text
    answer = desk.post(f"/gezin/{code}/kring/erbij/{joris}/?voorstel={wish}", {"reason": "expertise"})
    assert answer.status_code == 302
    with guard.looking_inside():
        row = Message.objects.get(code=wish)
        assert row.granted and row.answered_at and row.answered_as == "coordinator"
        assert Participation.objects.filter(case__code=code, person__code=joris).exists()
    assert "Voorgesteld" not in desk.get(f"/gezin/{code}/").text


def test_another_message_is_no_wish(town: Any, midwife: Client, code: str) -> None:
    desk = town.actor("marieke")
    with guard.looking_inside():
        case = Case.objects.get(code=code)
        other = Message.objects.create(case=case, kind="message", text="Mag ik iets vragen?", role="parent")
    convening.add_to_circle(desk, code, town.people["joris"].code, reason="expertise", wish=other.code)
    with guard.looking_inside():
        other.refresh_from_db()
        assert other.answered_at is None


def test_outsiders_find_nothing_and_without_consent_there_is_nothing_to_suggest(
    midwife: Client, code: str, town: Any
) -> None:
    url = f"/aanmelden/volgen/{code}/meedenken/"
    midwife.post(url, {"who": "Joris", "why": "Hij helpt."})
    for client in (by_code(Client(), "ander@praktijk.example"), come_in("bart"), come_in("yara")):
        assert client.get(url).status_code == 404 and client.post(url, TOLD).status_code == 404
    assert Client().get(url).status_code == 302
    desk = town.actor("marieke")
    parent = reading.case_file(desk, code).parents[0].code
    consenting.withdraw_consent(desk, code, parent, purpose="take_part", on_behalf_of=parent)
    page = midwife.get(f"/aanmelden/volgen/{code}/").text
    assert "meedenken" not in page and "Joris" not in page
    assert midwife.post(url, TOLD).status_code == 403


def test_after_the_conference_it_is_too_late(midwife: Client, code: str, town: Any) -> None:
    referring.decline(
        town.actor("marieke"), code, reason=reading_reason(), other_route=other_route(), advice="Bel het wijkteam."
    )
    assert midwife.get(f"/aanmelden/volgen/{code}/meedenken/").status_code == 403


def reading_reason() -> str:
    from knooppunt.casework.forms import codes

    return sorted(codes("decline_reasons"))[0]


def other_route() -> str:
    from knooppunt.casework.forms import codes

    return sorted(codes("other_routes"))[0]
