"""The table of desks: nothing of it is the case's, and nobody reads another's words in it."""

from django.db import models

from vardag.rooms.cases.models import CaseRow
from vardag.rooms.people.models import PersonRow


class DeskRow(models.Model):
    """One person at one case: when they were seen there, and what they have written and not sent.

    ``words`` is patients' data: by part of the page, each field with what stands in it. ``spent``
    says of a part that was sent what it held, so that a save that comes late doesn't bring it back.
    The words are a draft, which is nobody's record; they are thrown away unsent (ADR-0035).
    """

    case = models.ForeignKey(CaseRow, models.PROTECT, related_name="desks", db_index=False)
    person = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    words = models.JSONField(default=dict)
    spent = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True)  # when the words were; None where there are none
    seen_at = models.DateTimeField(null=True)  # None when they have left

    class Meta:
        db_table = "desk"
        constraints = (
            models.UniqueConstraint(
                fields=["case", "person"], name="a_person_has_one_desk_for_a_case"
            ),
        )
