"""Another system's list held against the cases: seeded disagreements, and what is kept of it."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.build import on
from tests.doors.desk import Desk, a_desk
from tests.rooms.everything import everything
from tests.workbooks import ADA, xlsx
from vardag.domain.case import acts
from vardag.domain.case.left_out import StepFate
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.domain.reconciliation.compared import Compared, Verdict, Why
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, NotPermitted, OutOfReach
from vardag.rooms.cases.actions import perform
from vardag.rooms.people.models import PersonRow
from vardag.rooms.reconciliation import actions
from vardag.rooms.reconciliation.lists import ComparedList, compared_list, recent
from vardag.rooms.reconciliation.models import FindingRow, ListRow
from vardag.rooms.routines.queries import routine_on

pytestmark = pytest.mark.django_db

NOW = on("2026-04-24T10:00")
DAYS = [date(2026, 4, day) for day in (13, 14, 15, 16, 17)]
HEAD = ("Ärende", "Personnummer", "Datum", "Mall", "Av")
NOTE, BOOKED = acts.CompleteStep("journal-note"), acts.CompleteStep("cancel-booking")
INFORM, REPLY = (
    acts.CompleteStep("inform-clinician"),
    acts.ReplyAndClose(acts.Message(text="Klart.")),
)
LEFT_OUT = acts.SkipStep("journal-note", "Hann inte.")
DONE: dict[str, list[acts.Act]] = {
    "agree": [NOTE],
    "open": [],
    "left out": [LEFT_OUT, BOOKED, INFORM, REPLY],
    "alone": [NOTE],
    "quiet": [],
    "gone on": [NOTE, BOOKED, INFORM, REPLY],
}
type Rows = Iterable[Sequence[object]]


@pytest.fixture
def desk(monkeypatch) -> Desk:
    return a_desk(monkeypatch)


def here(desk: Desk) -> ClinicId:
    return ClinicId(desk.world.clinics["outpatient"])


def chosen(desk: Desk, *rows: Sequence[object], name: str = "Melior v 16.xlsx", at=NOW) -> UUID:
    by = desk.world.staff_member("receiver", on=local_date(at))
    found = routine_on(local_date(at))
    data = xlsx((HEAD, *rows))
    return actions.choose(routine=found, clinic=here(desk), data=data, name=name, by=by, at=at)


def held(desk: Desk, key: UUID, at: datetime = NOW) -> ComparedList:
    by = desk.world.staff_member("receiver", on=local_date(at))
    actions.hold_against(key=key, clinic=here(desk), by=by, at=at)
    return compared_list(key, by=by, clinic=here(desk), at=at)


def cancelled(desk: Desk, day: date, *done: acts.Act) -> CaseId:
    at = datetime.combine(day, NOW.time(), NOW.tzinfo)
    case = desk.send("cancel-or-rebook", at=at - timedelta(days=1))
    if done:
        desk.do(case, "receiver", *done, at=at)
    return case


def number(desk: Desk, case: CaseId) -> str:
    return desk.case(case).number


def test_seeded_disagreements_with_a_list_are_all_found_and_agreeing_rows_never(desk):
    chance, rows = random.Random(14), []
    agree, there, alone = 0, set(), set()
    for nth in range(120):
        day = chance.choice(DAYS)
        what = list(DONE)[nth % len(DONE)]
        done = DONE[what]
        case = cancelled(desk, day, *done)
        if what not in ("alone", "quiet"):
            rows.append((number(desk, case), None, day, "Återbud", "ab12"))
        agree += what in ("agree", "gone on")
        there |= {case} if what in ("open", "left out") else set()
        alone |= {case} if what == "alone" else set()
    chance.shuffle(rows)

    found = held(desk, chosen(desk, *rows))

    by = {
        verdict: [each for each in found.remains if each.verdict is verdict] for verdict in Verdict
    }
    assert found.agree == agree
    assert {each.about.id for each in by[Verdict.ONLY_THERE] if each.about} == there
    assert {each.about.id for each in by[Verdict.ONLY_HERE] if each.about} == alone
    assert not by[Verdict.UNCLEAR]
    assert all(each.refusal is None for each in by[Verdict.ONLY_THERE])
    for each in by[Verdict.ONLY_THERE]:
        assert each.about
        assert each.act
        receiver = desk.world.staff_member("receiver", on=local_date(NOW))
        perform(case_id=each.about.id, act=each.act, by=receiver, at=NOW)
    again = compared_list(found.id, by=receiver, clinic=here(desk), at=NOW)
    assert {each.verdict for each in again.remains} == {Verdict.ONLY_HERE}
    assert again.settled == len(there)


def test_a_person_and_a_day_find_the_case_too(desk):
    PersonRow.objects.filter(pk=desk.person("child")).update(personal_number=ADA)
    case = cancelled(desk, DAYS[0])

    found = held(desk, chosen(desk, (None, ADA, DAYS[0], "Återbud", "ab12")))

    (each,) = found.remains
    assert (each.verdict, each.about and each.about.id, each.who) == (
        Verdict.ONLY_THERE,
        case,
        "ab12",
    )


def test_no_personal_number_of_the_list_is_kept(desk):
    cancelled(desk, DAYS[0])
    found = held(desk, chosen(desk, (None, ADA, DAYS[0], "", "")))

    assert found.remains[0].why is Why.NO_CASE
    kept = {
        table: rows for table, rows in everything().items() if table.startswith("reconciliation")
    }
    assert ADA not in str(kept)
    assert ADA[2:] not in str(kept)


def test_a_list_that_is_compared_again_doubles_nothing(desk):
    cancelled(desk, DAYS[0])
    row = ("26-0001", None, DAYS[0], "", "")

    first = held(desk, chosen(desk, row))
    second = held(desk, chosen(desk, row))

    assert len(second.remains) == len(first.remains) == FindingRow.objects.count() == 1
    assert [each.id for each in recent(here(desk))] == [second.id]
    other = held(desk, chosen(desk, row, name="Elvis april.xlsx"))
    assert {each.system for each in recent(here(desk))} == {"melior", "elvis"}
    assert other.system == "elvis"


def test_what_cannot_be_read_is_not_compared_and_changes_nothing(desk):
    cancelled(desk, DAYS[0])
    key = chosen(desk, ("26-0001", None, "igår", "", ""))
    before = everything()

    with pytest.raises(InvalidForm, match="Nothing was compared"):
        held(desk, key)

    assert everything() == before


def test_a_list_is_read_as_somebody_says(desk):
    key = chosen(desk, ("", "", ""), ("x", "26-0001", "2026-04-14"))
    by = desk.world.staff_member("receiver", on=local_date(NOW))

    def say(**said: object) -> ListRow:
        facts = {"system": "elvis", "sheet": 0, "heading": None, "columns": {}}
        document = routine_on(local_date(NOW))
        actions.reread(key=key, routine=document, clinic=here(desk), by=by, **{**facts, **said})  # type: ignore[arg-type]
        return ListRow.objects.get(pk=key)

    assert say(heading=2).columns == ["", "", ""] + [""] * 2
    said = say(columns={1: "case", 2: "day", 3: "unheard-of"})
    assert said.columns[:4] == ["", "case", "day", ""]
    assert (said.system, said.heading) == ("elvis", 2)
    assert say(heading=99).heading == 2
    for wrong in ({"system": "unheard-of"}, {"sheet": 7}, {"sheet": -1}):
        with pytest.raises(OutOfReach):
            say(**wrong)


def test_another_sheet_is_recognized_anew(desk):
    by = desk.world.staff_member("receiver", on=local_date(NOW))
    document = routine_on(local_date(NOW))
    data = xlsx((HEAD, ("26-0001",)), also=[("Mer", [("Ärendenr",), ("26-0002",)])])
    key = actions.choose(
        routine=document, clinic=here(desk), data=data, name="lista.xlsx", by=by, at=NOW
    )
    assert ListRow.objects.get(pk=key).system == "melior"  # the first that the routine names

    actions.reread(
        key=key, routine=document, clinic=here(desk), system="elvis", sheet=1, heading=None,
        columns={}, by=by,
    )  # fmt: skip
    assert ListRow.objects.get(pk=key).columns == ["case"]


def test_what_somebody_has_seen_to_stands_there_no_more(desk):
    cancelled(desk, DAYS[0], NOTE)
    found = held(desk, chosen(desk, ("26-9999", None, DAYS[0], "", "")))
    by = desk.world.staff_member("nurse", on=local_date(NOW))

    def see_to(finding: int) -> None:
        actions.see_to(key=found.id, finding=finding, clinic=here(desk), by=by, at=NOW)

    for each in found.remains:
        see_to(each.id)
    with pytest.raises(ChangedMeanwhile):
        see_to(found.remains[0].id)
    with pytest.raises(OutOfReach):
        see_to(0)

    after = compared_list(found.id, by=by, clinic=here(desk), at=NOW)
    assert (after.remains, after.settled) == ((), len(found.remains))


def test_a_list_is_its_choosers_until_it_is_compared_and_then_the_clinics(desk):
    key = chosen(desk, ("26-0001",))
    at = {"clinic": here(desk), "at": NOW}
    nurse = desk.world.staff_member("nurse", on=local_date(NOW))
    with pytest.raises(OutOfReach):
        actions.opened(key, here(desk), by=nurse)
    with pytest.raises(OutOfReach):
        compared_list(key, by=nurse, **at)  # type: ignore[arg-type]

    held(desk, key)

    assert compared_list(key, by=nurse, **at).id == key  # type: ignore[arg-type]
    with pytest.raises(OutOfReach):
        compared_list(uuid4(), by=nurse, **at)  # type: ignore[arg-type]
    receiver = desk.world.staff_member("receiver", on=local_date(NOW))
    with pytest.raises(ChangedMeanwhile):
        actions.opened(key, here(desk), by=receiver)


@pytest.mark.parametrize("who", ["clinician", "manager", "administrator", "outsider"])
def test_lists_are_for_the_clinics_receivers(desk, who):
    key = chosen(desk, ("26-0001",))
    found = held(desk, key)
    by = desk.world.staff_member(who, on=local_date(NOW))

    with pytest.raises(NotPermitted):
        actions.opened(key, here(desk), by=by)
    with pytest.raises(NotPermitted):
        compared_list(key, by=by, clinic=here(desk), at=NOW)
    with pytest.raises(NotPermitted):
        actions.see_to(key=found.id, finding=1, clinic=here(desk), by=by, at=NOW)


def test_a_list_can_be_put_away_and_is_forgotten_by_itself(desk):
    by = desk.world.staff_member("receiver", on=local_date(NOW))
    actions.put_away(key=chosen(desk, ("26-0001",)), clinic=here(desk), by=by)
    assert not ListRow.objects.exists()

    chosen(desk, ("26-0001",), at=NOW - timedelta(days=2))
    held(desk, chosen(desk, ("26-0001",), at=NOW), at=NOW)
    actions.forget(at=NOW)
    assert ListRow.objects.count() == 1
    actions.forget(at=NOW + timedelta(days=31))
    assert not ListRow.objects.exists()
    assert not FindingRow.objects.exists()


def test_two_who_compare_the_same_list_at_once_do_it_once(desk):
    key = chosen(desk, ("26-0001",))
    row = ListRow.objects.get(pk=key)
    held(desk, key)

    with pytest.raises(ChangedMeanwhile):
        actions._keep(row, Compared(0, ()), days=None, at=NOW)


def test_of_a_protected_child_a_row_says_its_number_alone(desk):
    cancelled(desk, DAYS[0], NOTE)
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    (each, _) = held(desk, chosen(desk, ("26-9999", None, DAYS[0], "", ""))).remains[::-1]

    assert each.about
    assert (each.about.patient, each.about.is_protected) == ("", True)


def test_what_was_ticked_before_a_case_was_sent_on_is_the_senders_to_look_after(desk):
    at = datetime.combine(DAYS[1], NOW.time(), NOW.tzinfo)
    case = desk.certificate_to_print(at=at)

    found = held(desk, chosen(desk, ("26-9999", None, DAYS[1], "", "")))

    (alone,) = [each for each in found.remains if each.verdict is Verdict.ONLY_HERE]
    assert alone.about
    assert alone.about.id == case


@pytest.mark.parametrize("fate", StepFate)
def test_what_was_said_of_a_left_out_step_agrees_with_the_list(desk, fate):
    case = cancelled(desk, DAYS[0], LEFT_OUT, BOOKED, INFORM, REPLY)
    row = (number(desk, case), None, DAYS[0], "", "")
    key = chosen(desk, row)
    found = held(desk, key)
    assert [each.verdict for each in found.remains] == [Verdict.ONLY_THERE]

    desk.do(case, "receiver", acts.AccountForStep("journal-note", fate, "Ja."), at=NOW)

    by = desk.world.staff_member("receiver", on=local_date(NOW))
    assert not compared_list(key, by=by, clinic=here(desk), at=NOW).remains
    assert held(desk, chosen(desk, row)).agree == 1


def test_a_step_left_out_on_purpose_in_an_open_case_agrees(desk):
    case = cancelled(desk, DAYS[0], LEFT_OUT)

    assert held(desk, chosen(desk, (number(desk, case), None, DAYS[0], "", ""))).agree == 1
