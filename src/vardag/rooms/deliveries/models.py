"""The table of deliveries. A case is known by its id alone: cases stand above this room."""

from django.db import models
from django.db.models import Q

from vardag.domain.messages.delivery import OPEN, State, Trouble
from vardag.domain.routine.document import MessageKind
from vardag.rooms.clinics.models import ClinicRow

_OPEN = [each.value for each in OPEN]


class DeliveryRow(models.Model):
    """A message to another system, written with the act that caused it.

    ``part`` is the key of the step, or of the piece of work, that it is about. ``key`` goes along each
    time, so that what comes twice is done once. ``payload`` is the message, and is emptied when nobody
    needs to send it any more. ``attempts`` tells one worker's try from another's.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    case = models.PositiveBigIntegerField()
    part = models.SlugField(max_length=80)
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+", db_index=False)
    system = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20)
    payload = models.JSONField()
    state = models.CharField(max_length=10)
    since = models.DateTimeField()  # sent, or sent again, by a person
    due_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)  # that a person there hasn't done it yet
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=12, blank=True)
    complaint = models.CharField(max_length=200, blank=True)  # for operations; nothing of a patient
    receipt = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "delivery"
        indexes = (
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state__in=_OPEN)),
            models.Index(
                fields=["clinic", "due_at"],
                name="delivery_failed",
                condition=Q(state=State.FAILED.value),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case", "part"], name="a_part_of_a_case_is_delivered_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in State]),
                name="a_delivery_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in MessageKind]),
                name="a_delivery_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(trouble__in=["", *(each.value for each in Trouble)]),
                name="a_delivery_has_a_known_trouble",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FAILED.value) | ~Q(trouble=""),
                name="a_failed_delivery_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CONFIRMED.value) | ~Q(receipt=""),
                name="a_confirmed_delivery_has_a_receipt",
            ),
        )
