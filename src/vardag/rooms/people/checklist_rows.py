"""The table of clinics' own checklists, apart from the tables of people themselves."""

from django.db import models

from vardag.rooms.clinics.models import ClinicRow


class ChecklistRow(models.Model):
    """A version of a clinic's own checklist for a role; the highest is the one in use.

    ``items`` are the lines as ``introductions.py`` writes and reads them. ``shipped_version`` is that of
    the list that came with the product when this was written.
    """

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="checklists")
    role = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    items = models.JSONField()
    shipped_version = models.PositiveIntegerField()
    by = models.ForeignKey("people.PersonRow", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "person_checklist"
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "role", "version"], name="a_checklist_has_a_version_once"
            ),
        )
