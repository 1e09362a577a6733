"""One table: letters that wait, are sent, or could not be sent."""

from django.db import models
from django.db.models import Q

from knooppunt.foundation import codes


class Channel(models.TextChoices):
    """How a letter travels."""

    MAIL = "mail"
    SMS = "sms"


class Letter(models.Model):
    """One letter to one address or telephone number, written in the language of its reader.

    The text is emptied when the letter has gone (it may hold a code or a one-time link), and the whole row is
    deleted 30 days after that; see `sending.forget`.
    """

    code = models.CharField(max_length=12, unique=True, default=codes.new_code)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=4, choices=Channel, default=Channel.MAIL)
    to = models.CharField(max_length=254)  # an e-mail address, or a telephone number as +31612345678
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    calendar = models.TextField(blank=True)  # a calendar file that goes along
    in_digest = models.BooleanField(default=False)  # waits for the daily letter to this address
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)  # the address does not exist, or takes nothing from us
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        """The only question that is asked often: which letters must go now?"""

        indexes = (
            models.Index(
                fields=["not_before", "id"],
                condition=Q(sent_at=None) & Q(failed_at=None),
                name="letters_waiting",
            ),
        )
