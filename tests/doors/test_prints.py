"""Several cases on paper at once, and what becomes of the copies."""

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import opened, read, sent, text
from vardag.domain.case import acts
from vardag.domain.case.events import CopyAccountedFor, Printed
from vardag.domain.case.paper import Fate
from vardag.domain.people.identity import CaseId
from vardag.doors.inbox.paper import many
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
PRINTS, PAPER = "/staff/print/", "/staff/print/paper/"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def quickly(monkeypatch) -> None:
    """Setting paper in type takes its time, and is tried elsewhere."""
    monkeypatch.setattr("vardag.doors.inbox.paper.many.pdf_of", lambda *_, **__: b"%PDF-")


def press(desk: Desk, *cases: CaseId, who: str = "certificate_secretary", **form: object) -> Any:
    return desk.sits(who).post(PAPER, {"case": list(cases), "shown": list(cases), **form})


def prints(desk: Desk, case: CaseId) -> list[Printed]:
    events = (entry.event for entry in desk.case(case).entries)
    return [event for event in events if isinstance(event, Printed)]


def test_several_cases_become_one_file_each_with_its_own_number_and_pages(desk):
    first, second = desk.certificate_to_print(), desk.certificate_to_print()
    desk.do(first, "certificate_secretary", acts.AddNote("En lång rad om läget. " * 300))
    doctor = desk.person("doctor")

    response = press(desk, first, second, **{"for": doctor, f"for-{second}": ""})

    pdf = PdfReader(BytesIO(response.content))
    pages = [" ".join(page.extract_text().split()) for page in pdf.pages]
    one, two = (desk.case(case).number for case in (first, second))
    assert len(pages) >= 3
    assert f"Ärende {two}" in pages[-1]
    assert "Sida 1 av 1" in pages[-1]
    assert f"Sida 1 av {len(pages) - 1}" in pages[0]
    assert f"Utskrift {one}/1 av certificate_secretary" in pages[0]
    assert "för doctor" in pages[-1]
    assert (
        prints(desk, first)
        == prints(desk, second)
        == [Printed(for_=doctor, step="print-for-doctor")]
    )
    assert response.headers["Content-Disposition"] == 'inline; filename="arenden-2-utskrifter.pdf"'


def test_the_file_of_several_can_be_read_aloud_and_names_nobody(desk):
    cases = [desk.certificate_to_print() for _ in range(2)]

    pdf = PdfReader(BytesIO(press(desk, *cases).content))

    root: Any = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("sv-SE", True)
    assert "/StructTreeRoot" in root
    assert pdf.metadata
    assert pdf.metadata.title == "2 ärenden på papper"
    assert pdf.xmp_metadata
    assert "pdfuaid:part>1<" in pdf.xmp_metadata.stream.get_data().decode()
    titles = [each.title for each in pdf.outline if not isinstance(each, list)]
    assert titles == ["Omvårdnadsbidrag", "Omvårdnadsbidrag"]


def test_each_may_be_for_somebody_of_its_own(desk, quickly):
    first, second = desk.certificate_to_print(), desk.certificate_to_print()
    doctor, secretary = desk.person("doctor"), desk.person("certificate_secretary")

    press(desk, first, second, **{"for": doctor, f"for-{second}": secretary})

    assert [prints(desk, case)[0].for_ for case in (first, second)] == [doctor, secretary]


def test_each_print_is_an_entry_of_the_log(desk, quickly):
    cases = [desk.certificate_to_print() for _ in range(3)]

    press(desk, *cases)

    rows = AccessRow.objects.filter(page="inbox:prints_made")
    assert sorted(rows.values_list("what", "case_id")) == [("printed", case) for case in cases]
    assert len(set(rows.values_list("request_id"))) == 1


def test_all_or_none_are_printed_and_the_page_says_which_could_not_be(desk, quickly):
    good, closed = desk.certificate_to_print(), desk.certificate_to_write()

    response = press(desk, good, closed)

    html = text(read(response, 422))
    assert "Inget är utskrivet" in html
    assert f"{desk.case(closed).number}: Ärendet är avslutat." in html
    assert prints(desk, good) == []
    assert len(prints(desk, closed)) == 1


def test_what_is_not_there_or_not_ones_own_is_told_alike_and_written_down(desk, quickly):
    mine, theirs = desk.certificate_to_print(), desk.send("message")

    html = text(read(press(desk, mine, theirs, CaseId(99_999)), 404))

    assert "2 valda ärenden står inte här" in html
    assert desk.case(theirs).number not in html
    assert prints(desk, mine) == prints(desk, theirs) == []
    tried = AccessRow.objects.filter(what="tried").values_list("case_id", flat=True)
    assert set(tried) == {theirs, 99_999}


def test_a_case_that_another_clinic_has_now_is_read_and_not_printed(desk, quickly):
    case = desk.certificate_to_print()

    shown = text(read(desk.sits("receiver").post(PRINTS, {"case": case})))
    response = press(desk, case, who="receiver")

    assert "En annan mottagning har ärendet nu." in shown
    assert response.status_code == 403
    assert prints(desk, case) == []


def test_nothing_ticked_is_said(desk, quickly):
    assert "Välj ett ärende att skriva ut." in text(
        read(desk.sits("doctor").post(PAPER, {"shown": desk.certificate_to_print()}), 422)
    )


@pytest.mark.parametrize("odd", ["x", "-1", "9" * 40, "²", ""])
def test_what_can_be_no_case_is_left_out(desk, quickly, odd):
    case = desk.certificate_to_print()

    assert press(desk, case, odd).status_code == 200
    assert len(prints(desk, case)) == 1


def test_what_could_not_become_a_paper_is_not_recorded(desk, monkeypatch, caplog):
    case = desk.certificate_to_print()
    monkeypatch.setattr("vardag.doors.inbox.paper.pdf.TEMPLATE", many.__file__)

    html = text(read(press(desk, case), 422))

    assert "Utskriften gick inte att göra, och inget är noterat. Försök igen." in html
    assert prints(desk, case) == []


def test_the_page_has_all_that_await_a_doctor_here(desk):
    waiting = desk.certificate_to_print()
    desk.certificate_to_write()

    html = read(desk.sits("certificate_secretary").get(PRINTS))

    assert "Skriv ut 1 ärende" in text(html)
    assert re.findall(r'name="case"\s+value="(\d+)"\s+checked', html) == [str(waiting)]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("receiver", 200),
        ("clinician", 200),
        ("doctor", 200),
        ("manager", 403),
        ("administrator", 403),
        ("guardian", 302),
    ],
)
def test_who_works_with_cases_has_the_page(desk, who, status):
    assert desk.sits(who).get(PRINTS).status_code == status
    assert desk.sits(who).post(PAPER, {}).status_code == (422 if status == 200 else status)


def test_the_cases_that_were_chosen_stand_there_by_name_but_the_protected(desk):
    plain, hidden = desk.send("message"), desk.send("message", by="youth", about="youth")
    PersonRow.objects.filter(pk=desk.person("youth")).update(protection="secrecy-mark")

    html = text(read(desk.sits("receiver").post(PRINTS, {"case": [plain, hidden]})))

    assert "child, 10 år" in html
    assert "Skyddade personuppgifter" in html
    assert "youth" not in html
    (row,) = AccessRow.objects.all()
    assert {case for case, _ in as_named(row.named)} == {plain, hidden}


def test_the_page_takes_as_many_questions_however_many_there_are(
    desk, django_assert_max_num_queries
):
    for _ in range(4):
        desk.certificate_to_print()
        desk.certificate_to_write()
    client = desk.sits("doctor")
    client.get(PRINTS)

    with django_assert_max_num_queries(10):
        client.get(PRINTS)


# --- What becomes of the copies -------------------------------------------------------------------


def printed(desk: Desk, *, closed: bool = False) -> CaseId:
    case = desk.certificate_to_print()
    desk.do(case, "certificate_secretary", acts.Print(desk.person("doctor")))
    if closed:
        desk.do(case, "certificate_secretary", acts.CloseWithoutReply())
    return case


def test_a_case_on_paper_says_with_whom_on_its_page_and_in_every_list(desk):
    case = printed(desk)
    desk.do(case, "doctor", acts.Claim())

    for address in ("/staff/mine/", f"/staff/cases/{case}/"):
        assert "på papper hos doctor" in text(read(desk.sits("doctor").get(address)))
    assert "pappret ute" in text(read(desk.sits("doctor").get("/staff/work/")))


@pytest.mark.parametrize(
    ("fate", "says"), [(Fate.RETURNED, "kom tillbaka"), (Fate.DESTROYED, "förstörd")]
)
def test_a_copy_is_accounted_for_on_the_case(desk, fate, says):
    case = printed(desk)

    response = sent(desk, case, "copy", {"copy": f"1:{fate}"}, who="doctor")

    assert response.status_code == 302
    assert desk.case(case).entries[-1].event == CopyAccountedFor(1, fate)
    html = text(opened(desk, case, "doctor"))
    assert "på papper hos" not in html
    assert says in html


def test_a_copy_that_is_out_when_the_case_closes_is_shown(desk):
    case = printed(desk, closed=True)

    html = text(opened(desk, case, "certificate_secretary"))

    assert "Ärendet är avslutat, och 1 utskrift är fortfarande ute." in html


def test_the_copies_that_are_out_stand_together_those_of_closed_cases_first(desk):
    still_open, closed = printed(desk), printed(desk, closed=True)
    done = printed(desk)
    desk.do(done, "doctor", acts.AccountForCopy(1, Fate.RETURNED))

    html = read(desk.sits("certificate_secretary").get(PRINTS))

    out = re.findall(r'action="/staff/cases/(\d+)/copy/"', html)
    assert out == [str(closed), str(still_open)]
    assert f"{desk.case(closed).number}/1" in html


def test_a_copy_accounted_for_on_that_page_leads_back_there(desk):
    case = printed(desk, closed=True)

    response = sent(
        desk, case, "copy", {"copy": "1:returned", "back": "prints"}, who="certificate_secretary"
    )

    assert response.headers["Location"] == PRINTS
    assert "Inga: alla utskrifter är tillbaka" in text(
        read(desk.sits("certificate_secretary").get(PRINTS))
    )


@pytest.mark.parametrize("odd", ["", "1", "1:lost", "x:returned", "2:returned", f"{'9' * 40}:x"])
def test_what_became_of_a_copy_is_said_in_full_or_refused(desk, odd):
    case = printed(desk)
    before = desk.case(case).case.version

    response = sent(desk, case, "copy", {"copy": odd}, who="doctor")

    assert response.status_code == 422
    assert desk.case(case).case.version == before


def test_who_only_reads_the_case_does_not_say_what_became_of_its_copies(desk):
    case = printed(desk)

    assert "Kom tillbaka" not in opened(desk, case, "receiver")
    assert sent(desk, case, "copy", {"copy": "1:returned"}, who="receiver").status_code == 403
