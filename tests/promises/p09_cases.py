"""The cells of cases, lists and families: what everybody gets of every case, by tables drawn by hand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.doors import matrix
from tests.doors.desk import TUESDAY
from tests.doors.home import filled
from tests.doors.inboxes import address_of
from tests.doors.matrix import DONE, ELSEWHERE, HANDLERS, IN, MEDICAL, NOT_NOW, NOTHING_THERE
from tests.doors.matrix import OUTPATIENT as AT_OUTPATIENT
from tests.doors.states import fields
from tests.doors.test_portal_rights import AFTER, BEFORE, BEFORE_13, FAMILY, ON_13
from tests.promises.p09_place import (
    EVERYBODY,
    ROLES,
    Check,
    Place,
    Probe,
    gives,
    leads_out,
)
from vardag.domain.people.identity import CaseId
from vardag.doors.inbox.case.forms import ACTS
from vardag.rooms.cases.models import CaseRow

# --- A case, by staff ----------------------------------------------------------------------------

BY_EXCEPTION = {"clinician", "manager"}
HELD_AT_OUTPATIENT = ("held by a receiver", "held by a former handler")
# Who reads, and who acts, in the states that the matrix of tests/doors doesn't speak of.
READS = {
    **matrix.READS,
    "elsewhere": AT_OUTPATIENT | {"outsider"},
    "by exception": AT_OUTPATIENT | BY_EXCEPTION,
    "held by a receiver": AT_OUTPATIENT,
    "held by a former handler": AT_OUTPATIENT,
    "a youth's": AT_OUTPATIENT,
}
ACTING = {
    **matrix.ACTS,
    "elsewhere": {"outsider"},
    "by exception": AT_OUTPATIENT,
    "held by a receiver": AT_OUTPATIENT,
    "held by a former handler": AT_OUTPATIENT,
    "a youth's": AT_OUTPATIENT,
}
COMES_OF = {
    **matrix.COMES_OF,
    **dict.fromkeys(
        (*HELD_AT_OUTPATIENT, "elsewhere", "by exception", "a youth's"),
        matrix.COMES_OF["received"],
    ),
}
# Which deed an act is, where it is called otherwise.
DEED_OF = {
    "close": "close-without-reply",
    "step": "complete-step",
    "skip": "skip-step",
    "show-to-guardians": "keep-from-guardians",
    "ask": "ask-colleague",
    "withdraw": "ask-colleague",
}
CHANGES_NOTHING = set(matrix.OF_THE_PAGE)
LOOKS_ON = {"draft", "preview"}  # what those may as well who only read


def of_an_act(state: str, act: str, who: str) -> int:
    """Return what somebody gets who tries an act; who has no role in force is sent away."""
    if who not in ROLES or ROLES[who] is None:
        return matrix.TO_SIGN_IN
    if who not in READS[state]:
        return NOTHING_THERE
    if act in LOOKS_ON:
        return IN
    if state == "by exception" and who in BY_EXCEPTION:
        return NOTHING_THERE
    if act in matrix.OF_THE_PAGE:
        return IN
    if who not in ACTING[state] or act in matrix.FORBIDDEN.get((state, who), ()):
        return ELSEWHERE if act in matrix.LEADS_BACK else matrix.NOT_YOURS
    return COMES_OF[state][act]


def is_done(state: str, act: str, who: str) -> bool:
    """Tell whether the act is done: the case has changed afterwards."""
    if who not in ACTING[state] or act in matrix.FORBIDDEN.get((state, who), ()):
        return False
    expected = COMES_OF[state][act]
    is_printed = act == "print" and expected == IN
    return is_printed or (expected == DONE and act not in (*CHANGES_NOTHING, "print"))


def of_cases(place: Place) -> Iterator[Probe]:
    """Everybody opens every case, and tries every act on it."""
    for state, case in place.cases.items():
        forms = {act: fields(place.desk, case, act) for act in (*ACTS, *matrix.OF_THE_PAGE)}
        for who in EVERYBODY:
            sees = ROLES.get(who) is not None and who in READS[state]
            yield opening(place, state, case, who, sees=sees)
            for act, sent in forms.items():
                yield acting(state, case, who, act, sent)
            yield printing(place, state, case, who)


_ONLY_READS = "Du läser ärendet i undantagsfall och kan inte ändra det."
ONLY_READS = Check(
    "is told that it is only to be read",
    lambda response: "" if _ONLY_READS in response.content.decode() else "it doesn't say so",
)


def opening(place: Place, state: str, case: CaseId, who: str, *, sees: bool) -> Probe:
    refused = leads_out if ROLES.get(who) is None else gives(NOTHING_THERE)
    return Probe(
        who=who,
        deed="open-case",
        ask=lambda client: client.get(address_of(case)),
        cells=(
            Check(f"opens a case, {state}", gives(IN) if sees else refused),
            *([ONLY_READS] if state == "by exception" and who in BY_EXCEPTION else []),
        ),
    )


def printing(place: Place, state: str, case: CaseId, who: str) -> Probe:
    """Let somebody print: for who may not, no paper is even made."""
    found = acting(state, case, who, "print", {})
    may = who in ACTING[state]

    def ask(client: Client) -> Any:
        place.papers = 0
        return found.ask(client)

    def problem(_: Any) -> str:
        return "" if may or not place.papers else "a paper was made"

    return replace(
        found, ask=ask, cells=(*found.cells, Check(f"paper of a case, {state}", problem))
    )


def acting(state: str, case: CaseId, who: str, act: str, sent: Mapping[str, str]) -> Probe:
    expected = of_an_act(state, act, who)
    out = out_or_kept if ROLES.get(who) is None else None
    return Probe(
        who=who,
        deed=DEED_OF.get(act, act),
        ask=lambda client: client.post(address_of(case, act), sent),
        cells=(Check(f"tries {act} on a case, {state}", out or gives(expected)),),
        effect=is_done(state, act, who),
        is_write=True,
        on_own_desk=keeps_words(state, who),
    )


def keeps_words(state: str, who: str) -> bool:
    """Tell whether somebody may write a draft: who may open the case, but not by way of exception."""
    by_exception = state == "by exception" and who in BY_EXCEPTION
    return ROLES.get(who) is not None and who in READS[state] and not by_exception


# Whose the work of a case's clinic is: its receivers', and the group's that the routine names.
WORKS = {
    **dict.fromkeys(COMES_OF, AT_OUTPATIENT),
    "elsewhere": {"outsider"},
    "sent on": MEDICAL,
    "sent on and closed": MEDICAL,
}


def of_work(place: Place) -> Iterator[Probe]:
    """Everybody ticks a piece of work of every case; only one of them has any."""
    for (state, case), who in product(place.cases.items(), EVERYBODY):
        does, sees = (
            who in WORKS[state],
            who in READS[state] & WORKLIST,
        )  # others have no list of work
        has_work = state == "sent on and closed"
        expected = gives(
            (DONE if has_work else NOT_NOW) if does else 403 if sees else NOTHING_THERE
        )
        yield Probe(
            who,
            "complete-work",
            lambda client, case=case: client.post(  # type: ignore[misc]
                f"/staff/work/{case}/done/", {"work": "type-dictation"}
            ),
            (
                Check(
                    f"ticks work of a case, {state}", leads_out if not ROLES.get(who) else expected
                ),
            ),
            effect=does and has_work,
            is_write=True,
        )


# --- Lists ---------------------------------------------------------------------------------------

OF_OUTPATIENT = ("received", "for a nurse", "assigned", "by exception", "a youth's")
# Which of the cases above stand in which list, for whom. What isn't written isn't there.
LISTED: dict[str, dict[str, set[str]]] = {
    "inbox:inbox": {
        **dict.fromkeys((*OF_OUTPATIENT, *HELD_AT_OUTPATIENT), AT_OUTPATIENT),
        "sent on": {"medical_receiver"},
        "elsewhere": {"outsider"},
    },
    "inbox:mine": {
        "assigned": {"clinician"},
        "awaiting": {"receiver"},  # who asked holds it
        "held by a receiver": {"nurse"},
        "sent on": {"certificate_secretary", "doctor"},
    },
    "inbox:awaiting": {"awaiting": AT_OUTPATIENT},
    "inbox:closed": {"closed": AT_OUTPATIENT, "sent on and closed": {"medical_receiver"}},
    "inbox:work": {"sent on": MEDICAL, "sent on and closed": MEDICAL},
}
OTHER_HANDLERS = {"medical_handler", "former_handler"}  # in no group, at clinics without families
WORKLIST = matrix.RECEIVERS | MEDICAL
REGISTERS = matrix.RECEIVERS | HANDLERS | OTHER_HANDLERS


def of_lists(place: Place) -> Iterator[Probe]:
    """Everybody asks for every list; each case is a cell of its own."""
    for name, who in product(LISTED, EVERYBODY):
        cells = [Check(f"asks for {name}", of_a_list(name, who))]
        cells += [in_list(name, who, state, case) for state, case in place.cases.items()]
        yield Probe(
            who=who,
            deed="list-cases",
            ask=lambda client, name=name: client.get(reverse(name)),  # type: ignore[misc]
            cells=tuple(cells),
        )
    yield from of_registers(place)
    for who in EVERYBODY:
        holds = who in matrix.RECEIVERS | HANDLERS | OTHER_HANDLERS
        first = gives(IN) if holds else gives(matrix.NOT_YOURS)
        yield Probe(
            who,
            "list-cases",
            lambda client, who=who: client.get(  # type: ignore[misc]
                "/staff/first/", follow=bool(ROLES.get(who))
            ),
            (Check("is led to the first case", first if ROLES.get(who) else leads_out),),
        )


def of_a_list(name: str, who: str) -> Any:
    if ROLES.get(who) is None:
        return leads_out
    if name == "inbox:work":
        return gives(IN if who in WORKLIST else NOTHING_THERE)
    if name == "inbox:inbox" and who not in matrix.RECEIVERS:
        return gives(302)
    if who in OTHER_HANDLERS:
        who = "certificate_secretary"
    return gives(matrix.LISTS[name].get(who, matrix.NOT_YOURS))


def in_list(name: str, who: str, state: str, case: CaseId) -> Check:
    is_listed = who in LISTED[name].get(state, ())
    wanted = re.compile(rf"/staff/(?:cases|work)/{case}/")

    def problem(response: Any) -> str:
        found = response.status_code == IN and bool(wanted.search(response.content.decode()))
        return "" if found == is_listed else f"listed: {found}"

    return Check(f"in {name}, {state}", problem)


def of_searches(place: Place) -> Iterator[Probe]:
    """Everybody looks for every case by its number, and for all of them by a name."""
    numbers = {state: CaseRow.objects.get(pk=case).number for state, case in place.cases.items()}
    for who in EVERYBODY:
        may = who in REGISTERS and ROLES.get(who) is not None
        gets = gives(IN if may else matrix.NOT_YOURS)
        for state, number in numbers.items():
            told = found_there(who, state, place.cases[state])
            yield searching(who, number, (Check(f"looks for a case, {state}", gets), told))
        about_the_child = {
            state: case for state, case in place.cases.items() if state != "a youth's"
        }
        told_of = (found_there(who, state, case) for state, case in about_the_child.items())
        yield searching(who, "child", (Check("looks for a name", gets), *told_of))


def searching(who: str, typed: str, cells: tuple[Check, ...]) -> Probe:
    """Look for something; who may not come in is sent away before anything is looked for."""
    is_out = ROLES.get(who) is None
    return Probe(
        who=who,
        deed="search-cases",
        ask=lambda client: client.post("/staff/search/", {"sought": typed}, follow=not is_out),
        cells=(Check("looks for a case", leads_out),) if is_out else cells,
    )


def found_there(who: str, state: str, case: CaseId) -> Check:
    """Expect what a search finds to be what one may open where one works; not by exception."""
    finds = who in READS[state] and not (state == "by exception" and who in BY_EXCEPTION)

    def problem(response: Any) -> str:
        found = response.status_code == IN and address_of(case) in response.content.decode()
        return "" if found == finds else f"found: {found}"

    return Check(f"is found, {state}", problem)


def of_registers(place: Place) -> Iterator[Probe]:
    """The register of prescriptions names its case to the receivers of the clinic alone."""
    case = place.cases["for a nurse"]
    for who in EVERYBODY:
        may = ROLES.get(who) is not None and who in REGISTERS
        status = gives(IN if may else NOTHING_THERE) if ROLES.get(who) else leads_out

        def names(response: Any, who: str = who) -> str:
            found = address_of(case) in response.content.decode()
            return "" if found == (who in AT_OUTPATIENT) else f"named: {found}"

        yield Probe(
            who=who,
            deed="read-register",
            ask=lambda client: client.get("/staff/registers/prescription-requests/"),
            cells=(Check("asks for a register", status), Check("is named a case in it", names)),
        )
        yield Probe(
            who=who,
            deed="read-register",
            ask=lambda client: client.get("/staff/post/"),
            cells=(Check("asks for what was sent", status),),
        )
        keeps = ROLES.get(who) is not None and who in matrix.RECEIVERS  # a nurse receives, too
        status = gives(IN if keeps else NOTHING_THERE) if ROLES.get(who) else leads_out
        for last in ("new/", "import/", "workbook/"):
            yield Probe(
                who=who,
                deed="keep-register",
                ask=lambda client, last=last: client.get(  # type: ignore[misc]
                    f"/staff/registers/prescription-requests/{last}"
                ),
                cells=(Check(f"asks for {last} of a register", status),),
            )


# --- Families ------------------------------------------------------------------------------------

DAYS = ((TUESDAY, BEFORE), (BEFORE_13, BEFORE), (ON_13, AFTER))
ASKED, CLOSED = 0, 1  # of the family's cases


def of_families(place: Place) -> Iterator[Probe]:
    """Everybody opens every case of a family, and answers in it, before and after a birthday."""
    for (at, readers), (number, case) in product(DAYS, enumerate(place.family)):
        for who in EVERYBODY:
            sees, is_resident = who in readers[number], who in matrix.RESIDENTS
            page = gives(IN) if sees else gives(NOTHING_THERE) if is_resident else leads_out
            answer = gives(DONE if number == ASKED else NOT_NOW) if sees else page
            told = f"the family's case {number + 1}, {at:%Y-%m-%d}"
            sent = gives(IN, 302) if sees else page  # who didn't send it is led to the case
            paths = {
                f"/cases/{case}/": ("opens", page),
                f"/cases/{case}/sent/": ("opens as sent", sent),
            }
            for path, (does, gets) in paths.items():
                yield Probe(
                    who,
                    "read-thread",
                    lambda client, path=path: client.get(path),  # type: ignore[misc]
                    (Check(f"{does} {told}", gets),),
                    at=at,
                )
            yield Probe(
                who,
                "answer",
                lambda client, case=case: answering(client, case),  # type: ignore[misc]
                (Check(f"answers in {told}", answer if is_resident else out_or_kept),),
                effect=sees and number == ASKED,
                is_write=True,
                at=at,
            )


def answering(client: Client, case: CaseId) -> Any:
    return client.post(f"/cases/{case}/answer/", {"text": "Torsdag."})


def out_or_kept(response: Any) -> str:
    """Expect to be sent to sign in, or, not signed in at all, to get back what was written."""
    return "" if response.status_code == 403 else leads_out(response)


def of_families_lists(place: Place) -> Iterator[Probe]:
    """Everybody asks for the list of one's own cases; each case is a cell of its own."""
    for (at, readers), who in product(DAYS, EVERYBODY):
        cells = [Check("asks for own cases", gives(IN) if who in FAMILY else leads_out)]
        for number, case in enumerate(place.family):
            cells.append(
                Check(f"case {number + 1} listed", named(case, is_it=who in readers[number]))
            )
        yield Probe(who, "read-thread", lambda client: client.get("/cases/"), tuple(cells), at=at)


def named(case: CaseId, *, is_it: bool) -> Any:
    def problem(response: Any) -> str:
        found = f'"/cases/{case}/"' in response.content.decode()
        return "" if found == is_it else f"listed: {found}"

    return problem


# Who may send for whom. From 13 a child writes alone; what a guardian asks for in the guardian's own
# name goes on; child psychiatry ends at 18.
_TWO = ("guardian", "other_guardian")
MESSAGE, CERTIFICATE = "message", "care-allowance-certificate"
SENDS = {
    (TUESDAY, MESSAGE): {*product(_TWO, ("child",)), ("child", "child"), ("youth", "youth")},
    (TUESDAY, CERTIFICATE): {
        *product(_TWO, ("child",)),
        ("child", "child"),
        ("youth", "youth"),
        ("youth_guardian", "youth"),
    },
    (ON_13, MESSAGE): {("child", "child")},
    (ON_13, CERTIFICATE): {("child", "child"), *product(_TWO, ("child",))},
}
KEY = "0b1a4a5e-6f57-4a6f-8a3e-0c8f3d6a0b11"


def of_sending(place: Place) -> Iterator[Probe]:
    """Everybody sends for everybody in the families."""
    for ((at, service), pairs), who, about in product(SENDS.items(), EVERYBODY, FAMILY):
        address = f"/new/{service}/?for={place.desk.person(about)}&clinic=outpatient&key={KEY}"
        may = (who, about) in pairs
        told = f"{service} for {about}, {at:%Y-%m-%d}"
        out = leads_out if who not in FAMILY else refused_or_led_back
        yield Probe(
            who,
            "submit",
            lambda client, address=address: client.get(address),  # type: ignore[misc]
            (Check(f"is asked the questions of {told}", gives(IN) if may else out),),
            at=at,
        )
        yield Probe(
            who,
            "submit",
            lambda client, address=address, service=service: client.post(  # type: ignore[misc]
                address, filled(service)
            ),
            (
                Check(
                    f"sends {told}", gives(DONE) if may else out if who in FAMILY else out_or_kept
                ),
            ),
            effect=may,
            is_write=True,
            at=at,
        )


def of_starting(place: Place) -> Iterator[Probe]:
    """Everybody begins to write for everybody: what can't be sent is offered to nobody."""
    shortcut = "/shortcut/self-referral/?for={}&clinic=outpatient"
    for at, who, about in product((TUESDAY, ON_13), EVERYBODY, FAMILY):
        person = place.desk.person(about)
        cells = [Check(f"begins for {about}, {at:%Y-%m-%d}", is_no_crash)]
        cells += [
            Check(
                f"is offered {service} for {about}, {at:%Y-%m-%d}", offered(service, person, is_it)
            )
            for service in (MESSAGE, CERTIFICATE)
            for is_it in [(who, about) in SENDS[at, service]]
        ]
        begin = f"/?for={person}&clinic=outpatient"
        yield Probe(
            who,
            "submit",
            lambda client, begin=begin: client.get(begin),  # type: ignore[misc]
            tuple(cells),
            at=at,
        )
        out = leads_out if who not in FAMILY else refused_or_led_back
        yield Probe(
            who,
            "submit",
            lambda client, person=person: client.get(shortcut.format(person)),  # type: ignore[misc]
            (
                Check(
                    f"is shown another way for {about}, {at:%Y-%m-%d}",
                    gives(IN) if (who, about) in SENDS[at, MESSAGE] else out,
                ),
            ),
            at=at,
        )


def is_no_crash(response: Any) -> str:
    return f"{response.status_code}" if response.status_code >= 500 else ""


def offered(service: str, person: int, is_it: bool) -> Any:
    wanted = re.compile(rf'/new/{service}/\?[^"]*\bfor={person}\b')

    def problem(response: Any) -> str:
        found = bool(wanted.search(response.content.decode()))
        return "" if found == is_it else f"offered: {found}"

    return problem


def refused_or_led_back(response: Any) -> str:
    status = response.status_code
    return "" if status in (302, 403, 404) else f"{status}, which is no refusal"


# Whose extract of the log somebody sees: one's own, and a child's who doesn't act alone.
GROWN = ("guardian", "other_guardian", "youth_guardian", "stranger")
OWN = {*zip(GROWN, GROWN, strict=True)}
EXTRACTS = {
    TUESDAY: OWN | {("youth", "youth"), *product(_TWO, ("child",))},
    ON_13: OWN | {("youth", "youth"), ("child", "child")},
}


def of_extracts(place: Place) -> Iterator[Probe]:
    """Everybody asks who has looked at everybody's cases."""
    for (at, pairs), who, about in product(EXTRACTS.items(), EVERYBODY, FAMILY):
        may = (who, about) in pairs
        refused = gives(NOTHING_THERE) if who in FAMILY else leads_out
        path = f"/cases/looks/?for={place.desk.person(about)}"
        yield Probe(
            who,
            "extract",
            lambda client, path=path: client.get(path),  # type: ignore[misc]
            (Check(f"asks who looked at {about}'s, {at:%Y-%m-%d}", gives(IN) if may else refused),),
            at=at,
        )


# --- Files ---------------------------------------------------------------------------------------


def of_files(place: Place) -> Iterator[Probe]:
    """Everybody asks for a file of a message, by both doors, to save it or to look at it."""
    for door, who, last in product(("", "/staff"), EVERYBODY, ("", "picture/")):
        at_home = who in FAMILY if not door else ROLES.get(who) is not None
        may = who in (AT_OUTPATIENT if door else set(_TWO))
        path = f"{door}/files/{place.file}/{last}"
        expected = gives(IN if may else NOTHING_THERE) if at_home else leads_out
        yield Probe(
            who,
            "open-case" if door else "read-thread",
            lambda client, path=path: client.get(path),  # type: ignore[misc]
            (Check(f"asks for a file at {door or 'home'}, {last or 'whole'}", expected),),
        )
