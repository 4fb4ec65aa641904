"""Noting that work was done beside the pages, or couldn't be."""

from datetime import datetime

from vardag.domain.health.work import Work
from vardag.rooms.rounds.models import RoundRow


def note_done(work: Work, *, at: datetime) -> None:
    """Note that a round was done, by which it fails no more. One statement: nobody waits for another.

    :param at: aware
    """
    RoundRow.objects.bulk_create(
        [RoundRow(work=work, done_at=at, failing_since=None)],
        update_conflicts=True,
        unique_fields=["work"],
        update_fields=["done_at", "failing_since"],
    )


def note_failing(work: Work, *, at: datetime) -> None:
    """Note that a round was broken off; since when stands until one is done.

    :param at: aware
    """
    RoundRow.objects.filter(work=work, failing_since=None).update(failing_since=at)
    RoundRow.objects.bulk_create([RoundRow(work=work, failing_since=at)], ignore_conflicts=True)
