"""At the table the writer says in one choice about whom a wish or a decision is."""

import re
from typing import Any

import pytest

from knooppunt.casework import reading
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


def test_a_wish_and_a_decision_are_about_the_family_unless_one_parent_is_chosen(town: Any) -> None:
    code, marieke = town.cases["following"], come_in("marieke")
    desk = town.actor("marieke")
    mother = reading.case_file(desk, code).parents[0].code
    page = marieke.get(f"/overleg/{code}/").content.decode()
    usual = re.findall(r'<input type="radio" name="about" value="(\w*)"[^>]*checked', page)
    assert page.count("Over wie gaat dit?") == 2 and set(usual) == {""}
    wish = re.search(rf'action="(/overleg/{code}/wens/)"', page)
    decision = re.search(rf'action="(/overleg/{code}/besluit/)"', page)
    assert wish and decision
    said = {"words": "Kanariewens", "moment": "parked", "about": mother}
    assert marieke.post(wish[1], said).status_code == 302
    assert marieke.post(decision[1], {"text": "Kanariebesluit", "about": mother}).status_code == 302
    file = reading.case_file(desk, code)
    assert next(goal.about for goal in file.goals if goal.words == "Kanariewens") == mother
    assert next(one.about for one in file.decisions if one.text == "Kanariebesluit") == mother
    assert "Kanarie" not in come_in("daniel").get(f"/ons-gezin/{code}/afspraken/").content.decode()


def test_with_one_parent_there_is_nothing_to_choose(town: Any) -> None:
    page = come_in("marieke").get(f"/overleg/{town.cases['planned']}/").content.decode()
    assert "Over wie gaat dit?" not in page
