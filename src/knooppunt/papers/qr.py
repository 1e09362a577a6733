"""A QR code of an address of our own, as the path of an SVG: run after run of dark squares, without any style."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4  # white squares around it, which the standard asks


@dataclass(frozen=True, slots=True)
class Qr:
    """The drawing: the length of a side in squares, and the path of the dark ones."""

    side: int
    path: str


@lru_cache(maxsize=200)
def qr(address: str) -> Qr:
    """Give the code that a telephone reads as this address."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    return Qr(len(rows), "".join(_row(y, row) for y, row in enumerate(rows)))


def _row(y: int, row: list[bool]) -> str:
    runs, x = [], 0
    for dark, squares in groupby(row):
        wide = len(list(squares))
        if dark:
            runs.append(f"M{x} {y}h{wide}v1h-{wide}z")
        x += wide
    return "".join(runs)
