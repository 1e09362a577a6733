"""Writing the trail: codes only, in the transaction of the act, and nobody changes a line afterwards."""

import pytest
from django.db import DatabaseError, connection, transaction

from knooppunt.people.actor import NOBODY, SYSTEM, Actor
from knooppunt.trail import trace
from knooppunt.trail.models import Seal, TrailLine
from knooppunt.trail.record import NotACode, NoTransaction, record, record_many

MIDWIFE = Actor(7, "BCDFGHJK", "", "strong", 3, "", "", "nl")


@pytest.mark.django_db
def test_a_line_says_who_did_what_as_whom_about_whom_and_with_which_consent():
    trace_code = trace.new()
    record(
        "referring.accept",
        actor=MIDWIFE,
        role="coordinator",
        case="K7M8",
        about=("P3", "P4"),
        consents=(12, 15),
        detail="to:preparation",
        on_behalf_of="XYZ",
    )
    line = TrailLine.objects.get()
    assert (line.act, line.actor_code, line.actor_kind, line.actor_organisation) == (
        "referring.accept",
        "BCDFGHJK",
        "person",
        "3",
    )
    assert (line.role, line.assurance, line.on_behalf_of) == ("coordinator", "strong", "XYZ")
    assert (line.case_code, line.about, line.consents) == ("K7M8", "P3 P4", "12 15")
    assert (line.outcome, line.detail, line.trace) == ("done", "to:preparation", trace_code)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "kind"),
    [
        (MIDWIFE, "person"),
        (SYSTEM, "system"),
        (NOBODY, "nobody"),
        (Actor(None, "BCD", "", "code", None, "", "", "nl"), "visitor"),
    ],
)
def test_the_kind_of_actor_follows_from_the_actor(actor, kind):
    record("casework.look", actor=actor, outcome="viewed")
    assert TrailLine.objects.get().actor_kind == kind


@pytest.mark.django_db
def test_a_list_is_one_insert_whatever_its_length(django_assert_num_queries):
    with django_assert_num_queries(1):
        record_many(
            "reading.worklist", actor=MIDWIFE, role="coordinator", cases=[(f"K{n}", ("P1",)) for n in range(50)]
        )
    assert TrailLine.objects.filter(outcome="viewed", about="P1").count() == 50
    with django_assert_num_queries(0):
        record_many("reading.worklist", actor=MIDWIFE, role="coordinator", cases=[])


@pytest.mark.django_db(transaction=True)
def test_no_transaction_no_line():
    with pytest.raises(NoTransaction):
        record("referring.accept", actor=MIDWIFE, case="K7")
    assert not TrailLine.objects.exists()
    record("reading.case", actor=MIDWIFE, case="K7", outcome="viewed")
    record("referring.accept", actor=MIDWIFE, case="K7", outcome="refused")
    assert TrailLine.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_line():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("referring.accept", actor=MIDWIFE, case="K7")
        _ = 1 / 0
    assert not TrailLine.objects.exists()


FREE_TEXT = ["Fatima", "gezin met schulden!", "a" * 81, "één", "x\n", "<b>", "Jan de Vries", "\u202eabc"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", FREE_TEXT)
def test_free_text_does_not_fit_in_a_line(text):
    with pytest.raises(NotACode) as refusal:
        record("referring.accept", actor=MIDWIFE, detail=text)
    assert text.strip() not in str(refusal.value)
    assert not TrailLine.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["case", "about", "act", "role", "on_behalf_of"])
def test_names_are_no_codes(field):
    values = {"act": "referring.accept", field: ("Van Dijk-é",) if field == "about" else "Van Dijk-é"}
    act = values.pop("act")
    with pytest.raises(NotACode):
        record(act, actor=MIDWIFE, **values)


@pytest.mark.django_db
@pytest.mark.parametrize(("column", "text"), [("detail", "Fatima"), ("about", "Fatima"), ("case_code", "Fatima")])
def test_the_database_itself_refuses_free_text(column, text):
    values = {"detail": "", "about": "", "case_code": "", column: text}
    with pytest.raises(DatabaseError), transaction.atomic():
        TrailLine.objects.create(
            at="2026-03-03T10:00Z", act="x", actor_kind="person", assurance="code", outcome="done", trace="t", **values
        )


def _touches():
    return {
        "update": lambda model: model.objects.update(id=5),
        "save": lambda model: model.objects.first().save(),
        "delete": lambda model: model.objects.all().delete(),
        "raw delete": lambda model: _sql(f"DELETE FROM {model._meta.db_table}"),
        "raw update": lambda model: _sql(f"UPDATE {model._meta.db_table} SET id = id"),
        "truncate": lambda model: _sql(f"TRUNCATE {model._meta.db_table}"),
    }


def _sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [TrailLine, Seal])
@pytest.mark.parametrize("touch", list(_touches()))
def test_nobody_changes_or_removes_what_was_written(model, touch):
    if touch == "truncate" and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    record("referring.accept", actor=MIDWIFE, case="K7")
    Seal.objects.create(first_id=1, last_id=1, lines=1, digest="d", previous_digest="", sealed_at="2026-03-03T10:00Z")
    before = list(model.objects.values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _touches()[touch](model)
    assert list(model.objects.values()) == before
