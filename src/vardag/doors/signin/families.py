"""Families: whoever the register ties together, guardians first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from vardag.domain.people.identity import age_on
from vardag.doors.shared.moments import listed
from vardag.doors.signin.people import Choice, Registered
from vardag.rooms.people.models import PersonRow


@dataclass(frozen=True)
class Family:
    """People of one household, as far as the register knows."""

    name: str
    people: tuple[Choice, ...]


def families(everybody: Registered) -> list[Family]:
    """Return everybody who can write to a clinic, tied together; who stands alone is a family too."""
    by_id = {row.pk: row for row in everybody.residents}
    tied = ([by_id[pk] for pk in ids if pk in by_id] for ids in _tied(everybody, by_id))
    return [_family(rows, everybody) for rows in tied if rows]


def _tied(everybody: Registered, ids: Iterable[int]) -> Iterator[set[int]]:
    together = {pk: {pk} for pk in ids}
    for guardian, children in everybody.children.items():
        for child in children:
            joined = together.get(guardian, set()) | together.get(child, set())
            together.update(dict.fromkeys(joined, joined))
    seen: set[int] = set()
    for pk, household in together.items():
        if pk not in seen:
            seen |= household
            yield household


def _family(rows: list[PersonRow], everybody: Registered) -> Family:
    rows = sorted(rows, key=lambda row: (row.pk not in everybody.children, row.pk))
    names = dict.fromkeys(row.family_name for row in rows)
    return Family(
        name=listed(list(names)),
        people=tuple(_choice(row, rows, everybody) for row in rows),
    )


def _choice(row: PersonRow, family: list[PersonRow], everybody: Registered) -> Choice:
    is_asked, work_goes_on = row.pk in everybody.asked, row.pk in everybody.work_goes_on
    return Choice(
        id=row.pk,
        name=row.name,
        about=_about(row, family, everybody),
        hint=_hint(is_asked=is_asked, work_goes_on=work_goes_on),
        work_goes_on=work_goes_on,
        is_asked=is_asked,
    )


def _hint(*, is_asked: bool, work_goes_on: bool) -> str:
    if is_asked:
        return gettext("The clinic has asked something")
    return gettext("The case is closed, and the work goes on") if work_goes_on else ""


def _about(row: PersonRow, family: list[PersonRow], everybody: Registered) -> str:
    own = everybody.children.get(row.pk, ())
    if own:
        children = [
            f"{child.given_name}\u00a0({_age(child, everybody)})"
            for child in family
            if child.pk in own
        ]
        return gettext("Guardian of %(children)s") % {"children": listed(children)}
    age = _age(row, everybody)
    years = ngettext("%(age)s year old", "%(age)s years old", age) % {"age": age}
    return f"{years}. {_whose_word(age, everybody)}".strip()


def _age(row: PersonRow, everybody: Registered) -> int:
    return age_on(everybody.on, born=row.born) if row.born else 0


def _whose_word(age: int, everybody: Registered) -> str:
    if age >= everybody.ages.child_until:
        return gettext("Too old for child psychiatry.")
    if age >= everybody.ages.acts_alone_from:
        return gettext("Writes alone, and the guardians can't see it.")
    return gettext("Can write, and the guardians see it.")
