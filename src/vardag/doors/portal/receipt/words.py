"""A receipt in the reader's language, every date in full, as it is set in type."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext

from vardag.domain.case.events import Submitted, files_of
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import PersonId
from vardag.domain.routine.document import FieldKind
from vardag.doors.portal.pages import ReceiptPage
from vardag.doors.portal.plain import why
from vardag.doors.shared.moments import clock_time, language, long_date
from vardag.doors.shared.paper.printable import paragraph, paragraphs, printable
from vardag.doors.shared.sentences import in_words
from vardag.rooms.cases.attached import files_in
from vardag.rooms.cases.queries import FullCase

_EVERY_YEAR = date.min  # no date stands on paper without its year


def receipt_of(full: FullCase, page: ReceiptPage, *, viewer: PersonId) -> dict[str, Any]:
    """Return what ``receipt.typ`` sets in type: text, lists and mappings, and nothing else."""
    number = gettext("Case %(number)s") % {"number": full.number}
    return {
        "language": language(),
        "title": f"{gettext('Receipt')}: {number}",
        "clinic": printable(page.head.clinic.name),
        "kind": gettext("Receipt"),
        "heading": page.head.service,
        "facts": [[name, printable(value)] for name, value in _facts(full, page, number) if value],
        "promise": _promise(full),
        "sent": _sent(full, oneself=full.case.patient == viewer),
        "steps": {"heading": gettext("This is how it goes"), "steps": list(page.steps)},
        "readers": {
            "heading": gettext("Who can read it"),
            "words": printable(page.head.readers),
        },
        "help": _help(page),
        "foot": number,
        "page": gettext("Page"),
        "of": gettext("of"),
        "note": gettext(
            "Some characters could not be printed. On the screen they stand as written."
        ),
    }


def _facts(full: FullCase, page: ReceiptPage, number: str) -> Iterator[tuple[str, str]]:
    sent = full.entries[0]
    when = {"day": long_date(local_date(sent.at), on=_EVERY_YEAR), "time": clock_time(sent.at)}
    yield gettext("Number"), number
    yield gettext("About"), page.head.about or full.row.patient.name
    yield gettext("Sent"), gettext("%(day)s at %(time)s") % when
    yield gettext("Sent by"), full.row.author.name
    yield gettext("To"), page.head.clinic.name
    yield gettext("Telephone"), page.head.clinic.phone


def _promise(full: FullCase) -> dict[str, str]:
    first = full.entries[0].event
    assert isinstance(first, Submitted)
    return {
        "label": gettext("You hear from us by"),
        "date": long_date(first.response_due.date, on=_EVERY_YEAR),
        "why": printable(why(first.response_due, by_reader=True)),
    }


def _sent(full: FullCase, *, oneself: bool) -> dict[str, Any]:
    given = full.case.form
    fields = [each for each in full.form.fields if each.key in given]
    return {
        "heading": gettext("What you sent"),
        "nothing": gettext("Sent without words."),
        "answers": [
            {
                "label": in_words(each.label, oneself=oneself),
                "text": _answer(each, given[each.key], oneself=oneself),
            }
            for each in fields
        ]
        + list(_files(full)),
    }


def _files(full: FullCase) -> Iterator[dict[str, Any]]:
    known = files_in(full)
    names = [known[ref.id].name for ref in files_of(full.entries[0].event) if ref.id in known]
    if names:
        yield {"label": gettext("Files"), "text": [paragraph(*map(printable, names))]}


def _answer(field: Any, given: str, *, oneself: bool) -> list[dict[str, Any]]:
    if field.kind is FieldKind.DATE:
        return [paragraph(long_date(date.fromisoformat(given), on=_EVERY_YEAR))]
    chosen = next((option for option in field.options if option.key == given), None)
    return [paragraph(in_words(chosen.name, oneself=oneself))] if chosen else paragraphs(given)


def _help(page: ReceiptPage) -> dict[str, str]:
    phone = page.head.clinic.phone
    words = gettext(
        "Call 1177 for advice, day and night. Call 112 if life is in danger. "
        "Here we read on working days."
    )
    ours = gettext("Telephone to the clinic: %(phone)s.") % {"phone": phone} if phone else ""
    return {"heading": gettext("Do you need help now?"), "words": printable(f"{words} {ours}")}
