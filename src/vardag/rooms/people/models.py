"""The tables of people."""

from django.db import models
from django.db.models.functions import Length, Upper
from django.db.models.lookups import Exact

from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.block_rows import BlockRow, LiftRow  # noqa: F401 - Django looks for tables here
from vardag.rooms.people.checklist_rows import ChecklistRow  # noqa: F401
from vardag.rooms.people.identity_rows import IdentityRow  # noqa: F401
from vardag.rooms.people.name_rows import NameRow  # noqa: F401


class PersonRow(models.Model):
    """A person, as staff (by HSA-id) or as a resident (by personal number).

    Somebody who is both has two rows: they sign in by two identities and never act as both.
    """

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    hsa_id = models.CharField(max_length=31, unique=True, null=True, blank=True)
    # Twelve characters; a regional reserve number has a letter among them.
    personal_number = models.CharField(max_length=12, unique=True, null=True, blank=True)
    born = models.DateField(null=True, blank=True)
    profession = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)  # one's own, for notices
    died_on = models.DateField(null=True, blank=True)
    protection = models.CharField(max_length=30, blank=True)  # a ``Protection``, or nothing

    register_date = models.DateField(null=True, blank=True)  # when the register last answered
    directory_answered_at = models.DateTimeField(null=True)  # of staff: when it was last asked
    missing_since = models.DateTimeField(null=True)  # the staff directory knows the person no more

    class Meta:
        db_table = "person"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(hsa_id__isnull=True) | models.Q(personal_number__isnull=True),
                name="staff_and_residents_are_apart",
            ),
            models.CheckConstraint(
                condition=models.Q(profession="", born__isnull=False) | ~models.Q(profession=""),
                name="a_resident_has_a_birth_date",
            ),
            models.CheckConstraint(
                condition=models.Q(personal_number__isnull=True)
                | models.Q(
                    Exact(Length("personal_number"), 12),
                    personal_number=Upper("personal_number"),
                ),
                name="a_personal_number_is_written_in_one_way",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def is_staff(self) -> bool:
        return bool(self.profession)

    def without_name(self) -> "PersonRow":
        """Return the person as who may not know more is shown one; not to be saved."""
        return PersonRow(pk=self.pk, born=self.born, protection=self.protection)


class GrantRow(models.Model):
    """A role at one clinic, from a date and perhaps until one (both local, both included).

    It gives nothing unless it is in force: ``in_force.py`` has the rule. ``given_by`` is empty where
    no colleague gave it: it came with the installation, or operations gave it.
    """

    person = models.ForeignKey(PersonRow, models.PROTECT, related_name="grants")
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+", null=True)
    confirmed_by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)  # None while it awaits a second person
    introduced_at = models.DateTimeField(null=True)  # None until both have signed
    withdrawn_at = models.DateTimeField(null=True)  # ended at once

    class Meta:
        db_table = "person_grant"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "clinic", "role", "from_date"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="a_role_is_granted_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_date__isnull=True)
                | models.Q(until_date__gte=models.F("from_date")),
                name="a_grant_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(given_by=models.F("person")),
                name="nobody_gives_a_role_to_oneself",
            ),
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("person"))
                & ~models.Q(confirmed_by=models.F("given_by")),
                name="a_role_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    role__in=("manager", "administrator", "log-reviewer", "cleared")
                )
                | models.Q(given_by__isnull=True)
                | models.Q(confirmed_at__isnull=True)
                | models.Q(confirmed_by__isnull=False),
                name="a_trusted_role_takes_two",
            ),
        )


class SignatureRow(models.Model):
    """Somebody's signature under an introduction: its introducer's, or the newcomer's own.

    ``by`` is empty where the introduction came with the installation.
    """

    person = models.ForeignKey(PersonRow, models.PROTECT, related_name="signatures")
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    part = models.CharField(max_length=20)
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "person_signature"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "clinic", "role", "version", "part"],
                name="an_introduction_is_signed_once_by_each",
            ),
            models.CheckConstraint(
                condition=models.Q(part="newcomer")
                | (models.Q(part="introducer") & ~models.Q(by=models.F("person"))),
                name="nobody_introduces_oneself_to_a_role",
            ),
            models.CheckConstraint(
                condition=models.Q(part="introducer")
                | models.Q(by__isnull=True)
                | models.Q(by=models.F("person")),
                name="a_newcomer_signs_in_person",
            ),
        )


class StaffEventRow(models.Model):
    """Something that was done about a member of staff at a clinic: by whom, and when."""

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+")
    person = models.ForeignKey(PersonRow, models.PROTECT, related_name="staff_events")
    what = models.CharField(max_length=30)
    role = models.CharField(max_length=20, blank=True)
    group = models.ForeignKey("GroupRow", models.PROTECT, related_name="+", null=True)
    day = models.DateField(null=True)  # the last day of a role that was ended
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "person_staff_event"
        indexes = (models.Index(fields=["clinic", "person"], name="staff_events_of_a_person"),)


class DirectoryEventRow(models.Model):
    """Something that the staff directory said of somebody, and that was another way before.

    ``by`` is who fetched it; empty where the product did so by itself.
    """

    person = models.ForeignKey(PersonRow, models.PROTECT, related_name="directory_events")
    what = models.CharField(max_length=30)  # see ``refreshing.Fact``
    before = models.CharField(max_length=170, blank=True)
    after = models.CharField(max_length=170, blank=True)
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "person_directory_event"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(what__in=("gone", "back")) | ~models.Q(before=models.F("after")),
                name="a_change_in_the_directory_changes_something",
            ),
        )


class GroupRow(models.Model):
    """People at a clinic to whom a case is assigned together; its key is the routine's."""

    key = models.SlugField(max_length=60)
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="groups")
    name = models.CharField(max_length=120)
    members = models.ManyToManyField(PersonRow, related_name="groups", db_table="person_in_group")

    class Meta:
        db_table = "person_group"
        constraints = (
            models.UniqueConstraint(fields=["key", "clinic"], name="a_clinic_has_a_group_once"),
        )


class AbsenceRow(models.Model):
    """Days on which a person is away; both dates local and included, open-ended without the last."""

    person = models.ForeignKey(PersonRow, models.PROTECT, related_name="absences")
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "person_absence"


class GuardianRow(models.Model):
    """A guardian of a child, as the population register has it, between dates.

    ``confirmed_date`` is the local date on which the register last said so; empty where none is used.
    """

    guardian = models.ForeignKey(PersonRow, models.PROTECT, related_name="children")
    child = models.ForeignKey(PersonRow, models.PROTECT, related_name="guardians")
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)
    confirmed_date = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "person_guardian"
        constraints = (
            models.UniqueConstraint(
                fields=["guardian", "child"], name="a_guardian_of_a_child_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(guardian=models.F("child")),
                name="nobody_is_guardian_of_oneself",
            ),
        )
