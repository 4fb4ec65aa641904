"""The five ways in which a case doesn't agree with itself, and what puts each right (R14; ADR-0048).

Everything here follows from the routine as data: a step that names a system leaves something there, a
step with a booking's message books, and a piece of work whose outcomes are ways of delivery dispatches.
Somebody who was told to wait, or has said why it waits, is no mismatch.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vardag.domain.case.events import Entry, WorkOpened, WorkPutOff
from vardag.domain.case.paper import Copy
from vardag.domain.case.state import Case, Response, Status
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.clock.deadline import local_date
from vardag.domain.routine.document import (
    Closing,
    MessageKind,
    Process,
    Service,
    Step,
    Work,
)
from vardag.domain.routine.way import steps_on_way


class Kind(StrEnum):
    """What doesn't agree, in the order in which a family or a secret is worst served."""

    BOOKED_NOT_ANSWERED = "booked"
    DOCUMENTED_NOT_CLOSED = "documented"
    SIGNED_NOT_SENT = "unsent"
    PRINTED_NOT_RETURNED = "printed"
    CLOSED_NOT_DOCUMENTED = "undocumented"


PATIENCE: Mapping[Kind, int] = {
    Kind.BOOKED_NOT_ANSWERED: 1,  # the family doesn't know of its time
    Kind.DOCUMENTED_NOT_CLOSED: 2,  # as long as a response may take (R9)
    Kind.SIGNED_NOT_SENT: 1,  # the letter goes with the post of the next day
    Kind.PRINTED_NOT_RETURNED: 5,  # as long as a piece of work, for which a paper is read
    Kind.CLOSED_NOT_DOCUMENTED: 1,
}
"""How many working days something may take before it stands in the list; our reading."""
AFTER_CLOSING = 1  # working days that a paper may be out once nothing more is to be done with it

BOOKING = frozenset(
    {
        MessageKind.BOOKING_CANCEL,
        MessageKind.BOOKING_CHANGE,
        MessageKind.BOOKING_NEW,
        MessageKind.VIDEO_MEETING,
    }
)
_RESPONSES = frozenset(kind.value.replace("_", "-") for kind in Response)


@dataclass(frozen=True)
class Mismatch:
    """What doesn't agree about a case, since a local date; with what it is that was or wasn't done."""

    kind: Kind
    since: date
    step: Step | None = None
    copy: Copy | None = None
    work: Work | None = None


def mismatches(
    case: Case, entries: Sequence[Entry], *, on: date, calendar: WorkingCalendar
) -> tuple[Mismatch, ...]:
    """Return what doesn't agree about a case on a local date, the worst first.

    :param entries: the case's whole ledger
    :param calendar: of the clinic that has the case
    """
    found = (
        *_booked(case, entries),
        *_unsent(case, entries, on=on),
        *_printed(case),
        *_undocumented(case),
    )
    if not any(each.kind is Kind.BOOKED_NOT_ANSWERED for each in found):
        found = (*_documented(case, on=on), *found)
    due = [each for each in found if _is_due(each, case, on=on, calendar=calendar)]
    return tuple(sorted(due, key=lambda each: list(Kind).index(each.kind)))


def _is_due(found: Mismatch, case: Case, *, on: date, calendar: WorkingCalendar) -> bool:
    """Tell whether so many working days have come since; the last of them is the first in the list."""
    is_done_with = found.copy is not None and case.is_closed
    patience = AFTER_CLOSING if is_done_with else PATIENCE[found.kind]
    return calendar.working_day_after(found.since, count=patience) <= on


def _documented(case: Case, *, on: date) -> Iterator[Mismatch]:
    """Yield that all is done, something of it in another system, and that nobody has closed the case."""
    if case.is_closed or case.handled_since is None or case.remaining_steps:
        return
    if case.status is Status.AWAITING_RESIDENT or _is_promised(case.follow_up, on):
        return  # an interim reply said when more comes, or a question was asked
    done = _done(case, lambda step: step.system is not None)
    if done:
        yield Mismatch(Kind.DOCUMENTED_NOT_CLOSED, since=case.handled_since, step=done[-1])


def _is_promised(day: date | None, on: date) -> bool:
    return day is not None and day >= on


def _booked(case: Case, entries: Sequence[Entry]) -> Iterator[Mismatch]:
    """Yield that a time is booked, changed or canceled, and that the family hasn't been told since."""
    done = _done(case, lambda step: step.message in BOOKING)
    if case.is_closed or not done:
        return
    last = max(done, key=lambda step: case.steps[step.key].at)
    at = case.steps[last.key].at
    if not any(entry.event.kind in _RESPONSES and entry.at >= at for entry in entries):
        yield Mismatch(Kind.BOOKED_NOT_ANSWERED, since=local_date(at), step=last)


def _done(case: Case, is_such: Callable[[Step], bool]) -> list[Step]:
    """Return the steps of such a kind that were done, and not left out, in the order of the way."""
    return [
        step
        for step in steps_on_way(case.process, case.facts)
        if is_such(step) and step.key in case.steps and not case.steps[step.key].skipped
    ]


def _unsent(case: Case, entries: Sequence[Entry], *, on: date) -> Iterator[Mismatch]:
    """Yield that a certificate is ready and hasn't been sent, unless somebody said why it waits."""
    piece = case.open_work
    work = next(
        (
            each
            for each in dispatches(case.process, case.service)
            if piece and each.key == piece.key
        ),
        None,
    )
    if piece is None or work is None or not case.work:
        return
    if not (_is_put_off(piece.key, entries) and _is_promised(piece.follow_up, on)):
        yield Mismatch(Kind.SIGNED_NOT_SENT, since=piece.opened, work=work)


def _is_put_off(work: str, entries: Iterable[Entry]) -> bool:
    """Tell whether somebody put a piece of work off since it was opened."""
    put_off = False
    for entry in entries:
        match entry.event:
            case WorkOpened(work=key) if key == work:
                put_off = False
            case WorkPutOff(work=key) if key == work:
                put_off = True
    return put_off


def dispatches(process: Process, service: Service) -> tuple[Work, ...]:
    """Return the pieces of work that send something: that say so, or whose outcomes are its ways.

    Where a routine says neither, the last piece is the one.
    """
    ways = set(service.certificate.delivery) if service.certificate else set()
    found = tuple(
        piece
        for piece in process.work
        if piece.dispatch or ways & {option.key for option in piece.outcomes}
    )
    return found or process.work[-1:]


def _printed(case: Case) -> Iterator[Mismatch]:
    """Yield the copies on paper of which nobody has said what became."""
    closed = local_date(case.closed_at) if case.closed_at else date.min
    for copy in case.copies_out:
        since = max(local_date(copy.at), closed)
        yield Mismatch(Kind.PRINTED_NOT_RETURNED, since=since, copy=copy)


def _undocumented(case: Case) -> Iterator[Mismatch]:
    """Yield the steps in other systems that were left out when the case closed."""
    if case.closed_at is None:
        return
    for step in case.left_out:
        yield Mismatch(Kind.CLOSED_NOT_DOCUMENTED, since=local_date(case.closed_at), step=step)


class Remedy(StrEnum):
    """What puts a mismatch right: an ordinary act, on the case's page or at once."""

    REPLY = "reply"
    CLOSE = "close"
    TICK = "tick"
    GO_ON = "go-on"  # on the case's page: what comes next is an act of its own
    ACCOUNT = "account"
    COPY = "copy"
    SEND = "send"


_REMEDIES = {
    Kind.SIGNED_NOT_SENT: Remedy.SEND,
    Kind.PRINTED_NOT_RETURNED: Remedy.COPY,
    Kind.CLOSED_NOT_DOCUMENTED: Remedy.ACCOUNT,
}


def remedy_of(mismatch: Mismatch, case: Case) -> tuple[Remedy, Step | None]:
    """Return what puts a mismatch right, and the step that it is about, if it is about one."""
    if mismatch.kind in _REMEDIES:
        return _REMEDIES[mismatch.kind], mismatch.step
    if case.remaining_steps:
        following = case.open_steps[0]
        return (Remedy.TICK if _can_be_ticked(following) else Remedy.GO_ON), following
    closes = case.process.closes is Closing.WITHOUT_REPLY and case.interim_reply_sent
    return (Remedy.CLOSE if closes else Remedy.REPLY), None


def _can_be_ticked(step: Step) -> bool:
    """Tell whether a step is ticked in a list: an act of its own, or a choice, is made on the case."""
    return step.act is None and not step.outcomes
