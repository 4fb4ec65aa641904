"""Another's number in the place of one's own. With cases' numbers it is tried in promise P9."""

import pytest

from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.swapped import SECRET, asked, requests_of
from vardag.rooms.cases.models import CaseRow

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    monkeypatch.setattr("vardag.doors.inbox.paper.views.pdf_of", lambda *_, **__: b"%PDF-")
    return built


@pytest.mark.parametrize("person", matrix.RESIDENTS)
@pytest.mark.parametrize(
    "path",
    ["/new/message/", "/new/care-allowance-certificate/", "/shortcut/self-referral/", "/"],
)
def test_nobody_is_written_for_by_putting_in_another_number(desk: Desk, person: str, path: str):
    client, cases = desk.sits(person), CaseRow.objects.count()
    own = {
        "guardian": {"guardian", "child"},
        "other_guardian": {"other_guardian", "child"},
        "youth_guardian": {"youth_guardian", "youth"},
    }.get(person, {person})
    names = {row: name for name, row in desk.world.people.items() if name not in own}

    for other, name in names.items():
        address = f"{path}?for={other}&clinic=outpatient"
        found = client.get(address, follow=True).content.decode()
        assert f"<b>{name}" not in found
        client.post(address, {"text": "Hej", "key": "0b1a4a5e-6f57-4a6f-8a3e-0c8f3d6a0b11"})

    assert CaseRow.objects.count() == cases


@pytest.mark.parametrize("person", [*matrix.STAFF, *matrix.RESIDENTS])
def test_the_other_side_is_not_there(desk: Desk, person: str):
    case = desk.send("message", form={"text": SECRET})
    client = desk.sits(person)
    others = requests_of("guardian" if person in matrix.STAFF else "receiver")

    for request in others:
        status, said = asked(client, request, case)
        assert status in (302, 403), request
        assert SECRET not in said, request
