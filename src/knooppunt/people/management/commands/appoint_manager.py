"""Appoint the first functional manager of a new installation; all other accounts come from its screens."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from knooppunt.people.accounts import ACCEPT_PATH, send_invitation
from knooppunt.people.actor import SYSTEM
from knooppunt.people.models import Assignment, Person, Role
from knooppunt.trail.record import record


class Command(BaseCommand):
    """`knooppunt appoint_manager --email … --name …`: prints a link, good once, to choose a password."""

    help = "Appoint the first functional manager; refused when there is one, who then appoints the others."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add who it is."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account with its role and print the link."""
        if Assignment.objects.filter(role=Role.FUNCTIONAL_MANAGER, person__is_active=True).exists():
            raise CommandError("There is a functional manager already; ask her or him to invite you.")
        if Person.objects.filter(email=options["email"].strip().lower()).exists():
            raise CommandError("There is somebody with this address already.")
        person = Person.objects.create_user(email=options["email"], name=options["name"])
        Assignment.objects.create(person=person, role=Role.FUNCTIONAL_MANAGER)
        record("account.appoint", actor=SYSTEM, role="system", about=[person.code])
        self.stdout.write(f"{settings.SITE_ADDRESS}{ACCEPT_PATH}{send_invitation(person)}/")
