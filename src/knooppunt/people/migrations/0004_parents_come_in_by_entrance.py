"""Parents who signed in by a link and a password keep their address as the safe one; the password goes."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import migrations
from django.db.models import Q
from django.utils.crypto import get_random_string

from knooppunt.foundation import clock


def move(apps: Any, editor: Any) -> None:
    """Give each parent with an address an entrance; who never came in waits for a card from the coordinator."""
    person, entrance = apps.get_model("people", "Person"), apps.get_model("people", "Entrance")
    now = clock.now()
    apps.get_model("people", "Invitation").objects.filter(person__kind="parent").delete()
    for row in person.objects.filter(kind="parent").exclude(Q(email=None) | Q(email="")):
        came = not row.password.startswith("!")
        entrance.objects.create(
            person=row, address=row.email, card_hash=get_random_string(64), card_until=now, card_used_at=now,
            entered_at=now if came else None,
        )
        row.email, row.password = None, make_password(None)
        row.save(update_fields=["email", "password"])


class Migration(migrations.Migration):
    dependencies = [("people", "0003_entrances")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
