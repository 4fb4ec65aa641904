"""Workbooks in and out on their pages: what is read, what is told, what another program opens."""

import re
from datetime import datetime
from html import escape
from io import BytesIO
from time import process_time
from zipfile import ZipFile

import pytest

from tests.build import on
from tests.doors import matrix
from tests.doors.desk import Desk, a_desk, shown
from tests.doors.inboxes import read, text
from tests.doors.registers import CALL, REGISTER, choose, chosen, write
from tests.harness.accessibility import stumbling_blocks
from tests.workbooks import ADA, BO, HEADINGS, ROWS, xlsx
from tests.workbooks import read as opened
from vardag.domain.case import acts
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named, as_rows
from vardag.rooms.people.models import PersonRow
from vardag.rooms.registers.models import EntryRow, ImportRow

pytestmark = pytest.mark.django_db
WORKBOOK = f"{REGISTER}workbook/"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(on("2026-04-10T09:00"))
    return built


def imported(desk: Desk, data: bytes, who: str = "nurse") -> str:
    """Import a workbook, and return what the register's page says then."""
    address = chosen(desk, data, who)
    response = desk.sits(who).post(f"{address}rows/", follow=True)
    return text(read(response))


# --- In ------------------------------------------------------------------------------------------


def test_a_workbook_is_seen_first_and_imported_then(desk):
    address = chosen(desk)

    seen = text(read(desk.sits("nurse").get(address)))
    assert "2 nya rader" in seen
    assert "Ada Ek" in seen
    assert not EntryRow.objects.exists()

    page = imported(desk, xlsx())
    assert "2 rader importerades." in page
    assert "Bo Å Ritalin 10 mg" in page
    assert ImportRow.objects.filter(cells=None).count() == 1


def test_what_is_wrong_is_told_by_row_column_and_remedy_and_nothing_is_imported(desk):
    rows = (HEADINGS, *ROWS, ("2/4", ADA, "Cy"), ("2026-04-01", "123", "Dag"))
    address = chosen(desk, xlsx(rows))
    client = desk.sits("nurse")

    seen = text(read(client.get(address)))

    assert "2 nya rader, 2 saker att rätta till" in seen
    assert "4 Inkom ”2/4” säger inte vilket år. Skriv år-månad-dag" in seen
    assert "5 Personnummer ”123” är inget personnummer." in seen
    assert "Importera 2" not in seen
    assert client.post(f"{address}rows/").status_code == 422
    assert not EntryRow.objects.exists()


def test_what_is_there_already_is_told_and_left_out(desk):
    imported(desk, xlsx())
    more = (HEADINGS, *ROWS, ("2026-04-03", None, "Cy", "Elvanse"))

    seen = text(read(desk.sits("nurse").get(chosen(desk, xlsx(more)))))

    assert "1 ny rad" in seen
    assert "Rad 2: Raden finns redan i registret." in seen


BO_IS_DONE = (HEADINGS, ROWS[0], (*ROWS[1][:5], "2026-04-09", "Sam Sjö"))


def test_what_has_been_done_since_is_told_and_completed(desk):
    imported(desk, xlsx())
    seen = text(read(desk.sits("nurse").get(chosen(desk, xlsx(BO_IS_DONE)))))

    assert "1 rad i registret har blivit klar sedan dess" in seen
    assert "Rad 3: Bo Å, tors 9 april, Sam Sjö" in seen
    assert "Klarmarkera 1 rad" in seen
    assert "1 rad blev klar." in imported(desk, xlsx(BO_IS_DONE))
    assert EntryRow.objects.get(patient="Bo Å").is_done
    both = (*BO_IS_DONE, ("2026-04-03", None, "Cy", "Elvanse"))
    assert "Det finns inget nytt i filen" in text(
        read(desk.sits("nurse").get(chosen(desk, xlsx(BO_IS_DONE))))
    )
    assert "1 rad importerades." in imported(desk, xlsx(both))


def test_new_rows_and_those_that_are_done_since_come_in_one_act(desk):
    imported(desk, xlsx())
    both = xlsx((*BO_IS_DONE, ("2026-04-03", None, "Cy", "Elvanse")))

    assert "Importera 1 rad, klarmarkera 1" in text(
        read(desk.sits("nurse").get(chosen(desk, both)))
    )
    assert "1 rad importerades. 1 rad blev klar." in imported(desk, both)


def test_rows_are_shown_as_they_will_be_stored_also_when_and_by_whom_they_are_done(desk):
    rows = (HEADINGS, *ROWS, ("2026-04-03", None, "Cy", "Elvanse", None, "x", "SS"))

    seen = text(read(desk.sits("nurse").get(chosen(desk, xlsx(rows)))))

    assert "Klart Klart av" in seen
    assert "tis 31 mars SS" in seen
    assert "Elvanse Klart SS" in seen


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ((HEADINGS, *ROWS), "Är det rätt läst?"),
        ((HEADINGS, ("2/4", ADA, "Cy")), "Något går inte att läsa"),
        ((("a", "b"), ("x", "y")), "Säg vilken kolumn som är vilken"),
        ((HEADINGS,), "Det finns inget nytt i filen"),
    ],
)
def test_the_heading_says_how_it_stands(desk, rows, title):
    html = read(desk.sits("nurse").get(chosen(desk, xlsx(rows))))

    assert f"<h1>{title}</h1>" in html


def test_what_the_workbook_says_otherwise_of_a_cases_row_is_told_and_changes_nothing(desk):
    case = desk.send("renew-prescription")
    number = desk.case(case).number
    rows = (("Datum", "Namn", "Ärende", "Klart"), ("2026-04-01", "child", number, "2026-04-09"))

    seen = text(read(desk.sits("nurse").get(chosen(desk, xlsx(rows)))))

    assert "Annorlunda än i ärendena, som arbetsboken inte ändrar" in seen
    assert f"Rad 2: Raden hör till ärende {number}. Arbetsboken säger att den är klar" in seen
    assert not desk.case(case).case.is_closed


def test_columns_can_be_said_by_hand(desk):
    rows = (("Lista",), ("Nummer på barnet", "Vad", "När"), (ADA, "Concerta", "2 apr 26"))
    address = chosen(desk, xlsx(rows))
    client = desk.sits("nurse")
    assert "Välj vilken kolumn som har datumet då det kom in." in text(read(client.get(address)))

    client.post(f"{address}reread/", {"sheet": "0", "heading": "2"})
    said = {"column-0": "personal_number", "column-1": "field:medicine", "column-2": "received"}
    client.post(f"{address}reread/", {"sheet": "0", "heading": "2", **said})

    assert "1 ny rad" in text(read(client.get(address)))
    client.post(f"{address}rows/")
    assert EntryRow.objects.get().personal_number == ADA


def test_a_file_can_be_put_away(desk):
    address = chosen(desk)
    client = desk.sits("nurse")

    page = text(read(client.post(f"{address}away/", follow=True)))

    assert "Filen är undanlagd. Inget importerades." in page
    assert client.get(address).status_code == 409


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Välj en fil."),
        (b" ", "Filen är tom."),
        (b"PK\x03\x04 nonsense", "Filen är skadad"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "lösenord"),
        (b"%PDF-1.7", "är en PDF"),
        (xlsx(((),)), "Det finns inget i filens blad."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(desk, data, says):
    client = desk.sits("nurse")
    response = choose(client, data) if data else client.post(f"{REGISTER}import/")

    assert says in text(read(response, 422))
    assert not ImportRow.objects.exists()


@pytest.mark.asvs("1.5.1")
@pytest.mark.parametrize(
    "kind",
    ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE a [<!ENTITY b "b">]>'],
)
def test_a_workbook_that_refers_to_other_things_is_not_read(desk, kind):
    data = BytesIO()
    with ZipFile(BytesIO(xlsx())) as sound, ZipFile(data, "w") as package:
        for name in sound.namelist():
            part = sound.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                part = f"{kind}{part[part.index('<worksheet') :]}"
            package.writestr(name, part)

    assert "skadad" in text(read(choose(desk.sits("nurse"), data.getvalue()), 422))
    assert not ImportRow.objects.exists()


@pytest.mark.parametrize("piece", ["[", '"', "_["])
def test_a_workbook_whose_ways_of_writing_have_no_end_takes_no_time(desk, piece):
    style = f'<numFmts count="1"><numFmt numFmtId="0" formatCode="{escape(piece) * 150_000}"/></numFmts>'
    data = BytesIO()
    with ZipFile(BytesIO(xlsx())) as sound, ZipFile(data, "w") as package:
        for name in sound.namelist():
            part = sound.read(name).decode()
            if name == "xl/styles.xml":
                part = re.sub(
                    r"<numFmts[^>]*?(?:/>|>.*?</numFmts>)", lambda _: style, part, count=1
                )
                assert style in part
            package.writestr(name, part)

    begun = process_time()
    choose(desk.sits("nurse"), data.getvalue())

    assert process_time() - begun < 5


def test_a_file_of_text_is_read_too(desk):
    lines = f"Datum;Personnr;Namn;Medicin\r\n2026-04-02;{ADA};Ada Ek;Åtta\r\n"

    assert "1 rad importerades." in imported(desk, lines.encode("cp1252"))
    assert "Åtta" in read(desk.sits("nurse").get(REGISTER))


@pytest.mark.parametrize("who", [*matrix.STAFF, *matrix.RESIDENTS])
def test_workbooks_are_for_receivers_and_nurses(desk, who):
    address = chosen(desk)
    client = desk.sits(who)
    outsiders = matrix.TO_SIGN_IN if who in matrix.RESIDENTS else matrix.NOTHING_THERE
    gets = matrix.IN if who in matrix.RECEIVERS else outsiders

    assert client.get(f"{REGISTER}import/").status_code == gets
    assert client.get(WORKBOOK).status_code == gets
    its = matrix.IN if who == "nurse" else outsiders
    assert client.get(address).status_code == its
    if who != "nurse":
        for last in ("reread/", "rows/", "away/"):
            assert client.post(f"{address}{last}").status_code == outsiders


# --- Out -----------------------------------------------------------------------------------------


def test_the_rows_of_the_page_are_a_workbook_that_another_program_reads(desk):
    case = desk.send("renew-prescription", form={"medicine": "=HYPERLINK(1)", "note": "+46"})
    done = acts.CompleteStep("document-request"), acts.ReplyAndClose(acts.Message(text="Klart."))
    desk.do(case, "nurse", *done, at=on("2026-04-07T10:00"))
    write(desk, personal_number=ADA)

    response = desk.sits("nurse").get(WORKBOOK)

    assert response.headers["Content-Disposition"].startswith("attachment")
    head, by_hand, of_case = opened(response.content)
    assert head == [
        *("Inkom", "Barn", "Personnummer", "Skickat av", "Vilken medicin gäller det?"),
        *("Något mer vi ska veta?", "Ärende", "Första svar", "Klart", "Klart av", "Läge"),
    ]
    assert (
        by_hand[:5]
        == [
            datetime(2026, 4, 2),  # noqa: DTZ001
            "Ada Ek",
            f"{ADA[:8]}-{ADA[8:]}",
            None,
            CALL["field:medicine"],
        ]
    )
    assert of_case[0] == datetime(2026, 4, 1)  # noqa: DTZ001
    assert of_case[4:6] == ["=HYPERLINK(1)", "+46"]
    assert of_case[6] == desk.case(case).number
    assert of_case[8] == datetime(2026, 4, 7)  # noqa: DTZ001


def test_a_workbook_holds_what_the_filter_shows(desk):
    write(desk)
    write(desk, patient="Bo Å", closed="2026-04-03", closed_by="Sam")
    client = desk.sits("nurse")

    assert [row[1] for row in opened(client.get(WORKBOOK, {"show": "open"}).content)[1:]] == [
        "Ada Ek"
    ]
    there = client.post(REGISTER, {"words": "bo å", "show": "completed"}).headers["Location"]
    assert f"{WORKBOOK}{there[there.index('?') :]}".replace("&", "&amp;") in read(client.get(there))
    assert [
        row[1] for row in opened(client.get(WORKBOOK + there[there.index("?") :]).content)[1:]
    ] == ["Bo Å"]


def test_taking_rows_out_is_an_entry_of_the_log_that_names_each(desk):
    case = desk.send("renew-prescription", form={"medicine": "x"})
    entry = write(desk)

    desk.sits("nurse").get(WORKBOOK)

    row = AccessRow.objects.get(what="taken-out")
    assert as_named(row.named) == ((case, desk.person("child")),)
    assert as_rows(row.named) == ((entry, None),)


def test_of_who_is_protected_a_workbook_tells_what_the_page_does(desk):
    desk.send("renew-prescription", form={"medicine": "hemligt"})
    write(desk, personal_number=BO)
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")
    PersonRow.objects.filter(pk=desk.person("youth")).update(
        personal_number=BO, protection="marked"
    )

    rows = opened(desk.sits("nurse").get(WORKBOOK).content)

    assert [row[1] for row in rows[1:]] == ["Skyddade personuppgifter"] * 2
    assert not {"hemligt", "Ada Ek", "Concerta 18 mg"} & {cell for row in rows for cell in row}


def test_what_was_taken_out_brings_nothing_when_it_comes_in_again(desk):
    desk.send("renew-prescription", form={"medicine": "metylfenidat"})
    imported(desk, xlsx())
    write(desk, closed="2026-04-03", closed_by="Sam")
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="")
    client = desk.sits("nurse")
    taken = client.get(WORKBOOK).content

    seen = text(read(client.get(chosen(desk, taken))))

    assert "0 nya rader" in seen
    assert "4 rader tas inte med" in seen
    assert EntryRow.objects.count() == 3


def test_more_rows_than_a_workbook_takes_are_refused_in_words(desk, monkeypatch):
    monkeypatch.setattr("vardag.doors.inbox.registers.views.MOST_OF_A_FILE", 1)
    write(desk)
    write(desk, patient="Bo")

    assert "Välj datum" in read(desk.sits("nurse").get(WORKBOOK), 422)
    assert not AccessRow.objects.filter(what="taken-out").exists()


@pytest.mark.one_database
def test_nobody_stumbles_over_the_pages(desk, page):
    client = desk.sits("nurse")
    wrong = chosen(desk, xlsx((HEADINGS, *ROWS, ("2/4", ADA, "Cy")), also=[("Gamla", ROWS)]))
    for response in (client.get(f"{REGISTER}import/"), client.get(wrong), choose(client, b" ")):
        shown(page, response.content)
        assert stumbling_blocks(page) == []
