"""Labels and cover letters: to whom, what stands there, who makes them, and what of the protected."""

from datetime import date

import pytest

from tests.build import on
from tests.doors import matrix
from tests.doors.desk import Desk, a_desk, shown
from tests.doors.inboxes import read, text
from tests.doors.posting import (
    ENVELOPES,
    PAPER,
    POST,
    SECRETARY,
    filled,
    lines,
    nurses,
    paper_of,
    ready,
    rows_of,
    sent,
    words,
    write,
)
from tests.harness.accessibility import stumbling_blocks
from tests.workbooks import ADA
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId, Role
from vardag.domain.people.personal_number import personal_number
from vardag.domain.people.protection import Protection
from vardag.doors.inbox.post import envelopes
from vardag.doors.shared.paper.pdf import PaperFailed
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people import actions as people
from vardag.rooms.people.families import addresses
from vardag.rooms.people.families.register import Entry, RegisterAway
from vardag.rooms.people.models import PersonRow
from vardag.rooms.routines.packaged import packaged_routine

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(on("2026-04-10T09:00"))
    return built


def page_of(desk: Desk, case: CaseId, who: str = SECRETARY) -> str:
    return read(desk.sits(who).get(f"{POST}cases/{case}/"))


def makes(desk: Desk, case: CaseId, make: str = "labels", who: str = SECRETARY, **typed: str):
    form = filled(page_of(desk, case, who)) | {"case": str(case), "make": make} | typed
    return desk.sits(who).post(PAPER, form)


# --- Before it is ticked ------------------------------------------------------------------------


def test_where_one_sends_one_is_led_to_labels_and_letters(desk):
    case, nurse = ready(desk), nurses(desk)

    for who, address, leads in (
        (SECRETARY, f"/staff/work/{case}/", case),
        (SECRETARY, "/staff/work/", case),
        ("nurse", f"/staff/cases/{nurse}/", nurse),
    ):
        assert f'href="{POST}cases/{leads}/"' in read(desk.sits(who).get(address))


def test_a_label_is_made_as_the_family_asked_before_anything_is_ticked(desk):
    case = ready(desk)  # the family asked for it home
    html = page_of(desk, case)
    assert 'value="guardian"' in html
    assert "Skriv den som den står i journalen" in html
    assert "Försäkringskassan" not in html

    paper = paper_of(makes(desk, case))

    assert words(paper) == "guardian Storgatan 1 451 00 Uddevalla"
    assert len(paper.pages) == 1
    assert lines(read(desk.sits(SECRETARY).get(POST))) == []  # nothing is sent by that


def test_a_certificate_without_a_form_is_called_as_families_know_it(monkeypatch):
    _, routine = packaged_routine()
    desk = a_desk(monkeypatch, routine_text=routine.replace("      code: FK3221\n", ""))
    case = ready(desk)

    said = words(paper_of(makes(desk, case, "letters", address="Storgatan 1\n451 00 Uddevalla")))

    assert "Bifogat Omvårdnadsbidrag (original)" in said


def test_a_nurse_makes_both_at_once_and_the_authoritys_address_is_known(desk):
    case = nurses(desk)
    html = page_of(desk, case, "nurse")

    assert "839 88 Östersund</textarea>" in html
    said = words(paper_of(makes(desk, case, "letters", "nurse")))

    assert "Bifogat FK7472 Intyg om tillfällig föräldrapenning (original)" in said
    assert "Bifogat FK7472 Intyg om tillfällig föräldrapenning (kopia)" in said
    assert "Gäller child, 20150915-9802" in said
    assert f"Vårt ärende {desk.case(case).number}" in said
    assert "Originalet har skickats till den som behöver det" in said
    assert "fredag 10 april 2026" in said


def test_a_letter_has_the_clinics_address_and_where_to_call(desk):
    ClinicRow.objects.filter(pk=desk.world.clinics["medical"]).update(
        postal_address="Box 30\n000 30 Norrvalla", phone="031-390 06 30"
    )

    said = words(paper_of(makes(desk, ready(desk), "letters")))

    assert said.startswith("medical Box 30 000 30 Norrvalla")
    assert "Ring oss: 031-390 06 30" in said


def test_a_sheet_that_is_begun_is_begun_where_one_says(desk):
    case = sent(desk)
    client = desk.sits(SECRETARY)
    form = filled(read(client.get(ENVELOPES, {"row": rows_of(case)})))

    both = {**form, "row": rows_of(case), "make": "labels"}
    assert len(paper_of(client.post(PAPER, {**both, "start": "23"})).pages) == 1
    assert len(paper_of(client.post(PAPER, {**both, "start": "24"})).pages) == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"start": "25"}, "Skriv ett nummer från 1 till 24."),
        ({"start": "²"}, "Skriv ett nummer från 1 till 24."),
        ({"address": " \u200b"}, "Skriv adressen: gata eller box"),
        ({"to": " "}, "Skriv vem det skickas till."),
        ({"address": "a\n" * 6}, "Det får plats 5 rader under namnet"),
        ({"address": "x" * 61}, "Det får plats 5 rader under namnet"),
    ],
)
def test_what_cannot_stand_on_an_envelope_is_told_and_what_was_typed_stays(desk, typed, sentence):
    case = ready(desk)
    own = {key if key == "start" else f"{key}-c{case}-home": said for key, said in typed.items()}

    html = read(makes(desk, case, **own), 422)

    assert sentence in html
    assert "Storgatan 1" in html or "address" in typed
    assert not AccessRow.objects.filter(what="addressed").exists()


def test_nothing_marked_makes_nothing(desk):
    case = ready(desk)
    response = desk.sits(SECRETARY).post(PAPER, {"case": str(case), "start": "1"})
    assert "Kryssa för minst en." in read(response, 422)
    assert desk.sits(SECRETARY).get(ENVELOPES).headers["Location"] == POST


def test_a_paper_that_cannot_be_set_in_type_says_so(desk, monkeypatch, caplog):
    def fails(*_: object, **__: object) -> bytes:
        raise PaperFailed("no")

    monkeypatch.setattr(envelopes, "labels", fails)

    html = makes(desk, ready(desk)).content.decode()

    assert "Det gick inte att göra pappret." in html
    assert not AccessRow.objects.filter(what="addressed").exists()


def test_a_case_of_which_nothing_is_to_be_sent_says_so(desk):
    for case in (sent(desk), desk.certificate_to_write(done=1)):
        assert "Inget ska skickas från det här ärendet nu." in page_of(desk, case)


# --- Who, and the log -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", [*matrix.STAFF, *matrix.RESIDENTS])
def test_envelopes_are_for_who_reads_the_case_or_does_its_work(desk, who):
    case = sent(desk)
    may = who in {"receiver", "nurse", "medical_receiver", SECRETARY, "doctor"}
    gets = matrix.IN if may else matrix.NOTHING_THERE
    gets = matrix.TO_SIGN_IN if who in matrix.RESIDENTS else gets
    client = desk.sits(who)

    assert client.get(f"{POST}cases/{case}/").status_code == gets
    assert client.get(ENVELOPES, {"row": rows_of(case)}).status_code == gets
    nothing = matrix.NOT_NOW if may else gets
    assert client.post(PAPER, {"case": str(case)}).status_code == nothing
    assert client.post(PAPER, {"row": rows_of(case)}).status_code == nothing


def test_who_does_the_work_and_may_not_read_the_case_still_makes_its_label(desk):
    case = ready(desk)
    other = people.add_staff(
        given_name="other",
        family_name="",
        hsa_id="SE0000000000-9199",
        profession=desk.world.staff_member(SECRETARY, on=date(2026, 4, 1)).profession,
        title="",
    )
    people.grant(
        person=other,
        clinic=desk.world.clinics["medical"],
        role=Role.RECEIVER,
        from_date=date(2020, 1, 1),
    )
    desk.world.staff["other"] = other

    assert 'value="guardian"' in page_of(desk, case, "other")


@pytest.mark.parametrize("asked", ["row=d999999", "row=h1", "row=x&row=d"])
def test_a_row_that_is_not_there_is_not_found(desk, asked):
    response = desk.sits(SECRETARY).get(f"{ENVELOPES}?{asked}")

    assert response.status_code in (302, 404)


def test_that_labels_are_made_is_an_entry_that_names_the_case_and_holds_no_address(desk):
    case = ready(desk)

    makes(desk, case)

    row = AccessRow.objects.get(what="addressed")
    assert as_named(row.named) == ((case, desk.person("child")),)
    assert not [value for value in vars(row).values() if "Storgatan" in str(value)]


# --- Where they live ---------------------------------------------------------------------------------


class Known:
    """A population register that knows where everybody lives."""

    def __init__(self, protection: Protection | None = None) -> None:
        self.protection, self.asked = protection, 0

    def look_up(self, _: str, *, on: date) -> Entry:
        self.asked += 1
        return Entry(
            number=personal_number(ADA, on=on),
            born=date(1985, 1, 1),
            given_name="guardian",
            family_name="",
            protection=self.protection,
            address=("Hemliga gatan 7", "451 00 Uddevalla"),
        )


class Away:
    def look_up(self, *_: object, **__: object) -> Entry:
        raise RegisterAway("away")


def register(monkeypatch, found: object) -> None:
    monkeypatch.setattr(addresses, "current", lambda: found)


def test_the_population_register_is_asked_for_a_home_when_it_is_needed(desk, monkeypatch):
    register(monkeypatch, Known())

    assert "Hemliga gatan 7\n451 00 Uddevalla</textarea>" in page_of(desk, ready(desk))


def test_when_it_is_away_one_writes_the_address_oneself(desk, monkeypatch):
    register(monkeypatch, Away())

    assert "Folkbokföringen gick inte att fråga just nu." in page_of(desk, ready(desk))


def test_a_protection_that_nobody_has_heard_of_here_yet_is_kept_all_the_same(desk, monkeypatch):
    register(monkeypatch, Known(Protection.MARKED))

    html = page_of(desk, ready(desk))

    assert "Hemliga gatan" not in html
    assert "Box 2820" in html


def test_who_asked_and_reads_it_no_more_is_told_of_and_another_gets_it(desk):
    case = ready(desk)
    PersonRow.objects.filter(pk=desk.person("child")).update(born=date(2013, 4, 9))
    case_of_own_name = desk.case(case).case.in_own_name
    assert case_of_own_name  # a guardian keeps what was asked in the own name
    nurse = nurses(desk)

    html = page_of(desk, nurse, "nurse")

    assert "guardian bad om det och kan inte längre läsa ärendet" in text(html)
    assert 'value="child"' in html


# --- Protected -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("whom", ["child", "guardian", "other_guardian"])
@pytest.mark.parametrize("protection", list(Protection))
def test_with_any_protection_in_the_family_post_goes_by_who_forwards_it(
    desk, monkeypatch, whom, protection
):
    known = Known()
    register(monkeypatch, known)
    case = ready(desk)
    PersonRow.objects.filter(pk=desk.person(whom)).update(protection=protection)

    html = page_of(desk, case)

    assert "Skatteverket" in html
    assert "Ingen hemadress visas här" in html
    assert f"address-c{case}-home" not in html
    assert known.asked == 0
    typed = {f"address-c{case}-home": "Hemliga gatan 7", f"to-c{case}-home": "guardian"}
    for make in ("labels", "letters"):
        said = words(paper_of(makes(desk, case, make, **typed)))
        assert "Skatteverket Box 2820 403 20 Göteborg" in said
        assert not {word for word in ("Hemliga", "guardian", "child") if word in said}


def test_an_authority_is_told_nothing_of_the_protected_in_a_letter(desk):
    case = nurses(desk)
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    said = words(paper_of(makes(desk, case, "letters", "nurse")))

    assert "FK7472" in said
    assert "Gäller" not in said


def test_who_is_cleared_has_the_case_and_has_chosen_reads_whom_the_inner_envelope_is_for(desk):
    case = nurses(desk, "send-original")
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")
    clinic = desk.world.clinics["outpatient"]
    nurse = desk.person("nurse")
    people.grant(person=nurse, clinic=clinic, role=Role.CLEARED, from_date=date(2020, 1, 1))
    desk.do(case, "nurse", acts.Claim(), at=on("2026-04-10T08:00"))
    masked = page_of(desk, case, "nurse")
    assert "Be den personen skriva innerkuvertet" in masked

    desk.sits("nurse").post(f"/staff/cases/{case}/protected/", {"reason": "Postar en kopia hem."})

    html = text(page_of(desk, case, "nurse"))
    assert "personnumret på det för: guardian" in html


def test_a_letter_by_hand_to_the_protected_has_no_other_address_either(desk):
    entry = write(desk, personal_number=ADA)
    PersonRow.objects.filter(pk=desk.person("youth")).update(
        personal_number=ADA, protection="marked"
    )

    html = read(desk.sits(SECRETARY).get(ENVELOPES, {"row": f"h{entry}"}))

    assert "Box 2820" in html
    assert not {word for word in ("Ada Ek", "Kallelse") if word in html}


def test_the_page_of_a_case_takes_as_many_questions_as_that(desk, django_assert_num_queries):
    case = nurses(desk)
    client = desk.sits("nurse")
    client.get(POST)

    with django_assert_num_queries(12):
        client.get(f"{POST}cases/{case}/")


@pytest.mark.one_database
def test_nobody_stumbles_over_the_page(desk, page):
    case, entry = sent(desk), write(desk)
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")
    client = desk.sits(SECRETARY)
    rows = [*rows_of(case), f"h{entry}"]
    for response in (
        client.get(ENVELOPES, {"row": rows}),
        client.post(PAPER, {"row": rows, "start": "99", "include-h1": "on"}),
        client.get(f"{POST}cases/{case}/"),
    ):
        shown(page, response.content)
        assert stumbling_blocks(page) == []
