"""The tables of registers: rows that no case brought, each with all that it has said, and imports.

A case's own row is with the cases (``rooms.cases``), which are its only writer.
"""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow


class ImportRow(models.Model):
    """A workbook that somebody chose: its cells until they are imported or put away."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    register = models.SlugField(max_length=60, db_index=False)
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+")
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=120)  # of the file
    cells = models.BinaryField(null=True)  # packed; nothing once it is settled
    sheet = models.PositiveIntegerField(default=0)
    heading = models.PositiveIntegerField(default=0)  # which row of the sheet, from 0
    columns = models.JSONField(default=list)  # what each of the sheet's columns is
    settled_at = models.DateTimeField(null=True)
    imported = models.PositiveIntegerField(default=0)  # rows; none of what was put away

    class Meta:
        db_table = "register_import"
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, cells__isnull=False)
                | Q(settled_at__isnull=False, cells__isnull=True),
                name="a_settled_import_keeps_no_cells",
            ),
        )


class EntryRow(models.Model):
    """A row of a register as it holds, for lists and locking; its versions say how it came to that."""

    register = models.SlugField(max_length=60, db_index=False)
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+", db_index=False)
    received_date = models.DateField()
    patient = models.CharField(max_length=160, blank=True)
    personal_number = models.CharField(max_length=12, blank=True)
    said = models.JSONField()  # all of it, as the last version has it
    is_done = models.BooleanField()
    is_struck = models.BooleanField(default=False)
    sought = models.TextField()  # its words as a search compares them
    fingerprint = models.CharField(max_length=64)
    brought_by = models.ForeignKey(ImportRow, models.PROTECT, related_name="entries", null=True)
    imported_as = models.CharField(max_length=64, null=True)  # its fingerprint in the workbook
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "register_entry"
        indexes = (
            models.Index(
                fields=["clinic", "register", "-received_date", "-id"], name="register_entry_newest"
            ),
            models.Index(fields=["clinic", "register", "fingerprint"], name="register_entry_alike"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "register", "imported_as"],
                name="a_row_of_a_workbook_comes_once",
            ),
            models.CheckConstraint(
                condition=~Q(patient="") | ~Q(personal_number=""),
                name="a_row_says_whom_it_is_about",
            ),
        )


class VersionRow(models.Model):
    """What a row said from a moment on, who wrote it and, of one that is struck out, why."""

    entry = models.ForeignKey(EntryRow, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=12)
    said = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "register_entry_version"
        constraints = (
            models.UniqueConstraint(
                fields=["entry", "number"], name="a_row_of_a_register_has_a_version_once"
            ),
            models.CheckConstraint(
                condition=~Q(act="struck") | ~Q(reason=""), name="a_struck_row_has_a_reason"
            ),
        )
