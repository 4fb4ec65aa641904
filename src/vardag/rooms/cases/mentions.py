"""Notes to a colleague by name: whom they may be to, what awaits somebody, and that it was seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.state import Case
from vardag.domain.people.identity import CaseId, PersonId, Staff
from vardag.domain.refusals import InvalidForm, OutOfReach
from vardag.domain.words import say
from vardag.rooms.cases.mention_rows import MentionRow
from vardag.rooms.cases.models import CaseRow, EventRow, case_number
from vardag.rooms.cases.reach import may_open_at
from vardag.rooms.people.queries import people, staff

MOST = 50
UNSEEN = "SELECT count(*) FROM case_mention AS t WHERE t.person_id = p.id AND t.seen_at IS NULL"
"""How many notes to a person ``p`` aren't seen, in SQL; some perhaps in cases that are others' now."""


def permit_told(act: acts.Act, case: Case, *, on: date) -> None:
    """Refuse a note to somebody who couldn't read it; of those named, only colleagues are named back.

    :param on: the local date of the act
    :raises InvalidForm: if one of those named may not open the case on that date
    """
    if not isinstance(act, acts.AddNote):
        return
    for person in act.to:
        told = staff(person, on=on)
        if told is None:  # a number in a form, which must not be answered with whose it is
            raise InvalidForm(say("That is nobody who works here, so a note won't reach there."))
        if not access.may_open(told, case):
            raise InvalidForm(
                say("%(name)s can't read this case, so a note won't reach there."),
                name=people([person])[person].name.strip(),
            )


_ANSWERS = EventRow.objects.filter(
    case=OuterRef("case"), number=OuterRef("number"), kind="step-completed"
)


@dataclass(frozen=True)
class Told:
    """A note to somebody by name: in which case it stands, who wrote it, and when."""

    id: int
    case: CaseId
    number: str
    patient: PersonId
    service: str
    routine_id: str
    by: str
    at: datetime
    is_answer: bool = False  # to what that person asked, rather than a note


def told(to: Staff, *, most: int = MOST) -> tuple[Told, ...]:
    """Return the notes to somebody that aren't seen yet, in cases which that person may open now.

    The newest first, and no more than ``most``.
    """
    rows = (
        _unseen(to.id)
        .annotate(is_answer=Exists(_ANSWERS))
        .filter(case__in=_openable(to).values("pk"))
        .order_by("-at", "-pk")
        .values_list(
            *("pk", "case_id", "case__received_at", "case__patient_id", "case__service"),
            *("case__routine_id", "by__given_name", "by__family_name", "at"),
            "is_answer",
        )[:most]
    )
    return tuple(_told(*row) for row in rows)


def _told(
    pk: int, case: int, received_at: datetime, patient: int, service: str, *rest: Any
) -> Told:
    routine_id, given, family, at, is_answer = rest
    return Told(
        id=pk,
        case=CaseId(case),
        number=case_number(case, received_at),
        patient=PersonId(patient),
        service=service,
        routine_id=routine_id,
        by=f"{given} {family}".strip(),
        at=at,
        is_answer=is_answer,
    )


def see(*, case: CaseId, by: Staff, at: datetime) -> None:
    """Note that somebody has opened a case, and so seen what was said by name in it.

    :param at: aware
    """
    _unseen(by.id).filter(case=case, at__lte=at).update(seen_at=at)


def tick(*, mention: int, by: Staff, at: datetime) -> None:
    """Note that somebody has seen one note without opening its case.

    :param at: aware
    :raises OutOfReach: if it isn't to this person, or stands in a case that isn't this person's to open
    """
    mine = MentionRow.objects.filter(pk=mention, person_id=by.id)
    if not mine.filter(case__in=_openable(by).values("pk")).exists():
        raise OutOfReach(say("There is no such case, or it isn't yours to see."))
    mine.filter(seen_at=None, at__lte=at).update(seen_at=at)


def _unseen(person: PersonId) -> QuerySet[MentionRow]:
    return MentionRow.objects.filter(person_id=person, seen_at=None)


def _openable(by: Staff) -> QuerySet[CaseRow]:
    reach = Q(pk__in=())
    for clinic in by.roles:
        reach |= may_open_at(by, clinic)
    return CaseRow.objects.filter(reach)


def by_name(text: str, among: Iterable[tuple[PersonId, str]]) -> tuple[PersonId, ...]:
    """Return those whom a text calls by ``@`` and their whole name, whatever the case of its letters."""
    written = " ".join(text.casefold().split())
    return tuple(
        person
        for person, name in among
        if name and _calls(written, f"@{' '.join(name.casefold().split())}")
    )


def _calls(text: str, called: str) -> bool:
    start = text.find(called)
    while start != -1:
        following = text[start + len(called) : start + len(called) + 1]
        if not (following.isalnum() or following == "-"):
            return True
        start = text.find(called, start + 1)
    return False
