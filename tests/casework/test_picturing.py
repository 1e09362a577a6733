"""How a parent sees her own life: hers alone, to the table what she shares and her consent lets through."""

from typing import Any

import pytest

from knooppunt.casework import picturing, reading
from knooppunt.casework.models import HealthDimension, HealthPicture
from knooppunt.casework.picturing import Drawn
from knooppunt.casework.refusals import Invalid
from knooppunt.foundation import guard
from tests.casework.kit import Walk, lines, not_found, refused, words_in

pytestmark = pytest.mark.django_db

BODY, MIND, DAILY = "Kanarielijf", "Kanariehoofd", "Kanariedag"
ALL = {"body": Drawn(BODY, 6, to_talk=True), "mind": Drawn(MIND, 3), "daily": Drawn(DAILY)}


def draw(walk: Walk, drawn: dict[str, Drawn] | None = None, **more: Any) -> str:
    return picturing.draw_health(walk.who("mother"), walk.code, ALL if drawn is None else drawn, **more)


def share(walk: Walk, *dimensions: str) -> None:
    picturing.share_health(walk.who("mother"), walk.code, dimensions)


def mine(walk: Walk, kind: str = "mother") -> Any:
    return reading.own_health(walk.who(kind), walk.code)


def at_table(walk: Walk, key: str) -> dict[str, str]:
    """Give the words that somebody at the table, or the coordinator, reads, by dimension."""
    file = reading.case_file(walk.desk, walk.code) if key == "marieke" else reading.shared_case(
        walk.who(key), walk.code
    )  # fmt: skip
    return {one.dimension: one.words for picture in file.health for one in picture.dimensions}


def rows() -> tuple[int, int]:
    with guard.looking_inside():
        return HealthPicture.objects.count(), HealthDimension.objects.count()


# --- drawing ----------------------------------------------------------------------------------------------------------
def test_she_draws_bit_by_bit_in_one_picture_and_reads_it_back(walk: Walk) -> None:
    walk.to("received")
    before = rows()
    draw(walk, {"body": Drawn(f"  {BODY} ", 0)})
    draw(walk, {"mind": Drawn("", None, to_talk=True)})
    draw(walk, {"body": Drawn(BODY, 7)})
    (picture,) = mine(walk).pictures
    assert [(d.dimension, d.words, d.mark, d.to_talk, d.shared) for d in picture.dimensions] == [
        ("body", BODY, 7, False, False), ("mind", "", None, True, False),
    ]  # fmt: skip
    assert (rows()[0] - before[0], rows()[1] - before[1], picture.together) == (1, 2, False)
    assert (lines(walk.code)[-2].act, lines(walk.code)[-2].about) == ("draw_health", walk.parent("mother"))


def test_nothing_is_kept_of_a_dimension_that_she_empties_and_nothing_of_an_empty_picture(walk: Walk) -> None:
    walk.to("preparing")
    assert draw(walk, {"body": Drawn(" ")}) == ""
    assert mine(walk).pictures == ()
    draw(walk)
    draw(walk, {"body": Drawn(), "mind": Drawn()})
    assert [d.dimension for d in mine(walk).pictures[0].dimensions] == ["daily"]
    assert draw(walk, {"daily": Drawn()}) == ""
    assert mine(walk).pictures == ()


def test_a_new_picture_stands_beside_the_earlier_one_and_shares_nothing_yet(walk: Walk) -> None:
    walk.to("preparing")
    draw(walk)
    share(walk, "daily")
    assert at_table(walk, "fatima") == {"daily": DAILY}
    first = mine(walk).pictures[0].code
    for _again in range(2):  # also when she goes back in her browser and sends the first page once more
        draw(walk, {"daily": Drawn("Nu beter", 8)}, beside=first)
    now, before = mine(walk).pictures
    assert (now.dimensions[0].words, before.dimensions[-1].words) == ("Nu beter", DAILY)
    assert at_table(walk, "fatima") == {} == at_table(walk, "marieke")


@pytest.mark.parametrize("drawn,field", [
    ({"mind": Drawn("x" * 2001)}, "mind-words"), ({"mind": Drawn("Bel 111222333")}, "mind-words"),
    ({"mind": Drawn(mark=11)}, "mind-mark"), ({"mind": Drawn(mark=-1)}, "mind-mark"), ({"sleep": Drawn("x")}, ""),
])  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(walk: Walk, drawn: dict[str, Drawn], field: str) -> None:
    walk.to("preparing")
    with pytest.raises(Invalid) as caught:
        draw(walk, drawn)
    assert set(caught.value.errors) == {field} and mine(walk).pictures == ()


@pytest.mark.parametrize("key", ["joris", "fatima", "marieke"])
def test_a_professional_writes_it_down_together_with_her_in_a_picture_of_its_own(walk: Walk, key: str) -> None:
    walk.to("following")
    draw(walk, {"mind": Drawn("ALLEEN GESCHREVEN")})
    picturing.draw_health(walk.who(key), walk.code, {"body": Drawn(BODY)}, on_behalf_of=walk.parent("mother"))
    together, alone = mine(walk).pictures
    assert (together.together, alone.together) == (True, False)
    line = lines(walk.code, act="draw_health")[-1]
    assert line.role == {"joris": "participant", "fatima": "lead", "marieke": "coordinator"}[key]
    assert line.on_behalf_of == walk.parent("mother")
    for reader in ("joris", "fatima", "marieke"):
        assert at_table(walk, reader) == {}


def test_nobody_draws_without_saying_for_whom_and_no_parent_for_the_other(walk: Walk) -> None:
    walk.to("following", couple=True)
    for key in ("joris", "fatima", "marieke"):
        with refused(walk, "not_about_you", "draw_health"):
            picturing.draw_health(walk.who(key), walk.code, ALL)
    partner = walk.who("partner")
    with refused(walk, "not_about_you"):
        picturing.draw_health(partner, walk.code, ALL, on_behalf_of=walk.parent("mother"))
    with refused(walk, "not_about_you"):
        picturing.draw_health(partner, walk.code, ALL, on_behalf_of=walk.parent("partner"))


def test_at_the_table_one_speaks_only_for_a_parent_who_shares(walk: Walk) -> None:
    walk.to("following", couple=True)
    walk.share("partner", "joris", yes=False)
    with not_found(walk):
        picturing.draw_health(walk.who("joris"), walk.code, ALL, on_behalf_of=walk.parent("partner"))
    picturing.draw_health(walk.who("joris"), walk.code, ALL, on_behalf_of=walk.parent("mother"))


@pytest.mark.parametrize("key", ["sanne", "bart", "tom", "petra", "willem", "ingrid"])
def test_outsiders_find_nothing(walk: Walk, key: str) -> None:
    walk.to("following")
    for verb in (
        lambda a, c: picturing.draw_health(a, c, ALL), lambda a, c: picturing.share_health(a, c, ()),
        picturing.erase_health, reading.own_health,
    ):  # fmt: skip
        with not_found(walk):
            verb(walk.who(key), walk.code)


def test_not_before_and_not_after_and_not_without_her_consent(walk: Walk) -> None:
    walk.to("evaluated")
    assert walk.who("mother").code
    walk.close()
    with refused(walk, "wrong_state", "draw_health"):
        draw(walk)
    with refused(walk, "wrong_state", "share_health"):
        share(walk)
    walk.to("following", couple=True)
    draw(walk)
    walk.withdraw("mother")
    with refused(walk, "no_consent"):
        draw(walk)
    for key in ("fatima", "marieke"):
        with pytest.raises(Exception) as caught:  # the lead may not even see her, the desk hears why
            picturing.draw_health(walk.who(key), walk.code, ALL, on_behalf_of=walk.parent("mother"))
        assert type(caught.value).__name__ == ("NotFound" if key == "fatima" else "Refused")


# --- sharing ----------------------------------------------------------------------------------------------------------
def test_the_table_reads_what_she_shares_and_a_no_bites_at_once(walk: Walk) -> None:
    walk.to("following")
    draw(walk)
    for key in ("fatima", "joris", "marieke"):
        assert at_table(walk, key) == {}
    share(walk, "body", "daily")
    for key in ("fatima", "joris", "marieke"):
        assert at_table(walk, key) == {"body": BODY, "daily": DAILY}
    share(walk, "daily")
    for key in ("fatima", "joris", "marieke"):
        assert at_table(walk, key) == {"daily": DAILY}
    (shown,) = reading.plan(walk.who("fatima"), walk.code).health
    assert (shown.parent, shown.name) == (walk.parent("mother"), "Kanarie Moederlief")
    share(walk)
    assert at_table(walk, "fatima") == {}


@pytest.mark.parametrize("dimension,data_class", [("body", "medical"), ("mind", "psychiatric"), ("daily", "general")])
def test_body_and_mind_also_need_consent_for_their_class(walk: Walk, dimension: str, data_class: str) -> None:
    walk.to("following")
    draw(walk)
    share(walk, "body", "mind", "daily")
    assert "Joris" in " ".join(mine(walk).readers[dimension])
    walk.share("mother", "joris", yes=False, data_class=data_class)
    if data_class == "general":  # then nothing of hers is seen at all
        assert mine(walk).readers["body"] == ("Fatima",) or "Joris" not in " ".join(mine(walk).readers["body"])
        return
    assert dimension not in at_table(walk, "joris") and "daily" in at_table(walk, "joris")
    assert dimension in at_table(walk, "fatima")
    assert "Joris" not in " ".join(mine(walk).readers[dimension])


def test_a_consent_that_is_taken_back_shuts_it_on_the_next_request(walk: Walk) -> None:
    walk.to("following", couple=True)
    draw(walk)
    share(walk, "daily")
    walk.withdraw("mother")
    assert at_table(walk, "fatima") == {} == at_table(walk, "marieke")


def test_who_is_only_invited_reads_nothing(walk: Walk) -> None:
    walk.to("preparing")
    draw(walk)
    share(walk, "body", "mind", "daily")
    shown = words_in(reading.invitation(walk.who("joris"), walk.code)) + words_in(
        reading.my_tables(walk.who("joris")).families
    )
    assert not {BODY, MIND, DAILY} & set(shown.split())


def test_what_she_wrote_alone_nobody_opens_for_her_but_anyone_may_close_it(walk: Walk) -> None:
    walk.to("following")
    draw(walk)
    for key in ("fatima", "marieke"):
        with refused(walk, "not_about_you"):
            picturing.share_health(walk.who(key), walk.code, ["daily"], on_behalf_of=walk.parent("mother"))
    share(walk, "body", "daily")
    picturing.share_health(walk.desk, walk.code, ["daily"], on_behalf_of=walk.parent("mother"))
    assert at_table(walk, "fatima") == {"daily": DAILY}
    with not_found(walk):  # who only takes part learns nothing, not even that there is such an act
        picturing.share_health(walk.who("joris"), walk.code, [], on_behalf_of=walk.parent("mother"))


def test_what_was_written_together_is_shared_when_she_says_so_at_the_kitchen_table(walk: Walk) -> None:
    walk.to("following")
    fatima, her = walk.who("fatima"), walk.parent("mother")
    picturing.draw_health(fatima, walk.code, ALL, on_behalf_of=her)
    picturing.share_health(fatima, walk.code, ["body"], on_behalf_of=her)
    assert at_table(walk, "joris") == {"body": BODY}
    with pytest.raises(Invalid):
        picturing.share_health(fatima, walk.code, ["meaning"], on_behalf_of=her)


# --- the other parent, and wiping away --------------------------------------------------------------------------------
def test_the_other_parent_never_reads_it_nor_wipes_it(walk: Walk) -> None:
    walk.to("following", couple=True)
    code = draw(walk)
    share(walk, "body", "mind", "daily")
    partner = walk.who("partner")
    for answer in (
        reading.own_place(partner, walk.code), reading.plan(partner, walk.code), reading.own_health(partner, walk.code),
    ):  # fmt: skip
        assert not {BODY, MIND, DAILY} & set(words_in(answer).split())
    assert mine(walk, "partner").pictures == () == reading.own_place(walk.who("mother"), walk.code).health
    with not_found(walk):
        picturing.erase_health(partner, walk.code, code)
    picturing.erase_health(partner, walk.code)
    assert len(mine(walk).pictures) == 1


def test_she_wipes_one_or_all_and_nothing_of_it_is_kept(walk: Walk) -> None:
    walk.to("following")
    before = rows()
    first = draw(walk)
    draw(walk, {"mind": Drawn("Nu")}, beside=first)
    picturing.erase_health(walk.who("mother"), walk.code, first)
    assert [d.words for p in mine(walk).pictures for d in p.dimensions] == ["Nu"]
    picturing.erase_health(walk.desk, walk.code, on_behalf_of=walk.parent("mother"))
    assert rows() == before
    with not_found(walk):
        picturing.erase_health(walk.who("mother"), walk.code, first)


def test_who_stopped_or_left_still_reads_and_wipes_her_own(walk: Walk) -> None:
    walk.to("following", couple=True)
    draw(walk)
    walk.withdraw("mother")
    assert len(mine(walk).pictures) == 1
    picturing.erase_health(walk.who("mother"), walk.code)
    assert mine(walk).pictures == ()


def test_no_word_of_it_stands_in_the_trail(walk: Walk) -> None:
    walk.to("following")
    draw(walk)
    share(walk, "mind")
    picturing.erase_health(walk.who("mother"), walk.code)
    text = " ".join(str(vars(line)) for line in lines(walk.code))
    assert MIND not in text and "mind" not in text
