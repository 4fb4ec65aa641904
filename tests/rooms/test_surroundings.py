"""What stands around a case, asked in one question: the same as the rooms say one by one."""

from datetime import date, timedelta

import pytest

from tests.build import MONDAY
from tests.build import on as moment
from tests.rooms.doing import did, sent, to_group
from vardag.domain.case import acts
from vardag.domain.case.files import FileRules, Media
from vardag.domain.case.sign_off import USUAL
from vardag.domain.people.identity import CaseId, Profession, Role
from vardag.domain.replies.writing import Draft
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.queries import full_case
from vardag.rooms.cases.surroundings import Surroundings, surroundings
from vardag.rooms.clinics.actions import close_on, set_link
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.clinics.queries import calendar_and_links
from vardag.rooms.files import actions as files
from vardag.rooms.files.queries import rules_of
from vardag.rooms.people import actions as people
from vardag.rooms.people.models import GroupRow, GuardianRow
from vardag.rooms.people.queries import guardians_of, present_at, working
from vardag.rooms.replies import actions as replies
from vardag.rooms.replies.queries import in_use
from vardag.rooms.routines.queries import routine_on
from vardag.rooms.sign_offs import actions as sign_offs
from vardag.rooms.sign_offs.queries import template_of

TODAY = date(2026, 9, 8)
WORDS = acts.Message(text="Vi hör av oss.")


def around(case: CaseId, *, on: date = TODAY, with_workers: bool = False) -> Surroundings:
    return surroundings(full_case(case), on=on, with_workers=with_workers)


def test_everybody_and_everything_that_case_and_ledger_name_has_a_name(world: World):
    case = sent(world, "care-allowance-certificate")
    did(
        world, case, acts.Assign(acts.Person(world.staff["clinician"], world.clinics["outpatient"]))
    )
    did(world, case, acts.CompleteStep("document-request"))
    did(world, case, acts.Assign(to_group(world), interim_reply=WORDS))
    did(world, case, acts.Print(world.staff["doctor"]), by="certificate_secretary")
    did(world, case, acts.Assign(acts.Clinic(world.clinics["elsewhere"])), by="doctor")

    found = around(case)

    names = ("child", "guardian", "receiver", "clinician", "certificate_secretary", "doctor")
    assert set(found.people) == {world.people[name] for name in names}
    assert {row.given_name for row in found.people.values()} == set(names)
    assert set(found.clinics.values()) == {"outpatient", "medical", "elsewhere"}
    assert [group.key for group in found.groups.values()] == ["certificate-handlers"]


@pytest.mark.parametrize("day", ["2026-08-31", "2026-09-01", "2026-09-08", "2026-09-09"])
def test_the_guardians_are_those_of_the_day(world: World, day):
    on = date.fromisoformat(day)
    case = sent(world)
    GuardianRow.objects.filter(guardian=world.people["other_guardian"]).update(
        from_date=date(2026, 9, 1), until_date=date(2026, 9, 8)
    )

    found = around(case, on=on)

    assert {row.pk for row in found.guardians} == {
        row.pk for row in guardians_of(world.people["child"], on=on)
    }


@pytest.mark.parametrize(
    "absence",
    [None, (TODAY, TODAY), (date(2026, 9, 1), None), (date(2026, 9, 9), None)],
    ids=["none", "today", "open", "tomorrow"],
)
def test_the_holder_is_present_when_the_clinic_says_so(world: World, absence):
    case = sent(world)
    did(world, case, acts.Claim())
    if absence:
        people.mark_absent(person=world.staff["receiver"], from_date=absence[0], until=absence[1])

    found = around(case)

    there = present_at(world.clinics["outpatient"], on=TODAY)
    assert found.holder_is_present is there.filter(pk=world.staff["receiver"]).exists()


def test_the_clinics_links_and_coming_closed_days_are_there(world: World):
    case = sent(world)
    set_link(clinic=world.clinics["outpatient"], key="evi", address="https://exempel.se/evi")
    set_link(clinic=world.clinics["medical"], key="evi", address="https://exempel.se/annan")
    close_on(clinic=world.clinics["outpatient"], day=date(2026, 9, 10), reason="Planering")

    found = around(case)

    assert found.own.links == {"evi": "https://exempel.se/evi"}
    assert found.own.calendar.day(date(2026, 9, 10)).why_not == "Planering"


def test_whom_it_could_be_assigned_to_comes_only_when_asked_for(world: World):
    case = sent(world)
    people.mark_absent(person=world.staff["nurse"], from_date=TODAY)
    both = people.add_staff(
        given_name="Två",
        family_name="Ställen",
        hsa_id="SE0000000000-9999",
        profession=Profession.NURSE,
        title="sjuksköterska",
    )
    for name in ("outpatient", "medical"):
        people.grant(
            person=both, clinic=world.clinics[name], role=Role.HANDLER, from_date=date(2026, 1, 1)
        )

    without, found = around(case), around(case, with_workers=True)

    assert without.workers == ()
    grants = working(TODAY).values_list("person_id", "clinic_id")
    assert {(each.id, each.clinic) for each in found.workers} == set(grants)
    assert len(found.workers) == len(set(grants))
    assert [each.id for each in found.workers if each.is_away] == [world.staff["nurse"]]
    assert set(found.clinics) == set(ClinicRow.objects.values_list("pk", flat=True))
    assert set(found.groups) == set(GroupRow.objects.values_list("pk", flat=True))


def test_all_of_it_is_one_question(world: World, django_assert_num_queries):
    case = sent(world)
    did(world, case, acts.Claim(), at=MONDAY)
    did(world, case, acts.Assign(to_group(world)), at=moment("2026-09-07T09:00"))
    full = full_case(case)

    with django_assert_num_queries(1):
        surroundings(full, on=TODAY, with_workers=True)


def a_reply(world: World, name: str, *, from_date: date = TODAY, until: date | None = None) -> int:
    return replies.add(
        clinic=world.clinics["outpatient"],
        draft=Draft(
            name=name,
            sv=f"{name} ”åäö”.",
            acts=("reply", "interim-reply"),
            owner=world.staff["manager"],
            services=("message",),
            from_date=from_date.isoformat(),
            until=until.isoformat() if until else "",
        ),
        routine=routine_on(TODAY),
        by=world.staff_member("manager", on=TODAY),
        at=MONDAY,
    )


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=9)])
def test_what_a_clinic_has_made_its_own_is_what_each_room_says(world: World, settings, day):
    settings.SCANNER = "stand-in"
    clinic = world.clinics["outpatient"]
    manager, administrator = (
        world.staff_member(name, on=TODAY) for name in ("manager", "administrator")
    )
    case = sent(world)
    a_reply(world, "Öppen")
    a_reply(world, "Bara i dag", until=TODAY)
    a_reply(world, "Kommer", from_date=TODAY + timedelta(days=1))
    gone = a_reply(world, "Borta")
    replies.withdraw(clinic=clinic, reply=gone, reason="Gäller inte.", by=manager, at=MONDAY)
    for seen, text in enumerate(("Hälsningar", "Vänligen {mitt namn}")):
        sign_offs.write(clinic=clinic, text=text, seen=seen, by=manager, at=MONDAY)
    for largest in (5, 3):
        rules = FileRules(from_staff=False, media=frozenset({Media.PDF}), largest=largest)
        files.set_rules(clinic=clinic, rules=rules, by=administrator, at=MONDAY)
    close_on(clinic=clinic, day=date(2026, 12, 23), reason="Planeringsdag")
    set_link(clinic=clinic, key="evi", address="https://evi.example/")

    found = around(case, on=day)

    assert found.own.replies == tuple(in_use(clinic, on=day))
    assert found.own.replies
    assert found.own.sign_off == template_of(clinic) == "Vänligen {mitt namn}"
    assert found.own.file_rules == rules_of(clinic) == rules
    assert (found.own.calendar, found.own.links) == calendar_and_links(clinic)
    assert found.own.links == {"evi": "https://evi.example/"}


def test_a_clinic_that_has_made_nothing_its_own_goes_by_what_is_usual(world: World, settings):
    settings.SCANNER = ""

    found = around(sent(world))

    assert (found.own.replies, found.own.sign_off) == ((), USUAL)
    assert found.own.file_rules == rules_of(world.clinics["outpatient"])
