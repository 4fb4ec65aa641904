"""A guardian kept from all that is about a child: decided by a unit manager, at once, and undone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.build import MONDAY, on
from tests.rooms.doing import answered, did, sent
from vardag.domain.case import acts
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import Resident, Role
from vardag.domain.refusals import (
    ChangedMeanwhile,
    InvalidForm,
    NothingAsked,
    NotPermitted,
    OutOfReach,
)
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.blocking_effect import Effect, effect_of_block, tied
from vardag.rooms.cases.family import cases_of, readership
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import for_resident, full_case
from vardag.rooms.cases.surroundings import surroundings
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people import actions as people
from vardag.rooms.people.block_rows import BlockRow
from vardag.rooms.people.families.blocking import block, blocks_of, lift, pair
from vardag.rooms.people.invented import personal_number
from vardag.rooms.people.models import GuardianRow, PersonRow
from vardag.rooms.people.queries import guardians_of, resident_of
from vardag.rooms.people.ties import holds, holds_sql

pytestmark = pytest.mark.django_db
TODAY = local_date(MONDAY)
WHY = "Hot mot barnet, anmält av skolan."
AGAIN = "Socialtjänsten har avslutat sin utredning."
HIDDEN = acts.Message(text="Bara för dig.", not_for_guardians=True)


def blocks(world: World, guardian: str = "guardian", child: str = "child", **more: object) -> int:
    particulars = {
        "child": world.residents[child],
        "guardian": world.residents[guardian],
        "clinic": world.clinics["outpatient"],
        "reason": WHY,
        "by": world.staff_member("manager", on=TODAY),
        "at": MONDAY,
        **more,
    }
    return block(**particulars)  # type: ignore[arg-type]


def ends(world: World, pk: int, **more: object) -> None:
    particulars = {
        "clinic": world.clinics["outpatient"],
        "reason": AGAIN,
        "by": world.staff_member("manager", on=TODAY),
        "at": MONDAY,
        **more,
    }
    lift(block=pk, **particulars)  # type: ignore[arg-type]


def numbers(world: World, name: str) -> list[int]:
    return [each.id for each in cases_of(world.resident(name, on=TODAY), on=TODAY)]


def test_a_blocked_guardian_loses_every_case_and_the_other_guardian_none(world):
    case = sent(world)
    assert numbers(world, "guardian") == numbers(world, "other_guardian") == [case]

    blocks(world)

    assert numbers(world, "guardian") == []
    assert numbers(world, "other_guardian") == [case]
    with pytest.raises(OutOfReach):
        for_resident(case, by=world.resident("guardian", on=TODAY), on=TODAY)
    with pytest.raises(NotPermitted):
        sent(world)


def test_a_blocked_guardian_loses_what_was_asked_for_in_the_own_name_too(world):
    case = sent(world, "care-allowance-certificate", by="youth_guardian", about="youth")
    assert numbers(world, "youth_guardian") == [case]

    blocks(world, "youth_guardian", "youth")

    assert numbers(world, "youth_guardian") == []


def test_a_blocked_guardian_cant_answer_a_question_that_was_asked_before(world):
    case = sent(world)
    did(world, case, acts.AskCounterQuestion(acts.Message(text="Vilken dag?")))
    blocks(world)

    with pytest.raises(OutOfReach):
        answered(world, case)


def test_a_block_that_has_ended_keeps_nobody_away(world):
    case = sent(world)
    pk = blocks(world)

    ends(world, pk)

    assert numbers(world, "guardian") == [case]
    assert [(each.reason, each.lifted_why) for each in blocks_of(world.clinics["outpatient"])] == [
        (WHY, AGAIN)
    ]


def test_a_block_can_be_decided_anew(world):
    case = sent(world)
    ends(world, blocks(world))

    again = blocks(world)

    assert numbers(world, "guardian") == []
    listed = blocks_of(world.clinics["outpatient"])
    assert listed[0].id == again
    assert [each.lifted_at is None for each in listed] == [True, False]
    assert case in numbers(world, "other_guardian")


def test_one_block_stands_at_a_time_and_ends_once(world):
    pk = blocks(world)
    with pytest.raises(ChangedMeanwhile):
        blocks(world)

    ends(world, pk)
    with pytest.raises(ChangedMeanwhile):
        ends(world, pk)


def at_another_clinic(world: World) -> dict[str, Any]:
    """Return the particulars of a block that a manager of another clinic decides."""
    clinic, manager = world.clinics["elsewhere"], world.staff["outsider"]
    people.grant(person=manager, clinic=clinic, role=Role.MANAGER, from_date=date(2026, 1, 1))
    return {"clinic": clinic, "by": world.staff_member("outsider", on=TODAY)}


def test_two_clinics_keep_a_guardian_away_until_both_have_ended_it(world):
    case = sent(world)
    elsewhere = at_another_clinic(world)
    first = blocks(world)

    second = blocks(world, reason="Dom om hot mot barnet.", **elsewhere)

    with pytest.raises(ChangedMeanwhile):
        blocks(world, **elsewhere)
    assert world.resident("guardian", on=TODAY).blocked == {world.residents["child"]}
    ends(world, first)
    assert numbers(world, "guardian") == []
    ends(world, second, **elsewhere)
    assert numbers(world, "guardian") == [case]


def test_staff_read_once_who_is_blocked_and_every_clinic_that_decided_it(world):
    case = sent(world)
    blocks(world)
    blocks(world, **at_another_clinic(world))

    found = surroundings(full_case(case), on=TODAY)

    names = ClinicRow.objects.filter(key__in=["outpatient", "elsewhere"])
    assert [each.pk for each in found.blocked] == [world.residents["guardian"]]
    assert found.blocked_by == {
        world.residents["guardian"]: ", ".join(sorted(each.name for each in names))
    }


@pytest.mark.parametrize("reason", ["", "   ", "för kort", "\u200b" * 12, "x" * 1_001])
def test_a_block_and_its_end_take_a_reason(world, reason):
    with pytest.raises(InvalidForm, match="Write why"):
        blocks(world, reason=reason)
    pk = blocks(world)
    with pytest.raises(InvalidForm, match="Write why"):
        ends(world, pk, reason=reason)


@pytest.mark.parametrize("who", ["receiver", "nurse", "clinician", "administrator", "outsider"])
def test_nobody_but_a_manager_of_the_clinic_decides(world, who):
    by = world.staff_member(who, on=TODAY)
    pk = blocks(world)

    with pytest.raises(NotPermitted):
        blocks(world, "other_guardian", by=by)
    with pytest.raises(NotPermitted):
        ends(world, pk, by=by)
    with pytest.raises(NotPermitted):
        pair(child="x", guardian="y", clinic=world.clinics["outpatient"], by=by, at=MONDAY)


def test_a_block_is_ended_where_it_was_decided(world):
    pk = blocks(world)
    elsewhere = world.clinics["elsewhere"]
    manager = world.staff["manager"]
    people.grant(person=manager, clinic=elsewhere, role=Role.MANAGER, from_date=date(2026, 1, 1))

    with pytest.raises(OutOfReach):
        ends(world, pk, clinic=elsewhere, by=world.staff_member("manager", on=TODAY))


def test_a_familys_page_says_nothing_of_the_block(world):
    sent_case = sent(world)
    case = CaseRow.objects.select_related("patient", "author").get(pk=sent_case)
    full = for_resident(sent_case, by=world.resident("other_guardian", on=TODAY), on=TODAY)
    blocks(world)

    found = readership(full.case, patient=case.patient, author=case.author, on=TODAY)

    assert [row.pk for row in found.may] == [world.residents["other_guardian"]]
    assert found.may_not == ()


# --- What it changes, before it is decided --------------------------------------------------------


def row(world: World, name: str) -> PersonRow:
    return PersonRow.objects.get(pk=world.residents[name])


def test_the_effect_counts_what_would_be_lost_and_who_still_acts(world):
    sent(world)
    did(world, sent(world), acts.ReplyAndClose(acts.Message(text="Klart.")))

    effect = effect_of_block(row(world, "guardian"), row(world, "child"), on=TODAY)

    assert effect == Effect(open=1, closed=1, remaining=1, child_acts_alone=False)


def test_for_a_youth_no_guardian_is_said_to_act(world):
    effect = effect_of_block(row(world, "youth_guardian"), row(world, "youth"), on=TODAY)

    assert effect == Effect(open=0, closed=0, remaining=0, child_acts_alone=True)


def test_of_two_whom_nothing_ties_no_effect_is_told(world):
    sent(world)

    assert effect_of_block(row(world, "stranger"), row(world, "child"), on=TODAY) is None
    assert effect_of_block(row(world, "guardian"), row(world, "youth"), on=TODAY) is None


def test_two_were_tied_by_custody_that_is_over_or_by_what_the_one_wrote(world):
    two = (world.residents["guardian"], world.residents["child"])
    GuardianRow.objects.filter(guardian=two[0]).update(until_date=TODAY - timedelta(days=400))
    assert tied([two]) == {two}
    GuardianRow.objects.filter(guardian=two[0]).update(until_date=None)
    sent(world)

    GuardianRow.objects.filter(guardian=two[0]).delete()

    assert tied([two]) == {two}
    assert tied([(two[0], world.residents["youth"])]) == frozenset()


def test_what_nothing_ties_can_be_blocked_beforehand(world):
    blocks(world, "stranger")
    people.add_guardian(guardian=world.residents["stranger"], child=world.residents["child"])

    assert world.resident("stranger", on=TODAY).children == ()


def test_who_has_no_birth_date_has_no_guardians_to_block(world):
    nurse = PersonRow.objects.get(pk=world.staff["nurse"])
    GuardianRow.objects.create(guardian=row(world, "guardian"), child=nurse)

    with pytest.raises(ValueError, match="no resident"):
        effect_of_block(row(world, "guardian"), nurse, on=TODAY)


@pytest.mark.parametrize("who", ["child", "guardian"])
def test_of_a_protected_family_a_manager_is_told_no_names(world, who):
    PersonRow.objects.filter(pk=world.residents[who]).update(protection="marked")
    blocks(world)

    (found,) = blocks_of(world.clinics["outpatient"])

    assert (found.guardian.name.strip(), found.child.name.strip()) == ("", "")
    assert found.reason == WHY


# --- Whose numbers --------------------------------------------------------------------------------


def with_number(world: World, name: str, nth: int) -> str:
    """Give one of the world's people a number that could be somebody's, and return it."""
    found = row(world, name)
    assert found.born is not None
    digits = personal_number(born=found.born, nth=nth)
    PersonRow.objects.filter(pk=found.pk).update(personal_number=digits)
    return digits


def typed(world: World, child: str, guardian: str) -> tuple[int, int]:
    found = pair(
        child=child,
        guardian=guardian,
        clinic=world.clinics["outpatient"],
        by=world.staff_member("manager", on=TODAY),
        at=MONDAY,
    )
    return found.child.pk, found.guardian.pk


def test_numbers_are_read_with_hyphens_and_spaces(world):
    child, guardian = with_number(world, "child", 2), with_number(world, "guardian", 4)
    ids = (world.residents["child"], world.residents["guardian"])

    assert typed(world, child, guardian) == ids
    assert typed(world, f" {child[:8]}-{child[8:]} ", f"{guardian[:8]} {guardian[8:]}") == ids


def test_each_wrong_number_is_told_at_its_field(world):
    with pytest.raises(InvalidForm) as refused:
        typed(world, "12", "20121212-1212")

    assert [problem.field for problem in refused.value.problems] == ["child", "guardian"]


def test_nobody_is_the_guardian_of_oneself(world):
    child = with_number(world, "child", 2)

    with pytest.raises(InvalidForm, match="same person"):
        typed(world, child, child)


# --- The rule and its twin by hand ----------------------------------------------------------------


def test_the_rule_is_the_same_by_hand(world):
    pk = blocks(world)
    ends(world, pk)
    blocks(world, "other_guardian")
    GuardianRow.objects.filter(guardian=world.residents["youth_guardian"]).update(
        until_date=TODAY - timedelta(days=1)
    )

    with connection.cursor() as cursor:
        sql = f"SELECT g.id FROM person_guardian AS g WHERE {holds_sql('g')} ORDER BY g.id"
        cursor.execute(sql, (TODAY,) * 4)
        by_hand = [pk for (pk,) in cursor.fetchall()]
    by_orm = GuardianRow.objects.filter(holds(TODAY)).order_by("pk").values_list("pk", flat=True)

    assert by_hand == list(by_orm)
    assert [each.pk for each in guardians_of(world.residents["child"], on=TODAY)] == [
        world.residents["guardian"]
    ]


def test_a_resident_is_built_with_what_is_barred(world):
    blocks(world)

    found = resident_of(row(world, "guardian"), on=TODAY)

    assert found.children == ()
    assert found.blocked == {world.residents["child"]}
    assert BlockRow.objects.get().reason == WHY


def test_who_has_no_birth_date_is_no_resident(world):
    nurse = PersonRow.objects.get(pk=world.staff["nurse"])

    with pytest.raises(ValueError, match="no resident"):
        resident_of(nurse, on=TODAY)


# --- A case, and a message, kept from guardians ---------------------------------------------------


def reads(world: World, case: int, name: str) -> Resident | None:
    resident = world.resident(name, on=TODAY)
    return resident if case in numbers(world, name) else None


def test_a_kept_case_is_gone_from_guardians_and_is_the_childs_still(world):
    case = sent(world, by="child")
    assert reads(world, case, "guardian")

    did(world, case, acts.KeepFromGuardians("Barnet vill prata själv."))

    assert not reads(world, case, "guardian")
    assert reads(world, case, "child")
    assert CaseRow.objects.get(pk=case).kept_from_guardians
    did(world, case, acts.ShowToGuardians("Barnet har ändrat sig."))
    assert reads(world, case, "guardian")


def test_a_question_past_guardians_is_asked_of_the_child_alone(world):
    case = sent(world, by="child")
    did(world, case, acts.AskCounterQuestion(HIDDEN))

    (as_guardian,) = cases_of(world.resident("guardian", on=TODAY), on=TODAY)
    (as_child,) = cases_of(world.resident("child", on=TODAY), on=TODAY)
    assert (as_guardian.question_open, as_child.question_open) == (False, True)
    assert as_guardian.waits_until is None
    full = for_resident(case, by=world.resident("guardian", on=TODAY), on=TODAY)
    assert not full.case.question_open
    with pytest.raises(NothingAsked):
        answered(world, case, by="guardian")

    answered(world, case, by="child")

    (as_guardian,) = cases_of(world.resident("guardian", on=TODAY), on=TODAY)
    assert as_guardian.response_due == local_date(MONDAY) + timedelta(days=2)  # of the case itself


def test_a_message_that_nobody_could_read_is_not_sent(world):
    case = sent(world)

    with pytest.raises(InvalidForm, match="nobody in the family"):
        did(world, case, acts.SendInterimReply(HIDDEN))

    assert CaseRow.objects.get(pk=case).first_response is None


def test_from_the_thirteenth_birthday_the_youth_reads_it(world):
    case = sent(world)
    PersonRow.objects.filter(pk=world.residents["child"]).update(born=date(2013, 9, 7))

    did(world, case, acts.SendInterimReply(HIDDEN), at=on("2026-09-07T08:00"))

    assert CaseRow.objects.get(pk=case).first_response == "interim_reply"
