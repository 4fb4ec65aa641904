"""The log's review as it stands on its pages: who looked at what when, and never what stood there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext, ngettext

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, PersonId
from vardag.doors.shared.moments import clock_time, long_date, short_date, short_moment
from vardag.rooms.audit.queries import Access, Documented, Period, Review
from vardag.rooms.audit.words import Finding, Kind, Named, Of, Result, What

EVERY = timedelta(days=30)  # how often a sample is drawn (ADR-0024)


@dataclass(frozen=True)
class Line:
    """A review in the list; the names of whom it is about stand on its own page."""

    id: int
    name: str
    days: str
    made: str
    state: str
    is_done: bool


@dataclass(frozen=True)
class LogPage:
    """The page from which the log is reviewed."""

    due: str
    is_late: bool
    sealed: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Subject:
    """One of those whom a review is about."""

    id: PersonId
    name: str
    is_current: bool


@dataclass(frozen=True)
class Entry:
    """A line of the log in words."""

    at: str
    who: str
    what: str
    cases: str
    patient: str


@dataclass(frozen=True)
class Note:
    """What a review came to, in words."""

    finding: str
    measure: str
    made: str


@dataclass(frozen=True)
class ReviewPage:
    """A review: how it was made, whom it is about, what is in the log, what it came to."""

    id: int
    name: str
    days: str
    how: str
    reason: str
    subjects: tuple[Subject, ...]
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]
    with_lists: bool
    number: int
    has_more: bool
    is_own: bool


@dataclass(frozen=True)
class Found:
    """What a review's page is made of."""

    review: Review
    subject: PersonId
    entries: tuple[Access, ...]
    has_more: bool
    number: int
    with_lists: bool
    names: Mapping[PersonId, str]
    numbers: Mapping[CaseId, str]


def log_page(
    reviews: Iterable[Review],
    *,
    last_sample: datetime | None,
    sealed: datetime | None,
    names: Mapping[PersonId, str],
    on: date,
) -> LogPage:
    """Return the page with a clinic's latest reviews, and when the next sample is due."""
    due = local_date(last_sample) + EVERY if last_sample else None
    return LogPage(
        due=_due(due, on),
        is_late=due is None or due < on,
        sealed=_sealed(sealed),
        lines=tuple(_line(each, names) for each in reviews),
    )


def _due(due: date | None, on: date) -> str:
    if due is None:
        return gettext("No sample has been drawn here yet.")
    if due < on:
        return gettext("The next sample was to be drawn by %(day)s.") % {"day": long_date(due)}
    return gettext("Draw the next sample by %(day)s.") % {"day": long_date(due)}


def _sealed(at: datetime | None) -> str:
    if at is None:
        return gettext("The log isn't sealed yet.")
    said = gettext("The log is sealed to %(day)s at %(time)s.")
    return said % {"day": short_date(local_date(at)), "time": clock_time(at)}


def _line(review: Review, names: Mapping[PersonId, str]) -> Line:
    row = review.row
    return Line(
        id=row.pk,
        name=name_of(review),
        days=_days(review.period),
        made=_by(PersonId(row.by_id), row.at, names),
        state=_state(review),
        is_done=review.is_done,
    )


def name_of(review: Review) -> str:
    """Return what a review is called; says nobody's name."""
    kind, of = Kind(review.row.kind), Of(review.row.of)
    if kind is Kind.SAMPLE and of is Of.STAFF:
        many = len(review.row.subjects)
        return ngettext("Sample: %(many)s of staff", "Sample: %(many)s of staff", many) % {
            "many": many
        }
    if kind is Kind.SAMPLE:
        many = len(review.row.subjects)
        return ngettext("Sample: %(many)s patient", "Sample: %(many)s patients", many) % {
            "many": many
        }
    if of is Of.STAFF:
        return gettext("On suspicion: a member of staff")
    return gettext("On suspicion: a patient")


def _days(period: Period) -> str:
    return f"{short_date(period.first)} – {short_date(period.last)}"


def _by(person: PersonId, at: datetime, names: Mapping[PersonId, str]) -> str:
    return f"{names.get(person, str(person))}, {short_moment(at)}"


def _state(review: Review) -> str:
    if not review.findings:
        return gettext("Not documented")
    return _finding(review.findings[-1].finding)


def _finding(finding: Finding) -> str:
    return {
        Finding.IN_ORDER: gettext("Nothing remarkable"),
        Finding.ASKED: gettext("Awaits an answer"),
        Finding.BREACH: gettext("Somebody looked without a reason"),
    }[finding]


def review_page(found: Found, *, reader: PersonId) -> ReviewPage:
    """Return the page of a review, at one of those whom it is about."""
    review = found.review
    return ReviewPage(
        id=review.row.pk,
        name=name_of(review),
        days=_days(review.period),
        how=_how(found),
        reason=review.row.reason,
        subjects=tuple(
            Subject(each, found.names.get(each, str(each)), is_current=each == found.subject)
            for each in review.subjects
        ),
        entries=tuple(_entry(each, found) for each in found.entries),
        notes=tuple(_note(each, found.names) for each in review.findings),
        with_lists=found.with_lists,
        number=found.number,
        has_more=found.has_more,
        is_own=reader in review.subjects,
    )


def _how(found: Found) -> str:
    row = found.review.row
    by = _by(PersonId(row.by_id), row.at, found.names)
    if Kind(row.kind) is Kind.SUSPICION:
        return by
    said = gettext("%(by)s. Drawn of %(of)s, with the seed %(seed)s.")
    return said % {"by": by, "of": row.drawn_of, "seed": row.seed}


def _entry(access: Access, found: Found) -> Entry:
    is_patients = Of(found.review.row.of) is Of.PATIENTS
    named = _theirs(access.named, found.subject) if is_patients else access.named
    return Entry(
        at=short_moment(access.at),
        who="" if access.person is None else found.names.get(access.person, str(access.person)),
        what=what_in_words(access),
        cases=_with_rows(_cases(access, named, found), access, found),
        patient="" if access.patient is None else found.names.get(access.patient, ""),
    )


def _theirs(named: Iterable[Named], patient: PersonId) -> tuple[Named, ...]:
    return tuple(each for each in named if each[1] == patient)


def _cases(access: Access, named: tuple[Named, ...], found: Found) -> str:
    if access.case is not None:
        number = found.numbers.get(access.case, str(access.case))
        return f"{number}, {_beside(len(named))}" if named else number
    if named and len(named) < 4:
        return ", ".join(found.numbers.get(case, str(case)) for case, _ in named)
    many = len(named)
    return ngettext("%(many)s case", "%(many)s cases", many) % {"many": many} if many else ""


def _with_rows(cases: str, access: Access, found: Found) -> str:
    """Return the cases in words, with how many rows by hand of a register there were beside them."""
    is_patients = Of(found.review.row.of) is Of.PATIENTS
    many = sum(not is_patients or who == found.subject for _, who in access.rows)
    rows = ngettext("%(many)s row by hand", "%(many)s rows by hand", many) % {"many": many}
    return ", ".join(filter(None, (cases, rows if many else "")))


def _beside(many: int) -> str:
    words = ngettext("%(many)s other beside it", "%(many)s others beside it", many)
    return words % {"many": many}


def what_in_words(access: Access) -> str:
    """Return what somebody did."""
    if access.result is Result.REFUSED:
        return _refused(access)
    return {
        What.OPENED: gettext("Opened the case"),
        What.PROTECTED: gettext("Saw protected details in the case"),
        What.PRINTED: gettext("Printed the case"),
        What.LISTED: gettext("Saw it in a list"),
        What.WORKLIST: gettext("Saw it in the worklist"),
        What.INQUIRY: gettext("Read a question to oneself about it"),
        What.REGISTER: gettext("Saw it in a register"),
        What.TAKEN_OUT: gettext("Saved it from a register as a workbook"),
        What.ADDRESSED: gettext("Made a label or a cover letter for it"),
        What.SEARCHED: gettext("Found it by a search"),
        What.SOUGHT: gettext("Found it by searching for a personal number"),
        What.BLOCKS: gettext("Saw who is blocked from the child"),
        What.BY_EXCEPTION: gettext("Chose to read the case by way of exception"),
        What.TO_SEE_PROTECTED: gettext("Chose to see protected details in the case"),
        What.FOLLOWED_UP: gettext("Followed up what a colleague chose to read"),
        What.CASE_DISPOSED: gettext("Disposed of the case, by a decision"),
        What.REVIEWED: gettext("Reviewed the log"),
        What.EXTRACT: gettext("Read the extract of the log"),
    }.get(access.what) or _of_a_sign_in(access.what)


def _of_a_sign_in(what: What) -> str:
    return {
        What.SIGN_IN: gettext("Signed in"),
        What.CLINIC: gettext("Chose to work at the clinic"),
        What.SIGN_OUT: gettext("Signed out"),
        What.ENDED: gettext("The sign-in had ended by itself"),
    }.get(what, what.value)


def _refused(access: Access) -> str:
    if access.what is What.SIGN_IN:
        return gettext("Wasn't let in")
    return gettext("Tried, and was refused")


def _note(note: Documented, names: Mapping[PersonId, str]) -> Note:
    return Note(_finding(note.finding), note.measure, _by(note.by, note.at, names))
