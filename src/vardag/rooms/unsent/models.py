"""The tables of what has been begun and not sent."""

from django.db import models
from django.db.models import F, Q

from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow


class UnsentRow(models.Model):
    """A form that somebody has begun. It is no case, and nobody but its writer ever reads it (ADR-0032).

    Goes when it is sent, when its writer throws it, or by itself when it has lain long.
    """

    author = models.ForeignKey(PersonRow, models.CASCADE, related_name="unsent", db_index=False)
    patient = models.ForeignKey(PersonRow, models.CASCADE, related_name="+")
    clinic = models.ForeignKey(ClinicRow, models.CASCADE, related_name="+")
    service = models.SlugField(max_length=80)
    form_key = models.UUIDField()
    follows_id = models.BigIntegerField(null=True, blank=True)  # the case of which one writes again
    answers = models.JSONField()
    page = models.PositiveSmallIntegerField(default=1)  # of the form, on which one wrote last
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "unsent"
        constraints = (
            models.UniqueConstraint(fields=["author", "form_key"], name="a_form_is_kept_once"),
            models.CheckConstraint(
                condition=Q(changed_at__gte=F("began_at")),
                name="a_form_changes_after_it_began",
            ),
        )


class UnsentDisposalRow(models.Model):
    """When what had lain too long was removed, and how many forms: never whose or what."""

    at = models.DateTimeField()
    before_at = models.DateTimeField()  # the last change of what was removed came before this
    many = models.PositiveIntegerField()

    class Meta:
        db_table = "unsent_disposal"
        constraints = (
            models.CheckConstraint(
                condition=Q(many__gt=0), name="a_removal_of_the_unsent_removed_some"
            ),
        )
