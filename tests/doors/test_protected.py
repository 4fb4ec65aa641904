"""Protected identity: masked everywhere, seen by who is cleared and has the case, for a reason."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, read, rows, text
from tests.doors.protected_families import (
    CAST,
    SINCE,
    Crawl,
    Family,
    add_cast,
    protected_family,
)
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.people.identity import CaseId, Role
from vardag.doors.inbox.paper import printing as paper
from vardag.doors.office.log import views as log_views
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.cases import protected
from vardag.rooms.cases import queries as cases
from vardag.rooms.cases.models import OpeningRow
from vardag.rooms.cases.queries import FullCase, full_case
from vardag.rooms.lists import duties, listed, post, registers
from vardag.rooms.notices.models import NoticeRow
from vardag.rooms.people import actions as people
from vardag.rooms.people import queries
from vardag.rooms.people.families import blocking
from vardag.rooms.people.families.blocking import Pair
from vardag.rooms.people.models import GrantRow, PersonRow
from vardag.rooms.registers import envelopes

pytestmark = pytest.mark.django_db

WHY = "Ringer familjen om den nya adressen."
LIST = "/staff/office/exceptions/"
SECRET = "Skyddade personuppgifter"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    add_cast(built)
    return built


@pytest.fixture
def on_paper(monkeypatch) -> None:
    """Let a print be the words that would be set in type, which takes its time."""

    def as_words(paper: object, **_: object) -> bytes:
        return json.dumps(paper, ensure_ascii=False).encode()

    for page in ("views", "many"):
        monkeypatch.setattr(f"vardag.doors.inbox.paper.{page}.pdf_of", as_words)
    monkeypatch.setattr("vardag.doors.inbox.post.paper.pdf_of", as_words)


@pytest.fixture
def family(desk: Desk) -> Family:
    return protected_family(desk, 1)


def given_to(desk: Desk, who: str, case: CaseId) -> None:
    to = acts.Person(desk.person(who), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(to))


def asks(desk: Desk, case: CaseId, who: str = "cleared", why: str = WHY):
    return desk.sits(who).post(address_of(case, "protected"), {"reason": why})


def case_page(desk: Desk, case: CaseId, who: str = "cleared") -> str:
    return read(desk.sits(who).get(address_of(case)))


def heard(html: str, family: Family) -> set[str]:
    return {each for each in family.canaries if each in html}


# --- Nobody hears a canary --------------------------------------------------------------------


@pytest.mark.asvs("8.2.3", "15.3.1")
def test_nobody_hears_any_of_the_canaries_of_twenty_families_anywhere(desk: Desk, on_paper):
    families = [protected_family(desk, nth) for nth in range(20)]
    crawl = Crawl(desk, families)

    assert list(crawl.songs()) == []

    assert len(crawl.canaries) >= 200
    assert len(CAST) == 12
    assert crawl.visited > 2_000
    assert crawl.names == {each for each in matrix.ROWS if each.startswith(("inbox:", "office:"))}


FAULTS = {
    "the inbox tells names": (
        listed,
        "_LISTED",
        listed._LISTED.replace(protected.PROTECTED, "(p.id < 0)"),
    ),
    "the worklist tells names": (duties, "is_protected", lambda *_: False),
    "the register tells names": (registers, "is_protected", lambda *_: False),
    "the post register tells names": (post, "is_protected", lambda *_: False),
    "an envelope tells names": (envelopes, "_is_hidden", lambda _: False),
    "the case's page tells names": (FullCase, "as_told", lambda _, row: row),
    "the case's page tells how to reach them": (cases, "masked_case", lambda case, _: case),
    "the paper tells names": (paper, "as_told", lambda _, those: queries.people(those)),
    "the page of blocks tells names": (blocking, "_told", Pair),
    "the log tells names": (log_views, "as_told_in_lists", queries.people),
}


@pytest.mark.one_database
@pytest.mark.parametrize("fault", FAULTS)
def test_the_crawl_hears_a_mask_that_is_dropped_in_one_place(
    desk: Desk, on_paper, monkeypatch, fault: str
):
    families = [protected_family(desk, nth) for nth in (1, 2)]
    monkeypatch.setattr(*FAULTS[fault])

    assert next(Crawl(desk, families).songs(), None) is not None


# --- Who is cleared and has the case, for a reason -------------------------------------------------


def test_who_is_cleared_and_has_the_case_sees_the_family_when_a_reason_is_written(
    desk: Desk, family: Family
):
    case = family.cases[3]
    given_to(desk, "cleared", case)
    assert heard(case_page(desk, case), family) == set()

    assert asks(desk, case).headers["Location"] == address_of(case)
    html = case_page(desk, case)

    assert "Barnkanarie1x Buresson1x" in html
    assert "Vuxenkanarie1x" in html
    assert {"031-390 06 01 tfn", "kanarie1@vardag.example"} <= heard(html, family)
    assert "Kanariegränd 1" in html
    assert "Du ser skyddade personuppgifter till 10.30" in text(html)


def test_each_look_is_logged_with_the_reason(desk: Desk, family: Family):
    case = family.cases[3]
    given_to(desk, "cleared", case)
    case_page(desk, case)
    asks(desk, case)
    for _ in range(3):
        case_page(desk, case)

    looks = AccessRow.objects.filter(person_id=desk.person("cleared"), case_id=case)

    told = sorted((row.what, row.reason) for row in looks)
    assert told == [("opened", ""), *[("protected", WHY)] * 3, ("to-see-protected", WHY)]
    assert {row.patient_id for row in looks} == {family.child}


def test_it_holds_for_half_an_hour_and_for_one_case(desk: Desk, family: Family):
    case, other = family.cases[3], family.cases[1]
    for each in (case, other):
        given_to(desk, "cleared", each)
    asks(desk, case)

    assert heard(case_page(desk, other), family) == set()
    for minutes, sees in ((0, True), (29, True), (30, False)):
        desk.it_is(TUESDAY + timedelta(minutes=minutes))
        assert bool(heard(case_page(desk, case), family)) == sees, minutes


@pytest.mark.parametrize(
    "address", ["/staff/", "/staff/mine/", "/staff/closed/", "/staff/awaiting/", "/staff/work/"]
)
def test_no_list_tells_a_name_even_to_who_has_chosen_to_see(
    desk: Desk, family: Family, address: str
):
    clinic = desk.world.clinics["outpatient"]
    people.grant(person=desk.person("cleared"), clinic=clinic, role=Role.RECEIVER, from_date=SINCE)
    for case in family.cases[:2]:
        given_to(desk, "cleared", case)
        asks(desk, case)

    html = read(desk.sits("cleared").get(address))

    assert heard(html, family) == set()


@pytest.mark.parametrize("who", ["receiver", "nurse", "clinician", "cleared_manager", "reviewer"])
def test_nobody_else_can_choose_to_see(desk: Desk, family: Family, who: str):
    case = family.cases[3]  # the clinician holds it, and isn't cleared

    for response in (asks(desk, case, who), desk.sits(who).get(address_of(case, "protected"))):
        assert response.status_code in (403, 404)
        assert heard(response.content.decode(), family) == set()

    assert not OpeningRow.objects.exists()
    assert AccessRow.objects.filter(what="tried", person_id=desk.person(who)).count() == 2


def test_clearance_without_the_case_is_no_case_at_all(desk: Desk, family: Family):
    absent = desk.sits("cleared").get(address_of(CaseId(98_765), "protected"))
    hidden = desk.sits("cleared").get(address_of(family.cases[3], "protected"))

    assert absent.status_code == hidden.status_code == 404
    assert text(absent.content.decode()) == text(hidden.content.decode())


def test_a_case_that_is_not_protected_has_nothing_to_choose(desk: Desk):
    case = desk.send("message")
    given_to(desk, "cleared", case)

    assert asks(desk, case).status_code == 404
    assert SECRET not in case_page(desk, case)


@pytest.mark.parametrize("why", ["", "    ", "Kort", "\u200b" * 20])
def test_without_a_reason_nothing_is_seen_and_what_was_written_comes_back(
    desk: Desk, family: Family, why: str
):
    case = family.cases[3]
    given_to(desk, "cleared", case)

    response = asks(desk, case, why=why)

    assert response.status_code == 422
    assert "Skriv varför, med minst 10 tecken." in text(response.content.decode())
    assert why in response.content.decode()
    assert not OpeningRow.objects.exists()


def cleared_ends(desk: Desk) -> None:
    GrantRow.objects.filter(person=desk.person("cleared"), role=Role.CLEARED).update(
        withdrawn_at=TUESDAY
    )


def case_goes(desk: Desk) -> None:
    clinic = desk.world.clinics["outpatient"]
    people.grant(person=desk.person("cleared"), clinic=clinic, role=Role.RECEIVER, from_date=SINCE)
    case = CaseId(OpeningRow.objects.get().case_id)
    desk.do(case, "cleared", acts.ReturnToInbox())


@pytest.mark.parametrize("ends", [cleared_ends, case_goes])
def test_when_clearance_or_the_case_goes_the_next_request_is_masked(
    desk: Desk, family: Family, ends
):
    case = family.cases[3]
    given_to(desk, "cleared", case)
    asks(desk, case)
    assert heard(case_page(desk, case), family)

    ends(desk)

    assert heard(case_page(desk, case), family) == set()
    assert asks(desk, case).status_code == 403


def test_who_becomes_protected_is_masked_at_the_next_request_and_shown_again_when_it_ends(
    desk: Desk,
):
    case = desk.send("contact-details", form={"phone": "031-390 06 44"})
    child = PersonRow.objects.filter(pk=desk.person("child"))
    for protection, masked in (("", False), ("marked", True), ("", False)):
        child.update(protection=protection)
        html = case_page(desk, case, "receiver")
        assert ("031-390 06 44" not in html) == masked
        assert (SECRET in html) == masked


# --- Followed up ------------------------------------------------------------------------------


def test_it_stands_on_the_reviewers_list_as_what_it_is(desk: Desk, family: Family):
    case = family.cases[3]
    given_to(desk, "cleared", case)
    asks(desk, case)

    html = read(desk.sits("reviewer").get(LIST))

    assert f"cleared Ärende {full_case(case).number} skyddade personuppgifter" in text(html)
    assert WHY in html
    assert heard(html, family) == set()


# --- By way of exception ------------------------------------------------------------------------


def by_exception(desk: Desk, who: str, number: str):
    reason = "Kollegan är sjuk och familjen ringer."
    return desk.sits(who).post("/staff/exceptional/", {"number": number, "reason": reason})


@pytest.mark.parametrize("who", ["clinician", "manager"])
def test_nobody_reads_a_protected_case_by_exception_without_clearance(
    desk: Desk, family: Family, who: str
):
    number = full_case(family.cases[0]).number

    def said(number: str) -> str:
        response = by_exception(desk, who, number)
        assert response.status_code == 404
        return text(response.content.decode())

    assert said(number) == said("26-98765")
    assert not OpeningRow.objects.exists()


@pytest.mark.parametrize("who", ["cleared", "cleared_manager"])
def test_who_is_cleared_reads_it_by_exception_and_sees_no_names(
    desk: Desk, family: Family, who: str
):
    case = family.cases[0]

    assert by_exception(desk, who, full_case(case).number).status_code == 302

    html = case_page(desk, case, who)
    assert heard(html, family) == set()
    assert SECRET in html
    assert asks(desk, case, who).status_code == 404


def test_what_is_read_by_exception_ends_when_the_case_becomes_protected(desk: Desk):
    case = desk.send("message")
    assert by_exception(desk, "clinician", full_case(case).number).status_code == 302

    PersonRow.objects.filter(pk=desk.person("guardian")).update(protection="marked")

    assert desk.sits("clinician").get(address_of(case)).status_code == 404


# --- What stands instead, and on paper --------------------------------------------------------


def test_a_list_tells_of_the_case_by_its_number_and_nothing_that_the_family_wrote(desk: Desk):
    case = desk.send("message", form={"subject": "Om Sara", "text": "Sara bor på Kanariegränd"})
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    html = read(desk.sits("receiver").get("/staff/"))

    (row,) = rows(html)
    assert SECRET in row
    assert full_case(case).number in html
    assert "Sara" not in html
    assert "10 år" not in row


def test_the_cases_page_says_what_is_hidden_and_that_the_text_may_name_people(
    desk: Desk, family: Family
):
    html = case_page(desk, family.cases[0], "receiver")
    said = text(html)

    assert "Skyddade personuppgifter, 11 år" in said
    assert "Texten kan nämna namn." in said
    assert "Bara den som har ärendet och behörighet till skyddade personuppgifter" in said
    assert "Nytt telefonnummer Dolt" in said
    title = text(html.partition("<title>")[2].partition("</title>")[0])
    assert title.startswith(f"Ärende {full_case(family.cases[0]).number} –")


def test_the_young_person_whose_guardian_is_protected_is_masked_too(desk: Desk):
    case = desk.send("message")
    PersonRow.objects.filter(pk=desk.person("guardian")).update(
        protection="marked", given_name="Kanarie"
    )
    PersonRow.objects.filter(pk=desk.person("child")).update(given_name="Barnkanarie")

    html = case_page(desk, case, "receiver")

    assert "anarie" not in html


def test_a_protected_guardian_who_has_written_nothing_is_not_named_either(desk: Desk):
    case = desk.send("message")
    PersonRow.objects.filter(pk=desk.person("other_guardian")).update(
        protection="marked", given_name="Kanarie"
    )

    html = case_page(desk, case, "receiver")

    assert "Kanarie" not in html
    assert "guardian" in html


def printed(desk: Desk, case: CaseId, who: str) -> str:
    response = desk.sits(who).post(address_of(case, "print"))
    assert response.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_print_names_nobody_and_never_says_how_to_reach_them(desk: Desk, family: Family):
    case = family.cases[3]
    given_to(desk, "cleared", case)

    masked = printed(desk, case, "cleared")
    asks(desk, case)
    chosen = printed(desk, case, "cleared")

    assert heard(masked, family) == set()
    assert "Patient Skyddade personuppgifter" in masked
    assert "Patient Barnkanarie1x Buresson1x" in chosen
    contact = ("031-390 06 01", "kanarie1@vardag.example", "Kanariegränd")
    assert not [each for each in contact if each in chosen]
    assert chosen.count("(skyddad uppgift, skrivs aldrig ut)") == 3
    prints = AccessRow.objects.filter(what="printed").values_list("reason", flat=True)
    assert sorted(prints) == ["", WHY]


def test_the_ready_words_for_the_record_name_nobody(desk: Desk):
    case = desk.send("contact-details", form={"phone": "031-390 06 44"})
    html = case_page(desk, case, "nurse")
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    masked = case_page(desk, case, "nurse")

    assert "031-390 06 44" in html
    assert "031-390 06 44" not in masked
    assert "Vårdnadshavare guardian" not in masked


def test_no_notice_has_room_for_a_name():
    fields = {each.name for each in NoticeRow._meta.get_fields()}
    of_a_reminder = {"clinic", "day", "once"}

    assert fields == {"id", "case", "to", "kind", "at", "mailing", "left_out", *of_a_reminder}
    assert {len(kind) < 20 for kind in NoticeKind} == {True}


def test_the_family_sees_its_own_as_before(desk: Desk):
    case = desk.send("message", by="youth", about="youth")
    PersonRow.objects.filter(pk=desk.person("youth")).update(protection="marked")

    html = read(desk.sits("youth").get(f"/cases/{case}/"))

    assert SECRET not in html
    assert full_case(case).number in html


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_stumbles_on_the_pages(desk: Desk, family: Family, page, width: int):
    case = family.cases[3]
    given_to(desk, "cleared", case)
    page.set_viewport_size({"width": width, "height": 900})
    masked, refused = case_page(desk, case), asks(desk, case, why="").content
    asks(desk, case)

    for html in (
        masked.encode(),
        refused,
        case_page(desk, case).encode(),
        desk.sits("receiver").get("/staff/").content,
        desk.sits("reviewer").get(LIST).content,
    ):
        shown(page, html)
        assert not stumbling_blocks(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_who_assigns_a_protected_case_sees_who_is_cleared(desk: Desk, family: Family):
    address = f"{address_of(family.cases[0])}?act=assign"
    usual = f"{address_of(desk.send('message'))}?act=assign"

    html = text(read(desk.sits("receiver").get(address)))

    assert "cleared – behörig till skyddade personuppgifter" in html
    assert "clinician – behörig" not in html
    assert "– behörig" not in text(read(desk.sits("receiver").get(usual)))
