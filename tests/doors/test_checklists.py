"""The pages of a clinic's introductions: who sees them, who writes them, and nothing typed is lost."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import read, text
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.people.identity import Role
from vardag.rooms.people.actions import grant
from vardag.rooms.people.checklist_rows import ChecklistRow
from vardag.rooms.people.staff import introductions
from vardag.rooms.people.staff.introductions import checklist_at

pytestmark = pytest.mark.django_db
LISTS = reverse("office:checklists")
RECEIVERS = reverse("office:checklist", args=["receiver"])
ADDRESS = "https://vardag.example/film"
CAST = (matrix.NOBODY, *matrix.RESIDENTS, *matrix.STAFF)


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def form(*lines: tuple[str, str], seen: int = 1) -> dict[str, str | int]:
    found: dict[str, str | int] = {"seen": seen}
    for nth, (words, address) in enumerate(lines):
        found |= {f"key-{nth}": "", f"text-{nth}": words, f"address-{nth}": address}
    return found


OWN = form(("Se vår film.", ADDRESS), ("Gå runden.", ""))


def saves(desk: Desk, fields: dict[str, str | int], *, who: str = "administrator") -> Any:
    return desk.sits(who).post(RECEIVERS, fields)


@pytest.mark.parametrize("name", CAST)
def test_who_manages_staff_sees_the_lists_and_only_administrators_write_them(desk, name):
    client = Client() if name == matrix.NOBODY else desk.sits(name)

    found = [client.get(LISTS).status_code, client.get(RECEIVERS).status_code]
    posted = client.post(RECEIVERS, OWN).status_code

    if name in {"manager", "administrator"}:
        assert found == [200, 200]
        assert posted == (302 if name == "administrator" else 403)
    else:
        otherwise = matrix.NOT_YOURS if name in matrix.STAFF else matrix.TO_SIGN_IN
        assert {*found, posted} == {otherwise}
    assert ChecklistRow.objects.exists() is (name == "administrator")


def test_a_manager_reads_and_has_no_form(desk):
    page = read(desk.sits("manager").get(RECEIVERS))

    assert "Jag har provat att fördela ett ärende" in page
    assert "Spara den nya versionen" not in page


@pytest.mark.parametrize("role", ["superuser", "Receiver", "x" * 80])
def test_a_role_that_there_isnt_has_no_page(desk, role):
    where = reverse("office:checklist", args=[role])
    assert desk.sits("administrator").get(where).status_code == 404
    assert desk.sits("administrator").post(where, OWN).status_code == 404


def test_a_clinics_own_list_is_in_use_at_once_and_only_there(desk):
    assert saves(desk, OWN).status_code == 302

    page = read(desk.sits("administrator").get(LISTS))
    assert "Mottagningens egen lista, skriven av administrator" in text(page)
    introduction = read(desk.sits("receiver").get(f"{reverse('office:own')}outpatient/receiver/"))
    assert "Se vår film." in introduction
    assert f'href="{ADDRESS}"' in introduction
    assert "Jag har provat att fördela" not in introduction
    medical = checklist_at(desk.world.clinics["medical"], Role.RECEIVER)
    assert medical.version == 1


def test_who_signed_the_older_stands_as_out_of_date_and_goes_on_working(desk):
    saves(desk, OWN)

    listed = read(desk.sits("manager").get(reverse("office:staff") + "?show=out-of-date"))
    assert reverse("office:staff_member", args=[desk.person("receiver")]) in listed
    assert "Äldre version" in listed
    assert desk.sits("receiver").get("/staff/").status_code == 200


WRONG = {
    "a link without lock": (form(("Se filmen.", "http://vardag.example")), "https://"),
    "a script": (form(("Se filmen.", "javascript:alert(1)")), "https://"),
    "a link without words": (form(("", ADDRESS)), "Skriv det som ska gås igenom"),
    "a book": (form(("x" * 401, "")), "högst 400 tecken"),
    "nothing": (form(("", ""), (" ", "")), "minst en rad"),
    "no lines at all": (form(), "minst en rad"),
    "too many": (form(*[(f"Rad {n}.", "") for n in range(31)]), "för många rader"),
}


@pytest.mark.parametrize(("fields", "why"), WRONG.values(), ids=WRONG.keys())
def test_what_was_typed_comes_back_with_what_is_wrong(desk, fields, why):
    page = read(saves(desk, fields), 422)

    assert why in page
    assert "field-error" in page
    for name, value in fields.items():
        if name.startswith("text") and isinstance(value, str) and value.strip():
            assert f">\n{value}</textarea>" in page
        if name.startswith("address") and value:
            assert f'value="{value}"' in page
    assert not ChecklistRow.objects.exists()


@pytest.mark.parametrize("seen", [0, 7, "", "²", "9" * 40])
def test_what_another_wrote_meanwhile_is_not_written_over_and_what_was_typed_stays(desk, seen):
    page = read(saves(desk, {**OWN, "seen": seen}), 409)

    assert "Någon annan har ändrat listan under tiden" in page
    assert "Se vår film.</textarea>" in page
    assert 'name="seen" value="1"' in page  # so that saving again is of the list that is shown


def test_what_is_written_is_shown_as_words_and_never_as_markup(desk):
    saves(desk, form(("<script>alert(1)</script>", "")))

    for client, where in (
        (desk.sits("administrator"), RECEIVERS),
        (desk.sits("receiver"), f"{reverse('office:own')}outpatient/receiver/"),
    ):
        assert "<script>alert" not in read(client.get(where))


def test_nobody_signs_a_list_that_was_changed_while_it_was_read(desk):
    where = desk.world.clinics["outpatient"]
    grant(person=desk.person("nurse"), clinic=where, role=Role.HANDLER, from_date=TUESDAY.date())
    page = f"{reverse('office:own')}outpatient/receiver/"
    saves(desk, OWN)
    nurse = desk.sits("nurse")
    assert 'name="seen" value="2"' in read(nurse.get(page))
    saves(desk, form(("En annan film.", ""), seen=2))

    keys = [item.key for item in checklist_at(where, Role.RECEIVER).items]
    refused = nurse.post(page, {"ticked": keys, "seen": 2})

    assert refused.status_code == 409
    assert "Listan har ändrats under tiden" in read(refused, 409)
    assert nurse.post(page, {"ticked": keys, "seen": 3}).status_code == 302


def test_when_the_shipped_list_is_newer_it_is_said_and_can_be_begun_from(desk, monkeypatch):
    saves(desk, OWN)
    client = desk.sits("administrator")
    assert "har ändrats sedan den här skrevs" not in read(client.get(RECEIVERS))
    newer = {
        role: type(each)(each.role, each.version + 1, each.items)
        for role, each in introductions.checklists().items()
    }
    monkeypatch.setattr(introductions, "checklists", lambda: newer)

    assert "har ändrats sedan den här skrevs" in read(client.get(RECEIVERS))
    begun = read(client.get(f"{RECEIVERS}?from=shipped"))
    assert (
        "Jag har provat att fördela" in re.findall(r"<textarea.*?</textarea>", begun, re.DOTALL)[1]
    )


@pytest.mark.one_database
@pytest.mark.parametrize("where", [LISTS, RECEIVERS])
def test_the_pages_can_be_used_by_everybody(desk, page, where):
    saves(desk, OWN)
    client = desk.sits("administrator")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        shown(page, client.get(where).content)
        assert stumbling_blocks(page) == []
    wrong = client.post(RECEIVERS, form(("Film.", "nej"), seen=2))
    shown(page, wrong.content)
    assert stumbling_blocks(page) == []
