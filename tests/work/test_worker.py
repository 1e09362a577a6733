"""The worker in earnest: a process of its own that is asked to stop, is killed, or finds the database away."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from knooppunt.foundation import clock
from knooppunt.letters import sending
from knooppunt.letters.models import Letter
from knooppunt.letters.post import write
from knooppunt.work import rounds, waiting, worker
from knooppunt.work.models import Round

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds, on a machine that is busy with other tests


def environment(**more: str) -> dict[str, str]:
    here = connection.settings_dict
    url = f"postgresql://{here['USER']}@/{here['NAME']}?host={here['HOST']}&port={here['PORT']}"
    if connection.vendor == "sqlite":
        url = f"sqlite:///{here['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT / "src"), **more}


@contextmanager
def working(**more: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "knooppunt", "work"],
        cwd=ROOT, env=environment(**more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(happened: Callable[[], Any], process: subprocess.Popen[str] | None = None) -> Any:
    end = time.monotonic() + PATIENCE
    while not (found := happened()):
        assert time.monotonic() < end, "It did not happen."
        assert process is None or process.poll() is None, "The process ended."
        time.sleep(0.05)
    return found


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_of_a_letter_loses_nothing(post_office: Any) -> None:
    post_office.slow = 3
    write("family_message", "a@b.example", "nl")
    with working(SMTP_HOST="127.0.0.1", SMTP_PORT=str(post_office.port), SMTP_TLS="none") as process:
        until(lambda: Letter.objects.exclude(handed_at=None).exists(), process)
        process.kill()
        process.wait()
    assert sending.send_due() == 0  # nobody knows yet that it died
    post_office.slow = 0
    with clock.travel(clock.now() + waiting.CLAIM + timedelta(seconds=1)):
        assert sending.send_due() == 1
    assert Letter.objects.get().sent_at
    assert until(lambda: len(post_office.received)) in {1, 2} and len(set(post_office.references())) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_runs_letters_and_rounds_and_ends_cleanly_when_asked() -> None:
    write("family_message", "a@b.example", "nl")
    with working() as process:
        until(lambda: Letter.objects.exclude(sent_at=None).exists(), process)
        until(lambda: Round.objects.filter(name="remind").exclude(last_ran_at=None).exists(), process)
        asked_at = time.monotonic()
        process.send_signal(signal.SIGTERM)
        out, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0 and "Stopped" in out and not errors
    assert time.monotonic() - asked_at < 10
    assert not Round.objects.exclude(last_error="").exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_begins_and_ends_with_the_server_also_when_that_is_killed(tmp_path: Path) -> None:
    with socket.socket() as spot:
        spot.bind(("127.0.0.1", 0))
        port = spot.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "knooppunt.wsgi"]
    for ending in (signal.SIGINT, signal.SIGKILL):
        settings = environment(PORT=str(port), WORKERS="1", WITH_WORKER="yes")
        server = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL)
        try:
            (beside,) = until(lambda server=server: _workers_of(server.pid), server)
            server.send_signal(ending)
            server.wait(PATIENCE)
            until(lambda beside=beside: not Path(f"/proc/{beside}").exists() or _is_dead(beside))
        finally:
            server.kill()
            server.wait()


def _workers_of(server: int) -> list[int]:
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    lines = {int(child): Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0") for child in children}
    return [child for child, words in lines.items() if b"work" in words]


def _is_dead(process: int) -> bool:
    return "State:\tZ" in Path(f"/proc/{process}/status").read_text()  # nobody has asked how it ended


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_its_database_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    looks: list[int] = []

    def trouble(_stopping: Any) -> int:
        looks.append(1)
        if len(looks) == 1:
            connection.close()
            connection.connect()
            connection.connection.close()  # as when the database was started anew: the next question fails
        if len(looks) == 2:
            raise OperationalError
        return 0

    monkeypatch.setattr(worker, "_carriers", [trouble, sending.send_due])
    write("family_message", "a@b.example", "nl")
    rounds.lay_out()
    worker.work(lambda: len(looks) > 4 or Letter.objects.exclude(sent_at=None).exists())
    assert Letter.objects.get().sent_at


@pytest.mark.django_db
def test_once_does_all_that_is_due_and_says_how_much(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(sending.A_STRETCH + 5):
        write("family_message", "a@b.example", "nl")
    call_command("work", "--once")
    assert capsys.readouterr().out == f"{sending.A_STRETCH + 5 + len(rounds._JOBS)} done.\n"
    assert not Letter.objects.filter(sent_at=None).exists()


@pytest.mark.django_db
def test_in_the_demo_no_letter_goes_and_the_rounds_run(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = True
    write("family_message", "a@b.example", "nl")
    call_command("work", "--once")
    assert capsys.readouterr().out == f"{len(rounds._JOBS)} done.\n"
    assert Letter.objects.get().sent_at is None
