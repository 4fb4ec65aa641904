"""Coming in, choosing a clinic, going, not being let in: each is an entry that a reviewer sees."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.doors import idp as idps
from tests.doors.desk import shown
from tests.doors.idp import LOA3, NUMBER, Idp, begins, comes_back, signs_in
from tests.doors.inboxes import read, text
from tests.doors.town import CLINIC, OUT, STAFF, START, add_staff, build_town, enter, who
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.people.identity import ClinicId, Role
from vardag.doors.shared import sign_in_log
from vardag.doors.shared.moments import now
from vardag.rooms.audit.actions import LogUnwritable
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow

SIGN_INS = "/staff/office/log/sign-ins/"


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


def clinic(key: str) -> ClinicId:
    return ClinicId(ClinicRow.objects.get(key=key).pk)


def comes_in(client: Client, idp: Idp, town, name: str):
    row = PersonRow.objects.get(pk=town[name])
    key = "staff" if row.is_staff else "residents"
    number = {"employeeHsaId": row.hsa_id} if row.is_staff else {NUMBER: row.personal_number}
    idp.claims = {"sub": name, **number, "given_name": "X", "family_name": "Y"}
    return signs_in(client, idp, key)


def entries(*columns: str) -> list[tuple[object, ...]]:
    """Return what the log says of coming and going, in the order in which it came."""
    rows = AccessRow.objects.exclude(result="shown").order_by("at", "pk")
    return list(rows.values_list(*columns))


@pytest.mark.asvs("16.3.1")
def test_a_sign_in_says_who_by_which_provider_at_which_level_and_to_which_clinic(client, town, idp):
    comes_in(client, idp, town, "nora")

    (row,) = AccessRow.objects.filter(what="sign-in")
    assert (row.person_id, row.clinic_id, row.roles) == (town["nora"], clinic("north"), "receiver")
    assert (row.provider, row.level, row.result) == ("staff", LOA3, "done")
    assert (row.patient_id, row.case_id, row.named, row.reason) == (None, None, "", "")
    assert (row.page, len(row.request_id), row.version) == ("signin:back", 32, 2)


def test_a_resident_who_comes_in_is_an_entry_of_no_clinic(client, town, idp):
    comes_in(client, idp, town, "gunilla")

    assert entries("what", "person_id", "clinic_id", "provider") == [
        ("sign-in", town["gunilla"], None, "residents")
    ]


def test_who_has_several_clinics_is_written_at_the_one_that_is_chosen(client, town, idp, clock):
    comes_in(client, idp, town, "rut")
    clock(seconds=5)
    client.post(CLINIC, {"clinic": "south"})
    clock(seconds=5)
    client.post(CLINIC, {"clinic": "north"})
    clock(seconds=5)
    client.post(OUT)

    assert entries("what", "person_id", "clinic_id") == [
        ("sign-in", town["rut"], None),
        ("clinic", town["rut"], clinic("south")),
        ("clinic", town["rut"], clinic("north")),
        ("sign-out", town["rut"], clinic("north")),
    ]


def test_a_choice_in_the_demonstration_is_an_entry_too(client, town, settings, clock):
    enter(client, town["nora"])
    clock(seconds=1)
    client.post(OUT)

    assert entries("what", "person_id", "clinic_id", "provider") == [
        ("sign-in", town["nora"], clinic("north"), "demonstration"),
        ("sign-out", town["nora"], clinic("north"), "demonstration"),
    ]


def test_who_signs_out_without_having_come_in_leaves_nothing(client, town):
    client.post(OUT)

    assert not AccessRow.objects.exists()


ENDS = [("nora", [16], "idle"), ("gunilla", [21], "idle"), ("nora", [14] * 43, "in-all")]


@pytest.mark.parametrize("end", ENDS)
def test_a_sign_in_that_ended_by_itself_is_written_at_the_next_request(town, idp, clock, end):
    (name, waits, why), client = end, Client()
    comes_in(client, idp, town, name)
    for minutes in waits:
        clock(minutes=minutes)
        client.get(STAFF if name == "nora" else START)

    at = clinic("north") if name == "nora" else None
    ends = AccessRow.objects.filter(what="ended")
    assert list(ends.values_list("person_id", "clinic_id", "reason")) == [(town[name], at, why)]


@pytest.mark.asvs("16.3.1")
def test_an_answer_that_is_not_trusted_is_an_entry_with_the_reason_and_nobodys_name(
    client, town, idp
):
    idp.twist = {"aud": "somebody-else"}
    refused = comes_in(client, idp, town, "nora")

    assert refused.status_code == 403
    assert entries("what", "result", "person_id", "provider", "level", "reason") == [
        ("sign-in", "refused", None, "staff", "", "not-trusted")
    ]


def test_an_identity_of_somebody_else_is_nobodys_in_the_log(client, town, idp):
    comes_in(client, idp, town, "nora")
    comes_in(Client(), idp, {**town, "nora": town["klas"]}, "nora")

    assert entries("result", "person_id", "reason")[1:] == [("refused", None, "another-person")]


def test_who_proved_to_be_somebody_and_has_no_role_is_written_as_that_person(client, town, idp):
    town["ulla"] = add_staff(77, "Ulla", [], Role.RECEIVER)
    comes_in(client, idp, town, "ulla")

    assert entries("result", "person_id", "level", "reason") == [
        ("refused", town["ulla"], LOA3, "no-role")
    ]


@pytest.mark.asvs("16.3.3")
def test_an_answer_that_nobody_asked_for_is_an_entry(client, town, idp):
    comes_back(client, {"state": "x", "code": "y"})

    assert entries("result", "person_id", "reason") == [("refused", None, "another-browser")]


def test_a_provider_that_breaks_off_is_an_entry(client, town, idp):
    answer = idp.authorize(begins(client))
    comes_back(client, {**answer, "error": "access_denied"})

    assert entries("result", "reason") == [("refused", "cancelled")]


def unwritable(monkeypatch) -> None:
    def refuse(**_: object) -> None:
        raise LogUnwritable("the log is away")

    monkeypatch.setattr(sign_in_log, "note_access", refuse)


def test_without_a_log_nobody_comes_in(client, town, idp, monkeypatch, caplog):
    unwritable(monkeypatch)

    answer = comes_in(client, idp, town, "nora")

    assert answer.status_code == 503
    assert who(client) is None
    assert client.get(STAFF).status_code == 302


def test_without_a_log_one_works_on_where_one_did(client, town, idp, monkeypatch, caplog):
    comes_in(client, idp, town, "rut")
    client.post(CLINIC, {"clinic": "south"})
    unwritable(monkeypatch)

    assert client.post(CLINIC, {"clinic": "north"}).status_code == 503
    assert client.session["clinic"] == clinic("south")


def test_without_a_log_one_can_sign_out_all_the_same(client, town, idp, monkeypatch, caplog):
    comes_in(client, idp, town, "nora")
    unwritable(monkeypatch)

    client.post(OUT)

    assert who(client) is None
    assert f"person {town['nora']}, sign-out" in caplog.text


# ---- What the reviewer sees ------------------------------------------------------------------------


@pytest.fixture
def reviewer(town) -> Client:
    """A browser in which the log reviewer of the north clinic is signed in."""
    found = Client()
    enter(found, add_staff(50, "Lo", [clinic("north")], Role.LOG_REVIEWER))
    return found


def lines(client: Client, **asked: str) -> list[str]:
    html = read(client.get(SIGN_INS, asked))
    rows = (
        html.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:] if "<tbody>" in html else []
    )
    return [" ".join(text(row).split()) for row in rows]


def test_the_reviewer_sees_who_came_and_went_and_who_was_not_let_in(
    client, town, idp, reviewer, clock
):
    clock(minutes=1)
    comes_in(client, idp, town, "nora")
    clock(minutes=1)
    client.post(OUT)
    clock(minutes=1)
    idp.twist = {"acr": "weak"}
    comes_in(Client(), idp, town, "nora")

    refused, went, came, *_ = lines(reviewer)

    assert "Okänd Släpptes inte in För låg tillitsnivå Provlegitimation" in refused
    assert "Nora Ranta Loggade ut Provlegitimation" in went
    assert f"Nora Ranta Loggade in Provlegitimation {LOA3}" in came


def test_the_reviewer_may_ask_for_the_refused_alone(client, town, idp, reviewer):
    comes_in(client, idp, town, "nora")
    comes_back(Client(), {"state": "x"})

    (refused,) = lines(reviewer, from_date="2020-01-01", until_date="2020-12-31") or lines(
        reviewer,
        from_date=str(now().date() - timedelta(days=1)),
        until_date=str(now().date() + timedelta(days=1)),
        only_refused="on",
    )
    assert "Släpptes inte in" in refused


def test_another_clinics_staff_and_every_resident_come_in_unseen(client, town, idp, reviewer):
    for name in ("klas", "gunilla", "rut"):
        comes_in(Client(), idp, town, name)

    seen = " ".join(lines(reviewer))

    assert "Klas" not in seen
    assert "Gunilla" not in seen
    assert "Rut" not in seen


def test_who_chose_this_clinic_is_seen_with_the_sign_in_before(client, town, idp, reviewer, clock):
    clock(minutes=1)
    comes_in(client, idp, town, "rut")
    clock(minutes=1)
    client.post(CLINIC, {"clinic": "north"})

    chose, came, *_ = lines(reviewer)

    assert "Rut Ranta Valde att arbeta på mottagningen" in chose
    assert "Rut Ranta Loggade in" in came


def test_a_resident_who_was_not_let_in_has_no_name_there(client, town, idp, reviewer):
    PersonRow.objects.filter(pk=town["gunilla"]).update(died_on=now().date())
    comes_in(client, idp, town, "gunilla")

    seen = lines(reviewer)[0]

    assert "En invånare Släpptes inte in Har avlidit, enligt registret" in seen
    assert "Gunilla" not in seen


def test_that_the_reviewer_looked_is_an_entry(town, reviewer):
    reviewer.get(SIGN_INS)

    (row,) = AccessRow.objects.filter(what="reviewed")
    assert (row.page, row.result, row.patient_id) == ("office:log_sign_ins", "shown", None)


@pytest.mark.parametrize("name", ["nora", "uma", "klas"])
def test_nobody_else_sees_the_sign_ins(client, town, name):
    enter(client, town[name])

    assert client.get(SIGN_INS).status_code == 403


def test_a_resident_is_sent_to_sign_in(client, town):
    enter(client, town["gunilla"])

    assert client.get(SIGN_INS).status_code == 302


@pytest.mark.parametrize(
    "asked",
    [
        {"from_date": "2026-02-30", "until_date": "2026-03-01"},
        {"from_date": "2026-03-02", "until_date": "2026-03-01"},
        {"from_date": "2020-01-01", "until_date": "2026-03-01"},
        {"from_date": "2026-03-02"},
    ],
)
def test_days_that_cannot_be_come_back_with_what_is_wrong(town, reviewer, asked):
    response = reviewer.get(SIGN_INS, asked)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not AccessRow.objects.filter(what="reviewed").exists()


def test_many_are_on_several_pages(town, idp, reviewer):
    for _ in range(101):
        comes_back(Client(), {"state": "x"})  # from this machine, which is never stopped

    first = read(reviewer.get(SIGN_INS))
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    second = read(reviewer.get(SIGN_INS, {"page": "2"}))
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second


def test_the_log_leads_to_the_sign_ins(town, reviewer):
    assert f'href="{SIGN_INS}"' in read(reviewer.get("/staff/office/log/"))


@pytest.mark.one_database
def test_nobody_stumbles_at_the_sign_ins(page, client, town, idp, reviewer):
    comes_in(client, idp, town, "nora")
    comes_back(Client(), {"state": "x"})

    for asked in ({}, {"from_date": "x"}):
        shown(page, reviewer.get(SIGN_INS, asked).content)
        assert not stumbling_blocks(page)


@pytest.mark.one_database
def test_to_find_sign_ins_the_whole_log_is_not_read(town, reviewer):
    """On SQLite, which says so; PostgreSQL reads a log of a few entries whole, and rightly."""
    with CaptureQueriesContext(connection) as asked:
        reviewer.get(SIGN_INS)
    (question,) = (each["sql"] for each in asked if "what IN" in each["sql"])

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {question}")
        plan = " ".join(str(row) for row in cursor.fetchall())

    assert "audit_access_of_sign_ins" in plan
    assert "SCAN" not in plan
