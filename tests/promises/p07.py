"""P7: files can't hurt, and don't vanish."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.http import HttpResponse

from tests.adapters.fake_clamd import CLEAN, FOUND, HANGS_UP, KILLED, LIES, SLOW, clamd
from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk
from tests.files_corpus import corpus
from tests.filing import a_photo, at_once, jpeg, keep, pdf
from tests.promises.planting import everywhere
from tests.promises.promise import Fault, Promise, Tally, Trial, rolled_back
from tests.rooms.test_files_corpus import wrong_with
from vardag.adapters.scanner.clamd import Clamd
from vardag.domain.case import acts
from vardag.domain.case import files as law
from vardag.domain.case.files import Media, Verdict
from vardag.domain.people.identity import CaseId
from vardag.doors.shared import attached
from vardag.rooms.cases import actions as cases
from vardag.rooms.cases import attached as files_of_cases
from vardag.rooms.cases.file_rows import CaseFileRow
from vardag.rooms.cases.queries import full_case
from vardag.rooms.files import actions, store
from vardag.rooms.files.inspecting import look as looking
from vardag.rooms.files.inspecting.found import Found
from vardag.rooms.files.models import FileRow
from vardag.rooms.files.scanner import NoVerdict

PEOPLE = {
    "": ("guardian", "other_guardian", "child", "youth", "youth_guardian", "stranger"),
    "/staff": ("receiver", "nurse", "clinician", "doctor", "manager", "administrator", "outsider"),
}
# Written by hand: who fetches a file of a case about the child, and one that is not for guardians
# of a case about the youth.
FETCH = {
    ("child", ""): {"guardian", "other_guardian"},
    ("youth", ""): {"youth"},
    ("child", "/staff"): {"receiver", "nurse"},
    ("youth", "/staff"): {"receiver", "nurse"},
}


@contextmanager
def a_place() -> Iterator[tuple[Desk, Path]]:
    """Give a world, and a store that is gone afterwards."""
    with rolled_back() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(settings, "FILES", Path(folder))
        patch.setattr(settings, "SCANNER", "stand-in")
        at_once(patch)
        desk = a_desk(patch)
        desk.it_is(TUESDAY)
        yield desk, Path(folder)


# --- What is in them -----------------------------------------------------------------------------


def look_into_each(tally: Tally) -> None:
    """Look into files, drawn from the corpus when not all are wanted."""
    samples = corpus()
    if tally.many < len(samples):
        samples = tuple(tally.draw.sample(samples, tally.many))
    for sample in samples:
        tally.count(wrong_with(sample))
        if tally.is_over:
            return


CONTENT = Trial(
    "files of the corpus",
    "a file that was made to be taken or to be refused; the verdict is that of the list, the dots are"
    " the same, and nothing tells where it was taken",
    many=300,
    minutes=0.1,
    run=look_into_each,
    one_database=True,
)

# --- The scanner ---------------------------------------------------------------------------------


def scan_each(tally: Tally) -> None:
    """Let the scanner be away, slow, lying or killed, and then itself again."""
    days = (*LIES, HANGS_UP, KILLED, SLOW, b"")
    with a_place() as (desk, _), pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "_AT_ONCE", 0.2)
        while not tally.is_over:
            day = tally.draw.choice(days)
            tally.count(_a_bad_day(desk, patch, day, tally.draw.choice((CLEAN, FOUND))))


def _a_bad_day(desk: Desk, patch: pytest.MonkeyPatch, day: bytes, then: bytes) -> str:
    case, owner = desk.send("message"), desk.person("guardian")
    desk.do(case, "nurse", acts.AskCounterQuestion(acts.Message(text="Skicka bilden.")))
    with clamd(day) as where:
        patch.setattr(settings, "SCANNER", where if day else "tcp:127.0.0.1:1")
        file = keep(owner)
    by = desk.world.resident("guardian", on=TUESDAY.date())
    cases.answer(case_id=case, text="", by=by, at=TUESDAY, files=[file])
    before = _seen(desk, case, file)
    with clamd(then) as where:
        patch.setattr(settings, "SCANNER", where)
        actions.judge(file, at=TUESDAY)
    after, clean = _seen(desk, case, file), then == CLEAN
    if before != (Verdict.AWAITING, 404, True):
        return f"on a day of {day[:20]!r} a file is {before}"
    if after != ((Verdict.CLEAN, 200, False) if clean else (Verdict.REFUSED, 404, False)):
        return f"after {then!r} a file is {after}"
    return ""


def _seen(desk: Desk, case: CaseId, file: UUID) -> tuple[str, int, bool]:
    """Return what is known of a file, what who asks for it gets, and whether its page says it waits."""
    nurse = desk.sits("nurse")
    page = nurse.get(f"/staff/cases/{case}/").content.decode()
    fetched = nurse.get(f"/staff/files/{file}/").status_code
    return FileRow.objects.get(pk=file).verdict, fetched, "Väntar på kontroll" in page


SCANNING = Trial(
    "days of the scanner",
    "a file sent while the scanner is away, slow, lying or killed: it waits visibly, nobody fetches it,"
    " and it is judged when the scanner is itself again",
    many=60,
    minutes=1.5,
    run=scan_each,
)

# --- Fetching ------------------------------------------------------------------------------------


def fetch_each(tally: Tally) -> None:
    """Let everybody ask for files, in order and by chance."""
    with a_place() as (desk, _):
        asked = {about: _with_file(desk, about) for about in ("child", "youth")}
        while not tally.is_over:
            about, under = tally.draw.choice(list(FETCH))
            who, last = tally.draw.choice(PEOPLE[under]), tally.draw.choice(("", "picture/"))
            answer = desk.sits(who).get(f"{under}/files/{asked[about]}/{last}")
            may = who in FETCH[about, under]
            tally.count(_wrong_with_answer(answer, who, may=may, file=asked[about], last=last))


def _with_file(desk: Desk, about: str) -> UUID:
    by = "guardian" if about == "child" else about
    case, nurse = (
        desk.send("message", by=by, about=about),
        desk.world.staff_member("nurse", on=WEDNESDAY.date()),
    )
    file = keep(nurse.id, at=WEDNESDAY)
    message = acts.Message(text="Se bilden.", not_for_guardians=about == "youth")
    act = acts.SendInterimReply(message)
    cases.perform(case_id=case, act=act, by=nurse, at=WEDNESDAY, files=[file])
    desk.do(case, "nurse", acts.ReturnToInbox())
    return file


def _wrong_with_answer(answer: Any, who: str, *, may: bool, file: UUID, last: str) -> str:
    if (answer.status_code == 200) != may:
        return f"{who} gets {answer.status_code}"
    if not may:
        return "" if answer.status_code == 404 else f"{who} is told {answer.status_code}"
    if answer.content != store.read(file, preview=bool(last)):
        return f"{who} gets other bytes"
    saved = answer.headers.get("Content-Disposition", "").startswith("attachment")
    quiet = "sandbox" in answer.headers.get("Content-Security-Policy", "")
    nosniff = answer.headers.get("X-Content-Type-Options") == "nosniff"
    drawn = last and answer.headers["Content-Type"] == "image/jpeg"
    return "" if quiet and nosniff and (saved or drawn) else f"{who} could run it"


FETCHING = Trial(
    "files asked for",
    "somebody who asks for a file or its picture: who may read its message gets the very bytes, to be"
    " saved or as a drawn picture, and others what one gets of no file",
    many=600,
    minutes=1,
    run=fetch_each,
)

# --- Coming in -----------------------------------------------------------------------------------

_NAMES = (
    "bild.jpg",
    "../../../etc/passwd",
    "C:\\a\\b.jpg",
    "x" * 255 + ".jpg",
    "\u202egpj.exe",
    "",
)


def cut_each(tally: Tally) -> None:
    """Cut uploads short at random bytes: what came whole is there, and nothing else anywhere."""
    with a_place() as (desk, folder):
        case = desk.send("message")
        desk.do(case, "nurse", acts.AskCounterQuestion(acts.Message(text="Skicka bilden.")))
        client = desk.sits("guardian")
        while not tally.is_over:
            name = tally.draw.choice(_NAMES)
            body = _form(name, tally.draw.choice((a_photo(), pdf(), jpeg(60, 60))))
            until = tally.draw.choice((len(body), tally.draw.randrange(len(body))))
            answer = client.generic(
                "POST",
                f"/cases/{case}/answer/",
                body[:until],
                "multipart/form-data; boundary=grans",
            )
            tally.count(_wrong_with_store(folder, answer.status_code))
            for row in FileRow.objects.all():
                actions.remove_unsent(row.pk, by=desk.person("guardian"))


def _form(name: str, data: bytes) -> bytes:
    head = f'--grans\r\nContent-Disposition: form-data; name=".files"; filename="{name}"\r\n\r\n'
    last = '\r\n--grans\r\nContent-Disposition: form-data; name=".attach"\r\n\r\n1\r\n--grans--\r\n'
    return head.encode() + data + last.encode()


def _wrong_with_store(folder: Path, status: int) -> str:
    rows = {row.pk.hex: row for row in FileRow.objects.all()}
    there = {path.name.removesuffix(".preview") for path in folder.glob("**/*") if path.is_file()}
    if status >= 500:
        return f"the page breaks: {status}"
    if there != rows.keys():
        return f"{len(there)} files lie there and {len(rows)} are known"
    for row in rows.values():
        if hashlib.sha256(store.read(row.pk)).hexdigest() != row.sha256:
            return "its bytes are others"
        if set(row.name) & set("/\\\0\u202e") or len(row.name) > 100:
            return "its name is more than a name"
    return ""


COMING = Trial(
    "uploads cut short",
    "a form with a file, under a name that may be hostile, that ends at a random byte: what came whole"
    " is kept, no other byte is anywhere, and the page answers",
    many=200,
    minutes=1,
    run=cut_each,
)

# --- Faults --------------------------------------------------------------------------------------


def keeps_them_as_they_came(patch: pytest.MonkeyPatch) -> None:
    def fault(data: bytes) -> Found:
        return replace(looking_as_it_is(data), data=data)

    looking_as_it_is = looking.look
    patch.setattr("tests.rooms.test_files_corpus.look", fault)


def believes_the_first_bytes(patch: pytest.MonkeyPatch) -> None:
    def fault(data: bytes) -> Found:
        return Found(looking.kind_of(data), data)

    patch.setattr("tests.rooms.test_files_corpus.look", fault)


def takes_silence_for_clean(patch: pytest.MonkeyPatch) -> None:
    def fault(data: bytes, *, within: float) -> Verdict:
        return Verdict.CLEAN

    patch.setattr(actions, "_verdict", fault)


def believes_a_liar(patch: pytest.MonkeyPatch) -> None:
    as_it_is = Clamd.finds

    def fault(self: Clamd, data: bytes, *, within: float) -> str:
        try:
            return as_it_is(self, data, within=within)
        except NoVerdict as wrong:
            if "OK" in str(wrong):
                return ""
            raise

    patch.setattr(Clamd, "finds", fault)


def serves_by_the_id_alone(patch: pytest.MonkeyPatch) -> None:
    def fault(file: UUID, **_: object) -> object:
        row = CaseFileRow.objects.filter(file=file).first()
        assert row is not None
        full = full_case(CaseId(row.case_id))
        return full, files_of_cases.files_in(full)[str(file)]

    everywhere(patch, files_of_cases.for_resident_with, fault)


def serves_where_it_runs(patch: pytest.MonkeyPatch) -> None:
    as_it_is = attached.fetched

    def fault(file: object, *, preview: bool = False) -> HttpResponse:
        response = as_it_is(file, preview=preview)  # type: ignore[arg-type]
        del response.headers["Content-Security-Policy"]
        response.headers.pop("Content-Disposition", None)
        return response

    everywhere(patch, attached.fetched, fault)


def keeps_names_as_they_came(patch: pytest.MonkeyPatch) -> None:
    def fault(given: str, media: Media) -> str:
        return given[:120]

    everywhere(patch, law.file_name, fault)


def forgets_bytes_that_are_refused(patch: pytest.MonkeyPatch) -> None:
    as_it_is = store.write

    def fault(file: UUID, data: bytes, *, preview: bytes | None = None) -> None:
        as_it_is(file, data, preview=preview)
        as_it_is(UUID(int=file.int ^ 1), data)

    patch.setattr(store, "write", fault)


P7 = Promise(
    "P7",
    "Files can't hurt, and don't vanish.",
    (CONTENT, SCANNING, FETCHING, COMING),
    (
        Fault(
            "keeps as it came",
            "what a camera wrote into a file is kept",
            keeps_them_as_they_came,
            CONTENT,
        ),
        Fault(
            "first bytes",
            "a file is believed to be what its first bytes say",
            believes_the_first_bytes,
            CONTENT,
        ),
        Fault(
            "silence is clean",
            "a file is clean when the scanner says nothing",
            takes_silence_for_clean,
            SCANNING,
        ),
        Fault("a liar", "any answer with OK in it is a verdict", believes_a_liar, SCANNING),
        Fault("id alone", "families get a file by its id alone", serves_by_the_id_alone, FETCHING),
        Fault("where it runs", "a file is opened in the page", serves_where_it_runs, FETCHING),
        Fault("names", "a file has the name that it came with", keeps_names_as_they_came, COMING),
        Fault(
            "left over",
            "bytes are left that nobody knows of",
            forgets_bytes_that_are_refused,
            COMING,
        ),
    ),
)
