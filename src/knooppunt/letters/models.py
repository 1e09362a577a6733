"""One table: letters that wait, are sent, or could not be sent. A letter is its own task; see `work.waiting`."""

from django.db import models
from django.db.models import Q

from knooppunt.foundation import codes
from knooppunt.work.models import Waiting

from .texts import KINDS


class Channel(models.TextChoices):
    """How a letter travels."""

    MAIL = "mail"
    SMS = "sms"


class Letter(Waiting):
    """One letter to one address or telephone number, written in the language of its reader.

    The text is emptied when the letter has gone, or is given up and holds a code or a one-time link; the whole row is
    deleted 30 days after that. See `sending`.
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
    refused_at = models.DateTimeField(null=True, blank=True)  # the address does not exist, or takes nothing from us

    class Meta:
        """The questions that are asked often: which letters must go now, and does an address take what we send?"""

        indexes = (
            models.Index(
                fields=["not_before", "id"],
                condition=Q(sent_at=None) & Q(failed_at=None),
                name="letters_waiting",
            ),
            models.Index(fields=["to"], condition=Q(refused_at__isnull=False), name="letters_refused"),
            models.Index(
                fields=["to", "sent_at"],
                condition=Q(sent_at__isnull=False, refused_at=None),
                name="letters_arrived",
            ),
            models.Index(fields=["to"], condition=Q(in_digest=True), name="letters_in_digest"),
        )

    def left_out(self) -> dict[str, str]:
        """Empty a code or a one-time link; another text stays, so that it may go again when a human says so."""
        kind = KINDS.get(self.kind)
        return {"body": "", "calendar": ""} if kind is None or kind.fields & {"digits", "link"} else {}
