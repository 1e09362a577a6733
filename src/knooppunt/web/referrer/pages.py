"""What every page of a referral leans on: answers kept as they were typed, so that a half-filled page can wait."""

import json
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from knooppunt.casework.texts import clean

from ..shared.fields import DateBoxes, DateParts
from ..shared.forms import HouseForm

Typed = dict[str, Any]  # name of a box -> text, or a list of texts
Answers = dict[str, Typed]  # page -> what was typed there
INCOMPLETE = frozenset({"required", "missing"})  # kinds of error that may wait until later
NO_NUMBER = (forms.EmailField, forms.ChoiceField)


def digest(typed: Typed) -> str:
    """Give a mark of what a page held, so that a second tab can see that it changed."""
    return sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()[:16]


def _within(words: list[str]) -> list[str]:
    """Give words as they stand in a sentence: after the first without their capital, unless it is one of a name."""
    return [word[:1].lower() + word[1:] if at and word[1:2].islower() else word for at, word in enumerate(words)]


class PageForm(HouseForm):
    """One page. `answers` are those of all pages as they are kept; what is posted comes as `data`."""

    slug: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    key: ClassVar[str] = ""  # under which the draft keeps this page

    def __init__(self, answers: Answers, data: Any = None, *, check: bool = False) -> None:
        self.answers = answers
        kept = MultiValueDict({n: v if isinstance(v, list) else [v] for n, v in answers.get(self.key, {}).items()})
        super().__init__(kept if check else data)
        self.prepare()
        self.asked_when_shown = tuple(self.show_if)  # type: ignore[misc]  # on these pages all of it
        if not self.is_bound:
            for name, field in self.fields.items() if kept else ():
                self.initial[name] = field.widget.value_from_datadict(kept, MultiValueDict(), name)

    def prepare(self) -> None:
        """Add fields and choices that hang on what was answered on the pages before."""

    def clean(self) -> dict[str, Any]:
        """Keep citizen numbers out of every text."""
        found = super().clean() or {}
        errors: dict[str, str] = {}
        for name, value in found.items():
            if isinstance(value, str) and not isinstance(self.fields[name], NO_NUMBER) and "phone" not in name:
                clean(errors, name, value)
        for name, text in errors.items():
            self.add_error(name, text)
        return found

    def may_wait(self) -> bool:
        """Say whether nothing is wrong but what is not filled in yet."""
        return all(error.code in INCOMPLETE for errors in self.errors.as_data().values() for error in errors)

    def kept(self) -> Typed:
        """Give what was typed, for the draft: only the boxes of this page."""
        lists = {name for name, field in self.fields.items() if isinstance(field, forms.MultipleChoiceField)}
        data: Any = self.data
        return {box: data.getlist(box) if box in lists else data.get(box, "") for box in self._boxes()}

    def _boxes(self) -> list[str]:
        boxes: list[str] = []
        for name, field in self.fields.items():
            parts = [part for part, _label, _size in DateBoxes.NAMES] if isinstance(field.widget, DateBoxes) else []
            boxes += [f"{name}_{part}" for part in parts] or [name]
        return boxes

    @property
    def before(self) -> Typed:
        """Give what the draft holds of this page now."""
        held = self.answers.get(self.key, {})
        return {box: held[box] for box in self._boxes() if box in held}

    @property
    def mark(self) -> str:
        """Give a mark of what the draft holds of this page, to send along with the form."""
        return digest(self.before)

    def changed_elsewhere(self, seen: str) -> bool:
        """Say whether another tab kept other answers than the ones that this form started from (`seen`, their mark)."""
        return bool(self.before) and seen != self.mark and self.before != self.kept()

    def applies(self, name: str) -> bool:
        """Say whether a field matters, given the answer that it hangs on."""
        other, _equals, wanted = self.show_if.get(name, "").partition("=")
        if not other:
            return True
        given = self.cleaned_data.get(other)
        answers = given if isinstance(given, list) else ["on" if given is True else given]
        return any(answer in wanted.split("|") for answer in answers)

    def need(self, name: str, text: Any) -> None:
        """Ask for a field that only matters after another answer."""
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, forms.ValidationError(text, code="required"))

    def shown(self, name: str) -> str:
        """Give an answer as people read it."""
        field, value = self.fields[name], self.cleaned_data.get(name)
        if isinstance(field, DateParts):
            return date_format(value) if value else ""
        if isinstance(field, forms.BooleanField):
            return str(_("Ja") if value else _("Nee"))
        if isinstance(field, forms.ChoiceField):
            words = dict(field.choices)  # type: ignore[arg-type]
            picked = value if isinstance(value, list) else [value]
            return ", ".join(_within([str(words.get(one, one)) for one in picked if one]))
        return str(value or "")

    def rows(self, href: str) -> list[tuple[Any, list[dict[str, Any]]]]:
        """Give the answers by section, for the page on which everything is checked; `href` leads back to this page."""
        return [
            (
                section.title if section else "",
                [
                    {
                        "label": field.label,
                        "value": self.shown(field.name),
                        "words": isinstance(field.field.widget, forms.Textarea),
                        "change": f"{href}?terug=controle#{field.first_id}",
                    }
                    for field in fields
                    if self.applies(field.name)
                ],
            )
            for section, fields in self.parts()
        ]
