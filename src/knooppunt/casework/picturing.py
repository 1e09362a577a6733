"""How a parent sees her own life in six dimensions (Positive Health): drawing it, sharing it, wiping it away.

A way to talk, never a measurement: no totals, no averages, no trend (domain.md 3). The picture is hers. The table
reads of the newest one what she chose dimension by dimension, as long as her consent lets it through.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from . import asking
from .consents import DataClass
from .doors import Room, act
from .models import HealthDimension, HealthPicture, Parent, Participation
from .process import Role
from .refusals import Invalid, NotFound, Refused
from .seats import category
from .shown import DimensionShown, HealthShown, OwnHealthShown
from .texts import clean

DIMENSIONS: tuple[str, ...] = tuple(HealthDimension.Dimension.values)
WORDS = 2000  # signs for one dimension
MARKS = range(11)
# What she says about body and mind counts as a medical and a psychiatric fact for who reads at the table: it is read
# only when she shares the dimension AND her consent gives that organisation facts of that class (AVG art. 9).
CLASS_OF: dict[str, DataClass] = {"body": DataClass.MEDICAL, "mind": DataClass.PSYCHIATRIC}


@dataclass(frozen=True)
class Drawn:
    """What somebody says about one dimension; all of it may be left out."""

    words: str = ""
    mark: int | None = None
    to_talk: bool = False

    @property
    def empty(self) -> bool:
        """Say whether there is nothing to keep."""
        return not self.words.strip() and self.mark is None and not self.to_talk


def class_of(dimension: str) -> DataClass:
    """Give the class of facts to which a dimension belongs."""
    return CLASS_OF.get(dimension, DataClass.GENERAL)


@act("draw_health")
def draw_health(room: Room, drawn: Mapping[str, Drawn], *, beside: str = "") -> str:
    """Keep what a parent says about some dimensions in her newest picture; gives its code, '' for nothing.

    With `beside`, a code, it starts a new one beside that picture, as long as that is her newest.
    Errors stand under `<dimension>-words` and `<dimension>-mark`. A professional who writes together with her always
    starts a new picture: what she wrote alone is never written over by somebody else, and not shown to them either.
    """
    subject = _subject(room)
    _check(drawn)
    found = _newest(subject)
    if found and (room.role is not Role.PARENT or found.code == beside):
        found = None
    kept = {name: one for name, one in drawn.items() if not one.empty}
    if found is None and not kept:
        return ""
    picture = found or HealthPicture(case=room.case, subject=subject)
    picture.at, picture.by_id, picture.role = room.now, room.actor.person_id, room.role_name
    picture.save()
    HealthDimension.objects.filter(picture=picture, dimension__in=set(drawn) - set(kept)).delete()
    for name, one in kept.items():
        values = {"words": one.words.strip(), "mark": one.mark, "to_talk": one.to_talk}
        HealthDimension.objects.update_or_create(picture=picture, dimension=name, defaults=values)
    if not HealthDimension.objects.filter(picture=picture).exists():
        picture.delete()
        return ""
    return picture.code


@act("share_health")
def share_health(room: Room, dimensions: Iterable[str]) -> None:
    """Let the table read exactly these dimensions of the newest picture; it counts from the next request on.

    What she wrote alone only she opens herself: for her somebody may only close it, or open what was written together.
    """
    subject, wanted = _subject(room), set(dimensions)
    picture = _newest(subject)
    rows = list(HealthDimension.objects.filter(picture=picture)) if picture else []
    if not wanted <= {row.dimension for row in rows}:
        raise Invalid({"": _("Hier staat nog niets om te delen.")})
    opens = wanted - {row.dimension for row in rows if row.shared}
    if picture and opens and room.role is not Role.PARENT and picture.role == Role.PARENT:
        raise Refused("not_about_you")
    for row in rows:
        if row.shared != (row.dimension in wanted):
            row.shared = row.dimension in wanted
            row.save(update_fields=["shared"])


@act("erase_health")
def erase_health(room: Room, picture: str = "") -> None:
    """Wipe one of her pictures away, or all of them: nothing of it is kept. Raises NotFound for anyone else's."""
    found = HealthPicture.objects.filter(subject=_subject(room))
    if picture:
        found = found.filter(code=picture)
        if not found:
            raise NotFound
    found.delete()


def _subject(room: Room) -> Parent:
    """Give the parent whose picture it is: the actor herself, or the one for whom somebody speaks."""
    subject = room.self_as_parent if room.role is Role.PARENT else room.on_behalf_of
    if subject is None:
        raise Refused("not_about_you")
    room.about = [subject.code]
    return subject


def _newest(subject: Parent) -> HealthPicture | None:
    return HealthPicture.objects.filter(subject=subject).order_by("-id").first()


def _check(drawn: Mapping[str, Drawn]) -> None:
    errors: dict[str, str] = {}
    for name, one in drawn.items():
        if name not in DIMENSIONS:
            raise Invalid({"": _("Kies uit de lijst.")})
        clean(errors, f"{name}-words", one.words, WORDS)
        if one.mark is not None and one.mark not in MARKS:
            errors[f"{name}-mark"] = _("Kies een cijfer van 0 tot en met 10, of geen cijfer.")
    if errors:
        raise Invalid(errors)


# --- what is handed over; asked by reading, behind the door ---------------------------------------------------------
def at_table(room: Room, sees: Callable[[Parent, str], bool]) -> tuple[HealthShown, ...]:
    """Give who leads or sits at the table what each parent shares of her newest picture, and may be read there now.

    `sees` says whether this reader may see facts of a class about an adult. A parent gets nothing here: her own
    pictures are in `own`, and the other parent's are not hers to read.
    """
    if room.role not in (Role.COORDINATOR, Role.LEAD, Role.PARTICIPANT) or not room.case.pictured:
        return ()
    parents = {parent.pk: parent for parent in room.parents}
    rows = [row for row in asking.SHARED_HEALTH(room.case.pk)
            if sees(parents[row["picture__subject"]], class_of(row["dimension"]))
            and sees(parents[row["picture__subject"]], DataClass.GENERAL)]  # fmt: skip
    return _pictures(rows, parents)


def own(room: Room) -> OwnHealthShown:
    """Give a parent her own pictures, the newest first, and who would read each dimension."""
    me = _subject(room)
    rows = asking.OWN_HEALTH(me.pk)
    readers = {name: _readers(room, me, class_of(name)) for name in DIMENSIONS}
    return OwnHealthShown(room.case.code, room.open_acts(), _pictures(rows, {me.pk: me}), readers)


def _readers(room: Room, me: Parent, data_class: str) -> tuple[str, ...]:
    there = [s for s in room.circle if s.ended_on is None and s.access == Participation.Access.JOINED]
    sees = room.picture.may_see
    both = (DataClass.GENERAL, data_class)
    names = (s.person.name for s in there if all(sees(me.pk, s.organisation_id, category(s), one) for one in both))
    return tuple(names)


def _pictures(rows: Iterable[dict[str, Any]], parents: Mapping[int, Parent]) -> tuple[HealthShown, ...]:
    """Put rows of dimensions together by picture, the dimensions in their own order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["picture__code"], []).append(row)
    return tuple(
        HealthShown(
            code, parents[first["picture__subject"]].code, parents[first["picture__subject"]].name,
            first["picture__at"], first["picture__role"] != Role.PARENT,
            tuple(
                DimensionShown(r["dimension"], r["words"], r["mark"], r["to_talk"], r["shared"])
                for r in sorted(here, key=lambda r: DIMENSIONS.index(r["dimension"]))
            ),
        )
        for code, here in found.items()
        for first in here[:1]
    )  # fmt: skip
