"""What free text must not hold, checked in one place by every verb that keeps words."""

from django.utils.translation import gettext as _

from .anonymity import has_citizen_number

LONGEST = 10_000  # signs; the longest story anybody told in the pilots fits many times


def clean(errors: dict[str, str], name: str, text: str, longest: int = LONGEST) -> None:
    """Add a sentence to `errors` under `name` when the text is longer than it may be or holds a citizen number."""
    if len(text) > longest:
        errors[name] = _("Dit is te lang. Maak er hoogstens %(signs)s tekens van.") % {"signs": longest}
    elif has_citizen_number(text):
        errors[name] = _("Haal het burgerservicenummer weg. Dat bewaren wij nooit.")
