"""The table of notes to a colleague by name."""

from django.db import models


class MentionRow(models.Model):
    """A note to somebody by name: the event of that number in its case, and when it was seen."""

    case = models.ForeignKey(
        "cases.CaseRow", models.PROTECT, related_name="mentions", db_index=False
    )
    number = models.PositiveIntegerField()
    person = models.ForeignKey(
        "people.PersonRow", models.PROTECT, related_name="mentions", db_index=False
    )
    by = models.ForeignKey("people.PersonRow", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "case_mention"
        indexes = (
            models.Index(
                fields=["person", "-at"],
                name="case_mention_unseen",
                condition=models.Q(seen_at=None),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case", "number", "person"], name="a_note_is_to_somebody_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("by")), name="nobody_is_told_of_an_own_note"
            ),
            models.CheckConstraint(
                condition=models.Q(seen_at=None) | models.Q(seen_at__gte=models.F("at")),
                name="a_note_is_seen_after_it_was_written",
            ),
        )
