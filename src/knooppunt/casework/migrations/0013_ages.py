"""A band for how old mother and partner were, and an index by the moment of a referral instead of by its place."""

from typing import Any

from django.conf import settings
from django.db import migrations, models


def register_again(apps: Any, _schema: Any) -> None:
    """Let the round look again at the families that say yes: of them a band of ages is kept from now on."""
    yes = apps.get_model("casework", "Registration").objects.filter(research="yes", case__isnull=False)
    apps.get_model("casework", "Case").objects.filter(pk__in=yes.values("case")).update(registered=False)


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0012_own_words'),
        ('people', '0009_policy_officers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='registration',
            name='registration_background_needs_a_yes',
        ),
        migrations.RemoveIndex(
            model_name='referral',
            name='referral_of_place',
        ),
        migrations.AddField(
            model_name='registration',
            name='age_mother',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='registration',
            name='age_partner',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['sent_at'], name='referral_of_moment'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('research', 'yes'), models.Q(('age_mother', ''), ('age_partner', ''), ('composition', ''), ('education_mother', ''), ('education_partner', ''), ('work_mother', ''), ('work_partner', '')), _connector='OR'), name='registration_background_needs_a_yes'),
        ),
        migrations.RunPython(register_again, migrations.RunPython.noop),
    ]
