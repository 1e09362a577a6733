"""The lines and the seals, and the triggers that keep them as they are.

A later migration that alters one of these tables calls `put_on` again: SQLite rebuilds the table, and its
triggers go with the old one.
"""

from django.db import migrations, models

from knooppunt.trail import triggers


def put_on(apps, schema_editor):
    triggers.put_on(schema_editor.connection)


def take_off(apps, schema_editor):
    triggers.take_off(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField(unique=True)),
                ("lines", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("previous_digest", models.CharField(blank=True, max_length=64, unique=True)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_id__gte", models.F("first_id")), ("lines__gte", 1)),
                        name="trail_seal_covers_lines",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrailLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=60)),
                ("actor_code", models.CharField(blank=True, max_length=40)),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_organisation", models.CharField(blank=True, max_length=40)),
                ("role", models.CharField(blank=True, max_length=40)),
                ("assurance", models.CharField(max_length=10)),
                ("on_behalf_of", models.CharField(blank=True, max_length=40)),
                ("case_code", models.CharField(blank=True, max_length=20)),
                ("about", models.TextField(blank=True, default="")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("done", "Done"), ("refused", "Refused"), ("viewed", "Viewed")], max_length=10
                    ),
                ),
                ("consents", models.TextField(blank=True, default="")),
                ("detail", models.CharField(blank=True, max_length=80)),
                ("trace", models.CharField(max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case_code", "id"], name="trail_line_case"),
                    models.Index(fields=["actor_code", "id"], name="trail_line_actor"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("detail__regex", "^[a-z0-9_.: -]{0,80}\\Z")),
                        name="trail_line_detail_is_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("about__regex", "^[A-Z0-9 -]*\\Z")), name="trail_line_about_is_codes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case_code__regex", "^[A-Z0-9 -]*\\Z")), name="trail_line_case_is_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["done", "refused", "viewed"])),
                        name="trail_line_outcome_is_known",
                    ),
                ],
            },
        ),
        migrations.RunPython(put_on, take_off),
    ]
