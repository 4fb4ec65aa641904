"""Receipts: a file to keep, who has read what, and the way on when a case is closed."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.build import on
from tests.doors.home import Home, Visitor, build_home, words
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.cases.models import CaseRow

LATER = on("2026-04-02T09:12")


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


def text_of(response) -> str:
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# --- A file to keep ---------------------------------------------------------------------------------


def test_the_receipt_can_be_kept_as_a_file_that_says_what_was_sent_and_what_was_promised(
    home: Home,
):
    case = home.send("renew-prescription", form={"medicine": "Melatonin 3 mg 🌙"})

    response = home.sign_in("guardian").get(f"/cases/{case}/receipt/")

    number = CaseRow.objects.get().number
    assert response.headers["Content-Type"] == "application/pdf"
    assert f'"kvitto-{number}.pdf"' in response.headers["Content-Disposition"]
    said = text_of(response)
    for expected in (
        f"Ärende {number}",
        "onsdag 1 april 2026 kl. 10.00",
        "tisdag 7 april 2026",
        "Du skrev onsdag 1 april",
        "Vilken medicin gäller det? Melatonin 3 mg",
        "other_guardian kan också läsa det",
        "Ring 1177",
    ):
        assert expected in said, said
    root: Any = PdfReader(BytesIO(response.content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv-SE"


@pytest.mark.parametrize(
    ("name", "status"),
    [("other_guardian", 302), ("child", 404), ("youth", 404), ("stranger", 404)],
)
def test_a_receipt_is_for_who_sent_it_and_is_a_look_at_the_case(home: Home, name: str, status: int):
    case = home.send()

    response = home.sign_in(name).get(f"/cases/{case}/receipt/")

    assert response.status_code == status


def test_who_sent_a_case_finds_the_receipt_on_its_page_later_and_nobody_else_does(home: Home):
    case = home.send()
    home.close(case)
    link = f"/cases/{case}/receipt/"

    guardian = home.sign_in("guardian")
    assert link in guardian.get(f"/cases/{case}/").content.decode()
    assert guardian.get(link).headers["Content-Type"] == "application/pdf"
    assert link not in home.sign_in("other_guardian").get(f"/cases/{case}/").content.decode()


def test_a_receipt_is_lost_with_the_right_to_read_the_case(home: Home):
    case = home.send()
    home.set_clock(on("2028-09-15T00:00"))  # the child turns thirteen

    assert home.sign_in("guardian").get(f"/cases/{case}/receipt/").status_code == 404


def test_a_kept_receipt_is_in_the_log(home: Home):
    case = home.send()

    home.sign_in("guardian").get(f"/cases/{case}/receipt/")

    row = AccessRow.objects.get()
    assert (row.page, row.case_id, row.what) == ("portal:receipt", case, "opened")


# --- Who has read -----------------------------------------------------------------------------------


def staff_reads(home: Home, case: CaseId, who: str = "nurse") -> str:
    response = home.sign_in(who).get(f"/staff/cases/{case}/")
    assert response.status_code == 200
    return words(response)


def test_a_family_sees_that_the_clinic_has_read_and_when_and_never_who(home: Home):
    case = home.send()
    guardian = home.sign_in("guardian")
    assert "Läst av" not in guardian.read(f"/cases/{case}/")

    home.set_clock(LATER)
    staff_reads(home, case)
    home.set_clock(LATER + timedelta(hours=2))
    staff_reads(home, case, "receiver")

    said = home.sign_in("guardian").read(f"/cases/{case}/")
    assert "Läst av outpatient tors 2 april 09.12" in said
    assert "nurse" not in said


def test_an_answer_is_read_only_when_it_is_read_itself(home: Home):
    case = home.send()
    home.ask(case)
    staff_reads(home, case)
    home.set_clock(LATER)
    guardian = home.sign_in("guardian")
    guardian.post(f"/cases/{case}/answer/", {"text": "Torsdag."})
    assert "Läst av" not in guardian.read(f"/cases/{case}/")

    staff_reads(home, case)

    assert "Läst av outpatient tors 2 april 09.12" in guardian.read(f"/cases/{case}/")


def test_staff_see_who_of_the_family_has_read_what_was_sent(home: Home):
    case = home.send()
    home.do(case, acts.SendInterimReply(acts.Message(text="Vi läser.")))
    assert "Läst av" not in staff_reads(home, case)

    home.set_clock(LATER)
    home.sign_in("guardian").get("/cases/")
    home.sign_in("guardian").get(f"/cases/{case}/sent/")
    assert "Läst av" not in staff_reads(home, case)
    for _ in range(2):
        home.sign_in("guardian").get(f"/cases/{case}/")
    home.set_clock(LATER + timedelta(minutes=5))
    home.sign_in("other_guardian").get(f"/cases/{case}/")

    expected = "Läst av guardian tors 2 april 09.12 och other_guardian tors 2 april 09.17"
    assert expected in staff_reads(home, case)


def test_a_message_past_guardians_is_read_by_the_child_and_never_by_a_guardian(home: Home):
    case = home.send(by="child", about="child")
    hidden = acts.Message(text="Bara du ser det här.", not_for_guardians=True)
    home.do(case, acts.SendInterimReply(hidden))

    home.sign_in("guardian").get(f"/cases/{case}/")
    assert "Läst av" not in staff_reads(home, case)
    home.sign_in("child").get(f"/cases/{case}/")

    assert "Läst av child ons 1 april 10.00" in staff_reads(home, case)


# --- Writing again ----------------------------------------------------------------------------------


def closed(home: Home, service: str = "message") -> CaseId:
    case = home.send(service)
    home.close(case)
    return case


def again(visitor: Visitor, case: CaseId) -> str:
    """Return where "write about this again" leads."""
    html = visitor.get(f"/cases/{case}/").content.decode()
    found = re.search(r'href="([^"]+follows=\d+)"', html)
    return found.group(1).replace("&amp;", "&") if found else ""


def test_who_writes_again_finds_the_way_between_the_cases_and_so_does_staff(home: Home):
    old = closed(home)
    guardian = home.sign_in("guardian")
    said = guardian.read(f"/cases/{old}/")
    assert "Vad kan jag göra nu? Undrar du över svaret" in said

    address = again(guardian, old)
    form = guardian.read(address)
    sent = guardian.post(address, {"text": "En sak till"})

    new = CaseRow.objects.latest("pk")
    assert "Du skriver om samma sak igen." in form
    assert sent.status_code == 302
    numbers = {pk: CaseRow.objects.get(pk=pk).number for pk in (old, new.pk)}
    assert f"ärende {numbers[old]}" in guardian.read(f"/cases/{new.pk}/")
    assert f"ärende {numbers[new.pk]}" in guardian.read(f"/cases/{old}/")
    assert f"ärende {numbers[old]}" in staff_reads(home, CaseId(new.pk))
    assert f"ärende {numbers[new.pk]}" in staff_reads(home, old)


def test_a_case_that_is_kept_from_guardians_is_named_to_none_of_them(home: Home):
    old = closed(home)
    guardian = home.sign_in("guardian")
    guardian.post(again(guardian, old), {"text": "En sak till"})
    new = CaseId(CaseRow.objects.latest("pk").pk)
    home.do(new, acts.KeepFromGuardians("Barnet vill prata själv."))
    number = CaseRow.objects.get(pk=new).number

    assert number not in guardian.read(f"/cases/{old}/")


def test_an_open_case_is_not_written_again_and_what_is_not_ones_own_can_not_be_followed(
    home: Home,
):
    is_open, old = home.send(), closed(home)
    guardian, youth = home.sign_in("guardian"), home.sign_in("youth")

    assert not again(guardian, is_open)
    address = home.form_url("message", about="youth")
    response = youth.get(f"{address}&follows={old}&key=0b1a4a5e-6f57-4a6f-8a3e-0c8f3d6a0b11")
    assert response.status_code == 404


def test_what_may_not_be_sent_any_more_can_not_be_written_again(home: Home):
    case = closed(home)
    home.set_clock(on("2028-09-15T00:00"))  # the child turns thirteen

    assert home.sign_in("guardian").get(f"/cases/{case}/").status_code == 404
    assert again(home.sign_in("child"), case)
    home.set_clock(on("2033-09-15T00:00"))  # and eighteen
    assert not again(home.sign_in("child"), case)
