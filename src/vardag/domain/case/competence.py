"""Whose a step, a reply or a piece of work is, among those who may act on the case."""

from vardag.domain.case.state import Case
from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.routine.document import NURSE, RECEIVER, Process, Step


def is_competent(staff: Staff, by: str | None, case: Case) -> bool:
    """Tell whether a step that names ``by`` is this person's to do.

    :param by: ``receiver``, ``nurse``, a group's key, or None when no role is named
    """
    return is_competent_at(staff, by, case.clinic)


def is_competent_at(staff: Staff, by: str | None, clinic: ClinicId) -> bool:
    """Tell whether a step that names ``by`` is this person's to do in a case that a clinic has."""
    if by is None:
        return True
    if by == RECEIVER:
        return staff.receives_at(clinic)
    if by == NURSE:
        return staff.is_nurse
    return staff.belongs_to(by, at=clinic)


def may_settle(staff: Staff, step: Step, case: Case) -> bool:
    """Tell whether a step is this person's to tick or to leave out.

    A group that a step names together with an act says whose act does the step. It is no role for
    leaving it out: who answers a family that no certificate is needed has nothing to print.
    """
    if step.act is not None and step.by not in (RECEIVER, NURSE):
        return True
    return is_competent(staff, step.by, case)


def may_close(staff: Staff, case: Case) -> bool:
    """Tell whether the reply, or the closing, is this person's: a nurse's where a nurse receives."""
    return case.service.received_by != NURSE or staff.is_nurse


def may_do_work(staff: Staff, process: Process, case: Case) -> bool:
    """Tell whether work that outlives the case is this person's: the group's or a receiver's."""
    return may_do_work_at(staff, process, case.clinic)


def may_do_work_at(staff: Staff, process: Process, clinic: ClinicId) -> bool:
    """Tell whether the work of this process is the person's to do at a clinic."""
    in_group = process.work_by is not None and staff.belongs_to(process.work_by, at=clinic)
    return in_group or staff.receives_at(clinic)
