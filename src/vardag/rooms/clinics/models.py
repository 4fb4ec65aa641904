"""The tables of clinics."""

from django.db import models


class ClinicRow(models.Model):
    """A clinic (mottagning). Archived, never deleted, so that old cases keep their place."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    postal_address = models.CharField(max_length=400, blank=True)  # lines below the name
    takes_residents_cases = models.BooleanField(default=True)

    class Meta:
        db_table = "clinic"

    def __str__(self) -> str:
        return self.name


class ClosedDayRow(models.Model):
    """A day on which one clinic is closed although it is a working day elsewhere."""

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="closed_days")
    date = models.DateField()
    reason = models.CharField(max_length=120)

    class Meta:
        db_table = "clinic_closed_day"
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "date"], name="a_clinic_is_closed_once_on_a_day"
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="a_closed_day_has_a_reason"
            ),
        )


class LinkRow(models.Model):
    """The address that a clinic has set for one of the routine's links."""

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="links")
    key = models.SlugField(max_length=60)
    address = models.URLField(max_length=500)

    class Meta:
        db_table = "clinic_link"
        constraints = (
            models.UniqueConstraint(fields=["clinic", "key"], name="a_clinic_sets_a_link_once"),
        )
