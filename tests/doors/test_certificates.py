"""What is known of a certificate, and what speaks against it: before it is sent, and on the case."""

import pytest

from tests.build import a_form
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.worklists import text
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId

pytestmark = pytest.mark.django_db

TRAVEL, LICENCE = "narcotics-travel-certificate", "driving-licence-certificate"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def travels(desk: Desk, where: str) -> CaseId:
    return desk.send(TRAVEL, form={**a_form(TRAVEL), "destination": where})


def page_of(desk: Desk, case: CaseId, asks: str = "") -> str:
    response = desk.sits("receiver").get(f"/staff/cases/{case}/{asks}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_case_says_what_the_certificate_is_called_and_who_may_sign_it(desk):
    html = text(page_of(desk, desk.send("care-allowance-certificate")))

    assert "FK3221, Läkarutlåtande för omvårdnadsbidrag eller merkostnadsersättning." in html
    assert "Får signeras av: läkare. Behovet ska väntas vara i minst sex månader. Källa:" in html


def test_a_journey_within_schengen_is_warned_of_with_the_reply_that_fits(desk):
    case = travels(desk, "Spanien och Frankrike")

    html = page_of(desk, case)

    assert "Resan verkar bara gå inom Schengen. Då utfärdar apoteket intyget." in html
    asks = "?act=interim-reply&amp;standard=schengen-pharmacy"
    assert f'href="/staff/cases/{case}/{asks}"' in html
    assert "Svara med ”Resa inom Schengen”" in html
    assert "det apoteket som skriver intyget om din medicin" in page_of(
        desk, case, asks.replace("&amp;", "&")
    )


@pytest.mark.parametrize("where", ["Thailand", "Spanien och Marocko"])
def test_another_journey_is_not(desk, where):
    assert "inom Schengen. Då utfärdar" not in page_of(desk, travels(desk, where))


def test_a_certificate_that_the_law_needs_no_more_is_warned_of_until_the_case_is_closed(desk):
    case = desk.send(LICENCE, form={"reason": "Jag har adhd.", "send_to": "home"}, about="child")
    assert "Svara med ”Körkort: intyg behövs inte”" in page_of(desk, case)

    desk.do(case, "receiver", acts.SkipStep("document-request", "Behövs inte"))
    for step in ("assign", "interim-reply", "print-for-doctor"):
        desk.do(case, "receiver", acts.SkipStep(step, "Behövs inte"))
    desk.do(case, "receiver", acts.ReplyAndClose(acts.Message(text="Det behövs inte.")))

    assert "Svara med ”Körkort" not in page_of(desk, case)
