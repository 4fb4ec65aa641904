"""The parts of a printed case: what was asked, what has been written, which steps are done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from vardag.domain.case.events import (
    Answered,
    ClosedWithoutReply,
    CounterQuestionAsked,
    Entry,
    InterimReplySent,
    KeptFromGuardians,
    NoteAdded,
    Printed,
    ReplySent,
    ShownToGuardians,
    Submitted,
    files_of,
)
from vardag.domain.case.state import Case, Finished
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import PersonId
from vardag.domain.routine.document import Field, FieldKind, Step
from vardag.doors.shared.moments import clock_time, long_date, short_moment
from vardag.doors.shared.paper.printable import paragraph, paragraphs, printable
from vardag.doors.shared.protected import named
from vardag.doors.shared.sentences import in_words
from vardag.rooms.cases.attached import files_in
from vardag.rooms.cases.queries import FullCase
from vardag.rooms.files.queries import File
from vardag.rooms.people.models import PersonRow

_EVERY_YEAR = date.min  # no date stands on paper without its year


@dataclass(frozen=True)
class Printout:
    """A case as it is once it has been printed: the print itself is the last of ``entries``."""

    full: FullCase
    case: Case
    entries: tuple[Entry, ...]
    people: Mapping[PersonId, PersonRow]
    passed_by: tuple[str, ...]  # the names of clinics that had the case and sent it on

    @property
    def entry(self) -> Entry:
        return self.entries[-1]

    @property
    def number(self) -> int:
        """Which printout of the case this is, from 1."""
        return sum(isinstance(entry.event, Printed) for entry in self.entries)

    @property
    def name(self) -> str:
        """What people call this copy by, such as ``26-0107/2``."""
        return copy_name(self.full.number, self.number)


def copy_name(case: str, copy: int) -> str:
    """Return what people call a printed copy by, such as ``26-0107/2``: of which case, and which one."""
    return f"{case}/{copy}"


def full_date(day: date) -> str:
    """Return a date as it stands on paper, such as ``tisdag 14 april 2026``."""
    return long_date(day, on=_EVERY_YEAR)


def moment(at: datetime) -> str:
    """Return a moment as it stands on paper, such as ``tisdag 14 april 2026 kl. 08.24``."""
    return gettext("%(date)s at %(time)s") % {
        "date": full_date(local_date(at)),
        "time": clock_time(at),
    }


def who(printout: Printout, person: PersonId) -> str:
    """Return somebody's name, with the title of a member of staff."""
    row = printout.people[person]
    return f"{named(row)}, {row.title}" if row.title else named(row)


def asked(printout: Printout) -> dict[str, Any]:
    """Return the form's questions with their answers; those left blank say so."""
    form = printout.full.routine.form(printout.case.service.form)
    given = printout.case.form
    hides = printout.full.is_protected
    fields = form.fields if form and given else ()
    return {
        "heading": gettext("What was asked"),
        "nothing": gettext("The request came empty: nothing is filled in."),
        "answers": [
            {
                "label": in_words(field.label),
                "text": _answer(field, given.get(field.key, ""), hides=hides),
            }
            for field in fields
        ],
    }


def _answer(field: Field, given: str, *, hides: bool) -> list[dict[str, Any]]:
    """Return an answer as it is printed; how to reach a protected family never is."""
    if not given:
        return [paragraph(gettext("(no answer)"))]
    if hides and field.is_contact:
        return [paragraph(gettext("(protected, never printed)"))]
    if field.kind is FieldKind.DATE:
        return [paragraph(full_date(date.fromisoformat(given)))]
    chosen = next((option for option in field.options if option.key == given), None)
    return [paragraph(in_words(chosen.name))] if chosen else paragraphs(given)


def thread(printout: Printout) -> dict[str, Any]:
    """Return what has been written between the clinic and the family, and the staff's notes."""
    files = files_in(printout.full)
    messages = [
        {
            "heading": heading,
            "private": isinstance(entry.event, NoteAdded),
            "by": printable(f"{who(printout, entry.by)} · {moment(entry.at)}"),
            "text": [*(paragraphs(text) if text else ()), *_files(entry, files)],
        }
        for entry in printout.entries
        for heading, text in _written(entry)
    ]
    return {"heading": gettext("Messages and notes"), "messages": messages}


def _files(entry: Entry, known: Mapping[str, File]) -> list[dict[str, Any]]:
    """Return what came along, by name; the files themselves stay on the screen."""
    refs = files_of(entry.event)
    names = [known[ref.id].name for ref in refs if ref.id in known]
    if not refs:
        return []
    told = gettext("Files: %(names)s") % {"names": ", ".join(names) or len(refs)}
    return [paragraph(printable(told))]


def _written(entry: Entry) -> Iterator[tuple[str, str]]:
    match entry.event:
        case Submitted(files=files) if files:
            yield gettext("Files from the family"), ""
        case InterimReplySent(text=text, not_for_guardians=hidden):
            yield _for_whom(gettext("Interim reply to the family"), hidden), text
        case CounterQuestionAsked(text=text, not_for_guardians=hidden):
            yield _for_whom(gettext("Question to the family"), hidden), text
        case Answered(text=text, not_for_guardians=hidden):
            yield _for_whom(gettext("Answer from the family"), hidden), text
        case ReplySent(text=text, not_for_guardians=hidden):
            yield _for_whom(gettext("Reply to the family"), hidden), text
        case KeptFromGuardians(reason=reason):
            yield gettext("The case is kept from guardians"), reason
        case ShownToGuardians(reason=reason):
            yield gettext("The case is shown to guardians again"), reason
        case NoteAdded(text=text):
            yield gettext("Note, for staff only"), text
        case ClosedWithoutReply(reason=reason):
            yield gettext("Closed without a reply"), reason
        case _:
            return


def _for_whom(heading: str, hidden: bool) -> str:  # noqa: FBT001 - as the event has it
    return f"{heading} ({gettext('not for guardians')})" if hidden else heading


def steps(printout: Printout) -> dict[str, Any]:
    """Return the steps that are done or skipped, in the order of the process."""
    stages = printout.case.process.stages
    known = {step.key: step for stage in stages for step in stage.steps}
    rows = [
        _step(printout, step, printout.case.steps[key])
        for key, step in known.items()
        if key in printout.case.steps
    ]
    columns = [gettext("Step"), gettext("Done by"), gettext("When")]
    return {"heading": gettext("Steps done"), "columns": columns, "rows": rows}


def _step(printout: Printout, step: Step, done: Finished) -> list[str]:
    outcome = next((each for each in step.outcomes if each.key == done.outcome), None)
    said = [in_words(outcome.name) if outcome else "", printable(" ".join(done.text.split()))]
    if done.skipped:
        said.insert(0, gettext("passed by"))
    words = ", ".join(each for each in said if each)
    name = in_words(step.name)
    return [
        f"{name}: {words}" if words else name,
        printable(who(printout, done.by)),
        short_moment(done.at, on=_EVERY_YEAR),
    ]
