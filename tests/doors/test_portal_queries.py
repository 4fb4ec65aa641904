"""How many times each page asks the database: pinned, however many cases and children there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.doors.home import Home, build_home
from vardag.domain.case import acts
from vardag.rooms.people.actions import add_guardian

CHOSEN = "for={child}&clinic=outpatient"
# Session, person and children are three of each page's, and one writes down who looked.
PINNED = {
    "start": (10, f"/?{CHOSEN}"),
    "form": (10, f"/new/message/?{CHOSEN}&key=0b1a4a5e-6f57-4a6f-8a3e-0c8f3d6a0b11"),
    "shortcut": (9, f"/shortcut/self-referral/?{CHOSEN}"),
    "receipt": (9, "/cases/{case}/sent/"),
    "cases": (5, "/cases/"),
    "thread": (11, "/cases/{case}/"),
}


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


@pytest.mark.parametrize("page", PINNED)
@pytest.mark.parametrize("many", [1, 8])
def test_a_page_asks_the_database_as_often_as_is_pinned(home: Home, page: str, many: int):
    count, address = PINNED[page]
    if many > 1:
        add_guardian(guardian=home.world.residents["guardian"], child=home.world.residents["youth"])
    cases = [home.send("renew-prescription") for _ in range(many)]
    for case in cases:
        for _ in range(many):
            home.do(case, acts.SendInterimReply(acts.Message(text="Vi läser.")))
            home.ask(case)
    guardian = home.sign_in("guardian")
    guardian.get("/")

    with CaptureQueriesContext(connection) as asked:
        response = guardian.get(address.format(child=home.id("child"), case=cases[0]))

    assert response.status_code == 200
    assert len(asked) == count, "\n".join(each["sql"][:150] for each in asked)
