"""A throw-away PostgreSQL for tests and measurements: a socket in a temporary folder, and nothing left behind.

Use from a shell, with the server's address in DATABASE_URL for the command:
    python tools/postgres.py python -m pytest
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

# Speed over safety: this database never outlives its command.
HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB -c max_connections=60"


def programs() -> Path | None:
    """Give the folder with initdb and pg_ctl, newest version first, or None when there is no server here."""
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else []
    if shutil.which("pg_config"):
        answer = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(answer.stdout.strip()))
    for root in ("/usr/lib/postgresql", "/usr/pgsql"):
        by_version = sorted(Path(root).glob("*/bin"), key=lambda path: [int(n) for n in path.parts if n.isdigit()])
        candidates.extend(reversed(by_version))
    return next((path for path in candidates if (path / "initdb").exists() and (path / "pg_ctl").exists()), None)


def _somebody() -> dict[str, Any]:
    """Give the account to run as: PostgreSQL refuses to run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


@contextmanager
def running(database: str = "knooppunt") -> Iterator[str]:
    """Start a server with one empty database and give its DATABASE_URL; always stop it and remove its files."""
    folder = programs()
    if folder is None:
        raise SystemExit("There is no PostgreSQL server here. On Debian or Ubuntu: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="knooppunt-postgres-"))
    account = _somebody()
    if account:
        shutil.chown(home, account["user"], account["group"])

    def run(program: str, *arguments: str) -> None:
        subprocess.run([str(folder / program), *arguments], check=True, cwd=home, stdout=subprocess.DEVNULL, **account)

    try:
        run("initdb", "-D", f"{home}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = f"-k {home} -c listen_addresses='' {HASTE}"
        run("pg_ctl", "-D", f"{home}/data", "-w", "-l", f"{home}/log", "-o", options, "start")
        try:
            run("createdb", "-h", str(home), "-U", "postgres", database)
            yield f"postgresql://postgres@/{database}?host={home}"
        finally:
            run("pg_ctl", "-D", f"{home}/data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _stop(*_: object) -> NoReturn:
    raise SystemExit("Stopped.")


def main(command: list[str]) -> int:
    """Run a command with DATABASE_URL on a fresh server, and give its exit code."""
    signal.signal(signal.SIGTERM, _stop)
    with running() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1:]))
