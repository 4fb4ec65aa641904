"""Reading cases as a family sees them: which ones a resident may read, and who else may.

Who may read is the domain's to say (``kinship.standing``); here it is asked, case by case.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Q

from vardag.domain import kinship
from vardag.domain.case.as_seen import for_guardians
from vardag.domain.case.events import Entry
from vardag.domain.case.state import Case
from vardag.domain.kinship import Bar
from vardag.domain.people.identity import CaseId, Child, PersonId, Resident
from vardag.domain.people.protection import is_protected
from vardag.domain.rights import Relation
from vardag.rooms.cases.family_case import COLUMNS, JOINED, FamilyCase, family_case
from vardag.rooms.cases.ledger import entries_until, folded
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import kin_of


@dataclass(frozen=True)
class Family:
    """A patient and those around: who acts as guardian on a date, who is kept away, who wrote."""

    patient: PersonRow
    author: PersonRow
    guardians: tuple[PersonRow, ...]
    blocked: tuple[PersonRow, ...] = ()

    def members(self) -> Iterator[tuple[PersonRow, Resident]]:
        """Yield everybody once, as the rules see them."""
        patient = PersonId(self.patient.pk)
        yield self.patient, Resident(patient, born_of(self.patient))
        child = (Child(patient, born_of(self.patient)),)
        for row in self.guardians:
            yield row, Resident(PersonId(row.pk), born_of(row), child)
        for row in self.blocked:
            yield row, Resident(PersonId(row.pk), born_of(row), blocked=frozenset({patient}))
        if self.author not in (self.patient, *self.guardians, *self.blocked):
            yield self.author, Resident(PersonId(self.author.pk), born_of(self.author))

    def stances(self, thread: kinship.Thread, *, on: date) -> tuple["Stance", ...]:
        """Return how each of them stands to a case on a local date."""
        stands = partial(
            kinship.standing,
            on=on,
            ages=ages_on(on),
            author_is_protected=is_protected(self.author.protection),
        )
        return tuple(Stance(row, stands(resident, thread)) for row, resident in self.members())


@dataclass(frozen=True)
class Stance:
    """How one of a family stands to a case: what opens it, or what bars it."""

    who: PersonRow
    stands: Relation | Bar

    def reads(self, *, not_for_guardians: bool = False) -> bool:
        """Tell whether the person may read the case, or a message of it."""
        return kinship.may_read(self.stands, not_for_guardians=not_for_guardians)


@dataclass(frozen=True)
class Readership:
    """The family of a case's patient: who may read the case on a date, and who may not.

    A child who doesn't act alone yet is not named among the second: nobody expects it to read.
    """

    may: tuple[PersonRow, ...]
    may_not: tuple[PersonRow, ...]


def cases_of(resident: Resident, *, on: date) -> tuple[FamilyCase, ...]:
    """Return the cases that a resident may read on a local date, the newest first."""
    family = [resident.id, *(child.id for child in resident.children)]
    rows = CaseRow.objects.filter(Q(author_id=resident.id) | Q(patient_id__in=family))
    listed = rows.order_by("-received_at", "-pk").values(*COLUMNS, **JOINED)
    ages = ages_on(on)
    stands = partial(kinship.standing, resident, on=on, ages=ages)
    seen = (
        (case, stands(case, author_is_protected=case.author_is_protected))
        for case in map(family_case, listed)
    )
    return tuple(_as_seen(case, stands) for case, stands in seen if kinship.may_read(stands))


def stance_of(
    resident: Resident, case: kinship.Thread, row: CaseRow, *, on: date
) -> Relation | Bar:
    """Return how a resident stands to a case on a local date, whose row is at hand."""
    return kinship.standing(
        resident,
        case,
        on=on,
        ages=ages_on(on),
        author_is_protected=is_protected(row.author.protection),
    )


def _as_seen(case: FamilyCase, stands: Relation | Bar) -> FamilyCase:
    """Return a case as one sees it who stands so: without what isn't that person's to know."""
    if not case.has_hidden or kinship.may_read(stands, not_for_guardians=True):
        return case
    row = CaseRow.objects.get(pk=case.id)
    seen, _ = as_guardians_see(row, entries_until(row))
    return replace(
        case,
        status=seen.status,
        question_open=seen.question_open,
        waits_until=seen.waits_until,
        response_due=seen.response_due.date if seen.response_due else None,
    )


def as_guardians_see(row: CaseRow, entries: Sequence[Entry]) -> tuple[Case, tuple[Entry, ...]]:
    """Return a case and its ledger without what isn't for guardians.

    A question of before is open no more once another has come that isn't theirs.
    """
    whole, shown = folded(row, entries), tuple(for_guardians(entries))
    seen = folded(row, shown)
    is_asked = whole.question_open and not whole.question_not_for_guardians
    return replace(seen, question_open=seen.question_open and is_asked), shown


def readership(
    thread: kinship.Thread, *, patient: PersonRow, author: PersonRow, on: date
) -> Readership:
    """Return who of the patient's family may read a case on a local date, and who may not.

    Whom a unit manager keeps away is in neither: a family's page says nothing of it.
    """
    guardians, blocked = kin_of(PersonId(patient.pk), on=on)
    family = Family(patient=patient, author=author, guardians=guardians, blocked=blocked)
    stances = family.stances(thread, on=on)
    unsaid = (Bar.TOO_YOUNG, Bar.BLOCKED, Bar.AUTHOR_PROTECTED)
    return Readership(
        may=tuple(each.who for each in stances if each.reads()),
        may_not=tuple(
            each.who for each in stances if not each.reads() and each.stands not in unsaid
        ),
    )


def born_of(row: PersonRow) -> date:
    """Return when a resident was born.

    :raises ValueError: if the person is no resident
    """
    if row.born is None:
        raise ValueError(f"person {row.pk} has no birth date and is no resident")
    return row.born


@dataclass(frozen=True)
class SentForm:
    """A form that was sent. ``case`` is what it made, or None for who may not be told of that today."""

    case: CaseId | None = None
    number: str = ""


def sent_with(form_key: UUID, *, by: Resident, patient: PersonId, on: date) -> SentForm | None:
    """Return what a resident sent with a form of that key; None if the form wasn't used.

    :param patient: whom the form in hand is about; a case about somebody else isn't told of
    :param on: the local date on which the resident asks
    """
    rows = CaseRow.objects.filter(author_id=by.id, form_key=form_key)
    row = rows.values(*COLUMNS, **JOINED).first()
    if row is None:
        return None
    case = family_case(row)
    stands = kinship.standing(
        by, case, on=on, ages=ages_on(on), author_is_protected=case.author_is_protected
    )
    if case.patient != patient or not kinship.may_read(stands):
        return SentForm()
    return SentForm(case.id, case.number)
