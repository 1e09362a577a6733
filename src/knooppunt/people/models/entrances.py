"""How a parent comes in: the safe address for one-time codes, the code on the card, and a broker that vouches."""

from typing import ClassVar

from django.db import models

from .persons import Person


class Entrance(models.Model):
    """The way in of one parent. The code on the card is kept as a keyed hash; there is no password.

    `with_card` says that somebody else of the family is reached at the same address: then the card is always asked.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="entrance")
    address = models.CharField(max_length=254, db_index=True)  # e-mail in lower case, or a number as +31612345678
    with_card = models.BooleanField(default=False)
    card_hash = models.CharField(max_length=64, unique=True)
    card_until = models.DateTimeField()
    card_used_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)  # the first time at this address; until then the card is asked

    def __str__(self) -> str:
        return str(self.person_id)


class Attempt(models.Model):
    """Somebody who is coming in, known by a ticket in the session of their browser; `entrance` is empty for unknown.

    Also for an address that we do not know a row is written, so that both take the same road.
    """

    ticket_hash = models.CharField(max_length=64, unique=True)
    entrance = models.ForeignKey(Entrance, on_delete=models.CASCADE, null=True, related_name="attempts")
    by_card = models.BooleanField(default=False)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Vouched(models.Model):
    """Somebody known at a broker, by a keyed hash of issuer and subject: what the broker calls them is not kept."""

    subject_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)
