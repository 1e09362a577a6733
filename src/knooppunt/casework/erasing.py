"""Wiping away what a parent asked to have wiped away: real deletion, and a line in the trail that names nobody.

What stays is what is not about her: the case of the other parent, the counts, and the codes in the trail. See
docs/decisions/0011-what-erasing-does.md.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from knooppunt.foundation.codes import new_code
from knooppunt.letters.post import forget_address

from . import letters, reporting_back, retention
from .agreeing import keep_version
from .convening import settle
from .doors import Room, act, move, picture_of
from .models import Action, Entry, Goal, HealthPicture, Invitation, Message, Outcome, Parent, PlanVersion
from .process import ENDED, State
from .refusals import Invalid, Refused
from .registering import register_again
from .telling import LONGEST
from .texts import clean


@act("erase")
def erase(
    room: Room, parent: str, *, everything: bool = True, words: Iterable[str] = (), health: bool = False,
    answer: str = "",
) -> str:  # fmt: skip
    """Wipe away what a parent asked to have wiped away; gives the number of the proof.

    `everything`: all that is about her, and when nobody else takes part the whole case. `words` are the codes of what
    was written down: beside everything what is about the whole family and about her as well, else only these, with
    `health` how she saw her own life; then `answer` tells her what was done. Raises Refused("not_asked") when she did
    not ask, Invalid for what lacks.
    """
    row = room.parent(parent)
    asked = Message.objects.filter(case=room.case, parent=row, kind=Message.Kind.ERASURE)
    if not asked.exists():
        raise Refused("not_asked")
    proof = new_code()
    room.about = [row.code]
    if not everything:
        room.reason = f"words {proof.lower()}"
        _wipe_words(room, row, set(words), health, answer)
        asked.filter(answered_at=None).update(
            answer=answer.strip(), granted=True, answered_at=room.now, answered_by_id=room.actor.person_id,
            answered_as=room.role_name,
        )  # fmt: skip
        letters.to_parent(room, row)
    elif goes_whole(room, row):
        room.reason = f"case {proof.lower()}"
        _wipe_case(room)
    else:
        room.reason = f"parent {proof.lower()}"
        _wipe_parent(room, row, set(words))
    return proof


def goes_whole(room: Room, row: Parent) -> bool:
    """Say whether the case goes with this parent: nobody else takes part in it."""
    return not any(room.picture.takes_part(other.pk) for other in room.parents if other.pk != row.pk)


def _wipe_words(room: Room, row: Parent, words: set[str], health: bool, answer: str) -> None:
    found = Entry.objects.filter(Q(about=row) | Q(about=None), case=room.case, code__in=words)
    errors: dict[str, str] = {}
    if not (words or health) or found.count() != len(words):
        errors["words"] = _("Kies wat er gewist wordt.")
    if not answer.strip():
        errors["answer"] = _("Schrijf wat u wist, en wat blijft staan.")
    clean(errors, "answer", answer, LONGEST)
    if errors:
        raise Invalid(errors)
    found.delete()
    if health:
        HealthPicture.objects.filter(subject=row).delete()


def _wipe_case(room: Room) -> None:
    if room.state not in ENDED:
        reporting_back.finished(room)
        move(room, State.STOPPED)  # the counts go on to be right
    for one in room.parents:
        _forget_addresses(one)
    room.gone = True
    retention.delete_case(room.case)


def _wipe_parent(room: Room, row: Parent, words: set[str]) -> None:
    """Delete what is about one adult; what only names her as the one from whom it was hidden stays, without her."""
    family_words = Entry.objects.filter(case=room.case, about=None, code__in=words)
    if words and family_words.count() != len(words):
        raise Invalid({"words": _("Kies uit de lijst.")})
    family_words.delete()
    Entry.objects.filter(case=room.case).filter(Q(about=row) | Q(on_behalf_of=row)).delete()
    Entry.objects.filter(case=room.case, hidden_from=row).update(hidden_from=None)
    goals = list(Goal.objects.filter(case=room.case, about=row).values_list("code", flat=True))
    _wipe_from_versions(room, row, set(goals))
    hers = Action.objects.filter(Q(parent=row) | Q(goal__code__in=goals), goal__case=room.case)
    Outcome.objects.filter(action__in=hers).delete()
    hers.delete()
    Goal.objects.filter(case=room.case, code__in=goals).delete()
    Invitation.objects.filter(parent=row).delete()
    account = row.person_id
    _forget_addresses(row)
    row.delete()  # with her consents, messages, answers, own looks back, pictures and signed papers
    retention.delete_accounts([account])
    room.parents = [one for one in room.parents if one.pk is not None and one.code != row.code]
    room.picture = picture_of(room.case.family_id)  # what she agreed to opens nothing any more
    for seat in room.circle:
        if seat.ended_on is None:
            settle(room, seat)
    if PlanVersion.objects.filter(case=room.case).exists():
        keep_version(room)
    register_again(room.case)  # and out of the figures, at once


def _wipe_from_versions(room: Room, row: Parent, goals: set[str]) -> None:
    for version in PlanVersion.objects.filter(case=room.case):
        kept = [goal for goal in version.content["goals"] if goal["code"] not in goals]
        for goal in kept:
            goal["actions"] = [one for one in goal["actions"] if one["parent"] != row.pk]
        version.content = {**version.content, "goals": kept}
        version.save(update_fields=["content"])


def _forget_addresses(row: Parent) -> None:
    """Take letters to her that wait or went out of the box as well."""
    entrance = getattr(row.person, "entrance", None) if row.person else None
    for address in {row.email, entrance.address if entrance else ""}:
        if address:
            forget_address(address)
