"""Who is away and holds cases on the list: a way to hand all of theirs over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from vardag.domain.people.identity import PersonId
from vardag.rooms.lists.around import Gone
from vardag.rooms.lists.listed import Listed


@dataclass(frozen=True)
class GoneHolder:
    """Somebody who is away or has left, how many of the cases shown are theirs, and the way on."""

    words: str
    url: str


def gone_holders(cases: Iterable[Listed], gone: Mapping[PersonId, Gone]) -> tuple[GoneHolder, ...]:
    """Return those, in the order in which their cases stand."""
    held: dict[PersonId, list[Listed]] = {}
    for case in cases:
        if case.holder is not None and case.holder in gone:
            held.setdefault(case.holder, []).append(case)
    return tuple(_holder(person, theirs, gone[person]) for person, theirs in held.items())


def _holder(person: PersonId, theirs: list[Listed], why: Gone) -> GoneHolder:
    name = f"{theirs[0].holder_name or ''} {theirs[0].holder_family_name or ''}".strip()
    many = ngettext("%(many)s case", "%(many)s cases", len(theirs)) % {"many": len(theirs)}
    words = (
        gettext("%(name)s has left, and holds %(cases)s here.")
        if why.left
        else gettext("%(name)s is away, and holds %(cases)s here.")
    )
    return GoneHolder(
        words % {"name": name, "cases": many}, reverse("inbox:hand_over_of", args=[person])
    )
