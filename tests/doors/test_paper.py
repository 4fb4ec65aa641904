"""A case on paper: what stands there, what is recorded of it, and what happens when it can't be made."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.build import on
from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk
from vardag.domain.case import acts
from vardag.domain.case.events import Printed
from vardag.domain.people.identity import CaseId
from vardag.doors.inbox.paper import pdf as paper_pdf
from vardag.doors.inbox.paper import views as paper
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
NOW = on("2026-04-07T10:05")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(NOW)
    return built


def press(desk: Desk, case: CaseId, who: str = "certificate_secretary", **form: str | int):
    return desk.sits(who).post(f"/staff/cases/{case}/print/", form)


def read(response) -> PdfReader:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(response.content))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def prints(desk: Desk, case: CaseId) -> list[Printed]:
    events = (entry.event for entry in desk.case(case).entries)
    return [event for event in events if isinstance(event, Printed)]


def refusals(response) -> list[str]:
    assert response.status_code == 302
    return [str(each) for each in response.wsgi_request._messages]


ON_PAPER = (
    "Omvårdnadsbidrag",
    "Patient child",
    "Personnummer 20150915-9802",
    "Ålder 10 år",
    "Skickat av guardian, vårdnadshavare, i eget namn",
    "Inkom onsdag 1 april 2026 kl. 10.00",
    "Utlovat svar senast tisdag 7 april 2026",
    "Skickat vidare av outpatient",
    "Vad ska intyget användas till? Intyg",
    "Vart ska vi skicka det?",
    "Till vilken dag? (inget svar)",
    "Delsvar till familjen receiver · onsdag 1 april 2026 kl. 10.00",
    "Vi har läst att du behöver ett intyg",
    "Skriv ut till läkaren certificate_secretary tis 7 april 2026 10.05",
    "av certificate_secretary, tisdag 7 april 2026 kl. 10.05, för doctor",
    "Lämna tillbaka eller förstör pappret",
    "25 kap. 1 § offentlighets- och sekretesslagen",
)


def test_the_paper_says_whose_what_when_and_who_printed_it_for_whom(desk):
    case = desk.certificate_to_print()

    said = words(read(press(desk, case, **{"for": desk.person("doctor")})))

    number = desk.case(case).number
    assert f"Ärende {number} · medical" in said
    assert f"Utskrift {number}/1 av certificate_secretary" in said
    assert [expected for expected in ON_PAPER if expected not in said] == []


def test_the_paper_writes_a_reserve_number_with_its_letter(desk):
    PersonRow.objects.filter(pk=desk.person("child")).update(personal_number="19810829M071")

    said = words(read(press(desk, desk.certificate_to_print())))

    assert "Personnummer 19810829-M071" in said


def test_every_page_says_which_case_it_is_and_which_page_of_how_many(desk):
    case = desk.certificate_to_print()
    desk.do(case, "certificate_secretary", acts.AddNote("En lång rad om läget. " * 400))

    pdf = read(press(desk, case))

    many = len(pdf.pages)
    assert many >= 3
    for number, page in enumerate(pdf.pages, start=1):
        said = page.extract_text()
        assert f"Sida {number} av {many}" in said
        assert desk.case(case).number in said
        assert f"Utskrift {desk.case(case).number}/1" in said


def test_the_file_can_be_read_aloud_and_names_nobody(desk):
    case = desk.certificate_to_print()

    response = press(desk, case)
    pdf = read(response)

    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "sv-SE"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.xmp_metadata
    assert pdf.metadata
    assert "pdfuaid:part>1<" in pdf.xmp_metadata.stream.get_data().decode()
    assert pdf.metadata.title == f"Ärende {desk.case(case).number}, utskrift nr 1"
    name = f'inline; filename="arende-{desk.case(case).number}-utskrift-1.pdf"'
    assert response.headers["Content-Disposition"] == name


def test_the_fonts_are_in_the_file(desk):
    pdf = read(press(desk, desk.certificate_to_print()))

    page: Any = pdf.pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    described = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    assert described
    assert all({"/FontFile2", "/FontFile3"} & set(each) for each in described)


def test_a_print_does_its_step_and_stands_in_the_ledger_and_in_the_log(desk):
    case = desk.certificate_to_print()

    press(desk, case, **{"for": desk.person("doctor")})

    entry = desk.case(case).entries[-1]
    assert entry.event == Printed(for_=desk.person("doctor"), step="print-for-doctor")
    assert (entry.by, entry.at) == (desk.person("certificate_secretary"), NOW)
    look = AccessRow.objects.get(case_id=case)
    assert (look.what, look.person_id, look.at) == ("printed", entry.by, NOW)


def test_each_print_has_its_own_number(desk):
    case = desk.certificate_to_print()

    number = desk.case(case).number
    assert f"Utskrift {number}/1 av" in words(read(press(desk, case)))
    assert f"Utskrift {number}/2 av" in words(read(press(desk, case, who="medical_receiver")))
    assert [event.step for event in prints(desk, case)] == ["print-for-doctor", None]


def test_a_closed_case_is_not_printed_and_the_page_says_why(desk):
    case = desk.certificate_to_write()
    before = len(prints(desk, case))

    response = press(desk, case)

    assert response.headers["Location"] == f"/staff/cases/{case}/"
    assert refusals(response) == [
        "Ärendet är avslutat. Kommer något nytt blir det ett nytt ärende."
    ]
    assert len(prints(desk, case)) == before


@pytest.mark.parametrize("nobody", ["999999", "x", "-1", "9" * 40, "²"])
def test_nobody_prints_for_somebody_unknown(desk, nobody):
    case = desk.certificate_to_print()

    response = press(desk, case, back="work", **{"for": nobody})

    assert response.headers["Location"] == "/staff/work/"
    assert refusals(response) == ["Det finns ingen med det namnet att skriva ut till."]
    assert prints(desk, case) == []


def test_nobody_prints_for_a_colleague_at_another_clinic(desk):
    case = desk.certificate_to_print()

    assert refusals(press(desk, case, **{"for": desk.person("nurse")}))
    assert prints(desk, case) == []


def test_who_may_not_see_the_case_finds_nothing(desk):
    case = desk.certificate_to_print()

    for who in ("outsider", "clinician", "manager"):
        assert press(desk, case, who=who).status_code == 404
    assert press(desk, CaseId(999_999)).status_code == 404
    assert prints(desk, case) == []


def test_who_sent_the_case_on_can_read_it_but_not_print_it(desk):
    case = desk.certificate_to_print()

    assert refusals(press(desk, case, who="receiver"))
    assert prints(desk, case) == []


def test_looking_at_the_address_prints_nothing(desk):
    case = desk.certificate_to_print()

    assert desk.sits("certificate_secretary").get(f"/staff/cases/{case}/print/").status_code == 405
    assert prints(desk, case) == []


def test_what_could_not_become_a_paper_is_not_recorded(desk, monkeypatch, tmp_path, caplog):
    broken = tmp_path / "paper.typ"
    broken.write_text('#panic("nej")')
    monkeypatch.setattr(paper_pdf, "TEMPLATE", Path(broken))
    case = desk.certificate_to_print()

    response = press(desk, case)

    assert refusals(response) == [
        "Utskriften gick inte att göra, och inget är noterat. Försök igen."
    ]
    assert prints(desk, case) == []
    assert not AccessRow.objects.filter(case_id=case).exists()
    assert "could not be set in type" in caplog.text


def test_a_paper_that_became_stale_meanwhile_is_made_anew(desk, monkeypatch):
    case = desk.certificate_to_print()
    made = []

    def slowly(*arguments, **more):
        if not made:
            desk.do(case, "doctor", acts.AddNote("Skrivet medan pappret sattes."), at=TUESDAY)
        made.append(paper_pdf.pdf_of(*arguments, **more))
        return made[-1]

    monkeypatch.setattr(paper, "pdf_of", slowly)
    pdf = read(press(desk, case))

    assert "Skrivet medan pappret sattes." in words(pdf)
    assert len(made) == 2
    assert len(prints(desk, case)) == 1


def test_a_case_that_never_stands_still_is_not_printed(desk, monkeypatch):
    case = desk.certificate_to_print()

    def never_still(*arguments, **more):
        desk.do(case, "doctor", acts.AddNote("En sak till."), at=TUESDAY)
        return b"%PDF"

    monkeypatch.setattr(paper, "pdf_of", never_still)

    assert refusals(press(desk, case))
    assert prints(desk, case) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('*fet* #panic("x") $y$ `z` @ref <lab> // slut', '*fet* #panic("x") $y$ `z` @ref <lab>'),
        ('"}], \\u0041 {{ 1 }} {% now %}', '"}], \\u0041 {{ 1 }} {% now %}'),
        ("osynligt \u200b\u202eomvänt\u2066 slut\ufeff", "osynligt omvänt slut"),
        ("en familj: \U0001f468\u200d\U0001f469\u200d\U0001f467", "en familj:"),
        ("privat \ue000 tecken", "privat ▯ tecken"),
        ("a" * 9_999, "aaaaaaaa"),
        ("rad\n" * 500, "rad rad rad"),
        ("你好" * 4_000, ""),
        ("Z" + "\u0301\u0302\u0303" * 60 + " slut", "slut"),
        ("مرحبا بالعالم", ""),
    ],
)
def test_whatever_characters_a_case_holds_it_can_be_printed(desk, written, expected):
    form = {"reason": written, "send_to": "home"}
    case = desk.send("care-allowance-certificate", form=form, at=WEDNESDAY)
    desk.do(case, "receiver", acts.AddNote(written), at=WEDNESDAY)

    pdf = read(press(desk, case, who="receiver"))

    assert expected in words(pdf)
    assert len(prints(desk, case)) == 1


def test_what_no_font_has_is_said_on_the_paper(desk):
    case = desk.send("message", form={"text": "Hej \U0001f1f8\U0001f1ea och \ue000"}, at=WEDNESDAY)
    plain = desk.send("message", form={"text": "Hej"}, at=WEDNESDAY)

    assert "Några tecken gick inte att skriva ut." in words(read(press(desk, case, who="receiver")))
    assert "Några tecken" not in words(read(press(desk, plain, who="receiver")))


def test_a_long_word_breaks_before_the_edge_of_the_paper(desk):
    case = desk.send("message", form={"text": "w" * 500}, at=WEDNESDAY)

    said = words(read(press(desk, case, who="receiver")))

    longest = max(len(run) for run in re.findall(r"w+", said))
    assert longest <= 40


def test_an_empty_request_is_printed_as_one(desk):
    case = desk.send("self-referral", form={}, at=WEDNESDAY)

    said = words(read(press(desk, case, who="receiver")))

    assert "Förfrågan kom tom. Inget är ifyllt." in said
    assert "Meddelanden och anteckningar" not in said
