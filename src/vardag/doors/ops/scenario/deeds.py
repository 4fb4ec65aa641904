"""What a scenario's people do, put to the same actions as the pages use."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from vardag.domain.case import acts
from vardag.domain.case.left_out import StepFate
from vardag.domain.case.paper import Fate
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, PersonId
from vardag.domain.refusals import NotOffered
from vardag.domain.words import say
from vardag.doors.ops.scenario.lines import answers
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import actions
from vardag.rooms.people.queries import clinics_where_working
from vardag.rooms.routines.queries import routine_on

type Says = Mapping[str, Any]


def submit(world: World, says: Says, at: datetime) -> CaseId:
    today = local_date(at)
    resident = world.resident(says["resident"], on=today)
    patient = world.people[says["for"]] if "for" in says else resident.id
    return actions.submit(
        service=str(says["submits"]),
        patient=patient,
        clinic=world.clinics["outpatient"],
        answers=_answers(says.get("form") or {}),
        by=resident,
        at=at,
    )


def _answers(form: Mapping[str, Any]) -> dict[str, object]:
    """Return the answers as typed: a number that YAML made of them is text again."""
    return {str(key): _typed(value) for key, value in form.items()}


def _typed(value: object) -> object:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number or isinstance(value, str) else value


def answer(world: World, says: Says, case: CaseId, at: datetime) -> None:
    resident = world.resident(says["resident"], on=local_date(at))
    actions.answer(case_id=case, text=_text(says["answers"]), by=resident, at=at)


def follow(says: Says, at: datetime) -> str:
    """Go by a shortcut, and return the key of the link to which it leads.

    :raises NotOffered: if the service is no shortcut, or there is none of that key
    """
    service = routine_on(local_date(at)).service(str(says["follows"]))
    if service is None or service.leads_to is None:
        raise NotOffered(say("The clinic doesn't have this service. Choose another, or call us."))
    return service.leads_to


def staff_act(world: World, says: Says, case: CaseId, at: datetime) -> None:
    today = local_date(at)
    if says["does"] in _SENDING:
        answers(world, says, case)
    actions.perform(
        case_id=case,
        act=_ACTS[says["does"]](world, says, today),
        by=world.staff_member(says["staff"], on=today),
        at=at,
    )


_SENDING = ("send_step", "send_work")


def _starts(says: Says) -> str | None:
    given = says.get("starts")
    return f"{given:%Y-%m-%dT%H:%M}" if isinstance(given, datetime) else given


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _message(says: Says) -> acts.Message:
    text = _text(says["text"]) if "text" in says else None
    standard = _text(says["standard_reply"]) if "standard_reply" in says else None
    return acts.Message(text=text, standard_reply=standard)


def _assign(world: World, says: Says, today: date) -> acts.Act:
    interim = None
    if "interim_reply" in says:
        interim = acts.Message(text=_text(says["interim_reply"]))
    return acts.Assign(to=_assignee(world, says.get("to"), today), interim_reply=interim)


def _assignee(world: World, name: object, today: date) -> acts.Assignee | None:
    key = str(name)
    if key in world.staff:
        clinics = clinics_where_working(world.staff[key], on=today)
        return acts.Person(world.staff[key], clinics[0]) if clinics else None
    if key in world.groups:
        return _group(world, key)
    if key in world.clinics:
        return acts.Clinic(world.clinics[key])
    return None


def _group(world: World, key: str) -> acts.Group:
    clinic = world.group_clinics[key]
    return acts.Group(world.groups[key], key, clinic)


def _follow_up(says: Says) -> date | str | None:
    given = says.get("follow_up")
    if isinstance(given, datetime):
        return given.date()
    return given if given is None or isinstance(given, date) else str(given)


def _print(world: World, says: Says, _: date) -> acts.Act:
    if "for" not in says:
        return acts.Print()
    person = world.staff.get(str(says["for"]))
    return acts.Print(for_=person, for_unknown=person is None)


def _assign_work(world: World, says: Says, _: date) -> acts.Act:
    """Return that work is given to a person; to a group, back to those whose work it is."""
    name, work = str(says.get("to")), _text(says.get("work"))
    to = None if name in world.groups else world.people.get(name, PersonId(0))
    return acts.AssignWork(work, to=to)


def _told(world: World, says: Says) -> tuple[PersonId, ...]:
    """Return who is told of a note by name, in the demonstration's stories."""
    return (world.staff[str(says["tells"])],) if "tells" in says else ()


def _outcome(says: Says) -> str | None:
    return None if says.get("outcome") is None else str(says["outcome"])


_ACTS: dict[str, Callable[[World, Says, date], acts.Act]] = {
    "claim": lambda *_: acts.Claim(),
    "assign": _assign,
    "return_to_inbox": lambda *_: acts.ReturnToInbox(),
    "interim_reply": lambda _, says, __: acts.SendInterimReply(_message(says), _follow_up(says)),
    "counter_question": lambda _, says, __: acts.AskCounterQuestion(_message(says)),
    "reply_and_close": lambda _, says, __: acts.ReplyAndClose(_message(says)),
    "close_without_reply": lambda _, says, __: acts.CloseWithoutReply(_text(says.get("reason"))),
    "complete_step": lambda _, says, __: acts.CompleteStep(
        _text(says.get("step")),
        _outcome(says),
        _text(says.get("text")),
        link=_text(says.get("link")) or None,
        starts=_starts(says),
    ),
    "ask_colleague": lambda world, says, _: acts.AskColleague(
        _text(says.get("step")), world.staff.get(str(says.get("to"))), _text(says.get("text"))
    ),
    "withdraw_inquiry": lambda _, says, __: acts.WithdrawInquiry(_text(says.get("step"))),
    "answer_inquiry": lambda _, says, __: acts.AnswerInquiry(
        _text(says.get("step")), _outcome(says), _text(says.get("text"))
    ),
    "send_step": lambda _, says, __: acts.SendStep(
        _text(says.get("step")), _text(says.get("text")), _starts(says)
    ),
    "skip_step": lambda _, says, __: acts.SkipStep(
        _text(says.get("step")), _text(says.get("reason"))
    ),
    "note": lambda world, says, _: acts.AddNote(_text(says.get("text")), to=_told(world, says)),
    "print": _print,
    "account_for_copy": lambda _, says, __: acts.AccountForCopy(1, Fate(says["fate"])),
    "account_for_step": lambda _, says, __: acts.AccountForStep(
        _text(says.get("step")), StepFate(says["fate"]), _text(says.get("text"))
    ),
    "complete_work": lambda _, says, __: acts.CompleteWork(_text(says.get("work")), _outcome(says)),
    "send_work": lambda _, says, __: acts.SendWork(
        _text(says.get("work")), _text(says.get("text"))
    ),
    "assign_work": _assign_work,
    "put_off_work": lambda _, says, __: acts.PutOffWork(
        _text(says.get("work")), _text(says.get("reason")), _follow_up(says)
    ),
    "note_on_work": lambda _, says, __: acts.NoteOnWork(
        _text(says.get("work")), _text(says.get("text"))
    ),
}
