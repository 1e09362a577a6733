"""At the kitchen table: a signature kept as a scan, and a yes before a witness."""

import pytest

from knooppunt.casework import consenting, convening, keeping, reading, telling
from knooppunt.casework.refusals import Invalid, NotFound, Refused
from tests.casework.kit import Walk, lines, not_found, refused
from tests.papers.test_taking_in import picture, scan

pytestmark = pytest.mark.django_db


def keep(walk: Walk, kind: str = "mother", by: str = "marieke") -> str:
    return keeping.keep_scan(walk.who(by), walk.code, picture(), kind="consent", on_behalf_of=walk.parent(kind))


def test_the_coordinator_and_the_lead_keep_a_paper_and_see_it(walk: Walk) -> None:
    walk.to("following", couple=True)
    one, two = keep(walk), keep(walk, by="fatima")
    assert {s.code for s in reading.scans(walk.desk, walk.code)} == {one, two}
    shown = reading.scan(walk.who("fatima"), walk.code, one)
    assert shown.media_type == "image/jpeg" and shown.content.startswith(b"\xff\xd8\xff") and shown.kind == "consent"
    assert all(not s.content for s in reading.scans(walk.desk, walk.code))
    line = lines(walk.code, act="keep_scan")[-1]
    assert line.on_behalf_of == line.about == walk.parent("mother") and line.detail == "consent"


def test_a_scan_as_pdf(walk: Walk) -> None:
    walk.to("preparing")
    code = keeping.keep_scan(walk.desk, walk.code, scan(2), kind="plan", on_behalf_of=walk.parent("mother"))
    assert reading.scan(walk.desk, walk.code, code).media_type == "application/pdf"


def test_a_parent_sees_her_own_alone(walk: Walk) -> None:
    walk.to("following", couple=True)
    hers, his = keep(walk), keep(walk, "partner")
    mother = walk.parent_actor("mother")
    assert [s.code for s in reading.own_scans(mother, walk.code)] == [hers]
    (paper,) = reading.my_file(mother, walk.code).signed_papers
    assert paper.kind == "consent" and paper.bytes == len(reading.own_scan(mother, walk.code, hers).content)
    assert reading.own_scan(mother, walk.code, hers).content
    with pytest.raises(NotFound):
        reading.own_scan(mother, walk.code, his)
    walk.withdraw("mother")
    assert reading.own_scan(mother, walk.code, hers).content
    assert [s.code for s in reading.scans(walk.desk, walk.code)] == [his]


def test_after_closing_she_sees_what_she_signed_and_the_desk_gives_it_to_who_has_no_place(walk: Walk) -> None:
    walk.to("following", couple=True)
    hers, his, mother = keep(walk), keep(walk, "partner"), walk.parent_actor("mother")
    walk.evaluate()
    walk.close()
    assert [s.code for s in reading.my_requests(mother, walk.code).papers] == [hers]
    assert reading.own_scan(mother, walk.code, hers).content
    assert [one.kind for one in reading.my_file(mother, walk.code).signed_papers] == ["consent"]
    assert reading.scan(walk.desk, walk.code, his).content
    with pytest.raises((NotFound, Refused)):
        reading.scan(walk.who("fatima"), walk.code, his)
    keeping.remove_scan(walk.desk, walk.code, hers, reason="wrong_paper")
    assert not reading.own_scans(mother, walk.code)


def test_never_a_participant_nor_an_outsider(walk: Walk) -> None:
    walk.to("following")
    code = keep(walk)
    for key in ("joris", "petra"):
        with pytest.raises((NotFound, Refused)):
            reading.scan(walk.town.actor(key), walk.code, code)
        with pytest.raises((NotFound, Refused)):
            reading.scans(walk.town.actor(key), walk.code)
    with not_found(walk):
        keeping.keep_scan(walk.who("joris"), walk.code, picture(), kind="plan", on_behalf_of=walk.parent("mother"))


def test_the_lead_sees_only_of_who_shares_with_her(walk: Walk) -> None:
    walk.to("following", couple=True)
    hers = keep(walk)
    consenting.withdraw_consent(walk.desk, walk.code, walk.parent("mother"), purpose="share", discipline="jgz")
    assert reading.scans(walk.who("fatima"), walk.code) == ()
    with pytest.raises(NotFound):
        reading.scan(walk.who("fatima"), walk.code, hers)
    with pytest.raises(NotFound):
        keep(walk, by="fatima")


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8\xff broken", b"<html>", b"%PDF-1.7 broken"])
def test_what_is_no_paper_is_refused_with_a_sentence(walk: Walk, content: bytes) -> None:
    walk.to("preparing")
    with pytest.raises(Invalid) as caught:
        keeping.keep_scan(walk.desk, walk.code, content, kind="consent", on_behalf_of=walk.parent("mother"))
    assert caught.value.errors["scan"]


def test_taken_away_with_a_reason(walk: Walk) -> None:
    walk.to("preparing")
    code = keep(walk)
    with pytest.raises(Invalid):
        keeping.remove_scan(walk.desk, walk.code, code, reason="zomaar")
    keeping.remove_scan(walk.desk, walk.code, code, reason="wrong_paper")
    assert reading.scans(walk.desk, walk.code) == ()
    assert lines(walk.code, act="remove_scan")[-1].detail == "wrong_paper"


def test_somebody_has_signed(walk: Walk) -> None:
    walk.to("preparing")
    with refused(walk, "not_about_you"):
        keeping.keep_scan(walk.desk, walk.code, picture(), kind="consent")


def test_both_say_yes_to_the_agreements_on_paper_or_before_a_witness(walk: Walk) -> None:
    walk.to("following", couple=True)
    lead, mother, partner = walk.who("fatima"), walk.parent("mother"), walk.parent("partner")
    walk.share("partner", "fatima")
    keeping.confirm_together(lead, walk.code, what="plan", method="paper", on_behalf_of=mother)
    with pytest.raises(Invalid) as caught:
        keeping.confirm_together(lead, walk.code, what="plan", method="spoken", on_behalf_of=partner)
    assert "witness" in caught.value.errors
    keeping.confirm_together(lead, walk.code, what="plan", method="spoken", witness="Bo", on_behalf_of=partner)
    texts = [one.text for one in reading.case_file(walk.desk, walk.code).notes]
    assert any("handtekening" in text for text in texts) and any("Getuige: Bo." in text for text in texts)
    hers = [one.text for one in reading.own_place(walk.parent_actor("mother"), walk.code).notes]
    assert any("handtekening" in text for text in hers) and not any("Bo" in text for text in hers)


def test_the_lead_writes_down_points_and_a_look_back_together_with_a_parent(walk: Walk) -> None:
    walk.to("following")
    lead, mother = walk.who("fatima"), walk.parent("mother")
    telling.look_back_self(lead, walk.code, need_met="yes", change="better", words="Kanarierust", on_behalf_of=mother)
    assert reading.my_file(walk.parent_actor("mother"), walk.code).looks_back[0].words == "Kanarierust"
    walk.evaluate()
    with refused(walk, "wrong_state"):
        convening.set_points(lead, walk.code, ["x"], on_behalf_of=mother)
