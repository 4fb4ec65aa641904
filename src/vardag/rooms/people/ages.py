"""The ages that decide who acts for whom: dated data, read from the package."""

from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter
from ruamel.yaml import YAML

from vardag.domain.people.identity import AgeRules

_RULES: TypeAdapter[tuple[AgeRules, ...]] = TypeAdapter(tuple[AgeRules, ...])


@cache
def _all() -> tuple[AgeRules, ...]:
    text = (files("vardag") / "data" / "ages.yaml").read_text(encoding="utf-8")
    return tuple(
        sorted(_RULES.validate_python(YAML(typ="safe").load(text)), key=lambda row: row.valid_from)
    )


def ages_on(day: date) -> AgeRules:
    """Return the ages that hold on a local date; before the first row, those of the first."""
    begun = [rules for rules in _all() if rules.valid_from <= day]
    return begun[-1] if begun else _all()[0]
