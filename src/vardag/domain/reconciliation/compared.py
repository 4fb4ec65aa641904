"""Another system's list held against the cases: what agrees, and what is there or here alone (R14).

A row that names a case is about that case. One that names a person and a day is about that person's only
case that fits; two that fit are nobody's to choose between but a person's. Source: ADR-0048.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vardag.domain.folding import fold
from vardag.domain.people.identity import CaseId
from vardag.domain.reconciliation.listed import Listed

NEAR = timedelta(days=7)
"""How far the day there may be from the tick here: a list is looked at once a week."""


class Stands(StrEnum):
    """How a step in the other system stands here."""

    DONE = "done"
    OPEN = "open"  # not done, and the case is open
    LEFT_OUT = "left-out"  # when the case closed


@dataclass(frozen=True)
class Known:
    """A step of a case that is done in the list's system. ``done`` is the local date of its tick.

    ``is_ours`` tells whether the clinic had the case when it was ticked, or has it now.
    """

    case: CaseId
    step: str
    template: str
    number: str  # the patient's, of twelve characters
    received: date
    stands: Stands
    done: date | None = None
    is_ours: bool = True


class Verdict(StrEnum):
    """What a comparison comes to, of what doesn't agree."""

    ONLY_THERE = "only-there"
    ONLY_HERE = "only-here"
    UNCLEAR = "unclear"


class Why(StrEnum):
    """Why nobody can tell which case a row is about."""

    NO_CASE = "no-case"
    NO_STEP = "no-step"
    SEVERAL = "several"
    OTHER_PERSON = "other-person"  # the case is about somebody else than the row


@dataclass(frozen=True)
class Finding:
    """What doesn't agree: a row of the list, the step of a case, or both."""

    verdict: Verdict
    row: int | None = None
    case: CaseId | None = None
    step: str = ""
    day: date | None = None
    who: str = ""
    why: Why | None = None


@dataclass(frozen=True)
class Compared:
    """How many rows agree, and what doesn't, in the list's order; what is here alone comes last."""

    agree: int
    findings: tuple[Finding, ...]


type _Key = tuple[CaseId, str]


def compare(
    lines: Iterable[Listed],
    known: Iterable[Known],
    *,
    days: tuple[date, date] | None,
    cases: Iterable[CaseId],
) -> Compared:
    """Hold a list against what is known here.

    :param known: the steps in that system of all cases that a row may be about, and of all that were
        ticked within the list's days
    :param days: the first and the last that the list names; without them nothing is here alone
    :param cases: those of the named ones that are there, and may be seen
    """
    every = list(known)
    by_case, by_number = _grouped(every)
    there = set(cases)
    agree, matched, findings = 0, set[_Key](), []
    for line in lines:
        found = _of_line(line, by_case, by_number, there, matched)
        if isinstance(found, Known):
            matched.add((found.case, found.step))
            agree += 1
        else:
            if found.case is not None:
                matched.add((found.case, found.step))
            findings.append(found)
    return Compared(agree, (*findings, *_here_alone(every, matched, days)))


def _grouped(
    known: Iterable[Known],
) -> tuple[Mapping[int, list[Known]], Mapping[str, list[Known]]]:
    by_case: dict[int, list[Known]] = defaultdict(list)
    by_number: dict[str, list[Known]] = defaultdict(list)
    for each in known:
        by_case[each.case].append(each)
        if each.number:
            by_number[each.number].append(each)
    return by_case, by_number


def _of_line(
    line: Listed,
    by_case: Mapping[int, list[Known]],
    by_number: Mapping[str, list[Known]],
    there: set[CaseId],
    matched: set[_Key],
) -> Known | Finding:
    """Return what a row agrees with, or what comes of it."""
    if line.case is not None:
        may_be = _narrowed(by_case.get(line.case, []), line)
        if not may_be:
            why = Why.NO_STEP if line.case in there else Why.NO_CASE
            return _unclear(line, why, CaseId(line.case) if why is Why.NO_STEP else None)
        if line.number and line.number != may_be[0].number:
            return _unclear(line, Why.OTHER_PERSON)
        return _one_of(may_be, line)
    fitting = [each for each in by_number.get(line.number, []) if _fits(each, line)]
    may_be = _narrowed(fitting, line)
    fresh = [each for each in may_be if (each.case, each.step) not in matched] or may_be
    if not fresh:
        return _unclear(line, Why.NO_CASE)
    return _one_of(fresh, line)


def _narrowed(may_be: list[Known], line: Listed) -> list[Known]:
    """Return those of the template that the row names, if it names one of theirs; else all."""
    said = fold(line.what)
    of_it = [each for each in may_be if each.template and fold(each.template) in said]
    return of_it or may_be


def _fits(known: Known, line: Listed) -> bool:
    """Tell whether a person's step may be what was done on the row's day."""
    if line.day is None or known.received > line.day:
        return False
    return known.done is None or abs(known.done - line.day) <= NEAR


def _one_of(may_be: list[Known], line: Listed) -> Known | Finding:
    """Return the step that a row is about: one that is done, or else the only one that isn't."""
    done = [each for each in may_be if each.stands is Stands.DONE]
    if done:
        return min(done, key=lambda each: _distance(each, line))
    waiting = [each for each in may_be if each.stands is Stands.OPEN] or may_be
    if len(waiting) > 1:
        return _unclear(line, Why.SEVERAL)
    (one,) = waiting
    return Finding(Verdict.ONLY_THERE, line.row, one.case, one.step, line.day, line.who)


def _distance(known: Known, line: Listed) -> tuple[int, CaseId]:
    apart = (known.done - line.day) if known.done and line.day else timedelta()
    return abs(apart.days), known.case


def _unclear(line: Listed, why: Why, case: CaseId | None = None) -> Finding:
    return Finding(Verdict.UNCLEAR, line.row, case, day=line.day, who=line.who, why=why)


def _here_alone(
    known: Iterable[Known], matched: set[_Key], days: tuple[date, date] | None
) -> Iterator[Finding]:
    """Yield what is ticked here within the list's days and stands in none of its rows."""
    if days is None:
        return
    alone = [
        each
        for each in known
        if each.done is not None
        and each.is_ours
        and days[0] <= each.done <= days[1]
        and (each.case, each.step) not in matched
    ]
    for each in sorted(alone, key=lambda one: (one.done, one.case, one.step)):
        yield Finding(Verdict.ONLY_HERE, None, each.case, each.step, each.done)
