"""What one act causes is written together: a failure or a kill in the middle leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from tests.build import WORDS
from tests.rooms.doing import a_closed_certificate, answered, did, sent, to_group
from tests.rooms.everything import everything
from tests.rooms.processes import settings_of_this_database
from vardag.domain.case import acts
from vardag.domain.notices.kinds import Notice, NoticeKind
from vardag.domain.people.identity import PersonId
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import following, submitting
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.models import CaseRow, EventRow

type Deed = Callable[[], object]


class Broken(Exception):
    """The disk was full, the network was gone."""


def breaks(*_: object, **__: object) -> None:
    raise Broken


def a_submission(world: World) -> Deed:
    return partial(sent, world, "renew-prescription")


def an_answer(world: World) -> Deed:
    case = sent(world)
    did(world, case, acts.AskCounterQuestion(WORDS))
    return partial(answered, world, case)


def a_case_sent_on_with_words(world: World) -> Deed:
    return partial(did, world, sent(world), acts.Assign(to_group(world), interim_reply=WORDS))


def a_print_for_the_doctor(world: World) -> Deed:
    case = sent(world, "care-allowance-certificate")
    did(world, case, acts.Assign(to_group(world)))
    return partial(did, world, case, acts.Print(), by="doctor")


def a_closing_that_begins_work(world: World) -> Deed:
    case = sent(world, "care-allowance-certificate")
    did(world, case, acts.CompleteStep("document-request"))
    did(world, case, acts.Assign(to_group(world), interim_reply=WORDS))
    did(world, case, acts.Print(), by="doctor")
    return partial(did, world, case, acts.CloseWithoutReply(), by="doctor")


def a_renewed_prescription(world: World) -> Deed:
    case = sent(world, "renew-prescription")
    did(world, case, acts.CompleteStep("document-request"), by="nurse")
    return partial(did, world, case, acts.ReplyAndClose(WORDS), by="nurse")


def work_done(world: World) -> Deed:
    case = a_closed_certificate(world)
    return partial(did, world, case, acts.CompleteWork("type-dictation"), by="doctor")


@pytest.mark.parametrize(
    ("prepared", "writes"),
    [
        (a_submission, 4),  # the case, its event, its row in the register, its words
        (an_answer, 4),  # an event, a notice, its words, the case
        # Two events and their notices, who can read it (2), its words there and the new ones, the case.
        (a_case_sent_on_with_words, 9),
        (a_print_for_the_doctor, 2),  # an event, the case
        (a_closing_that_begins_work, 5),  # two events, a notice, the work, the case
        (a_renewed_prescription, 5),  # an event, a notice, the register, its words, the case
        (work_done, 5),  # two events, the old work and the new, the case
    ],
)
@pytest.mark.asvs("2.3.3")
def test_whichever_of_its_writes_fails_nothing_of_the_act_remains(real_world, prepared, writes):
    for number in range(writes):
        deed = prepared(real_world)
        before = everything()

        with pytest.raises(Broken), connection.execute_wrapper(FailsAt(number)):
            deed()

        assert everything() == before
        assert list(disagreements()) == []

    deed = prepared(real_world)
    with connection.execute_wrapper(FailsAt(writes)):
        deed()  # with no write left to fail, it is done
    assert list(disagreements()) == []


class FailsAt:
    """Stands between Django and the database, and breaks at the write of a number."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if self.left == 0:
                raise Broken
            self.left -= 1
        return execute(sql, params, many, context)


def test_a_notice_to_nobody_takes_the_whole_act_with_it(real_world, monkeypatch):
    case = sent(real_world)
    before = everything()
    nobody = (Notice(PersonId(10_000), NoticeKind.CLOSED),)
    monkeypatch.setattr(following, "notices", lambda *_, **__: nobody)

    with pytest.raises(DatabaseError):
        did(real_world, case, acts.ReplyAndClose(WORDS))

    assert everything() == before
    assert list(disagreements()) == []


KILLED = """
import os, signal, sys
import django
django.setup()
from tests.build import MONDAY, WORDS
from vardag.domain.case import acts
from vardag.domain.clock.deadline import local_date
from vardag.rooms.cases import actions, submitting
from vardag.rooms.people.queries import person, resident_of, staff

def dies(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

where, deed, receiver, guardian, child, clinic, case = sys.argv[1:]
receiver, guardian, child, clinic, case = map(int, (receiver, guardian, child, clinic, case))
setattr(actions if deed == "act" else submitting, where, dies)
if deed == "act":
    by = staff(receiver, on=MONDAY.date())
    actions.perform(case_id=case, act=acts.ReplyAndClose(WORDS), by=by, at=MONDAY)
else:
    by = resident_of(person(guardian), on=MONDAY.date())
    actions.submit(
        service="message", patient=child, clinic=clinic, answers={"text": "Hej"}, by=by, at=MONDAY
    )
"""


@pytest.mark.parametrize(
    ("deed", "where"),
    [
        ("act", "record"),
        ("act", "_save"),
        ("act", "record_passing"),
        ("submit", "event_row"),
    ],
)
def test_a_process_killed_in_the_middle_leaves_nothing_and_the_next_one_goes_on(
    real_world, deed, where
):
    case = sent(real_world)
    before = everything()

    killed = subprocess.run(
        [
            sys.executable,
            "-c",
            KILLED,
            where,
            deed,
            *map(
                str,
                (
                    real_world.staff["receiver"],
                    real_world.residents["guardian"],
                    real_world.residents["child"],
                    real_world.clinics["outpatient"],
                    case,
                ),
            ),
        ],
        env={**os.environ, **settings_of_this_database()},
        cwd=Path.cwd(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert everything() == before
    assert did(real_world, case, acts.ReplyAndClose(WORDS)).is_closed
    assert list(disagreements()) == []


def test_a_form_sent_again_after_a_kill_makes_the_case(real_world):
    key = UUID("0f0e46f0-19c6-4d4b-8b67-1d2f2c9f4a10")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(submitting, "event_row", breaks)
        with pytest.raises(Broken):
            sent(real_world, form_key=key)
    assert not CaseRow.objects.exists()

    assert sent(real_world, form_key=key) == sent(real_world, form_key=key)
    assert CaseRow.objects.count() == EventRow.objects.count() == 1
