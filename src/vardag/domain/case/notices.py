"""Who is to be told that something has happened: recorded with it, sent later.

A notice says that there is something to read; never what, from whom or about whom.
"""

from collections.abc import Callable, Iterable, Iterator

from vardag.domain.case.events import (
    Answered,
    Assigned,
    ClosedWithoutReply,
    CounterQuestionAsked,
    Event,
    InterimReplySent,
    NoteAdded,
    ReplySent,
    WorkAssigned,
)
from vardag.domain.case.posting import sent_by
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import ColleagueAsked, StepCompleted
from vardag.domain.notices.kinds import Notice, NoticeKind
from vardag.domain.people.identity import GroupId, PersonId
from vardag.domain.routine.dispatch import To, Way

type Members = Callable[[GroupId], Iterable[PersonId]]

_TO_RESIDENT = {
    InterimReplySent: NoticeKind.INTERIM_REPLY,
    CounterQuestionAsked: NoticeKind.COUNTER_QUESTION,
    ReplySent: NoticeKind.CLOSED,
    ClosedWithoutReply: NoticeKind.CLOSED,
}


def notices(event: Event, after: Case, *, by: PersonId, members: Members) -> tuple[Notice, ...]:
    """Return the notices that an event causes, in order; nobody is told of an act of one's own.

    :param after: the case as it is after the event
    :param members: gives a group's members, in a settled order
    """
    return (*_of_post(event, after), *_of_event(event, after, by=by, members=members))


def _of_post(event: Event, after: Case) -> Iterator[Notice]:
    """Yield that something is on its way home by post: the routine says which step sends it (R17)."""
    if any(sent.to is To.HOME and sent.way is Way.POST for sent in sent_by(after, event)):
        yield Notice(_family_told(event, after), NoticeKind.POSTED)


def _of_event(event: Event, after: Case, *, by: PersonId, members: Members) -> tuple[Notice, ...]:
    resident_kind = _TO_RESIDENT.get(type(event))
    if resident_kind is not None:
        return (Notice(_family_told(event, after), resident_kind),)
    if isinstance(event, Assigned):
        told = _holders(event.person, event.group, members)
        return tuple(Notice(person, NoticeKind.ASSIGNED) for person in told if person != by)
    if isinstance(event, WorkAssigned):
        told = _holders(event.person, None, members)
        return tuple(Notice(person, NoticeKind.ASSIGNED) for person in told if person != by)
    if isinstance(event, Answered):
        told = _holders(after.holder, after.holding_group, members)
        return tuple(Notice(person, NoticeKind.ANSWERED) for person in told)
    if isinstance(event, ColleagueAsked):
        return (Notice(event.to, NoticeKind.ASKED),)
    if isinstance(event, StepCompleted) and event.asked_by is not None:
        told = (event.asked_by, *_holders(after.holder, after.holding_group, members))
        return tuple(
            Notice(person, NoticeKind.COLLEAGUE_ANSWERED)
            for person in dict.fromkeys(told)
            if person != by
        )
    if isinstance(event, NoteAdded):
        return tuple(Notice(person, NoticeKind.MENTIONED) for person in event.to)
    return ()


def told_by_name(event: Event, *, by: PersonId) -> tuple[PersonId, ...]:
    """Return who is told of an event by name, until they have seen it: of a note, and of an answer."""
    match event:
        case NoteAdded(to=to):
            return to
        case StepCompleted(asked_by=asker) if asker is not None and asker != by:
            return (asker,)
        case _:
            return ()


def _family_told(event: Event, after: Case) -> PersonId:
    """Return who of the family is told: who wrote, or the patient where guardians don't read it.

    Whether that person may read it is asked again when the notice is sent.
    """
    match event:
        case (
            InterimReplySent(not_for_guardians=True)
            | CounterQuestionAsked(not_for_guardians=True)
            | ReplySent(not_for_guardians=True)
        ):
            return after.patient
        case _:
            return after.patient if after.kept_from_guardians else after.author


def told_instead(case: Case, *, lost: PersonId) -> PersonId | None:
    """Return who of the family is told when somebody may not read the case any more: the patient.

    None where it was the patient. Whether the patient may read it is asked when that is sent.
    """
    return case.patient if lost != case.patient else None


def _holders(
    person: PersonId | None, group: GroupId | None, members: Members
) -> tuple[PersonId, ...]:
    if person is not None:
        return (person,)
    return tuple(members(group)) if group is not None else ()
