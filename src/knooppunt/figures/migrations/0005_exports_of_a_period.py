"""An export says of which quarters it is and which areas it widened, instead of that it is a zip."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0004_editions_are_withdrawn'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='export',
            name='format',
        ),
        migrations.AddField(
            model_name='export',
            name='areas',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='export',
            name='since',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='export',
            name='until',
            field=models.DateField(null=True),
        ),
    ]
