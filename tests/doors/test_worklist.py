"""The worklist: a closed case can't hide an unwritten certificate."""

import re

import pytest

from tests.build import on
from tests.doors.desk import PIECES, TUESDAY, WEDNESDAY, Desk, a_desk, shown
from tests.doors.worklists import WORK, groups, look, text, tick
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.case.events import WorkCompleted
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.clinics.actions import close_on
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def test_a_closed_case_stands_here_until_its_work_is_done(desk):
    case = desk.certificate_to_write()
    assert groups(look(desk)) == ["Skriv diktat"]

    for piece in PIECES[:-1]:
        assert tick(desk, case, piece).status_code == 302
    assert groups(look(desk)) == ["Skicka intyget"]
    tick(desk, case, "send", outcome="home")

    assert groups(look(desk)) == []
    assert "Inget att göra klart." in look(desk)
    assert "Klara den här månaden: 1." in text(look(desk))


def test_a_row_says_what_is_next_whose_it_is_and_where_it_came_from(desk):
    case = desk.certificate_to_write(done=2)

    row = text(look(desk))

    assert "ons 8 april" not in row  # Good Friday and Easter Monday aren't counted
    assert "fre 10 april öppnades 1 april" in row
    assert f"Läkarens e-signatur Omvårdnadsbidrag {desk.case(case).number} child, 10 år" in row
    assert "child, 10 år outpatient Intygshanterare läkare pappret ute, för doctor" in row
    assert look(desk).count('data-state="done"') == 2
    assert look(desk).count('data-state="now"') == 1
    assert ">Signerat</button>" in look(desk)


def test_what_is_past_its_follow_up_date_comes_first_and_says_why(desk):
    desk.certificate_to_write(done=2)
    late = desk.certificate_to_write(at=on("2026-03-30T10:00"))
    desk.it_is(on("2026-04-09T08:00"))

    html = look(desk)

    assert groups(html) == ["Över datum", "Läkarens e-signatur"]
    assert "1 arbetsdag över Till ons 8 april: öppnades 30 mars, 5 arbetsdagar" in text(html)
    assert html.index("Över datum") < html.index(f"/staff/work/{late}/done/")


def test_the_clinics_own_closed_day_makes_nothing_late(desk):
    desk.certificate_to_write(at=on("2026-03-30T10:00"))
    close_on(
        clinic=desk.world.clinics["medical"], day=on("2026-04-09T00:00").date(), reason="Utbildning"
    )
    desk.it_is(on("2026-04-10T08:00"))

    assert "1 arbetsdag över" in text(look(desk))


def test_sending_asks_where_to_and_offers_what_the_family_asked_for(desk):
    case = desk.certificate_to_write(done=4)

    assert re.search(r'value="home"\s+checked', look(desk))
    refused = tick(desk, case, "send")

    assert refused.status_code == 422
    assert "Välj hur det gick: Till myndighet eller skola" in refused.content.decode()
    assert "Skicka intyget" in groups(refused.content.decode())
    assert tick(desk, case, "send", outcome="both").status_code == 302
    assert desk.case(case).entries[-1].event == WorkCompleted("send", outcome="both")


def test_the_second_of_two_is_told_and_nothing_is_recorded_twice(desk):
    case = desk.certificate_to_write()
    tick(desk, case, "type-dictation")
    before = len(desk.case(case).entries)

    again = tick(desk, case, "type-dictation", who="doctor")

    assert again.status_code == 422
    assert "Den uppgiften är inte öppen nu." in again.content.decode()
    assert len(desk.case(case).entries) == before


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("certificate_secretary", 200),
        ("doctor", 200),
        ("medical_receiver", 200),
        ("receiver", 200),
        ("outsider", 200),
        ("clinician", 404),
        ("manager", 404),
        ("administrator", 404),
        ("guardian", 302),
    ],
)
def test_receivers_and_the_works_group_see_it_and_only_their_own_clinics(desk, who, status):
    desk.certificate_to_write()

    response = desk.sits(who).get(WORK)

    assert response.status_code == status
    at_medical = who in ("certificate_secretary", "doctor", "medical_receiver")
    assert ("Skriv diktat" in response.content.decode()) is at_medical


def test_a_handler_outside_the_group_neither_sees_the_page_nor_does_its_work(desk):
    case = desk.certificate_to_write()

    assert (
        desk.sits("clinician").post(f"{WORK}{case}/done/", {"work": "type-dictation"}).status_code
        == 404
    )
    assert desk.case(case).case.open_work.key == "type-dictation"


def test_who_sent_the_case_on_is_told_that_the_work_is_the_others(desk):
    case = desk.certificate_to_write()

    refused = tick(desk, case, "type-dictation", who="receiver")

    assert refused.status_code == 403
    assert "Det här arbetet görs av mottagningen som har ärendet." in refused.content.decode()


def test_an_open_case_stands_to_be_printed_then_to_be_closed_then_to_be_written(desk):
    case = desk.certificate_to_print()
    first = look(desk)
    assert groups(first) == ["Skriv ut till läkaren"]
    assert f'action="/staff/cases/{case}/print/"' in first
    assert ">doctor</option>" in first
    assert "svar gavs 1 april" in text(first)

    desk.do(case, "certificate_secretary", acts.Print(), at=TUESDAY)
    assert groups(look(desk)) == ["Avsluta"]

    desk.do(case, "certificate_secretary", acts.CloseWithoutReply(), at=TUESDAY)
    assert groups(look(desk)) == ["Skriv diktat"]


def test_a_receiver_sees_what_is_to_be_printed_and_whose_it_is(desk):
    case = desk.certificate_to_print()

    html = look(desk, "medical_receiver")

    assert "görs av Intygshanterare läkare" in html
    assert f"/staff/cases/{case}/print/" not in html


def test_a_case_that_the_family_waits_for_is_late_by_its_response_date(desk):
    case = desk.send("care-allowance-certificate", at=WEDNESDAY)
    desk.do(
        case, "receiver", acts.CompleteStep("document-request"), acts.Assign(desk.to_the_group())
    )
    desk.it_is(on("2026-04-08T08:00"))

    assert groups(look(desk)) == ["Över datum"]
    assert "1 arbetsdag över tis 7 april: familjen väntar på svar" in text(look(desk))


def test_who_may_not_open_the_case_has_no_link_to_it(desk):
    case = desk.certificate_to_print()
    secretary = "certificate_secretary"
    desk.do(case, secretary, acts.Claim(), acts.Print(), acts.CloseWithoutReply())

    assert f'href="/staff/cases/{case}/' in look(desk, secretary)
    assert f'href="/staff/cases/{case}/' not in look(desk, "doctor")
    assert tick(desk, case, "type-dictation", who="doctor").status_code == 302


def test_it_takes_five_queries_and_one_for_the_log_whatever_it_holds(
    desk, django_assert_num_queries
):
    for done in range(5):
        desk.certificate_to_write(done=done)
        desk.certificate_to_print()
    client = desk.sits("certificate_secretary")
    client.get(WORK)

    with django_assert_num_queries(6):
        client.get(WORK)


def test_a_part_of_the_page_is_the_same_as_in_the_whole(desk):
    case = desk.certificate_to_write()
    client = desk.sits("certificate_secretary")
    done = {"work": "type-dictation"}

    part = client.post(f"{WORK}{case}/done/", done, headers={"HX-Request": "true"})
    whole = client.get(WORK)

    said, rows = part.content.decode().split('<div class="head">')
    assert "Skrivet. Nästa: Meddela i uppdragslistan." in said
    assert without_token(rows) in without_token(whole.content.decode())


def without_token(html: str) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", html).strip()


@pytest.mark.one_database
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_stumbles_over_the_page(desk, page, scheme):
    shown(page, look(desk).encode())
    assert stumbling_blocks(page) == []

    desk.certificate_to_write(at=on("2026-03-26T10:00"))
    desk.certificate_to_write(done=4)
    desk.certificate_to_print()
    page.emulate_media(color_scheme=scheme)
    shown(page, look(desk).encode())

    assert stumbling_blocks(page) == []

    page.get_by_text("Skickat …").click()
    assert stumbling_blocks(page) == []


@pytest.mark.one_database
def test_a_date_has_room_beside_the_steps(desk, page):
    desk.certificate_to_write(at=on("2026-03-26T10:00"))

    shown(page, look(desk).encode())

    row = page.locator(".case > .when").first.bounding_box()
    assert row is not None
    assert row["width"] >= 250
    assert row["height"] <= 60


def test_a_case_with_files_says_so_unless_it_is_protected(desk):
    case = desk.certificate_to_print()
    CaseRow.objects.filter(pk=case).update(has_files=True)
    assert "Med filer" in text(look(desk))

    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    assert "Med filer" not in text(look(desk))
