"""What of the worklist somebody asks to see: a step, whose it is, what is past its date.

All of the list is read anyway, so that the choices are those that it has just now. What isn't among them
any more is asked for all the same, and finds nothing: an address that is kept stays what it was.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext

from vardag.doors.inbox.lists.hand import case_query, place
from vardag.doors.inbox.lists.work_owner import group_name
from vardag.doors.inbox.lists.worklist_when import when_of_case, when_of_piece
from vardag.doors.shared.sentences import in_words
from vardag.rooms.lists.duties import Duty, OpenPiece
from vardag.rooms.lists.worklist import Worklist

_LONGEST = 100
_CLOSE = "close"
_GONE = "gone"


@dataclass(frozen=True)
class AskedOfWork:
    """What an address asks for; empty is all."""

    step: str = ""
    holder: str = ""
    late: bool = False

    @property
    def address(self) -> str:
        """What stands after the question mark of the same page again; empty for all of it."""
        found = QueryDict(mutable=True)
        for name, value in (("step", self.step), ("holder", self.holder)):
            if value:
                found[name] = value
        if self.late:
            found["late"] = "1"
        return found.urlencode()

    @property
    def after_address(self) -> str:
        return f"?{self.address}" if self.address else ""

    @property
    def way(self) -> str:
        """What stands after a case's address, and leads back here."""
        return case_query(place("work", self.address))


@dataclass(frozen=True)
class Choice:
    """One of the choices of the filter."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class WorkFilter:
    """The filter as it stands on the page. ``words`` say what is chosen; empty for nothing."""

    asked: AskedOfWork
    steps: tuple[Choice, ...]
    holders: tuple[Choice, ...]
    words: str


def asked_of_work(asks: Mapping[str, str]) -> AskedOfWork:
    """Return what an address asks for; of what is too long for a choice, nothing."""
    step, holder = (asks.get(name, "")[: _LONGEST + 1] for name in ("step", "holder"))
    return AskedOfWork(
        step=step if len(step) <= _LONGEST else "",
        holder=holder if len(holder) <= _LONGEST else "",
        late=asks.get("late", "") == "1",
    )


def only(work: Worklist, asked: AskedOfWork, *, today: date) -> Worklist:
    """Return what is asked for of a worklist."""

    def wanted(duty: Duty) -> bool:
        is_step = not asked.step or asked.step == _step(duty)[0]
        is_theirs = not asked.holder or asked.holder in dict(_holders(duty, work))
        return is_step and is_theirs and (not asked.late or _is_late(duty, work, today))

    return replace(
        work,
        pieces=tuple(filter(wanted, work.pieces)),
        to_print=tuple(filter(wanted, work.to_print)),
        to_close=tuple(filter(wanted, work.to_close)),
    )


def work_filter(work: Worklist, asked: AskedOfWork) -> WorkFilter:
    """Return the filter, with the choices that the whole list has."""
    duties: tuple[Duty, ...] = (*work.to_print, *work.to_close, *work.pieces)
    steps = dict(_step(duty) for duty in duties)
    holders = dict(pair for duty in duties for pair in _holders(duty, work))
    gone = gettext("Not in the list now")
    said = [steps.get(asked.step, gone)] if asked.step else []
    said += [holders.get(asked.holder, gone)] if asked.holder else []
    said += [gettext("past their date")] if asked.late else []
    return WorkFilter(
        asked=asked,
        steps=tuple(_choices(steps, asked.step)),
        holders=tuple(_choices(holders, asked.holder)),
        words=", ".join(said),
    )


def _choices(found: Mapping[str, str], chosen: str) -> Iterator[Choice]:
    yield Choice("", gettext("Any"), not chosen)
    if chosen and chosen not in found:
        yield Choice(chosen, gettext("Not in the list now"), is_chosen=True)
    for key, label in sorted(found.items(), key=lambda pair: pair[1]):
        yield Choice(key, label, key == chosen)


def _step(duty: Duty) -> tuple[str, str]:
    """Return what is to be done next, by a key and in words."""
    if isinstance(duty, OpenPiece):
        return f"work:{duty.work.key}", in_words(duty.work.name)
    if duty.step is None:
        return _CLOSE, gettext("Close the case")
    return f"step:{duty.step.key}", in_words(duty.step.name)


def _holders(duty: Duty, work: Worklist) -> Iterable[tuple[str, str]]:
    """Yield who has it: whom it was printed for, who owns the work or holds the case, the group."""
    case = duty.case
    if case.printed_for is not None:
        yield f"person:{case.printed_for}", work.printed_for[case.printed_for]
    if isinstance(duty, OpenPiece):
        yield from _owners(duty, work)
        return
    if case.holder is not None:
        yield f"person:{case.holder}", case.holder_name
    if case.group:
        yield f"group:{case.group}", case.group_name


def _owners(piece: OpenPiece, work: Worklist) -> Iterable[tuple[str, str]]:
    """Yield who owns a piece of work, and that nobody attends to it where that is so."""
    if piece.owner is None:
        yield f"group:{piece.case.process.work_by or ''}", group_name(piece)
        return
    yield f"person:{piece.owner}", piece.owner_name
    if work.is_unattended(piece):
        yield _GONE, gettext("Somebody who is away")


def _is_late(duty: Duty, work: Worklist, today: date) -> bool:
    if isinstance(duty, OpenPiece):
        return when_of_piece(duty, today=today, calendar=work.calendar).slipped
    return when_of_case(duty, today=today, calendar=work.calendar).slipped
