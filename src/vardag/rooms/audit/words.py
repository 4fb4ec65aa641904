"""What the log can say: the kinds of entries, reviews and findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Role

type Named = tuple[CaseId, PersonId]
"""A case that a list shows, and its patient."""
type NamedRow = tuple[int, PersonId | None]
"""A row by hand of a register, and its patient if the product knows who that is."""


class What(StrEnum):
    """What somebody did."""

    OPENED = "opened"  # a case, with its text
    PROTECTED = "protected"  # the same, with whom a protected case is about
    PRINTED = "printed"
    LISTED = "listed"  # cases in a list
    WORKLIST = "worklist"
    INQUIRY = "inquiry"  # what is asked of that person, and what of the case the question shows
    REGISTER = "register"
    TAKEN_OUT = "taken-out"  # rows of a register, as a workbook
    ADDRESSED = "addressed"  # labels or letters made for what is sent
    SEARCHED = "searched"  # and saw the cases that were found in a list
    SOUGHT = "sought"  # the same, by somebody's personal number
    BLOCKS = "blocks"  # whom a unit manager keeps from a child
    BY_EXCEPTION = "by-exception"  # chose to read a case by way of exception
    TO_SEE_PROTECTED = "to-see-protected"  # chose to see whom a protected case is about
    FOLLOWED_UP = "followed-up"  # either of these, as a log reviewer
    TRIED = "tried"  # and was refused
    REVIEWED = "reviewed"  # the log itself
    EXTRACT = "extract"  # one's own of the log
    SIGN_IN = "sign-in"  # came in, or wasn't let in
    CLINIC = "clinic"  # chose at which clinic to work
    SIGN_OUT = "sign-out"
    ENDED = "ended"  # of a sign-in, by itself
    DISPOSED = "disposed"  # of the oldest entries of the log
    CASE_DISPOSED = "case-disposed"  # a case, by a decision
    EXPORTED = "exported"  # entries of the log


SIGN_INS = (What.SIGN_IN, What.SIGN_OUT, What.ENDED, What.CLINIC)  # as their index has them


class Result(StrEnum):
    """What came of it."""

    SHOWN = "shown"
    REFUSED = "refused"
    DONE = "done"  # where nothing is shown of anybody


class Kind(StrEnum):
    """Why the log is reviewed."""

    SAMPLE = "sample"
    SUSPICION = "suspicion"


class Of(StrEnum):
    """Whom a review is about."""

    STAFF = "staff"
    PATIENTS = "patients"


class Finding(StrEnum):
    """What a review came to; after ``ASKED`` another follows."""

    IN_ORDER = "in-order"
    ASKED = "asked"
    BREACH = "breach"


@dataclass(frozen=True)
class Who:
    """Who does something, and from which assignment; a resident has none.

    ``person`` is None only of who wasn't let in.
    """

    person: PersonId | None
    clinic: ClinicId | None = None
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class About:
    """What an entry is about: a case and its patient, or the cases that a list names.

    Both where a case is shown with the patient's others beside it. ``rows`` are those by hand of a
    register, which no case brought.
    """

    case: CaseId | None = None
    patient: PersonId | None = None
    named: tuple[Named, ...] = ()
    rows: tuple[NamedRow, ...] = ()


@dataclass(frozen=True)
class Where:
    """From which page, in which request, and the reason that was given, if any."""

    page: str = ""
    request_id: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Vouched:
    """By which provider somebody came in or would have, and at which level of assurance."""

    provider: str = ""
    level: str = ""


_ROW = "r"  # before the number of a row by hand


def as_text(named: Iterable[Named], rows: Iterable[NamedRow] = ()) -> str:
    """Return a list's cases, and its rows by hand, as they are stored; empty for none."""
    pairs = [f"{case}:{patient}" for case, patient in named]
    pairs += [f"{_ROW}{row}:{'-' if patient is None else patient}" for row, patient in rows]
    return f" {' '.join(pairs)} " if pairs else ""


def as_named(text: str) -> tuple[Named, ...]:
    """Return a list's cases from what is stored."""
    pairs = (pair.split(":") for pair in text.split() if not pair.startswith(_ROW))
    return tuple((CaseId(int(case)), PersonId(int(patient))) for case, patient in pairs)


def as_rows(text: str) -> tuple[NamedRow, ...]:
    """Return a list's rows by hand from what is stored."""
    pairs = (pair[1:].split(":") for pair in text.split() if pair.startswith(_ROW))
    return tuple((int(row), None if who == "-" else PersonId(int(who))) for row, who in pairs)
