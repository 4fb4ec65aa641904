"""Rows by hand on their pages: who may, what is told, what comes back, what the log says."""

import pytest

from tests.build import on
from tests.doors import matrix
from tests.doors.desk import Desk, a_desk, shown
from tests.doors.inboxes import read, text
from tests.doors.registers import CALL, REGISTER, row, write
from tests.harness.accessibility import stumbling_blocks
from tests.workbooks import ADA
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_rows
from vardag.rooms.people.models import PersonRow
from vardag.rooms.registers.models import EntryRow

pytestmark = pytest.mark.django_db
MAY = {"receiver", "nurse"}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(on("2026-04-10T09:00"))
    return built


def test_a_call_becomes_a_row_that_the_table_shows_beside_the_cases(desk):
    desk.send("renew-prescription", form={"medicine": "metylfenidat"})

    entry = write(desk, sender="Mamma", **{"field:note": "Räcker en vecka"})

    html = read(desk.sits("receiver").get(REGISTER))
    assert "Ada Ek Mamma Concerta 18 mg Räcker en vecka För hand" in text(html)
    assert f'href="{row(entry)}"' in html
    assert "metylfenidat" in html
    page = text(read(desk.sits("nurse").get(row(entry))))
    assert "Ada Ek Inte klart än" in page
    assert "Skriven nurse" in page


def test_what_is_missing_is_told_and_what_was_typed_is_still_there(desk):
    sent = {**CALL, "patient": "", "received": "2/4", "field:medicine": "Ritalin"}

    html = read(desk.sits("nurse").post(f"{REGISTER}new/", sent), 422)

    assert "“2/4” säger inte vilket år" in text(html).replace("”2/4”", "“2/4”")
    assert "Det står inte vem det gäller." in html
    assert 'value="Ritalin"' in html
    assert not EntryRow.objects.exists()


def test_a_row_is_done_in_one_click_today_and_by_oneself(desk):
    entry = write(desk)
    client = desk.sits("nurse")
    html = read(client.get(row(entry)))
    assert 'value="2026-04-10"' in html

    done = {"seen": "1", "closed": "2026-04-10", "closed_by": "nurse"}
    client.post(row(entry, "complete/"), done)

    page = text(read(client.get(row(entry))))
    assert "Ada Ek Klart" in page
    assert "Markera som klart" not in page
    again = text(read(client.post(row(entry, "complete/"), done), 409))
    assert "Någon annan har ändrat raden under tiden" in again


def test_a_day_that_cannot_be_is_told_at_its_field(desk):
    entry = write(desk)

    html = read(
        desk.sits("nurse").post(row(entry, "complete/"), {"seen": "1", "closed": "2027-01-01"}), 422
    )

    assert 'id="done-error"' in html
    assert "inte har kommit än" in html


def test_a_correction_shows_what_it_said_before(desk):
    entry = write(desk)
    client = desk.sits("nurse")

    wrong = read(client.post(row(entry, "correct/"), {**CALL, "seen": "1", "received": "x"}), 422)
    assert 'value="x"' in wrong
    client.post(row(entry, "correct/"), {**CALL, "seen": "1", "patient": "Ada Elk"})

    assert "Barn: före Ada Ek efter Ada Elk" in text(read(client.get(row(entry))))


def test_a_row_that_is_struck_out_needs_a_reason_and_is_shown_apart(desk):
    entry = write(desk)
    client = desk.sits("nurse")
    assert "Skriv varför raden stryks" in read(
        client.post(row(entry, "strike/"), {"seen": "1", "reason": ""}), 422
    )

    client.post(row(entry, "strike/"), {"seen": "1", "reason": "Samma samtal två gånger"})

    assert "Ada Ek" not in read(client.get(REGISTER))
    assert "Ada Ek" in read(client.get(REGISTER, {"show": "struck"}))
    page = text(read(client.get(row(entry))))
    assert "Skäl: Samma samtal två gånger" in page
    assert "Rätta raden" not in page


@pytest.mark.parametrize("who", [*matrix.STAFF, *matrix.RESIDENTS])
def test_rows_by_hand_are_for_receivers_and_nurses_of_the_clinic(desk, who):
    entry = write(desk)
    client = desk.sits(who)
    outsiders = matrix.TO_SIGN_IN if who in matrix.RESIDENTS else matrix.NOTHING_THERE
    gets = matrix.IN if who in MAY else outsiders
    fails = matrix.NOT_NOW if who in MAY else outsiders

    has_own = who in matrix.RECEIVERS  # of another clinic: that one's register
    assert client.get(f"{REGISTER}new/").status_code == (matrix.IN if has_own else outsiders)
    assert client.get(row(entry)).status_code == gets
    for act in ("correct/", "complete/", "strike/"):
        sent = {"seen": "1", "closed": "x", "received": "x"}
        assert client.post(row(entry, act), sent).status_code == fails
        assert client.get(row(entry, act)).status_code in (405, matrix.TO_SIGN_IN)
    if who in matrix.STAFF:
        page = client.get(REGISTER)
        assert ("Ada Ek" in page.content.decode()) == (who in MAY)


def test_a_row_that_is_not_there_is_not_found(desk):
    assert desk.sits("nurse").get(row(987)).status_code == 404
    assert desk.sits("nurse").get("/staff/registers/nothing/new/").status_code == 404


def test_the_log_names_the_rows_and_whom_they_are_about_if_that_is_known(desk):
    PersonRow.objects.filter(pk=desk.person("child")).update(personal_number=ADA)
    known, unknown = write(desk, personal_number=ADA), write(desk)

    desk.sits("nurse").get(REGISTER)
    desk.sits("nurse").get(row(known))

    listed = AccessRow.objects.get(page="inbox:register")
    opened = AccessRow.objects.get(page="inbox:register_row")
    assert set(as_rows(listed.named)) == {(known, desk.person("child")), (unknown, None)}
    assert opened.patient_id == desk.person("child")


def test_of_who_is_protected_a_row_tells_nothing(desk):
    entry = write(desk, personal_number=ADA)
    PersonRow.objects.filter(pk=desk.person("child")).update(
        personal_number=ADA, protection="marked"
    )
    client = desk.sits("nurse")

    for address in (REGISTER, row(entry)):
        html = read(client.get(address))
        assert "Skyddade personuppgifter" in html
        assert not {word for word in ("Ada Ek", "Concerta", ADA[8:]) if word in html}
    sent = {**CALL, "seen": "1"}
    assert client.post(row(entry, "correct/"), sent).status_code == 404
    done = {"seen": "1", "closed": "2026-04-10", "closed_by": "S"}
    assert client.post(row(entry, "complete/"), done).status_code == 302


def test_the_table_is_narrowed_by_words_that_no_address_holds(desk):
    write(desk)
    write(desk, patient="Bo Åström", **{"field:medicine": "Ritalin"})
    desk.send("renew-prescription", form={"medicine": "ritalin 10 mg"})
    client = desk.sits("nurse")

    def narrowed(**typed: str) -> str:
        response = client.post(REGISTER, typed)
        assert "ström" not in response.headers["Location"]
        return text(read(client.get(response.headers["Location"])))

    found = narrowed(words="åström")
    assert "Bo Åström" in found
    assert "Ada Ek" not in found
    both = narrowed(words="ritalin")
    assert "Bo Åström" in both
    assert "ritalin 10 mg" in both
    assert "Ada Ek" not in narrowed(source="case")
    assert "ritalin 10 mg" not in narrowed(source="hand")
    assert "Inget passar" in narrowed(**{"from": "2026-04-05"})
    assert "ritalin 10 mg" in narrowed(until="2026-04-01")


def test_a_filter_that_cannot_be_read_says_so_at_its_field(desk):
    typed = {"words": "a", "from": "2026-04-05", "until": "2026-04-01"}

    html = read(desk.sits("nurse").post(REGISTER, typed), 422)

    assert 'id="register-words-error"' in html
    assert 'id="register-until-error"' in html


def test_the_table_takes_as_many_questions_with_rows_by_hand(desk, django_assert_num_queries):
    desk.send("renew-prescription", form={"medicine": "ritalin 10 mg"})
    for number in range(4):
        write(desk, patient=f"Namn {number}", personal_number=ADA)
    client = desk.sits("nurse")
    client.get(REGISTER)

    with django_assert_num_queries(8):
        client.get(REGISTER)


@pytest.mark.one_database
def test_nobody_stumbles_over_the_pages(desk, page):
    entry = write(desk, sender="Mamma")
    client = desk.sits("nurse")
    client.post(row(entry, "correct/"), {**CALL, "seen": "1", "patient": "Ada Elk"})
    for response in (
        client.get(REGISTER, {"source": "hand"}),
        client.get(f"{REGISTER}new/"),
        client.get(row(entry)),
        client.post(row(entry, "complete/"), {"seen": "2", "closed": "x"}),
    ):
        shown(page, response.content)
        assert stumbling_blocks(page) == []
