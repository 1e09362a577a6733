"""An index for the questions about reach; and two counts, of the questions and referrals that are still kept."""

from collections import Counter
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations, models

DUTCH = ZoneInfo("Europe/Amsterdam")


def count_what_is_kept(apps: Any, _schema: Any) -> None:
    """Count the questions that became a referral, and the referrals of each organisation, by quarter.

    A referral counts where the family lives now, as `hand_over` keeps it, and not at all when it was an error.
    """
    asked = apps.get_model("casework", "AdviceRequest").objects.filter(state="referred")
    sent = apps.get_model("casework", "Referral").objects.filter(organisation__isnull=False)
    sent = sent.exclude(case__state="in_error")
    cells: Counter[tuple[str, str, date, str]] = Counter()
    for what, rows in (
        ("advice_referred", asked.values_list("municipality_id", "asked_at", "discipline_id")),
        ("referral_from", sent.values_list("case__family__municipality_id", "sent_at", "organisation_id")),
    ):
        for place, moment, key in rows.iterator():
            day = moment.astimezone(DUTCH)
            cells[what, place, date(day.year, (day.month - 1) // 3 * 3 + 1, 1), str(key or "unknown")] += 1
    tally = apps.get_model("casework", "Tally")
    tally.objects.bulk_create(
        tally(what=what, municipality=place, period=period, key=key, count=count)
        for (what, place, period, key), count in cells.items()
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_registration"), ("people", "0007_around_the_table")]

    operations = [
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["municipality", "sent_at"], name="referral_of_place"),
        ),
        migrations.RunPython(count_what_is_kept, migrations.RunPython.noop),
    ]
