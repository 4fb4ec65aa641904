"""Where a certificate is once its case has closed: in full for staff, in plain words for families."""

import pytest

from tests.build import on
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.home import words
from tests.doors.posting import nurses
from tests.doors.worklists import text
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def case_page(desk: Desk, case: CaseId, who: str = "receiver") -> str:
    response = desk.sits(who).get(f"/staff/cases/{case}/")
    assert response.status_code == 200
    return str(response.content.decode())


def family_reads(desk: Desk, address: str, who: str = "guardian") -> str:
    response = desk.sits(who).get(address)
    assert response.status_code == 200
    return words(response)


def test_who_sent_the_case_reads_on_it_where_the_certificate_is(desk):
    case = desk.certificate_to_write(done=2)

    html = text(case_page(desk, case))

    assert "Arbetet efter avslut Läkarens e-signatur Sedan ons 1 april" in html
    assert "Hos Intygshanterare läkare, medical Följ upp senast fre 10 april" in html
    assert "/staff/work/" not in case_page(desk, case)


def test_who_does_the_work_has_a_way_to_it(desk):
    case = desk.certificate_to_write(done=2)
    given = acts.AssignWork("electronic-signature", to=desk.person("doctor"))
    desk.do(
        case, "doctor", given, acts.NoteOnWork("electronic-signature", "Ligger i Intygsmodulen.")
    )

    html = case_page(desk, case, "doctor")

    assert f'href="/staff/work/{case}/"' in html
    assert "Hos doctor, medical" in text(html)
    assert "doctor tog: Läkarens e-signatur" in text(html)
    assert "Ligger i Intygsmodulen." in text(html)


def test_late_work_says_so(desk):
    case = desk.certificate_to_write(at=on("2026-03-26T10:00"))

    assert "Skulle ha följts upp tors 2 april" in text(case_page(desk, case))


def test_when_it_is_sent_the_case_says_how_when_and_by_whom(desk):
    case = desk.certificate_to_write(done=5)

    html = text(case_page(desk, case))

    assert "Skicka intyget – Hem till familjen Klart ons 1 april, av certificate_secretary" in html
    assert "Inte som familjen bad om" not in html


def test_a_way_of_delivery_that_the_family_did_not_ask_for_is_marked(desk):
    case = desk.certificate_to_write(done=4)
    desk.do(case, "doctor", acts.CompleteWork("send", "authority"))

    assert "Inte som familjen bad om: hem" in text(case_page(desk, case))


def test_a_case_without_such_work_says_nothing_of_it(desk):
    case = desk.send("message")
    desk.do(case, "nurse", acts.ReplyAndClose(acts.Message(text="Det är klart.")))

    assert "Arbetet efter avslut" not in case_page(desk, case)


def test_the_family_reads_in_plain_words_how_it_goes_in_the_case_and_in_the_list(desk):
    case = desk.certificate_to_write(done=2)
    given = acts.AssignWork("electronic-signature", to=desk.person("doctor"))
    desk.do(case, "doctor", given, acts.NoteOnWork("electronic-signature", "Pärmen på hyllan."))

    for address in (f"/cases/{case}/", "/cases/"):
        said = family_reads(desk, address)

        assert "Läkaren ska skriva under intyget" in said
        assert "Pärmen" not in said
        assert "certificate_secretary" not in said
        assert "doctor" not in said


def test_and_when_and_where_it_was_sent(desk):
    case = desk.certificate_to_write(done=5)

    for address in (f"/cases/{case}/", "/cases/"):
        assert "Intyget skickades hem till er onsdag 1 april" in family_reads(desk, address)
        assert "Intyget kommer" not in family_reads(desk, address)  # it has come
    assert "intyget gör vi klart" not in family_reads(desk, f"/cases/{case}/")


def test_a_case_that_is_kept_from_guardians_tells_them_nothing_of_its_work(desk):
    case = desk.certificate_to_write(done=2)
    desk.do(case, "medical_receiver", acts.KeepFromGuardians("Skydd av barnet."))

    assert desk.sits("guardian").get(f"/cases/{case}/").status_code == 404
    assert "skriva under" not in family_reads(desk, "/cases/")


def test_a_protected_familys_page_says_where_it_was_sent_without_an_address(desk):
    case = desk.certificate_to_write(done=5)
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    response = desk.sits("child").get(f"/cases/{case}/")

    assert response.status_code in (200, 404)
    if response.status_code == 200:
        assert "Intyget skickades" in words(response)


def test_a_family_reads_when_the_original_and_the_copy_of_a_nurses_certificate_were_posted(desk):
    case = nurses(desk, "send-original")
    assert "Originalet skickades till Försäkringskassan tisdag 7 april." in family_reads(
        desk, f"/cases/{case}/"
    )

    done = acts.CompleteStep("send-copy"), acts.ReplyAndClose(acts.Message(text="Klart."))
    desk.do(case, "nurse", *done, at=TUESDAY)

    assert "En kopia skickades hem tisdag 7 april." in family_reads(desk, f"/cases/{case}/")
