"""What the gaps of a standard reply are filled with, so that it is seen before it is sent."""

from datetime import date, datetime

from django.utils.translation import gettext, override

from vardag.domain.case.meeting import meeting_of
from vardag.domain.case.words import standard_text
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.domain.gaps import Gap
from vardag.domain.words import Language
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import Typed
from vardag.doors.inbox.case.picker import ENGLISH
from vardag.doors.shared.moments import clock_time, long_date


def filled(desk: Desk, value: str, typed: Typed) -> str:
    """Return the words of a standard reply that was picked, as far as the page can fill them in.

    :param value: its key, with ``.en`` after it for its English words
    :raises InvalidForm: if there is no such standard reply
    """
    words = "en" if value.endswith(ENGLISH) else "sv"
    key = value.removesuffix(ENGLISH)
    return standard_text(key, desk.now, known=_known(desk, typed, words), language=words)


def _known(desk: Desk, typed: Typed, words: Language) -> dict[str, str]:
    """Return what fills each gap. In a protected case nobody's name: others read it without names."""
    case = desk.case
    clinic = next((each for each in desk.actor.clinics if each.pk == case.clinic), None)
    names = not desk.full.is_protected
    with override(words):
        return {
            Gap.PATIENT: desk.patient.given_name if names else "",
            Gap.RESIDENT: desk.author.given_name if names else "",
            Gap.CLINIC: desk.clinic_name,
            Gap.PHONE: clinic.phone if clinic else "",
            Gap.MY_NAME: desk.actor.name,
            Gap.MY_TITLE: desk.actor.row.title,
            Gap.TODAY: long_date(desk.today, on=desk.today),
            Gap.FOLLOW_UP: long_date(_follow_up(desk, typed), on=desk.today),
            Gap.SERVICE: case.service.name.in_(words),
            Gap.CASE: desk.full.number,
            **_booked(desk),
        }


def _booked(desk: Desk) -> dict[str, str]:
    """Return what the case's steps have booked: the link into a meeting, and when it begins."""
    found = meeting_of(desk.case)
    if found.starts is None:
        return {Gap.VIDEO_LINK: found.link or ""}
    moment = datetime.fromisoformat(found.starts).replace(tzinfo=STOCKHOLM)
    told = {"day": long_date(moment.date(), on=desk.today), "time": clock_time(moment)}
    when = gettext("%(day)s at %(time)s") % told
    return {Gap.VIDEO_LINK: found.link or "", Gap.TIME: when}


def _follow_up(desk: Desk, typed: Typed) -> date:
    """Return the day in the field, or the one that the routine counts to."""
    try:
        return date.fromisoformat(typed.get("interim-date", ""))
    except ValueError:
        return desk.now.in_working_days(desk.routine.dates.follow_up).date
