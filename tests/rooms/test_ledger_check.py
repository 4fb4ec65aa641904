"""``vardag ledger check``: every row that follows from a ledger is held against it."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date

import pytest
from django.db import connection

from tests.build import MONDAY, TUESDAY, WORDS
from tests.harness.emptying import triggers_aside
from tests.rooms.doing import a_closed_certificate, did, sent
from tests.rooms.processes import settings_of_this_database
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.doors.ops.ledger import AGREE, DISAGREE, check
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.dispatch_rows import DispatchRow
from vardag.rooms.cases.models import CaseRow, EventRow, PassedRow, RegisterRow, WordRow
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.people.name_rows import NameRow


def a_bit_of_everything(world: World) -> dict[str, CaseId]:
    """Make a received case, one that moved, one that waits, a closed certificate, a prescription."""
    received, moved, waiting = (sent(world) for _ in range(3))
    did(world, moved, acts.Assign(acts.Clinic(world.clinics["medical"])))
    did(world, waiting, acts.AskCounterQuestion(WORDS))
    certificate = a_closed_certificate(world)
    did(world, certificate, acts.CompleteWork("type-dictation"), by="doctor", at=TUESDAY)
    renewed = sent(world, "renew-prescription")
    did(world, renewed, acts.CompleteStep("document-request"), by="nurse")
    did(world, renewed, acts.ReplyAndClose(WORDS), by="nurse")
    nurses = sent(world, "care-of-child-under-12-certificate")
    did(world, nurses, acts.SendInterimReply(WORDS), by="nurse")
    for step in ("write-certificate", "send-original"):
        did(world, nurses, acts.CompleteStep(step), by="nurse")
    return {
        "nurses": nurses,
        "received": received,
        "moved": moved,
        "waiting": waiting,
        "certificate": certificate,
        "renewed": renewed,
    }


def test_untouched_rows_say_what_their_ledgers_say(world, capsys):
    a_bit_of_everything(world)

    assert check() == AGREE
    assert "every row says what its ledger says" in capsys.readouterr().out


def column(name: str, **changed: object) -> Callable[[dict[str, CaseId], World], None]:
    def tamper(cases: dict[str, CaseId], world: World) -> None:
        assert CaseRow.objects.filter(pk=cases[name]).update(**changed) == 1

    return tamper


def another_clinic(cases: dict[str, CaseId], world: World) -> None:
    CaseRow.objects.filter(pk=cases["received"]).update(clinic=world.clinics["medical"])


def another_patient(cases: dict[str, CaseId], world: World) -> None:
    CaseRow.objects.filter(pk=cases["received"]).update(patient=world.residents["youth"])


def another_author(cases: dict[str, CaseId], world: World) -> None:
    CaseRow.objects.filter(pk=cases["received"]).update(author=world.residents["stranger"])


def another_holder(cases: dict[str, CaseId], world: World) -> None:
    CaseRow.objects.filter(pk=cases["waiting"]).update(holder=world.staff["outsider"])


def one_reader_less(cases: dict[str, CaseId], world: World) -> None:
    PassedRow.objects.filter(case=cases["moved"]).delete()


def one_reader_more(cases: dict[str, CaseId], world: World) -> None:
    PassedRow.objects.create(case_id=cases["received"], clinic_id=world.clinics["elsewhere"])


def work_done_by_nobody(cases: dict[str, CaseId], world: World) -> None:
    WorkRow.objects.filter(case=cases["certificate"], done_at=None).update(done_at=MONDAY)


def work_followed_up_later(cases: dict[str, CaseId], world: World) -> None:
    WorkRow.objects.filter(case=cases["certificate"], done_at=None).update(
        follow_up_date=date(2030, 1, 1)
    )


def work_of_another_clinic(cases: dict[str, CaseId], world: World) -> None:
    WorkRow.objects.filter(case=cases["certificate"], done_at=None).update(
        clinic=world.clinics["outpatient"]
    )


def work_forgotten(cases: dict[str, CaseId], world: World) -> None:
    WorkRow.objects.filter(case=cases["certificate"]).delete()


def work_done_by_somebody_else(cases: dict[str, CaseId], world: World) -> None:
    WorkRow.objects.filter(key="type-dictation").update(done_by=world.staff["nurse"])


def sent_to_somebody_else(cases: dict[str, CaseId], world: World) -> None:
    assert DispatchRow.objects.filter(case=cases["nurses"]).update(destination="home") == 1


def sent_and_not_told(cases: dict[str, CaseId], world: World) -> None:
    assert DispatchRow.objects.filter(case=cases["nurses"]).delete()[0] == 1


def no_register(cases: dict[str, CaseId], world: World) -> None:
    RegisterRow.objects.filter(case=cases["renewed"]).delete()


def an_unfinished_register(cases: dict[str, CaseId], world: World) -> None:
    RegisterRow.objects.filter(case=cases["renewed"]).update(completed_at=None, completed_by=None)


def another_day_in_the_register(cases: dict[str, CaseId], world: World) -> None:
    RegisterRow.objects.filter(case=cases["renewed"]).update(received_date=date(2020, 1, 1))


def a_register_for_a_message(cases: dict[str, CaseId], world: World) -> None:
    RegisterRow.objects.create(
        case_id=cases["received"], register="prescription-requests", received_date=MONDAY.date()
    )


def an_event_more(cases: dict[str, CaseId], world: World) -> None:
    EventRow.objects.create(
        case_id=cases["received"],
        number=2,
        kind="note",
        data={"text": "Hej"},
        by_id=world.staff["nurse"],
        at=MONDAY,
        date=MONDAY.date(),
    )


def an_event_less(cases: dict[str, CaseId], world: World) -> None:
    with triggers_set_aside():
        EventRow.objects.filter(case=cases["moved"], number=2).delete()


def an_event_that_can_not_be_read(cases: dict[str, CaseId], world: World) -> None:
    with triggers_set_aside():
        EventRow.objects.filter(case=cases["moved"], number=2).update(kind="unheard-of")


def an_event_that_says_something_else(cases: dict[str, CaseId], world: World) -> None:
    with triggers_set_aside():
        event = EventRow.objects.get(case=cases["moved"], number=2)
        event.data = {"clinic": world.clinics["elsewhere"]}
        event.save()


def a_word_too_many(cases: dict[str, CaseId], world: World) -> None:
    clinic = world.clinics["outpatient"]
    WordRow.objects.create(clinic_id=clinic, word="hemlighet", case_id=cases["received"])


def a_word_too_few(cases: dict[str, CaseId], world: World) -> None:
    assert WordRow.objects.filter(case=cases["received"], word="hej").delete()[0] == 1


def words_at_another_clinic(cases: dict[str, CaseId], world: World) -> None:
    WordRow.objects.filter(case=cases["received"]).update(clinic=world.clinics["elsewhere"])


def triggers_set_aside() -> AbstractContextManager[None]:
    """Do what a disposal does: on PostgreSQL by saying so, on SQLite by taking triggers away."""
    if connection.vendor == "sqlite":
        return triggers_aside()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL vardag.disposal = 'on'")
    return nullcontext()


@pytest.mark.parametrize(
    "tamper",
    [
        another_clinic,
        another_patient,
        another_author,
        another_holder,
        column("received", service="self-referral"),
        column("received", form={"text": "Något annat"}),
        column("received", received_at=TUESDAY),
        column("received", response_due_date=date(2026, 9, 30)),
        column("received", response_due_why=None),
        column("received", attention_date=None),
        column("received", question_open=True),
        column("received", version=2),
        column("waiting", status="assigned"),
        column("waiting", waits_until_date=None),
        column("waiting", follow_up_date=date(2026, 9, 30)),
        column("waiting", first_response=None),
        column("waiting", first_response_at=TUESDAY),
        column("waiting", handled_since_date=date(2026, 9, 7)),
        column("renewed", closed_at=TUESDAY),
        one_reader_less,
        one_reader_more,
        work_done_by_nobody,
        work_followed_up_later,
        work_of_another_clinic,
        work_forgotten,
        work_done_by_somebody_else,
        sent_to_somebody_else,
        sent_and_not_told,
        no_register,
        an_unfinished_register,
        another_day_in_the_register,
        a_register_for_a_message,
        an_event_more,
        an_event_less,
        an_event_that_can_not_be_read,
        an_event_that_says_something_else,
        a_word_too_many,
        a_word_too_few,
        words_at_another_clinic,
    ],
)
def test_a_row_that_was_tampered_with_is_found(world, capsys, tamper):
    cases = a_bit_of_everything(world)

    tamper(cases, world)

    assert check() == DISAGREE
    said = capsys.readouterr().out
    assert any(CaseRow.objects.get(pk=case).number in said for case in cases.values())


def test_a_name_by_which_somebody_is_not_called_is_found(world, capsys):
    NameRow.objects.create(word="hemlighet", person_id=world.residents["child"])

    assert check() == DISAGREE
    said = capsys.readouterr().out
    assert f"person {world.residents['child']}" in said
    assert "hemlighet" not in said


def test_the_command_ends_with_zero_or_with_one(real_world):
    case = sent(real_world)

    agrees = ledger_check()
    CaseRow.objects.filter(pk=case).update(question_open=True)
    disagrees = ledger_check()

    assert (agrees.returncode, agrees.stderr) == (AGREE, "")
    assert disagrees.returncode == DISAGREE
    assert "question_open is True, and the ledger says False" in disagrees.stdout
    assert "1 disagreements" in disagrees.stdout


def ledger_check() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vardag.doors.ops.cli", "ledger", "check"],
        env={**os.environ, **settings_of_this_database()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
