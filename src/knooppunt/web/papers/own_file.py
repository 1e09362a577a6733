"""Everything about one parent on paper, in plain words, and the same as data for a machine."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from knooppunt.casework.picturing import DIMENSIONS
from knooppunt.casework.shown.own_file import (
    OwnConsent,
    OwnDetails,
    OwnEvaluationTogether,
    OwnFile,
    OwnLookBack,
    OwnPicture,
)
from knooppunt.papers import Block, Document, Facts, Heading, Items, Picture, Table, Text, isolated, number
from knooppunt.web.shared.dates import spoken
from knooppunt.web.shared.labels import label
from knooppunt.web.shared.spider import spider

from ..family.log import DID, OTHERWISE
from .sheet import day, sheet, web_svg, yes_no


def as_json(file: OwnFile) -> bytes:
    """Give the file for a machine: UTF-8, keys as in docs/my-file.md, days as 2026-11-22, moments with their zone."""
    return json.dumps(asdict(file), ensure_ascii=False, indent=2, default=_iso).encode()


def _iso(value: Any) -> str:
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    raise TypeError(type(value).__name__)


def as_paper(file: OwnFile, rtl: bool = False) -> Document:
    """Give the file to read, in the language of the moment."""
    parts: tuple[Callable[[OwnFile], list[Block]], ...] = (
        _begin, _details, _account, _process, _consents, _written, _people, _conferences, _plan, _looking_back,
        lambda one: _health(one, rtl), _messages, _signed, _registration, _steps, _looks, _end,
    )  # fmt: skip
    blocks = [block for part in parts for block in part(file)]
    return sheet(_("Mijn gegevens"), blocks, file.made_at, top=f"Knooppunt Kansrijke Start · {file.process.hub}")


def _begin(file: OwnFile) -> list[Block]:
    hub = _call(file)
    left_out = _("Soms laten wij iets weg, om iemand te beschermen. Wilt u weten of dat hier zo is? Vraag het ons.")
    return [
        Text(_("Dit bewaart het Knooppunt over u. Het is gemaakt op %(day)s.") % {"day": day(file.made_at)}, "lead"),
        Text(f"{left_out}\n{hub}", "box"),
    ]


def _call(file: OwnFile) -> str:
    words = {"hub": isolated(file.process.hub), "phone": number(file.process.hub_phone)}
    if file.process.hub_phone:
        return _("U belt %(hub)s op %(phone)s.") % words
    return _("U belt %(hub)s.") % words


def _details(file: OwnFile) -> list[Block]:
    me = file.me
    return [Heading(_("Wie u bent")), Facts((
        (_("Naam"), me.name), (_("U bent"), label("parent", me.kind)), (_("Geboren"), day(me.born_on)),
        (_("Telefoon"), me.phone), (_("E-mail"), me.email),
        (_("Adres"), _("geheim, dat bewaren wij niet") if me.secret_address else me.address),
        (_("Zo mogen wij contact zoeken"), _lines(label("contact_by", me.contact_by), me.contact_note)),
        (_("Taal"), label("language", me.language)), (_("Tolk nodig"), yes_no(me.interpreter)),
        (_("Beslist met u mee"), me.represented_by),
        (_("Gezag over het kind"), _lines(*_authority(me))),
    ))]  # fmt: skip


def _account(file: OwnFile) -> list[Block]:
    one = file.account
    if one is None:
        return []
    return [Heading(_("Hoe u binnenkomt")), Facts((
        (_("Uw plek bestaat sinds"), day(one.account_since)),
        (_("Taal van uw plek"), label("language", one.language)),
        (_("Veilig adres of nummer"), number(one.address) if one.address else ""),
        (_("Kaart gemaakt op"), day(one.card_made_at)),
        (_("Kaart geldig tot"), day(one.card_until) if one.card_used_at is None else ""),
        (_("Kaart gebruikt op"), day(one.card_used_at)),
        (_("Kaart elke keer nodig"), yes_no(one.card_always_asked)),
        (_("Voor het eerst binnen op"), day(one.first_came_at)),
        (_("Binnen met DigiD sinds"), day(one.broker_since)),
    ))]  # fmt: skip


def _authority(me: OwnDetails) -> list[str]:
    if not me.authority:
        return []
    source, on = label("authority_source", me.authority_source), day(me.authority_on)
    because = label("one_yes", me.one_yes_because) if me.one_yes_because else ""
    return [label("authority", me.authority), f"{source}, {on}", because]


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _process(file: OwnFile) -> list[Block]:
    one, referral = file.process, file.referral
    by = ""
    if referral is not None:
        whom = ", ".join(filter(None, (referral.referrer, referral.discipline, referral.organisation)))
        by = _("uzelf") if referral.origin == "parent" else whom
    return [Heading(_("Waar het over gaat")), Facts((
        (_("Kind verwacht op"), day(one.child_due_on)), (_("Kind geboren op"), day(one.child_born_on)),
        (_("Gemeente"), one.municipality), (_("Aangemeld op"), day(one.received_at)),
        (_("Aangemeld door"), by), (_("Nu"), label("state_at_home", one.state)),
        (_("Hoe het afliep"), label("outcome", one.outcome) if one.outcome else ""),
        (_("Klaar op"), day(one.closed_at)), (_("Samen terugkijken"), day(one.evaluation_on)),
    ))]  # fmt: skip


def _consents(file: OwnFile) -> list[Block]:
    blocks: list[Block] = [
        Heading(_("Waar u ja en nee tegen zei")),
        Text(_("U mag altijd iets anders kiezen. Dat geldt dan meteen.")),
    ]
    for one in file.consents:
        blocks += _consent(one)
    return blocks


def _consent(one: OwnConsent) -> list[Block]:
    title = label("purpose", one.purpose).capitalize() + (f": {isolated(one.whom)}" if one.whom else "")
    said = {"given": _("ja"), "refused": _("nee"), "withdrawn": _("eerst ja, later teruggenomen")}[one.decision]
    spoken = label("language", one.language) + (f", {_('met een tolk')}" if one.interpreter else "")
    facts = Facts((
        (_("U zei"), said), (_("Op"), day(one.at)), (_("Tot en met"), day(one.ends_on) if one.counts_now else ""),
        (_("Geldt nu"), _("ja") if one.counts_now else _("nee, later zei u iets anders, of het is voorbij")),
        (_("Alleen over"), label("kind_of_fact", one.data_class) if one.data_class else ""),
        (_("Hoe"), label("method_at_home", one.method)), (_("Taal"), spoken), (_("Wie vroeg het"), one.asked_by),
        (_("Wie luisterde mee"), one.witness), (_("Wie besliste mee"), one.given_by),
    ))  # fmt: skip
    if not one.wording:
        return [Heading(title, 2), facts]
    return [Heading(title, 2), facts, Text(one.wording, "words", one.wording_language)]


def _written(file: OwnFile) -> list[Block]:
    if not file.written:
        return []
    rows = tuple(
        (day(one.at), _lines(label("need", one.what) if one.kind == "need" else "", one.text), _by(one.by, one.role))
        for one in file.written
    )
    head = (_("Wanneer"), _("Wat"), _("Wie schreef het"))
    about = _("Wat er over u en uw gezin is opgeschreven, met datum en schrijver.")
    return [Heading(_("Wat er is opgeschreven")), Table(about, head, rows, (3, 8, 4))]


def _by(name: str, role: str) -> str:
    return _lines(name, label("role_at_home", role) if role else "")


def _people(file: OwnFile) -> list[Block]:
    if not file.people:
        return []
    rows = tuple(
        (
            _lines(one.name, one.discipline, one.organisation),
            _("uw vaste persoon") if one.lead else label("seat_reason", one.reason),
            _lines(day(one.started_on), _("tot %(day)s") % {"day": day(one.ended_on)} if one.ended_on else ""),
            yes_no(one.my_answer),
        )
        for one in file.people
    )  # fmt: skip
    head = (_("Wie"), _("Waarom"), _("Sinds"), _("U zei"))
    about = _("De mensen om uw gezin heen, waarom zij erbij zijn en wat u daarvan vond.")
    return [Heading(_("De mensen om u heen")), Table(about, head, rows, (6, 4, 4, 2))]


def _conferences(file: OwnFile) -> list[Block]:
    blocks: list[Block] = [Heading(_("Samen aan tafel"))] if file.conferences else []
    for one in file.conferences:
        blocks.append(Facts((
            (_("Wanneer"), day(one.starts_at)), (_("Waar"), one.place),
            (_("Hoe het ging"), label("conference", one.state)),
            (_("Was u erbij"), yes_no(one.i_was_there)), (_("Tolk erbij"), yes_no(one.interpreter or None)),
            (_("Gevraagd"), "\n".join(one.professionals)),
        )))  # fmt: skip
    if file.dates:
        said = tuple((spoken(one.starts_at), label("can", one.can)) for one in file.dates)
        blocks += [Heading(_("Wanneer u kon")), Facts(said)]
    return blocks


def _plan(file: OwnFile) -> list[Block]:
    blocks: list[Block] = [Heading(_("Onze afspraken"))] if file.goals else []
    head = (_("Wat"), _("Wie"), _("Klaar"), _("Hoe gaat het"))
    for goal in file.goals:
        if goal.words:
            blocks.append(Heading(goal.words, 2))
        if goal.moment != "now":
            blocks.append(Text(_lines(label("moment", goal.moment).capitalize(), goal.because)))
        rows = tuple(
            (a.what, _("uzelf") if a.mine else a.owner or _("thuis"), day(a.due_on),
             _lines(label("status", a.status), a.report))
            for a in goal.actions
        )  # fmt: skip
        if rows:
            blocks.append(Table(_("Wie wat doet, en wanneer het klaar is."), head, rows, (7, 4, 4, 4)))
    return blocks


def _looking_back(file: OwnFile) -> list[Block]:
    blocks: list[Block] = []
    seen: list[tuple[str, date, OwnEvaluationTogether | OwnLookBack]] = [
        *((_("Samen teruggekeken"), row.held_on, row) for row in file.evaluations),
        *((_("Hoe u zelf terugkeek"), row.at, row) for row in file.looks_back),
    ]
    for title, at, one in seen:
        blocks += [Heading(title), Facts((
            (_("Wanneer"), day(at)), (_("Bent u geholpen"), label("need_met", one.need_met)),
            (_("Gaat het beter"), label("change", one.change)), (_("In uw woorden"), one.words),
        ))]  # fmt: skip
    return blocks


def _registration(file: OwnFile) -> list[Block]:
    one = file.registration
    if one is None:
        return []
    by = label("referred_by" if one.referrer == "parent" else "discipline", one.referrer)
    return [
        Heading(_("Wat meetelt in de cijfers")),
        Text(_("Wij tellen hoeveel gezinnen hulp krijgen. Dat gaat zonder uw naam.")),
        Facts((
            (_("Gemeente"), one.municipality), (_("Aangemeld op"), day(one.referred_on)), (_("Aangemeld door"), by),
            (_("Ja op onderzoek"), {"yes": _("ja"), "no": _("nee")}.get(one.research, "")),
            (_("Uw gezin"), label("composition", one.composition)),
            (_("Betaald werk"), label("paid_work", one.paid_work)),
            (_("Opleiding"), label("education", one.education)),
            (_("Eerste overleg"), day(one.conference_on)), (_("Eerste steun"), day(one.support_on)),
            (_("Teruggekeken"), day(one.evaluated_on)), (_("Afgesloten"), day(one.closed_on)),
        )),
        *([Text(_(
            "Vroegen wij naar uw gezin, uw werk of uw opleiding? Die antwoorden staan hier niet. Ze kunnen iets zeggen "
            "over wat een andere ouder antwoordde. Uw coördinator vertelt u wat wij van u bewaren."
        ), "note")] if one.ask_coordinator else []),
    ]  # fmt: skip


def _health(file: OwnFile, rtl: bool) -> list[Block]:
    blocks: list[Block] = [Heading(_("Hoe u uw leven ziet"))] if file.positive_health else []
    for one in file.positive_health:
        blocks.append(Heading(day(one.at), 2))
        if any(row.mark is not None for row in one.dimensions):
            blocks.append(_drawn(one, rtl))
        blocks.append(Facts(tuple(
            (label("health", row.dimension), _lines(
                row.words, _("cijfer: %(mark)s") % {"mark": row.mark} if row.mark is not None else "",
                _("hier wil ik over praten") if row.to_talk else "",
                _("de mensen aan tafel mogen dit lezen") if row.shared else "",
            )) for row in one.dimensions
        )))  # fmt: skip
        if one.together:
            blocks.append(Text(_("Iemand schreef dit samen met u op."), "note"))
    return blocks


def _drawn(one: OwnPicture, rtl: bool) -> Picture:
    marks = {row.dimension: row.mark for row in one.dimensions}
    names = [label("health", name) for name in DIMENSIONS]
    given = [f"{label('health', name)}: {marks[name]}" for name in DIMENSIONS if marks.get(name) is not None]
    web = spider(names, [marks.get(name) for name in DIMENSIONS], rtl=rtl)
    return Picture(web_svg(web), _("Een web met uw cijfers.") + " " + "; ".join(given) + ".", width_mm=120)


def _messages(file: OwnFile) -> list[Block]:
    blocks: list[Block] = [Heading(_("Wat u ons vertelde en vroeg"))] if file.messages else []
    for one in file.messages:
        granted = {True: _("ja, dat doen wij"), False: _("nee"), None: ""}[one.granted]
        blocks += [Heading(f"{_kind(one.kind)}, {day(one.at)}", 2), Text(one.text, "words"), Facts((
            (_("Antwoord"), _lines(granted, one.answer)), (_("Antwoord op"), day(one.answered_at)),
            (_("U hoort het voor"), "" if one.answered_at else day(one.answer_by)),
        ))]  # fmt: skip
    return blocks


def _kind(kind: str) -> str:
    return {
        "message": _("Bericht"), "person": _("Iemand erbij"), "look": _("Vraag over wie er keek"),
        "statement": _("Wat u erbij zegt"), "correction": _("Vraag om te verbeteren"),
        "erasure": _("Vraag om te wissen"),
    }.get(kind, kind)  # fmt: skip


def _signed(file: OwnFile) -> list[Block]:
    if not file.signed_papers:
        return []
    kinds = {"consent": _("toestemming"), "plan": _("afspraken"), "other": _("ander papier")}
    items = tuple(f"{kinds[one.kind]}, {day(one.at)}" for one in file.signed_papers)
    return [Heading(_("Papieren met uw handtekening")), Items(items)]


def _steps(file: OwnFile) -> list[Block]:
    if not file.steps:
        return []
    rows = tuple((day(one.at), label("step", one.step), label("role_at_home", one.role)) for one in file.steps)
    head = (_("Wanneer"), _("Wat"), _("Wie"))
    return [Heading(_("Wat er gebeurde")), Table(_("De stappen, met datum."), head, rows, (3, 6, 4))]


def _looks(file: OwnFile) -> list[Block]:
    """Give who looked; what somebody did stands there in the words of the page about it."""
    if all(one.myself for one in file.looks):
        return []
    rows = tuple(
        (
            day(one.on), _lines(one.name or label("role_at_home", one.role), one.discipline, one.organisation),
            "\n".join(dict.fromkeys(str(DID.get(act, OTHERWISE)) for act, _times in one.acts)),
        )
        for one in file.looks
        if not one.myself
    )  # fmt: skip
    head = (_("Wanneer"), _("Wie"), _("Wat"))
    about = _("Wie uw gegevens zag of er iets mee deed, met datum.")
    return [Heading(_("Wie er in uw gegevens keek")), Table(about, head, rows, (4, 6, 8))]


def _end(file: OwnFile) -> list[Block]:
    return [
        Heading(_("Wat u kunt doen")),
        Items((
            _("Klopt er iets niet? Vraag ons om het te verbeteren."),
            _("Wilt u er iets bij zeggen? Dat bewaren wij erbij."),
            _("Wilt u dat wij iets wissen? Vraag het. U hoort binnen een maand wat wij doen, en waarom."),
        )),
        Text(_call(file)),
        Text(_("Bent u het niet eens met ons? U kunt ook klagen bij de Autoriteit Persoonsgegevens."), "note"),
    ]  # fmt: skip
