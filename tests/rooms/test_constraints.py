"""What the database itself refuses, by the constraint's human name, each tried by breaking it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests.build import MONDAY, WORDS
from tests.rooms.broken import TRIES_OF_OTHERS
from tests.rooms.doing import a_closed_certificate, did, sent
from vardag.domain.case import acts
from vardag.domain.people.identity import Role
from vardag.doors.ops.scenario.world import World
from vardag.rooms.audit.models import AccessRow, DisposalRow, FindingRow, ReviewRow
from vardag.rooms.cases.file_rows import CaseFileRow
from vardag.rooms.cases.mention_rows import MentionRow
from vardag.rooms.cases.models import (
    CaseRow,
    EventRow,
    OpeningReviewRow,
    OpeningRow,
    PassedRow,
    WordRow,
)
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.clinics.actions import close_on
from vardag.rooms.clinics.models import LinkRow
from vardag.rooms.desks.models import DeskRow
from vardag.rooms.files.models import FileRow, RulesRow
from vardag.rooms.habits.models import HabitsRow, ViewRow
from vardag.rooms.offering.actions import except_at_installation
from vardag.rooms.offering.models import ExceptionRow
from vardag.rooms.people.actions import add_group, add_guardian, grant
from vardag.rooms.people.block_rows import BlockRow, LiftRow
from vardag.rooms.people.checklist_rows import ChecklistRow
from vardag.rooms.people.identity_rows import IdentityRow
from vardag.rooms.people.models import DirectoryEventRow, GrantRow, PersonRow, SignatureRow
from vardag.rooms.people.name_rows import NameRow
from vardag.rooms.roster.models import DutyRow, FeedRow, OpenedRow
from vardag.rooms.sign_offs.models import SignOffRow
from vardag.rooms.unsent.models import UnsentDisposalRow, UnsentRow

DAY = date(2026, 9, 8)


def closed_twice(world: World) -> None:
    for _ in range(2):
        close_on(clinic=world.clinics["outpatient"], day=DAY, reason="Utbildning")


def closed_without_a_reason(world: World) -> None:
    close_on(clinic=world.clinics["outpatient"], day=DAY, reason="")


def a_link_twice(world: World) -> None:
    for _ in range(2):
        LinkRow.objects.create(
            clinic_id=world.clinics["outpatient"], key="evi", address="https://vardag.example"
        )


def two_desks_for_a_case(world: World) -> None:
    case = sent(world)
    for _ in range(2):
        DeskRow.objects.create(case_id=case, person_id=world.people["receiver"])


def a_view(
    world: World,
    *,
    name: str = "Recept",
    address: str = "show=new",
    first: bool = False,
    of: str = "inbox",
) -> None:
    habits, _ = HabitsRow.objects.get_or_create(person_id=world.people["receiver"])
    ViewRow.objects.create(
        habits=habits,
        clinic_id=world.clinics["outpatient"],
        of=of,
        name=name,
        address=address,
        is_first=first,
    )


def two_views_of_one_name(world: World) -> None:
    for _ in range(2):
        a_view(world)


def two_first_views(world: World) -> None:
    for name in ("Recept", "Intyg"):
        a_view(world, name=name, first=True)


def a_view_without_a_name(world: World) -> None:
    a_view(world, name="")


def a_view_of_an_unknown_list(world: World) -> None:
    a_view(world, of="closed")


def a_view_of_nothing(world: World) -> None:
    a_view(world, address="")


def two_sign_offs_of_one_number(world: World) -> None:
    for _ in range(2):
        SignOffRow.objects.create(
            clinic_id=world.clinics["outpatient"],
            number=1,
            text="Hej",
            made_at=MONDAY,
            made_by_id=world.people["manager"],
        )


def staff_and_resident_in_one(_: World) -> None:
    PersonRow.objects.create(
        hsa_id="SE0000000000-9999",
        personal_number="201509159999",
        born=DAY,
        profession="nurse",
    )


def a_number_with_a_hyphen(_: World) -> None:
    _a_resident_of_number("121212-1212")


def a_number_in_small_letters(_: World) -> None:
    _a_resident_of_number("19810829m071")


def _a_resident_of_number(written: str) -> None:
    PersonRow.objects.create(
        given_name="A", family_name="B", personal_number=written, born=date(2012, 12, 12)
    )


def a_resident_of_no_age(_: World) -> None:
    PersonRow.objects.create(personal_number="201509159999", profession="")


def a_change_to_the_same_title(world: World) -> None:
    DirectoryEventRow.objects.create(
        person_id=world.staff["nurse"], what="title", before="kurator", after="kurator", at=MONDAY
    )


def a_block(world: World, **columns: object) -> BlockRow:
    return BlockRow.objects.create(
        **{
            "guardian_id": world.people["guardian"],
            "child_id": world.people["child"],
            "clinic_id": world.clinics["outpatient"],
            "reason": "Hot mot barnet",
            "by_id": world.staff["manager"],
            "at": MONDAY,
            **columns,
        }
    )


def a_guardian_blocked_from_oneself(world: World) -> None:
    a_block(world, guardian_id=world.people["child"])


def a_block_without_a_reason(world: World) -> None:
    a_block(world, reason="")


def a_block_lifted_without_a_reason(world: World) -> None:
    LiftRow.objects.create(block=a_block(world), reason="", by_id=world.staff["manager"], at=MONDAY)


def a_version_twice(world: World) -> None:
    for _ in range(2):
        ChecklistRow.objects.create(
            clinic_id=world.clinics["outpatient"],
            role=Role.RECEIVER,
            version=2,
            items=[],
            shipped_version=1,
            by_id=world.staff["administrator"],
            at=MONDAY,
        )


def a_role_twice(world: World) -> None:
    for _ in range(2):
        grant(
            person=world.staff["manager"],
            clinic=world.clinics["outpatient"],
            role=Role.RECEIVER,
            from_date=DAY,
        )


def a_grant_that_ends_before_it_begins(world: World) -> None:
    grant(
        person=world.staff["manager"],
        clinic=world.clinics["outpatient"],
        role=Role.RECEIVER,
        from_date=DAY,
        until=DAY - timedelta(days=1),
    )


def granted(world: World, role: Role = Role.HANDLER, **columns: object) -> None:
    GrantRow.objects.create(
        person_id=world.staff["nurse"],
        clinic_id=world.clinics["outpatient"],
        role=role,
        from_date=DAY,
        **columns,
    )


def a_role_of_ones_own_giving(world: World) -> None:
    granted(world, given_by_id=world.staff["nurse"])


def a_role_of_ones_own_confirming(world: World) -> None:
    by = {"given_by_id": world.staff["manager"], "confirmed_by_id": world.staff["nurse"]}
    granted(world, Role.MANAGER, confirmed_at=MONDAY, **by)


def a_role_that_one_gave_and_confirmed(world: World) -> None:
    by = {"given_by_id": world.staff["manager"], "confirmed_by_id": world.staff["manager"]}
    granted(world, Role.MANAGER, confirmed_at=MONDAY, **by)


def a_manager_by_one_alone(world: World) -> None:
    granted(world, Role.MANAGER, given_by_id=world.staff["manager"], confirmed_at=MONDAY)


def signed(world: World, part: str, by: str | None) -> None:
    SignatureRow.objects.create(
        person_id=world.staff["nurse"],
        clinic_id=world.clinics["medical"],
        role=Role.HANDLER,
        version=1,
        part=part,
        by_id=world.staff[by] if by else None,
        at=MONDAY,
    )


def signed_twice(world: World) -> None:
    for _ in range(2):
        signed(world, "introducer", "manager")


def introduced_by_oneself(world: World) -> None:
    signed(world, "introducer", "nurse")


def signed_as_nothing(world: World) -> None:
    signed(world, "onlooker", "nurse")


def signed_for_a_newcomer(world: World) -> None:
    signed(world, "newcomer", "manager")


def a_group_twice(world: World) -> None:
    add_group(key="certificate-handlers", clinic=world.clinics["medical"], name="En till")


def a_guardian_twice(world: World) -> None:
    add_guardian(guardian=world.residents["guardian"], child=world.residents["child"])


def an_identity(world: World, subject: str, who: str) -> None:
    IdentityRow.objects.create(
        issuer="https://id.example",
        subject=subject,
        person_id=world.residents[who],
        linked_at=MONDAY,
    )


def an_identity_of_two_persons(world: World) -> None:
    an_identity(world, "one", "guardian")
    an_identity(world, "one", "child")


def a_person_of_two_identities(world: World) -> None:
    an_identity(world, "one", "guardian")
    an_identity(world, "two", "guardian")


def ones_own_guardian(world: World) -> None:
    add_guardian(guardian=world.residents["child"], child=world.residents["child"])


def nobody_who_opened_a_case(_: World) -> None:
    AccessRow.objects.create(id=1, at=MONDAY, what="opened", result="shown", case_id=1)


def a_disposal_that_nobody_decided(world: World) -> None:
    DisposalRow.objects.create(
        number=1,
        at=MONDAY,
        by_id=world.staff["manager"],
        decision="",
        before_date=DAY,
        first=1,
        last=1,
        entries=1,
        from_at=MONDAY,
        until_at=MONDAY,
    )


def a_suspicion(world: World, *, reason: str = "Ett tips från en förälder.") -> ReviewRow:
    return ReviewRow.objects.create(
        kind="suspicion",
        of="staff",
        clinic_id=world.clinics["outpatient"],
        by_id=world.staff["manager"],
        at=MONDAY,
        from_date=MONDAY.date(),
        until_date=MONDAY.date(),
        subjects=[world.staff["clinician"]],
        drawn_of=1,
        reason=reason,
    )


def a_suspicion_without_a_reason(world: World) -> None:
    a_suspicion(world, reason="")


def a_finding_that_nothing_is_done_about(world: World) -> None:
    FindingRow.objects.create(
        review=a_suspicion(world),
        by_id=world.staff["manager"],
        at=MONDAY,
        finding="not-in-order",
    )


def an_opening(
    world: World, *, kind: str = "case", reason: str = "Kollegan är sjuk.", minutes: int = 30
) -> OpeningRow:
    return OpeningRow.objects.create(
        kind=kind,
        clinic_id=world.clinics["outpatient"],
        case_version=1,
        case_id=sent(world),
        person_id=world.staff["clinician"],
        reason=reason,
        at=MONDAY,
        until=MONDAY + timedelta(minutes=minutes),
    )


def an_opening_without_a_reason(world: World) -> None:
    an_opening(world, reason="")


def an_opening_of_what_nobody_knows(world: World) -> None:
    an_opening(world, kind="everything")


def an_opening_that_ends_at_once(world: World) -> None:
    an_opening(world, minutes=0)


def a_review_of_nothing(world: World) -> None:
    OpeningReviewRow.objects.create(
        opening=an_opening(world), by_id=world.staff["manager"], at=MONDAY, finding=""
    )


def a_file(world: World, **columns: object) -> FileRow:
    return FileRow.objects.create(
        **{
            "owner_id": world.residents["guardian"],
            "purpose": "form:x",
            "name": "bild.jpg",
            "media": "jpeg",
            "size": 1,
            "sha256": "0" * 64,
            "verdict": "awaiting",
            "uploaded_at": MONDAY,
            **columns,
        }
    )


def a_file_of_any_kind(world: World) -> None:
    a_file(world, media="exe")


def a_file_that_may_be_clean(world: World) -> None:
    a_file(world, verdict="perhaps", checked_at=MONDAY)


def a_file_of_nothing(world: World) -> None:
    a_file(world, size=0)


def a_file_refused_without_a_word(world: World) -> None:
    a_file(world, verdict="refused", checked_at=MONDAY)


def a_clean_file_with_a_reason(world: World) -> None:
    a_file(world, verdict="clean", why="infected", checked_at=MONDAY)


def a_file_that_is_clean_by_itself(world: World) -> None:
    a_file(world, verdict="clean")


def a_file_sent_twice(world: World) -> None:
    file, case = a_file(world), sent(world)
    for number in (1, 2):
        CaseFileRow.objects.create(case_id=case, file=file, number=number)


def file_rules(world: World, **columns: object) -> None:
    RulesRow.objects.create(
        **{
            "clinic_id": world.clinics["outpatient"],
            "from_residents": True,
            "from_staff": True,
            "media": "pdf",
            "largest": 10,
            "at": MONDAY,
            "by_id": world.staff["administrator"],
            **columns,
        }
    )


def files_larger_than_are_taken(world: World) -> None:
    file_rules(world, largest=11)


def files_of_no_kind(world: World) -> None:
    file_rules(world, media="")


def excepted_twice(world: World) -> None:
    for _ in range(2):
        except_at_installation(clinic=world.clinics["medical"], service="message", reason="Nej")


def an_exception_that_ended_by_itself(world: World) -> None:
    excepted = world.clinics["medical"]
    except_at_installation(clinic=excepted, service="message", reason="Nej")
    ExceptionRow.objects.filter(clinic=excepted).update(ended_at=MONDAY)


def excepted_without_a_reason(world: World) -> None:
    except_at_installation(clinic=world.clinics["medical"], service="message", reason="")


def change(world: World, *, closed: bool = False, **columns: object) -> None:
    case = sent(world)
    if closed:
        did(world, case, acts.ReplyAndClose(WORDS))
    assert CaseRow.objects.filter(pk=case).update(**columns) == 1


def two_cases_of_one_form(world: World) -> None:
    key = uuid4()
    sent(world, form_key=key)
    change(world, form_key=key)


def begun(world: World, **columns: object) -> UnsentRow:
    return UnsentRow.objects.create(
        **{
            "author_id": world.residents["guardian"],
            "patient_id": world.residents["child"],
            "clinic_id": world.clinics["outpatient"],
            "service": "message",
            "form_key": UUID(int=1),
            "answers": {},
            "began_at": MONDAY,
            "changed_at": MONDAY,
            **columns,
        }
    )


def a_form_kept_twice(world: World) -> None:
    for _ in range(2):
        begun(world)


def a_form_changed_before_it_began(world: World) -> None:
    begun(world, changed_at=MONDAY - timedelta(seconds=1))


def a_removal_of_nothing(_: World) -> None:
    UnsentDisposalRow.objects.create(at=MONDAY, before_at=MONDAY, many=0)


def a_status_nobody_knows(world: World) -> None:
    change(world, status="lost")


def a_received_case_that_somebody_holds(world: World) -> None:
    change(world, holder=world.staff["nurse"])


def a_received_case_that_a_group_holds(world: World) -> None:
    change(world, holding_group=world.groups["certificate-handlers"])


def an_assigned_case_that_nobody_holds(world: World) -> None:
    change(world, status="assigned")


def a_case_with_two_holders(world: World) -> None:
    change(
        world,
        status="assigned",
        holder=world.staff["nurse"],
        holding_group=world.groups["certificate-handlers"],
    )


def a_closed_case_with_a_response_date(world: World) -> None:
    change(world, closed=True, response_due_date=DAY)


def a_closed_case_with_a_follow_up(world: World) -> None:
    change(world, closed=True, follow_up_date=DAY)


def a_closed_case_that_waits(world: World) -> None:
    change(world, closed=True, waits_until_date=DAY)


def a_closed_case_still_to_be_closed(world: World) -> None:
    change(world, closed=True, handled_since_date=DAY)


def a_case_closed_at_no_time(world: World) -> None:
    change(world, closed=True, closed_at=None)


def an_open_case_that_was_closed(world: World) -> None:
    change(world, closed_at=MONDAY)


def a_paper_that_nobody_has(world: World) -> None:
    change(world, copies_out=1)


def a_paper_that_was_never_printed(world: World) -> None:
    change(world, paper_holder=world.staff["doctor"])


def a_mention(world: World, *, by: str = "nurse", seen_at: datetime | None = None) -> MentionRow:
    return MentionRow.objects.create(
        case_id=sent(world),
        number=2,
        person_id=world.staff["receiver"],
        by_id=world.staff[by],
        at=MONDAY,
        seen_at=seen_at,
    )


def mentioned_twice(world: World) -> None:
    row = a_mention(world)
    row.pk = None
    row.save()


def a_note_to_oneself(world: World) -> None:
    a_mention(world, by="receiver")


def a_note_seen_before_it_was_written(world: World) -> None:
    a_mention(world, seen_at=MONDAY - timedelta(minutes=1))


def a_word_of_nothing(world: World) -> None:
    WordRow.objects.create(clinic_id=world.clinics["outpatient"], word="", case_id=sent(world))


def a_name_of_nothing(world: World) -> None:
    NameRow.objects.create(word="", person_id=world.residents["child"])


def an_event(world: World, number: int) -> None:
    EventRow.objects.create(
        case_id=sent(world),
        number=number,
        kind="note",
        data={"text": "Hej"},
        by_id=world.staff["nurse"],
        at=MONDAY,
        date=DAY,
    )


def an_event_in_anothers_place(world: World) -> None:
    an_event(world, 1)


def an_event_before_the_first(world: World) -> None:
    an_event(world, 0)


def passed_twice(world: World) -> None:
    case = sent(world)
    for _ in range(2):
        PassedRow.objects.create(case_id=case, clinic_id=world.clinics["medical"])


def work(world: World, key: str, **columns: object) -> None:
    case = a_closed_certificate(world)
    WorkRow.objects.create(
        case_id=case,
        clinic_id=world.clinics["medical"],
        key=key,
        opened_date=DAY,
        follow_up_date=DAY,
        follow_up_why={},
        **columns,
    )


def the_same_work_twice(world: World) -> None:
    work(world, "type-dictation", done_at=MONDAY)


def two_pieces_of_work_at_a_time(world: World) -> None:
    work(world, "send")


def on_duty(world: World) -> None:
    for person in ("receiver", "nurse"):
        DutyRow.objects.create(
            clinic_id=world.clinics["outpatient"],
            date=DAY,
            person_id=world.staff[person],
            planned_by_id=world.staff["manager"],
            planned_at=MONDAY,
        )


def opened_first_twice(world: World) -> None:
    here = {"clinic_id": world.clinics["outpatient"], "person_id": world.staff["receiver"]}
    for _ in range(2):
        OpenedRow.objects.create(**here, date=DAY, at=MONDAY)


def two_calendar_addresses(world: World) -> None:
    for digest in ("a", "b"):
        FeedRow.objects.create(
            person_id=world.staff["receiver"], digest=digest, language="sv", made_at=MONDAY
        )


TRIES: dict[str, tuple[Callable[[World], None], ...]] = {
    **TRIES_OF_OTHERS,
    "a_clinic_is_closed_once_on_a_day": (closed_twice,),
    "a_closed_day_has_a_reason": (closed_without_a_reason,),
    "a_clinic_sets_a_link_once": (a_link_twice,),
    "a_person_has_one_desk_for_a_case": (two_desks_for_a_case,),
    "a_person_names_a_view_once": (two_views_of_one_name,),
    "one_view_at_most_comes_first": (two_first_views,),
    "a_view_is_of_a_list_that_has_views": (a_view_of_an_unknown_list,),
    "a_view_has_a_name": (a_view_without_a_name,),
    "a_view_shows_some_of_a_list": (a_view_of_nothing,),
    "a_sign_off_has_its_own_number": (two_sign_offs_of_one_number,),
    "one_is_responsible_at_a_clinic_on_a_day": (on_duty,),
    "an_inbox_is_first_opened_once_a_day": (opened_first_twice,),
    "a_person_has_one_calendar_address": (two_calendar_addresses,),
    "staff_and_residents_are_apart": (staff_and_resident_in_one,),
    "a_resident_has_a_birth_date": (a_resident_of_no_age,),
    "a_personal_number_is_written_in_one_way": (a_number_with_a_hyphen, a_number_in_small_letters),
    "a_change_in_the_directory_changes_something": (a_change_to_the_same_title,),
    "a_checklist_has_a_version_once": (a_version_twice,),
    "a_role_is_granted_once": (a_role_twice,),
    "a_grant_ends_after_it_begins": (a_grant_that_ends_before_it_begins,),
    "nobody_gives_a_role_to_oneself": (a_role_of_ones_own_giving,),
    "a_role_is_confirmed_by_another": (
        a_role_of_ones_own_confirming,
        a_role_that_one_gave_and_confirmed,
    ),
    "a_trusted_role_takes_two": (a_manager_by_one_alone,),
    "an_introduction_is_signed_once_by_each": (signed_twice,),
    "nobody_introduces_oneself_to_a_role": (introduced_by_oneself, signed_as_nothing),
    "a_newcomer_signs_in_person": (signed_for_a_newcomer,),
    "a_clinic_has_a_group_once": (a_group_twice,),
    "a_guardian_of_a_child_once": (a_guardian_twice,),
    "an_identity_is_one_persons": (an_identity_of_two_persons,),
    "a_person_has_one_identity_per_issuer": (a_person_of_two_identities,),
    "nobody_is_guardian_of_oneself": (ones_own_guardian,),
    "a_service_is_excepted_once_at_a_time": (excepted_twice,),
    "an_entry_without_a_person_is_a_refused_sign_in": (nobody_who_opened_a_case,),
    "a_disposal_names_its_decision": (a_disposal_that_nobody_decided,),
    "a_suspicion_has_a_reason": (a_suspicion_without_a_reason,),
    "a_finding_out_of_order_has_a_measure": (a_finding_that_nothing_is_done_about,),
    "nobody_is_blocked_from_oneself": (a_guardian_blocked_from_oneself,),
    "a_block_always_has_a_reason": (a_block_without_a_reason,),
    "a_lifted_block_has_a_reason": (a_block_lifted_without_a_reason,),
    "an_opening_has_a_reason": (an_opening_without_a_reason,),
    "an_opening_is_of_a_known_kind": (an_opening_of_what_nobody_knows,),
    "an_opening_ends_after_it_begins": (an_opening_that_ends_at_once,),
    "a_review_says_what_was_found": (a_review_of_nothing,),
    "somebody_ended_an_ended_exception": (an_exception_that_ended_by_itself,),
    "an_exception_has_a_reason": (excepted_without_a_reason,),
    "a_form_makes_one_case": (two_cases_of_one_form,),
    "a_form_is_kept_once": (a_form_kept_twice,),
    "a_form_changes_after_it_began": (a_form_changed_before_it_began,),
    "a_removal_of_the_unsent_removed_some": (a_removal_of_nothing,),
    "a_case_has_a_known_status": (a_status_nobody_knows,),
    "nobody_holds_a_received_case": (
        a_received_case_that_somebody_holds,
        a_received_case_that_a_group_holds,
    ),
    "somebody_holds_an_assigned_case": (an_assigned_case_that_nobody_holds,),
    "a_case_has_one_holder": (a_case_with_two_holders,),
    "a_closed_case_owes_nothing": (
        a_closed_case_with_a_response_date,
        a_closed_case_with_a_follow_up,
        a_closed_case_that_waits,
        a_closed_case_still_to_be_closed,
        a_case_closed_at_no_time,
    ),
    "an_open_case_has_not_closed": (an_open_case_that_was_closed,),
    "a_paper_that_is_out_is_with_somebody": (
        a_paper_that_nobody_has,
        a_paper_that_was_never_printed,
    ),
    "a_note_is_to_somebody_once": (mentioned_twice,),
    "nobody_is_told_of_an_own_note": (a_note_to_oneself,),
    "a_note_is_seen_after_it_was_written": (a_note_seen_before_it_was_written,),
    "a_case_event_has_its_own_number": (an_event_in_anothers_place,),
    "case_events_are_numbered_from_one": (an_event_before_the_first,),
    "a_clinic_passed_a_case_once": (passed_twice,),
    "a_word_of_a_case_has_letters": (a_word_of_nothing,),
    "a_word_of_a_name_has_letters": (a_name_of_nothing,),
    "a_file_is_of_a_known_kind": (a_file_of_any_kind,),
    "a_file_has_a_known_verdict": (a_file_that_may_be_clean,),
    "a_file_has_something_in_it": (a_file_of_nothing,),
    "a_refused_file_says_why": (a_file_refused_without_a_word, a_clean_file_with_a_reason),
    "a_judged_file_was_checked": (a_file_that_is_clean_by_itself,),
    "a_file_is_sent_once": (a_file_sent_twice,),
    "a_clinic_takes_files_of_a_size_that_can_be_taken": (files_larger_than_are_taken,),
    "a_clinic_that_takes_files_takes_some_kind": (files_of_no_kind,),
    "work_of_a_case_comes_once": (the_same_work_twice,),
    "one_piece_of_work_is_open_at_a_time": (two_pieces_of_work_at_a_time,),
}


def all_constraints() -> dict[str, models.BaseConstraint]:
    ours = (each for each in apps.get_models() if each.__module__.startswith("vardag."))
    return {found.name: found for model in ours for found in model._meta.constraints}


def test_every_constraint_is_tried():
    assert set(TRIES) == set(all_constraints())


@pytest.mark.parametrize(
    ("name", "try_to"),
    [(name, each) for name, tries in TRIES.items() for each in tries],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_database_refuses(world, name, try_to):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        try_to(world)

    if is_told_by_name(all_constraints()[name]):
        assert name in str(refused.value)


def is_told_by_name(constraint: models.BaseConstraint) -> bool:
    """SQLite names the columns of a broken uniqueness, not the constraint."""
    return connection.vendor == "postgresql" or isinstance(constraint, models.CheckConstraint)


@pytest.mark.parametrize("name", sorted(all_constraints()))
def test_a_constraint_has_a_name_that_reads_as_a_sentence(name):
    words = name.split("_")

    assert len(words) >= 5
    assert words[0] in {"a", "an", "nobody", "somebody", "one", "work", "case", "staff"}
