"""Everybody tries everything at every address of a case, in every state it can be in."""

import re
from collections.abc import Mapping

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import address_of
from tests.doors.states import every_state, fields
from tests.rooms.logged import log
from vardag.domain.people.identity import CaseId, Role
from vardag.doors.inbox.case.forms import ACTS
from vardag.rooms.cases.models import EventRow
from vardag.rooms.people.actions import grant
from vardag.rooms.people.models import GrantRow

pytestmark = pytest.mark.django_db

CAST = (matrix.NOBODY, *matrix.RESIDENTS, *matrix.STAFF)


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    # Setting paper in type is tried elsewhere, and takes its time.
    monkeypatch.setattr("vardag.doors.inbox.paper.views.pdf_of", lambda *_, **__: b"%PDF-")
    return built


def who(desk: Desk, name: str) -> Client:
    return Client() if name == matrix.NOBODY else desk.sits(name)


@pytest.mark.parametrize("name", CAST)
def test_everybody_gets_at_every_list_what_the_matrix_says(desk, name):
    client = who(desk, name)

    found = {each: client.get(reverse(each)).status_code for each in matrix.LISTS}

    assert found == {each: matrix.of_a_list(each, name) for each in matrix.LISTS}


@pytest.mark.parametrize("name", [matrix.NOBODY, "guardian", "youth", *matrix.STAFF])
@pytest.mark.asvs("8.2.1", "8.3.1")
def test_everybody_gets_of_every_case_and_act_what_the_matrix_says(desk, name):
    client, cases = who(desk, name), every_state(desk)
    wrong = []
    for state, case in cases.items():
        opened = client.get(address_of(case)).status_code
        if opened != matrix.of_a_case(state, name):
            wrong.append(f"{state}: opened {opened}")
        for act in (*ACTS, *matrix.OF_THE_PAGE, "print"):
            expected = matrix.of_an_act(state, act, name)
            filled = fields(desk, case, act) if name in matrix.STAFF and act in ACTS else {}
            found, changed = tried(desk, client, case, act, filled)
            may_change = expected in (matrix.DONE, matrix.IN) and name in matrix.ACTS[state]
            if found != expected or (changed and not may_change):
                wrong.append(f"{state}, {act}: {found} for {expected}, changed: {changed}")
    assert not wrong


def events(case: CaseId) -> int:
    return EventRow.objects.filter(case=case).count()


def tried(
    desk: Desk, client: Client, case: CaseId, act: str, filled: Mapping[str, str]
) -> tuple[int, bool]:
    """Try an act, and take it back: what was answered, and whether the case had changed."""
    before = events(case)
    with transaction.atomic():
        status = client.post(address_of(case, act), filled).status_code
        changed = events(case) != before
        transaction.set_rollback(True)
    return status, changed


@pytest.mark.parametrize("name", ["outsider", "manager", "clinician", "guardian", matrix.NOBODY])
def test_hidden_and_absent_are_the_same(desk, name):
    case = desk.send("message")
    client = who(desk, name)

    def answer(case: CaseId) -> tuple[int, str]:
        response = client.get(address_of(case))
        said = response.content.decode().replace(address_of(case), "")
        return response.status_code, re.sub(r"\w{64}", "", said)

    assert answer(case) == answer(CaseId(98_765))
    assert {(what, result) for _, _, what, result in log()} <= {("tried", "refused")}


@pytest.mark.parametrize("case", ["0", "99999999999999999999", "9" * 400, "-1", "1.0", "x", "%00"])
def test_a_case_of_any_number_is_a_page(desk, case):
    client = desk.sits("receiver")

    assert client.get(f"/staff/cases/{case}/").status_code == 404
    assert client.post(f"/staff/cases/{case}/reply/", {"seen": 1}).status_code == 404


def test_losing_a_role_takes_effect_at_the_next_request(desk):
    case = desk.send("message")
    client = desk.sits("receiver")
    assert client.get(address_of(case)).status_code == 200

    GrantRow.objects.filter(person=desk.person("receiver")).update(
        until_date=TUESDAY.date().replace(day=6)
    )

    assert client.get(address_of(case)).status_code == 302
    assert client.get("/staff/").status_code == 302


def test_a_receiver_of_two_clinics_opens_the_cases_of_both_and_lists_those_of_one(desk):
    case = desk.certificate_to_print()
    grant(
        person=desk.person("outsider"),
        clinic=desk.world.clinics["medical"],
        role=Role.RECEIVER,
        from_date=TUESDAY.date(),
    )
    client = desk.sits("outsider")

    assert client.get(address_of(case)).status_code == 200
