"""The thread: what was asked and said, notes for staff, and what else happened, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.translation import gettext

from vardag.domain.case.events import (
    Answered,
    Assigned,
    Claimed,
    ClosedWithoutReply,
    CopyAccountedFor,
    CounterQuestionAsked,
    Entry,
    InterimReplySent,
    KeptFromGuardians,
    NoteAdded,
    Printed,
    ReplySent,
    ReturnedToInbox,
    SentToClinic,
    ShownToGuardians,
    Submitted,
    WorkOpened,
    files_of,
)
from vardag.domain.case.left_out import StepFate
from vardag.domain.case.paper import Fate
from vardag.domain.case.step_events import (
    ColleagueAsked,
    InquiryWithdrawn,
    StepAccountedFor,
    StepCompleted,
    StepSent,
    StepSkipped,
)
from vardag.domain.routine.document import Field, FieldKind
from vardag.doors.inbox.case.desk import Desk, Someone
from vardag.doors.inbox.case.systems import system_name
from vardag.doors.inbox.case.telling import told_of
from vardag.doors.inbox.paper.parts import copy_name
from vardag.doors.inbox.worked import work_words
from vardag.doors.shared.attached import Attached, attached
from vardag.doors.shared.moments import short_date, short_moment
from vardag.doors.shared.sentences import answer_in_words, in_words

MESSAGE, NOTE, EVENT = "message", "note", "event"


@dataclass(frozen=True)
class Answer:
    """A question of the form, and what was answered. A long answer stands on lines of its own."""

    label: str
    text: str
    is_long: bool


@dataclass(frozen=True)
class Item:
    """One thing in the thread. ``kind`` is a message, a note or an event."""

    kind: str
    by: Someone
    at: datetime
    when: str
    label: str = ""  # what kind of message
    text: str = ""
    words: str = ""  # what happened, of an event
    answers: tuple[Answer, ...] = ()
    is_empty: bool = False  # a form that came with nothing filled in
    read: str = ""  # by whom of the family, and when
    not_for_guardians: bool = False
    to: str = ""  # whom a note is to by name, and whether they have seen it
    files: tuple[Attached, ...] = ()

    @property
    def iso(self) -> str:
        return self.at.isoformat(timespec="minutes")


def thread(desk: Desk) -> tuple[Item, ...]:
    """Return everything that has happened, from the first to the last."""
    return tuple(item for entry in desk.full.entries for item in items(desk, entry))


def items(desk: Desk, entry: Entry) -> Iterator[Item]:
    """Yield what an event is on the page; nothing for what another event says already."""
    by, when = desk.someone(entry.by), short_moment(entry.at, on=desk.today)
    match entry.event:
        case Submitted():
            answers = _answers(desk)
            files = _files(desk, entry)
            is_empty = not answers and not files
            yield Item(MESSAGE, by, entry.at, when, answers=answers, is_empty=is_empty, files=files)
        case NoteAdded(text=text, to=to):
            told = told_of(desk, to, _number(desk, entry)) if to else ""
            yield Item(NOTE, by, entry.at, when, text=text, to=told)
        case (
            InterimReplySent(text=text, not_for_guardians=hidden)
            | CounterQuestionAsked(text=text, not_for_guardians=hidden)
            | Answered(text=text, not_for_guardians=hidden)
            | ReplySent(text=text, not_for_guardians=hidden)
        ):
            label = _label(entry)
            yield Item(
                MESSAGE,
                by,
                entry.at,
                when,
                label=label,
                text=text,
                not_for_guardians=hidden,
                files=_files(desk, entry),
            )
        case WorkOpened():
            return
        case _:
            words, text = _happened(desk, entry, by.name)
            yield Item(EVENT, by, entry.at, when, words=words, text=text)


def _number(desk: Desk, entry: Entry) -> int:
    """Return which event of the ledger an entry is, from 1."""
    return next(number for number, each in enumerate(desk.full.entries, 1) if each is entry)


def _files(desk: Desk, entry: Entry) -> tuple[Attached, ...]:
    return attached(files_of(entry.event), desk.files, door="inbox")


def _label(entry: Entry) -> str:
    match entry.event:
        case InterimReplySent():
            return gettext("interim reply")
        case CounterQuestionAsked():
            return gettext("counter-question")
        case Answered():
            return gettext("answer")
        case _:
            return gettext("reply")


def _answers(desk: Desk) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            label=in_words(field.label),
            text=_answer(desk, field),
            is_long=field.kind is FieldKind.LONG_TEXT,
        )
        for field in desk.form.fields
        if field.key in desk.case.form
    )


def _answer(desk: Desk, field: Field) -> str:
    if desk.full.is_masked and field.is_contact:
        return gettext("Hidden")
    return answer_in_words(field, desk.case.form[field.key], day=partial(short_date, on=desk.today))


def _happened(desk: Desk, entry: Entry, name: str) -> tuple[str, str]:
    """Return what somebody did besides writing, and the words that were given with it."""
    match entry.event:
        case Claimed():
            return gettext("%(name)s took the case") % {"name": name}, ""
        case Assigned() as event:
            return _assigned(desk, event, name), ""
        case SentToClinic(clinic=clinic):
            where = desk.name_of_clinic(clinic)
            words = gettext("%(name)s sent the case to the inbox of %(clinic)s")
            return words % {"name": name, "clinic": where}, ""
        case ReturnedToInbox():
            return gettext("%(name)s returned the case to the inbox") % {"name": name}, ""
        case ClosedWithoutReply(reason=reason):
            return gettext("%(name)s closed the case without a reply") % {"name": name}, reason
        case KeptFromGuardians(reason=reason):
            return gettext("%(name)s keeps the case from guardians") % {"name": name}, reason
        case ShownToGuardians(reason=reason):
            return gettext("%(name)s shows the case to guardians again") % {"name": name}, reason
        case Printed(for_=person) if person is not None:
            words = gettext("%(name)s printed the case for %(person)s")
            return words % {"name": name, "person": desk.name_of(person)}, ""
        case Printed():
            return gettext("%(name)s printed the case") % {"name": name}, ""
        case CopyAccountedFor() as event:
            return _accounted(desk, event, name), ""
        case _:
            return _did(desk, entry, name)


def _accounted(desk: Desk, event: CopyAccountedFor, name: str) -> str:
    told = {"name": name, "copy": copy_name(desk.full.number, event.number)}
    if event.fate is Fate.RETURNED:
        return gettext("%(name)s: printout %(copy)s came back") % told
    return gettext("%(name)s: printout %(copy)s is destroyed") % told


def _assigned(desk: Desk, event: Assigned, name: str) -> str:
    if event.person is not None:
        to = desk.name_of(event.person)
    elif event.group is not None:
        to = desk.name_of_group(event.group)
    else:
        raise ValueError("assigned to nobody")
    words = gettext("%(name)s assigned the case to %(to)s at %(clinic)s")
    return words % {"name": name, "to": to, "clinic": desk.name_of_clinic(event.clinic)}


def _did(desk: Desk, entry: Entry, name: str) -> tuple[str, str]:
    """Return which step or piece of work was done, how it turned out, and what was written."""
    match entry.event:
        case StepCompleted(step=key, receipt=receipt) if receipt is not None:
            sent = desk.case.sent.get(key)
            told = {"step": _step_name(desk, key, None), "receipt": receipt}
            told |= {"system": system_name(desk, sent.system if sent else "")}
            return gettext("%(system)s did: %(step)s (receipt %(receipt)s)") % told, ""
        case StepCompleted(step=key, outcome=outcome, text=text, asked_by=asker) if (
            asker is not None
        ):
            told = {"name": name, "step": _step_name(desk, key, outcome)}
            return gettext("%(name)s answered: %(step)s") % told, text
        case ColleagueAsked(step=key, to=to, text=text):
            told = {"name": name, "to": desk.name_of(to), "step": _step_name(desk, key, None)}
            return gettext("%(name)s asked %(to)s: %(step)s") % told, text
        case InquiryWithdrawn(step=key):
            told = {"name": name, "step": _step_name(desk, key, None)}
            return gettext("%(name)s took the question back: %(step)s") % told, ""
        case StepCompleted(step=key, outcome=outcome, text=text):
            told = {"name": name, "step": _step_name(desk, key, outcome)}
            return gettext("%(name)s did: %(step)s") % told, text
        case StepSent(step=key, system=system, note=note):
            told = {"name": name, "step": _step_name(desk, key, None)}
            told |= {"system": system_name(desk, system)}
            return gettext("%(name)s sent to %(system)s: %(step)s") % told, note
        case StepSkipped(step=key, reason=reason):
            told = {"name": name, "step": _step_name(desk, key, None)}
            return gettext("%(name)s skipped: %(step)s") % told, reason
        case StepAccountedFor(step=key, fate=fate, text=text):
            told = {"name": name, "step": _step_name(desk, key, None)}
            if fate is StepFate.DONE:
                return gettext("%(name)s: done after all: %(step)s") % told, text
            return gettext("%(name)s: not needed: %(step)s") % told, text
        case _:
            return work_words(
                entry.event,
                desk.case.process,
                desk.routine,
                name=name,
                name_of=desk.name_of,
                on=desk.today,
            )


def _step_name(desk: Desk, key: str, outcome: str | None) -> str:
    step = desk.step(key)
    if step is None:
        return key
    turned_out = next((each for each in step.outcomes if each.key == outcome), None)
    return _with(in_words(step.name), in_words(turned_out.name) if turned_out else "")


def _with(name: str, outcome: str) -> str:
    return f"{name} – {outcome}" if outcome else name
