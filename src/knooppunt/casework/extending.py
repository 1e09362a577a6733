"""Extending the lists of the registration: a municipality's own value, that counts as one of the base list."""

from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from knooppunt.people.actor import Actor
from knooppunt.people.names import normalised
from knooppunt.people.roles import municipalities_of_leader
from knooppunt.trail.record import record

from .doors import writing
from .forms import choices, codes
from .local import local_values
from .models import LocalValue, Registered
from .refusals import Invalid, NotFound
from .registering import SEVERAL
from .shown.registration import LocalShown
from .texts import clean

EXTENDED = ("needs", "support", "composition", "outcomes")  # lists that a municipality may add to
LABEL, CODE = 80, 40  # signs
ROLE = "project_leader"


def add_local_value(actor: Actor, *, municipality: str, name: str, label: str, counts_as: str) -> str:
    """Add a value to a list for one municipality; gives its code. Figures count it as the value of the base list.

    Raises NotFound for who does not lead that municipality, Invalid for what cannot be or is there already.
    """
    _own(actor, municipality)
    errors: dict[str, str] = {}
    if name not in EXTENDED or counts_as not in codes(name):
        errors["counts_as"] = _("Kies uit de lijst.")
    if not label.strip():
        errors["label"] = _("Schrijf hoe u het noemt.")
    clean(errors, "label", label, LABEL)
    if errors:
        raise Invalid(errors)
    code = slugify(label)[:CODE].strip("-") or "eigen"
    with writing():
        there = LocalValue.objects.filter(municipality=municipality, list=name).values_list("code", "label")
        taken = {normalised(word) for row in (*there, *choices(name, "nl")) for word in row}
        if normalised(label) in taken or normalised(code) in taken:
            raise Invalid({"label": _("Dit staat al in de lijst.")})
        LocalValue.objects.create(
            municipality_id=municipality, list=name, code=code, label=label.strip(), counts_as=counts_as
        )
        record("add_local_value", actor=actor, role=ROLE, detail=f"own:{name}")
    return code


def remove_local_value(actor: Actor, *, municipality: str, name: str, code: str) -> None:
    """Take away a value that was added by mistake. Raises NotFound, or Invalid when a plan or registration holds it."""
    _own(actor, municipality)
    with writing():
        row = LocalValue.objects.filter(municipality=municipality, list=name, code=code).first()
        if row is None:
            raise NotFound
        rows = Registered.objects.filter(
            registration__municipality=municipality, kind=SEVERAL.get(name, ""), local=code
        )
        try:
            if rows.exists():
                raise ProtectedError("", set())
            row.delete()
        except ProtectedError as used:
            raise Invalid({"": _("Dit wordt al gebruikt. Daarom kan het niet meer weg.")}) from used
        record("remove_local_value", actor=actor, role=ROLE, detail=f"own:{name}")


def local_values_of(actor: Actor) -> list[LocalShown]:
    """Give the values that the municipalities which somebody leads have added; raises NotFound for who leads none."""
    if not (places := _places(actor)):
        raise NotFound
    return local_values(places)


def _own(actor: Actor, municipality: str) -> None:
    if municipality not in _places(actor):
        raise NotFound


def _places(actor: Actor) -> frozenset[str]:
    return municipalities_of_leader(actor.person_id) if actor.assurance == "strong" else frozenset()
