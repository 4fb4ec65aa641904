"""The tables of notices. A case is known by its id alone: cases stand above this room."""

from django.db import models
from django.db.models import Q

from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.notices.mailing import LeftOut, State, Trouble
from vardag.domain.notices.wishes import Channel
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow

_CARRIERS = (Channel.EMAIL.value, Channel.SMS.value)


class MailingRow(models.Model):
    """One e-mail or text message that carries a person's notices.

    ``key`` goes along each time it is tried, so that what comes twice is known for the same.
    ``attempts`` tells one worker's try from another's. ``address`` is where it was last sent.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    to = models.ForeignKey(PersonRow, models.PROTECT, related_name="mailings")
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    since = models.DateTimeField()  # when it was first due, or put on its way again by a person
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=12, blank=True)
    complaint = models.CharField(max_length=200, blank=True)  # for operations; nothing of anybody
    address = models.CharField(max_length=254, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "mailing"
        indexes = (
            models.Index(
                fields=["due_at"], name="mailing_due", condition=Q(state=State.WAITING.value)
            ),
            models.Index(
                fields=["settled_at"],
                name="mailing_failed",
                condition=Q(state=State.FAILED.value),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(channel__in=_CARRIERS), name="a_mailing_has_a_known_channel"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in State]),
                name="a_mailing_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(trouble__in=["", *(each.value for each in Trouble)]),
                name="a_mailing_has_a_known_trouble",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FAILED.value) | ~Q(trouble=""),
                name="a_failed_mailing_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING.value, settled_at=None)
                | (~Q(state=State.WAITING.value) & Q(settled_at__isnull=False)),
                name="a_mailing_waits_or_is_settled",
            ),
        )


class NoticeRow(models.Model):
    """Somebody is to be told that there is something to read; written with what causes it.

    It waits until a mailing carries it, or until it is said why none will. ``once`` is what a
    reminder is about, so that nobody is reminded of it twice.
    """

    to = models.ForeignKey(PersonRow, models.PROTECT, related_name="notices", db_index=False)
    kind = models.CharField(max_length=20)
    case = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    clinic = models.ForeignKey(
        ClinicRow, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    day = models.DateField(null=True, blank=True)  # which a reminder is about; local
    at = models.DateTimeField()
    once = models.CharField(max_length=120, unique=True, null=True, blank=True)
    mailing = models.ForeignKey(
        MailingRow, models.PROTECT, related_name="notices", null=True, blank=True
    )
    left_out = models.CharField(max_length=12, blank=True)

    class Meta:
        db_table = "notice"
        indexes = (
            models.Index(
                fields=["to", "at"],
                name="notice_waiting",
                condition=Q(mailing=None, left_out=""),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in NoticeKind]),
                name="a_notice_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(left_out__in=["", *(each.value for each in LeftOut)]),
                name="a_notice_is_left_out_for_a_known_reason",
            ),
            models.CheckConstraint(
                condition=Q(mailing=None) | Q(left_out=""),
                name="a_notice_is_carried_or_left_out",
            ),
        )


class WishRow(models.Model):
    """How somebody wants to be told; who has no row wants what holds for everybody.

    ``refused_address`` is one that takes no mail; it counts for as long as it is the person's.
    """

    person = models.OneToOneField(
        PersonRow, models.PROTECT, primary_key=True, related_name="notice_wish"
    )
    channel = models.CharField(max_length=10)
    phone = models.CharField(max_length=20, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)  # local
    quiet_to = models.TimeField(null=True, blank=True)
    language = models.CharField(max_length=2, default="sv")
    refused_address = models.CharField(max_length=254, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notice_wish"
        constraints = (
            models.CheckConstraint(
                condition=Q(channel__in=[each.value for each in Channel]),
                name="a_wish_names_a_known_channel",
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.SMS.value) | ~Q(phone=""),
                name="a_wish_for_text_messages_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="a_wish_for_quiet_has_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(language__in=("sv", "en")), name="a_wish_is_in_a_known_language"
            ),
            models.CheckConstraint(
                condition=Q(refused_address="", refused_at=None)
                | (~Q(refused_address="") & Q(refused_at__isnull=False)),
                name="an_address_is_refused_at_a_moment",
            ),
        )
