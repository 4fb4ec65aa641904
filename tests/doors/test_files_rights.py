"""Who fetches a file: those who may read the message that it came with, on that day, and nobody else."""

from uuid import UUID, uuid4

import pytest

from tests.build import on
from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk
from tests.doors.protected_families import add_cast, protected_family
from tests.filing import NO_VERDICT, keep, pdf
from vardag.domain.case import acts
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.cases import actions
from vardag.rooms.files.models import FileRow
from vardag.rooms.people.families.blocking import block

pytestmark = pytest.mark.django_db
FAMILY = ("guardian", "other_guardian", "child", "youth", "youth_guardian", "stranger")
STAFF = ("receiver", "nurse", "clinician", "doctor", "manager", "administrator", "outsider")
THIRTEEN = on("2028-09-15T00:00")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def with_file(
    desk: Desk, *, hidden: bool = False, about: str = "child", data: bytes | None = None
) -> tuple[CaseId, UUID]:
    """Send a case by the family, and a reply with a file."""
    by = "guardian" if about == "child" else about
    case = desk.send("message", by=by, about=about)
    nurse = desk.world.staff_member("nurse", on=local_date(WEDNESDAY))
    file = keep(nurse.id, data=data)
    message = acts.Message(text="Se bilden.", not_for_guardians=hidden)
    actions.perform(
        case_id=case, act=acts.SendInterimReply(message), by=nurse, at=WEDNESDAY, files=[file]
    )
    desk.do(case, "nurse", acts.ReturnToInbox())
    return case, file


def who_gets(desk: Desk, file: UUID, people: tuple[str, ...], *, under: str = "") -> set[str]:
    """Return who is given a file; everybody else is told just what one is told of no file at all."""
    given = set()
    for who in people:
        client = desk.sits(who)
        got = [client.get(f"{under}/files/{file}/{last}") for last in ("", "picture/")]
        absent = client.get(f"{under}/files/{uuid4()}/")
        assert len({answer.status_code for answer in got}) == 1
        if got[0].status_code == 200:
            given.add(who)
        else:
            assert (got[0].status_code, len(got[0].content)) == (
                absent.status_code,
                len(absent.content),
            )
    return given


def test_guardians_fetch_what_they_may_read_until_the_child_is_thirteen(desk: Desk):
    _, file = with_file(desk)

    assert who_gets(desk, file, FAMILY) == {"guardian", "other_guardian"}
    desk.it_is(THIRTEEN)
    assert who_gets(desk, file, FAMILY) == {"child"}


def test_what_is_not_for_guardians_has_files_that_are_not_either(desk: Desk):
    _, file = with_file(desk, hidden=True, about="youth")

    assert who_gets(desk, file, FAMILY) == {"youth"}


def test_a_case_kept_from_guardians_keeps_its_files(desk: Desk):
    case, file = with_file(desk)
    desk.do(case, "nurse", acts.KeepFromGuardians("Barnet har bett om det."))

    assert who_gets(desk, file, FAMILY) == set()


def test_a_blocked_guardian_fetches_nothing_from_the_next_request_on(desk: Desk):
    _, file = with_file(desk)
    block(
        child=desk.person("child"),
        guardian=desk.person("guardian"),
        clinic=desk.world.clinics["outpatient"],
        reason="Hot mot barnet, anmält av skolan.",
        by=desk.world.staff_member("manager", on=TUESDAY.date()),
        at=TUESDAY,
    )

    assert who_gets(desk, file, FAMILY) == {"other_guardian"}


def test_staff_fetch_what_they_may_open(desk: Desk):
    _, file = with_file(desk)

    assert who_gets(desk, file, STAFF, under="/staff") == {"receiver", "nurse"}


@pytest.mark.asvs("8.2.2")
def test_the_two_sides_have_doors_of_their_own(desk: Desk):
    _, file = with_file(desk)

    assert desk.sits("nurse").get(f"/files/{file}/").status_code == 302
    assert desk.sits("guardian").get(f"/staff/files/{file}/").status_code == 302


def test_a_protected_familys_files_are_for_who_has_chosen_to_see(desk: Desk):
    add_cast(desk)
    family = protected_family(desk, 1)
    nurse = desk.world.staff_member("nurse", on=local_date(TUESDAY))
    case = family.cases[0]
    file = keep(nurse.id)
    actions.perform(
        case_id=case,
        act=acts.SendInterimReply(acts.Message(text="Se bilden.")),
        by=nurse,
        at=TUESDAY,
        files=[file],
    )

    assert desk.sits("nurse").get(f"/staff/files/{file}/").status_code == 404
    page = desk.sits("nurse").get(f"/staff/cases/{case}/").content.decode()
    assert "En fil, visas inte här" in page
    assert str(file) not in page


@pytest.mark.asvs("5.4.3")
def test_what_has_not_been_found_clean_is_fetched_by_nobody(desk: Desk):
    case, file = with_file(desk, data=pdf(words=NO_VERDICT))

    assert who_gets(desk, file, FAMILY) == set()
    FileRow.objects.update(verdict="refused", why="infected", checked_at=TUESDAY)
    assert who_gets(desk, file, FAMILY) == set()
    page = desk.sits("guardian").get(f"/cases/{case}/").content.decode()
    assert "Stoppad" in page


@pytest.mark.asvs("5.4.2")
@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ('a"; filename="b.exe".jpg', 'attachment; filename="a\\"; filename=\\"b.exe\\".jpg"'),
        ("å\\b.jpg", "attachment; filename*=utf-8''%C3%A5%5Cb.jpg"),
    ],
)
def test_a_name_does_not_break_out_of_what_it_is_saved_as(desk: Desk, stored, told):
    _, file = with_file(desk)
    FileRow.objects.filter(pk=file).update(name=stored)

    saved = desk.sits("nurse").get(f"/staff/files/{file}/")

    assert saved.headers["Content-Disposition"] == told


@pytest.mark.asvs("3.2.1", "5.4.1", "5.3.1")
def test_what_is_fetched_is_saved_and_never_run_and_every_fetching_is_logged(desk: Desk):
    case, file = with_file(desk)
    saved = desk.sits("nurse").get(f"/staff/files/{file}/")
    seen = desk.sits("nurse").get(f"/staff/files/{file}/picture/")

    assert saved.headers["Content-Disposition"] == 'attachment; filename="bild.jpg"'
    assert "Content-Disposition" not in seen.headers
    for answer in (saved, seen):
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    logged = AccessRow.objects.filter(page__in=("inbox:file", "inbox:picture"))
    assert {(row.what, row.case_id) for row in logged} == {("opened", case)}
    assert len(logged) == 2


def test_a_picture_of_what_has_none_is_not_there(desk: Desk):
    _, file = with_file(desk, data=pdf())

    answers = [desk.sits("guardian").get(f"/files/{file}/{last}") for last in ("", "picture/")]

    assert [each.status_code for each in answers] == [200, 404]
    assert answers[0].headers["Content-Disposition"].startswith("attachment")
