"""A family's own extract: which clinic looked, when and at what; and for whom it is to see."""

from datetime import timedelta

import pytest

from tests.build import on
from tests.doors import posting
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, read, text
from tests.doors.registers import REGISTER, row, write
from tests.harness.accessibility import stumbling_blocks
from tests.promises.p09_office import numbered
from vardag.domain.people.identity import CaseId
from vardag.rooms.audit.models import AccessRow

pytestmark = pytest.mark.django_db

LOOKS = "/cases/looks/"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    monkeypatch.setattr("vardag.doors.inbox.paper.views.pdf_of", lambda *_, **__: b"%PDF-")
    return built


def extract(desk: Desk, who: str, about: str | None = None, **more: str) -> str:
    asks = ({"for": str(desk.person(about))} if about else {}) | more
    return text(read(desk.sits(who).get(LOOKS, asks)))


def looked_at(desk: Desk, about: str = "child", by: str = "guardian") -> CaseId:
    case = desk.send("message", about=about, by=by, form={"subject": "x", "text": "hemligt"})
    desk.sits("nurse").get(address_of(case))
    return case


def test_it_says_which_clinic_when_and_what_and_no_name(desk):
    case = looked_at(desk)
    desk.sits("receiver").post(address_of(case, "print"))
    desk.sits("receiver").get("/staff/")

    page = extract(desk, "guardian")

    number = desk.case(case).number
    assert "Varje gång någon på en mottagning läser det som står om child" in page
    assert "tisdag 7 april" in page
    assert f"outpatient läste ärende {number} kl. 10.00" in page
    assert f"outpatient skrev ut ärende {number} kl. 10.00" in page
    assert "outpatient hade ärendet i en lista på skärmen kl. 10.00" in page
    assert "nurse" not in page
    assert "receiver" not in page
    assert "hemligt" not in page


def test_what_was_done_many_times_on_a_day_is_counted(desk):
    case = looked_at(desk)
    for minute in range(5):
        desk.it_is(TUESDAY + timedelta(minutes=minute))
        desk.sits("nurse").get(address_of(case))

    assert f"läste ärende {desk.case(case).number} 6 gånger" in extract(desk, "guardian")


def test_refused_tries_show_nothing_and_are_not_told(desk):
    case = desk.send("message")
    desk.sits("outsider").get(address_of(case))

    assert "Ingen har läst de här dagarna." in extract(desk, "guardian")


def test_one_guardian_is_not_told_what_the_other_reads(desk):
    case = desk.send("message")
    desk.sits("other_guardian").get(f"/cases/{case}/")

    assert "Ingen har läst de här dagarna." in extract(desk, "guardian")


@pytest.mark.parametrize(
    ("who", "about", "sees"),
    [
        ("guardian", "child", True),
        ("other_guardian", "child", True),
        ("youth", "youth", True),
        ("youth_guardian", "youth", False),
        ("stranger", "child", False),
        ("guardian", "youth", False),
        ("youth", "child", False),
        ("child", "child", False),
    ],
)
def test_it_is_for_the_guardian_of_a_child_and_for_the_youth(desk, who, about, sees):
    looked_at(desk, about, by="youth" if about == "youth" else "guardian")

    response = desk.sits(who).get(LOOKS, {"for": desk.person(about)})

    assert response.status_code == (200 if sees else 404)


def test_a_child_is_told_that_a_guardian_can_see_it(desk):
    looked_at(desk)

    page = extract(desk, "child")

    assert "Din vårdnadshavare kan se det här." in page
    assert "läste ärende" not in page


def test_at_the_thirteenth_birthday_it_passes_from_the_guardian_to_the_youth(desk):
    looked_at(desk)
    desk.it_is(on("2028-09-15T00:00"))

    asks = {"for": desk.person("child"), "to": "2026-04-30"}
    assert desk.sits("guardian").get(LOOKS, asks).status_code == 404
    assert "läste ärende" in text(read(desk.sits("child").get(LOOKS, asks)))


def test_what_a_guardian_wrote_in_the_guardians_own_name_is_not_in_the_youths(desk):
    looked_at(desk, "youth", by="youth")
    own = desk.send("care-allowance-certificate", by="youth_guardian", about="youth")
    desk.sits("receiver").get(address_of(own))

    page = extract(desk, "youth")

    assert desk.case(own).number not in page


def test_an_address_without_a_name_begins_with_the_child(desk):
    looked_at(desk)

    page = extract(desk, "guardian")

    assert "läser det som står om child" in page
    assert "läser det som står om dig" in extract(desk, "guardian", "guardian")


@pytest.mark.parametrize("wanted", ["x", "0", "-1", "9" * 30, "\x00", ""])
def test_nobody_else_can_be_asked_for(desk, wanted):
    assert desk.sits("guardian").get(LOOKS, {"for": wanted}).status_code == 404


@pytest.mark.parametrize("to", ["x", "2026-02-31", "0001-01-01", "9999-12-31", "2026-04-07"])
def test_any_day_can_be_asked_for(desk, to):
    looked_at(desk)

    assert "Du ser" in extract(desk, "guardian", "child", to=to)


def test_ninety_days_at_a_time_as_far_back_as_there_are_cases(desk):
    looked_at(desk)
    desk.it_is(TUESDAY + timedelta(days=120))
    child = desk.person("child")

    late = read(desk.sits("guardian").get(LOOKS, {"for": child}))
    assert "läste ärende" not in text(late)
    assert f'href="{LOOKS}?for={child}&amp;to=2026-05-06"' in late
    early = read(desk.sits("guardian").get(LOOKS, {"for": child, "to": "2026-05-06"}))
    assert "läste ärende" in text(early)
    assert "Senare dagar" in text(early)
    assert "Tidigare dagar" not in text(early)


def test_reading_it_is_written_down_too(desk):
    case = looked_at(desk)
    extract(desk, "guardian")

    (row,) = AccessRow.objects.filter(page="portal:looks")
    assert (row.what, row.person_id, row.patient_id, row.clinic_id) == (
        "extract",
        desk.person("guardian"),
        desk.person("child"),
        None,
    )
    assert row.named == f" {case}:{desk.person('child')} "


def test_the_list_of_cases_leads_to_it(desk):
    assert f'href="{LOOKS}"' in read(desk.sits("guardian").get("/cases/"))


def test_it_asks_the_database_as_often_however_much_there_is(desk, django_assert_num_queries):
    for _ in range(4):
        looked_at(desk)
    client = desk.sits("guardian")
    client.get(LOOKS)

    with django_assert_num_queries(9):
        read(client.get(LOOKS))


@pytest.mark.one_database
def test_nothing_on_the_page_makes_anybody_stumble(desk, page):
    looked_at(desk)
    shown(page, desk.sits("guardian").get(LOOKS).content)

    assert not stumbling_blocks(page)


# --- Rows by hand of a register, which belong to no case ---------------------------------------------


def a_call(desk: Desk, about: str = "child") -> int:
    """Write down a telephone call about somebody whose number the product knows."""
    number = numbered(desk.person(about), 0)
    return write(desk, personal_number=number)


ROW = "läste en rad i ett register, om något som kom på annat sätt än här"
IN_A_LIST = "hade en rad i ett register på skärmen, om något som kom på annat sätt än här"


def test_it_tells_of_rows_by_hand_and_not_what_they_say(desk):
    entry = a_call(desk)
    desk.it_is(TUESDAY + timedelta(days=1))
    desk.sits("nurse").get(row(entry))
    desk.sits("receiver").get(REGISTER)
    desk.sits("receiver").get(f"{REGISTER}workbook/")

    page = extract(desk, "guardian")

    assert f"outpatient {ROW} kl. 10.00" in page
    assert f"outpatient {IN_A_LIST} kl. 10.00" in page
    assert "outpatient sparade en rad ur ett register som en arbetsbok kl. 10.00" in page
    assert "hade ärendet" not in page
    for secret in ("Concerta", "nurse", "receiver"):
        assert secret not in page


def test_of_a_list_with_cases_and_rows_both_are_told(desk):
    a_call(desk)
    desk.send("renew-prescription")
    desk.it_is(TUESDAY + timedelta(days=1))
    desk.sits("nurse").get(REGISTER)

    page = extract(desk, "guardian")

    assert "hade ärendet i en lista på skärmen kl. 10.00" in page
    assert IN_A_LIST in page


def test_that_a_row_was_taken_out_or_addressed_is_told_of_cases_too(desk):
    case = posting.sent(desk)
    staff = desk.sits(posting.SECRETARY)
    staff.get(f"{posting.POST}workbook/")
    [first, *_] = posting.rows_of(case)
    form = posting.filled(read(staff.get(posting.ENVELOPES, {"row": first})))
    made = staff.post(posting.PAPER, {**form, "row": first, "make": "labels"})
    assert made.headers["Content-Type"] == "application/pdf"

    page = extract(desk, "guardian")

    assert "medical sparade en rad ur ett register som en arbetsbok kl. 10.00" in page
    assert "medical gjorde en etikett eller ett brev till något som skickas kl. 10.00" in page


def test_rows_about_others_are_not_told(desk):
    entry = a_call(desk, "youth")
    desk.sits("nurse").get(row(entry))

    assert ROW not in extract(desk, "guardian")
    assert ROW in extract(desk, "youth")


def test_who_has_no_case_comes_to_earlier_days_if_a_row_came_then(desk):
    a_call(desk)
    desk.it_is(TUESDAY + timedelta(days=200))

    html = read(desk.sits("guardian").get(LOOKS))

    assert "to=2026" in html
    first = desk.sits("guardian").get(LOOKS, {"for": desk.person("child"), "to": "2026-04-30"})
    assert "to=2026-01" not in read(first)
