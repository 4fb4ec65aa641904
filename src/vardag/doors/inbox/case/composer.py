"""The composer: three acts as tabs, each with its consequence; what can't be done says why."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from vardag.domain.case.choices import Choice
from vardag.domain.routine.document import Closing, StepAct
from vardag.domain.routine.way import ending_of
from vardag.doors.inbox.case.attaching import WrongFiles, attachments
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import MESSAGES, Typed
from vardag.doors.inbox.case.outgoing import sign_off
from vardag.doors.inbox.case.picker import link_notes, options
from vardag.doors.inbox.case.readers import Readers, readers
from vardag.doors.inbox.case.texts import Text, has_own_words, written
from vardag.doors.inbox.reasons import counted, counted_from_today
from vardag.doors.shared.attaching import Attach
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import why_refused

INTERIM, QUESTION, REPLY = Choice.INTERIM_REPLY, Choice.COUNTER_QUESTION, Choice.REPLY
FIELDS = {choice: MESSAGES[choice.value] for choice in (INTERIM, QUESTION, REPLY)}


@dataclass(frozen=True)
class Words:
    """What an act says of itself. ``look`` is the design's name for it."""

    look: str
    icon: str
    name: str
    help: str
    label: str
    hint: str
    more: str
    button: str
    consequence: str


@dataclass(frozen=True)
class Tab:
    """One of the acts; ``why_not`` is the rule's sentence, empty where it can be done."""

    choice: Choice
    field: str
    words: Words
    why_not: str
    is_chosen: bool
    text: Text
    options: SafeString
    link_notes: tuple[str, ...]
    is_past_guardians: bool
    attach: Attach
    has_focus: bool = False


@dataclass(frozen=True)
class Composer:
    """The three tabs, and what they share."""

    tabs: tuple[Tab, ...]
    offered: str  # the tab that is next to do, which is open unless somebody wants another
    readers: Readers
    follow_up: str  # the date in the field
    follow_up_default: str
    follow_up_why: str
    sign_off: str  # what will stand under what is written


@dataclass(frozen=True)
class Wanted:
    """What the page is asked to show: which act, a standard reply to put into it, the focus."""

    act: str = ""
    standard: str = ""
    has_focus: bool = False


def composer(
    desk: Desk, typed: Typed, wanted: Wanted, wrong_files: WrongFiles | None = None
) -> Composer:
    """Return the composer, with what has been written and not been sent.

    :param wrong_files: what is wrong with files that weren't taken
    """
    offered, known, files = _next(desk), readers(desk), attachments(desk, wrong_files or {})
    chosen = _asked_for(desk, wanted.act) or _kept(desk, typed) or offered
    follow_up = desk.now.in_working_days(desk.routine.dates.follow_up)
    default = follow_up.date.isoformat()
    return Composer(
        tabs=tuple(
            _tab(
                desk,
                choice,
                typed,
                wanted,
                known,
                is_chosen=choice is chosen,
                attach=files[field],
            )
            for choice, field in FIELDS.items()
        ),
        offered=offered or "",
        readers=known,
        follow_up=typed.get("interim-date", default),
        follow_up_default=default,
        follow_up_why=counted_from_today(follow_up),
        sign_off=sign_off(desk.actor, desk.letterhead),
    )


def _possible(desk: Desk) -> list[Choice]:
    return [each for each in FIELDS if desk.choices[each] is None]


def _asked_for(desk: Desk, act: str) -> Choice | None:
    return next((each for each in _possible(desk) if each.value == act), None)


def _kept(desk: Desk, typed: Typed) -> Choice | None:
    """Return the tab that was open, if the person chose it or has written something in it."""
    was_open = _asked_for(desk, typed.get("act", ""))
    if was_open is None or was_open.value != typed.get("act-offered", ""):
        return was_open
    own_date = typed.get("interim-date", "") != typed.get("interim-default", "")
    if has_own_words(desk, FIELDS[was_open], typed) or (was_open is INTERIM and own_date):
        return was_open
    return None


def _next(desk: Desk) -> Choice | None:
    possible = _possible(desk)
    if REPLY in possible and desk.case.process.closes is Closing.REPLY:
        return REPLY
    return next(iter(possible), None)


def _tab(
    desk: Desk,
    choice: Choice,
    typed: Typed,
    wanted: Wanted,
    known: Readers,
    *,
    is_chosen: bool,
    attach: Attach,
) -> Tab:
    refused, is_wanted = desk.choices[choice], choice.value == wanted.act
    offered = "" if refused else _offered(desk, choice)
    standard = wanted.standard if is_wanted else ""
    text = written(desk, FIELDS[choice], typed, offered=offered, wanted=standard)
    return Tab(
        choice=choice,
        field=FIELDS[choice],
        words=_WORDS[choice](desk, known),
        why_not=why_refused(refused) if refused else "",
        is_chosen=is_chosen,
        text=replace(text, offered=offered),
        options=options(desk, choice.value, text.used, offered=offered),
        link_notes=link_notes(desk, text.words, text.used),
        is_past_guardians=_is_past_guardians(desk, choice, typed),
        attach=attach,
        has_focus=is_wanted and wanted.has_focus,
    )


def _is_past_guardians(desk: Desk, choice: Choice, typed: Typed) -> bool:
    """Tell whether the mark is set: as it was typed, or as the question is that is open."""
    goes_on = choice is QUESTION and desk.case.question_not_for_guardians
    if f"{FIELDS[choice]}-text" in typed:
        return f"{FIELDS[choice]}-past-guardians" in typed
    return goes_on


def _offered(desk: Desk, choice: Choice) -> str:
    """Return the standard reply that the routine means for this act now; empty for none."""
    if choice is REPLY:
        ending = ending_of(desk.case.process, desk.case.facts)
        return (ending.standard_reply or "") if ending else ""
    if choice is INTERIM:
        steps = (step for step in desk.case.open_steps if step.act is StepAct.INTERIM_REPLY)
        return next((step.standard_reply or "" for step in steps), "")
    return ""


def _interim_words(desk: Desk, known: Readers) -> Words:
    stays = _stays(desk)
    if desk.case.response_due is not None:
        stays = f"{stays} {gettext('The response date is met.')}"
    return Words(
        look="interim",
        icon="clock",
        name=gettext("Interim reply"),
        help=gettext("Say how it goes. The case stays."),
        label=gettext("Interim reply to %(name)s") % {"name": known.recipient},
        hint="",
        more="",
        button=gettext("Send the interim reply"),
        consequence=stays,
    )


def _stays(desk: Desk) -> str:
    case = desk.case
    if case.holder == desk.staff.id:
        return gettext("The case stays with you.")
    if not case.is_held:
        return gettext("The case becomes yours.")
    return gettext("The case stays where it is.")


def _question_words(desk: Desk, known: Readers) -> Words:
    until = desk.now.in_working_days(desk.routine.dates.waiting)
    waits = {"day": short_date(until.date, on=desk.today), "counted": counted(until)}
    return Words(
        look="question",
        icon="question",
        name=gettext("Counter-question"),
        help=gettext("Ask. The case waits for the resident."),
        label=gettext("Question to %(name)s") % {"name": known.recipient},
        hint=gettext("%(name)s answers in the same case. The answer comes to you.")
        % {"name": known.given_name},
        more=gettext("We wait until %(day)s, %(counted)s.") % waits,
        button=gettext("Send the question"),
        consequence=gettext("The case waits for the resident."),
    )


def _reply_words(desk: Desk, known: Readers) -> Words:
    return Words(
        look="close",
        icon="lock",
        name=gettext("Reply and close"),
        help=gettext("The last word. The case is closed."),
        label=gettext("Reply to %(name)s") % {"name": known.recipient},
        hint=gettext("After this nobody can write more in the case."),
        more=gettext("%(name)s can send a new case about the same thing.")
        % {"name": known.given_name},
        button=gettext("Reply and close"),
        consequence=gettext("The case is closed for everybody."),
    )


_WORDS: dict[Choice, Callable[[Desk, Readers], Words]] = {
    INTERIM: _interim_words,
    QUESTION: _question_words,
    REPLY: _reply_words,
}
