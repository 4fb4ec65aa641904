"""Reading how somebody likes to work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vardag.domain.people.identity import ClinicId, PersonId
from vardag.rooms.habits.models import INBOX, LISTS, HabitsRow
from vardag.rooms.prepared import Given, Prepared

__all__ = ("INBOX", "LISTS", "Habits", "View", "habits_of")

_HAS_KEYS = 2


@dataclass(frozen=True)
class View:
    """A list as somebody wants to see it again: its address after the ``?``, by a name."""

    id: int
    name: str
    address: str
    is_first: bool
    of: str = INBOX  # which list


@dataclass(frozen=True)
class Habits:
    """How a member of staff likes to work, with the views kept at one clinic by their names."""

    has_keys: bool = True
    goes_on: bool = False
    columns: tuple[str, ...] = ()
    views: tuple[View, ...] = ()

    def views_of(self, key: str) -> tuple[View, ...]:
        """Return the views of one of the lists."""
        return tuple(view for view in self.views if view.of == key)

    def first_of(self, key: str) -> View | None:
        """Return the view that a list begins with, if one is chosen."""
        return next((view for view in self.views_of(key) if view.is_first), None)


def habits_from(rows: Sequence[tuple[Any, ...]], views: Iterable[tuple[Any, ...]]) -> Habits:
    """Return habits from what another question found of them.

    :param rows: none or one: 2 for keys and 1 for going on, added; the columns with commas
    :param views: of one clinic: id, name, address, its list, ``/first`` if it begins so; any order
    """
    if not rows:
        return Habits()
    how, columns, *_ = rows[0]
    kept = (_view(*view[:4]) for view in views)
    return Habits(
        has_keys=how >= _HAS_KEYS,
        goes_on=bool(how % _HAS_KEYS),
        columns=tuple(columns.split(",")) if columns else (),
        views=tuple(sorted(kept, key=lambda each: each.name)),
    )


def _view(pk: int, name: str, address: str, which: str) -> View:
    of, _, first = which.partition("/")
    return View(pk, name, address, bool(first), of)


_VIEW = [f"views__{name}" for name in ("pk", "name", "address", "is_first", "of", "clinic_id")]
_ASKED = Prepared(
    lambda: (
        HabitsRow.objects.filter(person=Given("person"))
        .order_by("views__name")
        .values_list("has_keys", "goes_on", "columns", *_VIEW)
    )
)


def habits_of(person: PersonId, *, at: ClinicId) -> Habits:
    """Return how somebody works at a clinic, by one question to the database."""
    found = _ASKED.all(person=person)
    if not found:
        return Habits()
    has_keys, goes_on, columns, *_ = found[0]
    kept = (
        View(pk, name, address, first, of)
        for *_, pk, name, address, first, of, here in found
        if here == at
    )
    return Habits(has_keys, goes_on, tuple(columns.split(",")) if columns else (), tuple(kept))
