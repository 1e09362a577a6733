"""Who wants one letter a day gets one: on working days at half past seven, nothing lost, nothing twice."""

from collections import Counter
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection, transaction
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from knooppunt.foundation import clock
from knooppunt.letters import digest, post, sending
from knooppunt.letters.digest import gather_digest
from knooppunt.letters.models import Letter
from knooppunt.letters.post import write
from knooppunt.letters.texts import COUNTED, KINDS
from tests.letters.test_letters_texts import BANNED, fields_of

READER, OTHER = "a@b.example", "c@d.example"
MONDAY = datetime(2026, 3, 2, 16, 0, tzinfo=clock.AMSTERDAM)
TUESDAY = datetime(2026, 3, 3, 7, 30, tzinfo=clock.AMSTERDAM)
WAITING_KINDS = [kind for kind, row in KINDS.items() if row.can_wait]


def queue(*kinds: str, to: str = READER, language: str = "nl", at: datetime = MONDAY) -> None:
    with clock.travel(at):
        for kind in kinds:
            write(kind, to, language, daily=True, **fields_of(kind))


def gathered(at: datetime) -> int:
    with clock.travel(at):
        return gather_digest()


@pytest.mark.django_db
def test_what_waited_becomes_one_letter_with_counts_and_the_way_to_the_site() -> None:
    queue("coordinator_new_referral", "coordinator_new_referral", "message_waits", "coordinator_new_referral")
    assert gathered(TUESDAY) == 1
    (letter,) = Letter.objects.filter(in_digest=False)
    assert not Letter.objects.filter(in_digest=True).exclude(body="", sent_at=TUESDAY).exists()
    assert (letter.kind, letter.to, letter.in_digest) == ("daily", READER, False)
    assert "• 3 nieuwe aanmeldingen\n• 1 bericht\n" in letter.body
    assert f"Log in via {site.SITE_ADDRESS}\n" in letter.body
    with clock.travel(TUESDAY):
        assert sending.send_due() == 1


@pytest.mark.django_db
def test_a_second_run_makes_nothing_and_what_comes_later_waits_for_tomorrow() -> None:
    queue("message_waits")
    assert gathered(TUESDAY) == 1
    queue("message_waits", at=TUESDAY + timedelta(minutes=1))
    assert gathered(TUESDAY) == gathered(TUESDAY + timedelta(hours=9)) == 0
    assert gathered(TUESDAY + timedelta(days=1)) == 1
    assert [row.kind for row in Letter.objects.filter(in_digest=False)] == ["daily", "daily"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "never",
    [
        TUESDAY - timedelta(minutes=1),
        datetime(2026, 3, 7, 9, tzinfo=clock.AMSTERDAM),  # a Saturday
        datetime(2026, 3, 8, 9, tzinfo=clock.AMSTERDAM),
        datetime(2026, 4, 6, 9, tzinfo=clock.AMSTERDAM),  # Easter Monday
        datetime(2026, 4, 27, 9, tzinfo=clock.AMSTERDAM),  # King's Day
    ],
)
def test_not_before_the_hour_and_not_on_a_day_off(never: datetime) -> None:
    queue("message_waits")
    assert gathered(never) == 0
    assert Letter.objects.get().in_digest


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "utc_hour"), [((2026, 3, 27), 6), ((2026, 3, 30), 5)])  # around the change of clocks
def test_half_past_seven_by_the_dutch_clock(day: tuple[int, int, int], utc_hour: int) -> None:
    from datetime import UTC

    queue("message_waits")
    edge = datetime(*day, utc_hour, 30, tzinfo=UTC)
    assert gathered(edge - timedelta(minutes=1)) == 0
    assert gathered(edge) == 1


@pytest.mark.django_db
def test_each_reader_gets_a_letter_in_the_own_language() -> None:
    queue("coordinator_step")
    queue("coordinator_step", "coordinator_step", to=OTHER, language="en")
    assert gathered(TUESDAY) == 2
    told = {row.to: row for row in Letter.objects.filter(in_digest=False)}
    assert told[OTHER].language == "en" and told[READER].language == "nl"
    assert "1 stap die op u wacht" in told[READER].body


@pytest.mark.django_db
def test_a_letter_that_waits_does_not_go_by_itself() -> None:
    queue("message_waits")
    with clock.travel(MONDAY + timedelta(days=3)):
        assert sending.send_due() == 0
    write("message_waits", OTHER, "nl")
    assert sending.send_due() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind, row in KINDS.items() if not row.can_wait])
def test_what_cannot_wait_goes_at_once(kind: str) -> None:
    queue(kind)
    assert not Letter.objects.get().in_digest


def test_codes_links_accounts_access_and_invitations_cannot_wait() -> None:
    at_once = {kind for kind, row in KINDS.items() if row.fields & {"digits", "link"} or row.to_families}
    at_once |= {kind for kind in KINDS if kind.startswith(("account_", "password_"))} | {"access_ended"}
    assert not at_once & set(WAITING_KINDS)
    assert {KINDS[kind].counted for kind in WAITING_KINDS} == set(COUNTED), "and no line is left over"


@pytest.mark.django_db
def test_who_wants_letters_at_once_again_gets_what_waited_at_once() -> None:
    queue("message_waits", "coordinator_step")
    queue("message_waits", to=OTHER)
    post.send_at_once(READER)
    assert gathered(TUESDAY) == 1
    assert Counter(Letter.objects.filter(in_digest=False).values_list("to", "kind")) == Counter(
        [(READER, "message_waits"), (READER, "coordinator_step"), (OTHER, "daily")]
    )


@pytest.mark.django_db
def test_a_letter_that_cannot_be_made_loses_nothing(monkeypatch: Any) -> None:
    queue("message_waits", to=OTHER)
    queue("message_waits")
    made = []

    def breaks(*args: Any, **kwargs: Any) -> None:
        made.append(args)
        if len(made) == 2:
            raise ZeroDivisionError
        write(*args, **kwargs)

    monkeypatch.setattr(digest, "write", breaks)
    with pytest.raises(ZeroDivisionError):
        gathered(TUESDAY)
    assert Letter.objects.filter(in_digest=True, sent_at=None).count() == Letter.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_make_each_letter_once() -> None:
    for number in range(20):
        queue("message_waits", "coordinator_step", to=f"p{number}@b.example")
    start = Barrier(2)
    made = []

    def run() -> None:
        start.wait()
        made.append(gathered(TUESDAY))
        connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == 20
    made = Letter.objects.filter(in_digest=False).values_list("to", "kind")
    assert sorted(made) == sorted((f"p{n}@b.example", "daily") for n in range(20))


@pytest.mark.django_db
@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WAITING_KINDS), st.sampled_from([READER, OTHER])), max_size=12))
def test_every_letter_is_counted_once(wanted: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        for kind, to in wanted:
            queue(kind, to=to)
        assert gathered(TUESDAY) == len({to for _, to in wanted})
        assert not Letter.objects.filter(in_digest=True, sent_at=None).exists()
        for letter in Letter.objects.filter(in_digest=False):
            told = sum(int(line.split()[1]) for line in letter.body.splitlines() if line.startswith("•"))
            assert told == sum(to == letter.to for _, to in wanted)
        transaction.set_rollback(True)


@pytest.mark.parametrize("language", site.LANGUAGES_OF_STAFF)
@pytest.mark.parametrize("line", COUNTED)
@pytest.mark.parametrize("count", [1, 2, 21])
def test_a_line_says_a_number_and_nothing_of_a_family(line: str, language: str, count: int) -> None:
    with translation.override(language):
        said = COUNTED[line] % {"count": count}
    assert said.startswith(f"{count} ") and not BANNED.findall(said)
