"""A file is what its bytes say, whatever it is called; and one that is too large is refused before it is here."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from knooppunt.casework import reading
from knooppunt.web.shared.uploads import MOST
from tests.papers.test_taking_in import _launches, _mountain, _speaks, picture, scan
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
BOUNDARY = "grens"
HOSTILE: dict[str, tuple[str, bytes | Callable[[], bytes]]] = {
    "a page called photo": ("foto.jpg", b"<!doctype html><script>alert(1)</script>"),
    "a drawing that acts": ("foto.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "a program called scan": ("scan.pdf", b"MZ\x90\x00" + bytes(400)),
    "an archive called photo": ("foto.jpeg", b"PK\x03\x04" + bytes(400)),
    "an old picture with a page behind it": ("foto.gif", b"GIF89a<script>"),
    "a photo that is none": ("foto.jpg", b"\xff\xd8\xff\xe0 no picture"),
    "a scan that is none": ("scan.pdf", b"%PDF-1.7 no document"),
    "a scan that speaks": ("scan.pdf", scan(change=_speaks)),
    "a scan that starts a program, called photo": ("foto.png", scan(change=_launches)),
    "a scan with a file in it": ("scan.pdf", scan(change=lambda w: w.add_attachment("x.exe", b"MZ"))),
    "a locked scan": ("scan.pdf", scan(change=lambda w: w.encrypt("geheim"))),
    "a picture that unpacks to a mountain": ("foto.png", _mountain),  # made in its test: it takes a while
    "nothing": ("foto.jpg", b""),
}


class Stream:
    """A body that is made while it is read, and knows how much of it was."""

    def __init__(self, size: int) -> None:
        begin = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="scan"; filename="foto.jpg"\r\n\r\n'.encode()
        self.head, self.left, self.read_so_far = begin, size, 0

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        piece, self.head = self.head[:size], self.head[size:]
        piece += b"\xff" * (size - len(piece))
        self.left -= size
        self.read_so_far += size
        return piece

    readline = read


def path(town: Any) -> str:
    code = town.cases["following"]
    mother = next(one for one in reading.case_file(town.actor("marieke"), code).parents if one.kind == "mother")
    return f"/samen/{code}/ouder/{mother.code}/papier/"


def kept(town: Any) -> list[Any]:
    return list(reading.scans(town.actor("marieke"), town.cases["following"]))


def send(town: Any, stream: Stream, length: str, **more: str) -> Any:
    client = come_in("marieke")
    return client.request(**{
        "PATH_INFO": path(town), "REQUEST_METHOD": "POST", "wsgi.input": stream, "CONTENT_LENGTH": length,
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", **more,
    })  # fmt: skip


def test_two_hundred_megabytes_are_refused_before_they_are_read_or_held(town: Any) -> None:
    before, stream = len(kept(town)), Stream(200_000_000)
    tracemalloc.start()
    answer = send(town, stream, "200000000")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code in (400, 413), answer.status_code
    assert stream.read_so_far < 1_000_000 and most < 30_000_000, (stream.read_so_far, most)
    assert len(kept(town)) == before


def test_a_stream_that_does_not_say_how_long_it_is_is_not_read(town: Any) -> None:
    stream = Stream(200_000_000)
    answer = send(town, stream, "", HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code in (200, 400) and stream.read_so_far < 1_000_000


def test_what_fits_in_a_request_and_is_too_much_to_keep_is_said_kindly(town: Any) -> None:
    file = SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff" + bytes(9_000_000))
    answer = come_in("marieke").post(path(town), {"kind": "plan", "scan": file})
    assert answer.status_code == 200 and "8 MB" in answer.content.decode() and MOST > 9_000_000


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_or_renamed_is_refused_with_a_reason_and_nothing_is_kept(town: Any, what: str) -> None:
    name, made = HOSTILE[what]
    content = made if isinstance(made, bytes) else made()
    before = len(kept(town))
    answer = come_in("marieke").post(path(town), {"kind": "plan", "scan": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200 and 'class="kp-error' in answer.content.decode()
    assert len(kept(town)) == before and "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "kind"), [("scan.pdf", picture(), "image/jpeg"), ("foto.jpg", scan(), "application/pdf")]
)
def test_an_honest_paper_under_another_name_is_kept_as_what_it_is(
    town: Any, name: str, content: bytes, kind: str
) -> None:
    before = len(kept(town))
    answer = come_in("marieke").post(path(town), {"kind": "plan", "scan": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    assert len(kept(town)) == before + 1 and kept(town)[-1].media_type == kind
