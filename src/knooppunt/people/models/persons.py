"""Disciplines, organisations and the persons with an account; their roles, absence and invitations, all dated."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from knooppunt.foundation import clock
from knooppunt.foundation.codes import new_code

from ..names import normalised, words_of
from .places import Hub, Municipality, Subregion, in_order


class Discipline(models.Model):
    """A profession or service at the table; `counts_as` is the row of the factsheet under which it is counted."""

    code = models.SlugField(max_length=40, primary_key=True)
    label_nl = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    counts_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("discipline")
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return self.label_nl

    def label(self, language: str) -> str:
        """Give the name of the discipline in the reader's language; Dutch when there is no other."""
        if language == "en":
            return self.label_en
        with translation.override(language):
            return pgettext("discipline", self.label_nl)


class Organisation(models.Model):
    """Where professionals work; consent is given per organisation."""

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        MUNICIPALITY = "municipality", _("gemeente")
        SOCIAL_WORK = "social_work", _("welzijn en maatschappelijk werk")
        YOUTH_HEALTH = "youth_health", _("jeugdgezondheidszorg")
        BIRTH_CARE = "birth_care", _("geboortezorg")
        GENERAL_PRACTICE = "general_practice", _("huisartsenzorg")
        HOSPITAL = "hospital", _("ziekenhuis")
        MENTAL_HEALTH = "mental_health", _("geestelijke gezondheidszorg")
        YOUTH_CARE = "youth_care", _("jeugdhulp")
        SAFETY = "safety", _("Veilig Thuis")
        RESEARCH = "research", _("onderzoek")
        OTHER = "other", _("anders")

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("organisatie")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes persons; there is no superuser, because nobody sees everything (house.md §4)."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> Person:
        """Make and store a person; without a password the account waits for its owner to choose one."""
        person = self.model(email=email, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find a person by e-mail address, however it was typed."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody with an account or an entry in the directory: a professional, or a parent of whom no name is kept."""

    class Kind(models.TextChoices):
        """Professionals stand in the directory under their name; parents have an account and nothing more."""

        PROFESSIONAL = "professional", _("professional")
        PARENT = "parent", _("ouder")

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    email = models.EmailField(_("e-mailadres"), unique=True, null=True, blank=True)
    name = models.CharField(_("naam"), max_length=120, blank=True)
    search_name = models.CharField(max_length=160, blank=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PROFESSIONAL)
    discipline = models.ForeignKey(Discipline, on_delete=models.PROTECT, null=True, blank=True, related_name="persons")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="persons"
    )
    works_in = models.ManyToManyField(Municipality, blank=True, related_name="persons")
    phone = models.CharField(_("telefoonnummer"), max_length=30, blank=True)
    language = models.CharField(max_length=5, default="nl")
    is_active = models.BooleanField(default=True)
    listed = models.BooleanField(default=False)
    letters_daily = models.BooleanField(default=False)  # one letter a day for all that can wait
    calendar_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    joined_on = models.DateField(default=clock.today)
    reviewed_on = models.DateField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("persoon")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["professional", "parent"]), name="person_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(kind="parent") | Q(name="", search_name="", listed=False), name="person_parent_has_no_name"
            ),
            models.CheckConstraint(
                condition=~Q(kind="parent") | Q(email__isnull=True), name="person_parent_comes_in_by_entrance"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["search_name", "id"], condition=Q(listed=True), name="person_directory"),
            models.Index(fields=["discipline", "search_name"], condition=Q(listed=True), name="person_by_discipline"),
            models.Index(fields=["reviewed_on", "joined_on"], name="person_review"),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the person, with the address in lower case and the name also as it is searched."""
        self.email = (self.email or "").strip().lower() or None
        self.search_name = normalised(self.name)[:160]
        named = kwargs.get("update_fields") is None or "name" in kwargs["update_fields"]
        if named and kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_name"}
        super().save(*args, **kwargs)
        if named:
            DirectoryWord.rewrite(self)


class DirectoryWord(models.Model):
    """One word of a person's name, so that the directory finds 'maria' in 'Anna-María' by an index."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=60, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "word"], name="directory_word_once_per_person")
        ]

    def __str__(self) -> str:
        return self.word

    @classmethod
    def of(cls, person: Person) -> list[DirectoryWord]:
        """Give the rows that belong to a person, not stored; for `bulk_create` after persons were made in bulk."""
        return [cls(person=person, word=word[:60]) for word in words_of(person.name)]

    @classmethod
    def rewrite(cls, person: Person) -> None:
        """Store the words of the name as it is now, in place of those that were."""
        wanted = cls.of(person)
        if set(cls.objects.filter(person=person).values_list("word", flat=True)) != {row.word for row in wanted}:
            cls.objects.filter(person=person).delete()
            DirectoryWord.objects.bulk_create(wanted)


class Role(models.TextChoices):
    """What somebody does apart from any family; roles on a case are computed by casework."""

    COORDINATOR = "coordinator", _("coördinator")
    DEPUTY = "deputy", _("vervanger van de coördinator")
    PROJECT_LEADER = "project_leader", _("projectleider")
    RESEARCHER = "researcher", _("onderzoeker")
    FUNCTIONAL_MANAGER = "functional_manager", _("functioneel beheerder")
    PRIVACY_OFFICER = "privacy_officer", _("functionaris gegevensbescherming")
    POLICY_OFFICER = "policy_officer", _("beleidsmedewerker van de gemeente")


OF_A_HUB = [Role.COORDINATOR, Role.DEPUTY]


class Assignment(models.Model):
    """From when until when somebody has a role, and where: coordinators and deputies at a hub, project leaders in a
    subregion, policy officers in a municipality.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments", db_index=False)
    role = models.CharField(max_length=20, choices=Role)
    hub = models.ForeignKey(
        Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments", db_index=False
    )
    subregion = models.ForeignKey(
        Subregion, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments", db_index=False
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    from_on = models.DateField(default=clock.today)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            in_order("assignment_in_order"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="assignment_role_is_known"),
            models.CheckConstraint(
                condition=Q(role__in=OF_A_HUB, hub__isnull=False) | (~Q(role__in=OF_A_HUB) & Q(hub__isnull=True)),
                name="assignment_hub_fits_role",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.PROJECT_LEADER, subregion__isnull=False)
                | (~Q(role=Role.PROJECT_LEADER) & Q(subregion__isnull=True)),
                name="assignment_subregion_fits_role",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.POLICY_OFFICER, municipality__isnull=False)
                | (~Q(role=Role.POLICY_OFFICER) & Q(municipality__isnull=True)),
                name="assignment_municipality_fits_role",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "role", "from_on"], name="assignment_of_person"),
            models.Index(fields=["hub", "role", "from_on"], name="assignment_of_hub"),
            models.Index(fields=["subregion", "role"], name="assignment_of_subregion"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Absence(models.Model):
    """From when until when (both days included) somebody is away; without an end it lasts until further notice."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences", db_index=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [in_order("absence_in_order")]
        indexes: ClassVar = [models.Index(fields=["person", "from_on", "until_on"], name="absence_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.from_on}"


class Invitation(models.Model):
    """A one-time link by which an invited person chooses a password; only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.expires_at}"
