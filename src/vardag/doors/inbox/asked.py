"""What a resident asks, so shortly that half of the cases need not be opened to be sorted."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from django.utils.translation import gettext

from vardag.domain.routine.document import Field, FieldKind, Form, Service
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import answer_in_words, in_words, quoted, shortened

_ROOM = 57  # characters for the service and what is asked; more would be cut at 1280 pixels
_BOLD = 1.1  # how much wider the service's name is
_LEAST = 16


def asked(
    service: Service, form: Form, answers: Mapping[str, str], *, on: date, beside: str
) -> str:
    """Return what is asked: the fields that the service sums up, dates and choices in words.

    :param beside: what stands on the same line
    """
    room = max(_ROOM - round(_BOLD * len(beside)), _LEAST)
    if not service.summary:
        return _beginning(form, answers, room)
    fields = {field.key: field for field in form.fields}
    told = [
        _told(fields[key], answers[key], form, on=on, room=room)
        for key in service.summary
        if key in fields and key in answers
    ]
    return shortened(", ".join(told), room) if told else _beginning(form, answers, room)


def _told(field: Field, answer: str, form: Form, *, on: date, room: int) -> str:
    if field.key in form.at_least_one_of:
        return in_words(field.label)  # which of them is new: the values are for the case's page
    if field.kind in (FieldKind.DATE, FieldKind.CHOICE):
        return answer_in_words(field, answer, day=partial(short_date, on=on), in_short=True)
    return shortened(answer, room)


def _beginning(form: Form, answers: Mapping[str, str], room: int) -> str:
    """Return how the first text begins, in quotation marks; or that nothing was written."""
    texts = (FieldKind.LONG_TEXT, FieldKind.TEXT)
    written = next(
        (answers[each.key] for each in form.fields if each.kind in texts and each.key in answers),
        "",
    )
    return quoted(written, room) or ("" if answers else gettext("no text"))
