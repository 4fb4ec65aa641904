"""A case in the words of its printout: Swedish, the language of the clinic, with every date in full."""

from collections.abc import Iterator, Sequence
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


def paper_of(printouts: Sequence[Printout]) -> dict[str, Any]:
    """Return what ``paper.typ`` sets in type: text, lists and mappings, and nothing else.

    :param printouts: one case or several, each of which begins a sheet of its own
    """
    with translation.override(LANGUAGE):
        cases = [{**_frame(each), **_body(each)} for each in printouts]
        return {
            "language": LANGUAGE,
            "region": "se",
            "title": _title(printouts),
            "author": cases[0]["clinic"],
            "note": gettext(
                "Some characters could not be printed. They stand as ▯, or as their English names in "
                "‹ ›. On the screen the case has them as they were written."
            ),
            "cases": cases,
        }


def _title(printouts: Sequence[Printout]) -> str:
    if len(printouts) == 1:
        return f"{_case(printouts[0])}, {_ordinal(printouts[0])}"
    return gettext("%(many)s cases on paper") % {"many": len(printouts)}


def _case(printout: Printout) -> str:
    return gettext("Case %(number)s") % {"number": printout.full.number}


def _frame(printout: Printout) -> dict[str, Any]:
    """Return what stands on every page of a case."""
    return {
        "case": _case(printout),
        "clinic": printable(printout.full.row.clinic.name),
        "page": gettext("Page"),
        "of": gettext("of"),
        "printed": _printed(printout),
        "back": gettext("Give it back or destroy it, and see that this is noted in the case."),
        "secrecy": gettext(
            "Secrecy applies under chapter 25, section 1 of the Public Access to Information and "
            "Secrecy Act (2009:400)."
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
    """Say which copy of the case this is, who printed it and when, and for whom."""
    told = {"number": printout.name, "who": _printer(printout), "reader": _reader(printout)}
    if told["reader"]:
        return gettext("Printout %(number)s by %(who)s, for %(reader)s") % told
    return gettext("Printout %(number)s by %(who)s") % told


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
    yield gettext("Printout"), printout.name


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
