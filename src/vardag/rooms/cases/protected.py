"""Protected cases: choosing to see whom one is about, and who all is told of by none.

Masks are laid on in this room, so that no page can forget one: what a reader isn't told never leaves
it. See ``queries.for_staff`` for one case, and ``lists`` for many (ADR-0028).
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from vardag.domain import access
from vardag.domain.people.identity import CaseId, PersonId, Staff
from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say
from vardag.rooms.audit.words import Where
from vardag.rooms.cases.exceptional import NOWHERE, Kind, valid_reason, write_choice
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import FullCase, full_case
from vardag.rooms.people.models import GuardianRow, PersonRow
from vardag.rooms.people.queries import people

PROTECTED = "(p.protection <> '' OR a.protection <> '')"
"""The condition of a protected case in SQL by hand: ``p`` its patient, ``a`` its author."""


@transaction.atomic
def see_protected(
    *, case: CaseId, reason: str, by: Staff, at: datetime, where: Where = NOWHERE
) -> None:
    """Let somebody see for half an hour whom one protected case is about.

    :param at: aware
    :raises OutOfReach: if there is no such case, it isn't this person's to open, or isn't protected
    :raises NotPermitted: if the person isn't cleared, or doesn't have the case
    :raises InvalidForm: if the reason is too short to be one
    :raises LogUnwritable: if the choice can't be an entry of the access log; then nothing is chosen
    """
    row = permit_to_see(case, by=by).row
    why = valid_reason(reason)
    write_choice(Kind.PROTECTED, row, reason=why, by=by, at=at, where=where)


def permit_to_see(case: CaseId, *, by: Staff) -> FullCase:
    """Return a protected case of which this person may choose to see whom it is about.

    :raises OutOfReach, NotPermitted: as ``see_protected`` does
    """
    full = full_case(case)
    access.permit_seeing_protected(by, full.case)
    if not full.is_protected:
        raise OutOfReach(say("There is no such case, or it isn't yours to see."))
    return full


def as_told(full: FullCase, those: Iterable[PersonId]) -> dict[PersonId, PersonRow]:
    """Return people whom a case names, as its reader is told of them."""
    return {pk: full.as_told(row) for pk, row in people(those).items()}


def as_told_in_lists(those: Iterable[PersonId]) -> dict[PersonId, PersonRow]:
    """Return people as a list tells of them: the protected, and their families, have no names.

    The family is whoever is tied to a protected person by a case or, ever, by custody: a child's
    name would say where a protected guardian is, and the other way.
    """
    rows = PersonRow.objects.filter(pk__in=set(those)).annotate(is_hidden=_hidden())
    return {PersonId(row.pk): row.without_name() if row.is_hidden else row for row in rows}


def hidden_in_lists(those: Iterable[PersonId]) -> frozenset[PersonId]:
    """Return those of the people whom lists tell no name of: the protected, and their families."""
    rows = PersonRow.objects.filter(_hidden(), pk__in=set(those))
    return frozenset(map(PersonId, rows.values_list("pk", flat=True)))


def _hidden() -> Q:
    """Return the condition on people whom lists tell no name of."""
    case, tie = CaseRow.objects, GuardianRow.objects
    return (
        ~Q(protection="")
        | Exists(case.filter(~Q(author__protection=""), patient=OuterRef("pk")))
        | Exists(case.filter(~Q(patient__protection=""), author=OuterRef("pk")))
        | Exists(tie.filter(~Q(child__protection=""), guardian=OuterRef("pk")))
        | Exists(tie.filter(~Q(guardian__protection=""), child=OuterRef("pk")))
    )
