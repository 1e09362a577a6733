"""What a family tells: it reaches who answers, is answered in time, and never the other parent or the table."""

from datetime import date, timedelta

import pytest

from knooppunt.casework import due, reading, telling
from knooppunt.casework.refusals import Invalid, NotFound, Refused
from knooppunt.casework.telling import LONGEST
from knooppunt.foundation import clock
from knooppunt.foundation.clock import add_working_days
from knooppunt.letters.models import Letter
from tests.casework.kit import Walk, letters_since, lines, not_found, nothing_changes, refused, words_in

WORDS = "Papegaai vraagt iets"
KINDS = ("message", "look", "statement", "correction", "erasure")


def tell(walk: Walk, key: str = "mother", kind: str = "message", text: str = WORDS, **more: str) -> str:
    return telling.send_message(walk.who(key), walk.code, kind=kind, text=text, **more)


def hears(walk: Walk, key: str) -> str:
    """Give all words of the messages that somebody sees in the file of this family."""
    question = {"marieke": reading.case_file, "mother": reading.own_place, "partner": reading.own_place}
    return words_in(question.get(key, reading.shared_case)(walk.who(key), walk.code).messages)


def test_a_message_reaches_the_coordinator_and_the_answer_the_parent(walk: Walk) -> None:
    walk.to("following", couple=True)
    walk.who("mother")
    number = Letter.objects.count()
    code = tell(walk)
    assert letters_since(number) == [("message_waits", "marieke@knooppunt.example")]
    (shown,) = reading.case_file(walk.desk, walk.code).messages
    assert (shown.text, shown.parent, shown.waits, shown.may_answer) == (WORDS, walk.parent("mother"), True, True)
    telling.answer_message(walk.desk, walk.code, code, text="Papegaai krijgt antwoord")
    (heard,) = reading.own_place(walk.who("mother"), walk.code).messages
    assert (heard.answer, heard.answered_as, heard.waits) == ("Papegaai krijgt antwoord", "coordinator", False)
    assert heard.answered_by == walk.desk.name


def test_nobody_else_hears_of_it(walk: Walk) -> None:
    """Neither the other parent nor the table nor the referrer; not in words, not in a number."""
    walk.to("following", couple=True)
    for kind in KINDS:
        tell(walk, kind=kind)
    telling.ask_for_person(walk.who("mother"), walk.code, text=WORDS)
    assert hears(walk, "mother").count(WORDS) == hears(walk, "marieke").count(WORDS) == 6
    for key in ("partner", "joris", "fatima"):
        assert hears(walk, key) == ""
    assert "Papegaai" not in words_in(reading.status(walk.who("sanne"), walk.code))
    assert "Papegaai" not in str(list(Letter.objects.values_list("subject", "body")))
    told = [line for line in lines(walk.code) if line.act in ("send_message", "ask_for_person")]
    assert {line.about for line in told} == {walk.parent("mother")}


def test_what_is_asked_of_the_lead_is_the_leads(walk: Walk) -> None:
    walk.to("following", couple=True)
    walk.who("mother")
    number = Letter.objects.count()
    code = tell(walk, to="lead")
    assert letters_since(number) == [("message_waits", "fatima@knooppunt.example")]
    assert WORDS in hears(walk, "fatima")
    (known,) = reading.case_file(walk.desk, walk.code).messages  # that something waits, not what
    assert (known.text, known.may_answer) == ("", False)
    with not_found(walk):
        telling.answer_message(walk.desk, walk.code, code, text="Ik eerst")
    telling.answer_as_lead(walk.who("fatima"), walk.code, code, text="Ik bel u morgen")
    assert "Ik bel u morgen" in hears(walk, "mother")
    assert hears(walk, "marieke") == hears(walk, "partner") == hears(walk, "joris") == ""


def test_a_lead_without_consent_learns_nothing(walk: Walk) -> None:
    walk.to("following", couple=True)
    code = tell(walk, to="lead")
    walk.withdraw("mother", "share", discipline="jgz")
    assert hears(walk, "fatima") == ""
    with not_found(walk):
        telling.answer_as_lead(walk.who("fatima"), walk.code, code, text="Ik bel u morgen")
    assert WORDS in hears(walk, "marieke")  # the coordinator takes it over
    telling.answer_message(walk.desk, walk.code, code, text="Fatima leest dit niet meer")
    number = Letter.objects.count()
    tell(walk, to="lead")
    assert letters_since(number) == [("message_waits", "marieke@knooppunt.example")]


@pytest.mark.parametrize("kind", KINDS[1:])
def test_only_a_plain_message_goes_to_the_lead(walk: Walk, kind: str) -> None:
    walk.to("following")
    tell(walk, kind=kind, to="lead")
    assert WORDS in hears(walk, "marieke")
    assert hears(walk, "fatima") == ""


def test_the_coordinator_notes_it_for_who_calls(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    number = Letter.objects.count()
    telling.send_message(
        walk.desk, walk.code, kind="statement", text=WORDS, on_behalf_of=walk.parent("partner")
    )  # fmt: skip
    assert letters_since(number) == []
    assert WORDS in hears(walk, "partner")
    assert hears(walk, "mother") == ""
    assert lines(walk.code, act="send_message")[-1].on_behalf_of == walk.parent("partner")
    with refused(walk, "not_about_you", "send_message"):
        telling.send_message(walk.desk, walk.code, kind="message", text=WORDS)


def test_who_left_still_has_her_rights(walk: Walk) -> None:
    walk.to("following", couple=True)
    walk.who("mother")
    walk.withdraw("mother")
    code = tell(walk, kind="erasure")
    assert WORDS in hears(walk, "mother")
    assert WORDS in hears(walk, "marieke")
    assert hears(walk, "partner") == ""
    (shown,) = reading.case_file(walk.desk, walk.code).messages
    assert shown.by == ""
    with refused(walk, "erase_first", "answer_message"):
        telling.answer_message(walk.desk, walk.code, code, text="Gedaan", granted=True)
    telling.answer_message(walk.desk, walk.code, code, text="Dat mag niet van de wet", granted=False)
    with refused(walk, "no_consent", "ask_for_person"):
        telling.ask_for_person(walk.who("mother"), walk.code, text="Mijn oma")


def test_a_plain_message_of_who_left_is_gone_once_it_is_answered(walk: Walk) -> None:
    walk.to("following", couple=True)
    plain, kept = tell(walk), tell(walk, kind="statement", text="Papegaai zegt het anders")
    walk.withdraw("mother")
    assert WORDS in hears(walk, "marieke")
    telling.answer_message(walk.desk, walk.code, plain, text="Goed")
    telling.answer_message(walk.desk, walk.code, kept, text="Staat erbij")
    assert "Papegaai zegt het anders" in hears(walk, "marieke")
    assert WORDS not in hears(walk, "marieke")


def test_when_everybody_left_the_coordinator_reads_what_waits_and_nothing_else(walk: Walk) -> None:
    walk.to("following")
    walk.who("mother")
    walk.withdraw("mother")
    code = tell(walk, kind="correction")
    with pytest.raises(Refused):
        reading.case_file(walk.desk, walk.code)
    inbox = reading.inbox(walk.desk, walk.code)
    assert [m.text for m in inbox.messages] == [WORDS]
    assert "Kanarie" not in words_in(inbox)
    telling.answer_message(walk.desk, walk.code, code, text="Wij pasten het aan.", granted=True)
    (heard,) = reading.own_place(walk.who("mother"), walk.code).messages
    assert heard.granted is True


def test_a_right_is_answered_within_a_month_and_a_message_within_two_working_days(walk: Walk) -> None:
    walk.to("following")
    for kind in KINDS:
        tell(walk, kind=kind)
    by = {m.kind: m.answer_by for m in reading.inbox(walk.desk, walk.code).messages}
    soon = add_working_days(clock.today(), 2)
    assert by["message"] == by["look"] == soon
    assert by["statement"] == by["correction"] == by["erasure"] == due.answer_by("erasure", clock.today(), 2)
    assert timedelta(days=28) <= by["erasure"] - clock.today() <= timedelta(days=31)
    assert (walk.case().due_on, walk.case().due_what) == (soon, "answer_message")


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        (date(2026, 11, 22), date(2026, 12, 22)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2027, 1, 31), date(2027, 2, 28)),
    ],
)
def test_a_calendar_month(asked: date, by: date) -> None:
    assert due.answer_by("erasure", asked, 2) == by


def test_the_worklist_forgets_it_when_it_is_answered(walk: Walk) -> None:
    walk.to("following")
    before = walk.case().due_what
    code = tell(walk)
    assert walk.case().due_what == "answer_message"
    telling.answer_message(walk.desk, walk.code, code, text="Ja hoor")
    assert walk.case().due_what == before


def test_it_is_answered_once(walk: Walk) -> None:
    walk.to("following")
    code = tell(walk)
    telling.answer_message(walk.desk, walk.code, code, text="Ja hoor")
    with refused(walk, "already_answered", "answer_message"):
        telling.answer_message(walk.desk, walk.code, code, text="Nee hoor")
    assert "Nee hoor" not in hears(walk, "mother")


def test_the_same_words_sent_twice_are_one_message(walk: Walk) -> None:
    walk.to("following")
    walk.who("mother")
    first, number = tell(walk), Letter.objects.count()
    assert tell(walk) == first
    assert letters_since(number) == []
    assert len(reading.inbox(walk.desk, walk.code).messages) == 1
    assert tell(walk, kind="look") != first
    telling.answer_message(walk.desk, walk.code, first, text="Ja hoor")
    assert tell(walk) != first


def test_what_cannot_be(walk: Walk) -> None:
    walk.to("following")
    walk.who("mother")
    for wrong, field in (
        ({"text": "  "}, "text"), ({"text": "x" * (LONGEST + 1)}, "text"), ({"kind": "gossip"}, "kind"),
        ({"kind": "person"}, "kind"), ({"discipline": "tovenaar"}, "discipline"),
    ):  # fmt: skip
        with nothing_changes(walk), pytest.raises(Invalid) as caught:
            tell(walk, **wrong)
        assert set(caught.value.errors) == {field}
    code = tell(walk, kind="erasure")
    with nothing_changes(walk), pytest.raises(Invalid) as caught:
        telling.answer_message(walk.desk, walk.code, code, text=" ")
    assert set(caught.value.errors) == {"text", "granted"}


def test_a_message_of_one_family_opens_nothing_of_another(walk: Walk) -> None:
    walk.to("following")
    code = tell(walk)
    other = Walk(walk.town)
    other.to("following")
    with not_found(other):
        telling.answer_message(other.desk, other.code, code, text="Ja hoor")


def test_the_referrer_suggests_whom_to_ask(walk: Walk) -> None:
    walk.refer()
    number = Letter.objects.count()
    telling.suggest_person(walk.who("sanne"), walk.code, text="Zij helpt al met de brieven", discipline="ggz")
    assert letters_since(number) == [("message_waits", "marieke@knooppunt.example")]
    (shown,) = reading.case_file(walk.desk, walk.code).messages
    assert (shown.kind, shown.discipline, shown.role, shown.parent) == ("person", "ggz", "referrer", "")
    assert shown.by == "Sanne Wolters"
    telling.answer_message(walk.desk, walk.code, shown.code, text="Dank u", granted=False)
    walk.prepare()
    assert hears(walk, "mother") == hears(walk, "joris") == ""
    with pytest.raises(NotFound):
        telling.send_message(walk.who("sanne"), walk.code, kind="message", text=WORDS)


def test_a_suggestion_comes_too_late_once_we_sat_at_the_table(walk: Walk) -> None:
    walk.to("held")
    with refused(walk, "wrong_state", "suggest_person"):
        telling.suggest_person(walk.who("sanne"), walk.code, text="De wijkverpleegkundige")


def test_a_parent_who_reads_mail_hears_that_there_is_an_answer(walk: Walk) -> None:
    from dataclasses import replace

    from tests.casework.kit import MOTHER

    walk.to("preparing", parents=(replace(MOTHER, contact_by="email", email="kanarie@voorbeeld.example"),))
    code = tell(walk)
    number = Letter.objects.count()
    telling.answer_message(walk.desk, walk.code, code, text="Papegaai antwoordt")
    assert letters_since(number) == [("family_message", "kanarie@voorbeeld.example")]
    assert "Papegaai" not in Letter.objects.order_by("-id").values_list("body", flat=True)[0]


def test_how_each_parent_looks_back_is_hers_and_for_who_leads_the_talk(walk: Walk) -> None:
    walk.to("following", couple=True)
    action = reading.case_file(walk.desk, walk.code).goals[0].actions[0].code
    said = {"need_met": "partly", "change": "worse", "words": WORDS, "came": {action: "no"}}
    telling.look_back_self(walk.who("mother"), walk.code, **said)
    telling.look_back_self(walk.desk, walk.code, need_met="yes", change="better", on_behalf_of=walk.parent("partner"))
    (own,) = reading.own_place(walk.who("mother"), walk.code).own_evaluations
    assert (own.need_met, own.change, own.words, own.came) == ("partly", "worse", WORDS, {action: "no"})
    (others,) = reading.own_place(walk.who("partner"), walk.code).own_evaluations
    assert others.parent == walk.parent("partner")
    assert len(reading.plan(walk.desk, walk.code).own_evaluations) == 2
    assert reading.plan(walk.who("joris"), walk.code).own_evaluations == ()
    assert len(reading.plan(walk.who("fatima"), walk.code).own_evaluations) == 2
    walk.withdraw("mother", "share", discipline="jgz")
    assert WORDS not in words_in(reading.plan(walk.who("fatima"), walk.code))
    with nothing_changes(walk), pytest.raises(Invalid) as caught:
        telling.look_back_self(
            walk.who("mother"), walk.code, need_met="perhaps", change="", came={"ZZZZ": "yes", action: "often"}
        )
    assert set(caught.value.errors) == {"need_met", "change", "came-ZZZZ", f"came-{action}"}


def test_said_again_before_the_talk_it_replaces_and_after_the_talk_it_is_new(walk: Walk) -> None:
    walk.to("following")
    for change in ("worse", "better"):
        telling.look_back_self(walk.who("mother"), walk.code, need_met="yes", change=change)
    walk.evaluate()
    telling.look_back_self(walk.who("mother"), walk.code, need_met="yes", change="same")
    said = reading.own_place(walk.who("mother"), walk.code).own_evaluations
    assert [(one.round, one.change) for one in said] == [(1, "better"), (2, "same")]


def test_nobody_looks_back_before_there_is_a_plan(walk: Walk) -> None:
    walk.to("planned")
    mother = walk.who("mother")
    with refused(walk, "wrong_state", "look_back_self"):
        telling.look_back_self(mother, walk.code, need_met="yes", change="same")


def test_somebody_wanted_is_asked_by_nobody_but_the_coordinator(walk: Walk) -> None:
    walk.to("preparing")
    before = len(reading.case_file(walk.desk, walk.code).circle)
    telling.ask_for_person(walk.who("mother"), walk.code, text="Mijn oma Truus")
    assert len(reading.case_file(walk.desk, walk.code).circle) == before
