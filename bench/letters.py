"""Sends letters to a real mail server on loopback while things go wrong, in a process of its own; faults.py starts it.

Use: DATABASE_URL=... SMTP_HOST=127.0.0.1 SMTP_PORT=... SMTP_TLS=none python bench/letters.py <kills> <answer file>
"""

import json
import os
import random
import signal
import socket
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from mmap import mmap
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
os.environ["DJANGO_SETTINGS_MODULE"] = "knooppunt.settings"
django.setup()

import mail_server
from django.core.management import call_command
from django.db import connection
from mail_server import MailServer

from knooppunt.foundation import clock
from knooppunt.letters import sending
from knooppunt.letters.carriers import message_of
from knooppunt.letters.models import Letter
from knooppunt.letters.post import write
from knooppunt.work import waiting, worker

LETTERS = 1000
PORT = int(os.environ["SMTP_PORT"])


def main(kills: int, answer: Path) -> None:
    """Make the tables, try each fault, and write down what was counted."""
    call_command("migrate", verbosity=0)
    found = {
        "speed": speed(),
        "killed": killed(kills, seed=kills),
        "hour_without_mail_server": outage(),
        "no_from_mail_server": answers(),
        "slow_mail_server": slow(),
    }
    answer.write_text(json.dumps(found))


def queue(number: int) -> None:
    """Write so many letters, each in a transaction of its own, to as many addresses; the box was emptied first."""
    Letter.objects.all().delete()
    for one in range(number):
        write("referral_accepted", f"p{one}@praktijk.example", "nl", date=clock.today())


def forked(child: Callable[[], object]) -> int:
    """Run something in a process of its own, that has everything in memory already, and give its number."""
    connection.close()  # a connection cannot be shared
    process = os.fork()
    if process:
        return process
    try:
        child()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def work(until: Callable[[], bool]) -> None:
    """Be the worker, as `knooppunt work` is, as soon as there is a mail server."""
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", PORT), 1):
            worker.work(until)
            return
        time.sleep(0.05)
    raise RuntimeError("There is no mail server.")


def nothing_waits() -> bool:
    """Say whether each letter has gone or was given up."""
    return not Letter.objects.filter(sent_at=None, failed_at=None).exists()


# --- Speed ----------------------------------------------------------------------------------------------------------


def speed() -> dict[str, Any]:
    """Let 1,000 letters be written while one worker sends them; and see what a worker costs that has nothing to do."""
    queue(0)
    carrying, writing = forked(lambda: work(lambda: False)), forked(lambda: queue(LETTERS))
    started = time.monotonic()
    with mail_server.running(PORT) as server:
        os.waitpid(writing, 0)
        queued = time.monotonic()
        while len(server.received) < LETTERS and time.monotonic() < started + 600:
            time.sleep(0.05)
        sent = time.monotonic()
    os.kill(carrying, signal.SIGKILL)
    os.waitpid(carrying, 0)
    return {
        "letters": LETTERS,
        "arrived": len(server.received),
        "conversations": server.conversations,
        "queued_after_s": round(queued - started, 2),
        "all_sent_after_s": round(sent - started, 2),
        "per_second": round(LETTERS / (sent - started), 1),
        "load": round(os.getloadavg()[0], 2),
        "idle_worker_cpu_percent": idle(),
    }


def idle(seconds: float = 10.0) -> float:
    """Give how much of one core a worker takes that finds nothing to do."""
    process = forked(lambda: worker.work(lambda: False))
    time.sleep(2)  # its rounds run once
    before = _computed(process)
    time.sleep(seconds)
    used = _computed(process) - before
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return round(used / seconds * 100, 2)


def _computed(process: int) -> float:
    stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


# --- Kills ----------------------------------------------------------------------------------------------------------


def killed(kills: int, seed: int) -> dict[str, Any]:
    """Kill the worker so many times while it sends 1,000 letters, and count how often each arrived.

    A claim lasts two seconds here and not five minutes, so that what died comes back while the killing goes on.
    """
    queue(LETTERS)
    read, told = os.pipe()
    nursery = forked(lambda: _kill_and_kill_again(kills, seed, told))
    with mail_server.running(PORT) as server:
        server.slow = 0.01  # so that most kills find a letter on its way
        os.waitpid(nursery, 0)
    left = int(os.read(read, 20) or 0)
    arrived = Counter(server.references())
    letters = list(Letter.objects.all())
    times = Counter(min(arrived[_reference(letter)], 3) for letter in letters)
    for_a_human = [letter for letter in letters if letter.last_error == waiting.UNKNOWN]
    return {
        "kills": kills,
        "letters": LETTERS,
        "waiting_at_the_last_kill": left,
        "died_on_their_way": sum(letter.unsure for letter in letters),
        "once": times[1],
        "twice": times[2],
        "more": times[3],
        "left_to_a_human_who_is_told_it_may_have_gone": len(for_a_human),
        "of_those_never_arrived": sum(not arrived[_reference(letter)] for letter in for_a_human),
        "lost": sum(not (letter.sent_at or letter.failed_at) for letter in letters)
        + sum(bool(letter.sent_at) and not arrived[_reference(letter)] for letter in letters),
    }


def _reference(letter: Letter) -> str:
    return str(message_of(letter).extra_headers["Message-ID"])


def _kill_and_kill_again(kills: int, seed: int, told: int) -> None:
    """Start a worker, kill it somewhere in its first sixteen letters, and so on; the last one may finish."""
    waiting.CLAIM, worker.PAUSE = timedelta(seconds=2), 0.05
    chance, on_their_way = random.Random(seed), mmap(-1, 1)
    hand_over = waiting.hand_over

    def counted(letter: Letter) -> None:
        hand_over(letter)
        on_their_way[0] = (on_their_way[0] + 1) % 256

    waiting.hand_over = counted  # in the workers, which are copies of this process
    for _ in range(kills):
        before, after = on_their_way[0], chance.randint(1, 16)
        process = forked(lambda: work(lambda: False))
        patience = time.monotonic() + 20
        while (on_their_way[0] - before) % 256 < after and time.monotonic() < patience:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    os.write(told, str(Letter.objects.filter(sent_at=None, failed_at=None).count()).encode())
    os.waitpid(forked(lambda: work(nothing_waits)), 0)


# --- A mail server that is away, says no, or is slow ----------------------------------------------------------------


def outage(number: int = 200) -> dict[str, Any]:
    """Let the mail server be away for an hour of the clock, which is moved; count tries and when the last arrived."""
    queue(number)
    start = clock.now()
    _until(start, start + timedelta(hours=1))
    tries = Letter.objects.order_by("-tries").values_list("tries", flat=True)[0]
    with mail_server.running(PORT) as server:
        back = start + timedelta(hours=1)
        _until(back, back + timedelta(hours=2))
    last = Letter.objects.order_by("-sent_at")[0].sent_at
    return _counted(server, number) | {
        "tries_during_the_hour": tries,
        "last_arrived_minutes_after_it_came_back": round((last - back).total_seconds() / 60) if last else None,
    }


def answers(number: int = 300) -> dict[str, Any]:
    """Let a third of the addresses be told to come back (450, once), a third not exist (550), the others be fine."""
    queue(number)
    start = clock.now()
    with mail_server.running(PORT) as server:
        for one in range(number):
            if answer := ("", "450 4.2.0 later", "550 5.1.1 nobody")[one % 3]:
                server.says[f"p{one}@praktijk.example"] = answer
        _until(start, start)
        server.says = {address: said for address, said in server.says.items() if said.startswith("550")}
        _until(start, start + timedelta(minutes=5))
    refused = Letter.objects.exclude(refused_at=None)
    return _counted(server, number) | {
        "told_to_come_back": number // 3,
        "refused_and_shown": refused.count(),
        "refused_after_tries": sorted(set(refused.values_list("tries", flat=True))),
    }


def slow(number: int = 5, seconds: float = 2.0) -> dict[str, Any]:
    """Let the mail server think for two seconds about each letter; it is waited for."""
    queue(number)
    started = time.monotonic()
    with mail_server.running(PORT) as server:
        server.slow = seconds
        sending.send_due()
        took = time.monotonic() - started
    return _counted(server, number) | {"thinks_s": seconds, "per_letter_s": round(took / number, 2)}


def _until(moment: Any, end: Any) -> None:
    """Let the worker look every half minute of a clock that is moved."""
    while moment <= end:
        with clock.travel(moment):
            while sending.send_due():
                pass
        moment += timedelta(seconds=30)


def _counted(server: MailServer, number: int) -> dict[str, Any]:
    arrived = Counter(server.references())
    return {
        "letters": number,
        "arrived_once": sum(times == 1 for times in arrived.values()),
        "arrived_more": sum(times > 1 for times in arrived.values()),
        "still_waiting": Letter.objects.filter(sent_at=None, failed_at=None).count(),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
