"""The post register: what was sent, to whom, by whom; who sees it; and what of the protected."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.build import on
from tests.doors import matrix
from tests.doors.desk import Desk, a_desk, shown
from tests.doors.inboxes import read, text
from tests.doors.posting import BY_HAND, LETTER, POST, SECRETARY, lines, nurses, sent, write
from tests.harness.accessibility import stumbling_blocks
from tests.workbooks import ADA
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named, as_rows
from vardag.rooms.people.models import PersonRow
from vardag.rooms.registers.models import EntryRow
from vardag.rooms.routines.packaged import packaged_routine

pytestmark = pytest.mark.django_db
WORKBOOK = f"{POST}workbook/"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(on("2026-04-10T09:00"))
    return built


def look(desk: Desk, who: str = SECRETARY, **asked: str) -> str:
    return read(desk.sits(who).get(POST, asked))


def test_what_goes_to_both_is_two_rows_and_the_original_goes_to_whoever_needs_it(desk):
    number = desk.case(sent(desk)).number

    what, by = "Intyg omvårdnadsbidrag (FK3221)", "certificate_secretary, medical"
    assert set(lines(look(desk))) == {
        f"tis 7 april {number} child {what} Original Försäkringskassans inläsningscentral {by}",
        f"tis 7 april {number} child {what} Kopia Hem: guardian {by}",
    }


@pytest.mark.parametrize(
    ("outcome", "row"),
    [("authority", "Original Försäkringskassans"), ("home", "Original Hem: guardian")],
)
def test_what_goes_to_one_is_one_row_and_the_original(desk, outcome, row):
    sent(desk, outcome)

    (found,) = lines(look(desk))

    assert row in found


def test_a_nurses_certificate_is_an_original_and_a_copy(desk):
    nurses(desk, "send-original", "send-copy")

    rows = " ".join(lines(look(desk, "nurse")))

    assert "Intyg vård av barn under 12 år (FK7472) Original Försäkringskassans" in rows
    assert "Kopia Hem: guardian nurse, outpatient" in rows


ELECTRONIC = """          - key: electronic
            name: {sv: Elektroniskt till myndigheten, en: Electronically to the authority}
            told: {sv: Intyget skickades elektroniskt, en: The certificate was sent electronically}
        dispatch: # one goes to one; of both, the original goes to whoever needs it
          - {to: authority, as: original, when: [electronic], way: electronic}
"""


def test_a_clinic_that_sends_electronically_says_so_in_its_routine_and_has_no_label(monkeypatch):
    _, routine = packaged_routine()
    old = "        dispatch: # one goes to one; of both, the original goes to whoever needs it\n"
    assert routine.count(old) == 1
    desk = a_desk(monkeypatch, routine_text=routine.replace(old, ELECTRONIC))
    desk.it_is(on("2026-04-10T09:00"))
    case = sent(desk, "electronic")

    html = look(desk)

    (row,) = lines(html)
    assert "Original, elektroniskt Försäkringskassans" in row
    assert "Etiketter och brev" not in html
    family = read(desk.sits("guardian").get(f"/cases/{case}/"))
    assert "Intyget skickades elektroniskt tisdag 7 april." in text(family)


def test_who_sent_the_case_on_reads_where_its_certificate_went(desk):
    case = sent(desk)

    assert len(lines(look(desk, "receiver"))) == 2
    assert f'href="/staff/post/?case={case}"' in read(
        desk.sits("receiver").get(f"/staff/cases/{case}/")
    )


def test_a_letter_that_no_case_brought_is_a_row_that_is_corrected_and_struck_out(desk):
    entry = write(desk)
    client = desk.sits(SECRETARY)

    assert "För hand Ada Ek Kallelse Original Ada Ek certificate_secretary" in lines(look(desk))[0]
    page = text(read(client.get(f"{BY_HAND}rows/{entry}/")))
    assert "Skickat tors 2 april" in page
    assert "Original eller kopia Original" in page
    assert "Markera som klart" not in page
    changed = {**LETTER, "field:exemplar": "copy", "seen": "1"}
    assert client.post(f"{BY_HAND}rows/{entry}/correct/", changed).status_code == 302
    assert "före Original efter Kopia" in text(read(client.get(f"{BY_HAND}rows/{entry}/")))
    struck = {"seen": "2", "reason": "Samma brev två gånger"}
    assert client.post(f"{BY_HAND}rows/{entry}/strike/", struck).status_code == 302
    assert lines(look(desk)) == []
    assert len(lines(look(desk, show="struck"))) == 1


def test_what_is_missing_of_a_letter_is_told_at_its_field(desk):
    typed = {**LETTER, "field:to": " ", "field:exemplar": "", "patient": ""}

    html = read(desk.sits(SECRETARY).post(f"{BY_HAND}new/", typed), 422)

    assert "Fyll i ”Till vem”" in text(html).replace("“Till vem”", "”Till vem”")
    assert "Det står inte vem det gäller." in html
    assert not EntryRow.objects.exists()


def test_rows_by_hand_of_what_was_sent_are_never_done_nor_imported(desk):
    entry = write(desk)
    client = desk.sits(SECRETARY)

    for address in (BY_HAND, f"{BY_HAND}import/", f"{BY_HAND}workbook/"):
        assert client.get(address).status_code == 404
    done = {"seen": "1", "closed": "2026-04-10", "closed_by": "S"}
    assert client.post(f"{BY_HAND}rows/{entry}/complete/", done).status_code == 404


KEEPS = {"medical_receiver", "certificate_secretary", "doctor"}


@pytest.mark.parametrize("who", [*matrix.STAFF, *matrix.RESIDENTS])
def test_the_register_is_for_those_who_handle_cases_and_its_letters_for_those_who_send(desk, who):
    case, entry = sent(desk), write(desk)
    client = desk.sits(who)
    reads = who in matrix.RECEIVERS | matrix.HANDLERS
    outside = matrix.TO_SIGN_IN if who in matrix.RESIDENTS else matrix.NOTHING_THERE

    page = client.get(POST)

    assert page.status_code == (matrix.IN if reads else outside)
    html = page.content.decode()
    assert (f"/staff/cases/{case}/" in html) == (who in KEEPS | {"receiver", "nurse"})
    assert ("Ada Ek" in html) == (who in KEEPS)
    row = client.get(f"{BY_HAND}rows/{entry}/")
    assert row.status_code == (matrix.IN if who in KEEPS else outside)
    takes_out = who in KEEPS | matrix.RECEIVERS
    assert client.get(WORKBOOK).status_code == (matrix.IN if takes_out else outside)


def test_the_table_is_narrowed_by_words_days_and_receivers(desk):
    case = sent(desk)
    write(desk)
    client = desk.sits(SECRETARY)

    def narrowed(**typed: str) -> list[str]:
        response = client.post(POST, typed)
        assert "child" not in response.headers["Location"]
        return lines(read(client.get(response.headers["Location"])))

    assert len(narrowed(words="child")) == 2
    assert len(narrowed(words="ada ek")) == 1
    assert len(narrowed(words=desk.case(case).number)) == 2
    assert len(narrowed(to="home")) == 1
    assert len(narrowed(to="hand")) == 1
    assert len(narrowed(service="care-allowance-certificate")) == 2
    assert narrowed(service="driving-licence-certificate") == []
    assert len(narrowed(**{"from": "2026-04-05"})) == 2
    assert len(narrowed(until="2026-04-05")) == 1
    assert len(lines(look(desk, case=str(case)))) == 2


def test_a_filter_that_cannot_be_read_says_so_at_its_field(desk):
    typed = {"words": "a", "from": "2026-04-05", "until": "2026-04-01"}

    html = read(desk.sits(SECRETARY).post(POST, typed), 422)

    assert 'id="post-words-error"' in html
    assert 'id="post-until-error"' in html


def test_the_rows_of_the_page_are_a_workbook(desk):
    sent(desk)
    write(desk, personal_number=ADA, **{"field:what": "=1+1"})

    response = desk.sits(SECRETARY).get(WORKBOOK)

    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    head, *rows = [[cell.value for cell in row] for row in sheet.rows]
    assert head[:4] == ["Skickat", "Ärende", "Barn", "Personnummer"]
    assert [row[5] for row in rows] == ["Kopia", "Original", "Original"]
    assert rows[2][3:5] == [f"{ADA[:8]}-{ADA[8:]}", "=1+1"]


def test_the_log_names_rows_with_whom_they_are_about(desk):
    case, entry = sent(desk), write(desk)

    look(desk)
    desk.sits(SECRETARY).get(WORKBOOK)

    for what in ("register", "taken-out"):
        row = AccessRow.objects.filter(what=what).latest("pk")
        assert as_named(row.named) == ((case, desk.person("child")),)
        assert as_rows(row.named) == ((entry, None),)


def test_of_who_is_protected_a_row_tells_nothing(desk):
    sent(desk)
    write(desk, personal_number=ADA)
    people = PersonRow.objects
    people.filter(pk=desk.person("child")).update(protection="marked")
    people.filter(pk=desk.person("youth")).update(personal_number=ADA, protection="marked")

    rows = lines(look(desk))

    assert len(rows) == 3
    told = " ".join(rows)
    assert not {word for word in (" child ", "guardian", "Ada Ek", "Kallelse") if word in told}
    assert told.count("Skyddade personuppgifter") == 5
    found = desk.sits(SECRETARY).get(WORKBOOK).content
    cells = {cell.value for row in load_workbook(BytesIO(found)).worksheets[0].rows for cell in row}
    assert not {"child", "Ada Ek", "Kallelse", "Hem: guardian"} & cells
    client = desk.sits(SECRETARY)
    assert lines(read(client.get(client.post(POST, {"words": "child"}).headers["Location"]))) == []


def test_the_table_takes_as_many_questions_however_many_rows_there_are(
    desk, django_assert_num_queries
):
    sent(desk)
    for number in range(3):
        write(desk, patient=f"Namn {number}", personal_number=ADA)
    client = desk.sits(SECRETARY)
    client.get(POST)

    with django_assert_num_queries(9):
        client.get(POST)


@pytest.mark.one_database
def test_nobody_stumbles_over_the_pages(desk, page):
    sent(desk)
    entry = write(desk)
    client = desk.sits(SECRETARY)
    for response in (
        client.get(POST),
        client.post(POST, {"words": "a"}),
        client.get(f"{BY_HAND}new/"),
        client.get(f"{BY_HAND}rows/{entry}/"),
    ):
        shown(page, response.content)
        assert stumbling_blocks(page) == []
