"""What each reader sees of a family: only what is shared with her, about whom it is shared, and not what is hidden."""

from typing import Any

import pytest

from knooppunt.casework import consenting, following, reading
from knooppunt.casework.following import WEIGHING
from knooppunt.casework.models import Case, Parent, Referral
from knooppunt.casework.refusals import NotFound
from knooppunt.casework.shown import CaseFile
from knooppunt.foundation import guard
from knooppunt.letters.models import Letter
from knooppunt.trail.models import TrailLine
from tests.casework.kit import HEARD, MOTHER, PARTNER, Walk, lines, words_in


def answers(walk: Walk, *keys: str) -> dict[str, str]:
    """Give all words of every answer that reading has for these people."""
    found: dict[str, str] = {}
    for key in keys:
        actor = walk.who(key)
        for name in reading.__all__:
            question = getattr(reading, name)
            if isinstance(question, type) or name == "is_unchanged":  # that asks by a code alone, and gives no word
                continue
            for args in ((actor, walk.code), (actor,)):
                try:
                    found[f"{key} {name}"] = words_in(question(*args))
                except (NotFound, TypeError):
                    continue
                except Exception as refusal:  # a refusal of the door; anything else is a defect of the test
                    assert type(refusal).__name__ == "Refused"
    return found


def test_a_partner_who_does_not_take_part_is_nowhere(walk: Walk) -> None:
    """R-WHO-01: absent from every answer to everyone else, from letters and from the trail."""
    walk.to("following", couple=True)
    consenting.give_consent(walk.desk, walk.code, walk.parent("partner"), purpose="take_part", yes=False, given=HEARD)
    found = answers(walk, "marieke", "fatima", "joris", "mother", "sanne", "willem", "ellen", "petra")
    assert len(found) > 20
    for question, words in found.items():
        for canary in (PARTNER.name, "Mus ", "Mussenest", "06 00 00 00 03", str(PARTNER.born_on)):
            assert canary not in words, question
    kept = [*Letter.objects.values_list("subject", "body"), *TrailLine.objects.values_list("detail", "about")]
    assert "Mus" not in str(kept)


def test_the_mother_is_not_in_the_place_of_the_partner(walk: Walk) -> None:
    walk.to("planned", couple=True)
    for key, other in (("mother", ("Mus", "06 00 00 00 03")), ("partner", ("Kanarie Moederlief", "06 00 00 00 02"))):
        file = reading.own_place(walk.who(key), walk.code)
        assert [p.is_self for p in file.parents if p.name] == [True]
        assert not [word for word in other if word in words_in(file.parents) + words_in(file.conferences)]


def test_who_left_reads_about_nobody_but_herself(walk: Walk) -> None:
    """R-WHO-06: think of a partner who left, or was sent away, and still has his telephone."""
    walk.to("following", couple=True)
    partner = walk.who("partner")
    assert "Kanariegele" in words_in(reading.own_place(partner, walk.code))
    consenting.withdraw_consent(partner, walk.code, walk.parent("partner"), purpose="take_part")
    file = reading.own_place(partner, walk.code)
    assert "kanarie" not in words_in(file).lower()
    assert (file.conferences, file.goals, file.circle, file.steps, file.evaluations) == ((), (), (), (), ())
    assert [p.name for p in file.parents if p.is_self] == [PARTNER.name]
    rights = {"send_message", "erase_health", "see_own_health", "see_my_file", "see_own_scans", "see_log"}
    assert file.acts <= {"give_consent", "withdraw_consent", "see_own_place"} | rights


def test_a_parent_alone_who_stops_keeps_her_own_story(walk: Walk) -> None:
    walk.to("following")
    mother = walk.who("mother")
    consenting.withdraw_consent(mother, walk.code, walk.parent("mother"), purpose="take_part")
    assert "Kanariegele" in words_in(reading.own_place(mother, walk.code))


UNSAFE = {"needs": ("income", "domestic_violence"), "reason": "Kanarie is bang voor hem"}


def test_where_home_is_not_safe_the_referrer_is_not_read_by_the_other(walk: Walk) -> None:
    walk.to("preparing", couple=True, **UNSAFE)
    for key in ("mother", "partner"):
        words = words_in(reading.own_place(walk.who(key), walk.code))
        assert "bang" not in words
        assert "domestic_violence" not in words
        assert "income" not in words
    assert "bang" in words_in(reading.case_file(walk.desk, walk.code))


def test_a_mother_alone_reads_what_was_written_about_her(walk: Walk) -> None:
    walk.to("preparing", **UNSAFE)
    words = words_in(reading.own_place(walk.who("mother"), walk.code))
    assert "bang" in words
    assert "domestic_violence" in words


# --- kinds of facts ---------------------------------------------------------------------------------------------------
def needs(file: CaseFile) -> set[str]:
    return {e.what for e in file.needs}


def test_an_organisation_that_may_not_know_of_debts_does_not(walk: Walk) -> None:
    walk.to("following")
    assert "income" in needs(reading.shared_case(walk.who("joris"), walk.code))
    walk.share("mother", "joris", yes=False, data_class="debt")
    assert needs(reading.shared_case(walk.who("joris"), walk.code)) == {"housing"}
    assert "income" in needs(reading.shared_case(walk.who("fatima"), walk.code))
    following.add_note(walk.desk, walk.code, "Kanarieschuld", data_class="debt", about=walk.parent("mother"))
    assert "Kanarieschuld" not in words_in(reading.shared_case(walk.who("joris"), walk.code))
    assert "Kanarieschuld" in words_in(reading.shared_case(walk.who("fatima"), walk.code))


@pytest.mark.parametrize("objector", ["mother", "partner"])
def test_a_fact_about_both_is_shared_when_both_share_it(walk: Walk, objector: str) -> None:
    walk.to("following", couple=True)
    assert needs(reading.shared_case(walk.who("joris"), walk.code)) == {"income", "housing"}
    walk.share(objector, "joris", yes=False, data_class="debt")
    assert needs(reading.shared_case(walk.who("joris"), walk.code)) == {"housing"}


@pytest.mark.parametrize("objector", ["mother", "partner"])
def test_who_shares_nothing_with_an_organisation_is_not_told_of_by_the_other(walk: Walk, objector: str) -> None:
    walk.to("following", couple=True)
    walk.share(objector, "joris", yes=False)
    file = reading.shared_case(walk.who("joris"), walk.code)
    assert needs(file) == set()
    assert "Kanariegele" not in words_in(file)
    hidden, shown = (MOTHER, PARTNER) if objector == "mother" else (PARTNER, MOTHER)
    assert hidden.name not in words_in(file)
    assert shown.name in words_in(file)


def test_the_lead_sees_no_consents_and_no_checklist(walk: Walk) -> None:
    walk.to("following")
    file = reading.shared_case(walk.who("fatima"), walk.code)
    assert (file.parents[0].consents, file.checklist, file.suggestions, file.parents[0].also_at) == ((), {}, (), ())


# --- who may read a note ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("visible_to", "readers"),
    [
        ("table", {"marieke", "fatima", "joris", "mother", "partner"}),
        ("professionals", {"marieke", "fatima", "joris"}),
        ("leading", {"marieke", "fatima", "joris"}),  # Joris wrote it
        ("writer", {"joris"}),
    ],
)
def test_a_note_is_read_by_whom_it_was_meant_for(walk: Walk, visible_to: str, readers: set[str]) -> None:
    walk.to("following", couple=True)
    following.add_note(walk.who("joris"), walk.code, "Vinkenslag", visible_to=visible_to)
    seen = {key for key in ("marieke", "fatima", "joris") if "Vinkenslag" in shown_to(walk, key)}
    seen |= {key for key in ("mother", "partner") if "Vinkenslag" in shown_to(walk, key)}
    assert seen == readers


def shown_to(walk: Walk, key: str) -> str:
    if key == "marieke":
        return words_in(reading.case_file(walk.desk, walk.code))
    if key in ("mother", "partner"):
        return words_in(reading.own_place(walk.who(key), walk.code)) + words_in(reading.plan(walk.who(key), walk.code))
    return words_in(reading.shared_case(walk.who(key), walk.code))


def test_a_note_that_is_hidden_from_one_is_nowhere_in_his_place(walk: Walk) -> None:
    walk.to("following", couple=True)
    before = shown_to(walk, "partner")
    following.add_note(walk.desk, walk.code, "Vluchtkoffer", visible_to="table", hidden_from=walk.parent("partner"))
    assert "Vluchtkoffer" in shown_to(walk, "mother")
    assert "Vluchtkoffer" not in shown_to(walk, "partner")
    count = lambda words: words.count("note")  # noqa: E731
    assert count(shown_to(walk, "partner")) == count(before)


def test_a_note_about_one_is_not_read_by_the_other(walk: Walk) -> None:
    walk.to("following", couple=True)
    following.add_note(walk.desk, walk.code, "Nachtegaal", visible_to="table", about=walk.parent("mother"))
    assert "Nachtegaal" in shown_to(walk, "mother")
    assert "Nachtegaal" not in shown_to(walk, "partner")


# --- the road to Veilig Thuis -----------------------------------------------------------------------------------------
def test_the_road_to_veilig_thuis_is_seen_by_coordinator_and_lead_alone(walk: Walk) -> None:
    walk.to("following", couple=True)
    number = Letter.objects.count()
    weighed = dict.fromkeys(WEIGHING, "Uilenkreet")
    following.report_safety(walk.who("joris"), walk.code, ground="acute", consulted="veilig_thuis", **weighed)
    assert Letter.objects.count() == number
    found = answers(walk, "mother", "partner", "joris", "sanne", "ellen", "willem", "petra")
    assert not [question for question, words in found.items() if "Uilenkreet" in words or "acute" in words]
    family = answers(walk, "mother", "partner")
    assert not [question for question, words in family.items() if "safety" in words]
    for key in ("marieke", "fatima"):
        (report,) = reading.safety(walk.who(key), walk.code)
        assert set(report.answers.values()) == {"Uilenkreet"}
    assert "Uilenkreet" not in str(list(TrailLine.objects.values()))


def test_veilig_thuis_needs_no_consent_and_stays_open_while_stopping(walk: Walk) -> None:
    walk.to("following")
    walk.withdraw("mother", "share")
    weighed = dict.fromkeys(WEIGHING, "Gewogen")
    following.report_safety(walk.who("joris"), walk.code, ground="acute", consulted="veilig_thuis", **weighed)
    walk.withdraw("mother")
    following.report_safety(walk.desk, walk.code, ground="acute", consulted="colleague", **weighed)
    assert len(reading.safety(walk.desk, walk.code)) == 2


# --- lists ------------------------------------------------------------------------------------------------------------
def test_who_is_invited_reads_when_and_where_and_no_name(walk: Walk) -> None:
    from knooppunt.casework import convening, referring

    walk.refer()
    referring.accept(walk.desk, walk.code)
    convening.add_to_circle(walk.desk, walk.code, walk.town.people["fatima"].code, reason="always")
    convening.invite(walk.desk, walk.code, walk.seat("fatima"))
    walk.plan()
    found = answers(walk, "fatima")
    mine = [f for f in reading.my_tables(walk.who("fatima")).families if f.code == walk.code]
    assert [(f.names, f.role, f.waits) for f in mine] == [("", "invited", "invitation")]
    assert reading.invitation(walk.who("fatima"), walk.code).place == "De Brug"
    assert "Kanarie Moederlief" not in words_in(list(found.values()))


def test_every_list_leaves_a_line_for_each_family_that_it_shows(walk: Walk) -> None:
    walk.to("following", couple=True)
    for key, question, act in (
        ("marieke", reading.worklist, "see_worklist"), ("joris", reading.my_tables, "see_my_families"),
        ("sanne", reading.my_referrals, "see_status"),
    ):  # fmt: skip
        number = len(lines())
        answer = question(walk.who(key))
        shown = getattr(answer, {"marieke": "rows", "joris": "families"}.get(key, ""), answer)
        added = lines()[number:]
        left = [walk.town.cases["closed"]] if key == "joris" and any(table.words for table in answer.left) else []
        assert [line.case_code for line in added] == [row.code for row in shown] + left
        assert {(line.act, line.outcome) for line in added} == {(act, "viewed")}
        mine = next(line for line in added if line.case_code == walk.code)
        if key != "sanne":
            assert set(mine.about.split()) == {walk.parent("mother"), walk.parent("partner")}


def test_the_worklist_is_in_the_order_of_what_is_due_and_pages_by_key(walk: Walk) -> None:
    for _ in range(30):
        walk.refer()
    seen: list[str] = []
    page = reading.worklist(walk.desk)
    dates: list[Any] = []
    while True:
        seen += [row.code for row in page.rows]
        dates += [row.due_on for row in page.rows]
        if not page.next_after:
            break
        page = reading.worklist(walk.desk, after=page.next_after)
    with guard.looking_inside():
        every = set(Case.objects.filter(hub__code="kerkrade", is_open=True).values_list("code", flat=True))
    assert set(seen) == every
    assert len(seen) == len(set(seen))
    assert dates == sorted(dates)


@pytest.mark.parametrize("after", ["x", "2026-01-01", "2026-99-99_1", "_", "2026-01-01_x"])
@pytest.mark.parametrize("ended", [True, False])
def test_a_page_that_cannot_be_is_no_error(walk: Walk, after: str, ended: bool) -> None:
    try:
        reading.worklist(walk.desk, after=after, ended=ended)
    except NotFound:
        return


@pytest.mark.parametrize("key", ["sanne", "bart", "tom", "ellen", "ruben", "ingrid", "willem", "fatima"])
def test_who_has_no_desk_finds_no_worklist(walk: Walk, key: str) -> None:
    with pytest.raises(NotFound):
        reading.worklist(walk.who(key))


def test_a_referrer_hears_that_and_when_but_not_what(walk: Walk) -> None:
    walk.to("closed")
    status = reading.status(walk.who("sanne"), walk.code)
    heard = [step for step, _at in status.steps]
    assert heard == ["received", "contacted", "accepted", "planned", "held", "agreed", "evaluated", "closed"]
    assert "anarie" not in words_in(status)
    with pytest.raises(NotFound):
        reading.status(walk.who("els"), walk.code)


def test_no_sum_of_lists_names_a_family_to_somebody_else(walk: Walk) -> None:
    """All that reading says to everyone who is nothing to this family."""
    walk.to("following")
    found = answers(walk, "petra", "mieke", "bart", "ellen", "ruben", "ingrid", "willem", "lotte", "karim", "tom")
    assert not [question for question, words in found.items() if "anarie" in words]
    with guard.looking_inside():
        parents = list(Parent.objects.filter(family__case__code=walk.code).values_list("code", flat=True))
        referral = Referral.objects.get(case__code=walk.code).code
    for question, words in found.items():
        if question != "willem trail":
            assert not {code for code in (*parents, referral, walk.code) if code in words}, question


def test_the_privacy_officer_reads_the_trail_of_a_case_with_codes_only(walk: Walk) -> None:
    walk.to("following")
    number = len(lines())
    found = reading.trail(walk.who("willem"), walk.code)
    assert {line.act for line in found} >= {"conclude", "answer_lead"}
    assert "anarie" not in words_in(found)
    assert {line.act for line in lines()[number:]} == {"trail.read_case", "see_trail"}
