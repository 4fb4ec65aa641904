"""The table of how often shortcuts are used."""

from django.db import models
from django.db.models import Q

from vardag.rooms.clinics.models import ClinicRow


class CountRow(models.Model):
    """How often a clinic's shortcut was shown and followed on a local date. Who did isn't known."""

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+", db_index=False)
    service = models.SlugField(max_length=80, db_index=False)
    date = models.DateField()
    shown = models.PositiveIntegerField(default=0)
    followed = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "shortcut_count"
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "service", "date"], name="a_shortcut_has_one_count_a_day"
            ),
            models.CheckConstraint(
                condition=Q(shown__gt=0) | Q(followed__gt=0), name="a_day_without_uses_has_no_count"
            ),
        )
