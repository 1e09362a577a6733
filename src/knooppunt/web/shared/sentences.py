"""What we say when an act is not open: one sentence per reason, and what to do instead."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "no_role": _("Deze stap is voor iemand anders aan tafel."),
    "wrong_state": _("Deze stap kan nu niet. Er is ondertussen iets veranderd, of een stap ervoor is nog open."),
    "no_consent": _("Er is geen toestemming voor deze stap. Vraag die eerst aan de ouders."),
    "unknown_act": _("Deze stap bestaat niet."),
}
OTHERWISE = _("Deze stap kan nu niet.")


def sentence(reason: str | Promise) -> str | Promise:
    """Give the sentence for a reason code; text that is already a sentence (it has a space) passes unchanged."""
    text = str(reason)
    return SENTENCES.get(text, reason if " " in text else OTHERWISE)
