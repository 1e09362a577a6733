"""The table of the letters."""

import knooppunt.foundation.codes
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=knooppunt.foundation.codes.new_code, max_length=12, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('to', models.EmailField(max_length=254)),
                ('language', models.CharField(max_length=8)),
                ('subject', models.CharField(max_length=120)),
                ('body', models.TextField(blank=True)),
                ('queued_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_at', None), ('failed_at', None)), fields=['not_before', 'id'], name='letters_waiting')],
            },
        ),
    ]
