"""The cells of the office: who reaches which page and does what there, and the second lock in the rooms.

Which deed an address needs is written by hand; whose that deed is, is the picture of
``tests/domain/test_rights.py``. What is sent is sent twice: as it should be, and as nonsense, since
nobody is told what is wrong with something that isn't theirs to send.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

from django.test import Client

from tests.domain.test_rights import drawn
from tests.doors import matrix
from tests.doors.desk import TUESDAY
from tests.doors.inboxes import address_of
from tests.promises.p09_place import (
    AWAITED,
    EVERYBODY,
    MEDICAL,
    OUTPATIENT,
    ROLES,
    SINCE,
    Check,
    Place,
    Probe,
    gives,
    is_for_oneself,
    leads_out,
)
from tests.promises.p09_replies import LINK, a_reply, linked, written
from vardag.domain.people.identity import ClinicId, PersonId, Profession, Role
from vardag.domain.rights import Deed, Relation
from vardag.rooms.audit.actions import draw_sample
from vardag.rooms.audit.queries import Period
from vardag.rooms.audit.words import Of
from vardag.rooms.cases import exceptional
from vardag.rooms.cases.models import OpeningRow
from vardag.rooms.cases.queries import full_case
from vardag.rooms.people.actions import add_group, add_staff, grant, mark_absent
from vardag.rooms.people.families.blocking import block
from vardag.rooms.people.invented import personal_number
from vardag.rooms.people.models import AbsenceRow, GrantRow, PersonRow
from vardag.rooms.people.staff import staffing
from vardag.rooms.people.staff.introductions import shipped
from vardag.rooms.roster import actions as roster

OFFICE = "/staff/office/"
NADJA = "SE0000000000-2001"  # whom the demonstration's directory knows
DAY = date(2026, 4, 13)
WHY = "En förälder har frågat vem som läst."
NONSENSE: Mapping[str, object] = {
    f"day-{DAY}": "x",
    "weeks": "x",
    "grant": "x",
    "reason": "",
    "hsa_id": "x",
    "from": "x",
    "number": "x",
}
ALLOWED = drawn()


def may(who: str, deed: Deed) -> bool:
    """Tell by the picture whether somebody may do this at the clinic of their role."""
    of = ROLES.get(who)
    return of is not None and (of[1], Relation.AT_CLINIC, deed) in ALLOWED


@dataclass(frozen=True)
class Try:
    """An address of the office: which deed it needs, and what is sent there as it should be.

    :param of_outpatient: what it is about belongs to that clinic, so that for others there is none
    """

    name: str
    deed: Deed
    path: str
    sent: Mapping[str, object] | None = None
    of_outpatient: bool = False
    effect: bool | None = True
    offers: tuple[str, Deed] | None = None  # what only who may use it finds on the page


@dataclass(frozen=True)
class Things:
    """What the office has to do with: people, groups, absences, reviews, openings by exception."""

    clinician: int
    grant: int
    proposed: int
    proposed_grant: int
    group: int
    absence: int
    review: int
    opening: int
    own_opening: int  # a reviewer's own
    own_proposal: int  # what the manager gave, and another is to confirm
    feeds: dict[str, str]  # addresses of calendars
    child: str  # by personal number
    guardian: str
    block: int  # of another guardian
    nurse: int
    newcomer: int
    of_two_clinics: int
    number: str
    reply: int  # a standard reply of the outpatient clinic's own, which has a link of its own too


def things(place: Place) -> Things:
    desk = place.desk
    here, on = ClinicId(place.clinic(OUTPATIENT)), TUESDAY.date()
    desk.it_is(TUESDAY)
    desk.sits("nurse").get("/staff/mine/")
    mark_absent(person=desk.person("nurse"), from_date=date(2026, 4, 17))
    return Things(
        clinician=desk.person("clinician"),
        grant=GrantRow.objects.get(person=desk.person("clinician")).pk,
        proposed=desk.person("proposed"),
        proposed_grant=GrantRow.objects.get(person=desk.person("proposed")).pk,
        group=add_group(key="team", clinic=here, name="Team"),
        absence=AbsenceRow.objects.latest("pk").pk,
        review=draw_sample(
            of=Of.STAFF,
            many=1,
            period=Period(on, on),
            by=PersonId(desk.person("reviewer")),
            clinic=here,
            at=TUESDAY,
        ),
        opening=OpeningRow.objects.filter(person=desk.person("clinician")).latest("pk").pk,
        own_opening=opening_by_the_reviewer(place, here),
        own_proposal=proposal(place, here),
        child=numbered(desk.person("child"), 0),
        guardian=numbered(desk.person("guardian"), 2),
        block=block(
            child=desk.person("youth"),
            guardian=desk.person("stranger"),
            clinic=here,
            reason=WHY,
            by=desk.world.staff_member("manager", on=on),
            at=TUESDAY,
        ),
        feeds={
            who: roster.make_feed(by=desk.world.staff_member(who, on=on), language="sv", at=TUESDAY)
            for who in ("nurse", "reviewer")
        },
        nurse=desk.person("nurse"),
        newcomer=desk.person("newcomer"),
        of_two_clinics=of_two_clinics(place),
        number=full_case(place.cases["received"]).number,
        reply=a_reply(desk, here),
    )


def numbered(person: PersonId, nth: int) -> str:
    """Give somebody a personal number that can be one."""
    row = PersonRow.objects.get(pk=person)
    assert row.born is not None
    row.personal_number = personal_number(born=row.born, nth=nth)
    row.save(update_fields=["personal_number"])
    return row.personal_number


def opening_by_the_reviewer(place: Place, here: ClinicId) -> int:
    """Let the reviewer have read a case by exception, as a handler, which that person was then."""
    reviewer, on = place.desk.person("reviewer"), TUESDAY.date()
    role = GrantRow.objects.filter(person=reviewer)
    role.update(role=Role.HANDLER)
    exceptional.open_by_exception(
        number=full_case(place.cases["received"]).number,
        clinic=here,
        reason=WHY,
        by=place.desk.world.staff_member("reviewer", on=on),
        at=TUESDAY,
    )
    role.update(role=Role.LOG_REVIEWER)
    return OpeningRow.objects.get(person=reviewer).pk


def of_two_clinics(place: Place) -> int:
    """Add somebody who handles cases at two clinics."""
    person = add_staff(
        given_name="two",
        family_name="",
        hsa_id="SE0000000000-7001",
        profession=Profession.CLINICIAN,
        title="",
    )
    for key in (OUTPATIENT, MEDICAL):
        clinic = ClinicId(place.clinic(key))
        grant(person=person, clinic=clinic, role=Role.HANDLER, from_date=SINCE)
    return person


def proposal(place: Place, here: ClinicId) -> int:
    """Let the manager propose a second administrator."""
    desk, on = place.desk, TUESDAY.date()
    staffing.give(
        to=desk.person("nurse"),
        clinic=here,
        roles=[Role.ADMINISTRATOR],
        from_date=on,
        by=desk.world.staff_member("manager", on=on),
        at=TUESDAY,
    )
    return GrantRow.objects.get(person=desk.person("nurse"), role=Role.ADMINISTRATOR).pk


def all_items() -> list[str]:
    """Return every line of a receiver's introduction, as it is ticked."""
    return [item.key for item in shipped(Role.RECEIVER).items]


def tries(of: Things) -> list[Try]:
    """Return every address of the office that needs a right, with what is sent there."""
    return [
        *of_staff(of),
        *of_introductions(of),
        *of_the_roster(of),
        *of_the_log(of),
        *of_the_offering(),
        *of_blocks(of),
        Try("sign_off", Deed.SET_SIGN_OFF, f"{OFFICE}signature/"),
        Try("sign_off", Deed.SET_SIGN_OFF, f"{OFFICE}signature/", {"text": "Hej", "seen": "0"}),
        Try("shortcuts", Deed.SEE_STATISTICS, f"{OFFICE}shortcuts/"),
        Try("status", Deed.SEE_STATUS, f"{OFFICE}status/"),
        Try("notices", Deed.SEE_NOTICES, f"{OFFICE}notices/"),
        Try("shortcuts_download", Deed.SEE_STATISTICS, f"{OFFICE}shortcuts/download/"),
        *of_replies(of),
    ]


def of_replies(of: Things) -> list[Try]:
    do, page, links = Deed.MANAGE_REPLIES, f"{OFFICE}replies/", f"{OFFICE}links/"
    one, own = f"{page}{of.reply}/", f"{links}{LINK}/"
    form, link = written(of.clinician), linked(of.clinician)
    return [
        Try("replies", do, page),
        Try("reply_new", do, f"{page}new/"),
        Try("reply_new", do, f"{page}new/", form, of_outpatient=True),
        Try("reply", do, one, of_outpatient=True),
        Try("reply_write", do, f"{one}write/", of_outpatient=True),
        Try("reply_write", do, f"{one}write/", {**form, "seen": "1"}, of_outpatient=True),
        Try("reply_withdraw", do, f"{one}withdraw/", {"reason": WHY}, of_outpatient=True),
        Try("links", do, links),
        Try("link_new", do, f"{links}new/"),
        Try("link_new", do, f"{links}new/", {**link, "key": "new"}, of_outpatient=True),
        Try("link", do, own, of_outpatient=True),
        Try("link", do, own, link, of_outpatient=True),
        Try("link_check", do, f"{own}check/", {}, effect=None, of_outpatient=True),
        Try("link_remove", do, f"{own}remove/", {}, of_outpatient=True),
    ]


def of_blocks(of: Things) -> list[Try]:
    page, both = f"{OFFICE}guardians/", {"child": of.child, "guardian": of.guardian}
    return [
        Try("blocks", Deed.BLOCK_GUARDIAN, page),
        Try("preview_block", Deed.BLOCK_GUARDIAN, f"{page}preview/", both, effect=False),
        Try("decide_block", Deed.BLOCK_GUARDIAN, f"{page}block/", {**both, "reason": WHY}),
        Try(
            "end_block",
            Deed.BLOCK_GUARDIAN,
            f"{page}{of.block}/end/",
            {"reason": WHY},
            of_outpatient=True,
        ),
    ]


def of_introductions(of: Things) -> list[Try]:
    new = f"{OFFICE}staff/{of.newcomer}/receiver/"
    ticked = {"ticked": all_items(), "seen": shipped(Role.RECEIVER).version}
    see, manage = Deed.SEE_STAFF, Deed.MANAGE_STAFF
    return [
        Try("introduction", manage, new, of_outpatient=True),
        Try("checklists", see, f"{OFFICE}introductions/"),
        Try(
            "checklist",
            see,
            f"{OFFICE}introductions/receiver/",
            offers=("write-title", Deed.SET_INTRODUCTIONS),
        ),
        Try("introduction", manage, new, ticked, of_outpatient=True),
    ]


def of_staff(of: Things) -> list[Try]:
    person = f"{OFFICE}staff/{of.clinician}/"
    roles = {"roles": ["handler"], "from_date": "2026-04-07", "until": ""}
    see, manage = Deed.SEE_STAFF, Deed.MANAGE_STAFF
    return [
        Try("staff", see, f"{OFFICE}staff/"),
        Try("staff_add", manage, f"{OFFICE}staff/add/"),
        Try("staff_add", manage, f"{OFFICE}staff/add/", {"hsa_id": NADJA}, effect=False),
        Try("staff_take_on", manage, f"{OFFICE}staff/add/roles/", {"hsa_id": NADJA, **roles}),
        Try(
            "staff_group",
            manage,
            f"{OFFICE}staff/groups/{of.group}/",
            {"members": [of.clinician]},
            of_outpatient=True,
        ),
        Try("staff_member", see, person, of_outpatient=True),
        Try(
            "staff_give",
            manage,
            f"{person}give/",
            {**roles, "roles": ["receiver"]},
            of_outpatient=True,
        ),
        Try(
            "staff_confirm",
            manage,
            f"{OFFICE}staff/{of.proposed}/confirm/",
            {"grant": of.proposed_grant},
            of_outpatient=True,
        ),
        Try(
            "staff_end",
            manage,
            f"{person}end/",
            {"grant": of.grant, "at_once": "1"},
            of_outpatient=True,
        ),
        Try("staff_leave", manage, f"{person}leave/", {}, of_outpatient=True),
        Try("staff_leave_everywhere", manage, f"{person}leave/everywhere/", {}, of_outpatient=True),
        Try("staff_refresh", see, f"{person}refresh/", {}, of_outpatient=True, effect=None),
    ]


def of_the_roster(of: Things) -> list[Try]:
    see, plan = Deed.SEE_ROSTER, Deed.PLAN_ROSTER
    page, mine = f"{OFFICE}roster/", f"{OFFICE}my-days/"
    days = {"from": "2026-05-04", "until": "2026-05-05"}
    week = {f"day-{DAY}": str(of.nurse), f"seen-{DAY}": ""}
    away = {**days, "person": str(of.nurse)}
    return [
        Try("roster", see, page, offers=("<select", plan)),
        Try("my_days", see, mine),
        Try("my_absence", see, f"{mine}absence/", days),
        Try("make_calendar", see, f"{mine}calendar/", {}),
        Try("withdraw_calendar", see, f"{mine}calendar/withdraw/", {}, effect=None),
        Try("roster_week", plan, f"{page}weeks/2026-W16/", week, of_outpatient=True),
        Try("roster_copy", plan, f"{page}weeks/2026-W16/copy/", {"weeks": "1"}, effect=None),
        Try("roster_swap", plan, f"{page}swap/", {}, effect=None),
        Try("absence", plan, f"{page}absences/", away, of_outpatient=True),
        Try("absence_end", plan, f"{page}absences/{of.absence}/end/", {}, of_outpatient=True),
    ]


def of_the_log(of: Things) -> list[Try]:
    review, days = Deed.REVIEW_LOG, {"from_date": "2026-03-20", "until_date": "2026-04-07"}
    log, one = f"{OFFICE}log/", f"{OFFICE}log/{of.review}/"
    found = {"finding": "in-order", "measure": ""}
    suspicion = {**days, "number": "SE0000000000-0001", "reason": WHY}
    exceptions = f"{OFFICE}exceptions/"
    by_exception = {"number": of.number, "reason": WHY}
    return [
        Try("log", review, log),
        Try("log_sign_ins", review, f"{log}sign-ins/"),
        Try(
            "log_sample", review, f"{log}sample/", {**days, "of": "staff", "many": "1"}, effect=None
        ),
        Try("log_suspect", review, f"{log}suspicion/", suspicion, of_outpatient=True),
        Try("log_review", review, one, of_outpatient=True),
        Try("log_conclude", review, f"{one}conclude/", found, of_outpatient=True),
        Try("openings", review, exceptions),
        Try(
            "review_opening",
            review,
            f"{exceptions}{of.opening}/review/",
            {"finding": "Rimligt."},
            of_outpatient=True,
        ),
        Try("exceptional", Deed.OPEN_BY_EXCEPTION, "/staff/exceptional/"),
        Try(
            "exceptional",
            Deed.OPEN_BY_EXCEPTION,
            "/staff/exceptional/",
            by_exception,
            of_outpatient=True,
        ),
    ]


def of_the_offering() -> list[Try]:
    see, change = Deed.SEE_OFFERING, Deed.SET_OFFERING
    page = f"{OFFICE}e-services/"
    return [
        Try("offering", see, page, offers=("/except/", change)),
        Try("except_service", change, f"{page}message/except/", {"reason": WHY}),
        Try("except_all", change, f"{page}except/", {"reason": WHY}),
        Try("offer_again", change, f"{page}message/offer/", {}, effect=None),
        Try("offer_all", change, f"{page}offer/", {}, effect=None),
        Try("files", see, f"{OFFICE}files/"),
        Try(
            "set_files",
            change,
            f"{OFFICE}files/set/",
            {"from_staff": "on", "kinds": "pdf", "largest": "5"},
        ),
    ]


# Somebody's own absence is ended by who is away, whatever the role.
OWN = {("absence_end", "nurse")}
# Who gave a role doesn't confirm it, though confirming is that role's deed.
GAVE = {("staff_confirm", "manager"), ("confirms a role", "manager")}
# What isn't the clinic's is said on the page of who may do such things at another clinic.
SAID_ON_THE_PAGE = {"roster_week", "absence", "log_suspect", "reply_new", "link_new"}


def of_the_office(place: Place) -> Iterator[Probe]:
    """Everybody asks for every page of the office, and sends every form, in order and as nonsense."""
    for each in tries(things_of(place)):
        for who in EVERYBODY:
            probe = as_it_should_be(each, who)
            yield probe
            if each.offers:  # the same page, for what it offers
                yield replace(probe, deed=each.offers[1])
            if each.name == "staff_group":  # which shows the staff again, when it is refused
                yield replace(probe, deed=Deed.SEE_STAFF)
            if each.sent is not None:
                yield as_nonsense(each, who)
    yield from of_ones_own()


def things_of(place: Place) -> Things:
    """Return the office's things, which are made once, and belong to the place from then on."""
    if place.things is None:
        place.things = things(place)
        place.settle()
    found: Things = place.things
    return found


def is_allowed(name: str, deed: Deed, who: str) -> bool:
    return (may(who, deed) or (name, who) in OWN) and (name, who) not in GAVE


def as_it_should_be(each: Try, who: str) -> Probe:
    is_there, allowed = is_of(each, who), is_allowed(each.name, each.deed, who)
    expected: Callable[[Any], str]
    if ROLES.get(who) is None:
        expected = leads_out
    elif not allowed:
        expected = names_nobody(who)
    elif is_there:
        expected = is_for_oneself
    else:
        expected = gives(404, 422) if each.name in SAID_ON_THE_PAGE else gives(404)
    return Probe(
        who,
        each.deed,
        asking(each.path, each.sent),
        (
            Check(f"{each.name}{'' if each.sent is None else ', sent'}", expected),
            *([offering_of(each.offers, who)] if each.offers and allowed and is_here(who) else []),
        ),
        effect=each.effect if allowed and is_there else False,
        is_write=each.sent is not None,
    )


def offering_of(offers: tuple[str, Deed], who: str) -> Check:
    text, deed = offers

    def problem(response: Any) -> str:
        found = text in response.content.decode()
        return "" if found == may(who, deed) else f"offered: {found}"

    return Check(f"is offered {deed}", problem)


def as_nonsense(each: Try, who: str) -> Probe:
    """Send what says nothing: whose it isn't is told that, and not what is wrong with it."""
    allowed = is_allowed(each.name, each.deed, who)
    refused = leads_out if ROLES.get(who) is None else gives(matrix.NOT_YOURS, 404)
    return Probe(
        who,
        each.deed,
        asking(each.path, NONSENSE),
        (Check(f"{each.name}, sent as nonsense", is_no_failure if allowed else refused),),
        effect=None if allowed else False,
        is_write=True,
    )


def names_nobody(who: str) -> Callable[[Any], str]:
    """Expect a refusal on which no colleague is named."""

    def problem(response: Any) -> str:
        if response.status_code != matrix.NOT_YOURS:
            return f"{response.status_code} for {matrix.NOT_YOURS}"
        is_named = who != "clinician" and "clinician" in response.content.decode()
        return "a colleague is named" if is_named else ""

    return problem


def is_of(each: Try, who: str) -> bool:
    return not each.of_outpatient or is_here(who)


def is_here(who: str) -> bool:
    of = ROLES.get(who)
    return of is not None and of[0] == OUTPATIENT


def is_no_failure(response: Any) -> str:
    return "it failed" if response.status_code >= 500 else ""


def asking(path: str, sent: Mapping[str, object] | None) -> Callable[[Client], Any]:
    if sent is None:
        return lambda client: client.get(path)
    return lambda client: client.post(path, sent)


def leads_to_days(expected: bool) -> Callable[[Any], str]:
    def problem(response: Any) -> str:
        found = response.status_code == 200 and f'"{OFFICE}my-days/"' in response.content.decode()
        return "" if found == expected else f"led to own days: {found}"

    return problem


def of_ones_own() -> Iterator[Probe]:
    """Everybody in staff, and who is to be, has settings of one's own; nobody else does."""
    for who in EVERYBODY:
        has = ROLES.get(who) is not None or who in AWAITED
        yield Probe(
            who,
            Deed.SEE_ROSTER,
            lambda client: client.get(f"{OFFICE}mine/"),
            (
                Check("own settings", gives(200) if has else leads_out),
                Check("is led to own days", leads_to_days(may(who, Deed.SEE_ROSTER))),
            ),
        )
        yield Probe(
            who,
            "own",
            lambda client: client.post(f"{OFFICE}mine/email/", {"email": "me@vardag.example"}),
            (Check("own address for notices", is_for_oneself if has else leads_out),),
            effect=has,
            is_write=True,
        )
        yield Probe(
            who,
            "own",
            lambda client: client.post(f"{OFFICE}mine/try/", {}),
            (Check("a trial to oneself", is_for_oneself if has else leads_out),),
        )


# --- Another's number in one's own form -----------------------------------------------------------


def of_swapped_fields(place: Place) -> Iterator[Probe]:
    """Who manages a clinic puts another clinic's number into a form about one's own people."""
    of = things_of(place)
    doctors = GrantRow.objects.get(person=place.desk.person("doctor")).pk
    mine = {"manager": of.clinician, "medical_manager": place.desk.person("doctor")}
    theirs = {"manager": doctors, "medical_manager": of.grant}
    for who, does in product(mine, ("end", "confirm")):
        path = f"{OFFICE}staff/{mine[who]}/{does}/"
        yield Probe(
            who,
            Deed.MANAGE_STAFF,
            asking(path, {"grant": theirs[who], "at_once": "1"}),
            (Check(f"staff_{does}, with a role of another clinic", gives(404)),),
            is_write=True,
        )
    for who, path in product(("nurse", "clinician"), ("", "copy/")):  # of a week that there isn't
        yield Probe(
            who,
            Deed.PLAN_ROSTER,
            asking(f"{OFFICE}roster/weeks/2026-W99/{path}", {}),
            (Check("is refused before it is said that there is no such week", gives(403)),),
            is_write=True,
        )
    for who in ("outsider", "medical_receiver"):
        yield Probe(
            who,
            Deed.LIST_CASES,
            asking("/sign-in/clinic/", {"clinic": OUTPATIENT}),
            (Check("chooses a clinic of others", gives(404)),),
            is_write=True,
        )


def of_oneself(place: Place) -> Iterator[Probe]:
    """Nobody gives, confirms or reviews what is one's own; and what was one's own leads nowhere."""
    of = things_of(place)
    manager, nurse = place.desk.person("manager"), of.nurse
    roles = {"roles": ["handler"], "from_date": "2026-04-07", "until": ""}
    own = f"{OFFICE}staff/{manager}/give/"
    confirm, review = (
        f"{OFFICE}staff/{nurse}/confirm/",
        f"{OFFICE}exceptions/{of.own_opening}/review/",
    )
    tries: tuple[tuple[str, str, Mapping[str, object], tuple[int, ...]], ...] = (
        ("manager", own, roles, (403, 422)),
        ("administrator", own, roles, (302,)),
        ("manager", confirm, {"grant": of.own_proposal}, (403, 422)),
        ("administrator", confirm, {"grant": of.own_proposal}, (302,)),
        ("reviewer", review, {"finding": "Rimligt."}, (403,)),
    )
    for who, path, sent, status in tries:
        told = Check(f"{path}, as the one it is about or not", gives(*status))
        yield Probe(who, "", asking(path, sent), (told,), effect=302 in status, is_write=True)
    for who, answer in (("nurse", 200), ("reviewer", 404)):
        path = f"{OFFICE}calendar/{of.feeds[who]}.ics"
        told = Check(f"the calendar of the {who}", gives(answer))
        yield Probe(matrix.NOBODY, Deed.SEE_ROSTER, asking(path, None), (told,))
    case = place.cases["assigned"]
    gone = Check("who gives a case back isn't shown it again", is_led_away)
    seen = {"seen": str(full_case(case).case.version)}
    yield Probe(
        "clinician",
        Deed.RETURN,
        lambda client: client.post(
            address_of(case, "return"), seen, headers={"HX-Request": "true"}
        ),
        (gone,),
        effect=True,
        is_write=True,
    )
    for who in EVERYBODY:
        first = is_for_oneself if ROLES.get(who) else leads_out
        yield Probe(
            who,
            "",
            lambda client, who=who: client.get(OFFICE, follow=bool(ROLES.get(who))),  # type: ignore[misc]
            (Check("is led to a page of one's own in the office", first),),
        )


def is_led_away(response: Any) -> str:
    return "" if "HX-Redirect" in response.headers else f"{response.status_code}, with the case"
