"""How the application server runs, in the demo and in production; any option may be overruled by GUNICORN_CMD_ARGS."""

import os
import subprocess
import sys
import threading

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WORKERS", "2"))
# Threads, because browsers open spare connections that say nothing for a while: each would hold a sync worker.
worker_class = "gthread"
threads = int(os.environ.get("THREADS", "8"))
preload_app = True  # the workers share what is loaded
max_requests, max_requests_jitter = 20_000, 2_000
timeout = 30
accesslog = None  # addresses of pages carry codes; the trail says who looked at what
loglevel = "warning"


def post_worker_init(worker) -> None:
    """Let the maker of papers read its fonts beside the first visitors, not while the first of them waits."""
    from knooppunt.papers import warm

    threading.Thread(target=warm, daemon=True).start()


_beside: list[subprocess.Popen] = []  # the worker, where it runs beside the server


def on_exit(server) -> None:
    """Let the worker finish what it has in hand and go, with the server."""
    for worker in _beside:
        worker.terminate()
        try:
            worker.wait(20)
        except subprocess.TimeoutExpired:
            worker.kill()


def when_ready(server) -> None:
    """Start the worker where it was asked for, say that the door is open and, in the demo, how to come in."""
    if os.environ.get("WITH_WORKER") == "yes":
        # It looks whether we are there, so it also ends when we are killed and cannot say so.
        command = [sys.executable, "-m", "knooppunt", "work", "--beside", str(os.getpid())]
        _beside.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))  # noqa: S603  our own words
    host, port = server.address[0][:2] if isinstance(server.address[0], tuple) else (server.address[0], "")
    address = f"http://{host}:{port}"
    if os.environ.get("KNOOPPUNT_MODE") != "demo":
        print(f"Knooppunt listens on {address}", flush=True)
        return
    print(
        f"\n  Knooppunt is open:  {address}/\n"
        f"  Sign in as anyone:  {address}/demo/  (choose a person: each role has one; no password)\n"
        "  Everyone in this town is made up. Stop with Ctrl-C; `make reset` empties the town.\n",
        flush=True,
    )
