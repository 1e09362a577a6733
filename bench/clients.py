"""Visitors who ask for pages over HTTP, one by one or several at once, and note how long each answer took."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from statistics import median

KEY = "b" * 32  # the same secret in cookie and header is what the protection against forged forms asks
LENGTH, LOCATION = re.compile(rb"(?i)\r\ncontent-length: (\d+)"), re.compile(rb"(?i)\r\nlocation: (\S+)")


@dataclass(frozen=True)
class Ask:
    """One request: where to, by whom (the session), and whether it sends a form."""

    path: str
    session: str = ""
    send: bool = False
    expect: int = 200


@dataclass
class Times:
    """How long answers took, in seconds, and how long the whole lasted."""

    each: list[float] = field(default_factory=list)
    whole: float = 0.0

    def shown(self) -> dict[str, float]:
        """Give median, 95th and 10th percentile in milliseconds; the last is what it takes when nothing else runs."""
        in_order = sorted(self.each)
        return {
            "median_ms": round(median(in_order) * 1000, 2),
            "p10_ms": round(in_order[len(in_order) // 10] * 1000, 2),
            "p95_ms": round(in_order[int(len(in_order) * 0.95)] * 1000, 2),
        }


class Client:
    """One visitor with a connection that stays open; every few forms it comes from another address of this machine.

    It speaks HTTP by hand: what the visitors compute is taken from the server, which shares the machine.
    """

    numbers = count(2)
    FORMS_PER_ADDRESS = 5  # the limits on public forms are counted by address and stay on

    def __init__(self, port: int) -> None:
        self.port, self.sent = port, 0
        self.connection = self._connect()

    def _connect(self) -> socket.socket:
        number = next(self.numbers)
        address = f"127.{number // 62500 + 1}.{number // 250 % 250}.{number % 250 + 1}"
        return socket.create_connection(("127.0.0.1", self.port), timeout=30, source_address=(address, 0))

    def ask(self, ask: Ask) -> float:
        """Ask for a page and give the seconds it took; raises RuntimeError for an unexpected answer."""
        if ask.send:
            self.sent += 1
            if self.sent % self.FORMS_PER_ADDRESS == 0:
                self.connection.close()
                self.connection = self._connect()
        started = time.perf_counter()
        self.connection.sendall(self._question(ask))
        head = self._answer()
        took = time.perf_counter() - started
        if int(head[9:12]) != ask.expect:
            raise RuntimeError(f"{ask.path} answered {head[9:12].decode()}, not {ask.expect}: {LOCATION.findall(head)}")
        return took

    def _question(self, ask: Ask) -> bytes:
        lines = [f"{'POST' if ask.send else 'GET'} {ask.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if ask.session:
            lines.append(f"Cookie: session={ask.session}; csrf={KEY}; language=nl")
        if ask.send:
            lines += [f"X-CSRFToken: {KEY}", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 0"]
        return "\r\n".join([*lines, "", ""]).encode()

    def _answer(self) -> bytes:
        """Read one answer to its end, and give its head."""
        read = self._more()
        while b"\r\n\r\n" not in read:
            read += self._more()
        head, _line, body = read.partition(b"\r\n\r\n")
        left = int(LENGTH.findall(head)[0]) - len(body)
        while left > 0:
            left -= len(self._more())
        return head

    def _more(self) -> bytes:
        if read := self.connection.recv(1 << 18):
            return read
        raise RuntimeError("The server hung up.")


def one_by_one(port: int, asks: Iterator[Ask], beside: Ask, most: int, seconds: float) -> tuple[Times, Times]:
    """Ask by turns for a page and for the page to compare with, so that a busy moment slows both."""
    client, mine, theirs = Client(port), Times(), Times()
    started = time.perf_counter()
    for ask in asks:
        mine.each.append(client.ask(ask))
        theirs.each.append(client.ask(beside))
        if len(mine.each) >= most or time.perf_counter() - started > seconds:
            break
    mine.whole, theirs.whole = sum(mine.each), sum(theirs.each)
    return mine, theirs


def together(port: int, asks: Iterator[Ask], clients: int, most: int, seconds: float) -> Times:
    """Let several visitors ask at once until there are `most` answers or the time is over."""
    times, lock, failures = Times(), threading.Lock(), []
    until = time.perf_counter() + seconds

    def draw() -> Ask | None:
        with lock:
            return next(asks, None) if time.perf_counter() < until and len(times.each) < most else None

    def visit() -> None:
        client = Client(port)
        try:
            while ask := draw():
                took = client.ask(ask)
                with lock:
                    times.each.append(took)
        except (RuntimeError, OSError) as failure:
            failures.append(failure)

    _run_all(visit, clients, times)
    if failures:
        raise failures[0]
    return times


def _run_all(work: Callable[[], None], number: int, times: Times) -> None:
    threads = [threading.Thread(target=work) for _ in range(number)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.whole = time.perf_counter() - started
