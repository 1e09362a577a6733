"""The hands of the clock of a story: server and worker live at the moment that stands in a file, or else now.

`gunicorn tests.stories.clockwork:application` is the server with them. `python -m tests.stories.clockwork` is a worker
that works once for each line it hears, and says how much it did.
"""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from knooppunt.foundation import clock
from knooppunt.wsgi import application as served

DONE = "done"


def as_it_is() -> AbstractContextManager[None]:
    """Be at the moment of the story."""
    try:
        said = Path(os.environ["STORY_CLOCK"]).read_text()
    except FileNotFoundError:
        return nullcontext()
    return clock.travel(datetime.fromisoformat(said))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as at the moment of the story."""
    with as_it_is():
        return served(environ, start_response)


def work() -> None:
    """Work whenever a line comes in; text messages stand on standard output, as the console gateway has it."""
    from knooppunt.work import worker

    for _line in sys.stdin:
        with as_it_is():
            print(DONE, worker.once(), flush=True)


if __name__ == "__main__":
    work()
