"""Forms that help: labels, hints and errors that everyone can perceive, all errors at once, all typed text kept.

A page needs only `{% include "shared/form.html" with form=form submit=_("Verder") %}`. Patterns: standards.md §4.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.forms.utils import pretty_name
from django.http import QueryDict
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.refusals import Invalid, Refused
from knooppunt.people import accounts

from .fields import DateParts, cleaned_text
from .sentences import sentence

__all__ = ["DateParts", "HouseForm", "HouseRenderer", "Section", "furnish"]

LINE, STORY = 200, 4000  # the most that fits when a field says nothing itself
TOO_LONG = _("Dit is te lang. Gebruik hoogstens %(limit_value)d tekens; nu zijn het er %(show_value)d.")
# The sentence says which field, because in the summary it stands alone. The first kind that fits counts.
REQUIRED: dict[type[forms.Field], Any] = {
    forms.MultipleChoiceField: _("Kies minstens één antwoord bij “{label}”."),
    forms.ChoiceField: _("Kies een antwoord bij “{label}”."),
    forms.ModelChoiceField: _("Kies een antwoord bij “{label}”."),
    forms.BooleanField: _("Zet een vinkje bij “{label}”."),
    DateParts: _("Vul een datum in bij “{label}”."),
    forms.Field: _("Vul “{label}” in."),
}


class HouseRenderer(BaseRenderer):
    """Finds the templates of a form among those of the site, so that they may use the house's tags."""

    form_template_name = "shared/fields.html"
    field_template_name = "shared/field.html"
    _built_in = DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        """Give a template by name; Django's own widgets come with Django."""
        built_in = template_name.startswith("django/forms/")
        return self._built_in.get_template(template_name) if built_in else get_template(template_name)


class HouseBoundField(BoundField):
    """A field on the page: knows its hint, its error and its state as assistive technology wants to hear them."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add what the browser may not judge but everyone should hear; a group says it once, on the fieldset."""
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if self.field.required and not widget.is_hidden and not self.use_fieldset and not self.is_tick:
            attrs["aria-required"] = "true"
        if self.use_fieldset:
            attrs.pop("aria-invalid", None)
        if limit := getattr(self.field, "counted", 0):
            attrs["data-count"] = str(limit)
        return attrs

    @property
    def is_tick(self) -> bool:
        """Say whether this is one box to tick, whose label stands beside it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_free(self) -> bool:
        """Say whether this may stay empty; what an earlier answer asks for may not."""
        return not self.field.required and self.name not in getattr(self.form, "asked_when_shown", ())

    @property
    def first_id(self) -> str:
        """Give the id that the error summary links to: the first box of a group, else the field itself."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label or self.auto_id

    @property
    def condition(self) -> str:
        """Give 'field=value' when this field only matters after that answer; without JavaScript it always shows."""
        rules: dict[str, str] = getattr(self.form, "show_if", {})
        name, _equals, value = rules.get(self.name, "").partition("=")
        return f"{self.form.add_prefix(name)}={value}" if name else ""


@dataclass(frozen=True)
class Section:
    """Fields that belong together on the page, under one heading."""

    title: str | Promise
    names: tuple[str, ...]
    intro: str | Promise = ""


class HouseForm(forms.Form):
    """The base of every form here. May set `sections` and `show_if` ({'field': 'other=value', ...}).

    `asked_when_shown` names the fields of `show_if` that the form's own `clean` asks for after that answer.
    """

    use_required_attribute = False
    default_renderer = HouseRenderer
    bound_field_class = HouseBoundField
    sections: ClassVar[tuple[Section, ...]] = ()
    show_if: ClassVar[dict[str, str]] = {}
    asked_when_shown: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(_without_tricks(data), *args, **kwargs)
        self.result: Any = None
        for name, field in self.fields.items():
            furnish(field, name)

    def offer(self, name: str, choices: Any) -> None:
        """Set the choices of a field that are known only now: the people of this family, words in this language."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def try_to(self, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Do an act; True when done (`result` holds what it gave), else the refusal stands in the form.

        A yes that was taken back meanwhile is no matter for a form: the page around it may not be shown any more.
        """
        try:
            self.result = verb(*args, **kwargs)
        except (Invalid, accounts.Invalid) as refusal:
            self.refuse(refusal.errors)
            return False
        except Refused as refusal:
            if refusal.reason == "no_consent":
                raise  # `screen` gives the words back
            self.add_error(None, str(sentence(refusal.reason)))
            return False
        return True

    def refuse(self, errors: dict[str, Any]) -> None:
        """Put the sentences of a verb beside the fields; for a field that is not on this page, above the form."""
        for name, text in errors.items():
            self.add_error(name if name in self.fields else None, text)

    def parts(self) -> Iterator[tuple[Section | None, list[Any]]]:
        """Give the visible fields by section, in order; those without a section come first."""
        placed = {name for section in self.sections for name in section.names}
        loose = [field for field in self.visible_fields() if field.name not in placed]
        if loose:
            yield None, loose
        for section in self.sections:
            if fields := [self[name] for name in section.names if name in self.fields]:
                yield section, fields

    @property
    def says_required(self) -> bool:
        """Say whether the sentence about required fields is of use: when at least one is not."""
        return any(not f.field.required and f.name not in self.asked_when_shown for f in self.visible_fields())

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Give all errors as (id to jump to, sentence), in the order of the page."""
        found = [("", str(text)) for text in self.non_field_errors()]
        for _section, fields in self.parts():
            found += [(field.first_id, str(text)) for field in fields for text in field.errors]
        return found


def furnish(field: forms.Field, name: str) -> None:
    """Give a field its sentences, and a limit when it has none; for fields that a form adds itself, too."""
    if field.error_messages.get("required") in (forms.Field.default_error_messages["required"], DateParts.MISSING):
        text = next(text for kind, text in REQUIRED.items() if isinstance(field, kind))
        field.error_messages["required"] = format_lazy(text, label=field.label or pretty_name(name))
    if isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        field.widget.template_name = "shared/widgets/choices.html"
    if type(field) is forms.CharField or isinstance(field, forms.EmailField | forms.SlugField | forms.URLField):
        _limit(field)


def _limit(field: forms.CharField) -> None:
    long = isinstance(field.widget, forms.Textarea)
    if field.max_length is None:
        field.max_length = STORY if long else LINE
        field.validators.append(MaxLengthValidator(field.max_length))
    # The browser may not cut off what is pasted: the sentence beside the field tells how much is too much.
    field.widget.attrs.pop("maxlength", None)
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = TOO_LONG
    if long:
        field.counted = field.max_length  # type: ignore[attr-defined]
        field.widget.attrs.setdefault("rows", 4)


def _without_tricks(data: Any) -> Any:
    """Give what was sent without signs that hide or turn text; a copy, so that the form shows it cleaned too."""
    if not isinstance(data, QueryDict):
        return data
    clean = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        clean.setlist(name, [cleaned_text(value) for value in values])
    return clean
