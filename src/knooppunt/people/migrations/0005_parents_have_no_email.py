"""A parent's account holds no e-mail address, so that none can be mistaken for that of a professional."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_parents_come_in_by_entrance")]

    operations = [
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'parent'), _negated=True), ('email__isnull', True), _connector='OR'), name='person_parent_comes_in_by_entrance'),
        ),
    ]
