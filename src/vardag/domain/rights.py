"""Who may do what, to what they stand in which relation to: one table, and all else is denied.

Policy, the page "who may do what" and the tests of rights all come from these rows. A row gives the
most that somebody may do; who is competent for a step, which ages a service is for, and what the
state of a case allows, comes after.

Sources: the routine NU10094-2020762173-83 v3.0 by the numbers R1-R23 of its demands, and PDL
(patient data act) chapter 4: nobody takes part of a patient's data but for the work at hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vardag.domain.people.identity import Role


class Lay(StrEnum):
    """Those whose right comes of no role at a clinic."""

    RESIDENT = "resident"
    ASKED = "asked"  # a colleague, whatever the role at the clinic


type Party = Role | Lay


class Relation(StrEnum):
    """How somebody stands to what a deed is done to: staff by a role at a clinic, residents by kin."""

    CLINIC_HAS_IT = "clinic-has-it"
    CLINIC_SENT_IT_ON = "clinic-sent-it-on"
    HOLDS_IT = "holds-it"
    BY_EXCEPTION = "by-exception"
    ASKED_BY_NAME = "asked-by-name"
    AT_CLINIC = "at-clinic"
    ACTS_ALONE = "acts-alone"
    SENT_OWN = "sent-own"
    GUARDIAN = "guardian"
    OWN_NAME = "own-name"
    YOUNG = "young"


MEANINGS = {
    Relation.CLINIC_HAS_IT: "the case lies at a clinic where the person has the role",
    Relation.CLINIC_SENT_IT_ON: "such a clinic has had the case, and sent it on",
    Relation.HOLDS_IT: "the case is assigned to the person, or to a group of the person's",
    Relation.BY_EXCEPTION: "the clinic has the case; the person chose to read it, wrote why, and is "
    "followed up",
    Relation.ASKED_BY_NAME: "a question in the case is to the person by name and isn't answered yet; "
    "the person works at the clinic that has the case",
    Relation.AT_CLINIC: "what is the clinic's own: its lists, people, days and settings",
    Relation.ACTS_ALONE: "the patient, old enough to act alone",
    Relation.SENT_OWN: "the patient, whatever the age, about what the patient sent",
    Relation.GUARDIAN: "a guardian on the day, of a child who doesn't act alone yet; not one who is "
    "blocked, nor of a case that is kept from guardians",
    Relation.OWN_NAME: "a guardian, about what that guardian asks for in the guardian's own name; with "
    "the same exceptions",
    Relation.YOUNG: "a child who doesn't act alone yet, about a case still to be sent",
}


class Deed(StrEnum):
    """Something that needs a right."""

    LIST_CASES = "list-cases"
    SEARCH_CASES = "search-cases"
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
    ASK_COLLEAGUE = "ask-colleague"
    ANSWER_INQUIRY = "answer-inquiry"
    NOTE = "note"
    PRINT = "print"
    KEEP_FROM_GUARDIANS = "keep-from-guardians"
    COMPLETE_WORK = "complete-work"
    OPEN_BY_EXCEPTION = "open-by-exception"
    READ_REGISTER = "read-register"
    KEEP_REGISTER = "keep-register"
    SEE_DELIVERIES = "see-deliveries"
    RECONCILE = "reconcile"
    SEE_ROSTER = "see-roster"
    PLAN_ROSTER = "plan-roster"
    SEE_STAFF = "see-staff"
    MANAGE_STAFF = "manage-staff"
    SET_INTRODUCTIONS = "set-introductions"
    SEE_OFFERING = "see-offering"
    SET_OFFERING = "set-offering"
    SEE_STATISTICS = "see-statistics"
    SEE_STATUS = "see-status"
    SEE_NOTICES = "see-notices"
    SET_SIGN_OFF = "set-sign-off"
    MANAGE_REPLIES = "manage-replies"
    BLOCK_GUARDIAN = "block-guardian"
    REVIEW_LOG = "review-log"
    SEE_PROTECTED = "see-protected"
    SUBMIT = "submit"
    READ_THREAD = "read-thread"
    ANSWER = "answer"


@dataclass(frozen=True)
class Right:
    """A row of the table. ``source`` says where the right comes from."""

    who: Party
    relation: Relation
    deeds: frozenset[Deed]
    source: str


IN_A_THREAD = frozenset({Deed.READ_THREAD, Deed.ANSWER})
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
        Deed.ASK_COLLEAGUE,
        Deed.NOTE,
        Deed.PRINT,
        Deed.KEEP_FROM_GUARDIANS,
    }
)

RIGHTS = (
    Right(Role.RECEIVER, Relation.CLINIC_HAS_IT, TO_A_CASE | {Deed.COMPLETE_WORK}, "R8, R11, R13"),
    Right(Role.RECEIVER, Relation.CLINIC_SENT_IT_ON, frozenset({Deed.OPEN_CASE}), "R13, R15"),
    Right(
        Role.RECEIVER,
        Relation.AT_CLINIC,
        frozenset(
            {
                Deed.LIST_CASES,
                Deed.SEARCH_CASES,
                Deed.READ_REGISTER,
                Deed.KEEP_REGISTER,
                Deed.SEE_DELIVERIES,
                Deed.RECONCILE,
                Deed.SEE_ROSTER,
            }
        ),
        "R7, R11, R14, R16; ADR-0048",
    ),
    Right(Role.HANDLER, Relation.HOLDS_IT, TO_A_CASE | {Deed.COMPLETE_WORK}, "R14, R15"),
    Right(
        Role.HANDLER,
        Relation.AT_CLINIC,
        frozenset(
            {
                Deed.SEARCH_CASES,
                Deed.READ_REGISTER,
                Deed.KEEP_REGISTER,  # nurses alone: ``access.may_keep_register``
                Deed.SEE_ROSTER,
                Deed.OPEN_BY_EXCEPTION,
            }
        ),
        "R11, R16; ADR-0025",
    ),
    Right(Role.HANDLER, Relation.BY_EXCEPTION, frozenset({Deed.OPEN_CASE}), "ADR-0025"),
    Right(Role.MANAGER, Relation.BY_EXCEPTION, frozenset({Deed.OPEN_CASE}), "ADR-0025"),
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
                Deed.SEE_STATISTICS,
                Deed.SEE_STATUS,
                Deed.SEE_NOTICES,
                Deed.SET_SIGN_OFF,
                Deed.MANAGE_REPLIES,
                Deed.OPEN_BY_EXCEPTION,
                Deed.BLOCK_GUARDIAN,
            }
        ),
        "R2, R6, R12; ADR-0025, ADR-0027, ADR-0035, ADR-0037, ADR-0051, ADR-0055, ADR-0062",
    ),
    Right(
        Role.ADMINISTRATOR,
        Relation.AT_CLINIC,
        frozenset(
            {
                Deed.SEE_ROSTER,
                Deed.SEE_STAFF,
                Deed.MANAGE_STAFF,
                Deed.SET_INTRODUCTIONS,
                Deed.SEE_DELIVERIES,
                Deed.SEE_OFFERING,
                Deed.SET_OFFERING,
                Deed.SEE_STATISTICS,
                Deed.SEE_STATUS,
                Deed.SEE_NOTICES,
                Deed.SET_SIGN_OFF,
                Deed.MANAGE_REPLIES,
            }
        ),
        "R1, R3, R4, R6; ADR-0035, ADR-0037, ADR-0044, ADR-0051, ADR-0055, ADR-0062",
    ),
    Right(
        Role.LOG_REVIEWER,
        Relation.AT_CLINIC,
        frozenset({Deed.REVIEW_LOG}),
        "HSLF-FS 2016:40 chapter 4, section 9",
    ),
    Right(Role.CLEARED, Relation.HOLDS_IT, frozenset({Deed.SEE_PROTECTED}), "ADR-0028"),
    Right(Lay.ASKED, Relation.ASKED_BY_NAME, frozenset({Deed.ANSWER_INQUIRY}), "R18; ADR-0049"),
    Right(Lay.RESIDENT, Relation.ACTS_ALONE, IN_A_THREAD | {Deed.SUBMIT}, "ADR-0007"),
    Right(Lay.RESIDENT, Relation.SENT_OWN, IN_A_THREAD, "ADR-0007"),
    Right(Lay.RESIDENT, Relation.GUARDIAN, IN_A_THREAD | {Deed.SUBMIT}, "ADR-0007"),
    Right(Lay.RESIDENT, Relation.OWN_NAME, IN_A_THREAD | {Deed.SUBMIT}, "ADR-0007"),
    Right(Lay.RESIDENT, Relation.YOUNG, frozenset({Deed.SUBMIT}), "ADR-0007"),
)


def may(stands: Iterable[tuple[Party, Relation]], deed: Deed) -> bool:
    """Tell whether somebody who stands so may do a deed. No row, no right."""
    return any(
        deed in right.deeds and (right.who, right.relation) == stand
        for stand in stands
        for right in RIGHTS
    )
