"""Walking the site as somebody of the cast: every page that a link or a form leads to, and what stands on it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from pypdf import PdfReader

HREF = re.compile(r'(?:href|action|formaction)="([^"#]+)')
SKIP = re.compile(r"^/(static|demo)/|/afmelden/|/taal/")


@dataclass(frozen=True)
class Page:
    """One answer: its address, its status, and all that a browser would get, comments and attributes included."""

    address: str
    status: int
    text: str
    headers: dict[str, str]

    @property
    def title(self) -> str:
        """Give what stands in the tab of the browser."""
        found = re.search(r"<title>(.*?)</title>", self.text, re.S)
        return unescape(found[1]) if found else ""


def get(client: Client, address: str) -> Page:
    """Ask for one page."""
    answer: Any = client.get(address)
    if answer.headers.get("Content-Type", "").startswith("application/pdf"):
        whole = _words_of(answer.content)
    else:
        whole = unescape(answer.content.decode("utf-8", "replace"))
    return Page(address, answer.status_code, whole, dict(answer.headers))


@lru_cache(maxsize=200)
def _words_of(paper: bytes) -> str:
    """Read a paper; several people get the very same one."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)


def crawl(client: Client, *starts: str, limit: int = 250, within: tuple[str, ...] = ("/",)) -> list[Page]:
    """Give every page that can be reached from these, each once; addresses that only take a form answer 405.

    `within` keeps to addresses that hold one of these pieces, such as the code of one case.
    """
    waiting, seen, found = ["/", *starts], set(), []
    while waiting and len(found) < limit:
        address = waiting.pop(0)
        if address in seen or SKIP.search(address):
            continue
        seen.add(address)
        page = get(client, address)
        found.append(page)
        links = [page.headers["Location"]] if "Location" in page.headers else HREF.findall(page.text)
        for link in links:
            whole = urlsplit(urljoin(address, link))
            if not whole.netloc and whole.path.startswith("/") and any(piece in whole.path for piece in within):
                waiting.append(whole.path + (f"?{whole.query}" if whole.query else ""))
    return found
