"""A protected case as it is shown to those who may not see who it is about."""

from collections.abc import Mapping
from dataclasses import replace

from vardag.domain.case.events import (
    Answered,
    CounterQuestionAsked,
    Entry,
    Event,
    InterimReplySent,
    ReplySent,
    Submitted,
    WorkSent,
    files_of,
)
from vardag.domain.case.files import HIDDEN_FILE, FileRef
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import StepSent
from vardag.domain.people.protection import HIDDEN
from vardag.domain.routine.document import Form


def masked_answers(form: Form, answers: Mapping[str, str]) -> dict[str, str]:
    """Return a form's answers with what reaches the family hidden; all else as it was.

    An answer to a question that the form doesn't have is hidden too: nobody knows what it tells.
    """
    told = {field.key for field in form.fields if not field.is_contact}
    return {key: text if key in told else HIDDEN for key, text in answers.items()}


def masked_case(case: Case, form: Form) -> Case:
    """Return a case whose form tells nobody how to reach the family. Its steps are the same."""
    sent = {step: replace(each, note=HIDDEN) for step, each in case.sent.items()}
    return replace(case, form=masked_answers(form, case.form), sent=sent)


def masked_entry(entry: Entry, form: Form) -> Entry:
    """Return a line of a ledger that tells nobody how to reach the family."""
    event = entry.event
    match event:
        case Submitted():
            event = replace(event, form=masked_answers(form, event.form), files=_hidden(event))
        case InterimReplySent() | CounterQuestionAsked() | Answered() | ReplySent() if event.files:
            event = replace(event, files=_hidden(event))
        case StepSent() | WorkSent():
            event = replace(event, note=HIDDEN)  # which may tell names, and how to reach them
        case _:
            return entry
    return replace(entry, event=event)


def _hidden(event: Event) -> tuple[FileRef, ...]:
    """Return as many files as there are, none of which can be fetched; pictures tell more."""
    return tuple(HIDDEN_FILE for _ in files_of(event))
