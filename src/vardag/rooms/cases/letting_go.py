"""Removing cases with all that followed from them, when a recorded decision says so (ADR-0059).

Only ``disposal`` calls this, in its transaction, while rows that stand are let go.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Model

from vardag.domain.people.identity import CaseId
from vardag.rooms.cases.dispatch_rows import DispatchRow
from vardag.rooms.cases.file_rows import CaseFileRow
from vardag.rooms.cases.mention_rows import MentionRow
from vardag.rooms.cases.models import (
    CaseRow,
    EventRow,
    OpeningReviewRow,
    OpeningRow,
    PassedRow,
    RegisterRow,
    WordRow,
)
from vardag.rooms.cases.use_rows import ReplyUseRow
from vardag.rooms.cases.work_rows import WorkRow

STANDING = ("case_event", "case_opening", "case_opening_review")
"""The tables whose rows stand, which are let go."""
_FOLLOWING: tuple[type[Model], ...] = (
    *(OpeningRow, MentionRow, ReplyUseRow, DispatchRow, CaseFileRow),
    *(WorkRow, PassedRow, RegisterRow, WordRow, EventRow),
)


def files_of(cases: Sequence[CaseId]) -> list[UUID]:
    """Return the files that came with some cases."""
    return list(CaseFileRow.objects.filter(case__in=cases).values_list("file", flat=True))


def let_go(cases: Sequence[CaseId]) -> None:
    """Remove cases and every row of theirs.

    :raises ProtectedError: if a case that stays follows one of them
    """
    OpeningReviewRow.objects.filter(opening__case__in=cases).delete()
    for table in _FOLLOWING:
        table._default_manager.filter(case__in=cases).delete()
    rows = CaseRow.objects.filter(pk__in=cases)
    rows.update(follows=None)  # they follow one another
    rows.delete()
