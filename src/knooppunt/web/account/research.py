"""The privacy officer records studies, and sees what left the house for them and what became of it."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knooppunt.figures import studies
from knooppunt.figures.studies import StudyWish
from knooppunt.foundation import clock
from knooppunt.people import choices

from ..shared.asked import Asked
from ..shared.fields import DateParts
from ..shared.forms import HouseForm, Section
from ..shared.screens import screen

OFFICER = "privacy_officer"
records = screen(activity="studies", for_=OFFICER)


class StudyForm(HouseForm):
    """What is recorded of a study."""

    name = forms.CharField(label=gettext_lazy("Naam van het onderzoek"), max_length=120)
    purpose = forms.CharField(
        label=gettext_lazy("Doel"), max_length=500, widget=forms.Textarea,
        help_text=gettext_lazy("Wat wil het onderzoek weten, en wat hebben gezinnen daaraan?"),
    )  # fmt: skip
    approval = forms.CharField(
        label=gettext_lazy("Wie gaf toestemming"), max_length=200,
        help_text=gettext_lazy("Met het kenmerk van het besluit, bijvoorbeeld: METC, 12 mei 2026, nummer 26-045."),
    )  # fmt: skip
    researchers = forms.MultipleChoiceField(
        label=gettext_lazy("Onderzoekers"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Wie de rol van onderzoeker heeft. Die rol geeft de functioneel beheerder."),
    )  # fmt: skip
    municipalities = forms.MultipleChoiceField(
        label=gettext_lazy("Gemeenten"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Alleen gezinnen uit deze gemeenten komen in het bestand."),
    )  # fmt: skip
    from_on = DateParts(label=gettext_lazy("Eerste dag"), initial=clock.today)
    until_on = DateParts(label=gettext_lazy("Laatste dag"), help_text=gettext_lazy("Daarna komt er niets meer uit."))
    sections = (
        Section(gettext_lazy("Wat"), ("name", "purpose", "approval")),
        Section(gettext_lazy("Wie en waar"), ("researchers", "municipalities")),
        Section(gettext_lazy("Hoe lang"), ("from_on", "until_on")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = studies.researchers_now().order_by("name").values_list("code", "name")
        self.offer("researchers", list(people))
        self.offer("municipalities", choices.municipalities())

    def wish(self) -> StudyWish:
        """Give what was filled in."""
        told = self.cleaned_data
        several = {name: tuple(told[name]) for name in ("researchers", "municipalities")}
        return StudyWish(**{**told, **several})


@screen(activity="studies", for_=OFFICER, methods=("GET",))
def overview(request: Asked) -> HttpResponse:
    """See all studies with what was taken along for them, and what still has to be deleted."""
    return render(request, "people/studies.html", {"studies": studies.studies(request.actor)})


@records
def new_study(request: Asked) -> HttpResponse:
    """Record a study that was allowed."""
    form = StudyForm(request.POST or None)
    if form.is_valid() and form.try_to(studies.record_study, request.actor, form.wish()):
        messages.success(request, _("Het onderzoek staat vast. De onderzoekers zien het vanaf de eerste dag."))
        return redirect("account:studies")
    return render(request, "people/study.html", {"form": form})


@records
def study(request: Asked, study: str) -> HttpResponse:
    """Change what is recorded of a study."""
    shown, now = studies.study_for_officer(request.actor, study)
    form = StudyForm(request.POST or None, initial=asdict(now))
    if form.is_valid() and form.try_to(studies.change_study, request.actor, study, form.wish()):
        messages.success(request, _("De wijziging is bewaard."))
        return redirect("account:studies")
    return render(request, "people/study.html", {"form": form, "study": shown})


@screen(activity="studies", for_=OFFICER, methods=("POST",))
def stop_study(request: Asked, study: str) -> HttpResponse:
    """End a study at once."""
    studies.stop_study(request.actor, study)
    messages.success(request, _("Het onderzoek is gestopt. Er komt niets meer uit."))
    return redirect("account:studies")
