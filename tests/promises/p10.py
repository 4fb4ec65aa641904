"""P10: losing a right takes effect now. Live sessions, open pages, and every way of losing there is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from tests.build import on
from tests.doors import lost
from tests.doors.desk import TUESDAY, Desk
from tests.doors.lost import FAMILYS, SECRET, STAFFS, TODAY, Event, Scene
from tests.promises.planting import everywhere
from tests.promises.promise import Fault, Promise, Tally, Trial, rolled_back
from vardag.domain.people.identity import CaseId, PersonId, Resident, Staff
from vardag.doors.shared import actor
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.moments import today
from vardag.rooms.cases import exceptional, queries
from vardag.rooms.cases.models import CaseRow, OpeningRow
from vardag.rooms.people.models import GrantRow, GuardianRow, PersonRow
from vardag.rooms.people.queries import resident_of
from vardag.rooms.people.somebody import somebody

RUNS = 10  # of each way
SOME = 4  # tries of a second and third session; the first tries everything
type Way = tuple[Callable[[Desk, str], Scene], str, str, Event]

# --- At midnight ---------------------------------------------------------------------------------

LAST_SECOND, MIDNIGHT = on("2026-04-07T23:59:59"), on("2026-04-08T00:00")


def on_the_last_day_of_a_role(desk: Desk, who: str) -> Scene:
    scene = lost.received(desk, who)
    GrantRow.objects.filter(person=scene.person).update(until_date=TODAY)
    desk.it_is(LAST_SECOND)
    return scene


def on_the_last_day_of_custody(desk: Desk, who: str) -> Scene:
    scene = lost.received(desk, who)
    GuardianRow.objects.filter(guardian=scene.person).update(until_date=TODAY)
    desk.it_is(LAST_SECOND)
    return scene


def on_the_eve_of_the_13th_birthday(desk: Desk, who: str) -> Scene:
    scene = lost.received(desk, who)
    born = TODAY.replace(year=TODAY.year - 13) + timedelta(days=1)
    PersonRow.objects.filter(pk=desk.person("child")).update(born=born)
    desk.it_is(LAST_SECOND)
    return scene


def on_the_eve_of_the_13th_birthday_of_who_was_born_on_29_february(desk: Desk, who: str) -> Scene:
    scene = lost.received(desk, who)
    PersonRow.objects.filter(pk=desk.person("child")).update(born=datetime(2016, 2, 29).date())  # noqa: DTZ001
    desk.it_is(on("2029-02-27T23:59:59"))
    return scene


def midnight_comes(scene: Scene) -> None:
    scene.desk.it_is(MIDNIGHT)


def midnight_comes_a_day_early(scene: Scene) -> None:
    scene.desk.it_is(on("2029-02-28T00:00"))


AT_MIDNIGHT: tuple[Way, ...] = (
    (on_the_last_day_of_a_role, "receiver", STAFFS, midnight_comes),
    (on_the_last_day_of_a_role, "nurse", STAFFS, midnight_comes),
    (on_the_last_day_of_custody, "guardian", FAMILYS, midnight_comes),
    (on_the_eve_of_the_13th_birthday, "guardian", FAMILYS, midnight_comes),
    (
        on_the_eve_of_the_13th_birthday_of_who_was_born_on_29_february,
        "guardian",
        FAMILYS,
        midnight_comes_a_day_early,
    ),
)
WAYS: tuple[Way, ...] = (*lost.WAYS, *AT_MIDNIGHT)


# --- The trial -----------------------------------------------------------------------------------

STAFFS_LISTS = (*lost.LISTS, "/staff/first/")
FAMILYS_LISTS = ("/", "/cases/", "/cases/looks/")
FIELDS = {"seen": "1", "note-text": "X", "reply-text": "X", "interim-text": "X", "text": "X"}
STAFFS_ACTS = (
    *("note", "reply", "interim-reply", "claim", "return", "print"),
    *("draft", "preview", "keep", "here"),
)
FAMILYS_ACTS = ("answer",)
WHO_MAY_BE_LEFT = ("receiver", "nurse", "medical_receiver", "outsider")


def lose(tally: Tally) -> None:
    """Lose a right in each way, over and over, with one to three live sessions."""
    for way in in_rounds(tally):
        with rolled_back() as patch:
            tally.count(lost_by(way, lost.a_desk_to_lose_at(patch), tally))


def in_rounds(tally: Tally) -> Iterator[Way]:
    """Yield every way once, in an order by chance, and then all of them again."""
    waiting: list[Way] = []
    while not tally.is_over:
        waiting = waiting or tally.draw.sample(WAYS, len(WAYS))
        yield waiting.pop()


def lost_by(way: Way, desk: Desk, tally: Tally) -> str:
    """Let somebody read, take the right away, and return what could still be done; empty if nothing."""
    scene_of, who, address, event = way
    said = f"{scene_of.__name__}, {who}, {event.__name__}"
    scene = scene_of(desk, who)
    browsers = [desk.sits(who) for _ in range(tally.draw.randint(1, 3))]
    for browser in browsers:
        if not reads(browser, scene.case, address, tally):
            return f"{said}: it couldn't be read to begin with"
    event(scene)
    before = CaseRow.objects.get(pk=scene.case).version
    for browser in browsers:
        many = None if browser is browsers[0] else SOME
        for what in still(browser, scene.case, address, tally, many=many):
            return f"{said}: afterwards {what}"
    if CaseRow.objects.get(pk=scene.case).version != before:
        return f"{said}: afterwards the case was changed"
    if not any(opens(desk, name, scene.case) for name in WHO_MAY_BE_LEFT):
        return f"{said}: nobody is left who can open the case"
    return ""


def reads(browser: Client, case: CaseId, address: str, tally: Tally) -> bool:
    """Read the case, and some lists before and after it, as somebody does who is at work."""
    lists = STAFFS_LISTS if address == STAFFS else FAMILYS_LISTS
    around = tally.draw.sample(lists, 2)
    browser.get(around[0])
    response = browser.get(address.format(case))
    browser.get(around[1])
    return response.status_code == 200 and SECRET in response.content.decode()


def still(
    browser: Client, case: CaseId, address: str, tally: Tally, *, many: int | None
) -> Iterator[str]:
    """Try what was possible before, in an order by chance, and yield what still is.

    :param many: how much of it; None for everything
    """
    staffs = address == STAFFS
    path = address.format(case)
    acts = STAFFS_ACTS if staffs else FAMILYS_ACTS
    tries: list[tuple[str, Callable[[], Any]]] = [
        ("read", lambda: browser.get(path)),
        ("read with an act begun", lambda: browser.get(f"{path}?act=reply")),
        ("read by a script", lambda: browser.get(path, headers={"HX-Request": "true"})),
        *((f"done: {act}", partial_post(browser, f"{path}{act}/")) for act in acts),
        *((f"listed at {each}", partial_get(browser, each)) for each in lists_of(staffs)),
    ]
    if not staffs:
        tries.append(("read as sent", lambda: browser.get(f"{path}sent/")))
    for what, attempt in tally.draw.sample(tries, many or len(tries)):
        response = attempt()
        html = response.content.decode()
        is_shown = response.status_code == 200 and "HX-Redirect" not in response.headers
        if SECRET in html or (is_shown and what.startswith(("read", "done"))):
            yield f"it is {what}"
        if f'"{path}"' in html and what.startswith("listed"):
            yield f"it is {what}"


def lists_of(staffs: bool) -> tuple[str, ...]:
    return STAFFS_LISTS if staffs else FAMILYS_LISTS


def partial_get(browser: Client, path: str) -> Callable[[], Any]:
    return lambda: browser.get(path, follow=True)


def partial_post(browser: Client, path: str) -> Callable[[], Any]:
    return lambda: browser.post(path, FIELDS)


def opens(desk: Desk, name: str, case: CaseId) -> bool:
    return desk.sits(name).get(STAFFS.format(case)).status_code == 200


LOSING = Trial(
    name="rights lost",
    counts="one way of losing a right, with one to three live sessions",
    many=RUNS * len(WAYS),
    minutes=4,
    run=lose,
)

# --- Faults --------------------------------------------------------------------------------------


def who_somebody_is_stays_in_the_session(patch: pytest.MonkeyPatch) -> None:
    asked, kept = actor._actor_of, {}

    def remembered(request: HttpRequest) -> Actor | None:
        key = request.session.session_key
        if key not in kept:
            kept[key] = asked(request)
        return kept[key]

    patch.setattr(actor, "_actor_of", remembered)


def rights_are_written_into_the_sign_in(patch: pytest.MonkeyPatch) -> None:
    asked, kept = actor._actor_of, {}

    def as_signed_in(request: HttpRequest) -> Actor | None:
        found = asked(request)
        if found is None:
            return None
        then = kept.setdefault(request.session.session_key, found)
        if found.staff and then.staff:
            staff = replace(found.staff, roles=then.staff.roles, groups=then.staff.groups)
            return replace(found, staff=staff, clinic=then.clinic, clinics=then.clinics)
        if found.resident and then.resident:
            children = then.resident.children
            return replace(found, resident=replace(found.resident, children=children))
        return found

    patch.setattr(actor, "_actor_of", as_signed_in)


def roles_are_kept_by_the_process(patch: pytest.MonkeyPatch) -> None:
    asked, family = somebody, resident_of

    @cache
    def once(person: PersonId, also: tuple[str, ...]) -> Any:
        return asked(person, on=today(), also=also)

    patch.setattr(actor, "somebody", lambda person, on, also=(): once(person, also))  # noqa: ARG005
    kept: dict[int, Resident] = {}
    patch.setattr(actor, "resident_of", lambda row, on: kept.setdefault(row.pk, family(row, on=on)))


def a_case_stays_open_for_an_hour(patch: pytest.MonkeyPatch) -> None:
    opened: dict[tuple[CaseId, PersonId], datetime] = {}
    permitted = queries.for_staff

    def for_staff(case_id: CaseId, *, by: Staff, at: datetime | None = None) -> queries.FullCase:
        since = opened.get((case_id, by.id))
        if at and since and at - since < timedelta(hours=1):
            return queries.full_case(case_id)
        found = permitted(case_id, by=by, at=at)
        opened[case_id, by.id] = at or TUESDAY
        return found

    everywhere(patch, permitted, for_staff)


def the_day_is_asked_once(patch: pytest.MonkeyPatch) -> None:
    everywhere(patch, today, cache(today))


def an_exception_has_no_end(patch: pytest.MonkeyPatch) -> None:
    def chosen(case: CaseId, *, by: PersonId, **_: object) -> exceptional.Chosen | None:
        row = OpeningRow.objects.filter(case=case, person=by).first()
        return exceptional.Chosen(row.until, row.reason) if row else None

    everywhere(patch, exceptional.chosen, chosen)


FAULTS = (
    Fault(
        "role-in-session",
        "who somebody is, with roles and children, is kept in the session",
        who_somebody_is_stays_in_the_session,
        LOSING,
    ),
    Fault(
        "permission-in-sign-in",
        "roles, groups and children are those of the moment of signing in",
        rights_are_written_into_the_sign_in,
        LOSING,
    ),
    Fault(
        "roles-in-process",
        "the server's process keeps people's roles and children",
        roles_are_kept_by_the_process,
        LOSING,
    ),
    Fault(
        "open-for-an-hour",
        "a case that was opened can be read for an hour, as by a signed address",
        a_case_stays_open_for_an_hour,
        LOSING,
    ),
    Fault(
        "day-asked-once",
        "the process asks once which day it is",
        the_day_is_asked_once,
        LOSING,
    ),
    Fault(
        "exception-without-end",
        "reading by way of exception doesn't end after half an hour",
        an_exception_has_no_end,
        LOSING,
    ),
)

P10 = Promise(
    key="P10",
    sentence="Losing a right takes effect at the next request.",
    trials=(LOSING,),
    faults=FAULTS,
    notes=(
        f"{len(WAYS)} ways of losing a right, all tried by pages: there is no other way in.",
        "Nothing runs in the background that would show or send anything.",
    ),
)
