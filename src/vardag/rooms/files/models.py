"""The tables of files. Their bytes lie in the store, under the row's id."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from vardag.domain.case.files import LARGEST, Media, Unfit, Verdict
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow


class FileRow(models.Model):
    """A file as it is kept: cleaned of what tells more than it shows. ``sha256`` is of those bytes.

    ``purpose`` is what it was chosen for, as long as it isn't sent: only its owner sees it there. What
    became of it stands in the ledger of the case that it was sent with.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(PersonRow, models.PROTECT, related_name="files", db_index=False)
    purpose = models.CharField(max_length=100)
    name = models.CharField(max_length=120)
    media = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    is_readable = models.BooleanField(default=True)  # to who has it read aloud, as far as is known
    has_preview = models.BooleanField(default=False)
    verdict = models.CharField(max_length=10)
    why = models.CharField(max_length=20, blank=True)
    uploaded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "file"
        indexes = (
            models.Index(
                fields=["owner", "purpose"], name="file_unsent", condition=Q(sent_at=None)
            ),
            models.Index(
                fields=["uploaded_at"],
                name="file_awaiting",
                condition=Q(verdict=Verdict.AWAITING.value),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(media__in=[each.value for each in Media]),
                name="a_file_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[each.value for each in Verdict]),
                name="a_file_has_a_known_verdict",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="a_file_has_something_in_it"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.REFUSED.value, why__in=[each.value for each in Unfit])
                | (~Q(verdict=Verdict.REFUSED.value) & Q(why="")),
                name="a_refused_file_says_why",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.AWAITING.value) | Q(checked_at__isnull=False),
                name="a_judged_file_was_checked",
            ),
        )


class RulesRow(models.Model):
    """Which files a clinic takes and sends, from a moment on; the latest holds, earlier ones stand."""

    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="file_rules")
    from_residents = models.BooleanField()
    from_staff = models.BooleanField()
    media = models.CharField(max_length=60, blank=True)
    largest = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")

    class Meta:
        db_table = "file_rules"
        constraints = (
            models.CheckConstraint(
                condition=Q(largest__gte=1, largest__lte=LARGEST),
                name="a_clinic_takes_files_of_a_size_that_can_be_taken",
            ),
            models.CheckConstraint(
                condition=~Q(media="") | Q(from_residents=False, from_staff=False),
                name="a_clinic_that_takes_files_takes_some_kind",
            ),
        )
