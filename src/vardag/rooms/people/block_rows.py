"""The tables of guardians whom a unit manager keeps from all about a child. Both stand."""

from django.db import models


class BlockRow(models.Model):
    """A guardian is kept from all that is about a child: by whom, at which clinic, and why."""

    guardian = models.ForeignKey("people.PersonRow", models.PROTECT, related_name="blocks")
    child = models.ForeignKey("people.PersonRow", models.PROTECT, related_name="blocked_guardians")
    clinic = models.ForeignKey("clinics.ClinicRow", models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey("people.PersonRow", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "person_block"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(guardian=models.F("child")),
                name="nobody_is_blocked_from_oneself",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="a_block_always_has_a_reason"
            ),
        )


class LiftRow(models.Model):
    """The end of a block."""

    block = models.OneToOneField(BlockRow, models.PROTECT, related_name="lift")
    reason = models.TextField()
    by = models.ForeignKey("people.PersonRow", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "person_block_lift"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="a_lifted_block_has_a_reason"
            ),
        )
