"""What doesn't agree, in words: five lists, each row with why it stands there and what puts it right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext

from vardag.domain.case.aftermath import asked_for
from vardag.domain.reconciliation.mismatch import Kind, Remedy
from vardag.domain.routine.document import Step
from vardag.doors.inbox.paper.parts import copy_name
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import in_words, quoted, why_refused
from vardag.rooms.reconciliation.queries import Disagreements, Line

FEW, PAGE = 8, 50
_ROOM = 80  # letters of the reason why a step was left out


@dataclass(frozen=True)
class Choice:
    """One of the answers that a row asks for."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """A case that doesn't agree. ``does`` names its button's act, ``why_not`` why this person can't."""

    id: int
    version: int
    number: str
    service: str
    patient: str
    is_protected: bool
    since: str
    why: str
    does: str
    button: str
    why_not: str
    step: str = ""
    copy: int = 0
    work: str = ""
    outcomes: tuple[Choice, ...] = ()

    @property
    def about(self) -> str:
        """What tells this row's button from the others to those who can't see the row."""
        return f"{self.service}, {self.number if self.is_protected else self.patient}"


@dataclass(frozen=True)
class Section:
    """One of the lists: its rows, or the first of them, and how many there are in all."""

    key: str
    name: str
    short: str  # for the counts, which stand side by side
    hint: str
    many: int
    rows: tuple[Row, ...]

    @property
    def has_more(self) -> bool:
        return self.many > len(self.rows)


@dataclass(frozen=True)
class Page:
    """The whole page: the five counts, and the lists that are shown."""

    counts: tuple[Section, ...]
    sections: tuple[Section, ...]
    current: str  # the list that is shown alone; empty for all
    number: int
    has_more: bool
    is_all: bool

    @property
    def previous(self) -> str:
        """The address of the page before; empty on the first."""
        return self._of(self.number - 1) if self.current and self.number > 1 else ""

    @property
    def next(self) -> str:
        """The address of the page that follows; empty on the last."""
        return self._of(self.number + 1) if self.current and self.has_more else ""

    def _of(self, number: int) -> str:
        return urlencode({"show": self.current, "page": number})


def page_of(found: Disagreements, *, show: str, number: int, on: date) -> Page:
    """Return the page as it was asked for: all lists in short, or a page of one."""
    one = Kind(show) if show in Kind else None
    start = (number - 1) * PAGE if one else 0
    if one:
        sections = [_section(found, one, on=on, start=start, most=PAGE)]
    else:
        sections = [_section(found, each, on=on, most=FEW) for each in Kind]
    return Page(
        counts=tuple(_section(found, each, on=on, most=0) for each in Kind),
        sections=tuple(each for each in sections if each.rows),
        current=show if one else "",
        number=number if one else 1,
        has_more=one is not None and len(found.of(one)) > start + PAGE,
        is_all=found.is_all,
    )


def shown_lines(found: Disagreements, page: Page) -> Iterator[Line]:
    """Yield what a page shows, for the log."""
    ids = {row.id for each in page.sections for row in each.rows}
    return (line for line in found.lines if line.id in ids)


def _section(found: Disagreements, kind: Kind, *, on: date, most: int, start: int = 0) -> Section:
    name, short = _names(kind)
    lines = found.of(kind)
    rows = tuple(_row(line, on) for line in lines[start : start + most])
    return Section(kind.value, name, short, _hint(kind), len(lines), rows)


def _names(kind: Kind) -> tuple[str, str]:
    """Return what a list is called, and in short for the counts."""
    return {
        Kind.BOOKED_NOT_ANSWERED: (gettext("Booked, and the family not told"), gettext("not told")),
        Kind.DOCUMENTED_NOT_CLOSED: (gettext("Documented, and not closed"), gettext("not closed")),
        Kind.SIGNED_NOT_SENT: (gettext("Certificate ready, and not sent"), gettext("not sent")),
        Kind.PRINTED_NOT_RETURNED: (gettext("Printed, and not back"), gettext("not back")),
        Kind.CLOSED_NOT_DOCUMENTED: (
            gettext("Closed, and not documented"),
            gettext("not documented"),
        ),
    }[kind]


def _hint(kind: Kind) -> str:
    """Return what stands in a list, and from when."""
    return {
        Kind.BOOKED_NOT_ANSWERED: gettext(
            "A time was booked, changed or canceled, and nothing has been written since."
        ),
        Kind.DOCUMENTED_NOT_CLOSED: gettext(
            "All steps are done since two working days, and nobody has closed the case."
        ),
        Kind.SIGNED_NOT_SENT: gettext(
            "Only sending remains. Whoever put it off until a later day has said why."
        ),
        Kind.PRINTED_NOT_RETURNED: gettext(
            "On paper for a week, or after the case was closed. Say what became of it."
        ),
        Kind.CLOSED_NOT_DOCUMENTED: gettext(
            "Something in another system was left out. Say that it is done, or why not."
        ),
    }[kind]


def _row(line: Line, on: date) -> Row:
    return Row(
        id=line.id,
        version=line.case.version,
        number=line.number,
        service=in_words(line.case.service.list_name),
        patient=no_name() if line.is_protected else line.patient,
        is_protected=line.is_protected,
        since=short_date(line.mismatch.since, on=on),
        why=_why(line, on),
        does=line.remedy.value,
        button=_button(line),
        why_not=why_refused(line.refusal) if line.refusal else "",
        step=line.step.key if line.step else "",
        copy=line.mismatch.copy.number if line.mismatch.copy else 0,
        work=line.mismatch.work.key if line.mismatch.work else "",
        outcomes=tuple(_outcomes(line)),
    )


def _why(line: Line, on: date) -> str:
    """Return in a sentence or two why a case stands in the list."""
    found = line.mismatch
    told = {
        "day": short_date(found.since, on=on),
        "who": line.who,
        "step": in_words(found.step.name) if found.step else "",
    }
    match found.kind:
        case Kind.BOOKED_NOT_ANSWERED:
            words = gettext("%(who)s did “%(step)s” %(day)s. Nothing has been written since.")
            return f"{words % told} {_remains(line)}".strip()
        case Kind.DOCUMENTED_NOT_CLOSED:
            return gettext("All is done since %(day)s, last “%(step)s”.") % told
        case Kind.SIGNED_NOT_SENT:
            return gettext("Ready to be sent since %(day)s, by %(who)s.") % told
        case Kind.PRINTED_NOT_RETURNED:
            return _why_printed(line, told)
        case Kind.CLOSED_NOT_DOCUMENTED:
            return _why_undocumented(line, told)


def _remains(line: Line) -> str:
    if line.step is None:
        return ""
    return gettext("First: %(step)s.") % {"step": in_words(line.step.name)}


def _why_printed(line: Line, told: dict[str, str]) -> str:
    copy = line.mismatch.copy
    told |= {"copy": copy_name(line.number, copy.number) if copy else ""}
    if line.case.is_closed:
        words = gettext("Printout %(copy)s is with %(who)s. The case is closed since %(day)s.")
        return words % told
    return gettext("Printout %(copy)s is with %(who)s since %(day)s.") % told


def _why_undocumented(line: Line, told: dict[str, str]) -> str:
    step = line.mismatch.step
    done = line.case.steps.get(step.key) if step else None
    words = gettext("“%(step)s” was left out, and the case closed %(day)s.") % told
    return f"{words} {quoted(done.text, _ROOM) if done else ''}".strip()


def _button(line: Line) -> str:
    match line.remedy:
        case Remedy.REPLY:
            return gettext("Reply and close")
        case Remedy.CLOSE:
            return gettext("Close without a reply")
        case Remedy.TICK | Remedy.ACCOUNT if line.step:
            return _done_in(line, line.step)
        case Remedy.COPY:
            return gettext("Came back")
        case Remedy.SEND if line.mismatch.work:
            return (
                f"{in_words(line.mismatch.work.done)}{' …' if line.mismatch.work.outcomes else ''}"
            )
        case _:
            return gettext("Go on in the case")


def _done_in(line: Line, step: Step) -> str:
    system = line.routine.system(step.system)
    return gettext("Done in %(system)s") % {"system": system.name} if system else gettext("Done")


def _outcomes(line: Line) -> Iterator[Choice]:
    work = line.mismatch.work
    wished = asked_for(line.case, work) if work else None
    for each in work.outcomes if work else ():
        yield Choice(each.key, in_words(each.name), each == wished)
