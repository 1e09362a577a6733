"""A parent asks to be forgotten: it is really deleted, the other parent loses nothing, and the proof names nobody."""

from typing import Any

import pytest
from django.db import connection

from knooppunt.casework import consenting, erasing, following, keeping, picturing, reading, telling
from knooppunt.casework.models import Case, Entry, Parent
from knooppunt.casework.picturing import Drawn
from knooppunt.casework.refusals import Invalid, NotFound
from knooppunt.foundation import guard
from knooppunt.people.models import Person
from tests.casework.kit import ORDER, Walk, lines, not_found, refused
from tests.papers.test_taking_in import picture

pytestmark = pytest.mark.django_db


def everything_in_the_database() -> str:
    found = []
    with guard.looking_inside(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def asks(walk: Walk, kind: str = "mother") -> Any:
    actor = walk.parent_actor(kind)
    telling.send_message(actor, walk.code, kind="erasure", text="Wis alles over mij")
    return actor


def test_the_only_parent_takes_the_whole_case_along(walk: Walk) -> None:
    walk.to("following")
    mother = asks(walk)
    picturing.draw_health(mother, walk.code, {"mind": Drawn("Kanariezorgen")})
    keeping.keep_scan(walk.desk, walk.code, picture(), kind="plan", on_behalf_of=walk.parent("mother"))
    code, subject = walk.code, walk.parent("mother")
    assert "Kanarie" in everything_in_the_database()
    proof = erasing.erase(walk.desk, code, subject)
    left = everything_in_the_database()
    assert "Kanarie" not in left and "kanarie" not in left
    with guard.looking_inside():
        assert not Case.objects.filter(code=code).exists()
    assert not Person.objects.filter(code=mother.code).exists()
    line = lines(code, act="erase")[-1]
    assert line.detail == f"case {proof.lower()}" and line.about == subject
    with pytest.raises(NotFound):
        reading.header(walk.desk, code)


def test_of_two_parents_only_hers_goes(walk: Walk) -> None:
    walk.to("following", couple=True)
    mother, partner = walk.parent("mother"), walk.parent("partner")
    for text, how in {
        "Kanarienotitie": {"about": mother}, "verborgen voor haar": {"about": partner, "hidden_from": mother},
        "over ons allebei": {}, "vooral over Kanarie": {},
    }.items():  # fmt: skip
        following.add_note(walk.desk, walk.code, text, visible_to="table", **how)
    picturing.draw_health(walk.parent_actor("mother"), walk.code, {"mind": Drawn("Kanariezorgen")})
    keeping.keep_scan(walk.desk, walk.code, picture(), kind="consent", on_behalf_of=mother)
    asks(walk)
    family = reading.case_file(walk.desk, walk.code)
    words = [one.code for one in family.entries if "Kanarie" in one.text and not one.about]
    erasing.erase(walk.desk, walk.code, mother, words=words)
    left = everything_in_the_database()
    assert "Moederlief" not in left and "Kanarienotitie" not in left and "Kanariezorgen" not in left
    assert "Kanarie voeren" not in left and "Kanariekooi" not in left and "vooral over Kanarie" not in left
    file = reading.case_file(walk.desk, walk.code)
    assert [one.kind for one in file.parents] == ["partner"] and file.state == "following"
    texts = {one.text for one in file.entries}
    assert {"verborgen voor haar", "over ons allebei"} <= texts
    assert [a.what for g in file.goals for a in g.actions] == ["Kanariebrieven openen"]
    assert reading.my_file(walk.parent_actor("partner"), walk.code).me.name == "Mus Partnerlief"
    with guard.looking_inside():
        assert Parent.objects.filter(family__case__code=walk.code).count() == 1
        assert Entry.objects.filter(text="verborgen voor haar", hidden_from=None).exists()


@pytest.mark.parametrize("state", ["received", "planned", "held", "closed"])
def test_at_any_moment(walk: Walk, state: str) -> None:
    walk.to("received")
    asks(walk)
    for step in walk._steps()[: ORDER.index(state)]:
        step()
    erasing.erase(walk.desk, walk.code, walk.parent("mother"))
    assert "Kanariekooi" not in everything_in_the_database()


def test_after_she_stopped(walk: Walk) -> None:
    walk.to("following")
    mother = asks(walk)
    consenting.stop(mother, walk.code)
    consenting.confirm_stop(walk.desk, walk.code)
    erasing.erase(walk.desk, walk.code, walk.parent("mother"))
    assert "Kanarie" not in everything_in_the_database()


def test_nobody_is_wiped_away_who_did_not_ask(walk: Walk) -> None:
    walk.to("following", couple=True)
    with refused(walk, "not_asked", "erase"):
        erasing.erase(walk.desk, walk.code, walk.parent("mother"))
    asks(walk, "partner")
    with refused(walk, "not_asked", "erase"):
        erasing.erase(walk.desk, walk.code, walk.parent("mother"))


def test_only_the_coordinator_does_it(walk: Walk) -> None:
    walk.to("following")
    mother = asks(walk)
    with not_found(walk):
        erasing.erase(mother, walk.code, walk.parent("mother"))
    with not_found(walk):
        erasing.erase(walk.who("joris"), walk.code, walk.parent("mother"))


def test_only_some_words_with_an_answer(walk: Walk) -> None:
    walk.to("following", couple=True)
    mother = walk.parent("mother")
    one = following.add_note(walk.desk, walk.code, "Kanarieweg", visible_to="table", about=mother)
    other = following.add_note(walk.desk, walk.code, "Musblijft", visible_to="table", about=walk.parent("partner"))
    asks(walk)
    for words, answer, field in (([], "Gedaan", "words"), ([one, other], "Gedaan", "words"), ([one], " ", "answer")):
        with pytest.raises(Invalid) as caught:
            erasing.erase(walk.desk, walk.code, mother, everything=False, words=words, answer=answer)
        assert set(caught.value.errors) == {field}
    erasing.erase(walk.desk, walk.code, mother, everything=False, words=[one], answer="Die notitie is weg.")
    left = everything_in_the_database()
    assert "Kanarieweg" not in left and "Musblijft" in left and "Moederlief" in left
    (message,) = reading.my_requests(walk.parent_actor("mother"), walk.code).asked
    assert message.granted is True and message.answer == "Die notitie is weg."
