"""Files are taken in once, sent once, clean only by the scanner's word, and never lost."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from tests.build import MONDAY, TUESDAY, WORDS
from tests.filing import EICAR, NO_VERDICT, a_photo, jpeg, keep, pdf
from tests.rooms.doing import did, sent
from vardag.domain.case import acts
from vardag.domain.case.events import files_of
from vardag.domain.case.files import FileRules, Media, Verdict
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, PersonId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, NotPermitted, OutOfReach
from vardag.doors.ops.files import check
from vardag.doors.ops.ledger import AGREE
from vardag.doors.ops.ledger import check as ledger_check
from vardag.doors.ops.scanning import scan_awaiting
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import actions as cases
from vardag.rooms.cases.attached import for_resident_with, for_staff_with
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import full_case
from vardag.rooms.files import actions, queries, store
from vardag.rooms.files.models import FileRow

RULES = FileRules()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.FILES = tmp_path / "files"
    settings.SCANNER = "stand-in"
    return tmp_path / "files"


def guardian(world: World) -> PersonId:
    return world.residents["guardian"]


def waiting(world: World, *, to: str = "form:x") -> UUID:
    """Take in a file about which the scanner says nothing."""
    return keep(guardian(world), data=pdf(words=NO_VERDICT), purpose=to)


def harmful_later(world: World) -> UUID:
    """Take in a file that the scanner will find harmful when it is asked again."""
    file = waiting(world)
    data = pdf(words=EICAR)
    FileRow.objects.filter(pk=file).update(sha256=hashlib.sha256(data).hexdigest())
    store.write(file, data)
    return file


def sent_with(world: World, *files: UUID, key: UUID | None = None) -> CaseId:
    return cases.submit(
        service="message",
        patient=world.residents["child"],
        clinic=world.clinics["outpatient"],
        answers={"subject": "Bild", "text": "Här är den."},
        by=world.resident("guardian", on=local_date(MONDAY)),
        at=MONDAY,
        form_key=key,
        files=files,
    )


def verdict(file: UUID) -> str:
    return FileRow.objects.get(pk=file).verdict


# --- Taken in -----------------------------------------------------------------------------------


def test_a_photograph_is_kept_clean_and_as_it_was_but_for_what_the_camera_wrote(world):
    file = keep(guardian(world), name="IMG_1.JPG")

    (found,) = queries.unsent(by=guardian(world), purpose="form:x")
    kept = store.read(file)
    assert (found.name, found.media, found.verdict) == ("IMG_1.jpg", Media.JPEG, Verdict.CLEAN)
    assert found.sha256 == hashlib.sha256(kept).hexdigest()
    assert kept != a_photo()
    assert store.read(file, preview=True).startswith(b"\xff\xd8")


@pytest.mark.asvs("5.3.2")
@pytest.mark.parametrize(
    "name",
    ["../../../etc/cron.d/x.jpg", "/tmp/x.jpg", "C:\\x.jpg", "..%2f..%2fx.jpg", "a\x00b.jpg"],
)
def test_where_a_file_lies_is_not_said_by_its_name(world, folder, name):
    file = keep(guardian(world), name=name)

    assert {path.name for path in folder.rglob("*") if path.is_file()} == {
        file.hex,
        f"{file.hex}.preview",
    }
    assert not list(folder.parent.rglob("*x.jpg*"))


def test_a_file_that_the_clinic_does_not_take_says_which_it_does(world):
    with pytest.raises(InvalidForm, match="It takes PDF"):
        actions.keep(
            data=a_photo(),
            name="bild.jpg",
            purpose="form:x",
            by=guardian(world),
            rules=FileRules(media=frozenset({Media.PDF})),
            at=MONDAY,
        )


def test_a_file_that_is_too_large_or_of_no_known_kind_is_not_kept(world, folder):
    big = jpeg() + bytes(10 * 1024 * 1024)
    for data, why in ((big, "too large"), (b"MZ", "can't take"), (b"", "empty")):
        with pytest.raises(InvalidForm, match=why):
            keep(guardian(world), data=data, name="x.jpg")

    assert not FileRow.objects.exists()
    assert not list(folder.glob("*/*"))


def test_a_harmful_file_is_refused_at_once_and_nothing_of_it_is_kept(world, folder):
    with pytest.raises(InvalidForm, match="something harmful"):
        keep(guardian(world), data=pdf(words=EICAR), name="x.pdf")

    assert not FileRow.objects.exists()
    assert not list(folder.glob("*/*"))


def test_at_most_five_files_wait_at_one_place_and_twenty_in_all(world):
    for nth in range(20):
        keep(guardian(world), purpose=f"form:{nth // 5}")

    with pytest.raises(InvalidForm, match="at most 5"):
        keep(guardian(world), purpose="form:0")
    with pytest.raises(InvalidForm, match="Many files"):
        keep(guardian(world), purpose="form:new")


@pytest.mark.parametrize("scanner", ["tcp:127.0.0.1:1", "unix:/nowhere/clamd", "what:is:this"])
def test_without_a_verdict_a_file_waits_and_is_not_clean(world, settings, scanner):
    settings.SCANNER = scanner

    file = keep(guardian(world))

    assert verdict(file) == Verdict.AWAITING
    assert actions.judge(file, at=TUESDAY) is Verdict.AWAITING


def test_where_no_scanner_is_set_nobody_sends_files(world, settings):
    file = keep(guardian(world))
    settings.SCANNER = ""

    with pytest.raises(InvalidForm, match="takes no files"):
        sent_with(world, file)
    assert verdict(keep(guardian(world), purpose="form:y")) == Verdict.AWAITING


def test_an_operator_may_take_files_unscanned_by_saying_so(world, settings):
    settings.SCANNER = "none"

    assert verdict(keep(guardian(world))) == Verdict.CLEAN


# --- Judged later -------------------------------------------------------------------------------


def test_the_worker_lets_what_is_clean_be_seen(world, settings):
    settings.SCANNER = "tcp:127.0.0.1:1"
    file = keep(guardian(world))
    settings.SCANNER = "stand-in"

    assert scan_awaiting(lambda _: False) == 1

    assert verdict(file) == Verdict.CLEAN
    assert not queries.awaiting(most=10)


def test_what_proves_harmful_is_set_apart_and_stands_as_stopped(world, folder):
    file = harmful_later(world)
    case = sent_with(world, file)

    scan_awaiting(lambda _: False)

    assert verdict(file) == Verdict.REFUSED
    assert [path.parent.name for path in folder.glob("*/*")] == ["quarantine"]
    assert [ref.id for ref in files_of(full_case(case).entries[0].event)] == [str(file)]
    assert check(remove_orphans=False) == 0


def test_bytes_that_have_changed_on_the_disk_never_become_clean(world):
    file = waiting(world)
    store.write(file, b"changed")

    assert scan_awaiting(lambda _: False) == 0
    with pytest.raises(FileNotFoundError):
        actions.judge(file, at=TUESDAY)
    assert verdict(file) == Verdict.AWAITING


def test_a_scanner_that_is_away_is_left_alone_after_three(world, settings):
    files = [waiting(world, to=f"form:{nth}") for nth in range(4)]
    asked: list[float] = []

    def wait(seconds: float) -> bool:
        asked.append(seconds)
        return False

    scan_awaiting(wait)

    assert len(asked) == 2
    assert {verdict(file) for file in files} == {Verdict.AWAITING}


def test_two_workers_judge_a_file_once(world, monkeypatch):
    file = harmful_later(world)
    read = store.read

    def read_while_another_judges(wanted: UUID, **how: bool) -> bytes:
        FileRow.objects.filter(pk=file).update(verdict="clean", checked_at=MONDAY)
        return read(wanted, **how)

    monkeypatch.setattr(store, "read", read_while_another_judges)

    actions.judge(file, at=TUESDAY)

    assert verdict(file) == Verdict.CLEAN  # whoever came first; the bytes are where they were
    assert read(file)


# --- Sent ---------------------------------------------------------------------------------------


def test_the_ledger_names_what_was_sent_and_the_rows_agree(world, capsys):
    file = keep(guardian(world))

    case = sent_with(world, file)

    (ref,) = files_of(full_case(case).entries[0].event)
    assert (ref.id, ref.sha256) == (str(file), hashlib.sha256(store.read(file)).hexdigest())
    assert CaseRow.objects.get(pk=case).has_files
    assert not queries.unsent(by=guardian(world), purpose="form:x")
    assert ledger_check() == AGREE


def test_a_form_sent_twice_with_its_files_makes_one_case(world):
    file, key = keep(guardian(world)), uuid4()

    assert sent_with(world, file, key=key) == sent_with(world, file, key=key)
    with pytest.raises(ChangedMeanwhile):
        sent_with(world, key=key)


def test_a_file_is_sent_once(world):
    file = keep(guardian(world))
    sent_with(world, file)

    with pytest.raises(InvalidForm, match="no longer here"):
        sent_with(world, file)
    assert CaseRow.objects.count() == 1


@pytest.mark.parametrize("whose", ["other_guardian", "nurse"])
def test_nobody_sends_anothers_file(world, whose):
    file = keep(world.people[whose])

    with pytest.raises(InvalidForm, match="no longer here"):
        sent_with(world, file)


def test_staff_send_files_and_residents_answer_with_them(world):
    case = sent(world)
    nurse = world.staff_member("nurse", on=local_date(MONDAY))
    asked = cases.perform(
        case_id=case,
        act=acts.AskCounterQuestion(WORDS),
        by=nurse,
        at=MONDAY,
        files=[keep(nurse.id, purpose="case:1:question")],
    )
    cases.answer(
        case_id=case,
        text="",
        by=world.resident("guardian", on=local_date(TUESDAY)),
        at=TUESDAY,
        files=[keep(guardian(world))],
    )

    assert asked.has_files
    assert [len(files_of(entry.event)) for entry in full_case(case).entries] == [0, 1, 1]
    assert ledger_check() == AGREE


def test_a_clinic_that_takes_no_files_from_its_staff_sends_none(world):
    case, nurse = sent(world), world.staff_member("nurse", on=local_date(MONDAY))
    administrator = world.staff_member("administrator", on=local_date(MONDAY))
    actions.set_rules(
        clinic=world.clinics["outpatient"],
        rules=FileRules(from_staff=False, largest=2),
        by=administrator,
        at=MONDAY,
    )

    with pytest.raises(InvalidForm, match="takes no files"):
        cases.perform(
            case_id=case,
            act=acts.ReplyAndClose(WORDS),
            by=nurse,
            at=MONDAY,
            files=[keep(nurse.id)],
        )
    rules = queries.decided(world.clinics["outpatient"])
    assert (rules.rules.largest, rules.by.strip()) == (2, "administrator")


def test_only_who_sets_what_the_clinic_offers_sets_its_files(world):
    nurse = world.staff_member("nurse", on=local_date(MONDAY))

    with pytest.raises(NotPermitted):
        actions.set_rules(clinic=world.clinics["outpatient"], rules=RULES, by=nurse, at=MONDAY)


# --- Fetched ------------------------------------------------------------------------------------


def test_who_may_read_the_message_may_fetch_its_file_and_nobody_else(world):
    nurse = world.staff_member("nurse", on=local_date(MONDAY))
    case, file = sent(world), keep(nurse.id)
    hidden = acts.Message(text="Bara till dig.", not_for_guardians=True)
    sent_by_child = sent(world, by="youth", about="youth")
    cases.perform(
        case_id=sent_by_child, act=acts.SendInterimReply(hidden), by=nurse, at=MONDAY, files=[file]
    )
    did(world, case, acts.Claim())

    youth = world.resident("youth", on=local_date(MONDAY))
    assert for_resident_with(file, by=youth, on=local_date(MONDAY))[1].id == file
    assert for_staff_with(file, by=nurse, at=MONDAY)[1].id == file
    others = [world.resident(each, on=local_date(MONDAY)) for each in ("guardian", "stranger")]
    for other in others:
        with pytest.raises(OutOfReach):
            for_resident_with(file, by=other, on=local_date(MONDAY))
    with pytest.raises(OutOfReach):
        for_staff_with(file, by=world.staff_member("outsider", on=local_date(MONDAY)), at=MONDAY)


def test_what_the_ledger_does_not_name_is_not_there(world):
    nurse = world.staff_member("nurse", on=local_date(MONDAY))
    file = keep(guardian(world))
    sent_with(world, file)
    FileRow.objects.filter(pk=file).update(sha256="1" * 64)

    for wanted in (file, uuid4(), keep(nurse.id)):
        with pytest.raises(OutOfReach):
            for_staff_with(wanted, by=nurse, at=MONDAY)


# --- Forgotten, and whole -----------------------------------------------------------------------


def test_one_removes_what_one_has_chosen_and_nothing_else(world, folder):
    file, sent_one = keep(guardian(world)), keep(guardian(world), purpose="form:y")
    sent_with(world, sent_one)

    actions.remove_unsent(file, by=world.people["other_guardian"])
    assert FileRow.objects.filter(pk=file).exists()
    for each in (file, sent_one, uuid4()):
        actions.remove_unsent(each, by=guardian(world))

    assert list(FileRow.objects.values_list("pk", flat=True)) == [sent_one]
    assert len(list(folder.glob("*/*"))) == 2  # its bytes, and its small picture


def test_what_nobody_sent_for_a_day_is_removed_and_what_was_sent_stays(world):
    keep(guardian(world))
    later = keep(guardian(world), at=TUESDAY)
    sent_one = keep(guardian(world), purpose="form:y")
    sent_with(world, sent_one)

    removed = actions.forget(at=TUESDAY + timedelta(minutes=1))

    assert removed == 1
    assert set(FileRow.objects.values_list("pk", flat=True)) == {later, sent_one}


def test_harmful_bytes_are_kept_for_thirty_days_and_their_row_for_good(world, folder):
    file = harmful_later(world)
    sent_with(world, file)
    actions.judge(file, at=MONDAY)

    assert actions.forget(at=MONDAY + timedelta(days=29)) == 0
    assert actions.forget(at=MONDAY + timedelta(days=31)) == 1
    assert actions.forget(at=MONDAY + timedelta(days=32)) == 0
    assert verdict(file) == Verdict.REFUSED


def test_the_check_finds_bytes_without_a_row_and_rows_without_bytes(world, folder, capsys):
    gone, changed = keep(guardian(world)), keep(guardian(world), purpose="form:y")
    orphan = uuid4()
    store.write(orphan, b"left over")
    os.utime(next(folder.glob(f"*/{orphan.hex}")), (0, 0))
    (folder / "aa").mkdir(exist_ok=True)
    (folder / "aa" / "notes").write_bytes(b"")
    os.utime(folder / "aa" / "notes", (0, 0))
    store.write(changed, b"other bytes")
    store.remove(gone)

    assert check(remove_orphans=True) == 1

    said = capsys.readouterr().out
    assert f"file {gone}: its bytes are not in the store" in said
    assert f"file {changed}: its bytes have changed" in said
    assert f"removed {orphan.hex}" in said
    assert not list(folder.glob(f"*/{orphan.hex}"))


def test_a_disk_that_takes_no_bytes_leaves_nothing_behind(world, folder, monkeypatch):
    def full(_: int) -> None:
        raise OSError("no room")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="no room"):
        keep(guardian(world))
    assert not FileRow.objects.exists()
    assert not list(folder.glob("*/*"))


def test_what_one_has_chosen_goes_along_to_another_form_or_is_thrown_with_it(world, folder):
    file = keep(guardian(world))
    other = keep(world.people["other_guardian"])

    actions.move_unsent(by=guardian(world), purpose="form:x", to="form:y")
    assert [each.id for each in queries.unsent(by=guardian(world), purpose="form:y")] == [file]

    actions.remove_all_unsent(by=guardian(world), purpose="form:y")
    assert list(FileRow.objects.values_list("pk", flat=True)) == [other]
