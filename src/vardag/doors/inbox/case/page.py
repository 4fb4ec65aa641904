"""The page of a case: read at left, act below what was read, know at right why and what remains."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.case.choices import Choice, is_read_only
from vardag.domain.clock.deadline import local_date
from vardag.domain.refusals import Refusal
from vardag.domain.routine.document import Closing
from vardag.doors.inbox.case.about import Warned, about_service, warnings
from vardag.doors.inbox.case.assigning import Assigning, assigning
from vardag.doors.inbox.case.beside import Beside, beside
from vardag.doors.inbox.case.composer import Composer, Wanted, composer
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.due import DueCard, due_card
from vardag.doors.inbox.case.family import FamilyCard, family_card
from vardag.doors.inbox.case.forms import Typed, texts
from vardag.doors.inbox.case.outcome import Outcome
from vardag.doors.inbox.case.presence import Others, others
from vardag.doors.inbox.case.protected_card import Protected, protected
from vardag.doors.inbox.case.read import with_receipts
from vardag.doors.inbox.case.related import Related, related
from vardag.doors.inbox.case.sending import Sending, sending
from vardag.doors.inbox.case.steps import Checklist, checklist
from vardag.doors.inbox.case.texts import is_unchanged
from vardag.doors.inbox.case.thread import Item, thread
from vardag.doors.shared.moments import clock_time, short_moment
from vardag.doors.shared.protected import named
from vardag.doors.shared.sentences import in_words, why_refused


@dataclass(frozen=True)
class Holder:
    """Who has the case now."""

    words: str
    initials: str = ""
    is_me: bool = False
    is_nobody: bool = False


@dataclass(frozen=True)
class Act:
    """A button of the page: its name in addresses, its label, and why it can't be used now."""

    key: str
    label: str
    icon: str
    why_not: str


@dataclass(frozen=True)
class Kept:
    """Words that were written in a field that isn't on the page any more."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Head:
    """What stands on top: which case, who has it, what can be done to it as a whole."""

    number: str
    service: str
    patient: str
    is_masked: bool  # then the patient has no name here
    holder: Holder
    acts: tuple[Act, ...]
    read_only: str  # the sentence, if the case is only to be read
    is_closed: bool
    related: tuple[Related, ...]  # cases of the same matter
    warned: tuple[Warned, ...]  # what speaks against the request as it was sent
    receives: bool  # whether the person's list is the clinic's inbox, rather than one's own cases


@dataclass(frozen=True)
class CasePage:
    """All that the page of a case shows."""

    id: int
    version: int
    head: Head
    protected: Protected | None
    thread: tuple[Item, ...]
    due: DueCard
    family: FamilyCard
    checklist: Checklist
    beside: Beside
    close: Act | None  # None where the routine always wants a reply
    close_reason: str
    composer: Composer | None
    assigning: Assigning | None
    about_service: tuple[str, ...]
    routine: str
    kept: tuple[Kept, ...]
    outcome: Outcome
    sending: Sending | None = None
    others: Others | None = None  # who else is at the case; None where nobody is told
    draft: str = ""  # when the draft on the page was saved; empty where there is none


def case_page(desk: Desk, typed: Typed, wanted: Wanted, outcome: Outcome) -> CasePage:
    """Return the page of a case.

    :param typed: what has been written and not been sent
    """
    head, steps, panel = _head(desk), checklist(desk, typed), _panel(desk, typed, wanted)
    composing = None if head.read_only else composer(desk, typed, wanted, outcome.wrong_files)
    return CasePage(
        id=desk.full.id,
        version=desk.case.version,
        head=head,
        protected=protected(desk),
        thread=with_receipts(desk, thread(desk)),
        due=due_card(desk),
        family=family_card(desk, typed),
        checklist=steps,
        beside=beside(desk, typed),
        close=_close(desk),
        close_reason=typed.get("close-reason", ""),
        composer=composing,
        assigning=panel,
        about_service=tuple(about_service(desk)),
        routine=_routine(desk),
        kept=tuple(_kept(desk, typed, _shown(composing, panel, steps, desk))),
        outcome=outcome,
        sending=_sending(desk, composing, panel, outcome),
        others=_others(desk),
        draft=_draft(desk),
    )


def _others(desk: Desk) -> Others | None:
    """Return who else is at the case; None for who reads by way of exception, whom nobody is told of."""
    return others(desk.lies.others) if desk.full.exception is None else None


def _sending(
    desk: Desk, composing: Composer | None, panel: Assigning | None, outcome: Outcome
) -> Sending | None:
    if outcome.about_to is None or composing is None:
        return None
    key, act = outcome.about_to
    return sending(act, key, desk, composing, panel)


def _draft(desk: Desk) -> str:
    """Return when the draft on the page was saved; the time alone if that was today."""
    draft = desk.lies.draft
    if draft is None:
        return ""
    if local_date(draft.saved_at) == desk.today:
        return gettext("Draft saved %(time)s") % {"time": clock_time(draft.saved_at)}
    return gettext("Draft from %(time)s") % {"time": short_moment(draft.saved_at, on=desk.today)}


def _head(desk: Desk) -> Head:
    refusal = is_read_only(desk.choices)
    return Head(
        number=desk.full.number,
        service=in_words(desk.case.service.list_name),
        patient=f"{named(desk.patient)}, {desk.patient_age}",
        is_masked=desk.full.is_masked,
        holder=_holder(desk),
        acts=() if refusal else tuple(_acts(desk)),
        read_only=_read_only(desk, refusal),
        is_closed=desk.case.is_closed,
        related=related(desk),
        warned=warnings(desk),
        receives=desk.receives_here,
    )


def _read_only(desk: Desk, refusal: Refusal | None) -> str:
    if refusal is None:
        return ""
    if desk.full.exception is None:
        return why_refused(refusal)
    until = gettext("You can read it until %(time)s. That you do is followed up.")
    return f"{why_refused(refusal)} {until % {'time': clock_time(desk.full.exception.until)}}"


def wants_workers(wanted: Wanted, typed: Typed) -> bool:
    """Tell whether the panel for assigning is asked for, or was open when the page was sent."""
    return wanted.act == Choice.ASSIGN or "assign-to" in typed


def _panel(desk: Desk, typed: Typed, wanted: Wanted) -> Assigning | None:
    if desk.choices[Choice.ASSIGN] is not None or not wants_workers(wanted, typed):
        return None
    return assigning(desk, typed, wanted.standard if wanted.act == Choice.ASSIGN else "")


def _holder(desk: Desk) -> Holder:
    case = desk.case
    if case.holder == desk.staff.id:
        return Holder(gettext("With you"), initials=desk.actor.initials, is_me=True)
    if case.holder is not None:
        holder = desk.someone(case.holder)
        return Holder(holder.name, initials=holder.initials)
    if case.holding_group is not None:
        return Holder(desk.name_of_group(case.holding_group))
    return Holder(gettext("Nobody has it"), is_nobody=True)


def _acts(desk: Desk) -> Iterator[Act]:
    """Yield the acts of the head; taking what one has, or returning what nobody has, is none."""
    if desk.case.holder != desk.staff.id:
        yield _act(desk, Choice.CLAIM, gettext("Take it"), "inbox")
    yield _act(desk, Choice.ASSIGN, gettext("Assign"), "assign")
    yield _act(desk, Choice.PRINT, gettext("Print"), "printer")
    if desk.case.is_held:
        yield _act(desk, Choice.RETURN, gettext("Return to the inbox"), "undo")


def _act(desk: Desk, choice: Choice, label: str, icon: str) -> Act:
    refusal = desk.choices[choice]
    return Act(choice.value, label, icon, why_refused(refusal) if refusal else "")


def _close(desk: Desk) -> Act | None:
    if desk.case.process.closes is not Closing.WITHOUT_REPLY:
        return None
    return _act(desk, Choice.CLOSE, gettext("Close without a reply"), "lock")


def _routine(desk: Desk) -> str:
    document = desk.routine.document
    return gettext("By the routine %(title)s, version %(version)s.") % {
        "title": document.title,
        "version": document.version,
    }


def _shown(
    composing: Composer | None, panel: Assigning | None, steps: Checklist, desk: Desk
) -> frozenset[str]:
    """Return the fields for words that the page has."""
    fields = (
        {f"{tab.field}-text" for tab in composing.tabs if not tab.why_not} if composing else set()
    )
    if panel is not None:
        fields.add("assign-text")
    if desk.choices[Choice.NOTE] is None:
        fields.add("note-text")
    fields.add("guardians-reason")
    if desk.choices[Choice.CLOSE] is None:
        fields.add("close-reason")
    for step in steps.steps:
        fields |= {f"step:{step.key}:text"} if step.tick else set()
        fields |= {f"step:{step.key}:ask-text"} if step.asking else set()
        fields |= {f"step:{step.key}:reason"} if step.can_skip else set()
    return frozenset(fields)


def _kept(desk: Desk, typed: Typed, shown: frozenset[str]) -> Iterator[Kept]:
    """Yield what was written where there is no field any more, lest it be lost."""
    labels = {
        "interim-text": gettext("Interim reply"),
        "question-text": gettext("Counter-question"),
        "reply-text": gettext("Reply"),
        "assign-text": gettext("Interim reply"),
        "note-text": gettext("Note"),
    }
    for name, text in texts(typed).items():
        used = typed.get(f"{name.removesuffix('-text')}-used", "")
        if name not in shown and not is_unchanged(desk, text, used, typed):
            yield Kept(name, labels.get(name, gettext("Words with a step")), text)
