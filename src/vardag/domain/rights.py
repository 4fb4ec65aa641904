"""What each role may do, to what it stands in which relation to: one table, and all else is denied.

Policy, the page "who may do what" and the tests of rights all come from these rows. A row gives the
most that a role may do; who is competent for a step, or what the state of a case allows, comes after.

Sources: the routine NU10094-2020762173-83 v3.0 by the numbers R1-R23 of its demands, and PDL
(patient data act) chapter 4: nobody takes part of a patient's data but for the work at hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vardag.domain.identity import Role


class Relation(StrEnum):
    """How somebody with a role at a clinic stands to what a deed is done to."""

    CLINIC_HAS_IT = "clinic-has-it"  # a case that the clinic has
    CLINIC_SENT_IT_ON = "clinic-sent-it-on"  # a case that the clinic has had
    HOLDS_IT = "holds-it"  # a case assigned to the person, or to a group of the person's
    AT_CLINIC = "at-clinic"  # what is the clinic's own: its lists, people, days and settings


class Deed(StrEnum):
    """Something that needs a right."""

    LIST_CASES = "list-cases"
    OPEN_CASE = "open-case"
    CLAIM = "claim"
    ASSIGN = "assign"
    RETURN = "return"
    INTERIM_REPLY = "interim-reply"
    COUNTER_QUESTION = "counter-question"
    REPLY = "reply"
    CLOSE_WITHOUT_REPLY = "close-without-reply"
    COMPLETE_STEP = "complete-step"
    SKIP_STEP = "skip-step"
    NOTE = "note"
    PRINT = "print"
    COMPLETE_WORK = "complete-work"
    READ_REGISTER = "read-register"
    SEE_ROSTER = "see-roster"
    PLAN_ROSTER = "plan-roster"
    SEE_STAFF = "see-staff"
    MANAGE_STAFF = "manage-staff"
    SEE_OFFERING = "see-offering"
    SET_OFFERING = "set-offering"
    REVIEW_LOG = "review-log"


@dataclass(frozen=True)
class Right:
    """A row of the table. ``source`` says where the right comes from."""

    role: Role
    relation: Relation
    deeds: frozenset[Deed]
    source: str


TO_A_CASE = frozenset(
    {
        Deed.OPEN_CASE,
        Deed.CLAIM,
        Deed.ASSIGN,
        Deed.RETURN,
        Deed.INTERIM_REPLY,
        Deed.COUNTER_QUESTION,
        Deed.REPLY,
        Deed.CLOSE_WITHOUT_REPLY,
        Deed.COMPLETE_STEP,
        Deed.SKIP_STEP,
        Deed.NOTE,
        Deed.PRINT,
    }
)

RIGHTS = (
    Right(Role.RECEIVER, Relation.CLINIC_HAS_IT, TO_A_CASE | {Deed.COMPLETE_WORK}, "R8, R11, R13"),
    Right(Role.RECEIVER, Relation.CLINIC_SENT_IT_ON, frozenset({Deed.OPEN_CASE}), "R13, R15"),
    Right(
        Role.RECEIVER,
        Relation.AT_CLINIC,
        frozenset({Deed.LIST_CASES, Deed.READ_REGISTER, Deed.SEE_ROSTER}),
        "R7, R11, R16",
    ),
    Right(Role.HANDLER, Relation.HOLDS_IT, TO_A_CASE | {Deed.COMPLETE_WORK}, "R14, R15"),
    Right(
        Role.HANDLER,
        Relation.AT_CLINIC,
        frozenset({Deed.READ_REGISTER, Deed.SEE_ROSTER}),
        "R11, R16",
    ),
    Right(
        Role.TEAM_LEADER,
        Relation.AT_CLINIC,
        frozenset({Deed.SEE_ROSTER, Deed.PLAN_ROSTER}),
        "R12",
    ),
    Right(
        Role.MANAGER,
        Relation.AT_CLINIC,
        frozenset(
            {
                Deed.SEE_ROSTER,
                Deed.PLAN_ROSTER,
                Deed.SEE_STAFF,
                Deed.MANAGE_STAFF,
                Deed.SEE_OFFERING,
            }
        ),
        "R2, R12",
    ),
    Right(
        Role.ADMINISTRATOR,
        Relation.AT_CLINIC,
        frozenset(
            {
                Deed.SEE_ROSTER,
                Deed.SEE_STAFF,
                Deed.MANAGE_STAFF,
                Deed.SEE_OFFERING,
                Deed.SET_OFFERING,
            }
        ),
        "R1, R3, R4",
    ),
    Right(
        Role.LOG_REVIEWER,
        Relation.AT_CLINIC,
        frozenset({Deed.REVIEW_LOG}),
        "HSLF-FS 2016:40 chapter 4, section 9",
    ),
)


def may(stands: Iterable[tuple[Role, Relation]], deed: Deed) -> bool:
    """Tell whether somebody who stands so may do a deed. No row, no right."""
    return any(
        deed in right.deeds and (right.role, right.relation) == stand
        for stand in stands
        for right in RIGHTS
    )
