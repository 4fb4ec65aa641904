"""Who of the staff may open a case, and who may act on it. Default is no.

The question is role and assignment; of residents it is kin and age (``kinship``). Asked anew at every
request: nothing about roles is kept in a sign-in.

Source: processes for the routine NU10094-2020762173-83 v3.0.
"""

from collections.abc import Iterator, Mapping

from vardag.domain.case import acts
from vardag.domain.case.competence import may_close, may_do_work, may_settle
from vardag.domain.case.state import Case
from vardag.domain.people.identity import ClinicId, PersonId, Role, Staff
from vardag.domain.refusals import NotPermitted, OutOfReach
from vardag.domain.registers.post import POST
from vardag.domain.rights import Deed, Lay, Relation, may
from vardag.domain.routine.document import NURSE, RECEIVER
from vardag.domain.routine.way import step_on_way
from vardag.domain.words import say

_WHOSE = {
    NURSE: say("Only a nurse can do “%(step)s”."),
    RECEIVER: say("Only a receiver of the clinic that has the case can do “%(step)s”."),
}
ONLY_CLEARED = say("Only who is cleared for protected identities, and has the case, sees them.")
_A_GROUPS = say("“%(step)s” is for the group that the routine names.")


DEEDS: Mapping[type[acts.Act], Deed] = {
    acts.Claim: Deed.CLAIM,
    acts.Assign: Deed.ASSIGN,
    acts.ReturnToInbox: Deed.RETURN,
    acts.SendInterimReply: Deed.INTERIM_REPLY,
    acts.AskCounterQuestion: Deed.COUNTER_QUESTION,
    acts.ReplyAndClose: Deed.REPLY,
    acts.CloseWithoutReply: Deed.CLOSE_WITHOUT_REPLY,
    acts.CompleteStep: Deed.COMPLETE_STEP,
    acts.SendStep: Deed.COMPLETE_STEP,
    acts.SkipStep: Deed.SKIP_STEP,
    acts.AskColleague: Deed.ASK_COLLEAGUE,
    acts.WithdrawInquiry: Deed.ASK_COLLEAGUE,
    acts.AnswerInquiry: Deed.ANSWER_INQUIRY,
    acts.AddNote: Deed.NOTE,
    acts.KeepFromGuardians: Deed.KEEP_FROM_GUARDIANS,
    acts.ShowToGuardians: Deed.KEEP_FROM_GUARDIANS,
    acts.Print: Deed.PRINT,
    acts.AccountForCopy: Deed.PRINT,
    acts.AccountForStep: Deed.COMPLETE_STEP,
    **dict.fromkeys(acts.WORK_ACTS, Deed.COMPLETE_WORK),
}


def may_at(staff: Staff, deed: Deed, clinic: ClinicId) -> bool:
    """Tell whether this person may do what concerns a clinic's own affairs, by a role there."""
    roles = staff.roles.get(clinic, frozenset())
    return may(((role, Relation.AT_CLINIC) for role in roles), deed)


def permit_at(staff: Staff, deed: Deed, clinic: ClinicId) -> None:
    """Refuse what concerns a clinic's own affairs unless a role there gives the right.

    :raises NotPermitted: if none does
    """
    if not may_at(staff, deed, clinic):
        raise NotPermitted(say("Your roles at this clinic don't give you this page."))


def may_keep_register(staff: Staff, clinic: ClinicId, register: str = "") -> bool:
    """Tell whether this person reads and writes a clinic's rows by hand: its receivers, its nurses.

    Those of what was sent are also for who is in a group there, which does the sending (R15).
    """
    is_theirs = staff.receives_at(clinic) or staff.is_nurse
    sends = register == POST and any(at == clinic for _, at in staff.groups.values())
    return (is_theirs or sends) and may_at(staff, Deed.KEEP_REGISTER, clinic)


def permit_keeping_register(staff: Staff, clinic: ClinicId, register: str = "") -> None:
    """Refuse a clinic's rows by hand, and its workbooks, to whom they aren't for.

    :param register: its key; none for any that the routine names
    :raises OutOfReach: if the person is none of those of ``may_keep_register``
    """
    if not may_keep_register(staff, clinic, register):
        raise OutOfReach(say("There is no such register, or it isn't yours to see."))


def permit_review(staff: Staff, *, of: PersonId) -> None:
    """Refuse a reviewer who would review what that same person did.

    :raises NotPermitted: then
    """
    if staff.id == of:
        raise NotPermitted(say("Nobody reviews what they did themselves. Ask a colleague."))


def relations(
    staff: Staff, case: Case, *, by_exception: bool = False, is_protected: bool = False
) -> Iterator[tuple[Role, Relation]]:
    """Yield how this person stands to a case, by which role.

    A case is held by who may hold cases at its clinic: as a receiver one has the handler's rights
    to what one holds.

    :param by_exception: whether the person has chosen to read this case, and that still holds
    :param is_protected: whether the case is; then nobody reads it by exception without clearance
    """
    if by_exception and (not is_protected or staff.is_cleared_at(case.clinic)):
        here = staff.roles.get(case.clinic, frozenset())
        yield from ((role, Relation.BY_EXCEPTION) for role in here)
    if staff.receives_at(case.clinic):
        yield Role.RECEIVER, Relation.CLINIC_HAS_IT
    if any(staff.receives_at(clinic) for clinic in case.passed_by):
        yield Role.RECEIVER, Relation.CLINIC_SENT_IT_ON
    holds = case.holder == staff.id or case.holding_group in staff.groups
    if holds and staff.works_cases_at(case.clinic):
        yield Role.HANDLER, Relation.HOLDS_IT
        if staff.is_cleared_at(case.clinic):
            yield Role.CLEARED, Relation.HOLDS_IT


def may_act(staff: Staff, case: Case) -> bool:
    """Tell whether this person may act: a receiver of the clinic that has the case, or its holder."""
    return may(relations(staff, case), Deed.NOTE)


def may_open(
    staff: Staff, case: Case, *, by_exception: bool = False, is_protected: bool = False
) -> bool:
    """Tell whether this person may read the case.

    Who may act on it may, and receivers who sent it on, and who has chosen to by way of exception.
    """
    stands = relations(staff, case, by_exception=by_exception, is_protected=is_protected)
    return may(stands, Deed.OPEN_CASE)


def may_send_post(staff: Staff, case: Case) -> bool:
    """Tell whether this person puts what a case sends into envelopes: who reads it, or does its work."""
    is_work = case.is_closed and may_do_work(staff, case.process, case)
    return is_work or may_open(staff, case)


def may_see_protected(staff: Staff, case: Case) -> bool:
    """Tell whether this person may choose to see whom a protected case is about."""
    return may(relations(staff, case), Deed.SEE_PROTECTED)


def permit_seeing_protected(staff: Staff, case: Case) -> None:
    """Refuse to show whom a protected case is about but to who is cleared and has the case.

    :raises OutOfReach: the person may not even see the case
    :raises NotPermitted: the person sees the case, and not whom it is about
    """
    if not may_open(staff, case):
        raise OutOfReach(say("There is no such case, or it isn't yours to see."))
    if not may_see_protected(staff, case):
        raise NotPermitted(ONLY_CLEARED)


def may_answer_inquiry(staff: Staff, case: Case) -> bool:
    """Tell whether something is asked of this person in the case, who works where the case is."""
    is_asked = case.inquiry is not None and case.inquiry.to == staff.id
    stands = [(Lay.ASKED, Relation.ASKED_BY_NAME)]
    return is_asked and staff.works_at(case.clinic) and may(stands, Deed.ANSWER_INQUIRY)


def permit(staff: Staff, act: acts.Act, case: Case, *, by_exception: bool = False) -> None:
    """Refuse the act unless it is this person's to do. Who reads by exception does nothing.

    :raises OutOfReach: the person may not even see the case
    :raises NotPermitted: the person sees the case, but this act is somebody else's
    """
    if isinstance(act, acts.WORK_ACTS):
        _permit_work(staff, case)
        return
    if isinstance(act, acts.AnswerInquiry):
        _permit_answering(staff, case)
        return
    if by_exception and not may_open(staff, case):
        raise NotPermitted(say("You read this case by way of exception, and can't change it."))
    if not may_open(staff, case):
        raise OutOfReach(say("There is no such case, or it isn't yours to see."))
    if not may(relations(staff, case), DEEDS[type(act)]):
        raise NotPermitted(say("Another clinic has the case now. You can read it."))
    _permit_by_profession(staff, act, case)


def _permit_work(staff: Staff, case: Case) -> None:
    if may_do_work(staff, case.process, case):
        return
    if may_open(staff, case):
        raise NotPermitted(say("This work is done by the clinic that has the case."))
    raise OutOfReach(say("There is no such case, or it isn't yours to see."))


def _permit_answering(staff: Staff, case: Case) -> None:
    if not may_answer_inquiry(staff, case):
        raise OutOfReach(say("There is no such question, or it isn't to you any more."))


def _permit_by_profession(staff: Staff, act: acts.Act, case: Case) -> None:
    match act:
        case acts.ReplyAndClose() | acts.CloseWithoutReply() if not may_close(staff, case):
            raise NotPermitted(
                say("Only a nurse can reply to “%(service)s”."),
                service=case.service.list_name,
            )
        case (
            acts.CompleteStep(step=key)
            | acts.SendStep(step=key)
            | acts.SkipStep(step=key)
            | acts.AccountForStep(step=key)
            | acts.AskColleague(step=key)
            | acts.WithdrawInquiry(step=key)
        ):
            step = step_on_way(case.process, case.facts, key)
            if step is not None and not may_settle(staff, step, case):
                raise NotPermitted(_WHOSE.get(step.by or "", _A_GROUPS), step=step.name)
        case _:
            pass
