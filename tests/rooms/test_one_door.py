"""Every change of a case goes through one door, wholly or not at all."""

from datetime import date

import pytest

from tests.build import MONDAY, TUESDAY, WORDS, on
from tests.rooms.doing import a_closed_certificate, answered, did, sent, to_group
from tests.rooms.everything import everything
from tests.rooms.leaving import leaves
from vardag.domain.case import acts
from vardag.domain.case.state import Status
from vardag.domain.clock.calendar import CALENDAR_NAME
from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.people.identity import CaseId, ClinicId, GroupId, PersonId, Role
from vardag.domain.refusals import (
    ChangedMeanwhile,
    EmptyText,
    InvalidForm,
    NothingAsked,
    NotOffered,
    NotPermitted,
    OutOfReach,
    Refusal,
    StepsRemaining,
)
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import actions
from vardag.rooms.cases.models import CaseRow, EventRow, RegisterRow
from vardag.rooms.cases.queries import full_case
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.clinics.actions import close_on, set_link
from vardag.rooms.notices.models import NoticeRow
from vardag.rooms.offering.actions import except_at_installation
from vardag.rooms.people.actions import grant, mark_absent


def test_a_submission_leaves_a_case_one_event_and_no_notice(world):
    case = sent(world)

    row = CaseRow.objects.get()
    assert row.pk == case
    assert row.status == Status.RECEIVED
    assert row.version == 1
    assert row.response_due_date == date(2026, 9, 9)
    assert row.response_due_why is not None
    assert row.response_due_why["days"][0] == {"date": "2026-09-08", "why_not": ""}
    assert row.attention_date == date(2026, 9, 9)
    assert [(event.number, event.kind) for event in EventRow.objects.all()] == [(1, "submitted")]
    assert not NoticeRow.objects.exists()
    assert not RegisterRow.objects.exists()


def test_the_clinics_own_closed_days_move_the_response_date_and_are_kept_as_its_reason(world):
    close_on(clinic=world.clinics["outpatient"], day=date(2026, 9, 8), reason="Utbildningsdag")

    case = sent(world)

    due = full_case(case).case.response_due
    assert due is not None
    assert due.date == date(2026, 9, 10)
    assert due.days[0].why_not == "Utbildningsdag"


def test_a_promised_date_stands_when_a_day_is_closed_afterwards_or_the_case_moves(world):
    case = sent(world)
    for clinic in ("outpatient", "medical"):
        close_on(clinic=world.clinics[clinic], day=date(2026, 9, 8), reason="Utbildningsdag")

    moved = did(world, case, acts.Assign(acts.Clinic(world.clinics["medical"])))

    assert moved.response_due is not None
    assert moved.response_due.date == date(2026, 9, 9)


def test_an_act_appends_to_the_ledger_and_brings_the_row_up_to_date(world):
    case = sent(world)

    after = did(world, case, acts.SendInterimReply(WORDS), at=TUESDAY)

    row = CaseRow.objects.get()
    assert (row.version, row.holder_id) == (2, world.staff["receiver"])
    assert (row.response_due_date, row.follow_up_date) == (None, date(2026, 9, 15))
    assert row.attention_date == date(2026, 9, 16)
    assert row.first_response_at == TUESDAY
    assert after == full_case(case).case


def test_the_ledger_keeps_who_when_and_the_local_date(world):
    case = sent(world, at=on("2026-09-07T00:30"))  # still Sunday in Greenwich

    event = EventRow.objects.get(case=case)
    assert event.by_id == world.residents["guardian"]
    assert event.at == on("2026-09-07T00:30")
    assert event.date == date(2026, 9, 7)


@pytest.mark.parametrize(
    ("act", "by", "refusal"),
    [
        (acts.ReplyAndClose(acts.Message(text=" ")), "receiver", EmptyText),
        (acts.ReplyAndClose(WORDS), "receiver", StepsRemaining),
        (acts.Assign(None, interim_reply=WORDS), "receiver", InvalidForm),
        (acts.SendInterimReply(WORDS, "2026-09-01"), "receiver", InvalidForm),
        (acts.Print(for_unknown=True), "receiver", InvalidForm),
        (acts.Claim(), "outsider", OutOfReach),
        (acts.Claim(), "manager", OutOfReach),
        (acts.CompleteWork("type-dictation"), "outsider", OutOfReach),
    ],
)
def test_a_refused_act_changes_nothing(world, act, by, refusal):
    case = sent(world, "contact-details")
    before = everything()

    with pytest.raises(refusal):
        did(world, case, act, by=by)

    assert everything() == before


def test_a_case_that_is_not_there_and_one_that_is_not_ones_own_give_the_same_answer(world):
    case = sent(world)
    answers = []
    for number in (case, CaseId(case + 1)):
        with pytest.raises(NotPermitted) as refused:
            did(world, number, acts.AddNote("Hej"), by="outsider")
        answers.append((type(refused.value), refused.value.sentence))
        with pytest.raises(NotPermitted) as refused:
            answered(world, number, by="stranger")
        answers.append((type(refused.value), refused.value.sentence))

    assert len(set(map(str, answers))) == 1


def test_who_read_an_older_version_is_told_and_nothing_is_done(world):
    case = sent(world)
    did(world, case, acts.AddNote("Först"), seen=1)
    before = everything()

    with pytest.raises(ChangedMeanwhile):
        did(world, case, acts.ReplyAndClose(WORDS), by="nurse", seen=1)

    assert everything() == before
    assert did(world, case, acts.ReplyAndClose(WORDS), by="nurse", seen=2).is_closed


def test_a_service_that_the_clinic_excepts_can_not_be_sent_and_what_is_open_goes_on(world):
    case = sent(world)
    except_at_installation(
        clinic=world.clinics["outpatient"], service="message", reason="Ingen läser"
    )

    with pytest.raises(NotOffered):
        sent(world)
    assert did(world, case, acts.ReplyAndClose(WORDS)).is_closed


@pytest.mark.parametrize("clinic", ["medical", "elsewhere"])
def test_residents_send_only_to_clinics_that_take_their_cases(world, clinic):
    with pytest.raises(NotOffered):
        actions.submit(
            service="message",
            patient=world.residents["child"],
            clinic=world.clinics[clinic],
            answers={"text": "Hej"},
            by=world.resident("guardian", on=MONDAY.date()),
            at=MONDAY,
        )


def test_nobody_can_send_to_a_clinic_that_is_not_there(world):
    with pytest.raises(NotOffered):
        actions.submit(
            service="message",
            patient=world.residents["child"],
            clinic=ClinicId(10_000),
            answers={"text": "Hej"},
            by=world.resident("guardian", on=MONDAY.date()),
            at=MONDAY,
        )


def nobody_of_that_id(world: World) -> acts.Assignee:
    return acts.Person(PersonId(10_000), world.clinics["outpatient"])


def a_resident(world: World) -> acts.Assignee:
    return acts.Person(world.residents["guardian"], world.clinics["outpatient"])


def a_manager(world: World) -> acts.Assignee:
    return acts.Person(world.staff["manager"], world.clinics["outpatient"])


def a_handler_of_another_clinic(world: World) -> acts.Assignee:
    return acts.Person(world.staff["doctor"], world.clinics["outpatient"])


def no_such_group(world: World) -> acts.Assignee:
    return acts.Group(GroupId(10_000), "certificate-handlers", world.clinics["medical"])


def a_group_of_another_clinic(world: World) -> acts.Assignee:
    group = to_group(world)
    return acts.Group(group.id, group.key, world.clinics["outpatient"])


def a_group_under_a_false_name(world: World) -> acts.Assignee:
    group = to_group(world)
    return acts.Group(group.id, "somebody-else", group.clinic)


def no_such_clinic(_: World) -> acts.Assignee:
    return acts.Clinic(ClinicId(10_000))


@pytest.mark.parametrize(
    "target",
    [
        nobody_of_that_id,
        a_resident,
        a_manager,
        a_handler_of_another_clinic,
        no_such_group,
        a_group_of_another_clinic,
        a_group_under_a_false_name,
        no_such_clinic,
    ],
)
def test_a_case_can_only_be_given_to_somebody_who_can_take_it_whatever_a_page_says(world, target):
    case = sent(world)
    before = everything()

    with pytest.raises(InvalidForm):
        did(world, case, acts.Assign(target(world)))

    assert everything() == before


def test_a_colleague_who_has_left_can_not_be_given_a_case(world):
    case = sent(world)
    leaves(world, "clinician", on=MONDAY.date())

    with pytest.raises(InvalidForm):
        did(
            world,
            case,
            acts.Assign(acts.Person(world.staff["clinician"], world.clinics["outpatient"])),
        )


def test_a_person_of_two_clinics_takes_a_case_at_the_one_that_was_chosen(world):
    grant(
        person=world.staff["doctor"],
        clinic=world.clinics["outpatient"],
        role=Role.HANDLER,
        from_date=date(2020, 1, 1),
    )
    case = sent(world)

    after = did(
        world, case, acts.Assign(acts.Person(world.staff["doctor"], world.clinics["outpatient"]))
    )

    assert after.clinic == world.clinics["outpatient"]
    assert after.passed_by == frozenset()


@pytest.mark.parametrize("person", ["nobody", "guardian"])
def test_a_case_is_printed_for_staff_only(world, person):
    case = sent(world)
    for_ = PersonId(10_000) if person == "nobody" else world.residents[person]

    with pytest.raises(InvalidForm):
        did(world, case, acts.Print(for_=for_))


def test_a_clinics_own_link_stands_in_the_reply_that_is_sent(world):
    set_link(clinic=world.clinics["outpatient"], key="evi", address="https://vardag.example/evi")
    case = sent(world, "self-referral")

    did(world, case, acts.ReplyAndClose(acts.Message(standard_reply="evi")))

    reply = EventRow.objects.get(kind="reply")
    assert "https://vardag.example/evi" in reply.data["text"]


def test_a_prescription_gets_its_row_in_the_register_and_the_reply_completes_it(world):
    case = sent(world, "renew-prescription")
    row = RegisterRow.objects.get(case=case)
    assert (row.register, row.received_date) == ("prescription-requests", date(2026, 9, 7))
    assert row.completed_at is None

    did(world, case, acts.CompleteStep("document-request"), by="nurse")
    did(world, case, acts.SendInterimReply(WORDS), by="nurse")
    assert RegisterRow.objects.get(case=case).completed_at is None

    did(world, case, acts.ReplyAndClose(WORDS), by="nurse", at=TUESDAY)
    row = RegisterRow.objects.get(case=case)
    assert (row.completed_at, row.completed_by_id) == (TUESDAY, world.staff["nurse"])


def test_work_is_rows_with_a_follow_up_date_and_who_did_each(world):
    case = a_closed_certificate(world)

    row = WorkRow.objects.get()
    assert (row.key, row.clinic_id) == ("type-dictation", world.clinics["medical"])
    assert (row.opened_date, row.follow_up_date) == (date(2026, 9, 7), date(2026, 9, 14))
    assert row.done_at is None

    did(world, case, acts.CompleteWork("type-dictation"), by="certificate_secretary", at=TUESDAY)
    done, following = WorkRow.objects.order_by("pk")
    assert (done.done_at, done.done_by_id) == (TUESDAY, world.staff["certificate_secretary"])
    assert (following.key, following.follow_up_date) == ("announce-in-worklist", date(2026, 9, 15))

    for work in ("announce-in-worklist", "electronic-signature", "print-and-sign"):
        did(world, case, acts.CompleteWork(work), by="doctor")
    did(world, case, acts.CompleteWork("send", outcome="home"), by="doctor")
    assert WorkRow.objects.get(key="send").outcome == "home"
    assert not WorkRow.objects.filter(done_at=None).exists()


def test_a_notice_is_a_row_of_the_same_moment(world):
    case = sent(world)

    did(world, case, acts.Assign(to_group(world), interim_reply=WORDS), at=TUESDAY)

    told = NoticeRow.objects.order_by("pk").values_list("to_id", "kind", "at")
    assert list(told) == [
        (world.staff["certificate_secretary"], NoticeKind.ASSIGNED, TUESDAY),
        (world.staff["doctor"], NoticeKind.ASSIGNED, TUESDAY),
        (world.residents["guardian"], NoticeKind.INTERIM_REPLY, TUESDAY),
    ]


def test_an_answer_goes_to_the_one_who_asked_even_if_that_person_is_away(world):
    case = sent(world)
    did(world, case, acts.AskCounterQuestion(WORDS))
    mark_absent(person=world.staff["receiver"], from_date=TUESDAY.date())

    assert answered(world, case, at=TUESDAY).holder == world.staff["receiver"]


def test_an_answer_goes_into_the_inbox_when_the_one_who_asked_has_left_and_nobody_holds_it(world):
    case = sent(world)
    did(world, case, acts.AskCounterQuestion(WORDS))
    did(world, case, acts.ReturnToInbox())
    leaves(world, "receiver", on=TUESDAY.date())

    after = answered(world, case, at=TUESDAY)

    assert after.status is Status.RECEIVED
    assert not after.is_held


def test_an_answer_to_nothing_or_by_nobody_changes_nothing(world):
    case = sent(world)
    before = everything()

    for by, refusal in (("guardian", NothingAsked), ("stranger", OutOfReach)):
        with pytest.raises(refusal):
            answered(world, case, by=by)

    assert everything() == before


def test_a_refusal_is_always_one_of_the_codes(world):
    case = sent(world)
    with pytest.raises(Refusal) as refused:
        did(world, case, acts.CompleteWork("type-dictation"))

    assert refused.value.code == "step-not-open"


def test_the_ledger_keeps_by_which_calendar_a_date_was_counted(world):
    """Kept although it is today's calendar, so that it still says so when there is another."""
    case = sent(world)
    did(world, case, acts.SendInterimReply(WORDS, "2026-10-01"))
    did(world, case, acts.AskCounterQuestion(WORDS))

    kept = {event.kind: event.data for event in EventRow.objects.filter(case=case)}

    assert kept["submitted"]["response_due"]["calendar"] == CALENDAR_NAME
    assert kept["counter-question"]["waits_until"]["calendar"] == CALENDAR_NAME
    assert not kept["interim-reply"]["follow_up"].get("calendar")  # chosen, not counted
