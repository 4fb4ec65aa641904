"""What a person wrote on a case's page, and which act it makes.

The page is one form, so that what has been written anywhere comes with every act and is never lost.
Nothing is judged here: what can't be is refused by the rules, with their sentence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import QueryDict

from vardag.domain.case import acts
from vardag.domain.case.paper import Fate
from vardag.domain.people.identity import ClinicId, GroupId, PersonId
from vardag.domain.refusals import EmptyText, InvalidForm, LeftUnfilled, Refusal
from vardag.domain.words import visible
from vardag.doors.shared.ids import as_id
from vardag.rooms.cases.mentions import by_name
from vardag.rooms.clinics.queries import clinics
from vardag.rooms.people.models import GroupRow
from vardag.rooms.people.queries import grants, working

type Typed = Mapping[str, str]
"""What has been written on the page, by field; line ends are plain."""

MESSAGES = {"interim-reply": "interim", "counter-question": "question", "reply": "reply"}
"""The acts that are tabs of the composer, and how their fields' names begin."""

FIELDS = {**MESSAGES, "assign": "assign"}
"""The acts with a message, and how its fields' names begin."""


@dataclass(frozen=True)
class Asked:
    """An act that was asked for: which, on which version of the case, with what has been written."""

    key: str
    typed: Typed
    seen: int | None  # None where it isn't a number
    on: date
    files: tuple[UUID, ...] = ()
    wrong_files: tuple[str, ...] = ()  # what is wrong with those that weren't taken


def typed(post: QueryDict) -> Typed:
    """Return what has been written on the page."""
    return {key: _plain(value) for key, value in post.items() if isinstance(value, str)}


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def version(typed: Typed) -> int | None:
    """Return the version of the case that the page showed; None if it isn't a number."""
    return as_id(typed.get("seen", ""))


def act_of(asked: Asked) -> acts.Act:
    """Return the act that was asked for, as it was filled in.

    :raises KeyError: if there is no act of that key
    """
    return _ACTS[asked.key](asked)


def message(typed: Typed, field: str) -> acts.Message:
    """Return the words of one of the page's messages, and the standard reply that they began as."""
    return acts.Message(
        text=typed.get(f"{field}-text", ""),
        standard_reply=typed.get(f"{field}-used", "").removesuffix(".en") or None,
        not_for_guardians=f"{field}-past-guardians" in typed,
    )


def _interim_reply(asked: Asked) -> acts.Act:
    chosen = asked.typed.get("interim-date", "")
    unchanged = chosen == asked.typed.get("interim-default", "")
    return acts.SendInterimReply(
        message(asked.typed, "interim"), follow_up=None if unchanged else chosen
    )


def _assign(asked: Asked) -> acts.Act:
    told = message(asked.typed, "assign") if asked.typed.get("with") == "reply" else None
    return acts.Assign(to=assignee(asked.typed.get("assign-to", ""), asked.on), interim_reply=told)


def with_reply(asked: Asked) -> Asked:
    """Return an act as it is when its words are sent with it."""
    return replace(asked, typed={**asked.typed, "with": "reply"})


def assignee(chosen: str, on: date) -> acts.Assignee | None:
    """Return whom was chosen, if it is somebody who can take the case today."""
    kind, _, rest = chosen.partition(":")
    match kind:
        case "person":
            return _person(rest, on)
        case "group":
            return _group(as_id(rest))
        case "clinic":
            clinic = as_id(rest)
            found = clinics([ClinicId(clinic)]) if clinic is not None else []
            return acts.Clinic(ClinicId(found[0].pk)) if found else None
    return None


def _person(chosen: str, on: date) -> acts.Person | None:
    person, clinic = (as_id(each) for each in (chosen.partition(":")[0], chosen.partition(":")[2]))
    if person is None or clinic is None:
        return None
    if not working(on).filter(person=person, clinic=clinic).exists():
        return None
    return acts.Person(PersonId(person), ClinicId(clinic))


def _group(pk: int | None) -> acts.Group | None:
    row = GroupRow.objects.filter(pk=pk).first() if pk is not None else None
    return acts.Group(GroupId(row.pk), row.key, ClinicId(row.clinic_id)) if row else None


def _step(asked: Asked) -> acts.Act:
    key = asked.typed.get("step", "")
    return acts.CompleteStep(
        step=key,
        outcome=asked.typed.get(f"step:{key}:outcome") or None,
        text=asked.typed.get(f"step:{key}:text", ""),
        link=asked.typed.get(f"step:{key}:link") or None,
        starts=asked.typed.get(f"step:{key}:starts") or None,
    )


def _ask(asked: Asked) -> acts.Act:
    key = asked.typed.get("step", "")
    to = as_id(asked.typed.get(f"step:{key}:ask-to", ""))
    text = asked.typed.get(f"step:{key}:ask-text", "")
    return acts.AskColleague(key, None if to is None else PersonId(to), text)


def _send(asked: Asked) -> acts.Act:
    key = asked.typed.get("step", "")
    return acts.SendStep(
        step=key,
        note=asked.typed.get(f"step:{key}:note", ""),
        starts=asked.typed.get(f"step:{key}:starts") or None,
    )


def _skip(asked: Asked) -> acts.Act:
    key = asked.typed.get("step", "")
    return acts.SkipStep(step=key, reason=asked.typed.get(f"step:{key}:reason", ""))


def _guardians_reason(asked: Asked) -> str:
    return asked.typed.get("guardians-reason", "")


def _note(asked: Asked) -> acts.Act:
    text, chosen = asked.typed.get("note-text", ""), as_id(asked.typed.get("note-to", ""))
    called = by_name(text, _everybody(asked.on)) if "@" in text else ()
    first = (PersonId(chosen),) if chosen is not None else ()
    return acts.AddNote(text, to=(*first, *called))


def _everybody(on: date) -> list[tuple[PersonId, str]]:
    """Return all who have a role anywhere, so that a note to who can't read it is refused by name."""
    names = grants(on).values_list("person_id", "person__given_name", "person__family_name")
    return [(PersonId(pk), f"{given} {family}".strip()) for pk, given, family in names.distinct()]


def _copy(asked: Asked) -> acts.Act:
    number, _, fate = asked.typed.get("copy", "").partition(":")
    return acts.AccountForCopy(as_id(number) or 0, Fate(fate) if fate in Fate else None)


_ACTS: dict[str, Callable[[Asked], acts.Act]] = {
    "claim": lambda _: acts.Claim(),
    "assign": _assign,
    "return": lambda _: acts.ReturnToInbox(),
    "interim-reply": _interim_reply,
    "counter-question": lambda asked: acts.AskCounterQuestion(message(asked.typed, "question")),
    "reply": lambda asked: acts.ReplyAndClose(message(asked.typed, "reply")),
    "close": lambda asked: acts.CloseWithoutReply(asked.typed.get("close-reason", "")),
    "send": _send,
    "note": _note,
    "copy": _copy,
    "keep-from-guardians": lambda asked: acts.KeepFromGuardians(_guardians_reason(asked)),
    "show-to-guardians": lambda asked: acts.ShowToGuardians(_guardians_reason(asked)),
    "step": _step,
    "skip": _skip,
    "ask": _ask,
    "withdraw": lambda asked: acts.WithdrawInquiry(asked.typed.get("step", "")),
}
ACTS = tuple(_ACTS)

_PREFIXES = {
    "close": "close",
    "note": "note",
    "keep-from-guardians": "guardians",
    "show-to-guardians": "guardians",
}
"""The other acts with words of their own, and how their fields' names begin."""

ON_WHAT_WAS_SEEN = frozenset(
    {"claim", "assign", "return", "interim-reply", "counter-question", "reply", "close"}
)
"""The acts that hold only for the case as the page showed it: nobody answers unaware of another."""


def fields_of(key: str, typed: Typed) -> frozenset[str]:
    """Return the fields that an act used up, which need not come back once it is done."""
    if key in ("step", "skip", "send", "ask"):
        step = typed.get("step", "")
        parts = ("text", "outcome", "reason", "note", "starts", "link", "ask-to", "ask-text")
        return frozenset(f"step:{step}:{part}" for part in parts)
    if key == "copy":
        return frozenset({"copy"})
    prefix = {**FIELDS, **_PREFIXES}.get(key)
    if prefix is None:
        return frozenset()
    return frozenset(name for name in typed if name.startswith(f"{prefix}-"))


def texts(typed: Typed) -> dict[str, str]:
    """Return the words that somebody would miss: everything written that can be seen."""
    return {name: text for name, text in typed.items() if is_text(name) and visible(text)}


def is_text(name: str) -> bool:
    """Tell whether a field is for words."""
    return name.endswith(("-text", ":text", "-reason", ":reason"))


def tab_of(asked: Asked) -> str:
    """Return what of the page is to be open after an act that wasn't done."""
    return asked.key if asked.key in FIELDS else asked.typed.get("act", "")


def mine(asked: Asked) -> tuple[str, str]:
    """Return the words that an act was to send, and the field that they stand in."""
    field = f"{FIELDS[asked.key]}-text" if asked.key in FIELDS else ""
    if asked.key == "close":
        field = "close-reason"
    return asked.typed.get(field, ""), field


def field_of(asked: Asked, refusal: Refusal) -> str:
    """Return the id of the field that a refusal is about; empty if it is about none."""
    if not isinstance(refusal, InvalidForm | EmptyText | LeftUnfilled):
        return ""
    step = asked.typed.get("step", "")
    if asked.key == "interim-reply" and _is_about_a_date(refusal):
        return "interim-date"
    if asked.key == "assign" and isinstance(refusal, InvalidForm):
        return "assign-to"
    if asked.key == "step" and _is_about_a_meeting(refusal):
        return f"step-{step}-link" if "link" in refusal.sentence.text else f"step-{step}-starts"
    return {
        "step": f"step-{step}",
        "ask": f"step-{step}-ask-to",
        "send": f"step-{step}-starts",
        "skip": f"step-{step}-reason",
        "note": "note-to" if _is_about_whom(refusal) else "note-text",
        "close": "close-reason",
        "keep-from-guardians": "guardians-reason",
        "show-to-guardians": "guardians-reason",
    }.get(asked.key, f"{FIELDS.get(asked.key, asked.key)}-text")


def _is_about_whom(refusal: Refusal) -> bool:
    return "note won't reach" in refusal.sentence.text or "colleague" in refusal.sentence.text


def _is_about_a_meeting(refusal: Refusal) -> bool:
    words = refusal.sentence.text
    return "The link" in words or "The time" in words or "that are booked" in words


def _is_about_a_date(refusal: Refusal) -> bool:
    return "date" in refusal.sentence.text
