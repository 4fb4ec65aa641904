"""The table of the work that outlives cases; what a case's ledger comes to, like the case's own row."""

from django.db import models
from django.db.models import Q

from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow


class WorkRow(models.Model):
    """A piece of work that outlives its case, with the local date by which to follow it up."""

    case = models.ForeignKey("cases.CaseRow", models.PROTECT, related_name="work", db_index=False)
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="work", db_index=False)
    key = models.SlugField(max_length=60)
    opened_date = models.DateField()
    follow_up_date = models.DateField()
    follow_up_why = models.JSONField()
    owner = models.ForeignKey(
        PersonRow, models.PROTECT, related_name="work_owned", null=True, blank=True, db_index=False
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+", null=True, blank=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "case_work"
        indexes = (
            models.Index(
                fields=["clinic", "follow_up_date"],
                name="case_work_open_at_clinic",
                condition=Q(done_at=None),
            ),
            models.Index(
                fields=["owner"],
                name="case_work_of_somebody",
                condition=Q(done_at=None, owner__isnull=False),
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["case", "key"], name="work_of_a_case_comes_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(done_at=None),
                name="one_piece_of_work_is_open_at_a_time",
            ),
        )
