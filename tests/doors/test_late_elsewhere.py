"""What is late at another clinic is seen by those who sent it there, and by nobody else."""

import pytest

from tests.build import on
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import INBOX
from tests.doors.worklists import text
from tests.harness.accessibility import overflows, stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db

LATE = "/staff/late-elsewhere/"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def late(desk) -> CaseId:
    return desk.certificate_to_write(at=on("2026-03-26T10:00"))


def look(desk: Desk, who: str = "receiver", address: str = LATE) -> str:
    response = desk.sits(who).get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_late_certificate_is_counted_in_the_morning_and_leads_to_itself(desk, late):
    desk.certificate_to_write()  # in time

    assert "1 försenade på annan mottagning" in text(look(desk, address=INBOX))
    html = look(desk)

    assert f'href="/staff/cases/{late}/"' in html
    assert html.count('class="case"') == 1
    assert "Skriv diktat" in html
    assert "Intygshanterare läkare medical" in text(html)
    assert desk.sits("receiver").get(f"/staff/cases/{late}/").status_code == 200


def test_it_says_who_has_it_and_what_was_said_last(desk, late):
    desk.do(late, "doctor", acts.AssignWork("type-dictation", to=desk.person("doctor")), at=TUESDAY)
    desk.do(late, "doctor", acts.NoteOnWork("type-dictation", "Diktatet är borta."), at=TUESDAY)

    html = text(look(desk))

    assert "”Diktatet är borta.”" in html
    assert "doctor medical" in html


def test_nothing_late_has_no_count_and_an_empty_list(desk):
    desk.certificate_to_write()

    assert "försenade på annan mottagning" not in look(desk, address=INBOX)
    assert "Inget som ni har skickat vidare är försenat" in look(desk)


def test_what_is_put_off_or_done_is_late_no_more(desk, late):
    desk.do(late, "doctor", acts.PutOffWork("type-dictation", "Väntar."), at=TUESDAY)

    assert 'class="case"' not in look(desk)


@pytest.mark.parametrize(
    ("who", "status", "sees"),
    [
        ("receiver", 200, True),
        ("nurse", 200, True),
        ("outsider", 200, False),
        ("medical_receiver", 200, False),  # it has the work: that is in its own worklist
        ("clinician", 403, False),
        ("certificate_secretary", 403, False),
        ("manager", 403, False),
        ("administrator", 403, False),
        ("guardian", 302, False),
    ],
)
def test_it_is_for_the_receivers_of_the_clinic_that_sent_the_case(desk, late, who, status, sees):
    response = desk.sits(who).get(LATE)

    assert response.status_code == status
    assert (f"/staff/cases/{late}/" in response.content.decode()) is sees


def test_a_protected_child_has_no_name_there(desk, late):
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    assert "child," not in text(look(desk))


def test_it_takes_as_many_queries_whatever_is_late(desk, late, django_assert_num_queries):
    for _ in range(4):
        desk.certificate_to_write(at=on("2026-03-26T10:00"))
    client = desk.sits("receiver")
    client.get(LATE)

    with django_assert_num_queries(5):
        client.get(LATE)


@pytest.mark.one_database
def test_nobody_stumbles_over_the_page(desk, late, page):
    shown(page, look(desk).encode())
    assert stumbling_blocks(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert not overflows(page)
