"""Planning: a week at once, a week copied to those that follow, two days swapped.

One person is responsible a day: two are nobody (ADR-0021). Nobody is planned on a day that is no
working day at the clinic, nor without receiving cases there that day, and a day that has passed stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vardag.domain.duty.receiving import Staffing
from vardag.domain.duty.week import Week
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, Problem
from vardag.domain.words import Sentence, say

type Plan = Mapping[date, PersonId]
"""Who is responsible by day; a day without anybody is not there."""

type Days = Mapping[date, PersonId | None]
"""Days with whom somebody wants or has seen there, None for nobody."""

MOST_WEEKS = 12  # that a week is copied to at once
_FARTHEST = timedelta(weeks=104)  # nobody plans further ahead: a slip in the year
_PASSED = say("The day has passed: what was planned stands.")
_TOO_FAR = say("That is more than two years ahead.")
_OFF = say("The clinic doesn't work that day.")
_NOT_RECEIVING = say("That person doesn't receive cases at the clinic that day.")
_MEANWHILE = say("Somebody else has changed these days meanwhile. Nothing was saved.")


def planned_week(chosen: Days, *, seen: Days, plan: Plan, staffing: Staffing) -> Days:
    """Return the days that change when somebody saves what has been chosen.

    A day on which the choice is what stands already is left alone, whatever has become of the person.

    :param seen: who stood there when the page was shown, for every day that was chosen
    :raises ChangedMeanwhile: if another is planned there now
    :raises InvalidForm: with a problem for every day that can't be so
    """
    _permit_as_seen(seen, plan)
    changes = {day: person for day, person in chosen.items() if plan.get(day) != person}
    _permit_days(changes, staffing)
    return changes


def swapped(plan: Plan, first: date, second: date) -> Days:
    """Return two days with each other's person."""
    return {first: plan.get(second), second: plan.get(first)}


def swapped_days(first: date, second: date, *, seen: Days, plan: Plan, staffing: Staffing) -> Days:
    """Return two days as they are when they have changed persons.

    :raises ChangedMeanwhile: if another is planned there than was seen
    :raises InvalidForm: if a day can't take the other's person, or there is nothing to swap
    """
    _permit_as_seen(seen, plan)
    if plan.get(first) == plan.get(second):
        raise InvalidForm(say("Choose two days with different persons."))
    changes = swapped(plan, first, second)
    _permit_days(changes, staffing)
    return changes


def _permit_as_seen(seen: Days, plan: Plan) -> None:
    if any(plan.get(day) != person for day, person in seen.items()):
        raise ChangedMeanwhile(_MEANWHILE)


def _permit_days(changes: Days, staffing: Staffing) -> None:
    problems = [
        Problem(day.isoformat(), Sentence(why))
        for day, person in sorted(changes.items())
        if (why := _why_not(day, person, staffing))
    ]
    if problems:
        raise InvalidForm(say("The roster can't be like that."), problems=tuple(problems))


def _why_not(day: date, person: PersonId | None, staffing: Staffing) -> str:
    if day < staffing.today:
        return _PASSED
    if day > staffing.today + _FARTHEST:
        return _TOO_FAR
    if person is None:
        return ""
    if not staffing.calendar.is_working_day(day):
        return _OFF
    return "" if staffing.receiver(person).receives_on(day) else _NOT_RECEIVING


class Why(StrEnum):
    """Why a day got nobody when a week was copied."""

    DAY_OFF = "day-off"
    NOBODY_THERE = "nobody-there"  # nor has the day that was copied
    AWAY = "away"
    NOT_RECEIVING = "not-receiving"


@dataclass(frozen=True)
class Left:
    """A weekday that copying left empty. ``person`` would have come, had nothing been in the way."""

    day: date
    why: Why
    person: PersonId | None = None
    day_off: str = ""  # why the clinic doesn't work


@dataclass(frozen=True)
class Copied:
    """What copying a week gives: the days that get somebody, and those that stay empty."""

    filled: Plan
    left: tuple[Left, ...]


def copied_week(source: Week, *, weeks: int, plan: Plan, staffing: Staffing) -> Copied:
    """Return what comes of copying a week to the weeks that follow it.

    Somebody who is planned already stays, and a day that has passed is left alone.

    :param weeks: from 1 to ``MOST_WEEKS``
    :raises InvalidForm: if nobody is planned in the week, or that many weeks can't be copied to
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise InvalidForm(say("Copy to 1 to %(most)s weeks."), most=MOST_WEEKS)
    if not any(day in plan for day in source.days):
        raise InvalidForm(say("Nobody is planned in that week, so there is nothing to copy."))
    filled: dict[date, PersonId] = {}
    left: list[Left] = []
    for there, day in _pairs(source, weeks):
        if day < staffing.today or day in plan:
            continue
        empty = _left(day, plan.get(there), staffing)
        if empty:
            left.append(empty)
        else:
            filled[day] = plan[there]
    return Copied(filled, tuple(left))


def _pairs(source: Week, weeks: int) -> Iterator[tuple[date, date]]:
    """Yield the weekdays of the weeks after, each with the day that it is copied from."""
    for number in range(1, weeks + 1):
        yield from zip(source.days[:5], source.plus(number).days[:5], strict=True)


def _left(day: date, person: PersonId | None, staffing: Staffing) -> Left | None:
    why_off = staffing.calendar.day(day).why_not
    if why_off:
        return Left(day, Why.DAY_OFF, day_off=why_off)
    if person is None:
        return Left(day, Why.NOBODY_THERE)
    receiver = staffing.receiver(person)
    if not receiver.receives_on(day):
        return Left(day, Why.NOT_RECEIVING, person)
    return Left(day, Why.AWAY, person) if receiver.absence_on(day) else None
