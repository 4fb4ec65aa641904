"""What was written in a case, in words that somebody may look for later.

Answers that tell how to reach the family are left out: in a protected case they are nobody's to find
(ADR-0028), and a family is protected from one day to the next.
"""

from collections.abc import Iterator, Mapping

from vardag.domain.case.events import Entry, Event, Submitted
from vardag.domain.routine.document import Field, FieldKind, Form, Service

_WRITTEN = ("text", "reason")  # what an event's own words are called


def said(entries: Iterator[Entry] | list[Entry], service: Service, form: Form) -> Iterator[str]:
    """Yield all that a ledger says in words, with the names of the service and of chosen answers."""
    for entry in entries:
        yield from said_in(entry.event, service, form)


def said_in(event: Event, service: Service, form: Form) -> Iterator[str]:
    """Yield what one event says in words."""
    if isinstance(event, Submitted):
        yield from (service.name.sv, service.name.en)
        yield from _chosen(form, event.form)
        yield from written(form, event.form)
        return
    yield from filter(None, (getattr(event, each, "") for each in _WRITTEN))


def written(form: Form, answers: Mapping[str, str]) -> Iterator[str]:
    """Yield the answers that a family wrote itself, and that don't tell how to reach it."""
    for field in _told(form, answers):
        if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
            yield answers[field.key]


def _chosen(form: Form, answers: Mapping[str, str]) -> Iterator[str]:
    for field in _told(form, answers):
        for option in field.options:
            if option.key == answers[field.key]:
                yield from (option.name.sv, option.name.en)


def _told(form: Form, answers: Mapping[str, str]) -> Iterator[Field]:
    return (each for each in form.fields if each.key in answers and not each.is_contact)
