"""Ways of losing a right: somebody who may read a case, and what happens to take that away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId, PersonId, Role
from vardag.rooms.cases.exceptional import open_by_exception
from vardag.rooms.cases.queries import full_case
from vardag.rooms.people import actions as people
from vardag.rooms.people.families.blocking import block
from vardag.rooms.people.models import GrantRow, GuardianRow, PersonRow
from vardag.rooms.people.staff.grouping import set_members
from vardag.rooms.people.staff.leaving import leave
from vardag.rooms.people.staff.staffing import end

SECRET = "Det som ingen annan får läsa"
TODAY = TUESDAY.date()


@dataclass
class Scene:
    """A case before somebody who may read it, until something happens."""

    desk: Desk
    case: CaseId
    who: str

    @property
    def person(self) -> PersonId:
        return self.desk.world.people[self.who]

    def do(self, who: str, *done: acts.Act) -> None:
        self.desk.do(self.case, who, *done, at=TUESDAY)


type Event = Callable[[Scene], None]


def a_desk_to_lose_at(patch: pytest.MonkeyPatch) -> Desk:
    """Build the world, with a manager who may also end roles and change groups."""
    built = a_desk(patch)
    built.it_is(TUESDAY)
    administrator, outpatient = built.world.people["manager"], built.world.clinics["outpatient"]
    people.grant(
        person=administrator, clinic=outpatient, role=Role.ADMINISTRATOR, from_date=WEDNESDAY.date()
    )
    return built


# --- What happens to staff ------------------------------------------------------------------------


def role_ends(scene: Scene) -> None:
    clinic = scene.desk.world.clinics["outpatient"]
    by = scene.desk.world.staff_member("manager", on=TODAY)
    for row in GrantRow.objects.filter(person=scene.person):
        end(grant=row.pk, clinic=clinic, last_day=None, by=by, at=TUESDAY)


def leaves(scene: Scene) -> None:
    clinic = scene.desk.world.clinics["outpatient"]
    by = scene.desk.world.staff_member("manager", on=TODAY)
    leave(person=scene.person, clinic=clinic, by=by, at=TUESDAY)


def last_day_has_passed(scene: Scene) -> None:
    GrantRow.objects.filter(person=scene.person).update(until_date=TODAY - timedelta(days=1))


def is_not_confirmed(scene: Scene) -> None:
    GrantRow.objects.filter(person=scene.person).update(confirmed_at=None, confirmed_by=None)


def is_not_introduced(scene: Scene) -> None:
    GrantRow.objects.filter(person=scene.person).update(introduced_at=None)


def role_becomes_another(scene: Scene) -> None:
    GrantRow.objects.filter(person=scene.person).update(role=Role.TEAM_LEADER)


def works_elsewhere(scene: Scene) -> None:
    elsewhere = scene.desk.world.clinics["elsewhere"]
    GrantRow.objects.filter(person=scene.person).update(clinic=elsewhere)


def is_removed(scene: Scene) -> None:
    PersonRow.objects.filter(pk=scene.person).update(died_on=TODAY)


OF_A_ROLE: tuple[Event, ...] = (
    role_ends,
    leaves,
    last_day_has_passed,
    is_not_confirmed,
    is_not_introduced,
    role_becomes_another,
    works_elsewhere,
    is_removed,
)


# --- What happens to a case that somebody holds ---------------------------------------------------


def is_assigned_to_a_colleague(scene: Scene) -> None:
    world = scene.desk.world
    scene.do(
        "receiver", acts.Assign(acts.Person(world.people["nurse"], world.clinics["outpatient"]))
    )


def is_returned(scene: Scene) -> None:
    scene.do("receiver", acts.ReturnToInbox())


def is_returned_by_oneself(scene: Scene) -> None:
    scene.do(scene.who, acts.ReturnToInbox())


def is_claimed_by_a_receiver(scene: Scene) -> None:
    scene.do("receiver", acts.Claim())


def goes_to_a_group(scene: Scene) -> None:
    scene.do("receiver", acts.Assign(scene.desk.to_the_group()))


def goes_to_another_clinic(scene: Scene) -> None:
    elsewhere = scene.desk.world.clinics["elsewhere"]
    scene.do("receiver", acts.Assign(acts.Clinic(elsewhere)))


OF_HOLDING: tuple[Event, ...] = (
    is_assigned_to_a_colleague,
    is_returned,
    is_returned_by_oneself,
    is_claimed_by_a_receiver,
    goes_to_a_group,
    goes_to_another_clinic,
)


def leaves_the_group(scene: Scene) -> None:
    world = scene.desk.world
    medical, secretary = world.clinics["medical"], world.people["certificate_secretary"]
    receiver = world.people["medical_receiver"]
    people.grant(person=receiver, clinic=medical, role=Role.ADMINISTRATOR, from_date=TODAY)
    set_members(
        group=world.groups["certificate-handlers"],
        clinic=medical,
        members=[pk for pk in (secretary, world.people["doctor"]) if pk != scene.person],
        by=world.staff_member("medical_receiver", on=TODAY),
        at=TUESDAY,
    )


def half_an_hour_passes(scene: Scene) -> None:
    scene.desk.it_is(TUESDAY + timedelta(minutes=30))


# --- What happens in a family ---------------------------------------------------------------------


def is_thirteen(scene: Scene) -> None:
    PersonRow.objects.filter(pk=scene.desk.world.people["child"]).update(born=date(2013, 4, 7))


def custody_ended_yesterday(scene: Scene) -> None:
    GuardianRow.objects.filter(guardian=scene.person).update(until_date=TODAY - timedelta(days=1))


def custody_begins_tomorrow(scene: Scene) -> None:
    GuardianRow.objects.filter(guardian=scene.person).update(from_date=TODAY + timedelta(days=1))


def the_register_takes_it_away(scene: Scene) -> None:
    GuardianRow.objects.filter(guardian=scene.person).delete()


def the_register_has_not_been_heard_of(scene: Scene) -> None:
    ties = GuardianRow.objects.filter(guardian=scene.person)
    ties.update(confirmed_date=TODAY - timedelta(days=2))


def is_blocked(scene: Scene) -> None:
    world = scene.desk.world
    block(
        child=world.people["child"],
        guardian=scene.person,
        clinic=world.clinics["outpatient"],
        reason="Hot mot barnet, anmält av skolan.",
        by=world.staff_member("manager", on=TODAY),
        at=TUESDAY,
    )


def the_case_is_kept_from_guardians(scene: Scene) -> None:
    scene.do("receiver", acts.KeepFromGuardians("Barnet vill prata själv."))


OF_A_GUARDIAN: tuple[Event, ...] = (
    is_thirteen,
    custody_ended_yesterday,
    custody_begins_tomorrow,
    the_register_takes_it_away,
    the_register_has_not_been_heard_of,
    is_removed,
    is_blocked,
    the_case_is_kept_from_guardians,
)


# --- The scenes -----------------------------------------------------------------------------------


def received(desk: Desk, who: str) -> Scene:
    return Scene(desk, desk.send("message", form={"text": SECRET}), who)


def held(desk: Desk, who: str) -> Scene:
    scene = received(desk, who)
    to = acts.Person(scene.person, desk.world.clinics["outpatient"])
    scene.do("receiver", acts.Assign(to))
    return scene


def of_the_group(desk: Desk, who: str) -> Scene:
    scene = received(desk, who)
    scene.do("receiver", acts.Assign(desk.to_the_group()))
    return scene


def by_exception(desk: Desk, who: str) -> Scene:
    scene = received(desk, who)
    open_by_exception(
        number=full_case(scene.case).number,
        clinic=desk.world.clinics["outpatient"],
        reason="Kollegan är sjuk i dag.",
        by=desk.world.staff_member(who, on=TODAY),
        at=TUESDAY,
    )
    return scene


LISTS = ("/staff/", "/staff/mine/", "/staff/awaiting/", "/staff/closed/", "/staff/registers/")
STAFFS, FAMILYS = "/staff/cases/{}/", "/cases/{}/"
GONE_TOO = tuple(each for each in OF_A_ROLE if each not in (role_ends, leaves))
WAYS: list[tuple[Callable[[Desk, str], Scene], str, str, Event]] = [
    *((received, "receiver", STAFFS, event) for event in OF_A_ROLE),
    *((received, "nurse", STAFFS, event) for event in OF_A_ROLE),
    *((held, "clinician", STAFFS, event) for event in (*OF_A_ROLE, *OF_HOLDING)),
    *((of_the_group, "doctor", STAFFS, event) for event in (*GONE_TOO, leaves_the_group)),
    *(
        (by_exception, "clinician", STAFFS, event)
        for event in (*OF_A_ROLE, goes_to_another_clinic, half_an_hour_passes)
    ),
    *((received, "guardian", FAMILYS, event) for event in OF_A_GUARDIAN),
]
