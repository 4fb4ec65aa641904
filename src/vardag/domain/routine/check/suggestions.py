"""Suggestions: each is looked for somewhere, can be found, and leads where somebody can go."""

from collections.abc import Iterator

from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.check.references import keys_of, missing
from vardag.domain.routine.document import FieldKind, Routine, Suggestion

_WORDS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


def check_suggestions(routine: Routine) -> Iterator[Finding]:
    """Find suggestions that would never be shown, always be shown, or lead nowhere."""
    for each in routine.suggestions:
        place = f"suggestions.{each.key}"
        yield from _looked_for(place, each, routine)
        yield from _leads(place, each, routine)


def _looked_for(place: str, each: Suggestion, routine: Routine) -> Iterator[Finding]:
    for number, key in enumerate(each.of):
        yield from missing(f"{place}.of[{number}]", key, keys_of(routine.services), what="service")
    if not each.of:
        yield Finding(f"{place}.of", "No service is named, so it is never shown.", "Name one.")
    if not each.phrases and not each.when and each.destination is None:
        problem = "It has neither phrases nor answers, so it would always be shown."
        yield Finding(place, problem, "Add “phrases” or “when”.")
    for name in ("phrases", "unless"):
        for number, phrase in enumerate(getattr(each, name)):
            if not phrase.strip("* "):
                problem = "The phrase has no letters, so it would fit anything."
                yield Finding(f"{place}.{name}[{number}]", problem, "Write words.")


def _leads(place: str, each: Suggestion, routine: Routine) -> Iterator[Finding]:
    yield from missing(f"{place}.service", each.service, keys_of(routine.services), what="service")
    yield from missing(f"{place}.link", each.link, keys_of(routine.links), what="link")
    service = routine.service(each.service or "")
    if each.into is None:
        return
    form = routine.form(service.form) if service else None
    fields = {field.key: field for field in form.fields} if form else {}
    yield from missing(f"{place}.into", each.into, fields, what="field")
    if each.into in fields and fields[each.into].kind not in _WORDS:
        problem = f"“{each.into}” can't hold what somebody has written."
        yield Finding(f"{place}.into", problem, "Name a field of kind text or long-text.")
