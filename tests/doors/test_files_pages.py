"""Sending files from pages: with and without a script, and nothing that is written is lost."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, text
from tests.filing import EICAR, a_photo, at_once, pdf, readable_pdf
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.case.events import files_of
from vardag.domain.people.identity import CaseId, PersonId
from vardag.doors.inbox.paper.parts import Printout, thread
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import for_staff, full_case
from vardag.rooms.files.models import FileRow
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Bild", "text": "Här kommer bilden."}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    at_once(monkeypatch)
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def photo(name: str = "bild.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_photo(), "image/jpeg")


def harmful() -> SimpleUploadedFile:
    return SimpleUploadedFile("brev.pdf", pdf(words=EICAR), "application/pdf")


def new_form(desk: Desk) -> str:
    clinic = f"for={desk.person('child')}&clinic=outpatient"
    return f"/new/message/?{clinic}"


def chosen(html: str, field: str = r"\.") -> list[str]:
    return re.findall(rf'name="{field}file"\s+value="([0-9a-f-]+)"', html)


def asked(desk: Desk) -> CaseId:
    case = desk.send("message")
    desk.do(case, "nurse", acts.AskCounterQuestion(acts.Message(text="Skicka en bild.")))
    return case


KEY = "6b1c2f9e-8f55-4a67-9ec7-08a1a2b0c0de"


def test_a_family_adds_files_to_a_form_and_sends_them(desk: Desk):
    client, form = desk.sits("guardian"), new_form(desk)

    added = client.post(
        form, {**WORDS, "form_key": KEY, ".files": [photo(), photo("b.jpg")], ".attach": "1"}
    )
    files = chosen(added.content.decode())
    sent = client.post(form, {**WORDS, "form_key": KEY, ".file": files})

    assert added.status_code == 200
    assert len(files) == 2
    assert sent.status_code == 302
    (case,) = CaseRow.objects.all()
    assert [ref.id for ref in files_of(full_case(CaseId(case.pk)).entries[0].event)] == files
    thread = client.get(f"/cases/{case.pk}/").content.decode()
    assert "bild.jpg" in thread
    assert f'href="/files/{files[0]}/"' in thread


def test_a_familys_receipt_names_the_files_that_were_sent(desk: Desk):
    client = desk.sits("guardian")
    client.post(
        new_form(desk), {**WORDS, "form_key": KEY, ".files": [photo("skola.jpg"), photo("b.jpg")]}
    )

    paper = client.get(f"/cases/{CaseRow.objects.get().pk}/receipt/")

    said = PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert "Filer" in said
    assert "skola.jpg" in said
    assert "b.jpg" in said


def test_without_a_script_what_is_chosen_goes_with_the_button_that_sends(desk: Desk):
    desk.sits("guardian").post(new_form(desk), {**WORDS, "form_key": KEY, ".files": [photo()]})

    assert CaseRow.objects.get().has_files


def test_a_file_that_is_not_taken_costs_neither_words_nor_the_other_files(desk: Desk):
    client, form = desk.sits("guardian"), new_form(desk)

    answer = client.post(form, {**WORDS, "form_key": KEY, ".files": [photo(), harmful()]})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "”brev.pdf” stoppades" in html
    assert WORDS["text"] in html
    assert len(chosen(html)) == 1
    assert not CaseRow.objects.exists()


def test_a_file_is_removed_and_another_form_has_none_of_it(desk: Desk):
    client, form = desk.sits("guardian"), new_form(desk)
    added = client.post(form, {**WORDS, "form_key": KEY, ".files": photo(), ".attach": "1"})
    (file,) = chosen(added.content.decode())

    answer = client.post(form, {**WORDS, "form_key": KEY, ".file": file, ".remove-file": file})

    assert not chosen(answer.content.decode())
    assert not FileRow.objects.exists()


def test_whoever_may_not_send_leaves_no_file(desk: Desk):
    answer = desk.sits("stranger").post(
        new_form(desk), {**WORDS, "form_key": KEY, ".files": photo(), ".attach": "1"}
    )

    assert answer.status_code == 403
    assert not FileRow.objects.exists()


def test_a_picture_alone_is_an_answer(desk: Desk):
    case = asked(desk)

    answer = desk.sits("guardian").post(
        f"/cases/{case}/answer/", {"text": "", "question": "2", ".files": photo()}
    )

    assert answer.status_code == 302
    assert [len(files_of(entry.event)) for entry in full_case(case).entries] == [0, 0, 1]


def test_words_of_an_answer_come_back_with_a_file_that_is_not_taken(desk: Desk):
    case = asked(desk)

    answer = desk.sits("guardian").post(
        f"/cases/{case}/answer/", {"text": "Se här.", "question": "2", ".files": harmful()}
    )

    assert answer.status_code == 422
    assert "Se här." in answer.content.decode()
    assert full_case(case).case.question_open


def test_staff_attach_to_a_reply_and_are_told_of_a_pdf_that_nobody_can_have_read_aloud(desk: Desk):
    case, client = desk.send("message"), desk.sits("nurse")
    fields = {"seen": "1", "reply-text": "Hej, se bilagan."}

    added = client.post(
        address_of(case, "draft"),
        {
            **fields,
            "reply-attach": "1",
            "reply-files": [
                SimpleUploadedFile("skannad.pdf", pdf()),
                SimpleUploadedFile("ordnad.pdf", readable_pdf()),
            ],
        },
    ).content.decode()
    files = chosen(added, "reply-")
    sent = client.post(address_of(case, "reply"), {**fields, "reply-file": files})

    assert text(added).count("kan inte läsas upp") == 1
    assert "Hej, se bilagan." in added
    assert sent.status_code == 302
    thread = desk.sits("guardian").get(f"/cases/{case}/").content.decode()
    assert "skannad.pdf" in thread
    assert "ordnad.pdf" in thread


def test_what_waits_to_be_sent_is_seen_with_its_files(desk: Desk):
    case = desk.send("message")

    answer = desk.sits("nurse").post(
        address_of(case, "preview"),
        {"seen": "1", "send": "reply", "reply-text": "Hej.", "reply-files": photo()},
    )

    assert answer.status_code == 200
    assert "bild.jpg (bild" in answer.content.decode()
    assert not full_case(case).case.is_closed


def test_a_file_that_staff_may_not_send_leaves_the_case_as_it_was(desk: Desk):
    case = desk.send("message")

    answer = desk.sits("nurse").post(
        address_of(case, "reply"), {"seen": "1", "reply-text": "Hej.", "reply-files": harmful()}
    )

    assert answer.status_code == 422
    assert "”brev.pdf” stoppades" in answer.content.decode()
    assert not full_case(case).case.is_closed


def test_who_may_not_act_on_a_case_leaves_no_file_there(desk: Desk):
    case = desk.send("message")
    desk.sits("outsider").post(
        address_of(case, "draft"), {"seen": "1", "reply-attach": "1", "reply-files": photo()}
    )

    assert not FileRow.objects.exists()


def test_what_is_too_much_at_once_is_told_on_a_page(desk: Desk):
    answer = desk.sits("guardian").generic(
        "POST",
        "/cases/1/answer/",
        b"",
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
    )

    assert answer.status_code == 413
    assert "högst 5 filer åt gången" in answer.content.decode()


def test_the_printed_case_names_its_files(desk: Desk):
    case = desk.send("message")
    file = desk.file_of(case)
    printed = desk.world.staff_member("nurse", on=TUESDAY.date())
    full = for_staff(case, by=printed, at=TUESDAY)
    people = {PersonId(row.pk): row for row in PersonRow.objects.all()}
    printout = Printout(full, full.case, full.entries, people, ())

    told = str(thread(printout))

    assert "bild.jpg" in told
    assert str(file) not in told


def test_where_no_scanner_is_set_nobody_is_asked_for_files(desk: Desk, settings):
    settings.SCANNER = ""
    case = asked(desk)

    assert "Bifoga filer" not in desk.sits("guardian").get(f"/cases/{case}/").content.decode()
    assert "Bifoga filer" not in desk.sits("nurse").get(address_of(case)).content.decode()


@pytest.mark.one_database
def test_nobody_stumbles_on_files(desk: Desk, page):
    case = asked(desk)
    wrong = desk.sits("guardian").post(
        f"/cases/{case}/answer/", {"text": "Hej", "question": "2", ".files": [photo(), harmful()]}
    )
    desk.sits("guardian").post(
        f"/cases/{case}/answer/", {"text": "", "question": "2", ".files": photo("c.jpg")}
    )
    for answer in (
        wrong,
        desk.sits("guardian").get(f"/cases/{case}/"),
        desk.sits("nurse").get(address_of(case)),
    ):
        shown(page, answer.content)

        assert stumbling_blocks(page) == []
