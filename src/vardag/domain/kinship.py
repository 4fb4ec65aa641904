"""Who of a family may read a case, answer in it, and send one. Default is no.

The question is kin and age on the day, asked anew at every request. Staff can bar guardians: a unit
manager one guardian from all about a child, who handles a case all guardians from it or from a message.

Sources: ages and whom they concern, ADR-0007; what is kept from guardians, OSL chapter 12 section 3
(public access to information and secrecy act) and ADR-0027.
"""

from datetime import date
from enum import StrEnum
from typing import Protocol

from vardag.domain.people.identity import AgeRules, PersonId, Resident, age_on
from vardag.domain.refusals import InvalidForm, NotPermitted
from vardag.domain.rights import Deed, Lay, Relation, may
from vardag.domain.routine.document import Service
from vardag.domain.words import say


class Thread(Protocol):
    """What decides which residents may read a case, whether it is sent already or about to be."""

    @property
    def patient(self) -> PersonId: ...

    @property
    def author(self) -> PersonId: ...

    @property
    def in_own_name(self) -> bool: ...

    @property
    def kept_from_guardians(self) -> bool: ...


class Bar(StrEnum):
    """Why somebody of a family may not read a case."""

    BLOCKED = "blocked"  # from all that is about the child
    KEPT = "kept"  # the case is kept from guardians
    NO_GUARDIAN = "no-guardian"  # by the register, on the day
    CHILD_ACTS_ALONE = "child-acts-alone"
    TOO_YOUNG = "too-young"  # the patient, about what others have sent
    OWN_NAME_OF_ANOTHER = "own-name-of-another"
    AUTHOR_PROTECTED = "author-protected"  # what the author wrote may tell where the author lives


_GUARDIANS = frozenset({Relation.GUARDIAN, Relation.OWN_NAME})


def standing(
    resident: Resident,
    case: Thread,
    *,
    on: date,
    ages: AgeRules,
    author_is_protected: bool = False,
) -> Relation | Bar:
    """Return how a resident stands to a case on a local date: what opens it, or what bars it.

    A case that a guardian sent in the guardian's own name is never the youth's. Before the child
    acts alone, every guardian of the child sees the child's cases; from that birthday the youth
    does, and the guardians don't.
    """
    if resident.id == case.patient:
        return _patients_standing(resident, case, on=on, ages=ages)
    if case.patient in resident.blocked:
        return Bar.BLOCKED
    if case.kept_from_guardians:
        return Bar.KEPT
    if author_is_protected and case.author != resident.id:
        return Bar.AUTHOR_PROTECTED
    if case.author == resident.id and case.in_own_name:
        return Relation.OWN_NAME
    born = resident.born_of(case.patient)
    if born is None:
        return Bar.NO_GUARDIAN
    return Bar.CHILD_ACTS_ALONE if _acts_alone(born, on, ages) else Relation.GUARDIAN


def _patients_standing(
    resident: Resident, case: Thread, *, on: date, ages: AgeRules
) -> Relation | Bar:
    if case.in_own_name:
        return Bar.OWN_NAME_OF_ANOTHER
    if _acts_alone(resident.born, on, ages):
        return Relation.ACTS_ALONE
    return Relation.SENT_OWN if case.author == resident.id else Bar.TOO_YOUNG


def _acts_alone(born: date, on: date, ages: AgeRules) -> bool:
    return age_on(on, born=born) >= ages.acts_alone_from


def may_see(resident: Resident, case: Thread, *, on: date, ages: AgeRules) -> bool:
    """Tell whether a resident may read the case on a local date."""
    return may_read(standing(resident, case, on=on, ages=ages))


def may_read(stands: Relation | Bar, *, not_for_guardians: bool = False) -> bool:
    """Tell whether one who stands so may read a case, or a message of it."""
    return _may(stands, Deed.READ_THREAD) and not (not_for_guardians and stands in _GUARDIANS)


def may_answer(stands: Relation | Bar, *, not_for_guardians: bool) -> bool:
    """Tell whether one who stands so may answer a question of a case."""
    may_read_it = may_read(stands, not_for_guardians=not_for_guardians)
    return may_read_it and _may(stands, Deed.ANSWER)


def _may(stands: Relation | Bar, deed: Deed) -> bool:
    return isinstance(stands, Relation) and may([(Lay.RESIDENT, stands)], deed)


def permit_words_past_guardians(
    patient: Resident, case: Thread, *, on: date, ages: AgeRules
) -> None:
    """Refuse a message that is not for guardians where the patient couldn't read it either.

    Words that nobody can read are no response to a family (R9).

    :raises InvalidForm: then
    """
    if not may_see(patient, case, on=on, ages=ages):
        raise InvalidForm(
            say(
                "Only guardians read this case, so nobody in the family could read the message. "
                "Send it without the mark, or call."
            )
        )


def may_see_looks(resident: Resident, patient: PersonId, *, on: date, ages: AgeRules) -> bool:
    """Tell whether a resident may see who has looked at a patient's cases, on a local date.

    The relation is that of ``standing``: a guardian until the child acts alone, and then the youth.
    """
    born = resident.born_of(patient)
    if born is None:
        return False
    acts_alone = _acts_alone(born, on, ages)
    return acts_alone if patient == resident.id else not acts_alone


def permit_submission(
    resident: Resident,
    *,
    patient: PersonId,
    service: Service | None,
    on: date,
    ages: AgeRules,
) -> None:
    """Refuse a new case unless this resident may send it for this patient.

    :param service: None if there is no such service
    :raises NotPermitted: with words on where to turn
    """
    born = resident.born_of(patient)
    if born is None:
        raise NotPermitted(say("You can only write for yourself or for a child of yours."))
    age = age_on(on, born=born)
    if age >= ages.child_until:
        raise NotPermitted(
            say("Child psychiatry ends at %(age)s years. Call 1177 and they help you on."),
            age=ages.child_until,
        )
    relation = _relation_to_patient(
        is_patient=patient == resident.id,
        acts_alone=age >= ages.acts_alone_from,
        in_own_name=service is not None and service.guardian_in_own_name,
    )
    if relation is None or not may([(Lay.RESIDENT, relation)], Deed.SUBMIT):
        raise NotPermitted(
            say("From %(age)s years your child writes here alone. You can call the clinic."),
            age=ages.acts_alone_from,
        )


def _relation_to_patient(
    *, is_patient: bool, acts_alone: bool, in_own_name: bool
) -> Relation | None:
    match is_patient, acts_alone:
        case True, _:
            return Relation.ACTS_ALONE if acts_alone else Relation.YOUNG
        case False, False:
            return Relation.GUARDIAN
        case _:
            return Relation.OWN_NAME if in_own_name else None
