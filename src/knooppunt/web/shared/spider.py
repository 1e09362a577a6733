"""Where everything stands in a spider web: names in, points and text boxes out. Plain numbers, no Django.

A mark that was not given leaves a gap, it is never a zero. The templates draw it: `shared/parts/spider.html`.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

RADIUS, HEART, TOP = 100.0, 14.0, 10  # a 0 stands on the inner ring, so that two zeros do not fall together
SIZE, MARGIN, GAP = 15.0, 8.0, 9.0  # of a letter; the style sheet uses the same
WIDEST = 7.0  # letters high, where a name breaks; a longer word stays whole and takes the room that it needs
RINGS = (0, 2, 4, 6, 8, 10)

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # x, y, width, height


@dataclass(frozen=True)
class Name:
    """The name at the end of a thread: its lines, each centred on a point, and the room that it takes."""

    lines: tuple[tuple[float, float, str], ...]
    box: Box


@dataclass(frozen=True)
class Drawing:
    """One web between the threads: its dots, and the lines between neighbours that both have a mark."""

    dots: tuple[Point, ...]
    lines: tuple[tuple[float, float, float, float], ...]
    closed: str  # the points of the whole, for its colour; '' while there is a gap


@dataclass(frozen=True)
class Spider:
    """Everything to draw, in the numbers of an SVG."""

    box: Box
    threads: tuple[tuple[float, float, float, float], ...]
    rings: tuple[str, ...]  # paths
    stops: tuple[Point, ...]  # where a mark can stand, for a pencil on paper
    names: tuple[Name, ...]
    webs: tuple[Drawing, ...]

    @property
    def view_box(self) -> str:
        """Give the attribute of the SVG."""
        return " ".join(map(_short, self.box))


def spider(names: Sequence[str], *webs: Sequence[int | None], rtl: bool = False, size: float = SIZE) -> Spider:
    """Place a thread for each name, from the top along the way of reading, and one drawing for each of `webs`.

    A web has one mark of 0 to 10, or None, for each name; `size` is how high a letter is. Raises ValueError for
    anything else.
    """
    if len(names) < 3:
        raise ValueError("A web has at least three threads.")
    if any(len(web) != len(names) or any(not 0 <= m <= TOP for m in web if m is not None) for web in webs):
        raise ValueError("A web has one mark of 0 to 10, or none, for each name.")
    rays = [_ray(number, len(names), rtl) for number in range(len(names))]
    tips = [_at(ray, TOP) for ray in rays]
    placed = _placed(names, tips, size)
    return Spider(
        box=_around([one.box for one in placed], tips),
        threads=tuple((0.0, 0.0, *tip) for tip in tips),
        rings=tuple(_ring([_at(ray, mark) for ray in rays]) for mark in RINGS),
        stops=tuple(_at(ray, mark) for ray in rays for mark in range(TOP + 1)),
        names=tuple(placed),
        webs=tuple(_drawing(rays, web) for web in webs),
    )


def _ray(number: int, of: int, rtl: bool) -> Point:
    turn = 2 * pi * number / of
    return (-sin(turn) if rtl else sin(turn)), -cos(turn)


def _at(ray: Point, mark: int) -> Point:
    far = HEART + (RADIUS - HEART) * mark / TOP
    return round(ray[0] * far, 1), round(ray[1] * far, 1)


def _ring(points: Sequence[Point]) -> str:
    """Give a ring that hangs in a little between its threads, as in a web."""
    steps = [f"M{_pair(points[-1])}"]
    for before, here in zip([points[-1], *points], points, strict=False):
        steps.append(f"Q{_pair(((before[0] + here[0]) * 0.45, (before[1] + here[1]) * 0.45))} {_pair(here)}")
    return "".join(steps) + "Z"


def _drawing(rays: Sequence[Point], web: Sequence[int | None]) -> Drawing:
    dots = [None if mark is None else _at(ray, mark) for ray, mark in zip(rays, web, strict=True)]
    pairs = zip(dots, [*dots[1:], dots[0]], strict=True)
    there = tuple(dot for dot in dots if dot is not None)
    whole = " ".join(_pair(dot) for dot in there) if len(there) == len(dots) else ""
    return Drawing(there, tuple((*a, *b) for a, b in pairs if a and b), whole)


# --- names ----------------------------------------------------------------------------------------------------------
def width_of(text: str, size: float = SIZE) -> float:
    """Give about how wide a text is; rather too wide, because fonts differ."""
    return sum(map(_sign, text)) * size * 1.06


def _sign(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    if sign in "ilj.,:;'|! -()":
        return 0.36
    return 0.92 if sign in "mwMW@%" or sign.isupper() else 0.6


def _wrapped(name: str) -> list[str]:
    lines: list[str] = []
    for word in name.split():
        if lines and width_of(f"{lines[-1]} {word}", 1.0) <= WIDEST:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _placed(names: Sequence[str], tips: Sequence[Point], size: float) -> list[Name]:
    """Put each name outside the web by its thread; those at the sides first, so that top and bottom give way."""
    sides = [m for n in range(4 * len(tips)) for m in [(cos(pi * n / 2 / len(tips)), sin(pi * n / 2 / len(tips)))]]
    found: dict[int, Name] = {}
    for number in sorted(range(len(names)), key=lambda n: abs(tips[n][0]) < 1):
        lines = _wrapped(names[number])
        line = size * 1.2
        wide, high = max(width_of(text, size) for text in lines), line * len(lines)
        (x, y), taken = tips[number], [one.box for one in found.values()]
        x += 0 if abs(x) < 1 else (0.3 * wide if x > 0 else -0.3 * wide)
        step = (0, -1) if y < -1 else (0, 1) if y > 1 else (1 if x > 0 else -1, 0)
        box = (x - wide / 2, y - high / 2, wide, high)
        while not (_clear(box, tips, sides) and not any(_meet(box, other) for other in taken)):
            box = (box[0] + step[0], box[1] + step[1], wide, high)
        middle = box[0] + wide / 2
        placed = ((round(middle, 1), round(box[1] + line * (n + 0.75), 1), text) for n, text in enumerate(lines))
        found[number] = Name(tuple(placed), box)
    return [found[number] for number in range(len(names))]


def _clear(box: Box, tips: Iterable[Point], sides: Iterable[Point]) -> bool:
    """Say whether a box lies wholly beyond one side of the web."""
    corners = [(box[0] + a * box[2], box[1] + b * box[3]) for a in (0, 1) for b in (0, 1)]
    return any(
        min(x * m[0] + y * m[1] for x, y in corners) >= max(x * m[0] + y * m[1] for x, y in tips) + GAP for m in sides
    )


def _meet(one: Box, other: Box) -> bool:
    apart = (
        one[0] >= other[0] + other[2], other[0] >= one[0] + one[2],
        one[1] >= other[1] + other[3], other[1] >= one[1] + one[3],
    )  # fmt: skip
    return not any(apart)


def _around(boxes: Iterable[Box], tips: Sequence[Point]) -> Box:
    """Give the view box: everything fits, and the heart of the web is in the middle from side to side."""
    boxes = [*boxes, *((x, y, 0.0, 0.0) for x, y in tips)]
    half = max(max(abs(b[0]), abs(b[0] + b[2])) for b in boxes) + MARGIN
    upper, lower = min(b[1] for b in boxes) - MARGIN, max(b[1] + b[3] for b in boxes) + MARGIN
    return -half, upper, 2 * half, lower - upper


def _pair(point: Point) -> str:
    return f"{_short(point[0])},{_short(point[1])}"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
