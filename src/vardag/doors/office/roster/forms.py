"""What somebody chose on the roster's pages. Nothing is judged here but whether it can be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from vardag.domain.duty.plan import Days
from vardag.domain.duty.week import Week
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.words import Sentence, say

_LONGEST_ID = 18  # digits, which any database's integer holds
_NO_DATE = say("Write a date.")


@dataclass(frozen=True)
class Chosen:
    """Whom somebody chose for some days, and who stood there when the page was shown."""

    days: Days
    seen: Days

    def without(self, week: Week) -> "Chosen":
        """Return what was chosen otherwise than it stood on days of other weeks."""
        days = {
            day: person
            for day, person in self.days.items()
            if day not in week.days and person != self.seen[day]
        }
        return Chosen(days, {day: self.seen[day] for day in days})

    def cleared(self) -> "Chosen":
        """Return the same days with nobody chosen."""
        return Chosen(dict.fromkeys(self.days), self.seen)


def chosen(post: QueryDict, days: Iterable[date]) -> Chosen:
    """Return what was chosen for some days; only those that were on the page are in it."""
    shown = [day for day in days if f"day-{day}" in post]
    return Chosen(
        days={day: _person(post, f"day-{day}") for day in shown},
        seen={day: _person(post, f"seen-{day}") for day in shown},
    )


def _person(post: QueryDict, field: str) -> PersonId | None:
    """Return whom a field names; nobody where it is empty, and no person there is for nonsense."""
    text = post.get(field, "")
    return person_id(text) if text else None


def person_id(text: str) -> PersonId:
    """Return the id that a choice stands for; 0, which is nobody's, if it is none."""
    fits = text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
    return PersonId(int(text) if fits else 0)


def as_number(text: str) -> int:
    """Return a small number; 0, which is too few, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


@dataclass(frozen=True)
class Swap:
    """Two days to swap, and who stood there when the page was shown."""

    first: date
    second: date
    seen: Days


def swap(post: QueryDict) -> Swap:
    """Return two days, each chosen as a date with who stood there: ``2026-12-01:12``.

    :raises InvalidForm: if a day isn't chosen
    """
    found = [_day_and_person(post.get(field, "")) for field in ("first", "second")]
    (first, one), (second, other) = found
    if first is None or second is None:
        raise InvalidForm(say("Choose two days."))
    return Swap(first, second, {first: one, second: other})


def _day_and_person(text: str) -> tuple[date | None, PersonId | None]:
    day, _, person = text.partition(":")
    return _date(day), person_id(person) if person else None


@dataclass(frozen=True)
class Absence:
    """Between which days somebody is away."""

    from_date: date
    until: date | None


def absence(post: QueryDict) -> Absence:
    """Return an absence as it was filled in; the last day may be left open.

    :raises InvalidForm: if a date can't be read
    """
    first, last = _date(post.get("from", "")), _date(post.get("until", ""))
    problems = []
    if first is None:
        problems.append(Problem("from", Sentence(_NO_DATE)))
    if last is None and post.get("until", ""):
        problems.append(Problem("until", Sentence(_NO_DATE)))
    if first is None or problems:
        raise InvalidForm(say("The absence can't be like that."), problems=tuple(problems))
    return Absence(first, last)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
