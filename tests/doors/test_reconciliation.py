"""What doesn't agree, on its page: the five lists, their buttons, and whose they are."""

import re

import pytest

from tests.build import on
from tests.doors import matrix
from tests.doors.desk import PIECES, Desk, a_desk, shown
from tests.doors.inboxes import read, text
from tests.harness.accessibility import overflows, stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.case.left_out import StepFate
from vardag.domain.people.identity import CaseId
from vardag.doors.inbox.reconciling import page as pages
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db

PAGE = "/staff/reconciliation/"
LATER = on("2026-04-24T10:00")
DOCUMENT = acts.CompleteStep("document-request")
REPLY = acts.ReplyAndClose(acts.Message(text="Klart."))
LEFT_OUT = acts.SkipStep("document-request", "Hann inte.")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(LATER)
    return built


def look(desk: Desk, who: str = "nurse", **asks: str) -> str:
    return read(desk.sits(who).get(PAGE, asks))


def press(desk: Desk, case: CaseId, who: str = "nurse", **said: str):
    return desk.sits(who).post(f"{PAGE}{case}/", said, follow=True)


def documented(desk: Desk) -> CaseId:
    case = desk.send("renew-prescription")
    desk.do(case, "nurse", DOCUMENT)
    return case


def left_out(desk: Desk) -> CaseId:
    case = desk.send("renew-prescription")
    desk.do(case, "nurse", LEFT_OUT, REPLY)
    return case


def on_paper(desk: Desk) -> CaseId:
    case = desk.send("message")
    desk.do(case, "nurse", acts.Print(), REPLY)
    return case


def booked(desk: Desk) -> CaseId:
    case = desk.send("cancel-or-rebook")
    desk.do(case, "nurse", acts.CompleteStep("cancel-booking"))
    return case


def signed(desk: Desk) -> CaseId:
    return desk.certificate_to_write(done=len(PIECES) - 1)


def test_a_clinic_where_all_agrees_is_told_so(desk):
    desk.send("message", at=LATER)

    assert "Allt stämmer." in text(look(desk))


def test_each_list_says_why_a_case_stands_in_it(desk):
    cases = [each(desk) for each in (documented, left_out, on_paper, booked)]
    signed(desk)

    html = look(desk)

    for case in cases:
        assert f'href="/staff/cases/{case}/"' in html
    said = text(html)
    assert "Allt är klart sedan ons 1 april, sist ”Skriv i journalen”." in said
    assert (
        "”Skriv i journalen” hoppades över, och ärendet avslutades ons 1 april. ”Hann inte.”"
        in said
    )
    assert "Utskrift" in said
    assert (
        "nurse gjorde ”Avboka tiden” ons 1 april. Inget har skrivits till familjen sedan dess."
        in said
    )
    assert "Först: Skriv i journalen." in said
    assert "Intyg klart" not in re.sub(r".*?</nav>", "", html, count=1, flags=re.DOTALL)
    assert "Läkarens" not in said
    there = text(look(desk, "medical_receiver"))
    assert "Klart att skicka sedan ons 1 april, av " in there


def test_a_documented_case_leads_to_its_reply(desk):
    case = documented(desk)

    assert f'href="/staff/cases/{case}/?act=reply"' in look(desk)


def test_a_booked_case_has_its_next_step_ticked_from_the_list(desk):
    case = booked(desk)

    page = text(read(press(desk, case, does="tick", step="journal-note")))

    assert "journal-note" in desk.case(case).case.steps
    assert "det är noterat" in page
    assert "Först: Säg till behandlaren." in page  # and what remains then


def test_a_paper_is_told_to_be_back_or_destroyed(desk):
    case, other = on_paper(desk), on_paper(desk)

    press(desk, case, does="copy", copy="1", fate="returned")
    page = read(press(desk, other, does="copy", copy="1", fate="destroyed"))

    assert "Allt stämmer." in text(page)
    assert not desk.case(case).case.copies_out


def test_a_certificate_is_sent_from_the_list(desk):
    case = signed(desk)

    page = read(press(desk, case, "medical_receiver", does="send", work="send", outcome="home"))

    assert desk.case(case).case.work["send"].outcome == "home"
    assert f'href="/staff/cases/{case}/"' not in page or "Utskrivet" in text(page)


def test_what_was_left_out_is_done_after_all_or_was_not_needed(desk):
    case, other = left_out(desk), left_out(desk)

    press(desk, case, does="account", step="document-request", fate="done")
    said = {"does": "account", "step": "document-request", "fate": "not-needed"}
    assert "Skriv varför" in text(read(press(desk, other, text=" ", **said), 422))
    page = read(press(desk, other, text="Fel barn.", **said))

    assert "Allt stämmer." in text(page)
    assert desk.case(case).case.accounted["document-request"].fate is StepFate.DONE
    thread = text(read(desk.sits("nurse").get(f"/staff/cases/{case}/")))
    assert "i efterhand: Skriv i journalen" in thread


def test_a_case_is_closed_without_a_reply_from_the_list_if_nobody_changed_it(desk):
    case = desk.certificate_to_print()
    desk.do(case, "certificate_secretary", acts.Print())
    seen = str(desk.case(case).case.version)

    late = press(desk, case, "medical_receiver", does="close", seen="1")
    assert "Någon annan hann före" in text(read(late, 409))
    press(desk, case, "medical_receiver", does="close", seen=seen)

    assert desk.case(case).case.is_closed


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"does": "everything"},
        {"does": "copy"},
        {"does": "copy", "copy": "x", "fate": "returned"},
        {"does": "account", "step": "document-request"},
        {"does": "send", "work": "send"},
        {"does": "tick", "step": "\x00"},
    ],
)
def test_a_button_that_says_nothing_is_refused_in_words(desk, said):
    case = left_out(desk)

    response = press(desk, case, **said)

    assert response.status_code in (409, 422)
    assert 'class="error-summary"' in response.content.decode()


def test_who_may_not_do_it_is_told_why_instead_of_a_button(desk):
    case = documented(desk)

    assert "Bara en sjuksköterska kan svara på" in text(look(desk, "receiver"))
    assert press(desk, case, "receiver", does="tick", step="document-request").status_code in (
        403,
        409,
    )


def test_a_list_alone_is_leafed_through_and_stays_where_one_was(desk, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    monkeypatch.setattr(pages, "FEW", 1)
    cases = [left_out(desk) for _ in range(3)]

    assert "Visa alla 3" in text(look(desk))
    html = look(desk, show="undocumented")
    assert "?show=undocumented&amp;page=2" in html
    assert f'/staff/cases/{cases[2]}/"' in look(desk, show="undocumented", page="2")
    response = desk.sits("nurse").post(
        f"{PAGE}{cases[0]}/?show=undocumented",
        {"does": "account", "step": "document-request", "fate": "done"},
    )
    assert response.headers["Location"] == f"{PAGE}?show=undocumented"
    assert "Allt stämmer." in text(look(desk, show="printed"))
    assert "Visa alla 2" in text(look(desk, show="nonsense"))


@pytest.mark.parametrize("who", [*matrix.STAFF, *matrix.RESIDENTS])
def test_the_lists_are_for_those_who_receive(desk, who):
    case = documented(desk)
    client = desk.sits(who)
    outsiders = matrix.TO_SIGN_IN if who in matrix.RESIDENTS else matrix.NOT_YOURS
    gets = matrix.IN if who in matrix.RECEIVERS else outsiders

    assert client.get(PAGE).status_code == gets
    does = client.post(f"{PAGE}{case}/", {"does": "tick", "step": "x"}).status_code
    gets = {"nurse": matrix.NOT_NOW, "receiver": matrix.NOT_NOW}.get(who, matrix.NOTHING_THERE)
    assert does == (matrix.TO_SIGN_IN if who in matrix.RESIDENTS else gets)


def test_what_is_shown_is_an_entry_of_the_log_that_names_each(desk):
    case = documented(desk)
    desk.send("message")

    look(desk)

    row = AccessRow.objects.order_by("-pk")[0]
    assert (row.what, [each for each, _ in as_named(row.named)]) == ("listed", [case])


def test_a_protected_child_has_no_name_there(desk):
    documented(desk)
    assert "child" in text(look(desk))
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    html = look(desk)
    assert not re.search(r"\bchild\b", text(html))
    assert "Skyddade personuppgifter" in text(html)


def test_it_takes_as_many_queries_whatever_does_not_agree(desk, django_assert_num_queries):
    for _ in range(3):
        documented(desk), left_out(desk), on_paper(desk), booked(desk)
    client = desk.sits("nurse")
    client.get(PAGE)

    with django_assert_num_queries(9):
        client.get(PAGE)


@pytest.mark.one_database
def test_nobody_stumbles_over_the_page(desk, page):
    documented(desk), left_out(desk), on_paper(desk), booked(desk)
    shown(page, look(desk).encode())
    assert stumbling_blocks(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert not overflows(page)
