"""Reading how somebody likes to work."""

from dataclasses import dataclass

from vardag.domain.people.identity import ClinicId, PersonId
from vardag.rooms.habits.models import HabitsRow


@dataclass(frozen=True)
class View:
    """A list as somebody wants to see it again: its address after the ``?``, by a name."""

    id: int
    name: str
    address: str
    is_first: bool


@dataclass(frozen=True)
class Habits:
    """How a member of staff likes to work, with the views kept at one clinic by their names."""

    has_keys: bool = True
    goes_on: bool = False
    columns: tuple[str, ...] = ()
    views: tuple[View, ...] = ()

    @property
    def first(self) -> View | None:
        """The view to begin with, if one is chosen."""
        return next((view for view in self.views if view.is_first), None)


def habits_of(person: PersonId, *, at: ClinicId) -> Habits:
    """Return how somebody works at a clinic, by one question to the database."""
    view = ("views__pk", "views__name", "views__address", "views__is_first", "views__clinic_id")
    rows = HabitsRow.objects.filter(person=person).order_by("views__name")
    found = list(rows.values_list("has_keys", "goes_on", "columns", *view))
    if not found:
        return Habits()
    has_keys, goes_on, columns, *_ = found[0]
    kept = (
        View(pk, name, address, first) for *_, pk, name, address, first, here in found if here == at
    )
    return Habits(has_keys, goes_on, tuple(columns.split(",")) if columns else (), tuple(kept))
