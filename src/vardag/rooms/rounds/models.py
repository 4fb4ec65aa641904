"""The table of rounds."""

from django.db import models
from django.db.models import Q

from vardag.domain.health.work import Work


class RoundRow(models.Model):
    """When a work was last done, by whichever worker, and since when it fails if it does."""

    work = models.CharField(max_length=20, primary_key=True)
    done_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "work_round"
        constraints = (
            models.CheckConstraint(
                condition=Q(work__in=[each.value for each in Work]),
                name="a_round_is_of_a_known_work",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(failing_since__isnull=False),
                name="a_round_was_done_or_fails",
            ),
        )
