"""Outside a door every case table raises, whatever way somebody tries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from knooppunt.foundation import guard
from knooppunt.foundation.guard import GuardedTable

MODELS = sorted(
    ("AdviceRequest", "Case", "Step", "Participation", "Entry", "Safety", "Conference", "Invitation", "Consent",
     "Family", "Parent", "Evaluation", "Outcome", "Action", "Goal", "PlanVersion", "Draft", "Referral", "Tally",
     "Message", "SeatAnswer", "OwnEvaluation", "HealthPicture", "HealthDimension", "Scan", "AgendaItem", "DateProposal",
     "DateOption", "DateAnswer", "AnswerLink", "Reminder")
)  # fmt: skip
WAYS: dict[str, Callable[[type[models.Model]], Any]] = {
    "list": lambda m: list(m._default_manager.all()),
    "base manager": lambda m: list(m._base_manager.all()),
    "count": lambda m: m._default_manager.count(),
    "exists": lambda m: m._default_manager.exists(),
    "values": lambda m: list(m._default_manager.values_list("pk")),
    "iterator": lambda m: list(m._default_manager.iterator()),
    "update": lambda m: m._default_manager.update(id=1),
    "delete": lambda m: m._default_manager.all().delete(),
    "raw delete": lambda m: m._default_manager.all()._raw_delete("default"),
    "bulk create": lambda m: m._default_manager.bulk_create([m()]),
    "raw": lambda m: list(m._default_manager.raw(f"SELECT * FROM {m._meta.db_table}")),
    "cursor": lambda m: connection.cursor().execute(f"SELECT 1 FROM {m._meta.db_table}"),
    "shouting": lambda m: connection.cursor().execute(f"DELETE FROM {m._meta.db_table.upper()}"),
    "many": lambda m: connection.cursor().executemany(f"DELETE FROM {m._meta.db_table} WHERE id = %s", [[1], [2]]),
    "a new row": lambda m: m(pk=1).save(force_insert=True),
    "an old row": lambda m: m(pk=1).refresh_from_db(),
    "a row away": lambda m: m(pk=1).delete(),
}


def test_every_table_of_casework_is_in_this_file() -> None:
    assert {m.__name__ for m in apps.get_app_config("casework").get_models()} == set(MODELS)


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", MODELS)
def test_outside_a_door_it_raises(name: str, way: str) -> None:
    with pytest.raises(GuardedTable) as caught:
        WAYS[way](apps.get_model("casework", name))
    assert str(caught.value) == "A case table was touched outside a door of casework."


def test_what_hangs_on_a_row_that_got_out_raises_too(walk: Any) -> None:
    walk.to("following")
    case = walk.case()
    for related in (
        lambda: case.family, lambda: list(case.circle.all()), lambda: list(case.entries.all()), lambda: case.referral,
        lambda: case.save(), lambda: case.goals.create(words="x"),
    ):  # fmt: skip
        with pytest.raises(GuardedTable):
            related()


def test_the_guard_shuts_again_after_a_door_and_after_a_refusal(walk: Any) -> None:
    from knooppunt.casework import reading
    from knooppunt.casework.models import Case
    from knooppunt.casework.refusals import NotFound

    walk.refer()
    reading.case_file(walk.desk, walk.code)
    with pytest.raises(GuardedTable):
        Case.objects.count()
    with pytest.raises(NotFound):
        reading.case_file(walk.who("petra"), walk.code)
    with pytest.raises(GuardedTable):
        Case.objects.count()
    with guard.looking_inside():
        assert Case.objects.count()
