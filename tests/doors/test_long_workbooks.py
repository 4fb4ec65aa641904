"""Importing a long workbook: the page says how far it is, and nothing is half done."""

import re
from typing import Any

import pytest
from django.db import DatabaseError

from tests.build import on
from tests.doors.desk import Desk, a_desk
from tests.doors.inboxes import text
from tests.doors.registers import REGISTER, chosen
from tests.workbooks import xlsx
from vardag.rooms.registers import importing
from vardag.rooms.registers.models import EntryRow, ImportRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch) -> Desk:
    monkeypatch.setattr(importing, "LONG", 0)
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    built = a_desk(monkeypatch)
    built.it_is(on("2026-04-10T09:00"))
    return built


def importing_page(desk: Desk, address: str) -> Any:
    response = desk.sits("nurse").post(f"{address}rows/")
    assert response.status_code == 200
    assert response.streaming
    return response


def bits(response: Any) -> list[str]:
    return [bit.decode() for bit in response.streaming_content]


def test_a_bar_says_how_many_rows_are_written_and_then_what_came_of_it(desk):
    before, reads, *written, done, after = bits(importing_page(desk, chosen(desk, xlsx())))

    assert "Importera en arbetsbok" in before
    assert "Raderna läses" in text(reads)
    assert "value=" not in reads
    far = [re.findall(r'value="(\d+)"\s+max="(\d+)"', bit) for bit in written]
    assert far == [[(str(each), "4")] for each in (0, 1, 2, 3, 4, 4)]
    assert "2 rader importerades." in text(done)
    assert f'href="{REGISTER}"' in done
    assert after.rstrip().endswith("</html>")
    assert EntryRow.objects.count() == 2


def test_who_leaves_the_page_meanwhile_has_imported_nothing(desk):
    file = chosen(desk, xlsx())
    response = importing_page(desk, file)
    some = iter(response.streaming_content)
    for _ in range(4):  # the page, that rows are read, none written, one written
        next(some)
    assert EntryRow.objects.count() == 1

    response._iterator.close()  # as a server does when nobody listens any more

    assert not EntryRow.objects.exists()
    assert ImportRow.objects.filter(settled_at=None).count() == 1


def test_what_was_imported_meanwhile_is_not_imported_again(desk):
    file = chosen(desk, xlsx())
    first, second = importing_page(desk, file), importing_page(desk, file)
    bits(first)

    *_, refused, _after = bits(second)

    assert "Raderna har redan importerats, eller så är filen undanlagd." in text(refused)
    assert EntryRow.objects.count() == 2


def test_a_database_that_goes_away_is_told_of_and_nothing_is_imported(desk, monkeypatch, caplog):
    response = importing_page(desk, chosen(desk, xlsx()))
    monkeypatch.setattr(importing, "complete_all", gone)

    *_, refused, _after = bits(response)

    assert "Databasen tog inte emot raderna. Inget importerades." in text(refused)
    assert "an import could not be finished" in caplog.text
    assert not EntryRow.objects.exists()


def gone(*_: object, **__: object) -> None:
    raise DatabaseError


def test_the_bar_speaks_the_language_of_who_looks(desk):
    client = desk.sits("nurse")
    client.cookies["django_language"] = "en"
    response = client.post(f"{chosen(desk, xlsx())}rows/")

    said = "".join(bits(response))

    assert "The rows are written" in said
    assert "2 rows were imported." in said


def test_it_is_sent_bit_by_bit_and_not_compressed(desk):
    file = chosen(desk, xlsx())
    response = desk.sits("nurse").post(f"{file}rows/", headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in response.headers
    assert response.headers["X-Accel-Buffering"] == "no"
    bits(response)
