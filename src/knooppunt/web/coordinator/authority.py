"""Writing down who has parental authority, where that was read, and why one yes is enough when it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from knooppunt.casework import entrusting
from knooppunt.casework.consents import Authority
from knooppunt.casework.shown import ParentShown
from knooppunt.foundation import clock

from ..shared.fields import DateParts
from ..shared.labels import choices
from .case_page import Opened
from .forms import CaseForm, offer, radio
from .pages import Page, page

TWO_YESES = _("De ander zegt ook ja, of wordt nog gevraagd")


class AuthorityForm(CaseForm):
    """Alone, together or none; the source and the day; and for two holders the reason why one yes is enough."""

    authority = radio(_("Heeft deze ouder gezag over het kind?"))
    source = radio(_("Waar hebt u dat nagekeken?"), help_text=_("Alleen het woord van één ouder is niet genoeg."))
    on = DateParts(label=_("Wanneer hebt u het nagekeken?"), latest=clock.today)
    one_yes_because = radio(_("Is één ja genoeg?"), required=False)
    show_if = {"one_yes_because": f"authority={Authority.SHARED}"}

    def __init__(self, data: Any = None, *, parent: ParentShown, **kwargs: Any) -> None:
        self.parent = parent
        super().__init__(data, **kwargs)

    def start(self, case: Opened) -> dict[str, Any]:
        """Start from what is kept now, looked up today."""
        kept = self.parent
        return {
            "authority": kept.authority, "source": kept.authority_source, "on": kept.authority_on or clock.today(),
            "one_yes_because": kept.one_yes_because,
        }  # fmt: skip

    def furnish(self, case: Opened) -> None:
        """Offer the answers."""
        offer(self, "authority", choices("authority"))
        offer(self, "source", choices("authority_source"))
        offer(self, "one_yes_because", [("", str(TWO_YESES)), *choices("one_yes")])


authority = page("authority", Page(
    "record_authority", entrusting.record_authority, AuthorityForm,
    _("Gezag over het kind"), _("Bewaren"), _("Het gezag is opgeschreven."),
    _("Hebben twee mensen het gezag? Dan zeggen na de geboorte beiden ja, of u schrijft op waarom dat niet gaat."),
    anchor="gezin",
))  # fmt: skip
