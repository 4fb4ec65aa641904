"""What a notice is caused by, and what sort of words it gets.

The words are the same for every kind of a sort: a notice says that there is something to read; never
what, from whom or about whom (ADR-0011, promise P2).
"""

from dataclasses import dataclass
from enum import StrEnum

from vardag.domain.people.identity import PersonId


class NoticeKind(StrEnum):
    """What a notice is caused by."""

    ASSIGNED = "assigned"
    INTERIM_REPLY = "interim-reply"
    COUNTER_QUESTION = "counter-question"
    CLOSED = "closed"
    ANSWERED = "answered"
    MENTIONED = "mentioned"
    ASKED = "asked"
    COLLEAGUE_ANSWERED = "colleague-answered"
    POSTED = "posted"  # a certificate is on its way to the family
    MORNING = "morning"  # to who is 1177-responsible: the day's numbers
    LATE = "late"  # to who holds it: a date has passed
    UNHANDLED = "unhandled"  # to the manager: nobody has acted on what is late
    UNMANNED = "unmanned"  # to the manager: nobody is 1177-responsible on a day to come
    FAILED = "failed"  # to the administrator: the day's notices that reached nobody
    TRIAL = "trial"  # somebody tries one's own address


TO_FAMILY = frozenset(
    {
        NoticeKind.INTERIM_REPLY,
        NoticeKind.COUNTER_QUESTION,
        NoticeKind.CLOSED,
        NoticeKind.POSTED,
    }
)
"""What families are told of; a member of staff has no right to any of it."""


class Sort(StrEnum):
    """Which words a notice gets."""

    NEWS = "news"
    LATE = "late"
    MORNING = "morning"
    UNMANNED = "unmanned"
    FAILED = "failed"
    TRIAL = "trial"


_SORTS = {
    NoticeKind.MORNING: Sort.MORNING,
    NoticeKind.LATE: Sort.LATE,
    NoticeKind.UNHANDLED: Sort.LATE,
    NoticeKind.UNMANNED: Sort.UNMANNED,
    NoticeKind.FAILED: Sort.FAILED,
    NoticeKind.TRIAL: Sort.TRIAL,
}


@dataclass(frozen=True)
class Notice:
    to: PersonId
    kind: NoticeKind


def sort_of(kind: NoticeKind) -> Sort:
    """Return which words a notice gets."""
    return _SORTS.get(kind, Sort.NEWS)
