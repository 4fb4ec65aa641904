"""Closed cases are disposed of by a decision: whole, in their turn, and with an entry for each."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.build import MONDAY, TUESDAY, WORDS
from tests.filing import keep, pdf
from tests.rooms.doing import a_closed_certificate, did, sent
from tests.rooms.everything import everything
from vardag.domain.case import acts
from vardag.domain.case.disposal import Stays
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.doors.ops.scenario.world import World
from vardag.rooms.audit.actions import LogUnwritable
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.cases import actions as cases
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.disposal import actions
from vardag.rooms.disposal.actions import Decision, dispose
from vardag.rooms.disposal.models import DecisionRow, DisposedRow
from vardag.rooms.disposal.queries import Scope, disposed_numbers, files_of, found
from vardag.rooms.files import store
from vardag.rooms.files.models import FileRow

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=3 * 365)
YEARS_LATER = local_date(LATER)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    settings.SCANNER = "stand-in"


def closed(world: World, **how: Any) -> CaseId:
    case = sent(world, **how)
    did(world, case, acts.ReplyAndClose(WORDS), at=TUESDAY)
    return case


def scope(world: World, *, before: date = YEARS_LATER, service: str = "") -> Scope:
    return Scope(world.clinics["outpatient"], before, service)


def decision(world: World) -> Decision:
    return Decision(world.people["manager"], "Gallringsbeslut 2029:3")


def disposed(world: World, **of: Any) -> int:
    return max(dispose(scope(world, **of), decision(world), at=LATER), default=0)


def stays(world: World) -> list[Stays]:
    return list(found(scope(world)).stays.values())


def tables_that_name(case: CaseId) -> set[str]:
    """Return the tables in which a row points at a case, by whatever column is called after it."""
    named = set()
    for table in apps.get_models():
        for field in table._meta.concrete_fields:
            if field.attname in {"case", "case_id"} and table._default_manager.filter(
                **{field.attname: case}
            ):
                named.add(table._meta.db_table)
    return named


def test_what_would_go_is_told_and_nothing_goes(world):
    case = closed(world)
    before = everything()

    there = found(scope(world))

    assert [each.id for each in there.goes] == [case]
    assert (there.goes[0].service, there.goes[0].closed_date) == ("message", TUESDAY.date())
    assert everything() == before


def test_a_case_goes_with_all_that_followed_from_it(world):
    case = sent(world)
    note = acts.AddNote("Kan du ringa?", to=(world.people["nurse"],))
    did(world, case, note)
    did(world, case, acts.ReplyAndClose(WORDS), at=TUESDAY)
    number = CaseRow.objects.get(pk=case).number
    assert len(tables_that_name(case)) > 3

    assert disposed(world) == 1

    assert tables_that_name(case) == {"audit_access", "disposal_case"}
    assert disposed_numbers([case]) == {case: number}
    row = DisposedRow.objects.select_related("decision").get()
    assert row.decision.decision == "Gallringsbeslut 2029:3"
    assert row.decision.by_id == world.people["manager"]


def test_each_case_that_goes_is_an_entry_about_its_patient(world):
    some = {closed(world), closed(world)}

    disposed(world)

    entries = AccessRow.objects.filter(what="case-disposed")
    assert {each.case_id for each in entries} == some
    assert {(each.person_id, each.patient_id, each.result) for each in entries} == {
        (world.people["manager"], world.residents["child"], "done")
    }
    assert {each.reason for each in entries} == {
        f"disposal of cases {DecisionRow.objects.get().pk}"
    }


@pytest.mark.parametrize("name", ["young", "open", "elsewhere", "of another service"])
def test_what_no_decision_names_stays(world, name):
    case = closed(world) if name != "open" else sent(world)
    of: dict[str, Any] = {}
    if name == "young":
        of = {"before": TUESDAY.date()}
    if name == "of another service":
        of = {"service": "renew-prescription"}
    if name == "elsewhere":
        CaseRow.objects.filter(pk=case).update(clinic=world.clinics["medical"])

    assert disposed(world, **of) == 0

    assert CaseRow.objects.filter(pk=case).exists()
    assert not DecisionRow.objects.exists()


def test_a_case_stays_while_its_certificate_isnt_written(world):
    case = a_closed_certificate(world)
    clinic = CaseRow.objects.get(pk=case).clinic_id
    there = found(Scope(ClinicId(clinic), YEARS_LATER))

    assert not there.goes
    assert list(there.stays.values()) == [Stays.WORK]


def test_a_case_stays_while_a_printout_of_it_is_out(world):
    case = closed(world)
    CaseRow.objects.filter(pk=case).update(copies_out=1, paper_holder=world.people["doctor"])

    assert stays(world) == [Stays.PAPER]
    assert disposed(world) == 0


def test_cases_that_follow_one_another_go_together_or_not_at_all(world):
    first = closed(world)
    second = sent(world)
    CaseRow.objects.filter(pk=second).update(follows=first)
    assert stays(world) == [Stays.FOLLOWED]

    did(world, second, acts.ReplyAndClose(WORDS), at=TUESDAY)

    assert disposed(world) == 2
    assert not CaseRow.objects.exists()


def test_files_go_with_their_case_and_no_others(world):
    mine, others = (keep(world.residents["guardian"], data=pdf()) for _ in range(2))
    case = with_file(world, mine)
    did(world, case, acts.ReplyAndClose(WORDS), at=TUESDAY)
    assert files_of(found(scope(world)).goes)[0] == 1

    disposed(world)

    assert list(FileRow.objects.values_list("pk", flat=True)) == [others]
    assert store.read(others)
    with pytest.raises(FileNotFoundError):
        store.read(mine)


def with_file(world: World, file: UUID) -> CaseId:
    return cases.submit(
        service="message",
        patient=world.residents["child"],
        clinic=world.clinics["outpatient"],
        answers={"subject": "Bild", "text": "Här är den."},
        by=world.resident("guardian", on=local_date(MONDAY)),
        at=MONDAY,
        files=(file,),
    )


def test_what_hangs_on_a_case_meanwhile_keeps_it(world, monkeypatch):
    case = closed(world)
    before = found(scope(world))
    monkeypatch.setattr(actions, "found", lambda _: before)
    CaseRow.objects.filter(pk=case).update(copies_out=1, paper_holder=world.people["doctor"])

    assert disposed(world) == 0
    assert CaseRow.objects.filter(pk=case).exists()


def test_many_go_in_parts_and_it_is_told_how_many(world, monkeypatch):
    monkeypatch.setattr(actions, "_AT_ONCE", 2)
    for _ in range(3):
        closed(world)

    assert list(dispose(scope(world), decision(world), at=LATER)) == [2, 3]


def test_without_a_log_nothing_goes(world, monkeypatch):
    case = closed(world)
    named = tables_that_name(case)

    def refuse(**_: object) -> int:
        raise LogUnwritable("no")

    monkeypatch.setattr(actions, "note_access", refuse)
    with pytest.raises(LogUnwritable), transaction.atomic():
        disposed(world)

    assert tables_that_name(case) == named


def test_what_stays_stands_as_before(world):
    going, staying = closed(world), sent(world)
    disposed(world)

    assert not CaseRow.objects.filter(pk=going).exists()
    assert not list(disagreements([staying]))
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        _delete("case_event")


@pytest.mark.parametrize("table", ["disposal", "disposal_case"])
def test_what_was_decided_and_what_is_gone_stands(world, table):
    closed(world)
    disposed(world)

    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        _delete(table)


def _delete(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
