"""Read receipts for staff: who of the family has read a message, and when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext

from vardag.domain.people.identity import PersonId
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.thread import MESSAGE, Item
from vardag.doors.shared.moments import listed, short_moment


def with_receipts(desk: Desk, items: Sequence[Item]) -> tuple[Item, ...]:
    """Return a thread in which each message to the family says who has read it."""
    return tuple(
        replace(each, read=_words(desk, each)) if _is_ours(each) else each for each in items
    )


def _is_ours(item: Item) -> bool:
    return item.kind == MESSAGE and not item.by.is_resident


def _words(desk: Desk, item: Item) -> str:
    """Return who read a message, and when first; of one past guardians, only the patient counts."""
    first: dict[PersonId, datetime] = {}
    for person, at in desk.around.reads:
        may = not item.not_for_guardians or person == desk.case.patient
        if at >= item.at and may:
            first.setdefault(person, at)
    told = [
        gettext("%(name)s %(when)s")
        % {"name": _name(desk, person), "when": short_moment(at, on=desk.today)}
        for person, at in first.items()
    ]
    return gettext("Read by %(who)s") % {"who": listed(told)} if told else ""


def _name(desk: Desk, person: PersonId) -> str:
    known = {**desk.around.people, **{PersonId(row.pk): row for row in desk.around.guardians}}
    if desk.full.is_masked or person not in known:
        return gettext("the family")
    return known[person].given_name
