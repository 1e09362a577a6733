"""Stories: a real browser against the real server, on a town that is as new for each story."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from knooppunt.foundation import clock
from tests.stories import looks
from tests.stories.kit import NARROW, WIDE
from tests.stories.server import Server

# The headless shell of Debian does the same with less work than a whole browser.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the figures of the accessibility statement after all stories went well; see `make statement`."""
    target = os.environ.get("ACCESSIBILITY_FILE")
    if target and exitstatus == 0 and not session.config.option.keyword:
        looks.write(Path(target), clock.today())


@pytest.fixture(scope="session")
def server(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory, shared: Path, worker_id: str
) -> Iterator[Server]:
    """Serve the town, which one worker fills for all, to all stories of this worker."""
    it = Server(tmp_path_factory.mktemp("story"), shared, worker_id)
    it.as_new()
    it.start()
    yield it
    it.stop()


@pytest.fixture
def as_new(server: Server) -> None:
    """Give the story a town that nobody touched."""
    server.as_new()


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    """Let `page.goto("/aanmelden/")` find the server."""
    return server.address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Use the browser of this machine, without its calls home; a run of everything fails when there is none."""
    if CHROMIUM is None:
        give_up = pytest.fail if os.environ.get("ENGINE") else pytest.skip
        give_up("There is no chromium here; `make test` installs it.")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """Read Dutch, on a desktop, with a calm screen."""
    return {**browser_context_args, "locale": "nl-NL", "viewport": WIDE, "reduced_motion": "reduce"}


@pytest.fixture
def open_page(
    browser: Browser, browser_context_args: dict, base_url: str, as_new: None
) -> Iterator[Callable[..., Page]]:
    """Give a way to open a page as a new visitor: `open_page(viewport=NARROW, java_script_enabled=False, locale="en")`.

    Every page fails its story when the browser reports an error of a script or a breach of the content policy.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(**options: object) -> Page:
        context = browser.new_context(**{**browser_context_args, "base_url": base_url, **options})  # type: ignore[arg-type]
        context.set_default_timeout(8_000)
        looks.told("story")
        if options.get("java_script_enabled") is False:
            looks.told("without_scripts")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A new visitor on a desktop."""
    return open_page()


@pytest.fixture
def narrow_page(open_page: Callable[..., Page]) -> Page:
    """A new visitor on a small telephone, 360 px wide."""
    return open_page(viewport=NARROW, has_touch=True)


@pytest.fixture
def plain_page(open_page: Callable[..., Page]) -> Page:
    """A new visitor whose browser runs no scripts. (axe needs scripts: look with another page.)"""
    return open_page(java_script_enabled=False)
