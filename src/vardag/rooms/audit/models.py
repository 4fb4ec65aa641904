"""The tables of the access log. Ids only, so that an entry outlives what it is about."""

from django.db import models


class AccessRow(models.Model):
    """Somebody came in or wasn't let in, was shown patients' data or was refused it.

    Says nothing of what a case holds, nor who somebody claimed to be who wasn't let in.

    The id is made of the moment and of chance, and is signed with the rest (``signing``): so that a
    row can't be copied, and a missing number between two means nothing.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    result = models.CharField(max_length=10)
    person_id = models.BigIntegerField(null=True, blank=True)  # nobody, of who wasn't let in
    clinic_id = models.BigIntegerField(null=True, blank=True)  # the assignment; none of a resident
    roles = models.CharField(max_length=120, blank=True)
    patient_id = models.BigIntegerField(null=True, blank=True)
    case_id = models.BigIntegerField(null=True, blank=True)
    named = models.TextField(blank=True)  # of a list: " case:patient case:patient "
    page = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    provider = models.CharField(max_length=40, blank=True)  # who vouched, of a sign-in; its key
    level = models.CharField(max_length=200, blank=True)  # of assurance, as the provider writes it
    version = models.SmallIntegerField(
        default=1
    )  # of how it is signed; 1 knows the first 13 columns
    mac = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_access"
        indexes = (
            models.Index(fields=["clinic_id", "at"], name="audit_access_from_clinic"),
            models.Index(fields=["patient_id", "at"], name="audit_access_to_patient"),
            models.Index(
                fields=["at"],
                condition=models.Q(what__in=["sign-in", "sign-out", "ended", "clinic"]),
                name="audit_access_of_sign_ins",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person_id__isnull=False)
                | models.Q(what="sign-in", result="refused"),
                name="an_entry_without_a_person_is_a_refused_sign_in",
            ),
        )


class SealRow(models.Model):
    """The place of an entry in the chain. Numbers have no gaps; each seal holds the one before it."""

    number = models.BigIntegerField(primary_key=True)
    access_id = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    mac = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_seal"


class DisposalRow(models.Model):
    """A decision by which the oldest entries were disposed of; it stands in their place in the chain."""

    number = models.BigIntegerField(primary_key=True)  # from 1, without gaps
    at = models.DateTimeField()
    by_id = models.BigIntegerField()
    decision = models.CharField(max_length=500)
    before_date = models.DateField()
    first = models.BigIntegerField()  # from which entry of the chain
    last = models.BigIntegerField()  # and to which, both included
    entries = models.BigIntegerField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    seal = models.CharField(max_length=64)  # of the last one; the chain goes on from it
    mac = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_disposal"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(decision=""), name="a_disposal_names_its_decision"
            ),
        )


class TryRow(models.Model):
    """A try at the door from a network address, for as long as it counts (``tries``)."""

    key = models.CharField(max_length=64)  # a keyed sum of the address
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_try"
        indexes = (
            models.Index(fields=["key", "kind", "-at"], name="audit_try_from_address"),
            models.Index(fields=["at"], name="audit_try_at"),
        )


class ReviewRow(models.Model):
    """A review of the log: a sample that was drawn, or a look at one on suspicion."""

    kind = models.CharField(max_length=10)
    of = models.CharField(max_length=10)
    clinic_id = models.BigIntegerField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField()
    from_date = models.DateField()
    until_date = models.DateField()
    subjects = models.JSONField()  # ids of people, in the order in which they were drawn
    drawn_of = models.PositiveIntegerField()  # how many there were to draw of
    seed = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "audit_review"
        indexes = (models.Index(fields=["clinic_id", "-at"], name="audit_review_at_clinic"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="sample") | ~models.Q(reason=""),
                name="a_suspicion_has_a_reason",
            ),
        )


class FindingRow(models.Model):
    """What a review came to, by whom, and what was done about it. A later one comes beside it."""

    review = models.ForeignKey(ReviewRow, models.PROTECT, related_name="findings")
    by_id = models.BigIntegerField()
    at = models.DateTimeField()
    finding = models.CharField(max_length=20)
    measure = models.CharField(max_length=1000, blank=True)

    class Meta:
        db_table = "audit_finding"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(finding="in-order") | ~models.Q(measure=""),
                name="a_finding_out_of_order_has_a_measure",
            ),
        )
