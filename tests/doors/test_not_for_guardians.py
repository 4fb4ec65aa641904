"""A case or a message that isn't for guardians: marked before it is sent, and read by whom it says."""

from datetime import date

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, text
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.domain.routine.way import ending_of
from vardag.rooms.cases.queries import full_case
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
SECRET = "Bara du och vi läser det här"
MARK = "past-guardians"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def case(desk: Desk) -> CaseId:
    """Return a message that a child of ten sent."""
    return desk.send("message", by="child")


def page_of(desk: Desk, case: CaseId, who: str = "receiver") -> str:
    return desk.sits(who).get(address_of(case)).content.decode()


def sends(desk: Desk, case: CaseId, act: str, field: str, **more: str):
    seen = str(full_case(case).case.version)
    form = {"seen": seen, f"{field}-text": SECRET, f"{field}-{MARK}": "on", **more}
    return desk.sits("receiver").post(address_of(case, act), form)


def reads(desk: Desk, case: CaseId, who: str) -> bool:
    return SECRET in desk.sits(who).get(f"/cases/{case}/").content.decode()


def test_the_mark_is_offered_where_it_makes_a_difference(desk: Desk, case: CaseId):
    assert f'name="reply-{MARK}"' in page_of(desk, case)
    assert f"-{MARK}" not in page_of(desk, desk.send("message"))
    assert f"-{MARK}" not in page_of(desk, desk.send("message", by="youth", about="youth"))


def test_who_could_read_it_is_said_before_it_is_sent(desk: Desk, case: CaseId):
    said = " ".join(text(page_of(desk, case)).split())

    child = full_case(case).row.patient.name.strip()
    clinic = full_case(case).row.clinic.name
    assert f"Då kan det läsas av {child} (patienten) och personal på {clinic}." in said


@pytest.mark.parametrize(
    ("act", "field"),
    [("interim-reply", "interim"), ("counter-question", "question"), ("reply", "reply")],
)
def test_a_marked_message_is_read_by_the_child_and_by_no_guardian(
    desk: Desk, case: CaseId, act: str, field: str
):
    assert sends(desk, case, act, field).status_code == 302

    assert reads(desk, case, "child")
    assert not reads(desk, case, "guardian")
    assert not reads(desk, case, "other_guardian")
    assert "Inte för vårdnadshavare" in page_of(desk, case)


def test_a_marked_message_in_the_act_of_assigning_is_kept_from_guardians_too(
    desk: Desk, case: CaseId
):
    to = f"person:{desk.person('nurse')}:{desk.world.clinics['outpatient']}"

    sends(desk, case, "assign", "assign", **{"assign-to": to, "with": "reply"})

    assert reads(desk, case, "child")
    assert not reads(desk, case, "guardian")


def test_a_guardian_meets_no_question_that_is_for_the_child(desk: Desk, case: CaseId):
    sends(desk, case, "counter-question", "question")
    guardian = desk.sits("guardian")

    assert "Din tur" not in guardian.get(f"/cases/{case}/").content.decode()
    assert "har en fråga" not in guardian.get("/cases/").content.decode()
    assert guardian.post(f"/cases/{case}/answer/", {"text": "Jag svarar"}).status_code == 422
    child = desk.sits("child")
    assert child.post(f"/cases/{case}/answer/", {"text": SECRET}).status_code == 302
    assert not reads(desk, case, "guardian")


def test_a_mark_that_would_leave_nobody_is_refused_and_the_words_come_back(desk: Desk):
    case = desk.send("message")  # sent by a guardian

    response = sends(desk, case, "interim-reply", "interim")

    assert response.status_code == 422
    assert SECRET in response.content.decode()
    assert "ingen i familjen skulle kunna läsa" in text(response.content.decode())


def test_the_mark_stays_when_something_else_was_wrong(desk: Desk, case: CaseId):
    response = sends(desk, case, "interim-reply", "interim", **{"interim-date": "2020-01-01"})

    assert response.status_code == 422
    assert f'name="interim-{MARK}"' in response.content.decode()
    box = response.content.decode().split(f'name="interim-{MARK}"')[1].split(">")[0]
    assert "checked" in box


def keeps(desk: Desk, case: CaseId, key: str, reason: str, who: str = "receiver"):
    return desk.sits(who).post(address_of(case, key), {"guardians-reason": reason})


def test_a_whole_case_is_kept_from_guardians_and_shown_again(desk: Desk, case: CaseId):
    guardian = desk.sits("guardian")
    assert guardian.get(f"/cases/{case}/").status_code == 200

    keeps(desk, case, "keep-from-guardians", "Barnet vill prata själv")

    assert guardian.get(f"/cases/{case}/").status_code == 404
    assert desk.sits("child").get(f"/cases/{case}/").status_code == 200
    said = " ".join(text(page_of(desk, case)).split())
    assert "Dolt för vårdnadshavare" in said
    assert "Barnet vill prata själv" in said

    keeps(desk, case, "show-to-guardians", "Barnet har ändrat sig")
    assert guardian.get(f"/cases/{case}/").status_code == 200


def test_keeping_takes_a_reason(desk: Desk, case: CaseId):
    response = keeps(desk, case, "keep-from-guardians", "  ")

    assert response.status_code == 422
    assert 'id="guardians-reason-error"' in response.content.decode()


def test_who_only_reads_the_case_isnt_offered_to_keep_it(desk: Desk):
    case = desk.certificate_to_print()  # sent on to the medical clinic

    assert "guardians-reason" not in page_of(desk, case, "receiver")


@pytest.mark.one_database
def test_nobody_stumbles_on_the_card_of_readers(desk: Desk, case: CaseId, page):
    sends(desk, case, "interim-reply", "interim")
    keeps(desk, case, "keep-from-guardians", "Barnet vill prata själv")

    shown(page, desk.sits("receiver").get(address_of(case)).content)
    page.locator(".family summary").click()

    assert stumbling_blocks(page) == []


# --- That there was something isn't told either -------------------------------------------------


def told_to(desk: Desk, case: CaseId, who: str) -> tuple[str, str]:
    """Return what somebody reads of a case: on its page, and in the list."""
    client = desk.sits(who)
    page, listed = client.get(f"/cases/{case}/"), client.get("/cases/")
    return in_one_line(page.content.decode()), in_one_line(listed.content.decode())


def in_one_line(html: str) -> str:
    return " ".join(text(html).split())


@pytest.mark.parametrize(
    ("act", "field"), [("interim-reply", "interim"), ("counter-question", "question")]
)
def test_a_guardian_reads_the_same_as_if_nothing_had_been_sent(
    desk: Desk, case: CaseId, act: str, field: str
):
    before = told_to(desk, case, "guardian")

    sends(desk, case, act, field)
    assert told_to(desk, case, "guardian") == before
    if act == "counter-question":
        desk.sits("child").post(f"/cases/{case}/answer/", {"text": SECRET})
        assert told_to(desk, case, "guardian") == before


def test_a_hidden_reply_closes_the_case_without_words_for_a_guardian(desk: Desk, case: CaseId):
    sends(desk, case, "reply", "reply")

    page, listed = told_to(desk, case, "guardian")

    assert "Avslutat tisdag 7 april" in page
    assert "Vårt svar" not in page
    assert "Avslutat" in listed


def test_what_was_written_while_a_case_was_kept_stays_hidden_when_it_is_shown_again(
    desk: Desk, case: CaseId
):
    keeps(desk, case, "keep-from-guardians", "Barnet vill prata själv")
    seen = str(full_case(case).case.version)
    desk.sits("receiver").post(
        address_of(case, "counter-question"), {"seen": seen, "question-text": SECRET}
    )
    desk.sits("child").post(f"/cases/{case}/answer/", {"text": SECRET})
    keeps(desk, case, "show-to-guardians", "Barnet har ändrat sig")

    assert desk.sits("guardian").get(f"/cases/{case}/").status_code == 200
    assert not reads(desk, case, "guardian")
    assert reads(desk, case, "child")


def test_the_child_sees_what_guardians_cant_read(desk: Desk, case: CaseId):
    sends(desk, case, "counter-question", "question")
    child = desk.sits("child")
    said = "Dina vårdnadshavare kan inte läsa frågan, och inte ditt svar."
    assert said in text(child.get(f"/cases/{case}/").content.decode())

    child.post(f"/cases/{case}/answer/", {"text": "Ja"})

    html = text(child.get(f"/cases/{case}/").content.decode())
    assert html.count("Dina vårdnadshavare kan inte läsa det här.") == 2


def test_a_second_question_past_guardians_can_be_asked_while_the_first_is_open(
    desk: Desk, case: CaseId
):
    sends(desk, case, "counter-question", "question")

    html = page_of(desk, case)
    assert f'name="question-{MARK}"' in html
    assert "checked" in html.split(f'name="question-{MARK}"')[1].split(">")[0]
    assert sends(desk, case, "counter-question", "question").status_code == 302


def test_the_child_reads_that_guardians_cant_read_what_has_a_lock(desk: Desk, case: CaseId):
    said = "De kan inte läsa det som har ett lås."
    assert said not in told_to(desk, case, "child")[0]

    sends(desk, case, "interim-reply", "interim")

    assert said in told_to(desk, case, "child")[0]
    assert said not in told_to(desk, case, "guardian")[0]


def test_a_hidden_reply_promises_a_guardian_nothing(desk: Desk):
    case = desk.send("renew-prescription", by="child")
    desk.do(case, "nurse", acts.CompleteStep("document-request"))
    promised = ending_of(full_case(case).case.process, full_case(case).case.facts)
    assert promised is not None
    assert promised.promise is not None
    seen = str(full_case(case).case.version)
    form = {"seen": seen, "reply-text": SECRET, f"reply-{MARK}": "on"}
    assert desk.sits("nurse").post(address_of(case, "reply"), form).status_code == 302

    page = told_to(desk, case, "guardian")[0]

    assert "Avslutat tisdag 7 april." in page
    assert promised.promise.sv not in page


# --- When who sent it can't read it any more ----------------------------------------------------


def test_on_the_thirteenth_birthday_the_page_says_that_the_youth_reads_and_the_guardian_doesnt(
    desk: Desk,
):
    case = desk.send("message")
    assert "kan inte läsa det nu" not in text(page_of(desk, case))
    PersonRow.objects.filter(pk=desk.person("child")).update(born=date(2013, 4, 7))

    said = " ".join(text(page_of(desk, case)).split())

    assert "guardian skickade ärendet men kan inte läsa det nu." in said
    assert "Det du skickar läses av child" in said
    assert "Svar till child" in said


def test_when_nobody_in_the_family_reads_the_page_says_to_call(desk: Desk):
    case = desk.send("message")
    keeps(desk, case, "keep-from-guardians", "Barnet far illa av det")

    said = " ".join(text(page_of(desk, case)).split())

    assert "Ingen i familjen kan läsa det du skickar. Ring i stället." in said
