"""What is wrong with a value, in words that the author of a routine can act on."""

from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeAliasType, get_args, get_type_hints

from vardag.domain.routine.document import Routine

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_WANTED = {
    "string_type": ("This must be text.", "Put it in quotes if it looks like a number or a date."),
    "int_type": ("This must be a whole number.", "Write digits only, without quotes."),
    "int_from_float": ("This must be a whole number.", "Write digits only, without quotes."),
    "bool_type": ("This must be true or false.", "Write true or false, without quotes."),
    "tuple_type": ("This must be a list.", "Write [one, two], or a line with a dash for each."),
    "dict_type": ("This must be keys with values.", "Write {key: value}, or a line for each key."),
    "mapping_type": (
        "This must be keys with values.",
        "Write {key: value}, or a line for each key.",
    ),
}
_DATE = ("This is not a date.", "Write it as year-month-day, such as 2026-03-11.")


def problem_and_remedy(error: "ErrorDetails") -> tuple[str, str]:
    """Return what is wrong and what to do, for one error of pydantic's."""
    kind, path = error["type"], error["loc"]
    if kind == "missing":
        return f"“{path[-1]}” is missing.", f"Add the key “{path[-1]}” here."
    if kind == "unexpected_keyword_argument":
        return _unknown_key(str(path[-1]), path[:-1])
    if kind in ("dataclass_type", "dataclass_exact_type"):
        return _wrong_shape(error)
    if kind == "enum":
        expected = error["ctx"]["expected"].replace("'", "")
        return f"“{error['input']}” is not one of the possible words.", f"Write {expected}."
    if kind.startswith("date"):
        return _DATE
    return _WANTED.get(kind, (f"{error['msg']}.", "See the reference of the routine file."))


def _unknown_key(key: str, path: tuple[str | int, ...]) -> tuple[str, str]:
    known = _keys_at(path)
    close = get_close_matches(key, known, n=1, cutoff=0.6)
    remedy = f"Did you mean “{close[0]}”?" if close else f"Known here: {', '.join(known)}."
    return f"“{key}” is not a known key here.", remedy


def _wrong_shape(error: "ErrorDetails") -> tuple[str, str]:
    if error.get("ctx", {}).get("class_name") == "Text":
        return "This must be text in both languages.", "Write {sv: …, en: …}."
    known = ", ".join(_keys_at(error["loc"]))
    return "This must be keys with values.", f"Known here: {known}."


def _keys_at(path: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the dataclass at a place of the document has."""
    here: Any = Routine
    for part in path:
        here = _plain_type(_inside(here, part))
    return [each.name.rstrip("_") for each in fields(here)] if is_dataclass(here) else []


def _inside(here: Any, part: str | int) -> Any:
    if is_dataclass(here):
        hints = get_type_hints(here)
        return hints.get(str(part)) or hints.get(f"{part}_")
    arguments = get_args(here)
    return arguments[0 if isinstance(part, int) else -1] if arguments else None


def _plain_type(hint: Any) -> Any:
    if isinstance(hint, TypeAliasType):
        return hint.__value__
    inner = [each for each in get_args(hint) if each is not NoneType]
    return inner[0] if len(inner) < len(get_args(hint)) else hint
