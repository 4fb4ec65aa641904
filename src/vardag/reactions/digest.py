"""Once a day, to a clinic's administrators: how many notices have reached nobody since yesterday.

A number, and nobody's name; nothing on a day on which none failed (ADR-0062).
"""

from datetime import date, datetime, time, timedelta

from vardag.domain import access
from vardag.domain.clock.deadline import STOCKHOLM, local_date
from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.people.identity import ClinicId, PersonId, Role, Staff
from vardag.domain.rights import Deed
from vardag.rooms.lists.untold import count_failed_between
from vardag.rooms.notices.actions import Reminder, remind
from vardag.rooms.notices.queries import Waiting
from vardag.rooms.people.queries import grants

FROM = time(7)  # local


def tell_of_failed(clinic: ClinicId, *, at: datetime) -> int:
    """Write the day's digest for a clinic's administrators, once each; return how many were new.

    :param at: aware
    """
    day = local_date(at)
    if at < _morning(day) or not _failed(clinic, day):
        return 0
    held = grants(day).filter(clinic=clinic, role=Role.ADMINISTRATOR)
    people = held.order_by("person_id").values_list("person_id", flat=True).distinct()
    told = (
        Reminder(
            to=PersonId(each),
            kind=NoticeKind.FAILED,
            once=f"failed {clinic} {day} {each}",
            clinic=clinic,
            day=day,
        )
        for each in people
    )
    return remind(told, at=at)


def failed_to_tell(notice: Waiting, *, to: Staff, at: datetime) -> int:
    """Return how many a digest tells of now; none if the day is over, or it is the person's no more.

    :param at: aware
    """
    if notice.clinic is None or notice.day != local_date(at):
        return 0
    if not access.may_at(to, Deed.SEE_NOTICES, notice.clinic):
        return 0
    return _failed(notice.clinic, notice.day)


def _failed(clinic: ClinicId, day: date) -> int:
    """Return how many failed from one morning to the next, and still have reached nobody."""
    since = _morning(day - timedelta(days=1))
    return count_failed_between(clinic, since=since, until=_morning(day), on=day)


def _morning(day: date) -> datetime:
    return datetime.combine(day, FROM, tzinfo=STOCKHOLM)
