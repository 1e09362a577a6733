"""E-mail addresses that are proven by a code: the codes that were sent, and what a person without account said."""

from django.db import models

from .persons import Person


class EmailCode(models.Model):
    """A code of six digits that was sent to an address; address and code are kept as keyed hashes only."""

    email_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class CheckedAddress(models.Model):
    """Where somebody without an account says to work, in their own words; there to be filled in the next time."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    organisation_name = models.CharField(max_length=120, blank=True)
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person_id)
