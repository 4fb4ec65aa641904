"""Who asks for too much at a time waits, and gets back what was written; others don't wait."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from playwright.sync_api import Page, Route, expect

from tests.architecture.test_doors import addresses
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from vardag.domain.case import acts
from vardag.domain.case.files import MOST
from vardag.domain.people.identity import CaseId
from vardag.domain.people.pace import PACES, Asked
from vardag.doors.shared import pace
from vardag.rooms.cases.models import CaseRow

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

WRITTEN = "Vi har väntat länge på svar."
CLINIC, HOME = "192.0.2.7", "198.51.100.9"
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def desk(monkeypatch, settings) -> Desk:
    settings.KEEPS_PACE = True
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def at_one_pace(desk, monkeypatch):
    """Let every browser of a test be served by one process, as it is in use."""
    counts = pace.Counts()
    monkeypatch.setattr(pace, "Counts", lambda: counts)
    return counts


@pytest.fixture
def slow(monkeypatch):
    """Let little be much: so that a test needn't ask a thousand times."""

    def at_most(of: Asked, *, person: int = 1_000, network: int | None = 1_000) -> None:
        monkeypatch.setitem(
            PACES, of, pace_of := type(PACES[of])(PACES[of].seconds, person, network)
        )
        assert pace_of.person == person

    return at_most


def asked(desk: Desk) -> CaseId:
    case = desk.send("message")
    desk.do(case, "nurse", acts.AskCounterQuestion(acts.Message(text="Skicka en bild.")))
    return case


@pytest.mark.asvs("2.3.2", "2.4.1")
def test_who_opens_page_after_page_waits_and_is_told_how_long(desk, at_one_pace, slow):
    slow(Asked.ANYTHING, person=5)
    nurse = desk.sits("nurse")

    answers = [nurse.get("/staff/mine/") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= PACES[Asked.ANYTHING].seconds
    html = answers[-1].content.decode()
    assert "Vänta lite" in html
    assert "Försök igen om 1 minut." in html


def test_a_colleague_on_the_same_network_works_on(desk, at_one_pace, slow):
    slow(Asked.ANYTHING, person=5)
    for _ in range(8):
        stopped = desk.sits("nurse").get("/staff/mine/", REMOTE_ADDR=CLINIC)

    assert stopped.status_code == 429
    assert desk.sits("receiver").get("/staff/mine/", REMOTE_ADDR=CLINIC).status_code == 200


def test_another_window_and_another_sign_in_are_the_same_person(desk, at_one_pace, slow):
    slow(Asked.ANYTHING, person=5)

    answers = [desk.sits("nurse").get("/staff/mine/").status_code for _ in range(6)]

    assert answers[-1] == 429


def test_a_network_that_floods_waits_and_the_next_one_does_not(desk, at_one_pace, slow):
    slow(Asked.ANYTHING, network=5)
    for _ in range(6):
        stopped = Client(REMOTE_ADDR=HOME).get("/sign-in/")

    assert stopped.status_code == 429
    assert Client(REMOTE_ADDR=CLINIC).get("/sign-in/").status_code == 200


def test_after_the_wait_it_goes_on(desk, at_one_pace, slow):
    slow(Asked.ANYTHING, person=5)
    nurse = desk.sits("nurse")
    for _ in range(6):
        stopped = nurse.get("/staff/mine/")
    assert stopped.status_code == 429

    desk.it_is(TUESDAY + timedelta(seconds=2 * PACES[Asked.ANYTHING].seconds))

    assert nurse.get("/staff/mine/").status_code == 200


def test_nobody_gets_twice_as_much_at_the_turn_of_the_minute(desk, at_one_pace, slow):
    slow(Asked.ANYTHING, person=10)
    nurse = desk.sits("nurse")
    desk.it_is(TUESDAY + timedelta(seconds=59))
    for _ in range(10):
        assert nurse.get("/staff/mine/").status_code == 200

    desk.it_is(TUESDAY + timedelta(seconds=61))

    assert nurse.get("/staff/mine/").status_code == 200
    assert nurse.get("/staff/mine/").status_code == 429


def test_what_was_written_comes_back_and_nothing_is_done(desk, at_one_pace, slow):
    slow(Asked.CHANGE, person=1)
    guardian = desk.sits("guardian")
    guardian.post("/new/message/", {"text": "Hej"}, headers=FROM_HERE)

    answer = guardian.post("/new/message/", {"text": WRITTEN}, headers=FROM_HERE)

    assert answer.status_code == 429
    assert WRITTEN in answer.content.decode()
    assert not CaseRow.objects.exists()
    assert guardian.get("/cases/").status_code == 200


@pytest.mark.asvs("2.4.1")
def test_who_tries_numbers_of_cases_comes_to_none_after_a_while(desk, at_one_pace, slow):
    slow(Asked.MISSED, person=3)
    own = desk.send("message")
    guardian = desk.sits("guardian")

    answers = [guardian.get(f"/cases/{own + 100 + nth}/").status_code for nth in range(5)]

    assert answers == [404, 404, 404, 429, 429]
    assert guardian.get(f"/cases/{own}/").status_code == 429
    assert guardian.get("/cases/").status_code == 200


@pytest.mark.asvs("2.4.1", "15.2.2")
def test_files_searches_and_printouts_are_counted_apart(desk, at_one_pace, slow):
    slow(Asked.HEAVY, person=2)
    nurse = desk.sits("nurse")

    answers = [nurse.post("/staff/search/found/", {"q": "tid"}).status_code for _ in range(3)]

    assert answers[-1] == 429
    assert nurse.get("/staff/mine/").status_code == 200


def test_what_counts_as_heavy_are_addresses_that_there_are(settings):
    assert set(addresses(get_resolver())) >= settings.HEAVY_ADDRESSES


def test_a_proxy_on_this_machine_that_we_are_not_told_of_stops_nobody(desk, at_one_pace, slow):
    slow(Asked.ANYTHING, network=2)

    answers = [Client(REMOTE_ADDR="127.0.0.1").get("/sign-in/").status_code for _ in range(5)]

    assert answers == [200] * 5


def test_the_memory_of_who_asked_has_an_end(monkeypatch):
    monkeypatch.setattr(pace, "_MOST_KEPT", 10)
    counts = pace.Counts()

    for nth in range(1_000):
        counts.one_more(Asked.ANYTHING, f"network {nth}", at=0)

    assert len(counts._windows) == 10


def test_it_costs_a_page_no_question_to_the_database(desk, django_assert_num_queries, settings):
    settings.KEEPS_PACE = False
    unpaced = desk.sits("nurse")
    unpaced.get("/staff/mine/")
    with CaptureQueriesContext(connection) as without:
        unpaced.get("/staff/mine/")
    questions = len(without)
    settings.KEEPS_PACE = True
    paced = desk.sits("nurse")
    paced.get("/staff/mine/")

    with django_assert_num_queries(questions):
        paced.get("/staff/mine/")


@pytest.mark.asvs("2.4.1", "15.2.2")
def test_who_sends_file_after_file_waits_whatever_comes_of_them(desk, at_one_pace, slow):
    slow(Asked.FILE, person=3)
    guardian = desk.sits("guardian")
    form = f"/new/message/?for={desk.person('child')}&clinic=outpatient"

    def sends(*names: str) -> int:
        files = [SimpleUploadedFile(name, b"MZ") for name in names]
        sent = {"subject": "Tid", "text": WRITTEN, ".files": files, ".attach": "1"}
        answer = guardian.post(form, sent, headers=FROM_HERE)
        assert WRITTEN in answer.content.decode()
        return answer.status_code

    assert [sends("a.exe", "b.exe"), sends("c.exe"), sends("d.exe")] == [422, 422, 429]
    assert guardian.get("/cases/").status_code == 200


def test_who_chose_one_file_too_many_reads_when_to_try_again_beside_what_is_written(
    desk, at_one_pace, slow, page: Page
):
    slow(Asked.FILE, person=0)
    guardian = desk.sits("guardian")
    form = f"/cases/{asked(desk)}/"
    sent = {".files": SimpleUploadedFile("a.pdf", b"%PDF-"), ".attach": "1"}
    refused = guardian.post(f"{form}answer/", sent, headers=FROM_HERE)

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=429, body=refused.content, content_type="text/html")
        else:
            route.fallback()

    shown(page, guardian.get(form).content)
    page.route("**/*", refuse)
    page.get_by_label("Ditt svar").fill(WRITTEN)
    page.get_by_label("Välj filer").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"}
    )

    expect(page.locator(".attach-busy")).to_contain_text("Försök igen om")
    expect(page.get_by_label("Ditt svar")).to_have_value(WRITTEN)


def test_a_network_that_sends_file_after_file_without_a_sign_in_waits(desk, at_one_pace, slow):
    slow(Asked.FILE, network=2)
    stranger = Client(REMOTE_ADDR=HOME)

    answers = [
        stranger.post("/new/message/", {".files": SimpleUploadedFile("a.pdf", b"%PDF-")})
        for _ in range(3)
    ]

    assert answers[-1].status_code == 429
    assert stranger.get("/sign-in/").status_code == 200


def test_who_sends_as_much_as_a_case_takes_several_times_over_does_not_wait():
    assert PACES[Asked.FILE].person >= 5 * MOST


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name=".files"; filename="a.pdf"\r\n\r\n%PDF\r\n'
            * 200,
        ),
    ],
    ids=["without an edge", "cut off", "of two hundred files"],
)
def test_a_form_that_can_not_be_read_is_refused_and_breaks_nothing(desk, at_one_pace, kind, body):
    guardian = desk.sits("guardian")

    answer = guardian.generic("POST", "/new/message/", body, content_type=kind, headers=FROM_HERE)

    assert 300 <= answer.status_code < 500
    assert guardian.get("/cases/").status_code == 200
