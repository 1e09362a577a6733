"""Who looked at my file, in plain words, and "I have a question about this"."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format as written
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import telling
from knooppunt.casework.reading.log import AROUND, OF_THE_HUB, LookShown, own_log
from knooppunt.foundation import clock

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.screens import PARENT, screen

# What somebody did or saw, as one sentence. A test wants a sentence for each act of the process that may be shown.
DID: dict[str, str | Promise] = {
    "refer": _("Meldde u aan."),
    "record_contact": _("Sprak met u en schreef dat op."),
    "accept": _("Pakte uw aanmelding op."),
    "decline": _("Schreef op dat een andere weg beter past."),
    "hand_over": _("Gaf uw aanmelding door aan een ander Knooppunt."),
    "record_error": _("Schreef op dat de aanmelding een vergissing was."),
    "tick_checklist": _("Vinkte iets af op de lijst."),
    "correct_family": _("Veranderde hoe wij u bereiken."),
    "record_birth": _("Schreef op dat uw kind geboren is."),
    "record_authority": _("Schreef op wie het gezag heeft."),
    "name_needs": _("Schreef op waar u steun bij wilt."),
    "complete_registration": _("Schreef op wat van uw gezin meetelt in de cijfers."),
    "give_place": _("Maakte een kaart voor uw eigen pagina, of schreef een ander nummer op."),
    "pause_clock": _("Schreef op dat het even stilligt."),
    "resume_clock": _("Schreef op dat het weer verdergaat."),
    "add_to_circle": _("Zette iemand op de lijst om mee te denken."),
    "end_in_circle": _("Haalde iemand van de lijst."),
    "agree_to_person": _("Schreef op wie u aan tafel wilt."),
    "set_points": _("Schreef op waar u over wilt praten."),
    "invite": _("Vroeg iemand aan tafel."),
    "answer_invitation": _("Antwoordde op de uitnodiging."),
    "propose_dates": _("Vroeg wanneer u en de anderen kunnen."),
    "ask_dates_again": _("Vroeg nog eens wanneer iedereen kan."),
    "answer_dates": _("Liet weten wanneer het kan."),
    "end_proposal": _("Stopte met vragen wanneer iedereen kan."),
    "see_dates": _("Keek wanneer het overleg kan zijn."),
    "plan_conference": _("Koos met u de dag van het overleg."),
    "move_conference": _("Koos een andere dag voor het overleg."),
    "call_off": _("Liet weten dat het overleg niet doorging."),
    "hold_conference": _("Schreef op wie er bij het overleg was."),
    "arrange_agenda": _("Werkte aan de agenda van het overleg."),
    "open_agenda": _("Zette de agenda van het overleg klaar."),
    "write_plan": _("Schreef aan de afspraken."),
    "choose_lead": _("Vroeg iemand om op de afspraken te letten."),
    "answer_lead": _("Antwoordde op de vraag om op de afspraken te letten."),
    "conclude": _("Rondde het overleg af."),
    "reopen_conference": _("Opende het overleg opnieuw."),
    "report_action": _("Vertelde hoe het met een afspraak gaat."),
    "add_note": _("Schreef iets op."),
    "evaluate": _("Schreef op hoe u samen terugkeek."),
    "go_on": _("Koos met u een nieuwe dag om terug te kijken."),
    "reconvene": _("Begon met een nieuw overleg."),
    "close": _("Rondde alles af."),
    "give_consent": _("Schreef op waar u ja of nee tegen zei."),
    "withdraw_consent": _("Schreef op dat u een ja terugnam."),
    "stop": _("Schreef op dat u stopte."),
    "confirm_stop": _("Rondde het stoppen af."),
    "see_header": _("Zag dat u bent aangemeld, en niet wie u bent."),
    "see_case": _("Las wat er over u is opgeschreven."),
    "see_my_file": _("Nam de eigen gegevens mee."),
    "keep_scan": _("Bewaarde een papier met uw handtekening."),
    "remove_scan": _("Haalde een papier van u weg."),
    "confirm_together": _("Schreef op dat u ja zei tegen de afspraken."),
    "erase": _("Wiste wat u vroeg om te wissen."),
    "see_file_for": _("Maakte op uw vraag een papier met al uw gegevens."),
    "see_messages": _("Keek of er berichten waren."),
    "see_shared_case": _("Las wat u met hen deelt."),
    "see_invitation": _("Zag wanneer het overleg is."),
    "see_plan": _("Las de afspraken."),
    "see_status": _("Zag hoe ver uw aanmelding is."),
    "see_trail": _("Keek na wie uw gegevens zag."),
    "see_worklist": _("Zag uw naam op de werklijst."),
    "see_my_families": _("Zag uw naam op de eigen lijst."),
    "answer_message": _("Antwoordde op uw bericht."),
    "answer_as_lead": _("Antwoordde op uw bericht."),
    "send_message": _("Schreef op wat u vroeg of vertelde."),
    "ask_for_person": _("Schreef op wie u er graag bij hebt."),
    "suggest_person": _("Dacht mee over wie kan helpen."),
    "look_back_self": _("Schreef op hoe u terugkijkt."),
    "draw_health": _("Schreef met u op hoe u uw leven ziet."),
    "share_health": _("Schreef op wat u wilt delen over hoe u uw leven ziet."),
    "erase_health": _("Wiste wat u over uw leven schreef."),
    "see_scans": _("Keek of er ondertekende papieren zijn."),
    "remind": _("Stuurde u een bericht dat er iets klaarstaat."),
}
OTHERWISE = _("Deed iets voor het overleg.")
PERIODS = (("30", _("de laatste maand")), ("91", _("de laatste drie maanden")), ("365", _("het laatste jaar")))
LONG = 1000


def did(look: LookShown) -> list[tuple[str | Promise, int]]:
    """Give what somebody did that day, each sentence once, with how often."""
    found: dict[str, int] = {}
    for act, times in look.acts:
        words = str(DID.get(act, OTHERWISE))
        found[words] = found.get(words, 0) + times
    return list(found.items())


def why(look: LookShown) -> str:
    """Say why this person might: the parent's own yes and its day, or what this person is for."""
    day = _day(look.allowed_on) if look.allowed_on else ""
    if look.role in AROUND:
        said = gettext("Dat mag, want u zei ja op %(day)s.") % {"day": day}
        return said if day else gettext("Denkt met u mee.")
    if look.role in OF_THE_HUB:
        said = gettext("Regelt het overleg. U zei ja op %(day)s.") % {"day": day}
        return said if day else gettext("Regelt het overleg.")
    if look.role == "referrer":
        return gettext("Meldde u aan, en hoort hoe het gaat.")
    if look.role == "privacy_officer":
        return gettext("Kijkt na of wij goed met uw gegevens omgaan.")
    return ""


@dataclass(frozen=True)
class Line:
    """One fold of the page."""

    look: LookShown
    did: list[tuple[str | Promise, int]]
    why: str


class QuestionForm(HouseForm):
    """What she wants to know."""

    text = forms.CharField(
        label=_("Wat wilt u weten?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONG,
    )  # fmt: skip


shows = screen(activity="own_place", for_=PARENT, methods=("GET",))
acts = screen(activity="own_place", for_=PARENT)


@shows
def log(request: Asked, code: str) -> HttpResponse:
    """See who looked at one's file: when, who, what and why, the newest first."""
    period = request.GET.get("periode", "")
    since = clock.today() - timedelta(days=int(period)) if period in dict(PERIODS) else None
    shown = own_log(request.actor, code, since=since, before=_date(request.GET.get("voor", "")))
    lines = [Line(look, did(look), why(look)) for look in shown.looks]
    days = [(day, list(found)) for day, found in groupby(lines, key=lambda line: line.look.on)]
    here = reverse("family:log", args=[code])
    further = f"{here}?periode={period if since else ''}&voor={shown.before}" if shown.before else ""
    return render(request, "family/log.html", {
        "log": shown, "days": days, "periods": PERIODS, "period": period, "next": further,
        "first": here if request.GET.get("voor") else "",
    })  # fmt: skip


@acts
def question(request: Asked, code: str, day: str, ref: str) -> HttpResponse:
    """Ask the coordinator about one look; the day and the organisation go along."""
    on = _date(day)
    if on is None:
        raise Http404
    shown = own_log(request.actor, code, since=on, before=on + timedelta(days=1))
    look = next((one for one in shown.looks if one.ref == ref and not one.is_self), None)
    if look is None:
        raise Http404
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        text = f"{_about(look)}\n{form.cleaned_data['text']}"
        if form.try_to(telling.send_message, request.actor, code, kind="look", text=text):
            messages.success(request, gettext("Uw vraag is verstuurd. De coördinator antwoordt u."))
            return redirect("family:log", code)
    line = Line(look, did(look), why(look))
    return render(request, "family/log_question.html", {"log": shown, "line": line, "form": form})


def _about(look: LookShown) -> str:
    """Say in Dutch which look the question is about, for who answers."""
    with translation.override("nl"):
        who = ", ".join(filter(None, (look.organisation, look.discipline))) or gettext("iemand zonder organisatie")
        return gettext("Vraag over %(day)s, %(who)s:") % {"day": _day(look.on), "who": who}


def _day(on: date) -> str:
    return written(on, "j E Y")


def _date(typed: str) -> date | None:
    """Read a date from the address; what is no date, or cannot be one, is none."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if 2000 < found.year < 2200 else None
