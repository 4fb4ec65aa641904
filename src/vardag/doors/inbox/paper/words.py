"""A case in the words of its printout: Swedish, the language of the clinic, with every date in full."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from vardag.domain.case.events import Printed, Submitted
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import age_on
from vardag.doors.inbox.paper.parts import Printout, asked, full_date, moment, steps, thread, who
from vardag.doors.shared.moments import listed
from vardag.doors.shared.paper.printable import printable
from vardag.doors.shared.protected import named
from vardag.doors.shared.sentences import in_words

LANGUAGE = "sv"


def paper_of(printout: Printout) -> dict[str, Any]:
    """Return what ``paper.typ`` sets in type: text, lists and mappings, and nothing else."""
    with translation.override(LANGUAGE):
        return {**_frame(printout), **_body(printout)}


def _frame(printout: Printout) -> dict[str, Any]:
    """Return what stands on every page, and in the file's own particulars."""
    case = gettext("Case %(number)s") % {"number": printout.full.number}
    return {
        "language": LANGUAGE,
        "region": "se",
        "title": f"{case}, {_ordinal(printout)}",
        "case": case,
        "clinic": printable(printout.full.row.clinic.name),
        "page": gettext("Page"),
        "of": gettext("of"),
        "printed": _printed(printout),
        "secrecy": gettext(
            "Secrecy applies under chapter 25, section 1 of the Public Access to Information and "
            "Secrecy Act (2009:400)."
        ),
        "note": gettext(
            "Some characters could not be printed. They stand as ▯, or as their English names in "
            "‹ ›. On the screen the case has them as they were written."
        ),
    }


def _body(printout: Printout) -> dict[str, Any]:
    service = printout.case.service
    kind = printout.full.routine.kind(service.kind)
    return {
        "kind": in_words(kind.name) if kind else "",
        "service": in_words(service.name),
        "facts": [[name, printable(value)] for name, value in _facts(printout) if value],
        "asked": asked(printout),
        "thread": thread(printout),
        "steps": steps(printout),
    }


def _ordinal(printout: Printout) -> str:
    return gettext("printout no. %(number)s") % {"number": printout.number}


def _printed(printout: Printout) -> str:
    """Say who printed and when, for whom, and which printout of the case this is."""
    words = [gettext("Printed by %(who)s") % {"who": _printer(printout)}]
    if reader := _reader(printout):
        words.append(gettext("For %(who)s") % {"who": reader})
    return " · ".join((*words, _ordinal(printout).capitalize()))


def _printer(printout: Printout) -> str:
    entry = printout.entry
    return f"{printable(who(printout, entry.by))}, {moment(entry.at)}"


def _reader(printout: Printout) -> str:
    event = printout.entry.event
    if not isinstance(event, Printed) or event.for_ is None:
        return ""
    return printable(who(printout, event.for_))


def _facts(printout: Printout) -> Iterator[tuple[str, str]]:
    row, case = printout.full.row, printout.case
    patient = printout.people[case.patient]
    yield gettext("Patient"), named(patient)
    yield gettext("Personal number"), _personal_number(patient.personal_number or "")
    yield gettext("Age"), _age(printout)
    yield gettext("Case number"), printout.full.number
    yield gettext("Sent by"), f"{who(printout, case.author)}, {_capacity(printout)}"
    yield gettext("Received"), moment(case.received_at)
    yield gettext("Response promised"), _promised(printout)
    yield gettext("First response"), _responded(case.first_response_at)
    yield gettext("Clinic"), row.clinic.name
    yield gettext("Sent on by"), listed(sorted(printout.passed_by))
    # Header and footer are no part of the text for a screen reader, so this stands here as well.
    yield gettext("Printed by"), _printer(printout)
    yield gettext("Printed for"), _reader(printout)
    yield gettext("Printout"), gettext("no. %(number)s") % {"number": printout.number}


def _responded(at: datetime | None) -> str:
    return moment(at) if at is not None else ""


def _personal_number(written: str) -> str:
    return f"{written[:8]}-{written[8:]}" if len(written) == 12 else written


def _age(printout: Printout) -> str:
    born: date | None = printout.people[printout.case.patient].born
    if born is None:
        return ""
    age = age_on(local_date(printout.entry.at), born=born)
    return gettext("%(age)s years") % {"age": age}


def _capacity(printout: Printout) -> str:
    """Say as what the sender wrote."""
    case = printout.case
    if case.author == case.patient:
        return gettext("the patient")
    return gettext("guardian, in own name") if case.in_own_name else gettext("guardian")


def _promised(printout: Printout) -> str:
    """Say by when the family was promised a response when the case came."""
    sent = printout.entries[0].event
    if not isinstance(sent, Submitted):
        return ""
    day = full_date(sent.response_due.date)
    return gettext("at the latest on %(date)s") % {"date": day}
