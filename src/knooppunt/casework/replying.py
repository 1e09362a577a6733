"""What comes back from calendars, and what time itself changes in them."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from knooppunt.calendars import NotTaken, Reply, read_reply
from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM, Actor
from knooppunt.trail.record import record

from . import calendars
from .convening import note_answer
from .doors import Room, act, family_of, opened, writing
from .letters import send_files
from .models import Case, Conference, Invitation
from .process import Role, State
from .refusals import Invalid, NotFound, Refused

ACT = "send_calendars"


def take_reply(actor: Actor, content: bytes) -> str:
    """Note the answer that stands in a file of somebody's calendar program; gives the code of the case.

    Raises Invalid("reply"): one sentence for whatever is wrong with the file, for a meeting that is not there any more
    and for a family that this coordinator does not look after, so that a file tells nothing.
    """
    try:
        reply = read_reply(content)
        with opened():
            code = _chairs(reply).values_list("conference__case__code", flat=True).first()
        _note_reply(actor, code or "", reply)
        return code or ""
    except (NotTaken, NotFound, Refused):
        raise not_ours() from None


def not_ours() -> Invalid:
    """Give the refusal of a file that is no answer to a meeting of this desk."""
    return Invalid({"reply": _("Dit bestand kunnen wij niet gebruiken. Noteer het antwoord zelf bij het overleg.")})


def _chairs(reply: Reply) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(uid=reply.uid, conference__state=Conference.State.PLANNED)
    return rows.exclude(sent_to="").select_related("participation")


@act("answer_invitation")
def _note_reply(room: Room, reply: Reply) -> None:
    """Note the answer of the one to whom this very file went; "maybe" leaves it open (RFC 5546, 3.2.3)."""
    chair = _chairs(reply).filter(conference__case=room.case).first()
    if chair is None or chair.participation is None or Role.COORDINATOR not in room.roles:
        raise NotFound
    if chair.sent_to.lower() != reply.attendee or reply.sequence > chair.sequence:
        raise NotFound
    if reply.sequence < chair.sequence:
        raise Invalid({"reply": _("Dit antwoord gaat over een eerdere datum of tijd. Wacht op een nieuw antwoord.")})
    place = room.participation(chair.participation.code)
    note_answer(room, place, yes={"yes": True, "no": False}.get(reply.answer))


def catch_up() -> int:
    """Send each night the files that no act asked for: a consent ended by its date, an address changed.

    Gives how many went; a second run sends nothing.
    """
    with opened():
        codes = list(Case.objects.filter(state=State.PLANNED).values_list("code", flat=True))
    return sum(map(_catch_up, codes))


def _catch_up(code: str) -> int:
    with writing():
        case = Case.objects.select_for_update().filter(code=code).first()
        if case is None:  # erased meanwhile
            return 0
        _parents, _said, picture = family_of(case.family_id)
        files = calendars.bring_up_to_date(case, picture, calendars.held(case), clock.now())
        if files:
            record(ACT, actor=SYSTEM, role="system", case=code)
        send_files(files)
        return len(files)
