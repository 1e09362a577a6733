"""How somebody sees her own life, as it is handed over: to herself whole, to the table what she shares."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DimensionShown:
    """One dimension: own words, a mark if she gave one, whether she wants to talk about it, and who may read it."""

    dimension: str
    words: str
    mark: int | None
    to_talk: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class HealthShown:
    """One picture; for the table with only the dimensions that this reader may see."""

    code: str
    parent: str  # code
    name: str
    at: datetime
    together: bool  # a professional wrote it down together with her
    dimensions: tuple[DimensionShown, ...]


@dataclass(frozen=True, slots=True)
class OwnHealthShown:
    """A parent's own pictures, the newest first, and who would read each dimension if she shares it."""

    code: str  # of the case
    acts: frozenset[str]
    pictures: tuple[HealthShown, ...]
    readers: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TogetherShown:
    """With whom somebody at the table may write down how she sees her life, and what may be done; no word of it."""

    code: str  # of the case
    role: str
    acts: frozenset[str]
    parent: str  # code
    name: str
