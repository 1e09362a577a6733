"""A trigger on both engines: a consent row is never changed, only followed by another (R-CON-01). Forgetting may delete it."""

from django.db import migrations

REFUSAL = "A consent is never edited."
FUNCTION = f"""
CREATE OR REPLACE FUNCTION consent_is_never_edited() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""
ON_POSTGRESQL = (
    "CREATE TRIGGER consent_is_never_edited BEFORE UPDATE ON casework_consent "
    "FOR EACH ROW EXECUTE FUNCTION consent_is_never_edited()"
)
ON_SQLITE = (
    "CREATE TRIGGER consent_is_never_edited BEFORE UPDATE ON casework_consent "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
)


def put_on(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        schema_editor.execute(ON_POSTGRESQL)
    else:
        schema_editor.execute(ON_SQLITE)


def take_off(apps, schema_editor):
    on = " ON casework_consent" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER consent_is_never_edited{on}")


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(put_on, take_off)]
