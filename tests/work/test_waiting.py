"""No letter is lost, and none leaves the house more than twice without somebody looking, whatever dies when."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from knooppunt.letters.post import going, stop, write
from knooppunt.work import waiting

MORNING = datetime(2026, 3, 3, 9, 0, tzinfo=clock.AMSTERDAM)
AFTER = waiting.CLAIM + timedelta(seconds=1)


def queue(to: str = "a@b.example") -> Letter:
    write("family_message", to, "nl")
    return Letter.objects.order_by("-id")[0]


def claim() -> Letter | None:
    return waiting.claim(going())


def claimed() -> Letter:
    one = claim()
    assert one
    return one


@pytest.mark.django_db
def test_what_one_worker_has_in_hand_another_does_not_get_until_the_claim_ends() -> None:
    with clock.travel(MORNING):
        queue()
        assert claim() and claim() is None
    with clock.travel(MORNING + waiting.CLAIM - timedelta(seconds=1)):
        assert claim() is None
    with clock.travel(MORNING + AFTER):
        assert claim()


@pytest.mark.django_db
def test_a_worker_that_dies_before_it_hands_over_may_do_so_any_number_of_times() -> None:
    queue()
    for times in range(20):
        with clock.travel(MORNING + (times + 1) * AFTER + timedelta(days=365)):
            one = claimed()
            assert not one.unsure
    waiting.hand_over(one)
    waiting.went(one)
    assert Letter.objects.get().sent_at


@pytest.mark.django_db
def test_a_worker_that_dies_while_handing_over_twice_leaves_it_to_a_human() -> None:
    with clock.travel(MORNING):
        queue()
        waiting.hand_over(claimed())
    with clock.travel(MORNING + AFTER):
        again = claimed()
        assert again.unsure == 1
        waiting.hand_over(again)
    with clock.travel(MORNING + 2 * AFTER):
        assert claim() is None
    letter = Letter.objects.get()
    assert letter.failed_at and letter.last_error == waiting.UNKNOWN and letter.body


@pytest.mark.django_db
def test_what_a_slow_worker_hears_late_disturbs_nobody() -> None:
    with clock.travel(MORNING):
        queue()
        slow = claimed()
        waiting.hand_over(slow)
    with clock.travel(MORNING + AFTER):
        fast = claimed()
        waiting.did_not_go(slow, "TimeoutError", known=False)  # too late to count
        assert Letter.objects.get().not_before > clock.now()
        waiting.hand_over(fast)  # still in its hands
        waiting.went(slow, body="")  # but a yes is a yes
    with clock.travel(MORNING + 2 * AFTER):
        assert claim() is None
    assert Letter.objects.get().sent_at and not Letter.objects.get().body


@pytest.mark.django_db
def test_a_letter_that_is_stopped_after_it_was_claimed_does_not_leave_the_house() -> None:
    queue()
    one = claimed()
    stop("a@b.example")
    with pytest.raises(waiting.NotOurs):
        waiting.hand_over(one)


@pytest.mark.django_db
def test_a_worker_whose_claim_was_taken_over_may_not_hand_over() -> None:
    with clock.travel(MORNING):
        queue()
        slow = claimed()
    with clock.travel(MORNING + AFTER):
        claimed()
        with pytest.raises(waiting.NotOurs):
            waiting.hand_over(slow)


@pytest.mark.django_db
def test_a_claim_is_as_long_in_the_night_that_the_clock_goes_back() -> None:
    night = datetime(2026, 10, 25, 2, 58, tzinfo=clock.AMSTERDAM)  # the first 2:58 of that night
    with clock.travel(night):
        queue()
        assert claimed().not_before - night.astimezone(UTC) == waiting.CLAIM


@pytest.mark.django_db
def test_a_one_time_link_lies_about_no_longer_when_nobody_knows_whether_it_went() -> None:
    with clock.travel(MORNING):
        write("account_invitation", "a@b.example", "nl", link="/account/uitnodiging/geheim/")
        waiting.hand_over(claimed())
    with clock.travel(MORNING + AFTER):
        waiting.hand_over(claimed())
    with clock.travel(MORNING + 2 * AFTER):
        assert claim() is None
    letter = Letter.objects.get()
    assert letter.failed_at and not letter.body


FATES = ("dies_before", "dies_unsent", "dies_sent", "says_no", "falls_silent", "falls_silent_sent", "goes")


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.lists(st.sampled_from(FATES), max_size=14))
def test_whatever_happens_it_goes_at_most_twice_and_is_never_lost(db: None, fates: list[str]) -> None:
    Letter.objects.all().delete()
    moment, arrived = MORNING, 0
    with clock.travel(moment):
        letter = queue()
    for fate in [*fates, *["goes"] * 3]:
        moment += timedelta(days=2)
        with clock.travel(moment):
            one = claim()
            if one is None:
                continue
            arrived += _happens(one, fate)
    letter.refresh_from_db()
    assert arrived <= 2
    assert (letter.sent_at and arrived) or (letter.failed_at and letter.last_error)


def _happens(one: Letter, fate: str) -> bool:
    """Let this happen to a claimed letter, and say whether it arrived."""
    if fate == "dies_before":
        return False
    if fate == "says_no":
        waiting.did_not_go(one, "RCPT450")
        return False
    waiting.hand_over(one)
    if fate.startswith("falls_silent"):
        waiting.did_not_go(one, "TimeoutError", known=False)
    elif fate == "goes":
        waiting.went(one)
    return fate in {"goes", "dies_sent", "falls_silent_sent"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_letter() -> None:
    for number in range(30):
        queue(f"p{number}@b.example")
    start, taken = threading.Barrier(2), [[], []]  # type: ignore[var-annotated]

    def work(mine: list[Any]) -> None:
        start.wait()
        for _ in range(60):  # a worker that finds the only free letter locked looks again, as the worker does
            if one := claim():
                waiting.hand_over(one)
                waiting.went(one)
                mine.append(one.pk)
        connection.close()

    workers = [threading.Thread(target=work, args=[mine]) for mine in taken]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken[0] + taken[1]) == sorted(Letter.objects.values_list("pk", flat=True))
    assert set(Letter.objects.values_list("tries", flat=True)) == {1}
