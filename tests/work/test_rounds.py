"""A round comes back in its rhythm, runs once however many workers there are, and comes back after it failed."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection

from knooppunt.foundation import clock
from knooppunt.letters import post
from knooppunt.letters.models import Letter
from knooppunt.people import accounts
from knooppunt.trail.models import TrailLine
from knooppunt.work import rounds
from knooppunt.work.models import Round

MORNING = datetime(2026, 3, 3, 9, 0, tzinfo=clock.AMSTERDAM)
LEAVE_SOMETHING = ("calendars", "forget_letters", "gather_digest", "reassure", "remind")  # letters or lines
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[datetime]]:
    """Let there be one round, every ten minutes; gives when it ran."""
    times: list[datetime] = []
    monkeypatch.setattr(rounds, "_JOBS", {})
    rounds.register("ten", rounds.Every(minutes=10), lambda: times.append(clock.now()))
    yield times


@pytest.mark.parametrize("night", [FORWARD, BACK], ids=["forward", "back"])
@pytest.mark.parametrize("hour", range(24))
def test_a_daily_round_comes_once_a_day_also_when_the_clock_changes(hour: int, night: date) -> None:
    rhythm = rounds.DailyAt(hour, 30)
    moment = datetime(night.year, night.month, night.day, tzinfo=clock.AMSTERDAM) - timedelta(days=2)
    days = []
    for _ in range(5):
        moment = rhythm.after(moment)
        local = moment.astimezone(clock.AMSTERDAM)
        assert (local.hour, local.minute) == ((3 if (hour, local.date()) == (2, FORWARD) else hour), 30)
        days.append(local.date())
    assert days == [night + timedelta(days=n) for n in range(-2, 3)]


@pytest.mark.parametrize("fold", [0, 1])
def test_in_the_hour_that_comes_twice_a_round_does_not_come_twice(fold: int) -> None:
    then = datetime(2026, 10, 25, 2, 45, tzinfo=clock.AMSTERDAM, fold=fold)
    assert rounds.DailyAt(2, 30).after(then).astimezone(clock.AMSTERDAM).date() == date(2026, 10, 26)
    assert rounds.Every(minutes=60).after(then) - then.astimezone(UTC) == timedelta(hours=1)


@pytest.mark.django_db
def test_a_round_runs_when_it_is_due_and_not_before(ran: list[datetime]) -> None:
    with clock.travel(MORNING):
        assert not rounds.run_due()
        rounds.lay_out()
        rounds.lay_out()
        assert rounds.run_due() and not rounds.run_due()
    with clock.travel(MORNING + timedelta(minutes=9)):
        assert not rounds.run_due()
    with clock.travel(MORNING + timedelta(hours=9)):  # the worker stood still: once, and not for each time it missed
        assert rounds.behind() == timedelta(hours=8, minutes=50)
        assert rounds.run_due() and not rounds.run_due()
        assert rounds.behind() == timedelta()
    assert len(ran) == 2


@pytest.mark.django_db
def test_a_round_that_fails_comes_back_after_growing_pauses_and_shows_its_error(
    ran: list[datetime], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("Yasmina")

    rounds.register("ten", rounds.DailyAt(12), fail)
    moment, waits = MORNING, []
    with clock.travel(moment):
        rounds.lay_out()
    for _ in range(5):
        with clock.travel(moment):
            assert rounds.run_due()
        one = Round.objects.get()
        waits.append(one.next_at - moment)
        moment = one.next_at
    assert waits == [*rounds.PAUSES, rounds.PAUSES[-1]]
    assert one.last_error == "ValueError" and one.last_ran_at is None and "Yasmina" not in caplog.text
    rounds.register("ten", rounds.DailyAt(12), lambda: ran.append(clock.now()))
    with clock.travel(moment):
        rounds.run_due()
    one.refresh_from_db()
    assert (one.last_error, one.tries) == ("", 0) and one.last_ran_at
    assert one.next_at.astimezone(clock.AMSTERDAM).hour == 12


@pytest.mark.django_db
def test_what_a_worker_that_died_had_in_hand_is_taken_up(ran: list[datetime]) -> None:
    with clock.travel(MORNING):
        rounds.lay_out()
        assert rounds._claim()
        assert not rounds.run_due()
    with clock.travel(MORNING + rounds.CLAIM + timedelta(seconds=1)):
        assert rounds.run_due()
    assert len(ran) == 1


@pytest.mark.django_db
def test_a_round_that_no_longer_exists_is_left_alone(ran: list[datetime]) -> None:
    with clock.travel(MORNING):
        Round.objects.create(name="of_last_year", next_at=MORNING)
        assert not rounds.run_due()


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_a_round_once(ran: list[datetime]) -> None:
    rounds.lay_out()
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        for _ in range(10):
            rounds.run_due()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(ran) == 1


@pytest.mark.parametrize("name", sorted(rounds._JOBS))
def test_each_real_round_may_run_twice(town: Any, name: str) -> None:
    accounts.end_access(town.actor("ingrid"), town.people["joris"].code)  # so that a calendar file comes back
    post.write("late", "marieke@knooppunt.example", "nl", daily=True)
    Letter.objects.filter(in_digest=False).update(sent_at=clock.now())
    with clock.travel(datetime.combine(clock.add_working_days(clock.today(), 25), time(8), clock.AMSTERDAM)):
        before = left_by_rounds()
        rounds._JOBS[name].run()
        once = left_by_rounds()
        assert (once != before) is (name in LEAVE_SOMETHING), "in a town where something waits, a round does something"
        rounds._JOBS[name].run()
        assert left_by_rounds() == once


def left_by_rounds() -> tuple[int, int]:
    return Letter.objects.count(), TrailLine.objects.count()
