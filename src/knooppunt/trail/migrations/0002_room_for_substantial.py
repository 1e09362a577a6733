"""Room for the word by which a broker vouches for somebody; the locks go on again, for SQLite makes the table anew."""

from typing import Any

from django.db import migrations, models

from knooppunt.trail import triggers


def put_on(apps: Any, editor: Any) -> None:
    """Make the triggers."""
    triggers.put_on(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]

    operations = [
        migrations.AlterField("trailline", "assurance", models.CharField(max_length=12)),
        migrations.RunPython(put_on, migrations.RunPython.noop),
    ]
