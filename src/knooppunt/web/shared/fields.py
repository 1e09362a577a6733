"""Fields of our own: a date in three boxes, and text without signs that hide or turn it."""

import re
import unicodedata
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.keeping import why_not
from knooppunt.papers import LARGEST, NotTaken, take_in

# Control signs except tab and line end, marks and overrides of direction, the byte order mark.
# Joiners (U+200C, U+200D) stay: names in some scripts need them.
_TRICKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONE = re.compile("[\ud800-\udfff]")


def cleaned_text(text: str) -> str:
    """Give the text with one kind of line end, composed letters, and nothing that hides or turns it."""
    text = _TRICKS.sub("", _LONE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return unicodedata.normalize("NFC", text)


class DateBoxes(forms.MultiWidget):
    """Three boxes for day, month and year; people type a date faster and surer than they pick it."""

    template_name = "shared/widgets/date.html"
    use_fieldset = True
    NAMES = (("day", _("Dag"), 2), ("month", _("Maand"), 2), ("year", _("Jaar"), 4))

    def __init__(self, birthday: bool = False) -> None:
        fill = {"day": "bday-day", "month": "bday-month", "year": "bday-year"} if birthday else {}
        super().__init__({name: forms.TextInput(self._box(name, size, fill)) for name, _label, size in self.NAMES})

    @staticmethod
    def _box(name: str, size: int, fill: dict[str, str]) -> dict[str, Any]:
        return {
            "inputmode": "numeric",
            "size": size,
            "maxlength": 20,
            "autocomplete": fill.get(name, "off"),
            "class": f"kp-input kp-input--digits-{size}",
        }

    def decompress(self, value: Any) -> list[Any]:
        """Spread a date over the boxes."""
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return [None, None, None]
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the label of each box."""
        context = super().get_context(name, value, attrs)
        for box, (_name, label, _size) in zip(context["widget"]["subwidgets"], self.NAMES, strict=True):
            box["label"] = label
        return context


class DateParts(forms.Field):
    """A date in three boxes; says plainly what is missing or cannot be. `earliest` and `latest` may be callables."""

    MISSING = _("Vul een datum in.")
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": MISSING,
        "missing": _("Vul ook in: %(missing)s."),
        "digits": _("Gebruik alleen cijfers, bijvoorbeeld 3 11 2026."),
        "impossible": _("Deze datum bestaat niet."),
        "short_year": _("Schrijf het jaar met vier cijfers, bijvoorbeeld 2026."),
        "early": _("Deze datum ligt te ver terug. Kies %(limit)s of later."),
        "late": _("Deze datum ligt te ver vooruit. Kies %(limit)s of eerder."),
    }

    def __init__(self, *, earliest: Any = None, latest: Any = None, birthday: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateBoxes(birthday=birthday))
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def to_python(self, value: Any) -> date | None:
        """Make a date of the three boxes, or say in one sentence why it cannot be."""
        if isinstance(value, date):
            return value
        boxes = [str(box or "").strip() for box in value or []]
        if not any(boxes):
            return None
        named = zip(boxes, DateBoxes.NAMES, strict=True)
        if missing := [str(label).lower() for box, (_name, label, _size) in named if not box]:
            raise ValidationError(self.error_messages["missing"], "missing", {"missing": ", ".join(missing)})
        if not all(re.fullmatch(r"[0-9]{1,9}", box) for box in boxes):
            raise ValidationError(self.error_messages["digits"], "digits")
        if len(boxes[2]) != 4:
            raise ValidationError(self.error_messages["short_year"], "short_year")
        day, month, year = map(int, boxes)
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["impossible"], "impossible") from error

    def validate(self, value: Any) -> None:
        """Keep the date within its limits."""
        super().validate(value)
        for limit, code, wrong in ((self.earliest, "early", "before"), (self.latest, "late", "after")):
            edge = limit() if callable(limit) else limit
            if value and edge and (value < edge if wrong == "before" else value > edge):
                raise ValidationError(self.error_messages[code], code, {"limit": date_format(edge)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as texts: a half-typed date is a change too."""
        return [str(part or "") for part in self.widget.decompress(initial)] != [str(part or "") for part in data or []]


class ScanField(forms.FileField):
    """The photo or scan of a signed paper: gives its bytes, and says why when it cannot be kept."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Foto of scan"))
        kwargs.setdefault(
            "help_text",
            _("JPEG, PNG of PDF, hoogstens 8 MB. Waar en wanneer de foto is gemaakt, halen wij eruit."),
        )
        box = {"accept": "image/jpeg,image/png,application/pdf", "class": "kp-file"}
        empty = _("Dit bestand is leeg. Kies een ander bestand.")
        missing = {"required": _("Kies een foto of een scan."), "empty": empty}
        super().__init__(widget=forms.FileInput(attrs=box), error_messages=missing, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """Give what was sent, b"" for nothing; one byte more than fits is read, to tell that it is too much."""
        sent = super().clean(data, initial)
        content: bytes = sent.read(LARGEST + 1) if sent else b""
        try:
            return take_in(content).content if content else b""
        except NotTaken as refusal:
            raise ValidationError(why_not(refusal.reason), refusal.reason) from refusal
