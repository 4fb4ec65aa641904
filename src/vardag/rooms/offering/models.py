"""The table of exceptions from the base offering."""

from django.db import models
from django.db.models import Q

from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow

_CURRENT = Q(ended_at=None)


class ExceptionRow(models.Model):
    """A service that a clinic doesn't offer, why, and who said so (R1). Without one it is offered.

    Ended, never removed. One made at installation was made by nobody in the product.
    """

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="exceptions")
    service = models.SlugField(max_length=80)
    reason = models.TextField()
    made_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        db_table = "offering_exception"
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "service"],
                condition=_CURRENT,
                name="a_service_is_excepted_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_exception_has_a_reason"),
            models.CheckConstraint(
                condition=_CURRENT | Q(ended_by__isnull=False),
                name="somebody_ended_an_ended_exception",
            ),
        )
