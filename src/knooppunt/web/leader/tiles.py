"""The municipalities as tiles, laid out roughly as the map lies; a table with the same numbers stands beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knooppunt.figures.reach import Place

# CBS code -> column and row, from west to east and from north to south.
WHERE = {
    "GM1883": (1, 0),
    "GM0971": (0, 1), "GM0888": (1, 1), "GM1954": (2, 1), "GM0899": (3, 1),
    "GM0938": (0, 2), "GM0994": (1, 2), "GM0986": (2, 2), "GM0917": (3, 2), "GM0882": (4, 2),
    "GM0935": (0, 3), "GM1729": (2, 3), "GM0965": (3, 3), "GM0928": (4, 3),
    "GM1903": (1, 4), "GM0981": (3, 4),
}  # fmt: skip
COLUMNS, STEP, BAR = 5, 100, 76


@dataclass(frozen=True, slots=True)
class Tile:
    """One municipality: where it is drawn, its name in one or two lines, and its bar when its numbers are shown."""

    x: int
    y: int
    lines: tuple[str, ...]
    place: Place | None
    came: float = 0  # how long the bar is
    low: float = 0  # where what is expected begins
    wide: float = 0  # and how wide it is


@dataclass(frozen=True, slots=True)
class Tiles:
    """The whole picture."""

    tiles: tuple[Tile, ...]
    height: int


def tiles(names: Mapping[str, str], places: Iterable[Place]) -> Tiles:
    """Lay out all municipalities; those without numbers for this reader show their name alone.

    A municipality that the layout does not know stands in rows below the others.
    """
    shown = {place.code: place for place in places}
    below = max(row for _column, row in WHERE.values()) + 1
    others = [code for code in names if code not in WHERE]
    spots = WHERE | {code: (n % COLUMNS, below + n // COLUMNS) for n, code in enumerate(others)}
    found = tuple(_tile(*spots[code], name, shown.get(code)) for code, name in names.items())
    return Tiles(found, max((tile.y for tile in found), default=0) + STEP)


def _tile(column: int, row: int, name: str, place: Place | None) -> Tile:
    x, y, lines = column * STEP, row * STEP, _lines(name)
    if place is None or place.expected is None:
        return Tile(x, y, lines, place, came=BAR if place and place.families else 0)
    scale = BAR / place.reaches
    low, high = place.expected.low * scale, place.expected.high * scale
    return Tile(x, y, lines, place, came=place.families * scale, low=low, wide=high - low)


def _lines(name: str) -> tuple[str, ...]:
    """Break a name that is too long for one line: after a hyphen, else keep its first word."""
    first, hyphen, rest = name.partition("-")
    return (first + hyphen, rest) if hyphen else (name.split(" ")[0],)
