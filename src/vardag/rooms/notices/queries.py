"""Reading notices: whose wait, what is due, what reached nobody, and how somebody wants to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, Q

from vardag.domain.health.work import Queue
from vardag.domain.notices.kinds import TO_FAMILY, NoticeKind
from vardag.domain.notices.mailing import GATHER, LeftOut, State, Trouble
from vardag.domain.notices.wishes import Channel, Quiet, Wishes
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.rooms.notices.models import MailingRow, NoticeRow, WishRow

MOST = 200  # failed ones in a list


@dataclass(frozen=True)
class Waiting:
    """A notice in a mailing that isn't sent yet."""

    id: int
    kind: NoticeKind
    case: CaseId | None
    clinic: ClinicId | None
    day: date | None
    at: datetime


@dataclass(frozen=True)
class Failed:
    """A mailing that reached nobody."""

    key: UUID
    to: PersonId
    channel: Channel
    trouble: Trouble
    complaint: str
    since: datetime
    settled_at: datetime


@dataclass(frozen=True)
class Last:
    """What became of the last mailing to somebody."""

    state: State
    channel: Channel
    trouble: Trouble | None
    since: datetime
    due_at: datetime
    settled_at: datetime | None


def to_gather(*, at: datetime, most: int) -> list[PersonId]:
    """Return those whose notices have waited for others to join them, the longest first.

    :param at: aware
    """
    waiting = NoticeRow.objects.filter(mailing=None, left_out="").values("to")
    found = waiting.annotate(first=Min("at")).filter(first__lte=at - GATHER).order_by("first")
    return [PersonId(each["to"]) for each in found[:most]]


def due(*, at: datetime, most: int) -> list[UUID]:
    """Return the mailings whose turn it is, the longest due first.

    :param at: aware
    """
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    rows = MailingRow.objects.filter(free, state=State.WAITING, due_at__lte=at)
    return list(rows.order_by("due_at").values_list("key", flat=True)[:most])


def waiting_in(key: UUID) -> tuple[Waiting, ...]:
    """Return the notices that a mailing carries, in the order in which they came."""
    rows = NoticeRow.objects.filter(mailing=key).order_by("pk")
    return tuple(
        Waiting(
            id=row.pk,
            kind=NoticeKind(row.kind),
            case=None if row.case is None else CaseId(row.case),
            clinic=None if row.clinic_id is None else ClinicId(row.clinic_id),
            day=row.day,
            at=row.at,
        )
        for row in rows
    )


def failed_to(people: Iterable[PersonId]) -> list[Failed]:
    """Return the mailings to some people that nobody tries any more, the newest first."""
    rows = MailingRow.objects.filter(to__in=list(people), state=State.FAILED)
    return [_failed(row) for row in rows.order_by("-settled_at")[:MOST]]


def last_to(person: PersonId) -> Last | None:
    """Return what became of the last mailing to somebody; of none that had nothing to say."""
    rows = MailingRow.objects.filter(to=person).exclude(state=State.DROPPED)
    row = rows.order_by("-since", "-due_at").first()
    if row is None:
        return None
    return Last(
        state=State(row.state),
        channel=Channel(row.channel),
        trouble=Trouble(row.trouble) if row.trouble else None,
        since=row.since,
        due_at=row.due_at,
        settled_at=row.settled_at,
    )


def failed() -> list[Failed]:
    """Return the mailings to anybody that nobody tries any more, the newest first."""
    rows = MailingRow.objects.filter(state=State.FAILED).order_by("-settled_at")
    return [_failed(row) for row in rows[:MOST]]


def counted() -> dict[str, int]:
    """Return how many mailings are in each state."""
    rows = MailingRow.objects.values_list("state").annotate(many=Count("pk")).order_by("state")
    return dict(rows)


def _failed(row: MailingRow) -> Failed:
    assert row.settled_at is not None, "a_mailing_waits_or_is_settled"
    return Failed(
        key=row.key,
        to=PersonId(row.to_id),
        channel=Channel(row.channel),
        trouble=Trouble(row.trouble),
        complaint=row.complaint,
        since=row.since,
        settled_at=row.settled_at,
    )


def about_case(case: CaseId) -> list[tuple[PersonId, NoticeKind]]:
    """Return every notice recorded about a case, in order."""
    rows = NoticeRow.objects.filter(case=case).order_by("pk").values_list("to_id", "kind")
    return [(PersonId(to), NoticeKind(kind)) for to, kind in rows]


@dataclass(frozen=True)
class NotTold:
    """A family that wasn't told of the last thing in a case: since when there was something to tell."""

    at: datetime
    why: Trouble | LeftOut


def family_not_told(case: CaseId) -> NotTold | None:
    """Return whether the last notice to a case's family reached nobody; None if it did, or still may.

    Who wants no notices has chosen so. One question; two where a mailing failed.
    """
    rows = NoticeRow.objects.filter(case=case, kind__in=TO_FAMILY).select_related("mailing")
    row = rows.order_by("pk").last()
    if row is None:
        return None
    if row.left_out in {LeftOut.NO_RIGHT, LeftOut.NO_ADDRESS}:
        return NotTold(row.at, LeftOut(row.left_out))
    if row.mailing is None or row.mailing.state != State.FAILED or _was_reached_later(row.mailing):
        return None
    return NotTold(row.at, Trouble(row.mailing.trouble))


def _was_reached_later(row: MailingRow) -> bool:
    later = MailingRow.objects.filter(to=row.to_id, state=State.SENT, settled_at__gt=row.settled_at)
    return later.exists()


def wishes_of(person: PersonId) -> Wishes:
    """Return how somebody wants to be told; until somebody says so, by e-mail at any hour."""
    row = WishRow.objects.filter(pk=person).first()
    if row is None:
        return Wishes()
    quiet = None
    if row.quiet_from is not None and row.quiet_to is not None:
        quiet = Quiet(row.quiet_from, row.quiet_to)
    return Wishes(Channel(row.channel), row.phone, quiet, row.language)


def told_otherwise(people: Iterable[PersonId]) -> frozenset[PersonId]:
    """Return which of some people have chosen to be told by another way than e-mail, or not at all."""
    rows = WishRow.objects.filter(pk__in=list(people)).exclude(channel=Channel.EMAIL)
    return frozenset(PersonId(pk) for pk in rows.values_list("pk", flat=True))


def refused(people: Iterable[PersonId]) -> dict[PersonId, str]:
    """Return the addresses of some people that took no mail, which may be theirs no more."""
    rows = WishRow.objects.filter(pk__in=list(people)).exclude(refused_address="")
    return {PersonId(row.pk): row.refused_address for row in rows}


def overdue(*, at: datetime) -> Queue:
    """Return how many mailings should have gone by now, and since when.

    One that was tried in vain is among them, though its next try is later: else a mail server that is
    away would be seen by nobody until the notices have failed.
    """
    rows = MailingRow.objects.filter(state=State.WAITING)
    late = rows.filter(Q(due_at__lte=at) | ~Q(trouble=""))
    return Queue(**late.aggregate(many=Count("pk"), since=Min("since")))


def failed_since(moment: datetime) -> Queue:
    """Return how many mailings have failed for good since a moment, and since when."""
    rows = MailingRow.objects.filter(state=State.FAILED, settled_at__gte=moment)
    return Queue(**rows.aggregate(many=Count("pk"), since=Min("settled_at")))
