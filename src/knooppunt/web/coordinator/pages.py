"""The acts of the desk that have a page of their own: one row per act, one way of showing them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import consenting, convening, following, needing, pausing, referring
from knooppunt.casework.reading import Header
from knooppunt.casework.refusals import Conflict, Refused
from knooppunt.casework.shown import ParentShown
from knooppunt.people.actor import Actor

from ..shared.asked import Asked
from ..shared.screens import screen
from . import forms
from .case_page import Opened, opened

Text = str | Promise


@dataclass(frozen=True)
class Page:
    """An act on a page: the verb, its form and its words. `about` names an adult in the address."""

    act: str
    verb: Callable[..., Any]
    form: type[forms.CaseForm]
    title: Text
    submit: Text
    said: Text
    intro: Text = ""
    danger: bool = False
    template: str = "coordinator/act.html"
    anchor: str = ""
    leaves: bool = False  # the case is somebody else's afterwards


def page(name: str, row: Page, activity: str = "coordinate") -> Callable[..., HttpResponse]:
    """Make the view of one row; `name` is what the access matrix calls it."""

    def view(request: Asked, code: str, **which: str) -> HttpResponse:
        return show(request, code, row, **which)

    view.__name__, view.__module__, view.__doc__ = name, __name__, (row.verb.__doc__ or "").partition("\n")[0]
    return screen(activity=activity, for_="coordinator")(view)


def show(request: Asked, code: str, row: Page, parent: str = "") -> HttpResponse:
    """Show the form of an act, or do the act and go back to the case. Two who type at once both see what changed."""
    case = opened(request.actor, code)
    sent = request.method == "POST"
    if not sent and row.act not in case.acts:
        raise Refused("wrong_state" if case.acts else "no_role")
    if row.act not in case.acts and isinstance(case, Header):  # it has nothing for a form to show
        raise Refused("no_consent")
    adult = adult_of(case, parent) if parent else None
    if adult and not adult.takes_part:  # the form would show, and keep, emptiness where we may not look
        raise Refused("no_consent")
    form = row.form(request.POST if sent else None, case=case, **({"parent": adult} if adult else {}))
    context: dict[str, Any] = {"row": row, "case": case, "form": form, "adult": adult}
    if sent and form.is_valid():
        try:
            if form.try_to(row.verb, request.actor, code, *filter(None, [parent]), **form.arguments()):
                return done(request, code, row.said, row.anchor, leaves=row.leaves)
        except Conflict as conflict:
            context |= look_again(form, conflict)
    return render(request, row.template, context, status=409 if "differences" in context else 200)


def adult_of(case: Opened, code: str) -> ParentShown:
    """Find an adult of the family; raises Http404 for a code of somebody else."""
    for parent in case.parents:
        if parent.code == code:
            return parent
    raise Http404


def look_again(form: Any, conflict: Conflict) -> dict[str, Any]:
    """Keep what was typed, show what is kept now beside it, and let the next click count on that."""
    form.data = form.data.copy()
    form.data["version"] = str(conflict.version)
    return {"differences": form.differences(conflict.theirs, conflict.mine)}


def done(request: Asked, code: str, said: Text, anchor: str = "", *, leaves: bool = False) -> HttpResponse:
    """Say what was done, and go back to the case, or to the worklist when it is somebody else's now."""
    messages.success(request, str(said))
    if leaves:
        return redirect("coordinator:worklist")
    return redirect(reverse("coordinator:case", args=[code]) + (f"#{anchor}" if anchor else ""))


def _set_points(actor: Actor, code: str, _parent: str, **words: Any) -> None:
    """Keep the three points of an adult who told them to the coordinator."""
    convening.set_points(actor, code, **words)


contact = page("contact", Page(
    "record_contact", referring.record_contact, forms.ContactForm,
    _("Eerste contact met het gezin"), _("Bewaren"), _("Het eerste contact is genoteerd."),
    _("Daarna beslist u of u de aanmelding oppakt."),
))  # fmt: skip
pause = page("pause", Page(
    "pause_clock", pausing.pause_clock, forms.PauseForm,
    _("De klok stilzetten"), _("Stilzetten"), _("De klok staat stil. U hoort het als de pauze voorbij is."),
    _(
        "Bijvoorbeeld omdat het gezin even weg is. Niemand krijgt dan een herinnering. Drie dingen gaan gewoon door: "
        "berichten van ouders, verzoeken over hun dossier, en het einde van een toestemming."
    ), anchor="klok",
))  # fmt: skip
decline = page("decline", Page(
    "decline", referring.decline, forms.DeclineForm,
    _("Aanmelding niet oppakken"), _("Niet oppakken en advies sturen"),
    _("De aanmelder krijgt bericht dat er een advies is."),
    _("Een nee helpt pas als er een andere weg is. Wijs die hier."),
))  # fmt: skip
hand_over = page("hand_over", Page(
    "hand_over", referring.hand_over, forms.HandOverForm,
    _("Overdragen aan een ander Knooppunt"), _("Overdragen"), _("Het gezin is overgedragen."),
    _("Bijvoorbeeld na een verhuizing. De toegang van u en van de kring stopt meteen."),
    leaves=True,
))  # fmt: skip
error = page("error", Page(
    "record_error", referring.record_error, forms.Confirm,
    _("Per vergissing aangemeld"), _("Ja, dit is een vergissing"), _("De aanmelding telt niet meer mee."),
    _("Bijvoorbeeld als dezelfde aanmelding twee keer is verstuurd. U kunt het dossier daarna niet meer openen."),
    danger=True,
))  # fmt: skip
correct = page("correct", Page(
    "correct_family", referring.correct_family, forms.CorrectForm,
    _("Gegevens aanpassen"), _("Bewaren"), _("De gegevens zijn aangepast."), anchor="gezin",
))  # fmt: skip
birth = page("birth", Page(
    "record_birth", referring.record_birth, forms.BirthForm,
    _("Het kind is geboren"), _("Bewaren"), _("Gefeliciteerd aan het gezin. De geboortedatum is bewaard."),
    _("Alles gaat gewoon door, tot de tweede verjaardag."),
))  # fmt: skip
plan = page("plan", Page(
    "plan_conference", convening.plan_conference, forms.PlanForm,
    _("Overleg plannen"), _("Overleg plannen"), _("Het overleg staat. De aanmelder krijgt bericht."),
    _("De ouders en de jeugdverpleegkundige horen er altijd bij. Kies een moment waarop zij kunnen."), anchor="overleg",
))  # fmt: skip
move = page("move", Page(
    "move_conference", convening.move_conference, forms.PlanForm,
    _("Overleg verzetten"), _("Bewaren"), _("Het overleg is verzet. Iedereen die gevraagd is, krijgt bericht."),
    _("Bij een ander moment vragen wij iedereen opnieuw of zij kunnen."), anchor="overleg",
))  # fmt: skip
call_off = page("call_off", Page(
    "call_off", convening.call_off, forms.CallOffForm,
    _("Overleg afzeggen"), _("Overleg afzeggen"), _("Het overleg gaat niet door. U kunt een nieuwe datum plannen."),
    _("De punten van het gezin blijven bewaard voor een volgende keer."), danger=True, anchor="overleg",
))  # fmt: skip
note = page("note", Page(
    "add_note", following.add_note, forms.NoteForm,
    _("Notitie schrijven"), _("Bewaren"), _("De notitie is bewaard."),
    _("Schrijf zo dat ouders het mogen lezen. Zij hebben recht op inzage."), anchor="notities",
))  # fmt: skip
needs = page("needs", Page(
    "name_needs", needing.name_needs, forms.NeedsForm,
    _("Waar het om gaat"), _("Bewaren"), _("Waar het om gaat, is bewaard."),
    _("Wat kwam er bij, na de aanmelding? Wat in de aanmelding staat, blijft zo."),
))  # fmt: skip
points = page("points", Page(
    "set_points", _set_points, forms.PointsForm,
    _("Drie punten van het gezin"), _("Bewaren"), _("De punten zijn bewaard."),
    _("Wat wil deze ouder zeker bespreken? Gebruik de eigen woorden. Eén of twee punten mag ook."), anchor="gezin",
))  # fmt: skip
stop = page("stop", Page(
    "stop", consenting.stop, forms.StopForm,
    _("Het gezin wil stoppen"), _("Stoppen"), _("Het gezin stopt. De toegang van alle anderen is meteen gesloten."),
    _("Een gezin mag altijd stoppen en hoeft niet te zeggen waarom. De hulp die er al is, blijft."),
    danger=True, template="coordinator/stop.html",
))  # fmt: skip
