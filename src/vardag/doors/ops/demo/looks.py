"""The demonstration's access log: whoever did something in a story had looked first, and was logged.

And so that there is something to review: a member of staff has been curious, two weren't let in, and a
sample of last month is documented.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import uuid4

from vardag.domain.access import may_open
from vardag.domain.clock.deadline import local_midnight
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.people.sign_in import Why
from vardag.doors.ops.scenario.world import World
from vardag.rooms.audit.actions import conclude, draw_sample, note_access
from vardag.rooms.audit.queries import Period
from vardag.rooms.audit.words import About, Finding, Of, Result, Vouched, What, Where, Who
from vardag.rooms.cases.queries import full_case, patient_of

_BEFORE = timedelta(minutes=2)  # how long somebody reads a case before doing something
_REVIEWER, _CURIOUS, _AT = "Maj-Britt", "Jonas", "aviken"
_SAMPLE = timedelta(days=20)  # how long ago it was drawn
_SEED = "demonstration"


def looked(case: CaseId, *, by: Staff, at: datetime, reason: str = "") -> None:
    """Note that somebody opened a case: just before doing something with it, or after saying why."""
    found = full_case(case).case
    here = found.clinic if found.clinic in by.roles else next(iter(by.roles))
    when = at + _BEFORE if reason else at - _BEFORE
    _note(by, here, case, What.OPENED, when, reason=reason)


def read_question(case: CaseId, *, by: Staff, at: datetime) -> None:
    """Note that somebody read what is asked of that person, just before answering."""
    _note(by, full_case(case).case.clinic, case, What.INQUIRY, at - _BEFORE)


def curious(world: World, cases: Iterable[CaseId], *, at: datetime) -> None:
    """Let somebody try, three times in a minute, to open the first case that isn't this person's."""
    clinic = world.clinics[_AT]
    person = world.staff_member(_CURIOUS, on=Period.day_of(at))
    case = next(each for each in cases if not may_open(person, full_case(each).case))
    for nth in range(3):
        _note(person, clinic, case, What.TRIED, at + timedelta(seconds=20 * nth))


def turned_away(*, at: datetime) -> None:
    """Let two who weren't let in stand among the sign-ins: a card that is too weak, and a stranger."""
    for nth, why in enumerate((Why.TOO_WEAK, Why.UNKNOWN_STAFF)):
        note_access(
            who=Who(None),
            what=What.SIGN_IN,
            at=at + timedelta(minutes=nth),
            about=About(),
            where=Where(request_id=uuid4().hex, reason=why),
            result=Result.REFUSED,
            vouched=Vouched("siths"),
        )


def reviewed(world: World, on: date) -> None:
    """Draw a sample some weeks ago, if anybody had looked by then, and document it."""
    turned_away(at=local_midnight(on) - timedelta(hours=5))
    at = local_midnight(on - _SAMPLE) + timedelta(hours=9)
    last = Period.day_of(at)
    reviewer, clinic = world.staff[_REVIEWER], world.clinics[_AT]
    nurse = world.staff_member("Mona", on=last)
    _note(nurse, clinic, None, What.LISTED, at - timedelta(hours=1))
    drawn = draw_sample(
        of=Of.STAFF,
        many=2,
        period=Period(last - timedelta(days=30), last),
        by=reviewer,
        clinic=clinic,
        at=at,
        seed=_SEED,
    )
    conclude(
        review=drawn,
        finding=Finding.IN_ORDER,
        measure="",
        by=reviewer,
        clinic=clinic,
        at=at + timedelta(minutes=30),
    )


def _note(
    by: Staff,
    clinic: ClinicId,
    case: CaseId | None,
    what: What,
    at: datetime,
    *,
    reason: str = "",
) -> None:
    patient: PersonId | None = patient_of(case) if case is not None else None
    note_access(
        who=Who(by.id, clinic, by.roles.get(clinic, frozenset())),
        what=what,
        at=at,
        about=About(case, patient),
        where=Where(request_id=uuid4().hex, reason=reason),
        result=Result.REFUSED if what is What.TRIED else Result.SHOWN,
    )
