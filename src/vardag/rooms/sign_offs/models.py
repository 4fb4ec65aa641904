"""The table of sign-offs."""

from django.db import models

from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow


class SignOffRow(models.Model):
    """One version of what stands under a clinic's messages, who wrote it and when.

    The latest holds. Added, never changed. An empty text puts nothing under them.
    """

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="sign_offs")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")

    class Meta:
        db_table = "sign_off"
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "number"], name="a_sign_off_has_its_own_number"
            ),
        )
