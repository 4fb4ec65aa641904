"""The table of what cases sent; what a case's ledger comes to, like the case's own row."""

from django.db import models
from django.db.models import Q

from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow


class DispatchRow(models.Model):
    """Something that was sent to somebody: by which event of the case, from which clinic, when, how.

    Who it went to is the case's to say: its service's recipient, or the family. No address is kept.
    """

    case = models.ForeignKey(
        "cases.CaseRow", models.PROTECT, related_name="dispatches", db_index=False
    )
    number = models.PositiveIntegerField()  # of the event
    place = models.PositiveSmallIntegerField()  # among those of the event, from 0
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+", db_index=False)
    sent_date = models.DateField()
    destination = models.CharField(max_length=20)
    exemplar = models.CharField(max_length=20)
    way = models.CharField(max_length=20)
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "case_dispatch"
        indexes = (models.Index(fields=["-sent_date", "-id"], name="case_dispatch_newest"),)
        constraints = (
            models.UniqueConstraint(
                fields=["case", "number", "place"], name="a_dispatch_of_a_case_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(destination__in=("authority", "home")),
                name="a_dispatch_goes_to_somebody_known",
            ),
            models.CheckConstraint(
                condition=Q(exemplar__in=("original", "copy")),
                name="a_dispatch_is_original_or_copy",
            ),
        )
