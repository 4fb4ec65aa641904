"""The tables of clinics' own standard replies. What was written stands: only what was asked changes."""

from django.db import models
from django.db.models import F, Q

from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow


class ReplyRow(models.Model):
    """A clinic's own standard reply by its key, whatever its words are from one version to the next."""

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="replies", db_index=False)
    key = models.SlugField(max_length=100, db_index=False)

    class Meta:
        db_table = "reply"
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "key"], name="a_clinic_has_a_reply_of_a_key_once"
            ),
        )


class VersionRow(models.Model):
    """What a standard reply says since a day, for what, and who answers for it.

    The highest whose day has come is in use, until its last day if it has one.
    """

    reply = models.ForeignKey(ReplyRow, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    text_sv = models.TextField()
    text_en = models.TextField(blank=True)
    acts = models.JSONField()
    services = models.JSONField()  # none means all
    owner = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "reply_version"
        constraints = (
            models.UniqueConstraint(fields=["reply", "number"], name="a_reply_has_a_version_once"),
            models.CheckConstraint(
                condition=~Q(text_sv=""), name="a_reply_always_has_swedish_words"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_reply_always_has_a_name"),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
                name="a_reply_ends_after_it_begins",
            ),
        )


class WithdrawalRow(models.Model):
    """A reply isn't to be used any more, from its latest version on; the next version brings it back."""

    version = models.OneToOneField(VersionRow, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "reply_withdrawal"
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_withdrawal_always_has_a_reason"
            ),
        )


class LinkSetRow(models.Model):
    """What was set of a clinic's link, by whom: the latest of a key holds.

    The address itself is the clinics' room's, which acts read; here is who answers for it and until
    when. An empty address: the clinic has none of its own any more. ``name`` is of a link that only the
    clinic has.
    """

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    until_date = models.DateField(null=True, blank=True)
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "reply_link_set"


class LinkCheckRow(models.Model):
    """What came of asking for an address last, whosever link it is. Written anew at each round."""

    address = models.CharField(max_length=500, unique=True)
    found = models.CharField(max_length=20)
    detail = models.CharField(max_length=120, blank=True)  # for administrators, in English
    at = models.DateTimeField()
    worked_at = models.DateTimeField(null=True, blank=True)  # when it last did

    class Meta:
        db_table = "reply_link_check"
        constraints = (
            models.CheckConstraint(
                condition=Q(found__in=("works", "gone", "fails", "silent", "not-asked")),
                name="a_link_is_found_to_be_something",
            ),
        )
