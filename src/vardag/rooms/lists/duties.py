"""What a row of a clinic's cases comes to on its worklist, read by the routine the case is pinned to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from vardag.domain.case.competence import is_competent_at, may_do_work_at
from vardag.domain.case.flags import Dates
from vardag.domain.clock.deadline import Deadline
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.people.protection import is_protected
from vardag.domain.routine.document import (
    FieldKind,
    Option,
    Process,
    Routine,
    Service,
    Step,
    StepAct,
    Work,
)
from vardag.domain.routine.way import open_steps, remaining_steps, steps_on_way
from vardag.domain.words import Text
from vardag.rooms.cases.ledger import BrokenLedger, deadline_of
from vardag.rooms.cases.models import case_number
from vardag.rooms.routines.queries import routine


@dataclass(frozen=True)
class CaseOfDuty:
    """What a row of the worklist says of its case."""

    id: CaseId
    number: str
    service: Service
    process: Process
    patient_id: PersonId
    patient: str  # empty in a protected case, of which no list tells whom it is about
    born: date | None
    is_protected: bool
    sent_by: str  # the clinic that sent the case here; empty when none did
    printed_for: PersonId | None
    holder: PersonId | None
    holder_name: str
    group: str  # the key of the group that holds it, with its name; empty for none
    group_name: str
    copies_out: int  # on paper, of which nobody has said what became
    version: int
    received_at: datetime
    may_open: bool  # work can be done by more people than may read the case
    has_files: bool  # never of a protected case, nor of one that can't be opened


@dataclass(frozen=True)
class OpenPiece:
    """A piece of work whose turn it is. ``wished`` is the outcome that the family asked for.

    Without an owner it is for all who do the work: ``group`` by name, or else the clinic's receivers.
    """

    case: CaseOfDuty
    routine: Routine  # the case's
    work: Work
    place: int  # among the process's pieces, from 0
    system: str  # where it is done or recorded; empty when nowhere in particular
    due: Deadline
    wished: Option | None
    owner: PersonId | None
    owner_name: str
    group: Text | None
    said: str  # what was said of it last, among those who do it


@dataclass(frozen=True)
class OpenCase:
    """An open case on its way to such work: to be printed, or, when ``step`` is None, to be closed."""

    case: CaseOfDuty
    step: Step | None
    may_print: bool  # and so do the step
    by: Text | None  # the group whose the step is
    dates: Dates
    responded_at: datetime | None


type Duty = OpenPiece | OpenCase


@dataclass(frozen=True)
class _Read:
    """A row with what its routine says of it."""

    row: Mapping[str, Any]
    document: Routine
    case: CaseOfDuty

    @property
    def process(self) -> Process:
        return self.case.process


def duty(row: Mapping[str, Any], *, staff: Staff, clinic: ClinicId) -> Duty | None:
    """Return what is to be done in a case of ``work_rows``; None when this person has nothing to do.

    :raises BrokenLedger: if the case's routine doesn't know its service or its open work
    """
    read = _read(row)
    if row["piece__key"] is None:
        return _open_case(read, staff, clinic)
    return _open_piece(read) if may_do_work_at(staff, read.process, clinic) else None


def piece_of(row: Mapping[str, Any]) -> OpenPiece:
    """Return the open work of a case of ``late_cases``.

    :raises BrokenLedger: as ``duty``
    """
    return _open_piece(_read(row))


def _read(row: Mapping[str, Any]) -> _Read:
    document = routine(row["routine_sum"])
    service = document.service(row["service"])
    process = document.process(service.process) if service else None
    if service is None or process is None:
        raise BrokenLedger(f"the routine has no service {row['service']}")
    return _Read(row, document, _case(row, service, process))


def _case(row: Mapping[str, Any], service: Service, process: Process) -> CaseOfDuty:
    hidden = is_protected(row["patient__protection"], row["author__protection"])
    return CaseOfDuty(
        id=CaseId(row["id"]),
        number=case_number(row["id"], row["received_at"]),
        service=service,
        process=process,
        patient_id=PersonId(row["patient_id"]),
        patient="" if hidden else _name(row, "patient"),
        born=None if hidden else row["patient__born"],
        is_protected=hidden,
        sent_by=row["sent_by"] or "",
        printed_for=row["printed_for"],
        holder=row["holder_id"],
        holder_name=_name(row, "holder"),
        group=row["holding_group__key"] or "",
        group_name=row["holding_group__name"] or "",
        copies_out=row["copies_out"],
        version=row["version"],
        received_at=row["received_at"],
        may_open=row["may_open"],
        has_files=bool(row["has_files"] and row["may_open"] and not hidden),
    )


def _name(row: Mapping[str, Any], whose: str) -> str:
    parts = (row[f"{whose}__given_name"], row[f"{whose}__family_name"])
    return " ".join(filter(None, parts)).strip()


def _open_piece(read: _Read) -> OpenPiece:
    keys = [piece.key for piece in read.process.work]
    due = deadline_of(read.row["piece__follow_up_why"])
    if read.row["piece__key"] not in keys or due is None:
        raise BrokenLedger(f"{read.case.number}: no such work as {read.row['piece__key']}")
    place = keys.index(read.row["piece__key"])
    work = read.process.work[place]
    system = read.document.system(work.system)
    return OpenPiece(
        case=read.case,
        routine=read.document,
        work=work,
        place=place,
        system=system.name if system else "",
        due=due,
        wished=_wished(read, work),
        owner=read.row["piece__owner_id"],
        owner_name=_name(read.row, "piece__owner"),
        group=_group(read),
        said=read.row["said"] or "",
    )


def _group(read: _Read) -> Text | None:
    """Return the name of the group that the routine gives the work."""
    group = read.document.group(read.process.work_by)
    return group.name if group else None


def _wished(read: _Read, work: Work) -> Option | None:
    """Return the outcome that an answer to a choice of the form asks for, if one does."""
    form = read.document.form(read.case.service.form)
    chosen = {
        read.row["form"].get(field.key)
        for field in (form.fields if form else ())
        if field.kind is FieldKind.CHOICE
    }
    return next((option for option in work.outcomes if option.key in chosen), None)


def _open_case(read: _Read, staff: Staff, clinic: ClinicId) -> OpenCase | None:
    step = _print_step(read, staff, clinic)
    if step is None and not (read.process.work and _is_handled(read)):
        return None
    group = read.document.group(step.by) if step else None
    return OpenCase(
        case=read.case,
        step=step,
        may_print=step is not None and is_competent_at(staff, step.by, clinic),
        by=group.name if group else None,
        dates=_dates(read.row),
        responded_at=read.row["first_response_at"],
    )


def _finished(read: _Read) -> dict[str, str]:
    """Return the outcomes of the steps that are done or skipped, by key; empty where there is none."""
    return dict(each.split("=", 1) for each in (read.row["finished"] or "").split())


def _facts(read: _Read) -> dict[str, object]:
    outcomes = {key: outcome for key, outcome in _finished(read).items() if outcome}
    return {**read.row["form"], **outcomes}


def _is_handled(read: _Read) -> bool:
    return not remaining_steps(read.process, _facts(read), _finished(read).keys())


def _print_step(read: _Read, staff: Staff, clinic: ClinicId) -> Step | None:
    """Return the step that a print does, when it is its turn or when those it names have the case.

    A print does its step at any time, so that the group need not wait for steps of others.
    """
    finished, facts = _finished(read), _facts(read)
    in_turn = open_steps(read.process, facts, finished.keys())
    for step in steps_on_way(read.process, facts):
        if step.act is not StepAct.PRINT or step.key in finished:
            continue
        held = step.by is not None and step.by == read.row["holding_group__key"]
        theirs = step.by is not None and staff.belongs_to(step.by, at=clinic)
        if step in in_turn or held or theirs:
            return step
    return None


def _dates(row: Mapping[str, Any]) -> Dates:
    return Dates(
        response_due=row["response_due_date"],
        follow_up=row["follow_up_date"],
        waits_until=row["waits_until_date"],
        handled_since=row["handled_since_date"],
    )
