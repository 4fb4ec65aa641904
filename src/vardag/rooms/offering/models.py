"""The table of exceptions from the base offering."""

from django.db import models

from vardag.rooms.clinics.models import ClinicRow


class ExceptionRow(models.Model):
    """A service that a clinic doesn't offer, and why (R1). Without a row it is offered."""

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="exceptions")
    service = models.SlugField(max_length=80)
    reason = models.TextField()

    class Meta:
        db_table = "offering_exception"
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "service"], name="a_service_is_excepted_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="an_exception_has_a_reason"
            ),
        )
