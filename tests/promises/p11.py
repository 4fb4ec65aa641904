"""P11: every access is logged, and the log can't be changed unseen."""

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.build import WORDS
from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import address_of
from tests.doors.logged import WRITES, database_refuses
from tests.doors.registers import REGISTER, row, write
from tests.doors.test_log_of_pages import READ_THE_LOG, VISITS
from tests.promises.p09_office import numbered
from tests.promises.planting import everywhere
from tests.promises.promise import Fault, Promise, Tally, Trial, emptied, rolled_back
from tests.rooms import tampering
from tests.rooms.tampering import TAMPERINGS, Log, a_log
from tests.workbooks import read as opened
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId, Profession, Role
from vardag.doors.ops.log import verifier as log_verifier
from vardag.doors.shared import access_log
from vardag.rooms.audit import actions as audit
from vardag.rooms.audit import key as keys
from vardag.rooms.audit import signing
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import What, as_named, as_rows
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.people import actions as people
from vardag.rooms.registers.models import EntryRow

SECRET = "Det som ingen får läsa utan att det skrivs upp"
PAPER = b"%PDF- " + SECRET.encode()

# --- Who is there --------------------------------------------------------------------------------

OUTPATIENT, MEDICAL, ELSEWHERE = "outpatient", "medical", "elsewhere"
# Written by hand: from which clinic, and by which role, everybody's entries are.
ASSIGNED = {
    "receiver": (OUTPATIENT, "receiver"),
    "nurse": (OUTPATIENT, "receiver"),
    "clinician": (OUTPATIENT, "handler"),
    "manager": (OUTPATIENT, "manager"),
    "administrator": (OUTPATIENT, "administrator"),
    "reviewer": (OUTPATIENT, "log-reviewer"),
    "certificate_secretary": (MEDICAL, "handler"),
    "doctor": (MEDICAL, "handler"),
    "medical_receiver": (MEDICAL, "receiver"),
    "outsider": (ELSEWHERE, "receiver"),
}
# And whose extract of the log a family's members see first; a child of ten sees none.
EXTRACTS = {
    "guardian": "child",
    "other_guardian": "child",
    "child": "",
    "youth": "youth",
    "youth_guardian": "youth_guardian",
    "stranger": "stranger",
}
EVERYBODY = (*ASSIGNED, *matrix.RESIDENTS)


def a_desk_of_everybody(patch: pytest.MonkeyPatch) -> Desk:
    """Build the world with a log reviewer in it, where setting paper in type takes no time."""
    desk = a_desk(patch)
    desk.it_is(TUESDAY)
    for page in ("inbox.paper.views", "inbox.paper.many", "portal.receipt.views"):
        patch.setattr(f"vardag.doors.{page}.pdf_of", lambda *_, **__: PAPER)
    reviewer = people.add_staff(
        given_name="reviewer",
        family_name="",
        hsa_id="SE0000000000-9001",
        profession=Profession.OTHER,
        title="",
    )
    here = desk.world.clinics[OUTPATIENT]
    people.grant(person=reviewer, clinic=here, role=Role.LOG_REVIEWER, from_date=TUESDAY.date())
    desk.world.staff["reviewer"] = reviewer
    return desk


# --- Every access is an entry, and no entry without one ------------------------------------------

type Fields = dict[str, object] | None
type ByHand = tuple[int, int | None]
"""A row by hand of a register, and the patient whom it is about, if the product knows that person."""

type Entry = tuple[str, str, int | None, int | None, frozenset[int], frozenset[ByHand]]
"""What an entry says: what was done, what came of it, which case, which patient, which were listed.

And which rows by hand.
"""

CASE_PAGES = {
    *("inbox:case", "inbox:draft", "inbox:preview", "inbox:discard", "inbox:act"),
    *("portal:case", "portal:sent", "portal:receipt"),
}
LISTS = {
    *("inbox:inbox", "inbox:mine", "inbox:awaiting", "inbox:closed", "inbox:work"),
    *("inbox:prints", "inbox:hand_over", "inbox:late_elsewhere", "inbox:reconciliation"),
    *(
        "inbox:register",
        "inbox:work_done",
        "inbox:piece",
        "inbox:found",
        "portal:start",
        "portal:cases",
    ),
}
_STAFFS = re.compile(r'(?:href|action|hx-post)="/staff/(?:cases|work)/(\d+)/')
_BESIDE = re.compile(r'<li><a href="/staff/cases/(\d+)/\?from=\d+"')
_ROWS = re.compile(r'href="/staff/registers/[\w-]+/rows/(\d+)/"')
_FAMILYS = re.compile(r'href="/cases/(\d+)/')
SHOWS = {200, 409, 422}


@dataclass
class Session:
    """A working day by chance: who is signed in, which cases there are, and what time it is."""

    desk: Desk
    tally: Tally
    browsers: dict[str, Client] = field(default_factory=dict)
    cases: dict[CaseId, int] = field(default_factory=dict)  # with their patients
    rows: dict[int, int | None] = field(default_factory=dict)  # by hand, with theirs
    second: int = 0

    def browser(self, who: str) -> Client:
        return self.browsers.setdefault(who, self.desk.sits(who))

    def something_comes_in(self) -> None:
        draw, send = self.tally.draw, self.desk.send
        kind = draw.choice(["message", "message", "renew-prescription", "print", "write", "youth"])
        written = {"text": SECRET}
        match kind:
            case "print":
                case = self.desk.certificate_to_print()
            case "write":
                case = self.desk.certificate_to_write()
            case "youth":
                case = send("message", form=written, by="youth", about="youth")
            case _:
                case = send(kind, form=written if kind == "message" else None)
        about = "youth" if kind == "youth" else "child"
        self.cases[case] = self.desk.person(about)

    def somebody_calls(self) -> None:
        """Write a row by hand: about the child, by the number, or about somebody whom nobody knows."""
        is_known, nth = self.tally.draw.random() < 0.5, len(self.rows)
        child = self.desk.person("child")
        number = {"personal_number": numbered(child, 0)} if is_known else {}
        self.rows[write(self.desk, patient=called(nth), **number)] = child if is_known else None

    def known(self) -> CaseId:
        return self.tally.draw.choice(list(self.cases)[-12:])


def called(nth: int) -> str:
    """Return a name that no other row by hand has."""
    return f"Samtal {nth} Larsson"


@dataclass(frozen=True)
class Doing:
    """Something that somebody asks for."""

    page: str
    address: str
    fields: Fields = None
    by_script: bool = False
    case: CaseId | None = None
    row: int | None = None  # by hand
    whose: str = ""  # extract of the log it is
    is_followed: bool = False  # to where it leads


def log_of_a_day(tally: Tally) -> None:
    """Let everybody do things by chance; after each, hold what was answered against the entries."""
    with rolled_back() as patch:
        session = Session(a_desk_of_everybody(patch), tally)
        for _ in range(6):
            session.something_comes_in()
            session.somebody_calls()
        while not tally.is_over:
            if tally.draw.random() < 0.05:
                session.something_comes_in()
                session.somebody_calls()
            tally.count(one_doing(session))


def one_doing(session: Session) -> str:
    """Do something, and return how the log differs from what was shown; empty if it doesn't."""
    session.second += 1
    at = TUESDAY + timedelta(seconds=session.second)
    session.desk.it_is(at)
    draw = session.tally.draw
    who = draw.choice(EVERYBODY)
    doing = draw.choice(doings_of(who, session))
    browser, headers = session.browser(who), {"HX-Request": "true"} if doing.by_script else {}
    if doing.fields is None:
        response = browser.get(doing.address, headers=headers)
    else:
        response = browser.post(
            doing.address, doing.fields, headers=headers, follow=doing.is_followed
        )
    rows = AccessRow.objects.filter(at=at)
    found = sorted((as_entry(row) for row in rows), key=repr)
    expected = sorted(expected_of(doing, response, session), key=repr)
    said = f"{who} at {doing.page} ({response.status_code})"
    if found != expected:
        return f"{said}: the log has {found}, and should have {expected}"
    if any(by_whom(row) != by_whom_expected(who, session.desk) for row in rows):
        return f"{said}: an entry is by somebody else, or from another clinic"
    return ""


def by_whom(row: AccessRow) -> tuple[object, ...]:
    return row.person_id, row.clinic_id, row.roles


def by_whom_expected(who: str, desk: Desk) -> tuple[object, ...]:
    if who not in ASSIGNED:
        return desk.person(who), None, ""
    clinic, role = ASSIGNED[who]
    return desk.person(who), desk.world.clinics[clinic], role


def as_entry(row: AccessRow) -> Entry:
    named = frozenset(int(case) for case, _ in as_named(row.named))
    by_hand = frozenset((each, about and int(about)) for each, about in as_rows(row.named))
    return row.what, row.result, row.case_id, row.patient_id, named, by_hand


NONE: frozenset[int] = frozenset()
NO_ROWS: frozenset[ByHand] = frozenset()


def expected_of(doing: Doing, response: Any, session: Session) -> Iterator[Entry]:
    """Yield what must stand in the log, judged by what came back alone."""
    status, html = response.status_code, response.content.decode(errors="replace")
    patient = None if doing.case is None else session.cases[doing.case]
    if status in (403, 404) or is_a_print_of_what_was_sent_on(doing, response, session):
        yield "tried", "refused", doing.case, patient, NONE, NO_ROWS
    leads_on = "HX-Redirect" in response.headers
    shows_case = (status in SHOWS and not leads_on) or (status == 403 and 'id="case"' in html)
    if doing.page == "inbox:print" and status == 200:
        yield "printed", "shown", doing.case, patient, NONE, NO_ROWS
    elif doing.page in (*CASE_PAGES, "portal:answer", "inbox:print") and shows_case:
        is_staffs = doing.page in (*CASE_PAGES, "inbox:print")
        beside = _BESIDE.findall(html) if is_staffs else ()
        yield "opened", "shown", doing.case, patient, frozenset(int(pk) for pk in beside), NO_ROWS
    elif doing.page in LISTS and status in SHOWS:
        links = _FAMILYS if doing.page.startswith("portal:") else _STAFFS
        named = frozenset(int(pk) for pk in links.findall(html))
        if named or doing.page != "portal:start":
            yield WRITES[doing.page], "shown", None, None, named, rows_in(html, session)
    elif doing.row is not None and status in SHOWS:
        about = session.rows[doing.row]
        yield "register", "shown", None, about, NONE, frozenset({(doing.row, about)})
    elif doing.page == "inbox:register_workbook" and status == 200:
        yield "taken-out", "shown", None, None, *taken_out(response.content, session)
    elif WRITES.get(doing.page) == "reviewed" and status in SHOWS:
        yield "reviewed", "shown", None, None, NONE, NO_ROWS  # nothing was read by exception here
    elif doing.page == "portal:looks" and status in SHOWS and doing.whose:
        about = session.desk.person(doing.whose)
        theirs = frozenset(case for case, patient in session.cases.items() if patient == about)
        yield "extract", "shown", None, about, theirs, NO_ROWS


def rows_in(html: str, session: Session) -> frozenset[ByHand]:
    """Return the rows by hand that a page leads to."""
    return frozenset((int(pk), session.rows[int(pk)]) for pk in _ROWS.findall(html))


def taken_out(data: bytes, session: Session) -> tuple[frozenset[int], frozenset[ByHand]]:
    """Return the cases and the rows by hand that a workbook has, as another program reads it."""
    head, *rows = opened(data)
    at, who = head.index("Ärende"), head.index("Barn")
    numbers = {session.desk.case(case).number: int(case) for case in session.cases}
    names = {called(nth): pk for nth, pk in enumerate(session.rows)}
    by_hand = {names[str(row[who])] for row in rows if not row[at]}
    cases = frozenset(numbers[str(row[at])] for row in rows if row[at])
    return cases, frozenset((pk, session.rows[pk]) for pk in by_hand)


def is_a_print_of_what_was_sent_on(doing: Doing, response: Any, session: Session) -> bool:
    """Tell whether somebody may only read what another clinic prints: that leads back to the case."""
    if doing.page != "inbox:print" or doing.case is None or response.status_code != 302:
        return False
    clinic, _ = ASSIGNED[session.desk.world.name_of(response.wsgi_request.actor.id)]
    has_it: int = CaseRow.objects.get(pk=doing.case).clinic_id
    return has_it != session.desk.world.clinics[clinic]


def doings_of(who: str, session: Session) -> list[Doing]:
    if who in ASSIGNED:
        return [*staffs_doings(session), *registers_doings(session), *offices_doings(session)]
    return familys_doings(who, session)


def staffs_doings(session: Session) -> list[Doing]:
    case = session.known()
    version = session.desk.case(case).case.version
    seen: dict[str, object] = {"seen": str(version)}
    nurse = f"person:{session.desk.person('nurse')}:{session.desk.world.clinics[OUTPATIENT]}"
    acts_of_it: dict[str, dict[str, object]] = {
        "claim": seen,
        "note": {**seen, "note-text": "Ja."},
        "assign": {**seen, "assign-to": nurse},
        "counter-question": {**seen, "question-text": "Vilken dag?"},
        "reply": {**seen, "reply-text": session.tally.draw.choice([" ", "Torsdag."])},
        "return": {"seen": "1"},
    }
    key = session.tally.draw.choice(list(acts_of_it))
    act, fields = address_of(case, key), acts_of_it[key]
    return [
        Doing("inbox:case", address_of(case), case=case),
        Doing("inbox:case", f"{address_of(case)}?act=reply", case=case),
        Doing("inbox:draft", address_of(case, "draft"), seen, case=case),
        Doing("inbox:preview", address_of(case, "preview"), {**fields, "send": key}, case=case),
        Doing("inbox:keep", address_of(case, "keep"), fields, case=case),
        Doing("inbox:discard", address_of(case, "discard"), fields, case=case),
        Doing("inbox:here", address_of(case, "here"), seen, case=case),
        Doing("inbox:act", act, fields, case=case),
        Doing("inbox:act", act, fields, by_script=True, case=case),
        Doing("inbox:print", address_of(case, "print"), seen, case=case),
        Doing("inbox:inbox", "/staff/"),
        Doing("inbox:mine", "/staff/mine/"),
        Doing("inbox:awaiting", "/staff/awaiting/"),
        Doing("inbox:closed", "/staff/closed/"),
        searched(case, session),
        Doing("inbox:work", "/staff/work/"),
        Doing("inbox:piece", f"/staff/work/{case}/", case=case),
        Doing("inbox:prints", "/staff/print/"),
        Doing("inbox:prints", "/staff/print/", {"case": str(case)}),
        Doing("inbox:hand_over", "/staff/hand-over/"),
        Doing("inbox:late_elsewhere", "/staff/late-elsewhere/"),
        Doing("inbox:reconciliation", "/staff/reconciliation/"),
        Doing("inbox:register", "/staff/registers/prescription-requests/"),
        Doing("inbox:case", f"/staff/cases/{10**30}/"),
    ]


def registers_doings(session: Session) -> list[Doing]:
    draw = session.tally.draw
    entry = draw.choice(list(session.rows)[-12:])
    there = EntryRow.objects.get(pk=entry)
    seen: dict[str, object] = {"seen": str(draw.choice([there.version, 1]))}
    said = {"patient": there.patient, "personal_number": there.personal_number}
    day = draw.choice(["igår", "2026-04-03"])
    reason = draw.choice([" ", " ", " ", "Dubblett"])
    return [
        Doing("inbox:register_workbook", f"{REGISTER}workbook/"),
        Doing("inbox:register_new", f"{REGISTER}new/"),
        Doing("inbox:register_row", row(entry), row=entry),
        Doing(
            "inbox:register_correct",
            row(entry, "correct/"),
            {**seen, **said, "received": day},
            row=entry,
        ),
        Doing(
            "inbox:register_complete", row(entry, "complete/"), {**seen, "closed": day}, row=entry
        ),
        Doing(
            "inbox:register_strike", row(entry, "strike/"), {**seen, "reason": reason}, row=entry
        ),
        Doing("inbox:register_row", row(10**30)),
    ]


def searched(case: CaseId, session: Session) -> Doing:
    typed = session.tally.draw.choice(["child", "youth hemlig", "finns inte", str(case)])
    return Doing("inbox:found", "/staff/search/", {"sought": typed}, is_followed=True)


def offices_doings(session: Session) -> list[Doing]:
    return [
        Doing("office:log", "/staff/office/log/"),
        Doing("office:openings", "/staff/office/exceptions/"),
        Doing("office:staff", "/staff/office/staff/"),
        Doing("office:roster", "/staff/office/roster/"),
        Doing("inbox:exceptional", "/staff/exceptional/"),
    ]


def familys_doings(who: str, session: Session) -> list[Doing]:
    case = session.known()
    answer: dict[str, object] = {"text": session.tally.draw.choice([" ", "Torsdag."])}
    return [
        Doing("portal:case", f"/cases/{case}/", case=case),
        Doing("portal:case", f"/cases/{case}/", case=case),
        Doing("portal:sent", f"/cases/{case}/sent/", case=case),
        Doing("portal:receipt", f"/cases/{case}/receipt/", case=case),
        Doing("portal:answer", f"/cases/{case}/answer/", answer, case=case),
        Doing("portal:start", "/"),
        Doing("portal:cases", "/cases/"),
        Doing("portal:looks", "/cases/looks/", whose=EXTRACTS[who]),
        Doing("portal:case", f"/cases/{10**30}/"),
    ]


# --- No log, no content --------------------------------------------------------------------------

# The office's are left out: to look at blocks, a guardian is blocked, who reads here as well.
READINGS = sorted(
    page for page in VISITS if page not in READ_THE_LOG and not page.startswith("office:")
)


def nothing_without_a_log(tally: Tally) -> None:
    """Make the log unwritable in one of two ways, and ask for pages with patients' data on them."""
    with emptied() as patch:
        desk = a_desk_of_everybody(patch)
        case = desk.send("message", form={"subject": SECRET, "text": SECRET})
        desk.do(case, "nurse", acts.Claim(), acts.AskCounterQuestion(WORDS))
        while not tally.is_over:
            page, way = tally.draw.choice(READINGS), tally.draw.choice(list(UNWRITABLE))
            with UNWRITABLE[way]():
                response = VISITS[page](desk, case)
            said = response.content.decode(errors="replace")
            leaks = [each for each in (SECRET, "child", desk.case(case).number) if each in said]
            wrong = response.status_code != 503 or leaks
            tally.count(f"{page}, {way}: {response.status_code}, with {leaks}" if wrong else "")


@contextmanager
def key_is_gone() -> Iterator[None]:
    def none() -> bytes:
        raise keys.NoKey("no such file")

    with pytest.MonkeyPatch.context() as patch:
        everywhere(patch, keys.log_key, none)
        yield


UNWRITABLE = {
    "the database refuses": database_refuses,
    "the key is gone": key_is_gone,
}

# --- The log can't be changed unseen -------------------------------------------------------------


def tamper(tally: Tally) -> None:
    """Tamper with a log by chance, and hold what the verifier names against what was changed first."""
    with emptied(), tempfile.TemporaryDirectory() as folder:
        log = a_log(Path(folder))
        try:
            while not tally.is_over:
                change = tally.draw.choice(TAMPERINGS)
                tampered = log.copy()
                did = change(tampered, tally.draw)
                first, said = first_changed(log, tampered), tampered.verdict().broken
                named = bool(said) and re.match(first, said)
                tally.count("" if named else f"{change.__name__} ({did}): {first}, said: {said}")
                tampered.tables.close()
        finally:
            while tampering.OPENED:
                tampering.OPENED.pop().close()


_SEALS = "SELECT number, access_id, at, mac FROM audit_seal ORDER BY number"
_ENTRIES = f"SELECT {tampering.COLUMNS} FROM audit_access ORDER BY id"


def first_changed(before: Log, after: Log) -> str:
    """Return how the verifier's answer must begin, by comparing the tables row by row."""
    seals = {row[0]: row for row in before.run(_SEALS)}
    now = {row[0]: row for row in after.run(_SEALS)}
    entries = {row[0]: row for row in before.run(_ENTRIES)}
    left = {row[0]: row for row in after.run(_ENTRIES)}
    for number in sorted(seals.keys() | now.keys()):
        seal, one = seals.get(number), now.get(number)
        if seal != one or seal is None or entries[seal[1]] != left.get(seal[1]):
            return rf"entry {number}\b"
    if before.head != after.head:
        return "the head"
    return "row "


# --- Faults --------------------------------------------------------------------------------------


def entries_are_written_afterwards(patch: pytest.MonkeyPatch) -> None:
    write, waiting = audit.note_access, []

    def later(**particulars: Any) -> int:
        for each in waiting:
            write(**each)
        waiting[:] = [particulars]
        return 0

    everywhere(patch, write, later)


def lists_are_not_entries(patch: pytest.MonkeyPatch) -> None:
    write = access_log.shown

    def shown(request: Any, what: What, **about: Any) -> None:
        if what is not What.LISTED:
            write(request, what, **about)

    patch.setattr(access_log, "shown", shown)


def rows_by_hand_are_not_named(patch: pytest.MonkeyPatch) -> None:
    write = access_log.shown

    def shown(request: Any, what: What, *, rows: Any = (), **about: Any) -> None:
        write(request, what, **about)

    patch.setattr(access_log, "shown", shown)


def a_list_names_its_first_case(patch: pytest.MonkeyPatch) -> None:
    write = access_log.shown

    def shown(request: Any, what: What, *, named: Any = (), **about: Any) -> None:
        write(request, what, named=list(named)[:1], **about)

    patch.setattr(access_log, "shown", shown)


def tries_are_not_entries(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(access_log, "refused", lambda *_, **__: None)


def a_log_that_fails_is_passed_over(patch: pytest.MonkeyPatch) -> None:
    write = audit.note_access

    def as_well_as_can_be(**particulars: Any) -> int:
        try:
            return write(**particulars)
        except audit.LogUnwritable:
            return 0

    everywhere(patch, write, as_well_as_can_be)


def a_chain_without_a_key(patch: pytest.MonkeyPatch) -> None:
    """Sign with what everybody knows, which is what a plain hash is."""
    everywhere(patch, keys.log_key, lambda: tampering.NO_KEY)
    patch.setattr(tampering, "log_key", lambda: tampering.NO_KEY)


def a_chain_without_its_end(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log_verifier, "_end_as", lambda *_: None)


def entries_without_a_seal_are_believed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log_verifier, "_look_at_the_unsealed", lambda *_: None)


def the_patient_is_not_signed(patch: pytest.MonkeyPatch) -> None:
    """Leave a column out of what is signed, in the writer and the verifier alike."""
    sign, believe = signing.entry_mac, log_verifier.signing
    everywhere(patch, sign, lambda key, values: sign(key, [*values[:7], *values[8:]]))
    patch.setattr(log_verifier, "signing", lambda key: without_the_patient(believe(key)))


def without_the_patient(believe: log_verifier.IsSigned) -> log_verifier.IsSigned:
    def is_signed(text: str | None, mac: object) -> bool:
        if text and text.startswith('["vardag access'):
            values = json.loads(text)
            text = json.dumps([*values[:8], *values[9:]], separators=(",", ":"))
        return believe(text, mac)

    return is_signed


def any_entry_is_named(patch: pytest.MonkeyPatch) -> None:
    verdict = Log.verdict

    def vague(log: Log, **particulars: Any) -> log_verifier.Verdict:
        found = verdict(log, **particulars)
        return log_verifier.Verdict(found.entries, found.broken and "entry 25: it is broken")

    patch.setattr(Log, "verdict", vague)


DAY = Trial(
    name="a day's entries",
    counts="something that somebody asks for, held against the log's entries one to one",
    many=2_000,
    minutes=1.5,
    run=log_of_a_day,
)
WITHOUT = Trial(
    name="no log, no content",
    counts="a page that is asked for while the log can't be written",
    many=100,
    minutes=0.3,
    run=nothing_without_a_log,
    commits=True,
)
TAMPERING = Trial(
    name="tampering",
    counts="a change of the log or its head; the first broken entry is to be named",
    many=1_000,
    minutes=0.3,
    run=tamper,
    commits=True,
)
type Plant = Callable[[pytest.MonkeyPatch], None]

FAULTS = (
    Fault(
        "afterwards",
        "entries are written after the page has left, from a queue",
        entries_are_written_afterwards,
        DAY,
    ),
    Fault("no-lists", "lists are not entries", lists_are_not_entries, DAY),
    Fault("first-of-a-list", "a list names its first case only", a_list_names_its_first_case, DAY),
    Fault("no-rows", "a list doesn't name its rows by hand", rows_by_hand_are_not_named, DAY),
    Fault("no-tries", "what is refused is not an entry", tries_are_not_entries, DAY),
    Fault(
        "passed-over",
        "when the log can't be written, the page is shown all the same",
        a_log_that_fails_is_passed_over,
        WITHOUT,
    ),
    Fault("no-key", "the chain is made with no secret key", a_chain_without_a_key, TAMPERING),
    Fault(
        "no-end", "the chain's end is not held against the head", a_chain_without_its_end, TAMPERING
    ),
    Fault(
        "unsealed",
        "entries that have no seal yet are believed",
        entries_without_a_seal_are_believed,
        TAMPERING,
    ),
    Fault(
        "unsigned-column",
        "the patient is left out of what is signed",
        the_patient_is_not_signed,
        TAMPERING,
    ),
    Fault(
        "vague", "another entry than the first broken one is named", any_entry_is_named, TAMPERING
    ),
)

P11 = Promise(
    key="P11",
    sentence="Every access is logged, and the log can't be changed unseen.",
    trials=(DAY, WITHOUT, TAMPERING),
    faults=FAULTS,
    notes=(
        "Lists, pages, prints, worklists, registers, a family's extract and refused tries, by pages.",
        "Not found by design: what ADR-0024 names under its consequences.",
    ),
)
