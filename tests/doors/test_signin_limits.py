"""Who tries too often from one network address waits; a clinic behind one address doesn't."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from waitress.proxy_headers import proxy_headers_middleware

from tests.doors import idp as idps
from tests.doors.desk import shown
from tests.doors.idp import NUMBER, Idp, begins, comes_back, of_address, reply, signs_in
from tests.doors.town import ENTER, START, build_town, enter, who
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.people.tries import LIMITS, Limit, Try
from vardag.doors.ops.patience import proxies_of
from vardag.doors.shared.moments import now
from vardag.rooms.audit.models import AccessRow, TryRow
from vardag.rooms.people.models import PersonRow

HERE, ELSEWHERE = "192.0.2.7", "2001:db8::8"
MANY, STRAY = LIMITS[Try.FAILED].most, LIMITS[Try.STRAY].most
BAD = {"state": "x", "code": "y"}


@pytest.fixture
def town(db):
    return build_town()


@pytest.fixture
def idp(town, settings):
    yield from idps.for_both_sides(settings)


@pytest.fixture
def clock(monkeypatch):
    moment = [now()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment[0])

    def move(**by: int) -> None:
        moment[0] += timedelta(**by)

    return move


def at(address: str = HERE) -> Client:
    return Client(REMOTE_ADDR=address)


def is_gunilla(idp: Idp, town) -> None:
    row = PersonRow.objects.get(pk=town["gunilla"])
    idp.claims = {"sub": "gunilla", NUMBER: row.personal_number, "given_name": "X"}


def fail(times: int) -> None:
    """Come back with answers that don't do, each to a sign-in of its own."""
    for _ in range(times):
        assert fails_once(at()).status_code == 403


def fails_once(client: Client) -> Any:
    (state,) = of_address(begins(client))["state"]
    return comes_back(client, {"state": state})


def stray(times: int) -> None:
    for _ in range(times):
        assert comes_back(at(), BAD).status_code == 403


@pytest.mark.asvs("6.3.1")
def test_after_thirty_bad_answers_the_address_waits_and_is_told_how_long(town, idp, clock, caplog):
    fail(MANY)

    stopped = comes_back(at(), BAD)

    page = stopped.content.decode()
    assert stopped.status_code == 429
    assert stopped.headers["Retry-After"] == "600"
    assert "Vänta lite innan du loggar in" in page
    assert "Försök igen om 10 minuter." in page
    assert at().post("/sign-in/with/residents/").status_code == 429
    assert f"too many sign-ins failed from {HERE}" in caplog.text


def test_what_is_stopped_asks_no_provider_and_fills_no_log(town, idp, clock):
    fail(MANY)
    asked, entries, rows = len(idp.asked), AccessRow.objects.count(), TryRow.objects.count()

    for _ in range(5):
        comes_back(at(), BAD)
        at().post("/sign-in/with/residents/")

    assert (len(idp.asked), AccessRow.objects.count()) == (asked, entries)
    assert TryRow.objects.count() == rows
    assert TryRow.objects.filter(kind="failed").count() == MANY


def test_the_wait_ends_when_the_tries_are_ten_minutes_old(town, idp, clock):
    is_gunilla(idp, town)
    fail(MANY)
    clock(minutes=9, seconds=30)
    assert comes_back(at(), BAD).headers["Retry-After"] == "30"
    clock(seconds=30)

    assert signs_in(at(), idp).url == START


@pytest.mark.parametrize("dest", ["image", "iframe", "empty", "script"])
def test_an_image_on_another_page_cant_bring_an_answer(town, idp, dest):
    got = at().get("/sign-in/back/residents/", BAD, headers={"sec-fetch-dest": dest})

    assert got.status_code == 400
    assert not TryRow.objects.exists()
    assert not AccessRow.objects.exists()


def test_answers_to_no_sign_in_of_the_browser_stop_nobody_elses(town, idp, clock):
    is_gunilla(idp, town)
    waiting = at()
    answer = idp.authorize(begins(waiting))
    stray(STRAY)

    assert comes_back(waiting, answer).status_code == 302
    assert signs_in(at(), idp).status_code == 302


def test_after_thirty_stray_answers_the_next_is_neither_looked_at_nor_logged(town, idp, clock):
    stray(STRAY)
    entries = AccessRow.objects.count()

    stopped = comes_back(at(), BAD)

    assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "600")
    assert AccessRow.objects.count() == entries
    assert TryRow.objects.filter(kind="stray").count() == STRAY
    assert comes_back(at(ELSEWHERE), BAD).status_code == 403


def test_another_address_is_not_stopped(town, idp, clock):
    is_gunilla(idp, town)
    fail(MANY)

    assert signs_in(at(ELSEWHERE), idp).status_code == 302


def test_who_is_signed_in_already_works_on(town, idp, clock):
    is_gunilla(idp, town)
    client = at()
    signs_in(client, idp)
    fail(MANY)

    assert client.get("/cases/").status_code == 200
    client.post("/sign-in/out/")
    assert who(client) is None


def test_those_who_come_in_are_not_counted_however_many(town, idp, monkeypatch):
    monkeypatch.setitem(LIMITS, Try.BEGUN, Limit(3, timedelta(minutes=10)))
    monkeypatch.setitem(LIMITS, Try.FAILED, Limit(3, timedelta(minutes=10)))
    is_gunilla(idp, town)

    assert [signs_in(at(), idp).status_code for _ in range(8)] == [302] * 8
    assert not TryRow.objects.exists()


def test_sign_ins_that_are_begun_and_come_to_nothing_have_a_limit_too(town, idp, monkeypatch):
    monkeypatch.setitem(LIMITS, Try.BEGUN, Limit(3, timedelta(minutes=10)))
    is_gunilla(idp, town)
    waiting = at()
    answer = idp.authorize(begins(waiting))
    for _ in range(2):
        begins(at())

    assert at().post("/sign-in/with/residents/").status_code == 429
    assert comes_back(waiting, answer).status_code == 302
    assert at().post("/sign-in/with/residents/").status_code == 200


def test_a_provider_that_is_away_or_broken_off_stops_nobody(town, idp, monkeypatch):
    monkeypatch.setitem(LIMITS, Try.FAILED, Limit(2, timedelta(minutes=10)))
    for _ in range(3):
        client = at()
        answer = idp.authorize(begins(client))
        assert comes_back(client, {**answer, "error": "access_denied"}).status_code == 403
    idp.answers["/token"] = lambda to: reply(to, 503, {})
    for _ in range(3):
        assert signs_in(at(), idp).status_code == 503

    assert not TryRow.objects.filter(kind="failed").exists()


def test_the_demonstrations_sign_in_has_the_same_limit(town, clock):
    for _ in range(MANY):
        assert at().post(ENTER, {"person": "987654321"}).status_code == 404

    stopped = enter(at(), town["nora"])

    assert stopped.status_code == 429
    assert enter(at(ELSEWHERE), town["nora"]).status_code == 302


def test_who_comes_by_a_proxy_on_this_machine_that_we_are_not_told_of_is_not_stopped(town, idp):
    for _ in range(MANY + 1):
        assert comes_back(Client(), BAD).status_code == 403


@pytest.mark.asvs("4.1.3", "15.3.4")
def test_what_a_browser_says_of_its_own_address_is_not_believed(town, idp, clock):
    for n in range(MANY):
        Client(REMOTE_ADDR=HERE, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}").get(
            "/sign-in/back/residents/", BAD
        )

    assert comes_back(at(), BAD).status_code == 429


@pytest.mark.parametrize(
    ("proxies", "believed"), [(0, "10.0.0.1"), (1, "192.0.2.7"), (2, "198.51.100.1")]
)
@pytest.mark.asvs("4.1.3", "15.3.4")
def test_as_many_proxies_are_believed_as_operations_trust(proxies: int, believed: str):
    found = []

    def application(environ, start_response):
        found.append(environ["REMOTE_ADDR"])
        return []

    asked = {
        "REMOTE_ADDR": "10.0.0.1",
        "wsgi.url_scheme": "https",
        "HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.1, 192.0.2.7",
    }
    answer: Any = None  # which nothing asks for
    proxy_headers_middleware(application, **proxies_of(proxies))(asked, answer)

    assert found == [believed]


def test_nobody_is_signed_in_by_waiting(town, idp, clock):
    client = at()
    fail(MANY)
    comes_back(client, BAD)

    assert who(client) is None


@pytest.mark.one_database
def test_nobody_stumbles_at_the_page_that_says_wait(page, town, idp, clock):
    fail(MANY)

    shown(page, comes_back(at(), BAD).content)

    assert not stumbling_blocks(page)
