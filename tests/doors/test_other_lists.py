"""Another system's list on its pages: chosen, seen as it would be read, compared, put right."""

import random
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.build import on
from tests.doors import matrix
from tests.doors.desk import Desk, a_desk, shown
from tests.doors.inboxes import read, text
from tests.doors.other_lists import LIST, chosen, compared
from tests.harness.accessibility import overflows, stumbling_blocks
from tests.promises.mutated import mutant
from tests.workbooks import xlsx
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named
from vardag.rooms.people.models import PersonRow
from vardag.rooms.reconciliation.models import FindingRow, ListRow

pytestmark = pytest.mark.django_db

NOW, DONE = on("2026-04-24T10:00"), on("2026-04-15T10:00")
NOTE = acts.CompleteStep("journal-note")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(NOW)
    return built


def cancelled(desk: Desk, *done: acts.Act) -> CaseId:
    case = desk.send("cancel-or-rebook", at=DONE)
    if done:
        desk.do(case, "receiver", *done, at=DONE)
    return case


def test_a_list_is_seen_compared_and_put_right_until_it_agrees(desk):
    case = cancelled(desk)
    rows = (("Ärende", "Datum", "Av"), (desk.case(case).number, "2026-04-15", "ab12"))
    address = chosen(desk, xlsx(rows))
    client = desk.sits("receiver")
    seen = text(read(client.get(address)))
    assert "1 rad" in seen
    assert "Listan gäller ons 15 april." in seen

    page = read(client.post(f"{address}compare/", follow=True))
    said = text(page)
    assert "Gjort i Melior ons 15 april. Här är ”Skriv i journalen” inte klart. Rad 2" in said
    fields = dict(re.findall(r'name="(does|step|text|list|fate)"\s+value="([^"]*)"', page))
    after = client.post(f"/staff/reconciliation/{case}/", fields, follow=True)

    assert "Allt stämmer. " in text(read(after)) + " "
    assert "1 är rättad." in text(read(after))
    done = desk.case(case).case.steps["journal-note"]
    assert done.text == "Enligt listan Melior v 16.xlsx, rad 2: ab12."
    lists = read(client.get("/staff/reconciliation/"))
    assert "Det listan från Melior visade, fre 24 april" in text(lists)


def test_what_is_here_alone_or_unclear_is_seen_to(desk):
    cancelled(desk, NOTE)
    other = desk.send("message", at=DONE)
    rows = (("Ärende", "Datum"), (desk.case(other).number, "2026-04-15"))
    address = compared(desk, xlsx(rows))
    client = desk.sits("receiver")

    said = text(read(client.get(address)))
    assert "Finns här, men inte där 1" in said
    assert "finns det inte där, gör det nu" in said
    assert "Ärendet har inget moment i Melior. Är numret rätt?" in said
    for each in FindingRow.objects.all():
        client.post(f"{address}{each.pk}/")
    again = client.post(f"{address}{each.pk}/", follow=True)

    assert "Någon har redan sett till det." in text(read(again))
    assert "Allt stämmer." in text(read(client.get(address)))


def test_rows_of_nobody_here_are_told_by_their_numbers(desk):
    rows = (("Personnr", "Datum"), ("12345", "2026-04-15"))
    good = (("Ärende", "Datum"), ("26-9999", "2026-04-15"), ("26-9998", "2026-04-15"))
    assert "inget personnummer" in text(read(desk.sits("receiver").get(chosen(desk, xlsx(rows)))))

    said = text(read(desk.sits("receiver").get(compared(desk, xlsx(good)))))
    assert "2 rader gäller inget ärende som du kan öppna här" in said
    assert "Rad 2, 3." in said


def test_what_is_wrong_is_told_by_row_column_and_remedy_and_nothing_is_compared(desk):
    rows = (("Ärende", "Datum"), ("26-0001", "2/4"), ("nej", "2026-04-15"))
    address = chosen(desk, xlsx(rows))
    client = desk.sits("receiver")

    seen = text(read(client.get(address)))

    assert "2 rader, 2 saker att rätta till" in seen
    assert "2 Datum ”2/4” säger inte vilket år." in seen
    assert "3 Ärendenummer ”nej” är inte ett ärendenummer." in seen
    assert "Inget jämfördes" in text(read(client.post(f"{address}compare/"), 422))
    assert not FindingRow.objects.exists()


def test_columns_and_whose_it_is_can_be_said_by_hand(desk):
    case = cancelled(desk)
    rows = (("Id", "När"), (desk.case(case).number, "2026-04-15"))
    address = chosen(desk, xlsx(rows), name="lista.xlsx")
    client = desk.sits("receiver")
    assert "Välj vilken kolumn som har ärendenumret" in text(read(client.get(address)))

    said = {"system": "elvis", "sheet": "0", "heading": "1", "column-0": "case", "column-1": "day"}
    client.post(f"{address}reread/", said)

    assert "1 rad" in text(read(client.get(address)))
    found = read(client.post(f"{address}compare/", follow=True))
    assert "Gjort i ELVIS ons 15 april. Här är ”Avboka tiden” inte klart." in text(found)


def test_a_list_of_text_is_read_too(desk):
    case = cancelled(desk)
    data = f"Ärendenr;Datum;Signatur\r\n{desk.case(case).number};2026-04-15;Åsa\r\n".encode(
        "cp1252"
    )

    assert "1 rad" in text(read(desk.sits("receiver").get(chosen(desk, data))))


def test_the_example_that_the_guide_names_is_read_whole(desk):
    data = (Path(__file__).parent / "lists/melior.csv").read_bytes()

    said = text(read(desk.sits("receiver").get(chosen(desk, data, name="melior.csv"))))

    assert "3 rader Listan gäller ons 15 april till tors 16 april." in said


def test_a_list_can_be_put_away(desk):
    address = chosen(desk)

    page = desk.sits("receiver").post(f"{address}away/", follow=True)

    assert "Listan är undanlagd. Inget av den sparas." in text(read(page))
    assert not ListRow.objects.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Välj en fil."),
        (b" ", "Filen är tom."),
        (b"PK\x03\x04 nonsense", "Filen är skadad"),
        (b"%PDF-1.7", "är en PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(desk, data, says):
    client = desk.sits("receiver")
    file = {"file": SimpleUploadedFile("a.xlsx", data)} if data else {}

    assert says in text(read(client.post(LIST, file), 422))
    assert not ListRow.objects.exists()


def test_whatever_file_people_and_programs_leave_it_is_compared_whole_or_not_at_all(desk):
    draw, client, kept = random.Random(48), desk.sits("receiver"), 0
    for _ in range(30):
        made = mutant(draw)
        response = client.post(LIST, {"file": SimpleUploadedFile("a.xlsx", made.data)})
        assert response.status_code in (302, 422), made.told
        if response.status_code == 422:
            assert 'id="file-error"' in response.content.decode()
            continue
        address = response.headers["Location"]
        html = read(client.get(address))
        before = FindingRow.objects.count()
        done = client.post(f"{address}compare/")
        if done.status_code == 302:
            kept += 1
            assert 'id="came-title"' in html
        else:
            assert done.status_code == 422, made.told
            assert FindingRow.objects.count() == before
            assert "Vad du kan göra" in html or 'class="field-error"' in html, made.told
    assert kept


def test_a_step_that_came_to_nothing_is_told_on_the_list(desk):
    case = cancelled(desk)
    rows = (("Ärende", "Datum"), (desk.case(case).number, "2026-04-15"))
    address = compared(desk, xlsx(rows))
    key = ListRow.objects.get().pk
    desk.do(case, "receiver", NOTE, at=NOW)

    fields = {"does": "tick", "step": "journal-note", "list": str(key)}
    late = desk.sits("receiver").post(f"/staff/reconciliation/{case}/", fields)

    assert late.headers["Location"] == address
    assert "1 är rättad." in text(read(desk.sits("receiver").get(address)))


@pytest.mark.parametrize("who", [*matrix.STAFF, *matrix.RESIDENTS])
def test_lists_are_for_those_who_receive_and_a_chosen_one_for_who_chose_it(desk, who):
    address = chosen(desk)
    client = desk.sits(who)
    outsiders = matrix.TO_SIGN_IN if who in matrix.RESIDENTS else matrix.NOT_YOURS
    gets = matrix.IN if who in matrix.RECEIVERS else outsiders
    its = matrix.NOTHING_THERE if who in matrix.RECEIVERS else outsiders

    assert client.get(LIST).status_code == gets
    if who == "receiver":
        return
    assert client.get(address).status_code == its
    for last in ("reread/", "compare/", "away/"):
        assert client.post(f"{address}{last}").status_code == its
    there = compared(desk)
    theirs = matrix.IN if who == "nurse" else its
    assert client.get(there).status_code == theirs
    assert client.post(f"{there}0/").status_code == (
        matrix.NOTHING_THERE if who == "nurse" else its
    )


def test_what_came_of_a_list_is_an_entry_of_the_log_that_names_its_cases(desk):
    case = cancelled(desk, NOTE)
    address = compared(desk, xlsx((("Ärende", "Datum"), ("26-9999", "2026-04-15"))))

    desk.sits("nurse").get(address)

    row = AccessRow.objects.order_by("-pk")[0]
    assert (row.what, [each for each, _ in as_named(row.named)]) == ("listed", [case])


def test_a_protected_child_has_no_name_there(desk):
    cancelled(desk, NOTE)
    address = compared(desk, xlsx((("Ärende", "Datum"), ("26-9999", "2026-04-15"))))
    assert re.search(r"\bchild\b", text(read(desk.sits("nurse").get(address))))
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    html = read(desk.sits("nurse").get(address))
    assert not re.search(r"\bchild\b", text(html))
    assert "Skyddade personuppgifter" in text(html)


def test_it_takes_as_many_queries_whatever_came_of_it(desk, django_assert_num_queries):
    for _ in range(6):
        cancelled(desk, NOTE)
    address = compared(desk, xlsx((("Ärende", "Datum"), ("26-9999", "2026-04-15"))))
    client = desk.sits("nurse")
    client.get(address)

    with django_assert_num_queries(9):
        client.get(address)


@pytest.mark.one_database
def test_nobody_stumbles_over_the_pages(desk, page):
    cancelled(desk, NOTE)
    bad = chosen(desk, xlsx((("Ärende", "Datum"), ("x", "2/4"))))
    address = compared(desk, xlsx((("Ärende", "Datum"), ("26-9999", "2026-04-15"))))
    for each in (LIST, bad, address):
        shown(page, read(desk.sits("receiver").get(each)).encode())
        assert stumbling_blocks(page) == []
        page.set_viewport_size({"width": 390, "height": 800})
        assert not overflows(page)
        page.set_viewport_size({"width": 1280, "height": 800})
