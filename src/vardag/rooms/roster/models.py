"""The tables of the roster."""

from django.db import models

from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow


class DutyRow(models.Model):
    """Who is 1177-responsible at a clinic on a day. Without a person nobody is, any more."""

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="duties")
    date = models.DateField()
    person = models.ForeignKey(
        PersonRow, models.PROTECT, related_name="duties", null=True, blank=True
    )
    planned_by = models.ForeignKey(PersonRow, models.PROTECT, related_name="planned_duties")
    planned_at = models.DateTimeField()

    class Meta:
        db_table = "roster_duty"
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "date"], name="one_is_responsible_at_a_clinic_on_a_day"
            ),
        )


class OpenedRow(models.Model):
    """When a receiver first opened a clinic's inbox on a local date."""

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="openings")
    date = models.DateField()
    person = models.ForeignKey(PersonRow, models.PROTECT, related_name="openings")
    at = models.DateTimeField()

    class Meta:
        db_table = "roster_opened"
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "date"], name="an_inbox_is_first_opened_once_a_day"
            ),
        )


class FeedRow(models.Model):
    """A secret address at which a person's calendar fetches that person's days.

    Only the address's digest is kept: who reads the table can't read anybody's calendar.
    """

    person = models.ForeignKey(PersonRow, models.PROTECT, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "roster_feed"
        constraints = (
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(withdrawn_at=None),
                name="a_person_has_one_calendar_address",
            ),
        )
