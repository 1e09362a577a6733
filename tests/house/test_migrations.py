"""Migrations say the same as the models, one after another."""

from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_the_models_need_no_new_migration() -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail("A model changed without a migration: run makemigrations.")


def test_migrations_of_each_room_form_one_line() -> None:
    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("knooppunt.")}
    assert not {app: leaves for app, leaves in loader.detect_conflicts().items() if app in ours}
    parents = Counter(
        (key[0], parent)
        for key, migration in loader.disk_migrations.items()
        for parent in migration.dependencies
        if key[0] in ours and parent[0] == key[0]
    )
    assert not [parent for parent, children in parents.items() if children > 1]
