"""Whose a step, a reply or a piece of work is, among those who may act on the case."""

from vardag.domain.case.state import Case
from vardag.domain.identity import Staff
from vardag.domain.routine.document import NURSE, RECEIVER, Process


def is_competent(staff: Staff, by: str | None, case: Case) -> bool:
    """Tell whether a step that names ``by`` is this person's to do.

    :param by: ``receiver``, ``nurse``, a group's key, or None when no role is named
    """
    if by is None:
        return True
    if by == RECEIVER:
        return staff.receives_at(case.clinic)
    if by == NURSE:
        return staff.is_nurse
    return staff.belongs_to(by, at=case.clinic)


def may_close(staff: Staff, case: Case) -> bool:
    """Tell whether the reply, or the closing, is this person's: a nurse's where a nurse receives."""
    return case.service.received_by != NURSE or staff.is_nurse


def may_do_work(staff: Staff, process: Process, case: Case) -> bool:
    """Tell whether work that outlives the case is this person's: the group's or a receiver's."""
    in_group = process.work_by is not None and staff.belongs_to(process.work_by, at=case.clinic)
    return in_group or staff.receives_at(case.clinic)
