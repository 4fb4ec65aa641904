"""Protected identity: masked everywhere, seen by who is cleared and has the case, for a reason."""

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, read, rows, text
from tests.doors.protected_families import (
    CAST,
    SINCE,
    Crawl,
    Family,
    add_cast,
    protected_family,
)
from tests.doors.worklists import WORK
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.case.notices import NoticeKind
from vardag.domain.people.identity import CaseId, PersonId, Role
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.cases import protected
from vardag.rooms.cases.lists import duties, inbox, registers
from vardag.rooms.cases.models import NoticeRow, OpeningRow
from vardag.rooms.cases.queries import FullCase, full_case
from vardag.rooms.people import actions as people
from vardag.rooms.people.models import GrantRow, PersonRow

pytestmark = pytest.mark.django_db

WHY = "Ringer familjen om den nya adressen."
LIST = "/staff/office/exceptions/"
SECRET = "Skyddade personuppgifter"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    add_cast(built)
    return built


@pytest.fixture
def on_paper(monkeypatch) -> None:
    """Let a print be the words that would be set in type, which takes its time."""

    def as_words(paper: object, **_: object) -> bytes:
        return json.dumps(paper, ensure_ascii=False).encode()

    monkeypatch.setattr("vardag.doors.inbox.paper.pdf_of", as_words)


@pytest.fixture
def family(desk: Desk) -> Family:
    return protected_family(desk, 1)


def given_to(desk: Desk, who: str, case: CaseId) -> None:
    to = acts.Person(desk.person(who), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(to))


def asks(desk: Desk, case: CaseId, who: str = "cleared", why: str = WHY):
    return desk.sits(who).post(address_of(case, "protected"), {"reason": why})


def case_page(desk: Desk, case: CaseId, who: str = "cleared") -> str:
    return read(desk.sits(who).get(address_of(case)))


def heard(html: str, family: Family) -> set[str]:
    return {each for each in family.canaries if each in html}


# --- Nobody hears a canary --------------------------------------------------------------------


def test_nobody_hears_any_of_the_canaries_of_twenty_families_anywhere(desk: Desk, on_paper):
    families = [protected_family(desk, nth) for nth in range(20)]
    crawl = Crawl(desk, families)

    assert list(crawl.songs()) == []

    assert len(crawl.canaries) >= 200
    assert len(CAST) == 12
    assert crawl.visited > 2_000
    assert crawl.names == {each for each in matrix.ROWS if each.startswith(("inbox:", "office:"))}


def _tells_all(full: FullCase, row: PersonRow) -> PersonRow:
    return row


FAULTS = {
    "the inbox tells names": (
        inbox,
        "_LISTED",
        inbox._LISTED.replace(protected.PROTECTED, "(p.id < 0)"),
    ),
    "the worklist tells names": (duties, "is_protected", lambda *_: False),
    "the register tells names": (registers, "is_protected", lambda *_: False),
    "the case's page tells names": (FullCase, "as_told", _tells_all),
    "the case's page tells how to reach them": (
        __import__("vardag.rooms.cases.queries", fromlist=["x"]),
        "masked_case",
        lambda case, _: case,
    ),
    "the log tells names": (
        __import__("vardag.doors.office.log_views", fromlist=["x"]),
        "never_told",
        lambda _: set(),
    ),
}


@pytest.mark.one_database
@pytest.mark.parametrize("fault", FAULTS)
def test_the_crawl_hears_a_mask_that_is_dropped_in_one_place(
    desk: Desk, on_paper, monkeypatch, fault: str
):
    families = [protected_family(desk, nth) for nth in (1, 2)]
    monkeypatch.setattr(*FAULTS[fault])

    assert next(Crawl(desk, families).songs(), None) is not None
