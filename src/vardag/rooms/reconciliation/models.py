"""The tables of lists from other systems: a list until it is compared, and what came of comparing it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from vardag.rooms.cases.models import CaseRow
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow


class ListRow(models.Model):
    """A list that somebody chose: its cells until it is compared; then its days and counts."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=120)  # of the file
    system = models.SlugField(
        max_length=60, db_index=False
    )  # whose list it is, by the routine's key
    cells = models.BinaryField(null=True)  # packed; nothing once it is settled
    sheet = models.PositiveIntegerField(default=0)
    heading = models.PositiveIntegerField(default=0)  # which row of the sheet, from 0
    columns = models.JSONField(default=list)  # what each of the sheet's columns is
    compared_at = models.DateTimeField(null=True)
    first_date = models.DateField(null=True)  # that the list names
    last_date = models.DateField(null=True)
    agree = models.PositiveIntegerField(default=0)  # rows of which nothing else is kept

    class Meta:
        db_table = "reconciliation_list"
        indexes = (
            models.Index(fields=["clinic", "-compared_at"], name="reconciliation_list_newest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(compared_at__isnull=True, cells__isnull=False)
                | Q(compared_at__isnull=False, cells__isnull=True),
                name="a_compared_list_keeps_no_cells",
            ),
        )


class FindingRow(models.Model):
    """What didn't agree: a row of the list by its number, a case, or both. Never a personal number."""

    list = models.ForeignKey(ListRow, models.CASCADE, related_name="findings")
    verdict = models.CharField(max_length=12)
    row = models.PositiveIntegerField(null=True)
    case = models.ForeignKey(CaseRow, models.PROTECT, related_name="+", null=True, db_index=False)
    step = models.SlugField(max_length=60, blank=True, db_index=False)
    day = models.DateField(null=True)
    who = models.CharField(max_length=60, blank=True)  # did it there, as the list says
    why = models.CharField(max_length=12, blank=True)
    seen_by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+", null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reconciliation_finding"
        constraints = (
            models.CheckConstraint(
                condition=Q(seen_by=None, seen_at=None)
                | Q(seen_by__isnull=False, seen_at__isnull=False),
                name="a_finding_is_seen_to_by_somebody_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(row__isnull=False) | Q(case__isnull=False),
                name="a_finding_is_of_a_row_or_of_a_case",
            ),
        )
