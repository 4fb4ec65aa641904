"""What somebody goes through before a role takes effect: the package's lists, and clinics' own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import IntegrityError, transaction
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from vardag.domain import access
from vardag.domain.people.checklist import Checklist, Item, Line, rewritten
from vardag.domain.people.identity import ClinicId, Role, Staff
from vardag.domain.refusals import ChangedMeanwhile
from vardag.domain.rights import Deed
from vardag.domain.words import Text, say
from vardag.rooms.people.checklist_rows import ChecklistRow


@dataclass(frozen=True)
class _Item:
    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic's own name

    key: str
    sv: str
    en: str
    link: str | None = None


@dataclass(frozen=True)
class _Written:
    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic's own name

    role: Role
    version: int
    items: tuple[_Item, ...]


_LISTS: TypeAdapter[tuple[_Written, ...]] = TypeAdapter(tuple[_Written, ...])


@cache
def checklists() -> Mapping[Role, Checklist]:
    """Return the checklist of every role that comes with the product."""
    text = (files("vardag") / "data" / "introductions.yaml").read_text(encoding="utf-8")
    written = _LISTS.validate_python(YAML(typ="safe").load(text))
    return {each.role: _checklist(each) for each in written}


def _checklist(written: _Written) -> Checklist:
    items = (Item(each.key, Text(sv=each.sv, en=each.en), each.link) for each in written.items)
    return Checklist(written.role, written.version, tuple(items))


def shipped(role: Role) -> Checklist:
    """Return the checklist that comes with the product."""
    return checklists()[role]


@dataclass(frozen=True)
class Own:
    """A version of a clinic's own checklist: by whom, when, and over which that came along."""

    checklist: Checklist
    shipped_version: int
    by: str
    at: datetime


def checklists_at(clinics: Iterable[int]) -> Mapping[tuple[int, Role], Checklist]:
    """Return the checklist of every role at clinics: the clinic's own if it has one. One query."""
    ids = set(clinics)
    found = {(clinic, role): each for clinic in ids for role, each in checklists().items()}
    for row in ChecklistRow.objects.filter(clinic__in=ids).order_by("version"):
        own = _own(row)
        found[row.clinic_id, own.role] = own
    return found


def checklist_at(clinic: int, role: Role) -> Checklist:
    """Return the checklist of a role at a clinic. One query."""
    return checklists_at([clinic])[clinic, role]


def own_versions(clinic: ClinicId, role: Role | None = None) -> list[Own]:
    """Return the versions of a clinic's own checklists, the latest first. One query."""
    rows = ChecklistRow.objects.filter(clinic_id=clinic).select_related("by")
    rows = rows if role is None else rows.filter(role=role)
    return [
        Own(_own(row), row.shipped_version, row.by.name, row.at)
        for row in rows.order_by("-version")
    ]


def _own(row: ChecklistRow) -> Checklist:
    return Checklist(Role(row.role), row.version, tuple(_item(each) for each in row.items))


def _item(stored: Mapping[str, Any]) -> Item:
    text = Text(sv=stored["sv"], en=stored["en"])
    return Item(stored["key"], text, link=stored["link"], address=stored["address"])


def _stored(item: Item) -> dict[str, str | None]:
    return {
        "key": item.key,
        "sv": item.text.sv,
        "en": item.text.en,
        "link": item.link,
        "address": item.address,
    }


@transaction.atomic
def write_checklist(
    *,
    clinic: ClinicId,
    role: Role,
    lines: Sequence[Line],
    seen: int,
    by: Staff,
    at: datetime,
) -> int:
    """Write a new version of a clinic's own checklist, and return its number.

    :param seen: the version that was rewritten
    :raises NotPermitted: if the clinic's introductions aren't this person's to write
    :raises InvalidForm: if a line can't be, or nothing is changed
    :raises ChangedMeanwhile: if another version was written meanwhile
    """
    access.permit_at(by, Deed.SET_INTRODUCTIONS, clinic)
    before = checklist_at(clinic, role)
    if before.version != seen:
        raise _written_meanwhile()
    items = rewritten(lines, before=before, shipped=shipped(role))
    try:
        with transaction.atomic():
            row = ChecklistRow.objects.create(
                clinic_id=clinic,
                role=role,
                version=before.version + 1,
                items=[_stored(each) for each in items],
                shipped_version=shipped(role).version,
                by_id=by.id,
                at=at,
            )
    except IntegrityError:  # somebody else at the same moment
        raise _written_meanwhile() from None
    return row.version


def _written_meanwhile() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        say(
            "Somebody else has changed the list meanwhile. Compare with the list in use, and save again."
        )
    )
