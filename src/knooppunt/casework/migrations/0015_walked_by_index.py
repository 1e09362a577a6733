"""Pictures of a case, and the last steps up to a project leader, are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes."""

    dependencies = [("casework", "0014_own_needs")]

    operations = [
        migrations.RemoveIndex(model_name="reminder", name="reminded_so_high"),
        migrations.AddIndex(
            model_name="healthpicture", index=models.Index(fields=["case", "subject"], name="picture_of_case")
        ),
        migrations.AddIndex(
            model_name="reminder", index=models.Index(fields=["level", "-id"], name="reminded_so_high")
        ),
    ]
