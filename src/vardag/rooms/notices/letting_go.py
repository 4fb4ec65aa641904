"""Removing notices of cases that are disposed of, and the mailings that carried nothing else."""

from collections.abc import Collection

from vardag.domain.notices.mailing import State
from vardag.domain.people.identity import CaseId
from vardag.rooms.notices.models import MailingRow, NoticeRow


def let_go(cases: Collection[CaseId]) -> None:
    """Remove them, in the disposal's transaction. A mailing that waits is dropped when it is tried."""
    gone = NoticeRow.objects.filter(case__in=cases)
    mailings = list(gone.exclude(mailing=None).values_list("mailing", flat=True).distinct())
    gone.delete()
    settled = MailingRow.objects.filter(pk__in=mailings).exclude(state=State.WAITING)
    settled.filter(notices=None).delete()
