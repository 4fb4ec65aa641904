"""Labels and cover letters in their words: Swedish, the language of the clinic."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from vardag.domain.clock.deadline import local_date
from vardag.domain.routine.dispatch import Exemplar
from vardag.doors.inbox.post.slips import Slip, Typed
from vardag.doors.inbox.registers.columns import exemplar_name
from vardag.doors.shared.moments import long_date
from vardag.doors.shared.paper.pdf import pdf_of
from vardag.doors.shared.paper.printable import printable
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow

_LANGUAGE = "sv"
_LABELS = Path(__file__).with_name("labels.typ")
_LETTERS = Path(__file__).with_name("letters.typ")
_EVERY_YEAR = date.min  # no date stands on paper without its year


def labels(typed: Typed, *, clinic: ClinicRow, by: PersonRow, at: datetime) -> bytes:
    """Return sheets of address labels, 3 across and 8 down, as PDF.

    :param at: aware
    :raises PaperFailed: if they can't be set in type
    """
    with translation.override(_LANGUAGE):
        words = {
            **_frame(gettext("Address labels"), clinic),
            "skip": typed.start - 1,
            "labels": [[printable(line) for line in lines] for lines in typed.lines.values()],
        }
    return pdf_of(words, at=at, template=_LABELS)


def letters(typed: Typed, *, clinic: ClinicRow, by: PersonRow, at: datetime) -> bytes:
    """Return a cover letter for each envelope, on a sheet of its own, as PDF.

    :param by: who sends
    :param at: aware
    :raises PaperFailed: if they can't be set in type
    """
    with translation.override(_LANGUAGE):
        sent = [slip for slip in typed.slips if slip.key in typed.lines]
        words = {
            **_frame(gettext("Cover letter"), clinic),
            "heading": gettext("Cover letter"),
            "sender": _lines(clinic.name, *clinic.postal_address.splitlines()),
            "day": long_date(local_date(at), on=_EVERY_YEAR),
            "greeting": gettext("Kind regards"),
            "by": _lines(by.name.strip(), by.title, clinic.name),
            "contact": _contact(clinic),
            "letters": [_letter(slip, typed.lines[slip.key]) for slip in sent],
        }
    return pdf_of(words, at=at, template=_LETTERS)


def _frame(title: str, clinic: ClinicRow) -> dict[str, Any]:
    return {
        "language": _LANGUAGE,
        "region": "se",
        "title": title,
        "author": printable(clinic.name),
        "note": "",
    }


def _letter(slip: Slip, lines: Sequence[str]) -> dict[str, Any]:
    return {
        "to": [printable(line) for line in lines],
        "facts": [[name, printable(value)] for name, value in _facts(slip)],
        "words": _words(slip),
    }


def _facts(slip: Slip) -> Iterator[tuple[str, str]]:
    envelope = slip.envelope
    if slip.what:
        yield gettext("Enclosed"), f"{slip.what} ({exemplar_name(slip.exemplar).lower()})"
    else:
        yield gettext("Enclosed"), exemplar_name(slip.exemplar)
    if envelope.about:
        yield gettext("About"), envelope.about
    if envelope.number:
        yield gettext("Our case"), envelope.number


def _words(slip: Slip) -> str:
    if slip.exemplar == Exemplar.ORIGINAL:
        return gettext("We send you the original.")
    if slip.envelope.case is None:
        return gettext("We send you a copy.")
    return gettext("We send you a copy. The original has been sent to whoever needs it.")


def _contact(clinic: ClinicRow) -> str:
    if not clinic.phone:
        return gettext("Do you have questions? Write to us.")
    return gettext("Do you have questions? Call us: %(phone)s.") % {"phone": clinic.phone}


def _lines(*lines: str) -> list[str]:
    return [printable(line) for line in lines if line]
