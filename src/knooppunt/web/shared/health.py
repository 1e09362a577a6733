"""The six dimensions on the screen: their form, their rows, and the web that is drawn of the marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.picturing import DIMENSIONS, MARKS, WORDS, Drawn
from knooppunt.casework.shown import DimensionShown, HealthShown

from .forms import HouseForm, Section, furnish
from .labels import label
from .spider import SIZE, Spider, spider

NO_MARK = _("geen cijfer")
ON_PAPER = 10.5  # smaller letters leave room for a large web


class HealthForm(HouseForm):
    """What somebody says about one dimension or about all six; every field may stay empty."""

    says_required = False

    def __init__(
        self, data: Any = None, *, dimensions: Iterable[str], shown: Mapping[str, DimensionShown] | None = None,
        may_share: bool = False, words_label: Any = None, by_dimension: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=_initial(shown or {}), **kwargs)
        self.dimensions = tuple(dimensions)
        for name in self.dimensions:
            self._ask(f"{name}-words", forms.CharField(
                label=words_label or _("Hoe gaat het hiermee? In uw eigen woorden"), max_length=WORDS,
                required=False, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            ))  # fmt: skip
            self._ask(f"{name}-mark", forms.ChoiceField(
                label=_("Een cijfer, als u dat wilt"), required=False, widget=forms.RadioSelect,
                choices=[*((str(mark), str(mark)) for mark in MARKS), ("", NO_MARK)],
            ))  # fmt: skip
            self.fields[f"{name}-mark"].widget.template_name = "shared/widgets/marks.html"
            self._ask(f"{name}-to_talk", forms.BooleanField(label=_("Hier wil ik over praten"), required=False))
            if may_share:
                says = _("De mensen aan tafel mogen dit lezen")
                self._ask(f"{name}-shared", forms.BooleanField(label=says, required=False))
        if by_dimension:
            self.sections = tuple(map(self._section, self.dimensions))  # type: ignore[misc]

    def _ask(self, name: str, field: forms.Field) -> None:
        furnish(field, name)
        self.fields[name] = field

    def _section(self, name: str) -> Section:
        mine = tuple(field for field in self.fields if field.startswith(f"{name}-"))
        return Section(label("health", name), mine, label("health_says", name))

    def drawn(self) -> dict[str, Drawn]:
        """Give what was said, for `picturing.draw_health`."""
        said = self.cleaned_data
        return {
            name: Drawn(
                said[f"{name}-words"], int(said[f"{name}-mark"]) if said[f"{name}-mark"] else None,
                said[f"{name}-to_talk"],
            )
            for name in self.dimensions
        }  # fmt: skip

    def shared(self) -> list[str]:
        """Give the dimensions that the table may read; of what stayed empty there is nothing to read."""
        said = self.cleaned_data
        return [name for name, one in self.drawn().items() if said.get(f"{name}-shared") and not one.empty]


def _initial(shown: Mapping[str, DimensionShown]) -> dict[str, Any]:
    found: dict[str, Any] = {f"{name}-mark": "" for name in DIMENSIONS}
    for name, one in shown.items():
        mark = "" if one.mark is None else str(one.mark)
        found |= {f"{name}-words": one.words, f"{name}-mark": mark, f"{name}-to_talk": one.to_talk}
    return found


@dataclass(frozen=True)
class Row:
    """One dimension of the newest picture, and what stood there in the earlier one."""

    dimension: str
    now: DimensionShown | None
    before: DimensionShown | None
    readers: tuple[str, ...] = ()


def by_name(picture: HealthShown | None) -> dict[str, DimensionShown]:
    """Give the dimensions of a picture by their codes."""
    return {one.dimension: one for one in picture.dimensions} if picture else {}


def rows_of(pictures: tuple[HealthShown, ...], readers: Mapping[str, tuple[str, ...]]) -> list[Row]:
    """Give all six dimensions, of the newest picture beside the one before."""
    now, before = (by_name(pictures[n] if len(pictures) > n else None) for n in (0, 1))
    return [Row(name, now.get(name), before.get(name), readers.get(name, ())) for name in DIMENSIONS]


def web_of(pictures: Iterable[HealthShown] = (), size: float = SIZE) -> Spider:
    """Draw the web of these pictures, the newest first; it mirrors in a language that reads from right to left."""
    names = [label("health", name) for name in DIMENSIONS]
    marks = [[one.mark if (one := by_name(p).get(name)) else None for name in DIMENSIONS] for p in pictures]
    return spider(names, *marks, rtl=get_language_bidi(), size=size)


def any_mark(pictures: Iterable[HealthShown]) -> bool:
    """Say whether there is anything to draw."""
    return any(one.mark is not None for picture in pictures for one in picture.dimensions)
