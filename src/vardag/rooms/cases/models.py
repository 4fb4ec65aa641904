"""The tables of cases. The ledger is the truth; the other rows are what it comes to."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.rooms.cases.dispatch_rows import DispatchRow  # noqa: F401 - Django looks for tables here
from vardag.rooms.cases.file_rows import CaseFileRow  # noqa: F401 - Django looks for tables here
from vardag.rooms.cases.mention_rows import MentionRow  # noqa: F401 - Django looks for tables here
from vardag.rooms.cases.use_rows import ReplyUseRow  # noqa: F401 - and so is this
from vardag.rooms.cases.work_rows import WorkRow  # noqa: F401 - and this
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import GroupRow, PersonRow
from vardag.rooms.routines.models import RoutineRow

_CLOSED = Status.CLOSED.value
_OPEN, _SHUT = ~Q(status=_CLOSED), Q(status=_CLOSED)
_NO_DATES = Q(
    response_due_date=None, follow_up_date=None, waits_until_date=None, handled_since_date=None
)


def case_number(pk: int, received_at: datetime) -> str:
    """Return the number that people call a case by, such as ``26-0107``."""
    return f"{received_at.astimezone(STOCKHOLM).year % 100:02d}-{pk:04d}"


def _of_open(name: str, *fields: str) -> models.Index:
    return models.Index(name=name, fields=["clinic", *fields], condition=_OPEN)


class CaseRow(models.Model):
    """What a case's ledger comes to, for lists and for locking."""

    routine = models.ForeignKey(RoutineRow, models.PROTECT)
    service = models.SlugField(max_length=80)
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="cases", db_index=False)
    patient = models.ForeignKey(PersonRow, models.PROTECT, related_name="cases_about")
    author = models.ForeignKey(PersonRow, models.PROTECT, related_name="cases_sent")
    status = models.CharField(max_length=20)
    holder = models.ForeignKey(
        PersonRow, models.PROTECT, related_name="cases_held", null=True, blank=True
    )
    holding_group = models.ForeignKey(
        GroupRow, models.PROTECT, related_name="cases", null=True, blank=True
    )
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    form = models.JSONField()
    form_key = models.UUIDField(null=True, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, related_name="followed_by", null=True, blank=True
    )
    version = models.PositiveIntegerField()
    question_open = models.BooleanField(default=False)
    has_hidden = models.BooleanField(default=False)
    has_files = models.BooleanField(default=False)
    kept_from_guardians = models.BooleanField(default=False)
    first_response = models.CharField(max_length=20, null=True, blank=True)
    first_response_at = models.DateTimeField(null=True, blank=True)
    response_due_date = models.DateField(null=True, blank=True)
    response_due_why = models.JSONField(null=True, blank=True)
    follow_up_date = models.DateField(null=True, blank=True)
    waits_until_date = models.DateField(null=True, blank=True)
    handled_since_date = models.DateField(null=True, blank=True)
    attention_date = models.DateField(null=True, blank=True)
    inquiry_to = models.ForeignKey(
        PersonRow,
        models.PROTECT,
        related_name="inquiries",
        null=True,
        blank=True,
        db_index=False,
    )
    inquiry_due_date = models.DateField(null=True, blank=True)
    copies_out = models.PositiveIntegerField(default=0)
    paper_holder = models.ForeignKey(
        PersonRow, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )

    class Meta:
        db_table = "case"
        indexes = (  # those of open cases answer the counts over a list by themselves
            _of_open("case_open_at_clinic", "attention_date", "id", "response_due_date", "holder"),
            _of_open("case_due_at_clinic", "response_due_date", "attention_date"),
            _of_open("case_open_by_status", "status", "attention_date", "first_response"),
            models.Index(
                fields=["clinic", "-closed_at"], name="case_closed_at_clinic", condition=_SHUT
            ),
            models.Index(
                name="case_closed_by_receipt",
                fields=["clinic", "received_at", "id"],
                condition=_SHUT,
            ),
            models.Index(
                fields=["clinic", "id"], name="case_on_paper", condition=Q(copies_out__gt=0)
            ),
            models.Index(
                fields=["inquiry_to"],
                name="case_asked_of_somebody",
                condition=Q(inquiry_to__isnull=False),
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["author", "form_key"], name="a_form_makes_one_case"),
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in Status]),
                name="a_case_has_a_known_status",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.RECEIVED.value) | Q(holder=None, holding_group=None),
                name="nobody_holds_a_received_case",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.ASSIGNED.value)
                | Q(holder__isnull=False)
                | Q(holding_group__isnull=False),
                name="somebody_holds_an_assigned_case",
            ),
            models.CheckConstraint(
                condition=Q(holder=None) | Q(holding_group=None), name="a_case_has_one_holder"
            ),
            models.CheckConstraint(
                condition=~Q(status=_CLOSED) | (_NO_DATES & Q(closed_at__isnull=False)),
                name="a_closed_case_owes_nothing",
            ),
            models.CheckConstraint(
                condition=Q(status=_CLOSED) | Q(closed_at=None),
                name="an_open_case_has_not_closed",
            ),
            models.CheckConstraint(
                condition=Q(copies_out=0, paper_holder=None)
                | Q(copies_out__gt=0, paper_holder__isnull=False),
                name="a_paper_that_is_out_is_with_somebody",
            ),
            models.CheckConstraint(
                condition=Q(inquiry_to=None, inquiry_due_date=None)
                | Q(inquiry_to__isnull=False, inquiry_due_date__isnull=False),
                name="a_question_to_somebody_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status=_CLOSED) | Q(inquiry_to=None),
                name="a_closed_case_asks_nobody",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return case_number(self.pk, self.received_at)


class EventRow(models.Model):
    """One line of a case's ledger. Added, never changed: the database refuses (ADR-0008)."""

    case = models.ForeignKey(CaseRow, models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    data = models.JSONField()
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    date = models.DateField()

    class Meta:
        db_table = "case_event"
        constraints = (
            models.UniqueConstraint(
                fields=["case", "number"], name="a_case_event_has_its_own_number"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="case_events_are_numbered_from_one"
            ),
        )


class PassedRow(models.Model):
    """A clinic that had the case and sent it on; its receivers can still read it."""

    case = models.ForeignKey(CaseRow, models.PROTECT, related_name="passed", db_index=False)
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+")

    class Meta:
        db_table = "case_passed_by"
        constraints = (
            models.UniqueConstraint(fields=["case", "clinic"], name="a_clinic_passed_a_case_once"),
        )


class OpeningRow(models.Model):
    """What somebody chose to read, why, and for how long: see ``exceptional`` for its kinds.

    ``clinic`` had the case then, and follows the choice up wherever the case goes; ``case_version`` is
    how long its ledger was.
    """

    kind = models.CharField(max_length=20, default="case")
    case = models.ForeignKey(CaseRow, models.PROTECT, related_name="openings")
    case_version = models.PositiveIntegerField()
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+")
    person = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "case_opening"
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="an_opening_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind__in=("case", "protected")),
                name="an_opening_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=models.F("at")), name="an_opening_ends_after_it_begins"
            ),
        )


class OpeningReviewRow(models.Model):
    """What a log reviewer found of an opening by way of exception."""

    opening = models.OneToOneField(OpeningRow, models.PROTECT, related_name="review")
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    finding = models.TextField()

    class Meta:
        db_table = "case_opening_review"
        constraints = (
            models.CheckConstraint(condition=~Q(finding=""), name="a_review_says_what_was_found"),
        )


class RegisterRow(models.Model):
    """A row of one of the routine's registers: made when the case comes, completed by the reply."""

    case = models.OneToOneField(CaseRow, models.PROTECT, related_name="registered")
    register = models.SlugField(max_length=60)
    received_date = models.DateField()
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        PersonRow, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        db_table = "case_register"
        indexes = (
            models.Index(fields=["register", "-received_date"], name="case_register_newest"),
        )


class WordRow(models.Model):
    """A word of a case as a search compares it, at a clinic that may find the case by it.

    Follows from the ledger (``search_index`` is its only writer). Words compare by their bytes on both
    databases, so that both find and order alike. The database doesn't look the keys up: a case has
    forty such rows, nothing is ever deleted, and ``vardag ledger check`` holds them against the ledger.
    """

    pk = models.CompositePrimaryKey("clinic_id", "word", "case_id")
    clinic = models.ForeignKey(
        ClinicRow, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    word = models.CharField(max_length=40)
    case = models.ForeignKey(CaseRow, models.PROTECT, related_name="words", db_constraint=False)

    class Meta:
        db_table = "case_word"
        constraints = (
            models.CheckConstraint(condition=~Q(word=""), name="a_word_of_a_case_has_letters"),
        )
