"""Two shapes: a row that waits to be handed over, for other rooms to inherit, and a round that comes back."""

from django.db import models


class Waiting(models.Model):
    """Something that is its own task: written in the transaction of an act, handed over later, once as a rule.

    `handed_at` is set just before it leaves the house and emptied when the other side has answered. A row in which it
    stays was in the hands of a worker that died; `unsure` counts how often nobody knows whether it went. See
    `waiting` for the rule.
    """

    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    handed_at = models.DateTimeField(null=True, blank=True)
    unsure = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        """Only a shape."""

        abstract = True

    def left_out(self) -> dict[str, str]:
        """Give what is emptied when this row is given up: what opens a door lies about no longer than it must."""
        return {}


class Round(models.Model):
    """When a round of work is due, who has it in hand until when, and how it went."""

    name = models.CharField(max_length=40, unique=True)
    next_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # since it last went well
    last_ran_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)
