"""The place of P9: everybody there can be, cases in every state, and how a request is tried."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, partial
from hashlib import sha256
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.states import WORDS, every_state
from tests.doors.test_portal_rights import BEFORE_13, ON_13, SENT
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId, PersonId, Profession, Role
from vardag.rooms.cases.exceptional import open_by_exception
from vardag.rooms.cases.queries import full_case
from vardag.rooms.people import actions as people
from vardag.rooms.people.models import GrantRow, GroupRow
from vardag.rooms.people.staff.staffing import give

SECRET = "Det som ingen annan får läsa"
SINCE = date(2020, 1, 1)
OUTPATIENT, MEDICAL, ELSEWHERE = "outpatient", "medical", "elsewhere"

# Written by hand: who has which role where. The last three have none in force.
ROLES: dict[str, tuple[str, Role] | None] = {
    "receiver": (OUTPATIENT, Role.RECEIVER),
    "nurse": (OUTPATIENT, Role.RECEIVER),
    "clinician": (OUTPATIENT, Role.HANDLER),
    "manager": (OUTPATIENT, Role.MANAGER),
    "administrator": (OUTPATIENT, Role.ADMINISTRATOR),
    "team_leader": (OUTPATIENT, Role.TEAM_LEADER),
    "reviewer": (OUTPATIENT, Role.LOG_REVIEWER),
    "certificate_secretary": (MEDICAL, Role.HANDLER),
    "doctor": (MEDICAL, Role.HANDLER),
    "medical_receiver": (MEDICAL, Role.RECEIVER),
    "medical_handler": (MEDICAL, Role.HANDLER),  # in no group
    "medical_manager": (MEDICAL, Role.MANAGER),
    "medical_reviewer": (MEDICAL, Role.LOG_REVIEWER),
    "outsider": (ELSEWHERE, Role.RECEIVER),
    "elsewhere_administrator": (ELSEWHERE, Role.ADMINISTRATOR),
    "former_handler": (ELSEWHERE, Role.HANDLER),  # who still stands as holder of a case here
    "newcomer": None,
    "proposed": None,
    "leaver": None,
}
ADDED = {name: of for name, of in ROLES.items() if name not in matrix.STAFF and of is not None}
AWAITED = {"newcomer", "proposed"}  # in staff, with nothing but their own settings
STAFF = tuple(ROLES)
EVERYBODY = (matrix.NOBODY, *matrix.RESIDENTS, *STAFF)


@dataclass
class Place:
    """The world with everybody in it, and a browser for each."""

    desk: Desk
    cases: dict[str, CaseId] = field(default_factory=dict)  # by state
    family: list[CaseId] = field(default_factory=list)  # as test_portal_rights has them
    file: str = ""  # that the outpatient clinic sent to the child's guardians
    sessions: dict[tuple[str, datetime], str] = field(default_factory=dict)
    things: Any = None  # of the office
    papers: int = 0  # that were set in type
    before: str = ""

    def settle(self) -> None:
        """Take everything as it is now for what nothing may change."""
        self.before = everything()

    def on_paper(self, *_: object, **__: object) -> bytes:
        self.papers += 1
        return b"%PDF-"

    def sign_in(self, who: str, *, at: datetime) -> None:
        self.desk.it_is(at)
        cookie = self.desk.sits(who).cookies[settings.SESSION_COOKIE_NAME]
        self.sessions[who, at] = cookie.value

    def browser(self, who: str, *, at: datetime) -> Client:
        """Return a browser in which somebody has been signed in since that day."""
        found = Client(raise_request_exception=False)
        if who != matrix.NOBODY:
            found.cookies[settings.SESSION_COOKIE_NAME] = self.sessions.get((who, at), "")
        return found

    def clinic(self, key: str) -> int:
        return self.desk.world.clinics[key]


def build(patch: pytest.MonkeyPatch) -> Place:
    """Build the place; afterwards every browser is signed in, and the clock stands on Tuesday."""
    desk = a_desk(patch)
    desk.it_is(TUESDAY)
    place = Place(desk)
    patch.setattr("vardag.doors.inbox.paper.views.pdf_of", place.on_paper)
    for name, (clinic, role) in ADDED.items():
        person = add(desk, name)
        people.grant(person=person, clinic=desk.world.clinics[clinic], role=role, from_date=SINCE)
    add_without_a_role(desk)
    # Who is in a group, and has no role there by which one works with cases.
    group = GroupRow.objects.get(pk=desk.world.groups["certificate-handlers"])
    group.members.add(desk.person("medical_manager"))
    place.cases = {**every_state(desk), **more_states(desk)}
    place.family = [desk.send(service, by=by, about=about) for service, by, about in SENT]
    desk.do(place.family[0], "nurse", acts.AskCounterQuestion(WORDS))
    desk.do(place.family[1], "nurse", acts.ReplyAndClose(WORDS))
    place.file = str(desk.file_of(desk.send("message")))
    for who, at in product(set(EVERYBODY) - {matrix.NOBODY}, (TUESDAY, BEFORE_13, ON_13)):
        place.sign_in(who, at=at)
    place.settle()
    return place


def add(desk: Desk, name: str) -> PersonId:
    person = people.add_staff(
        given_name=name,
        family_name="",
        hsa_id=f"SE0000000000-{8000 + len(desk.world.staff)}",
        profession=Profession.OTHER,
        title="",
    )
    desk.world.staff[name] = person
    return person


def add_without_a_role(desk: Desk) -> None:
    """Add who isn't introduced yet, whose role nobody confirmed, and whose last day was yesterday."""
    here, today = desk.world.clinics[OUTPATIENT], TUESDAY.date()
    manager = desk.world.staff_member("manager", on=today)
    for name, role in (("newcomer", Role.RECEIVER), ("proposed", Role.MANAGER)):
        to = add(desk, name)
        give(to=to, clinic=here, roles=[role], from_date=today, by=manager, at=TUESDAY)
    yesterday = today - timedelta(days=1)
    leaver = add(desk, "leaver")
    people.grant(person=leaver, clinic=here, role=Role.RECEIVER, from_date=SINCE, until=yesterday)


def more_states(desk: Desk) -> dict[str, CaseId]:
    """Return cases that stand in relations of which the matrix of tests/doors doesn't speak."""
    world, written = desk.world, {"text": SECRET}
    names = ("elsewhere", "by exception", "held by a receiver", "held by a former handler")
    sent = {name: desk.send("message", form=written) for name in names}
    sent["a youth's"] = desk.send("message", form=written, by="youth", about="youth")
    desk.do(sent["elsewhere"], "receiver", acts.Assign(acts.Clinic(world.clinics[ELSEWHERE])))
    desk.do(sent["held by a receiver"], "nurse", acts.Claim())
    former = desk.person("former_handler")
    GrantRow.objects.filter(person=former).update(clinic=world.clinics[OUTPATIENT])
    given = acts.Assign(acts.Person(former, world.clinics[OUTPATIENT]))
    desk.do(sent["held by a former handler"], "receiver", given)
    GrantRow.objects.filter(person=former).update(clinic=world.clinics[ELSEWHERE])
    for who in ("clinician", "manager"):
        open_by_exception(
            number=full_case(sent["by exception"]).number,
            clinic=world.clinics[OUTPATIENT],
            reason="Kollegan är sjuk i dag.",
            by=world.staff_member(who, on=TUESDAY.date()),
            at=TUESDAY,
        )
    return sent


# --- What is held to the table -------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """One cell: a problem with an answer, or an empty text."""

    name: str
    problem: Callable[[Any], str]


@dataclass(frozen=True)
class Probe:
    """A request by somebody, and the cells that its answer decides.

    :param deed: what it is about, by which mutants find those that may see them
    :param effect: whether something must have changed afterwards; None where either will do
    :param on_own_desk: whether it may leave words or presence on the desk of who asks, and there alone
    """

    who: str
    deed: str
    ask: Callable[[Client], Any]
    cells: tuple[Check, ...]
    effect: bool | None = False
    is_write: bool = False
    on_own_desk: bool = False
    at: datetime = TUESDAY


def tried(place: Place, probe: Probe) -> Iterator[str]:
    """Make a request, take back what it did, and yield for each cell what is wrong, if anything is."""
    place.desk.it_is(probe.at)
    writes: list[str] = []
    with transaction.atomic():
        with connection.execute_wrapper(partial(_noted, writes)):
            response = probe.ask(place.browser(probe.who, at=probe.at))
        # What was written may have been taken back by the product itself.
        desk = place.desk.world.people.get(probe.who) if probe.on_own_desk else None
        changed = probe.is_write and bool(writes) and everything(but_desk_of=desk) != place.before
        transaction.set_rollback(True)
    effect = ""
    if probe.is_write and probe.effect is not None and changed != probe.effect:
        effect = "something was changed" if changed else "nothing was done"
    for number, cell in enumerate(probe.cells):
        problem = cell.problem(response) or (effect if number == 0 else "")
        yield f"{probe.who}, {cell.name}: {problem}" if problem else ""


def gives(*expected: int) -> Callable[[Any], str]:
    """Expect one of these statuses."""

    def problem(response: Any) -> str:
        found = response.status_code
        return "" if found in expected else f"{found} for {expected}"

    return problem


def leads_out(response: Any) -> str:
    """Expect to be sent to sign in, or, who waits for a role, to one's own settings."""
    where = response.headers.get("Location", "")
    is_out = where.startswith(("/sign-in/", "/staff/office/mine/"))
    return "" if response.status_code == 302 and is_out else f"{response.status_code} {where}"


def is_for_oneself(response: Any) -> str:
    """Expect anything but a refusal or a failure."""
    status = response.status_code
    if status in (403, 404) or status >= 500:
        return f"refused with {status}"
    return leads_out(response) and "" if status != 302 else _leads_on(response)


def _leads_on(response: Any) -> str:
    return "sent to sign in" if response.headers["Location"].startswith("/sign-in/") else ""


_WRITES = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)


def _noted(writes: list[str], execute: Any, sql: str, *particulars: Any) -> Any:
    """Note which tables are written to."""
    found = _WRITES.match(sql)
    if found and not found[1].startswith(_LEFT):
        writes.append(found[1])
    return execute(sql, *particulars)


_LEFT = ("audit_access", "audit_seal", "django_", "routine")


@cache
def _tables() -> tuple[str, ...]:
    """Return every table of what people did; not of who is signed in, what was read, or the routine."""
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return tuple(sorted(name for name in names if not name.startswith(_LEFT)))


def everything(*, but_desk_of: PersonId | None = None) -> str:
    """Return what tells whether any row of any table was changed.

    :param but_desk_of: whose drafts and presence aren't looked at; in the place that person has none
    """
    found = sha256()
    with connection.cursor() as cursor:
        for table in _tables():
            where = f" WHERE person_id <> {but_desk_of}" if table == "desk" and but_desk_of else ""
            cursor.execute(f'SELECT * FROM "{table}"{where}')
            found.update(repr(sorted(cursor.fetchall(), key=repr)).encode())
    return found.hexdigest()
