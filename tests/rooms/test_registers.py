"""Rows by hand of a register: written, corrected beside what they said, completed, struck out."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from tests.build import MONDAY, TUESDAY
from tests.workbooks import ADA, HEADINGS, ROWS, xlsx
from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach
from vardag.doors.ops.scenario.world import World
from vardag.rooms.lists.registers import Show
from vardag.rooms.lists.search.of_register import Asked
from vardag.rooms.lists.search.sought import sought
from vardag.rooms.people.models import PersonRow
from vardag.rooms.registers import actions, importing
from vardag.rooms.registers.models import EntryRow, ImportRow, VersionRow
from vardag.rooms.registers.queries import (
    ByHand,
    InForce,
    in_force,
    register_page,
    row_by_hand,
    versions,
)
from vardag.rooms.registers.stored import unpacked

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
MEDICINE = "field:medicine"
CALL: Mapping[str, str] = {"received": "2026-09-07", "patient": "Ada Ek", MEDICINE: "Concerta"}


def somebody(world: World, who: str) -> Staff:
    return world.staff_member(who, on=TODAY)


def the_register(world: World, who: str = "nurse") -> InForce:
    return in_force(None, by=somebody(world, who), clinic=here(world), on=TODAY)


def here(world: World) -> ClinicId:
    return ClinicId(world.clinics["outpatient"])


def write(world: World, who: str = "nurse", **other: str) -> int:
    found = the_register(world)
    return actions.add(
        register=found.register,
        form=found.form,
        clinic=here(world),
        typed={**CALL, **other},
        by=somebody(world, who),
        at=MONDAY,
    )


def among(world: World, who: str = "nurse", **asked: object) -> list[str]:
    page = register_page(
        the_register(world).register,
        Asked(**asked),  # type: ignore[arg-type]
        by=somebody(world, who),
        clinic=here(world),
        page=1,
    )
    return [row.entry.patient for row in page.rows if isinstance(row, ByHand)]


def test_a_telephone_call_is_a_row_with_a_first_version(world):
    entry = write(world, sender="Mamma")

    row = EntryRow.objects.get(pk=entry)
    assert (row.received_date, row.patient, row.is_done, row.version) == (TODAY, "Ada Ek", False, 1)
    assert [(each.number, each.act, each.entry.texts["sender"]) for each in versions(entry)] == [
        (1, "wrote", "Mamma")
    ]
    assert set(row.sought.split()) == {"ada", "ek", "concerta", "mamma"}


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"received": "", "patient": ""}, {"received", "patient"}),
        ({MEDICINE: " "}, {MEDICINE}),
        ({"received": "x", MEDICINE: ""}, {"received", MEDICINE}),
    ],
)
def test_what_is_missing_is_told_field_by_field(world, typed, fields):
    with pytest.raises(InvalidForm) as wrong:
        write(world, **typed)

    assert {each.field for each in wrong.value.problems} == fields
    assert not EntryRow.objects.exists()


def test_a_correction_stands_beside_what_was_said(world):
    entry = write(world)

    actions.correct(
        entry=entry,
        register=the_register(world).register,
        clinic=here(world),
        typed={**CALL, "patient": "Ada Elk", MEDICINE: ""},
        seen=1,
        by=somebody(world, "receiver"),
        at=TUESDAY,
    )

    assert [each.entry.patient for each in versions(entry)] == ["Ada Elk", "Ada Ek"]
    assert EntryRow.objects.get().patient == "Ada Elk"
    for change in (VersionRow.objects.update, lambda **_: VersionRow.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(act="other")


def complete(world: World, entry: int, *, seen: int = 1, done: str = "2026-09-07") -> None:
    actions.complete(
        entry=entry,
        register=the_register(world).register,
        clinic=here(world),
        done=done,
        done_by="Sam Sjö",
        seen=seen,
        by=somebody(world, "nurse"),
        at=TUESDAY,
    )


def strike(world: World, entry: int, reason: str = "Dubblett", *, who: str = "nurse") -> None:
    actions.strike(
        entry=entry,
        register=the_register(world).register,
        clinic=here(world),
        reason=reason,
        seen=EntryRow.objects.get(pk=entry).version,
        by=somebody(world, who),
        at=TUESDAY,
    )


def test_a_row_is_completed_by_somebody_on_a_day(world):
    entry = write(world)

    complete(world, entry)

    row = EntryRow.objects.get()
    assert (row.is_done, row.said["done"], row.said["done_by"]) == (True, "2026-09-07", "Sam Sjö")
    with pytest.raises(InvalidForm):
        complete(world, entry, seen=2, done="i morgon")


def test_of_two_who_change_a_row_at_once_the_later_is_told(world):
    entry = write(world)
    complete(world, entry)

    with pytest.raises(ChangedMeanwhile):
        complete(world, entry)


def test_a_row_is_struck_out_with_a_reason_and_never_removed(world):
    entry = write(world)
    for reason in (" ", "x" * 501):
        with pytest.raises(InvalidForm):
            strike(world, entry, reason)

    strike(world, entry)

    assert versions(entry)[0].reason == "Dubblett"
    assert among(world) == []
    assert among(world, show=Show.STRUCK) == ["Ada Ek"]
    with pytest.raises(ChangedMeanwhile):
        strike(world, entry)


@pytest.mark.parametrize(
    "who", ["clinician", "manager", "administrator", "outsider", "medical_receiver"]
)
def test_rows_by_hand_are_for_the_clinics_receivers_and_nurses(world, who):
    entry = write(world)

    with pytest.raises(OutOfReach):
        write(world, who)
    with pytest.raises(OutOfReach):
        strike(world, entry, who=who)
    with pytest.raises(OutOfReach):
        row_by_hand(
            entry, the_register(world).register, by=somebody(world, who), clinic=here(world)
        )
    assert EntryRow.objects.count() == 1


def test_another_clinics_row_is_not_there(world):
    entry = write(world)
    EntryRow.objects.update(clinic=world.clinics["elsewhere"])

    with pytest.raises(OutOfReach):
        complete(world, entry)
    assert among(world) == []


def test_rows_are_found_by_words_numbers_and_dates(world):
    write(world)
    write(world, patient="Bo Åström", received="2026-09-01", personal_number=ADA)
    done = write(world, patient="Cy", **{MEDICINE: "Ritalin"})
    complete(world, done)

    def words(typed: str) -> list[str]:
        return among(world, sought=sought(typed, on=TODAY))

    assert words("åström") == ["Bo Åström"]
    assert words("concerta ada") == ["Ada Ek"]
    assert words(f"{ADA[2:8]}-{ADA[8:]}") == ["Bo Åström"]
    assert words("260001") == []
    assert among(world, from_date=TODAY) == ["Cy", "Ada Ek"]
    assert among(world, until_date=date(2026, 9, 1)) == ["Bo Åström"]
    assert among(world, show=Show.OPEN) == ["Bo Åström", "Ada Ek"]
    assert among(world, show=Show.COMPLETED) == ["Cy"]
    assert among(world, by_hand=False) == []


def test_of_who_is_protected_a_row_is_found_by_no_word(world):
    entry = write(world, personal_number=ADA)
    PersonRow.objects.filter(pk=world.people["child"]).update(
        personal_number=ADA, protection="marked"
    )

    row = row_by_hand(
        entry, the_register(world).register, by=somebody(world, "nurse"), clinic=here(world)
    )

    assert row.is_protected
    assert among(world, sought=sought("concerta", on=TODAY)) == []
    assert among(world, sought=sought(ADA, on=TODAY)) == []


# --- Workbooks -----------------------------------------------------------------------------------


def choose(world: World, data: bytes, who: str = "nurse") -> UUID:
    found = the_register(world)
    return importing.choose(
        register=found.register,
        form=found.form,
        clinic=here(world),
        data=data,
        name="Receptförfrågningar BUP.xlsx",
        by=somebody(world, who),
        at=MONDAY,
    )


def bring_in(world: World, key: UUID, who: str = "nurse") -> importing.Brought:
    return importing.bring_in(
        key=key,
        register=the_register(world).register,
        clinic=here(world),
        protected=(),
        by=somebody(world, who),
        at=MONDAY,
    )


def test_a_workbook_is_imported_whole_and_its_cells_are_gone(world):
    key = choose(world, xlsx())

    assert bring_in(world, key) == importing.Brought(2)

    assert among(world) == ["Bo Å", "Ada Ek"]
    row = ImportRow.objects.get()
    assert (row.imported, row.cells) == (2, None)
    assert {each.brought_by_id for each in EntryRow.objects.all()} == {key}
    assert VersionRow.objects.count() == 2
    with pytest.raises(ChangedMeanwhile):
        bring_in(world, key)


def test_one_wrong_row_stops_them_all(world):
    key = choose(world, xlsx((HEADINGS, *ROWS, ("igår", ADA, "Ada"))))

    with pytest.raises(InvalidForm):
        bring_in(world, key)

    assert not EntryRow.objects.exists()


def test_the_same_workbook_again_brings_nothing_new_not_even_what_was_corrected_or_struck(world):
    bring_in(world, choose(world, xlsx()))
    first, second = EntryRow.objects.order_by("pk")
    strike(world, first.pk)
    actions.correct(
        entry=second.pk,
        register=the_register(world).register,
        clinic=here(world),
        typed={**CALL, "patient": "Bo Åkesson"},
        seen=1,
        by=somebody(world, "nurse"),
        at=MONDAY,
    )

    with pytest.raises(InvalidForm):
        bring_in(world, choose(world, xlsx()))

    assert EntryRow.objects.count() == 2


BO_IS_DONE = (HEADINGS, ROWS[0], (*ROWS[1][:5], date(2026, 4, 9), "Sam Sjö"))


def test_a_newer_workbook_completes_what_was_done_since(world):
    bring_in(world, choose(world, xlsx()))
    bo = EntryRow.objects.get(patient="Bo Å")

    brought = bring_in(world, choose(world, xlsx(BO_IS_DONE)))

    assert brought == importing.Brought(0, done=1)
    bo.refresh_from_db()
    assert (bo.is_done, bo.version, bo.said["done"]) == (True, 2, "2026-04-09")
    assert "sjö" in bo.sought
    last, first = versions(bo.pk)
    assert (last.act, last.entry.done_by, first.entry.is_done) == ("completed", "Sam Sjö", False)
    with pytest.raises(InvalidForm):
        bring_in(world, choose(world, xlsx(BO_IS_DONE)))


def test_a_workbook_completes_a_corrected_row_and_leaves_what_it_says_otherwise(world):
    bring_in(world, choose(world, xlsx()))
    bo = EntryRow.objects.get(patient="Bo Å")
    actions.correct(
        entry=bo.pk,
        register=the_register(world).register,
        clinic=here(world),
        typed={"received": "2026-04-02", "patient": "Bo Åkesson", MEDICINE: "Ritalin 20 mg"},
        seen=1,
        by=somebody(world, "nurse"),
        at=MONDAY,
    )

    bring_in(world, choose(world, xlsx(BO_IS_DONE)))

    bo.refresh_from_db()
    assert (bo.is_done, bo.patient, bo.said["texts"][MEDICINE], bo.version) == (
        *(True, "Bo Åkesson", "Ritalin 20 mg", 3),
    )


def test_a_workbook_completes_a_row_by_hand_that_says_the_same_and_none_that_is_struck(world):
    struck, open_ = (
        write(world, received="2026-04-01", patient="Cy", **{MEDICINE: "Elvanse"}) for _ in range(2)
    )
    strike(world, struck)
    rows = (("Datum", "Namn", "Medicin", "Klart"), ("2026-04-01", "CY", "elvanse", "x"))

    assert bring_in(world, choose(world, xlsx(rows))).done == 1

    done = dict(EntryRow.objects.values_list("pk", "is_done"))
    assert done == {struck: False, open_: True}


def test_a_workbook_does_not_let_a_struck_row_in_again_nor_complete_it(world):
    bring_in(world, choose(world, xlsx()))
    strike(world, EntryRow.objects.get(patient="Bo Å").pk)

    with pytest.raises(InvalidForm):
        bring_in(world, choose(world, xlsx(BO_IS_DONE)))

    assert not EntryRow.objects.get(patient="Bo Å").is_done


def test_of_rows_that_somebody_completed_meanwhile_nothing_is_imported(world, monkeypatch):
    bring_in(world, choose(world, xlsx()))
    more = (*BO_IS_DONE, ("2026-04-03", None, "Cy", "Elvanse"))
    key = choose(world, xlsx(more))
    row = ImportRow.objects.get(pk=key)
    judged = importing.judged(
        row,
        unpacked(bytes(row.cells or b"")),
        the_register(world).register,
        protected=(),
        by=somebody(world, "nurse"),
        on=TODAY,
    )
    bo = EntryRow.objects.get(patient="Bo Å")
    complete(world, bo.pk)
    monkeypatch.setattr(importing, "judged", lambda *_, **__: judged)  # as it was before

    with pytest.raises(ChangedMeanwhile):
        bring_in(world, key)

    assert EntryRow.objects.count() == 2
    assert ImportRow.objects.get(pk=key).settled_at is None


def test_two_imports_of_the_same_rows_at_once_bring_them_once(world, monkeypatch):
    one, other = choose(world, xlsx()), choose(world, xlsx())
    judged = importing.judged(
        ImportRow.objects.get(pk=other),
        unpacked(bytes(ImportRow.objects.get(pk=other).cells or b"")),
        the_register(world).register,
        protected=(),
        by=somebody(world, "nurse"),
        on=TODAY,
    )
    bring_in(world, one)
    monkeypatch.setattr(importing, "judged", lambda *_, **__: judged)  # as it was before

    with pytest.raises(ChangedMeanwhile):
        bring_in(world, other)

    assert EntryRow.objects.count() == 2


def test_how_a_workbook_is_read_can_be_said(world):
    other = (("x", "När", "Vem"), ("", "2026-09-01", "Cy"))
    key = choose(world, xlsx(also=[("Gamla", other)]))

    def reread(**said: object) -> ImportRow:
        asked = {"sheet": 0, "heading": None, "columns": {}, **said}
        importing.reread(
            key=key,
            register=the_register(world).register,
            form=the_register(world).form,
            clinic=here(world),
            by=somebody(world, "nurse"),
            **asked,  # type: ignore[arg-type]
        )
        return ImportRow.objects.get()

    assert reread(sheet=1).columns == ["", "", ""]
    assert reread(
        sheet=1, columns={1: "received", 2: "patient", 0: "nonsense", 99: "x"}
    ).columns == [*("", "received", "patient")]
    assert reread(sheet=1, heading=1).heading == 1
    assert reread(sheet=1, heading=99).heading == 1
    with pytest.raises(OutOfReach):
        reread(sheet=7)


def test_a_chosen_workbook_is_for_who_chose_it_and_is_put_away_after_a_day(world):
    key, later = choose(world, xlsx()), choose(world, xlsx())
    for who, wanted in (("receiver", key), ("nurse", uuid4()), ("clinician", key)):
        with pytest.raises(OutOfReach):
            bring_in(world, wanted, who)
    with pytest.raises(OutOfReach):
        choose(world, xlsx(), "clinician")
    register = the_register(world).register
    nurse = somebody(world, "nurse")
    importing.put_away(key=key, register=register, clinic=here(world), by=nurse, at=MONDAY)
    with pytest.raises(ChangedMeanwhile):
        importing.put_away(key=key, register=register, clinic=here(world), by=nurse, at=MONDAY)

    assert importing.forget(at=TUESDAY) == 0
    assert importing.forget(at=TUESDAY + importing.KEPT_FOR) == 1

    assert ImportRow.objects.get(pk=later).cells is None
    assert not EntryRow.objects.exists()
