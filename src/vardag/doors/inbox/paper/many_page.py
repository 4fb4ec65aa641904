"""The page from which cases are printed together, and on which copies are accounted for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Profession, age_on
from vardag.doors.inbox.paper.parts import copy_name
from vardag.doors.shared.moments import short_moment
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import in_words
from vardag.rooms.lists.papers import CopyOut, Printable
from vardag.rooms.people.models import PersonRow

type Colleagues = Mapping[ClinicId, tuple[PersonRow, ...]]


@dataclass(frozen=True)
class Reader:
    """Somebody for whom a case can be printed."""

    id: PersonId
    name: str
    is_chosen: bool = False


@dataclass(frozen=True)
class RowToPrint:
    """A case to print, for whom, and why it can't be printed; empty where it can."""

    id: CaseId
    number: str
    service: str
    who: str
    is_protected: bool
    out: str  # where copies of it are already
    readers: tuple[Reader, ...]
    is_chosen: bool
    why_not: str


@dataclass(frozen=True)
class RowOut:
    """A copy that nobody has accounted for."""

    case: CaseId
    copy: int
    name: str
    service: str
    who: str
    is_protected: bool
    holder: str
    printed: str
    is_closed: bool


@dataclass(frozen=True)
class PrintPage:
    """All that the page shows."""

    heading: str
    rows: tuple[RowToPrint, ...]
    readers: tuple[Reader, ...]  # of the clinics of all the cases
    out: tuple[RowOut, ...]
    missing: str  # that some of what was asked for isn't there
    refused: str

    @property
    def can_print(self) -> bool:
        return any(not row.why_not for row in self.rows)


@dataclass(frozen=True)
class Chosen:
    """What was chosen on the page: which cases, for whom, and what was refused of them."""

    cases: Collection[CaseId]  # whose box is ticked
    for_all: str = ""
    for_: Mapping[CaseId, str] | None = None
    refusals: Mapping[CaseId, str] | None = None
    refused: str = ""


def print_page(
    cases: Iterable[Printable],
    out: Iterable[CopyOut],
    people: Colleagues,
    chosen: Chosen,
    *,
    missing: int,
    on: date,
) -> PrintPage:
    """Return the page.

    :param missing: how many of the cases asked for aren't there, or aren't this person's
    """
    rows = tuple(_row(case, people, chosen, on) for case in cases)
    here = {row.pk: row for clinic in people.values() for row in clinic}
    many = sum(not row.why_not for row in rows)
    heading = ngettext("Print %(many)s case", "Print %(many)s cases", many) % {"many": many}
    return PrintPage(
        heading=heading if many else gettext("Cases on paper"),
        rows=rows,
        readers=_readers(here.values(), chosen.for_all),
        out=tuple(_out(copy, on) for copy in out),
        missing=_missing(missing),
        refused=chosen.refused,
    )


def _row(case: Printable, people: Colleagues, chosen: Chosen, on: date) -> RowToPrint:
    refusals = chosen.refusals or {}
    return RowToPrint(
        id=case.id,
        number=case.number,
        service=in_words(case.service.list_name),
        who=_who(case, on),
        is_protected=case.is_protected,
        out=_where(case),
        readers=_readers(people.get(case.clinic, ()), (chosen.for_ or {}).get(case.id, "")),
        is_chosen=case.id in chosen.cases,
        why_not=refusals.get(case.id) or _why_not(case),
    )


def _why_not(case: Printable) -> str:
    if not case.may_act:
        return gettext("Another clinic has the case now. You can read it.")
    return gettext("The case is closed. A later matter is a new case.") if case.is_closed else ""


def _who(case: Printable, on: date) -> str:
    if case.is_protected or case.born is None:
        return no_name()
    age = age_on(on, born=case.born)
    return gettext("%(name)s, %(age)s years") % {"name": case.patient, "age": age}


def _where(case: Printable) -> str:
    """Say where copies of a case are; nothing where there are none."""
    return on_paper(case.copies_out, case.paper_holder)


def on_paper(copies: int, holder: str) -> str:
    """Say with whom a case is on paper, and in how many copies if they are several; else nothing."""
    if not copies:
        return ""
    words = gettext("on paper with %(name)s") % {"name": holder}
    if copies == 1:
        return words
    return f"{words} ({gettext('%(many)s copies') % {'many': copies}})"


def _readers(rows: Iterable[PersonRow], chosen: str) -> tuple[Reader, ...]:
    """Return those a case can be printed for: the doctors first, for whom it mostly is."""
    ordered = sorted(rows, key=lambda row: row.profession != Profession.DOCTOR)
    return tuple(
        Reader(PersonId(row.pk), titled(row), is_chosen=str(row.pk) == chosen) for row in ordered
    )


def titled(row: PersonRow) -> str:
    """Return a member of staff by name and title."""
    return f"{row.name.strip()}, {row.title}" if row.title else row.name.strip()


def _out(copy: CopyOut, on: date) -> RowOut:
    told = {"name": copy.by, "when": short_moment(copy.at, on=on)}
    return RowOut(
        case=copy.case.id,
        copy=copy.number,
        name=copy_name(copy.case.number, copy.number),
        service=in_words(copy.case.service.list_name),
        who=_who(copy.case, on),
        is_protected=copy.case.is_protected,
        holder=copy.holder,
        printed=gettext("printed by %(name)s %(when)s") % told,
        is_closed=copy.case.is_closed,
    )


def _missing(many: int) -> str:
    if not many:
        return ""
    words = ngettext(
        "%(many)s case that was asked for isn't here: it isn't there, or isn't yours to see.",
        "%(many)s cases that were asked for aren't here: they aren't there, or aren't yours to see.",
        many,
    )
    return words % {"many": many}
