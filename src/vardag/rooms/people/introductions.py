"""What somebody goes through before a role takes effect: the checklists, read from the package."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter
from ruamel.yaml import YAML

from vardag.domain.people.identity import Role
from vardag.domain.words import Text


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


@dataclass(frozen=True)
class Item:
    """Something to have gone through. ``link`` is the key of the clinic's address to it."""

    key: str
    text: Text
    link: str | None = None


@dataclass(frozen=True)
class Checklist:
    """What belongs to a role. A new version makes older signatures out of date."""

    role: Role
    version: int
    items: tuple[Item, ...]


_LISTS: TypeAdapter[tuple[_Written, ...]] = TypeAdapter(tuple[_Written, ...])


@cache
def checklists() -> Mapping[Role, Checklist]:
    """Return the checklist of every role."""
    text = (files("vardag") / "data" / "introductions.yaml").read_text(encoding="utf-8")
    written = _LISTS.validate_python(YAML(typ="safe").load(text))
    return {each.role: _checklist(each) for each in written}


def checklist(role: Role) -> Checklist:
    return checklists()[role]


def _checklist(written: _Written) -> Checklist:
    items = (Item(each.key, Text(sv=each.sv, en=each.en), each.link) for each in written.items)
    return Checklist(written.role, written.version, tuple(items))
