"""The parts of a case's page that somebody writes in, and what of them is a draft."""

from collections.abc import Mapping

from vardag.domain.case.choices import Choice
from vardag.domain.words import visible
from vardag.doors.inbox.case.composer import Wanted
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import FIELDS, MESSAGES, Asked, Typed, fields_of, is_text
from vardag.doors.inbox.case.texts import is_unchanged
from vardag.rooms.desks.queries import Draft, Fields, Words

_PARTS = frozenset((*FIELDS.values(), "note", "close", "guardians"))
_FILES = frozenset(
    ("file", "files", "attach", "remove-file")
)  # which are kept in a way of their own
_STEP = "step:"
_OFFERED = "-default"  # a field that says what the page offered, which is offered anew
_CHOSEN = "-standard"  # a standard reply that is chosen, and not yet put into the words
_MEANT = "-offered"  # the standard reply that the routine means


def part_of(name: str) -> str:
    """Return the part of the page that a field belongs to; empty if it is in none."""
    if name.startswith(_STEP):
        return name.rpartition(":")[0] if name.count(":") > 1 else ""
    part, _, rest = name.partition("-")
    return part if rest and rest not in _FILES and part in _PARTS else ""


def parts(typed: Typed) -> Words:
    """Return what has been written by part; a part that is there and has no words is empty."""
    found: dict[str, dict[str, str]] = {}
    for name, text in typed.items():
        if part := part_of(name):
            found.setdefault(part, {})[name] = text
    return {part: _as_kept(fields) for part, fields in found.items()}


def _as_kept(fields: Fields) -> Fields:
    """Return a part as a draft keeps it: nothing without words, no date that was only offered."""
    if not any(is_text(name) and visible(text) for name, text in fields.items()):
        return {}
    return {
        name: text
        for name, text in fields.items()
        if not name.endswith((_OFFERED, _CHOSEN, _MEANT))
        and text != fields.get(f"{_stem(name)}{_OFFERED}")
    }


def _stem(name: str) -> str:
    return name.removesuffix("-date")


def own_parts(typed: Typed, desk: Desk) -> Words:
    """Return what has been written by part, where a standard reply as it stands is nobody's words."""
    return {part: _own(part, fields, desk) for part, fields in parts(typed).items()}


def _own(part: str, fields: Fields, desk: Desk) -> Fields:
    words, used = fields.get(f"{part}-text", ""), fields.get(f"{part}-used", "")
    return {} if is_unchanged(desk, words, used, fields) else fields


def used_by(asked: Asked) -> Words:
    """Return the parts that an act uses up, with what it said."""
    names = fields_of(asked.key, asked.typed)
    return parts({name: text for name, text in asked.typed.items() if name in names})


def laid_out(draft: Draft | None, typed: Typed, wanted: Wanted) -> Typed:
    """Return what stands on the page: what was typed, and where nothing came, the draft."""
    if draft is None:
        return typed
    there = {part_of(name) for name in typed}
    missing = {part: fields for part, fields in draft.words.items() if part not in there}
    if typed and wanted.act != Choice.ASSIGN:
        missing.pop("assign", None)  # the panel for it isn't open
    return {**_tab(missing), **_fields(missing), **typed}


def _fields(words: Words) -> Mapping[str, str]:
    return {name: text for fields in words.values() for name, text in fields.items()}


def _tab(words: Words) -> Mapping[str, str]:
    """Return which of the composer's acts stands open: one that words are kept for."""
    kept = next((act for act, field in reversed(MESSAGES.items()) if field in words), None)
    return {"act": kept} if kept else {}
