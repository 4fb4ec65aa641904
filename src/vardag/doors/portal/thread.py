"""What a family reads of a case: the words between it and the clinic, and nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from vardag.domain.case.events import (
    Answered,
    Assigned,
    CounterQuestionAsked,
    Entry,
    Event,
    InterimReplySent,
    ReplySent,
    SentToClinic,
    Submitted,
    files_of,
    is_past_guardians,
)
from vardag.domain.kinship import may_read
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.routine.document import Form
from vardag.doors.portal.linking import linked
from vardag.doors.shared.attached import Attached, attached
from vardag.doors.shared.moments import long_date, short_moment
from vardag.doors.shared.sentences import answer_in_words, in_words
from vardag.rooms.cases.attached import files_in
from vardag.rooms.cases.queries import FullCase
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.clinics.queries import clinics
from vardag.rooms.files.queries import File
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import people

type _Words = InterimReplySent | CounterQuestionAsked | ReplySent | Answered
_WORDS = (InterimReplySent, CounterQuestionAsked, ReplySent, Answered)
_WHAT = {
    "interim-reply": gettext_noop("Word in the meantime"),
    "counter-question": gettext_noop("Question for you"),
    "reply": gettext_noop("Our reply"),
}


@dataclass(frozen=True)
class Answer:
    """A question of the form and what was answered."""

    label: str
    text: str


@dataclass(frozen=True)
class Message:
    """Something that was written. ``number`` is its place in the ledger."""

    number: int
    is_yours: bool
    is_clinics: bool
    what: str
    who: str
    iso: str
    when: str
    text: SafeString
    answers: tuple[Answer, ...] = ()
    is_question: bool = False
    files: tuple[Attached, ...] = ()
    read: str = ""  # that the clinic has read it
    receipt: int = 0  # the case, in what the reader has a receipt of
    is_past_guardians: bool = False  # guardians who else read the case don't read this


type Clinics = Mapping[ClinicId, ClinicRow]


@dataclass(frozen=True)
class _Named:
    """The people and clinics of a thread, by id, and who reads it."""

    viewer: PersonId
    people: Mapping[PersonId, PersonRow]
    clinics: Clinics
    today: date
    files: Mapping[str, File]

    def attached(self, event: Event) -> tuple[Attached, ...]:
        return attached(files_of(event), self.files, door="portal")


def messages(
    full: FullCase, *, viewer: PersonId, clinics: Clinics, today: date
) -> tuple[Message, ...]:
    """Return the words of a case that are the reader's, the first first.

    Never notes, steps or who holds it.
    """
    named = _Named(viewer, _people(full), clinics, today, files_in(full))
    return tuple(_messages(full, named))


def _messages(full: FullCase, named: _Named) -> Iterator[Message]:
    form = full.routine.form(full.case.service.form)
    for number, (entry, clinic) in enumerate(_at_clinics(full.entries), start=1):
        if not _is_theirs(entry.event, full):
            continue
        match entry.event:
            case Submitted():
                own = full.case.patient == named.viewer
                sent = _submission(entry, form, named, oneself=own)
                yield replace(sent, receipt=full.id) if sent.is_yours else sent
            case (InterimReplySent() | CounterQuestionAsked() | ReplySent() | Answered()) as words:
                yield _words(number, entry, words, clinic, named)
            case _:
                pass


def _is_theirs(event: Event, full: FullCase) -> bool:
    """Tell whether one message of a case is for the one who reads it."""
    return full.stands is not None and may_read(
        full.stands, not_for_guardians=is_past_guardians(event)
    )


def _at_clinics(entries: Iterable[Entry]) -> Iterator[tuple[Entry, ClinicId]]:
    """Yield each entry with the clinic that had the case when somebody set out to write it.

    Words that are sent in the same act as the case are the sending clinic's.
    """
    here = before = ClinicId(0)
    moved: Entry | None = None
    for entry in entries:
        if isinstance(entry.event, Submitted | Assigned | SentToClinic):
            before, here, moved = here, entry.event.clinic, entry
        same_act = moved is not None and (moved.by, moved.at) == (entry.by, entry.at)
        is_words = isinstance(entry.event, _WORDS)
        yield entry, before if same_act and is_words else here


def _submission(entry: Entry, form: Form | None, named: _Named, *, oneself: bool) -> Message:
    given = entry.event.form if isinstance(entry.event, Submitted) else {}
    fields = form.fields if form else ()
    return Message(
        number=1,
        is_yours=entry.by == named.viewer,
        is_clinics=False,
        what="",
        who=_who(entry, named, clinic=None),
        iso=entry.at.isoformat(timespec="seconds"),
        when=short_moment(entry.at, on=named.today),
        text=SafeString(),
        answers=tuple(
            Answer(
                in_words(field.label, oneself=oneself),
                answer_in_words(field, given[field.key], day=long_date, oneself=oneself),
            )
            for field in fields
            if field.key in given
        ),
        files=named.attached(entry.event),
    )


def _words(number: int, entry: Entry, words: _Words, clinic: ClinicId, named: _Named) -> Message:
    is_clinics = not isinstance(words, Answered)
    return Message(
        number=number,
        is_yours=entry.by == named.viewer,
        is_clinics=is_clinics,
        what=gettext(_WHAT[words.kind]) if words.kind in _WHAT else "",
        who=_who(entry, named, clinic=clinic if is_clinics else None),
        iso=entry.at.isoformat(timespec="seconds"),
        when=short_moment(entry.at, on=named.today),
        text=linked(words.text) if is_clinics else conditional_escape(words.text),
        is_question=isinstance(words, CounterQuestionAsked),
        files=named.attached(words),
        is_past_guardians=words.not_for_guardians,
    )


def _who(entry: Entry, named: _Named, *, clinic: ClinicId | None) -> str:
    """Return who wrote: ``Du``, a name, or a name with title and clinic."""
    if entry.by == named.viewer:
        return gettext("You")
    row = named.people[entry.by]
    place = named.clinics[clinic].name if clinic is not None else ""
    return ", ".join(filter(None, (row.name, row.title, place)))


def _people(full: FullCase) -> dict[PersonId, PersonRow]:
    known = {PersonId(row.pk): row for row in (full.row.author, full.row.patient)}
    writers = {entry.by for entry in full.entries if isinstance(entry.event, _WORDS)}
    missing = writers - known.keys()
    return known | (people(missing) if missing else {})


def clinics_of(full: FullCase) -> dict[ClinicId, ClinicRow]:
    """Return every clinic that has or has had a case, the one that has it first."""
    known = {ClinicId(full.row.clinic_id): full.row.clinic}
    named = {
        entry.event.clinic
        for entry in full.entries
        if isinstance(entry.event, Submitted | Assigned | SentToClinic)
    }
    missing = named - known.keys()
    more = clinics(missing) if missing else []
    return known | {ClinicId(row.pk): row for row in more}
