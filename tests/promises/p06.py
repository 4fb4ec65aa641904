"""P6: a new version of the routine strands no case, and loses no form that was opened before."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk
from tests.promises.planting import everywhere
from tests.promises.promise import Fault, Promise, Tally, Trial, rolled_back
from tests.rooms.test_walks_on_rows import HANDS, possible_acts
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import Refusal
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.ledger import BrokenLedger
from vardag.rooms.cases.models import CaseRow, EventRow
from vardag.rooms.cases.queries import full_case
from vardag.rooms.routines import actions as publishing
from vardag.rooms.routines import queries
from vardag.rooms.routines.models import RoutineRow
from vardag.rooms.routines.packaged import packaged_routine
from vardag.rooms.routines.reading import UnreadableRoutine, read_sound_routine

SENT = (
    *("message", "contact-details", "renew-prescription", "cancel-or-rebook", "record-copy"),
    *("care-of-child-under-12-certificate", "care-allowance-certificate"),
)
OPENED = {"message": "text", "renew-prescription": "medicine"}  # and the field that words go into
STEPS = 40  # acts in which any case must have come to its close
_KEY = re.compile(r'name="form_key" value="([^"]+)"')
_PLAIN = re.compile(r"^          - key: ([a-z-]+)$", re.MULTILINE)

type Change = tuple[str, str]


# --- A new version, by chance -----------------------------------------------------------------------


def _renamed_step(draw: Random, text: str) -> Change:
    key = draw.choice(_PLAIN.findall(text))
    return rf"(?<![\w-]){key}(?![\w-])", f"{key}-anew"


def _renamed_service(draw: Random, _: str) -> Change:
    key = draw.choice(SENT)
    return rf"(?<![\w-]){key}(?![\w-])(?=[,\]\n])", f"{key}-anew"


def _other_days(draw: Random, _: str) -> Change:
    name = draw.choice(("response", "follow_up", "waiting"))
    return rf"^  {name}: \d+ ", f"  {name}: {draw.randrange(1, 30)} "


def _other_receiver(_: Random, __: str) -> Change:
    return r"received_by: receiver", "received_by: nurse"


def _another_question(draw: Random, _: str) -> Change:
    field = draw.choice(("reason", "text", "medicine", "send_to"))
    return rf"(?<![\w-]){field}(?![\w-])(?=[,\]\n:}}])", f"{field}_anew"


def _not_asked(_: Random, __: str) -> Change:
    return r"required: true", "required: false"


EDITS = (
    *(_renamed_step, _renamed_service, _other_days),
    *(_other_receiver, _another_question, _not_asked),
)


def a_new_version(draw: Random) -> tuple[str, str]:
    """Return a text that may be published, with one to four edits, and which they were."""
    while True:
        text, made = packaged_routine()[1], []
        text = text.replace('version: "3.0"', f'version: "4.{draw.randrange(10_000)}"', 1)
        text = text.replace("valid_from: 2026-03-11", "valid_from: 2026-04-02", 1)
        for edit in draw.sample(EDITS, draw.randint(1, 4)):
            old, new = edit(draw, text)
            text, times = re.subn(old, new, text, flags=re.MULTILINE)
            made += [f"{edit.__name__[1:]} {new} ({times} places)"] if times else []
        try:
            read_sound_routine(text, name="edited")
        except UnreadableRoutine:
            continue  # which could strand a case, and is refused when it is published
        if made:
            return text, ", ".join(made)


# --- Cases that are open meanwhile ------------------------------------------------------------------


@dataclass(frozen=True)
class Was:
    """A case as it stood before: what its ledger and its row say, and what is open."""

    case: CaseId
    routine: str
    steps: tuple[str, ...]
    events: tuple[Any, ...]

    @classmethod
    def now(cls, case: CaseId) -> "Was":
        steps = tuple(each.key for each in full_case(case).case.open_steps)
        routine = CaseRow.objects.values_list("routine_id", flat=True).get(pk=case)
        events = EventRow.objects.filter(case=case).order_by("number")
        return cls(case, str(routine), steps, tuple(events.values_list("number", "kind", "data")))


def _open_cases(desk: Desk, draw: Random) -> list[CaseId]:
    """Send one of each, and let some acts be done to it by chance that don't close it."""
    found = []
    for service in SENT:
        case = desk.send(service, at=WEDNESDAY)
        for _ in range(draw.randrange(3)):
            _try(desk, case, draw.choice(_not_closing(desk, case)), draw)
        found.append(case)
    return found


def _not_closing(desk: Desk, case: CaseId) -> list[acts.Act]:
    last = (acts.ReplyAndClose, acts.CloseWithoutReply)
    return [each for each in possible_acts(desk.world, case) if not isinstance(each, last)]


def _try(desk: Desk, case: CaseId, act: acts.Act, draw: Random) -> bool:
    """Have anybody do an act who may; tell whether somebody could."""
    for who in draw.sample(HANDS, len(HANDS)):
        try:
            desk.do(case, who, act, at=WEDNESDAY)
        except Refusal:
            continue
        return True
    return False


def _walked_to_its_close(desk: Desk, case: CaseId, draw: Random) -> bool:
    """Have whoever may close it, or else do a step, or else anything that could bring it on."""
    for _ in range(STEPS):
        if full_case(case).case.is_closed:
            return True
        others = _not_closing(desk, case) + _handing_on(desk)
        draw.shuffle(others)
        if not any(_try_later(desk, case, act) for act in (*_onwards(case), *others)):
            return False
    return full_case(case).case.is_closed


def _onwards(case: CaseId) -> list[acts.Act]:
    steps: list[acts.Act] = [
        acts.CompleteStep(step.key, outcome=option.key if option else None)
        for step in full_case(case).case.open_steps
        for option in (step.outcomes or (None,))
    ]
    closing: list[acts.Act] = [
        acts.ReplyAndClose(acts.Message(text="Klart.")),
        acts.CloseWithoutReply("Klart"),
    ]
    return [*closing, *steps]


def _handing_on(desk: Desk) -> list[acts.Act]:
    told = acts.Message(standard_reply="handed-to-doctor")
    return [acts.Assign(desk.to_the_group(), interim_reply=told)] * 3


def _try_later(desk: Desk, case: CaseId, act: acts.Act) -> bool:
    for who in HANDS:
        try:
            desk.do(case, who, act, at=TUESDAY)
        except Refusal:
            continue
        return True
    return False


# --- Forms that were opened before ------------------------------------------------------------------


def _opened(desk: Desk) -> dict[str, str]:
    """Open forms as a browser does, and return the keys by service."""
    found = {}
    for service in OPENED:
        page = desk.sits("guardian").get(_address(desk, service), follow=True)
        html = page.content.decode()
        found[service] = _KEY.findall(html)[0]
    return found


def _address(desk: Desk, service: str) -> str:
    return f"/new/{service}/?for={desk.person('child')}&clinic=outpatient"


def _sent_after(desk: Desk, opened: dict[str, str]) -> Iterator[str]:
    """Send what was opened: it is taken, or what was written comes back."""
    for service, key in opened.items():
        words = f"Vi undrar om {key}"
        answer = desk.sits("guardian").post(
            _address(desk, service), {"form_key": key, OPENED[service]: words}
        )
        if answer.status_code == 302 and "/sent/" in answer.headers["Location"]:
            case = int(answer.headers["Location"].split("/")[2])
            if words not in str(EventRow.objects.get(case=case, number=1).data):
                yield f"a form of {service} was taken without its words"
            continue
        if answer.status_code >= 500 or words not in answer.content.decode():
            yield f"a form of {service} was answered {answer.status_code} without its words"


def edits(tally: Tally) -> None:
    """Publish a version by chance while cases are open; each goes by its own, and to its close."""
    while not tally.is_over:
        with rolled_back() as patch, _as_if_begun():
            desk = a_desk(patch)
            desk.it_is(WEDNESDAY)
            cases, opened = _open_cases(desk, tally.draw), _opened(desk)
            before = [Was.now(case) for case in cases]
            text, what = a_new_version(tally.draw)
            publishing.publish(text=text, name="edited", at=TUESDAY)
            queries.routine.cache_clear()
            desk.it_is(TUESDAY)
            tally.count("; ".join(f"{what}: {each}" for each in _wrong(desk, before, tally.draw)))
            for wrong in _sent_after(desk, opened):
                tally.count(f"{what}: {wrong}", of=0)


@contextmanager
def _as_if_begun() -> Iterator[None]:
    """Let nothing be known by heart from one trial to the next, as in a process that begins."""
    queries.routine.cache_clear()
    try:
        yield
    finally:
        queries.routine.cache_clear()


def _wrong(desk: Desk, before: list[Was], draw: Random) -> Iterator[str]:
    for was in before:
        try:
            now = Was.now(was.case)
        except BrokenLedger as broken:
            yield f"case {was.case} can't be read: {broken}"
            return
        if now != was:
            yield f"case {was.case} isn't as it was: {was} is now {now}"
        if not _walked_to_its_close(desk, was.case, draw):
            steps = [each.key for each in full_case(was.case).case.open_steps]
            yield f"nobody can bring case {was.case} on, with {steps} open"
    yield from disagreements(among=[was.case for was in before])


ROUTINE_EDITS = Trial(
    name="edits of the routine",
    counts="a new version of the routine by chance, published over an open case of seven services",
    many=50,
    minutes=5,
    run=edits,
)


# --- Faults -------------------------------------------------------------------------------------------


def _todays_routine(patch: pytest.MonkeyPatch) -> None:
    original = queries.routine

    def todays(sha256: str) -> Any:
        newest = RoutineRow.objects.order_by("-valid_from").values_list("pk", flat=True).first()
        return original(newest or sha256)

    todays.cache_clear = original.cache_clear  # type: ignore[attr-defined]
    everywhere(patch, original, todays)


def _overwritten(patch: pytest.MonkeyPatch) -> None:
    original = publishing.publish

    def over(**kwargs: Any) -> str:
        made = original(**kwargs)
        RoutineRow.objects.exclude(pk=made).update(text=kwargs["text"])
        return made

    patch.setattr(publishing, "publish", over)


def _moved_along(patch: pytest.MonkeyPatch) -> None:
    original = publishing.publish

    def moved(**kwargs: Any) -> str:
        made = original(**kwargs)
        CaseRow.objects.filter(closed_at=None).update(routine_id=made)
        return made

    patch.setattr(publishing, "publish", moved)


P6 = Promise(
    key="P6",
    sentence="A new version strands no case",
    trials=(ROUTINE_EDITS,),
    faults=(
        Fault("todays", "a case is read by today's routine", _todays_routine, ROUTINE_EDITS),
        Fault("overwritten", "a new text is written over the old", _overwritten, ROUTINE_EDITS),
        Fault("moved", "open cases are moved to the new version", _moved_along, ROUTINE_EDITS),
    ),
    notes=(
        "Seven of the fourteen services are tried, with edits of six kinds.",
        "Migrations that are killed, and an old web process on a newer database, aren't tried yet.",
    ),
)
