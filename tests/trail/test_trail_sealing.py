"""The hash chain: it holds for an honest trail, and every way to tamper with it shows."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM
from knooppunt.trail import sealing, triggers
from knooppunt.trail.models import Seal, TrailLine
from knooppunt.trail.record import record, record_many


def write(lines: int = 1) -> None:
    record_many("reading.worklist", actor=SYSTEM, role="job", cases=[(f"K{n}", ("P1", "P2")) for n in range(lines)])


@pytest.fixture
def sealed(db):
    """Twenty-five lines under three seals, and two lines that wait."""
    write(25)
    assert sealing.seal(limit=10) == 25
    write(2)


def test_an_honest_trail_is_whole(sealed):
    verdict = sealing.check()
    assert (verdict.broken, verdict.seals, verdict.lines, verdict.unsealed) == ("", 3, 25, 2)
    assert sealing.seal() == 2
    assert sealing.seal() == 0
    assert sealing.check().unsealed == 0


def test_an_empty_trail_is_whole(db):
    assert sealing.seal() == 0
    assert sealing.check().broken == ""


@pytest.mark.parametrize(
    "column", [f.attname for f in TrailLine._meta.concrete_fields if f.attname not in {"id", "at"}]
)
def test_a_changed_field_shows(sealed, column):
    value = "refused" if column == "outcome" else "7"
    with triggers.lifted():
        TrailLine.objects.filter(case_code="K12").update(**{column: value})
    assert "was changed" in sealing.check().broken


def test_a_changed_moment_shows(sealed):
    with triggers.lifted():
        TrailLine.objects.filter(case_code="K12").update(at=clock.now() - timedelta(microseconds=1))
    assert "was changed" in sealing.check().broken


def test_a_removed_line_shows(sealed):
    with triggers.lifted():
        TrailLine.objects.filter(case_code="K3").delete()
    assert "1 of the lines" in sealing.check().broken


def test_a_line_that_is_swapped_for_another_shows(sealed):
    with triggers.lifted():
        first, second = TrailLine.objects.order_by("id")[:2]
        TrailLine.objects.filter(pk=first.pk).update(case_code=second.case_code)
        TrailLine.objects.filter(pk=second.pk).update(case_code=first.case_code)
    assert "was changed" in sealing.check().broken


def test_a_line_that_comes_in_after_the_seal_shows(sealed):
    first = TrailLine.objects.order_by("id").first()
    TrailLine.objects.create(
        id=first.pk - 1, at=clock.now(), act="x", actor_kind="system", assurance="strong", outcome="done", trace="t"
    )
    assert "came in after the seal" in sealing.check().broken


@pytest.mark.parametrize("which", [0, 1])
def test_a_removed_seal_shows(sealed, which):
    with triggers.lifted():
        Seal.objects.order_by("id")[which].delete()
    assert "does not follow" in sealing.check().broken


def test_a_seal_that_is_made_anew_over_a_changed_line_shows_at_the_next(sealed):
    second = Seal.objects.order_by("id")[1]
    with triggers.lifted():
        TrailLine.objects.filter(case_code="K12").update(role="nobody")
        rows = list(sealing._lines(second.first_id - 1, second.last_id))
        Seal.objects.filter(pk=second.pk).update(digest=sealing._digest(second.previous_digest, rows))
    assert "does not follow" in sealing.check().broken


def test_a_tail_that_is_cut_off_shows_against_a_digest_kept_elsewhere(sealed):
    kept = sealing.newest_digest()
    assert sealing.check(kept).broken == ""
    with triggers.lifted():
        last = Seal.objects.order_by("id").last()
        TrailLine.objects.filter(id__gte=last.first_id).delete()
        last.delete()
    assert sealing.check().broken == ""
    assert "cut off" in sealing.check(kept).broken


def test_a_trigger_that_is_gone_shows(sealed):
    with triggers.lifted():
        assert "trigger" in sealing.check().broken
    assert sealing.check().broken == ""


def test_two_chains_cannot_grow_from_one_seal(sealed):
    last = Seal.objects.order_by("id").last()
    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        Seal.objects.create(
            first_id=90, last_id=99, lines=1, digest="d", previous_digest=last.previous_digest, sealed_at=clock.now()
        )


def test_the_commands_say_it_in_a_sentence(sealed):
    out = StringIO()
    call_command("seal_trail", stdout=out)
    assert "2 lines sealed" in out.getvalue()
    call_command("check_trail", stdout=out)
    assert "whole: 4 seals over 27 lines, 0 not sealed" in out.getvalue()
    with triggers.lifted():
        TrailLine.objects.filter(case_code="K3").delete()
    with pytest.raises(CommandError, match="BROKEN") as broken:
        call_command("check_trail")
    assert broken.value.returncode == 1


@pytest.mark.django_db(transaction=True)
def test_a_line_that_is_committed_late_is_waited_for():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time, so ids are committed in order")
    written, go_on = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            record("casework.act", actor=SYSTEM, case="SLOW")
            written.set()
            go_on.wait(5)
        connection.close()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    written.wait(5)
    record("casework.look", actor=SYSTEM, case="QUICK", outcome="viewed")
    threading.Timer(0.3, go_on.set).start()
    assert sealing.seal() == 2  # without waiting it would be one, and the slow line would break the chain
    thread.join()
    assert sealing.check().broken == ""


@pytest.mark.django_db(transaction=True)
def test_a_writer_that_takes_too_long_stops_the_sealing_and_not_the_work(monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has writers beside each other")
    monkeypatch.setattr(sealing, "_PATIENCE", 0.1)
    monkeypatch.setattr(sealing, "_writers", lambda: {"3/4"})
    write()
    with pytest.raises(sealing.StillWriting):
        sealing.seal()
    with pytest.raises(CommandError, match="try again"):
        call_command("seal_trail")
    assert not Seal.objects.exists()
