"""The office: each role is led to its own first page, and sees no other's."""

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from vardag.domain import access
from vardag.domain.people.identity import ClinicId
from vardag.doors.office.ways import WAYS

HOME = "/staff/office/"


pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.mark.parametrize("person", ["receiver", "clinician", "manager", "administrator"])
def test_the_office_leads_to_the_first_page_of_ones_own(desk: Desk, person: str):
    staff = desk.world.staff_member(person, on=TUESDAY.date())
    own = [
        way
        for way in WAYS
        if any(access.may_at(staff, way.deed, ClinicId(at)) for at in staff.roles)
    ]

    response = desk.sits(person).get(HOME)

    assert response.status_code == (302 if own else 403)
