"""The one table of the screens: how often a form was sent in a window of time. No names, only keyed hashes."""

from typing import Any, ClassVar

from django.db import connection, models


class Window(models.Model):
    """How often somebody did something since the window opened; worth nothing after `ends_at`."""

    key = models.CharField(max_length=100, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ends_at"], name="web_window_ends")]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def count_one(cls, key: str, ends_at: Any) -> int:
        """Count one more and give how many there are now: one statement, so two at once are two."""
        table = cls._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (key, count, ends_at) VALUES (%s, 1, %s) "  # noqa: S608
                f"ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1 RETURNING count",
                [key, connection.ops.adapt_datetimefield_value(ends_at)],
            )
            return int(cursor.fetchone()[0])
