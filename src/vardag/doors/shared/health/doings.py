"""Reading how it stands with the work: rounds, queues, log, routine and roster."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings

from vardag.domain.clock.deadline import local_midnight
from vardag.domain.health.work import DAYS_AHEAD, ClinicAhead, Doings, Log, Queue, Work
from vardag.domain.people.identity import ClinicId
from vardag.doors.shared.maintenance import closed_now
from vardag.doors.shared.moments import now, today
from vardag.rooms.audit.queries import unsealed_since
from vardag.rooms.audit.sealing import head_complaint
from vardag.rooms.cases import whom_to_ask
from vardag.rooms.clinics.queries import calendar_of, clinics_for_residents
from vardag.rooms.deliveries import queries as deliveries
from vardag.rooms.files import queries as files
from vardag.rooms.notices import queries as notices
from vardag.rooms.people.staff import refreshing
from vardag.rooms.replies.asking import is_on
from vardag.rooms.replies.queries import out_of_reach
from vardag.rooms.roster.queries import plan
from vardag.rooms.rounds.queries import rounds
from vardag.rooms.routines.queries import NoRoutine, routine_on

_OLD = timedelta(days=3)
_A_WEEK = timedelta(days=7)


def read_doings(*, clinic: ClinicId | None = None) -> Doings:
    """Return how it stands with the work.

    :param clinic: whose days ahead are looked at; None for those of all
    :raises DatabaseError: if the database can't be asked, or lacks tables
    """
    at, day = now(), today()
    return Doings(
        at=at,
        today=day,
        rounds=rounds(),
        needs_rounds=frozenset(_needed()),
        log=_log(),
        deliveries=deliveries.waiting(at=at) if settings.LINES else Queue(),
        failed=deliveries.failed() if settings.LINES else None,
        notices=notices.overdue(at=at),
        failed_notices=notices.failed_since(at - _A_WEEK),
        files=files.waiting(),
        directory=refreshing.unanswered(at=at, after=_OLD) if settings.STAFF_DIRECTORY else Queue(),
        register=_register(day),
        links=out_of_reach(asked_after=at - _OLD) if is_on() else Queue(),
        routine_until=_until(day),
        clinics=tuple(_ahead(each, day) for each in _clinics(clinic)),
        is_closed=closed_now() is not None,
    )


def _needed() -> Iterable[Work]:
    yield from (Work.SEALING, Work.HOUSE, Work.REMINDING)
    if settings.SCANNER:
        yield Work.SCANNING
    if settings.LINES:
        yield Work.DELIVERING
    if settings.MAIL or settings.SMS:
        yield Work.MAILING
    if settings.POPULATION_REGISTER:
        yield Work.ASKING


def _log() -> Log:
    complaint = "" if settings.THROW_AWAY else head_complaint(settings.LOG_HEAD_FILE)
    return Log(unsealed_since=unsealed_since(), head=complaint)


def _register(day: date) -> Queue:
    if not settings.POPULATION_REGISTER:
        return Queue()
    many, since = whom_to_ask.unanswered(on=day, after=_OLD)
    return Queue(many, _begin_of(since))


def _begin_of(day: date | None) -> datetime | None:
    return local_midnight(day) if day else None


def _until(day: date) -> date | None:
    try:
        return routine_on(day).document.valid_to
    except NoRoutine:
        return None


def _clinics(only: ClinicId | None) -> list[ClinicId]:
    here = [ClinicId(each.pk) for each in clinics_for_residents()]
    return [each for each in here if only in (None, each)]


def _ahead(clinic: ClinicId, day: date) -> ClinicAhead:
    until = day + timedelta(days=DAYS_AHEAD - 1)
    planned = plan(clinic, since=day, until=until)
    return ClinicAhead(clinic, calendar_of(clinic), frozenset(planned))
