"""Ninety cases that came between Friday noon and eight on Monday, beside what the demonstration has."""

from dataclasses import dataclass, replace
from importlib.resources import files

from pydantic import ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from vardag.doors.ops.demo.people import Cast, FamilyData
from vardag.doors.ops.demo.story import Story


@dataclass(frozen=True)
class Weekend:
    """Who wrote over a weekend, and what."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    families: tuple[FamilyData, ...]
    cases: tuple[Story, ...]


def read_weekend() -> Weekend:
    """Return the package's weekend."""
    text = (files("vardag") / "data/demonstration/monday.yaml").read_text(encoding="utf-8")
    return TypeAdapter(Weekend).validate_python(YAML(typ="safe").load(text))


def with_families(cast: Cast, weekend: Weekend) -> Cast:
    return replace(cast, families=(*cast.families, *weekend.families))
