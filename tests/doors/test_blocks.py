"""The manager's page of blocked guardians, and what a family meets afterwards."""

import pytest
from django.test import Client

from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, text
from tests.harness.accessibility import stumbling_blocks
from tests.rooms.logged import log
from vardag.rooms.people.block_rows import BlockRow, LiftRow
from vardag.rooms.people.families.register import RegisterAway
from vardag.rooms.people.invented import personal_number
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
PAGE = "/staff/office/guardians/"
PREVIEW, DECIDE = f"{PAGE}preview/", f"{PAGE}block/"
WHY = "Hot mot barnet, anmält av skolan."


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    for nth, name in enumerate(("child", "guardian", "other_guardian")):
        row = PersonRow.objects.get(pk=built.world.people[name])
        assert row.born is not None
        row.personal_number = personal_number(born=row.born, nth=2 * nth)
        row.save()
    return built


def numbers(desk: Desk, guardian: str = "guardian") -> dict[str, str]:
    rows = {name: PersonRow.objects.get(pk=desk.world.people[name]) for name in ("child", guardian)}
    return {
        "child": rows["child"].personal_number or "",
        "guardian": rows[guardian].personal_number or "",
    }


def blocks(desk: Desk, who: str = "manager", **more: str):
    return desk.sits(who).post(DECIDE, {**numbers(desk), "reason": WHY, **more})


# --- Who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [*matrix.STAFF, *matrix.RESIDENTS, matrix.NOBODY])
def test_the_clinics_manager_decides_and_nobody_else(desk: Desk, who: str):
    client = Client() if who == matrix.NOBODY else desk.sits(who)
    forms = {PREVIEW: numbers(desk), DECIDE: {**numbers(desk), "reason": WHY}}

    got = [client.get(PAGE).status_code]
    got += [client.post(address, form).status_code for address, form in forms.items()]
    ended = client.post(f"{PAGE}1/end/", {"reason": WHY}).status_code

    if who == "manager":
        assert got == [200, 200, 302]
        assert BlockRow.objects.count() == 1
    else:
        assert set(got) <= {302, 403}
        assert ended in (302, 403)
        assert not BlockRow.objects.exists()


# --- How ----------------------------------------------------------------------------------------


def test_it_is_seen_beforehand_what_a_block_changes(desk: Desk):
    desk.send("message")

    said = text(desk.sits("manager").post(PREVIEW, numbers(desk)).content.decode())

    assert "1 öppna och 0 avslutade" in said
    other = PersonRow.objects.get(pk=desk.world.people["other_guardian"])
    assert "En annan vårdnadshavare kan fortfarande läsa och skriva för barnet." in said
    assert other.name.strip() not in said
    assert not BlockRow.objects.exists()


@pytest.mark.parametrize("protection", ["", "marked"])
@pytest.mark.parametrize("child", ["child", "youth"])
def test_of_two_whom_nothing_ties_the_manager_learns_nothing(
    desk: Desk, protection: str, child: str
):
    desk.send("message")
    wanted = [desk.person("child"), desk.person("youth"), desk.person("stranger")]
    for nth, row in enumerate(PersonRow.objects.filter(pk__in=wanted)):
        assert row.born is not None
        row.personal_number = personal_number(born=row.born, nth=2 * nth + 10)
        row.given_name, row.protection = "Kanarie", protection
        row.save()
    rows = {pk: PersonRow.objects.get(pk=pk).personal_number for pk in wanted}
    form = {
        "child": rows[desk.person(child)] or "",
        "guardian": rows[desk.person("stranger")] or "",
    }
    manager = desk.sits("manager")

    preview = manager.post(PREVIEW, form)
    done = manager.post(DECIDE, {**form, "reason": WHY}, follow=True)

    said = " ".join(text(preview.content.decode()).split())
    assert "Inget här knyter ihop de två vars nummer du skrev." in said
    assert BlockRow.objects.get().reason == WHY
    for page in (preview, done, manager.post(DECIDE, {**form, "reason": WHY})):
        html = page.content.decode()
        assert "Kanarie" not in html
        assert "Skyddade personuppgifter" not in html
        assert "öppna och" not in text(html)
        assert "kan fortfarande läsa" not in text(html)


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_comes_back(desk: Desk):
    response = desk.sits("manager").post(PREVIEW, {"child": "12", "guardian": "20121212-1212"})

    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="12"' in html
    assert 'value="20121212-1212"' in html
    assert "Vi känner inte till någon med det personnumret" in text(html)
    assert "Ett personnummer har tolv siffror" in text(html) or "tolv" in text(html)


@pytest.mark.parametrize("reason", ["", "kort"])
def test_without_a_reason_nobody_is_blocked(desk: Desk, reason: str):
    response = blocks(desk, reason=reason)

    assert response.status_code == 422
    assert "Skriv varför" in text(response.content.decode())
    assert not BlockRow.objects.exists()


def test_a_second_block_of_the_same_says_that_there_is_one(desk: Desk):
    blocks(desk)

    response = blocks(desk)

    assert response.status_code == 409
    assert "redan spärrat" in text(response.content.decode())
    assert WHY in response.content.decode()


def test_when_the_register_is_away_nobody_is_blocked_and_the_page_says_so(desk: Desk, monkeypatch):
    def away(number: str, *, at: object) -> None:
        raise RegisterAway("down")

    monkeypatch.setattr("vardag.rooms.people.families.blocking.found_or_added", away)

    response = desk.sits("manager").post(PREVIEW, numbers(desk))

    assert response.status_code == 503
    assert "Folkbokföringen svarar inte" in text(response.content.decode())


def test_a_block_is_ended_with_a_reason(desk: Desk):
    blocks(desk)
    pk = BlockRow.objects.get().pk
    manager = desk.sits("manager")

    refused = manager.post(f"{PAGE}{pk}/end/", {"reason": "nej"})
    assert refused.status_code == 422
    assert 'value="nej"' in refused.content.decode()

    manager.post(f"{PAGE}{pk}/end/", {"reason": "Utredningen är avslutad."})
    assert LiftRow.objects.get().reason == "Utredningen är avslutad."
    assert "Utredningen är avslutad." in manager.get(PAGE).content.decode()
    assert manager.post(f"{PAGE}{pk}/end/", {"reason": "En gång till."}).status_code == 409


@pytest.mark.parametrize("who", ["child", "guardian"])
def test_of_a_protected_family_the_manager_reads_no_names(desk: Desk, who: str):
    rows = PersonRow.objects.filter(pk__in=[desk.person("child"), desk.person("guardian")])
    rows.update(given_name="Kanarie")
    rows.filter(pk=desk.person(who)).update(protection="marked")

    preview = desk.sits("manager").post(PREVIEW, numbers(desk)).content.decode()
    blocks(desk)
    listed = desk.sits("manager").get(PAGE).content.decode()

    for html in (preview, listed):
        assert "Kanarie" not in html
        assert "Skyddade personuppgifter" in html


# --- What follows -------------------------------------------------------------------------------


def test_the_blocked_guardian_meets_a_child_that_isnt_there(desk: Desk):
    case = desk.send("message", form={"text": "Det som ingen får läsa"})
    guardian, other = desk.sits("guardian"), desk.sits("other_guardian")
    child = f"for={desk.person('child')}"
    assert guardian.get(f"/cases/{case}/").status_code == 200
    assert child in guardian.get("/").content.decode()
    absent = text(guardian.get("/cases/98765/").content.decode())

    blocks(desk)

    lost = guardian.get(f"/cases/{case}/")
    assert lost.status_code == 404
    assert text(lost.content.decode()) == absent
    for address in ("/", "/cases/", "/cases/looks/"):
        html = guardian.get(address).content.decode()
        assert child not in html
        assert f"/cases/{case}/" not in html
        assert "spärr" not in html.lower()
    assert other.get(f"/cases/{case}/").status_code == 200
    assert "spärr" not in other.get(f"/cases/{case}/").content.decode().lower()


def test_staff_see_who_is_blocked_and_who_still_reads(desk: Desk):
    case = desk.send("message")
    blocks(desk)

    said = " ".join(text(desk.sits("receiver").get(address_of(case)).content.decode()).split())

    child = PersonRow.objects.get(pk=desk.world.people["child"]).given_name
    assert f"Ser det inte: spärrad från allt om {child}" in said
    assert f"Ser det som vårdnadshavare, för {child} är under 13 år" in said


def test_looking_at_blocks_is_logged_by_child_and_isnt_in_the_familys_extract(desk: Desk):
    blocks(desk)

    desk.sits("manager").get(PAGE)

    looked = [each for each in log() if each[2] == "blocks"]
    assert looked
    extract = desk.sits("other_guardian").get("/cases/looks/").content.decode()
    assert "spärr" not in extract.lower()


@pytest.mark.one_database
def test_nobody_stumbles_on_the_pages(desk: Desk, page):
    blocks(desk)
    manager = desk.sits("manager")
    pages = (
        manager.get(PAGE),
        manager.post(PREVIEW, numbers(desk, "other_guardian")),
        manager.post(DECIDE, numbers(desk, "other_guardian")),
    )

    for each in pages:
        shown(page, each.content)
        assert stumbling_blocks(page) == []
