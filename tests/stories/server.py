"""The real server for the stories: gunicorn as in `make demo`, on a town that every story finds as it was."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from knooppunt.foundation import clock
from tests.once import FILLED, MIGRATED, first

ROOT = Path(__file__).resolve().parents[2]


class TownDatabase(Protocol):
    """A database that can become as another that is kept."""

    url: str

    def keep(self, name: str) -> None:
        """Keep what is in it now under this name, for all workers."""

    def become(self, name: str) -> None:
        """Make it as what was kept."""


class SqliteTown:
    """The town in a file, beside files to copy."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self._file, self._shared = folder / "story.sqlite3", shared
        self.url = f"sqlite:///{self._file}?synchronous=OFF"

    def keep(self, name: str) -> None:
        self._copy(self._file, self._shared / f"{name}.sqlite3")

    def become(self, name: str) -> None:
        self._copy(self._shared / f"{name}.sqlite3", self._file)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        """Copy page by page as one transaction, which open connections survive."""
        with sqlite3.connect(source) as have, sqlite3.connect(target, timeout=20) as want:
            have.backup(want)
        have.close()
        want.close()


class PostgresqlTown:
    """The town in a database of its own, beside templates to copy."""

    def __init__(self, url: str, worker: str) -> None:
        parts = urlsplit(url)
        self._name = f"story_{worker}"
        self._admin = urlunsplit(parts._replace(path="/postgres"))
        self.url = urlunsplit(parts._replace(path=f"/{self._name}"))

    def keep(self, name: str) -> None:
        self._make(name, self._name)

    def become(self, name: str) -> None:
        self._make(self._name, name)

    def _make(self, name: str, template: str) -> None:
        import psycopg

        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


class Server:
    """A filled town behind an application server on a free port of this machine."""

    def __init__(self, folder: Path, shared: Path, worker: str) -> None:
        url, on_postgresql = os.environ["DATABASE_URL"], os.environ["DATABASE_URL"].startswith("postgres")
        self._shared = shared
        self.database: TownDatabase = PostgresqlTown(url, worker) if on_postgresql else SqliteTown(folder, shared)
        with socket.socket() as spot:
            spot.bind(("127.0.0.1", 0))
            self.port = spot.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self._clock = folder / "clock"
        self._environment = {
            **os.environ,
            "DATABASE_URL": self.database.url,
            "PORT": str(self.port),
            "WORKERS": "1",
            "PYTHONPATH": str(ROOT / "src"),
            "STORY_CLOCK": str(self._clock),
        }
        self._process: subprocess.Popen | None = None

    def _fill(self, name: str) -> None:
        """Make the town with the same command as `make demo`, and keep it."""
        self.database.become(MIGRATED)
        done = subprocess.run(
            [sys.executable, "-m", "knooppunt", "fill_demo"],
            env=self._environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"knooppunt fill_demo failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        self.database.keep(name)

    def start(self) -> None:
        """Open the door, and wait until somebody answers."""
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "tests.stories.clockwork"],
                env=self._environment, cwd=ROOT, stdout=log, stderr=log,
            )  # fmt: skip
        until = time.monotonic() + 40
        while time.monotonic() < until and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/gezondheid/", timeout=5).close()
                return
            except urllib.error.HTTPError:
                return  # it answers; what it says is for a test
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"The server did not start:\n{self.log.read_text()[-4000:]}")

    def time_is(self, moment: datetime) -> None:
        """Let server and worker live at this moment; whoever was in has been away too long and comes in again."""
        self._clock.write_text(moment.isoformat())

    def as_new(self) -> None:
        """Let the time be as it is, and the town as new as one that was filled today; one worker fills it for all."""
        self._clock.unlink(missing_ok=True)
        filled = f"{FILLED}_{clock.today():%Y%m%d}"
        with first(self._shared, filled) as mine:
            if mine:
                self._fill(filled)
        self.database.become(filled)

    def worker(self, mail_port: int) -> subprocess.Popen[str]:
        """Start a worker that mails to this port, and works once for each line it hears; see `clockwork`."""
        mails = {"KNOOPPUNT_MODE": "test", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(mail_port), "SMTP_TLS": "none"}
        return subprocess.Popen(
            [sys.executable, "-m", "tests.stories.clockwork"],
            env=self._environment | mails, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def stop(self) -> None:
        """Close the door."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
