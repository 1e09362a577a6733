"""Indexes for the questions about reach; and the count of questions that became a referral, of those still kept."""

from collections import Counter
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations, models

DUTCH = ZoneInfo("Europe/Amsterdam")


def count_what_grew(apps: Any, _schema: Any) -> None:
    """Count the questions that became a referral, in the quarter in which they were asked."""
    rows = apps.get_model("casework", "AdviceRequest").objects.filter(state="referred")
    cells: Counter[tuple[str, date, str]] = Counter()
    for place, asked_at, discipline in rows.values_list("municipality_id", "asked_at", "discipline_id"):
        day = asked_at.astimezone(DUTCH)
        cells[place, date(day.year, (day.month - 1) // 3 * 3 + 1, 1), discipline or "unknown"] += 1
    tally = apps.get_model("casework", "Tally")
    tally.objects.bulk_create(
        tally(what="advice_referred", municipality=place, period=period, key=key, count=count)
        for (place, period, key), count in cells.items()
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_registration"), ("people", "0007_around_the_table")]

    operations = [
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["municipality", "sent_at"], name="referral_of_place"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["organisation", "-sent_at"], name="referral_of_organisation"),
        ),
        migrations.RunPython(count_what_grew, migrations.RunPython.noop),
    ]
