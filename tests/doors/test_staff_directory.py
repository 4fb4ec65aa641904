"""A colleague's page and the list, when the staff directory says something new, or nothing."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.desk import shown as put_up
from tests.doors.inboxes import sent
from tests.harness.accessibility import stumbling_blocks
from tests.rooms.directories import Kept
from vardag.domain.case import acts
from vardag.domain.people.identity import Role
from vardag.doors.ops import directory as asking
from vardag.doors.ops.worker import keep_house
from vardag.rooms.people.actions import grant
from vardag.rooms.people.models import DirectoryEventRow, PersonRow
from vardag.rooms.people.staff import refreshing
from vardag.rooms.people.staff.directory import DirectoryAway, current

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def directory(desk, tmp_path, settings) -> Kept:
    return Kept(tmp_path / "directory.yaml", settings)


def page(desk: Desk, name: str) -> str:
    return reverse("office:staff_member", args=[desk.person(name)])


def fetch(desk: Desk, name: str, *, by: str = "manager") -> Any:
    return desk.sits(by).post(f"{page(desk, name)}refresh/", follow=True)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_what_changed_is_said_and_stands_in_the_history(desk, directory):
    directory.says(desk.person("nurse"), given_name="Nora-Li", profession="other")

    shown = text(fetch(desk, "nurse"))

    assert shown.count("Yrke: sjuksköterska blev annat yrke") == 2  # as a message, and as history
    assert "hämtat av" in shown
    assert "Nora-Li" in text(desk.sits("manager").get(reverse("office:staff")))


def test_nothing_new_is_said_too(desk, directory):
    assert "Inget har ändrats i personalkatalogen." in text(fetch(desk, "nurse"))


def test_who_is_gone_is_warned_of_with_what_to_do_and_stays(desk, directory):
    directory.forgets(desk.person("nurse"))

    shown = text(fetch(desk, "nurse"))

    assert "finns inte längre i personalkatalogen, sedan" in shown
    assert "Har kollegan slutat? Avsluta då allt" in shown
    listed = text(desk.sits("administrator").get(reverse("office:staff") + "?show=missing"))
    assert page(desk, "nurse") in listed
    assert page(desk, "clinician") not in listed
    assert "Saknas i personalkatalogen" in listed
    assert desk.sits("nurse").get("/staff/").status_code == 200


def test_who_is_gone_and_has_left_is_no_warning_any_more(desk, directory):
    directory.forgets(desk.person("clinician"))
    fetch(desk, "clinician")
    desk.sits("manager").post(f"{page(desk, 'clinician')}leave/")

    listed = text(desk.sits("manager").get(reverse("office:staff")))

    assert "?show=missing" not in listed


@pytest.mark.parametrize("where", ["", "file:/nowhere/at-all.yaml", "https://127.0.0.1:9/"])
def test_a_directory_that_is_away_is_told_where_one_asked(desk, settings, where):
    settings.STAFF_DIRECTORY = where
    before = PersonRow.objects.get(pk=desk.person("nurse"))

    response = fetch(desk, "nurse")

    assert response.status_code == 503
    assert "Personalkatalogen svarar inte, så inget har ändrats." in text(response)
    assert "/nowhere" not in text(response)
    after = PersonRow.objects.get(pk=before.pk)
    assert (after.directory_answered_at, after.missing_since) == (None, None)


def test_who_is_no_longer_a_nurse_cant_close_a_prescription_at_the_next_click(desk, directory):
    case = desk.send("renew-prescription", at=TUESDAY)
    desk.do(case, "nurse", acts.Claim(), acts.CompleteStep("document-request"), at=TUESDAY)
    directory.says(desk.person("nurse"), profession="medical-secretary")

    fetch(desk, "nurse", by="administrator")

    refused = sent(desk, case, "reply", {"reply-text": "Förnyat."}, who="nurse")
    assert refused.status_code == 403
    assert "Bara en sjuksköterska kan svara på ”Förnya recept”." in text(refused)
    directory.says(desk.person("nurse"), profession="nurse")
    fetch(desk, "nurse", by="administrator")
    assert sent(desk, case, "reply", {"reply-text": "Förnyat."}, who="nurse").status_code == 302


def test_once_a_day_the_worker_asks_about_everybody(desk, directory, monkeypatch):
    directory.says(desk.person("nurse"), title="barnmorska")
    directory.forgets(desk.person("doctor"))

    keep_house(lambda _: False)

    (changed,) = DirectoryEventRow.objects.filter(person=desk.person("nurse"))
    assert (changed.after, changed.by) == ("barnmorska", None)
    assert PersonRow.objects.get(pk=desk.person("doctor")).missing_since == TUESDAY
    directory.says(desk.person("nurse"), title="chef")
    keep_house(lambda _: False)
    assert DirectoryEventRow.objects.filter(person=desk.person("nurse")).count() == 1
    desk.it_is(TUESDAY + asking.AGAIN_AFTER)
    keep_house(lambda _: False)
    assert DirectoryEventRow.objects.filter(person=desk.person("nurse")).count() == 2


def test_a_directory_that_is_away_is_left_alone_after_a_few_tries(desk, directory, caplog):
    directory.is_away()

    keep_house(lambda _: False)

    told = [each.message for each in caplog.records if each.name == asking.__name__]
    assert [line.count("nothing was changed") for line in told] == [1, 1, 1, 1, 1, 0]
    assert "left alone until the next round" in told[-1]
    assert not PersonRow.objects.filter(directory_answered_at__isnull=False).exists()


def test_without_a_directory_the_worker_says_so_once(desk, settings, caplog):
    settings.STAFF_DIRECTORY = ""

    keep_house(lambda _: False)

    told = [each.message for each in caplog.records if each.name == asking.__name__]
    assert [line.split(":")[0] for line in told] == ["VARDAG_STAFF_DIRECTORY is not set"]


def test_one_entry_that_cant_be_read_keeps_nobody_else_from_being_asked(
    desk, directory, monkeypatch
):
    class Odd:
        def look_up(self, hsa_id):
            if hsa_id == PersonRow.objects.get(pk=desk.person("nurse")).hsa_id:
                raise DirectoryAway("answers with what is no person")
            return now.look_up(hsa_id)

    now = current()
    monkeypatch.setattr(refreshing, "current", Odd)

    keep_house(lambda _: False)

    waiting = PersonRow.objects.filter(hsa_id__isnull=False, directory_answered_at=None)
    assert [row.pk for row in waiting] == [desk.person("nurse")]


def test_the_round_is_broken_off_when_it_is_time_to_stop(desk, directory, monkeypatch):
    monkeypatch.setattr(asking, "_BATCH", 2)

    asking.refresh_staff(lambda _: True)

    assert PersonRow.objects.filter(directory_answered_at__isnull=False).count() == 2


def test_who_works_at_several_clinics_leaves_those_that_are_ones_own_and_the_rest_is_told(desk):
    for clinic in ("medical", "elsewhere"):
        grant(
            person=desk.person("clinician"),
            clinic=desk.world.clinics[clinic],
            role=Role.HANDLER,
            from_date=TUESDAY.date(),
        )
    grant(
        person=desk.person("manager"),
        clinic=desk.world.clinics["medical"],
        role=Role.ADMINISTRATOR,
        from_date=TUESDAY.date(),
    )
    client, leaver = desk.sits("manager"), desk.sits("clinician")
    client.get("/staff/office/")
    shown = text(client.get(page(desk, "clinician")))

    assert "Har slutat helt" in shown
    done = client.post(f"{page(desk, 'clinician')}leave/everywhere/", follow=True)

    assert "har slutat. Ärenden som" in text(done)
    assert "Inte avslutat, för det är inte ditt att avsluta" in text(done)
    found = PersonRow.objects.get(pk=desk.person("clinician"))
    left = found.grants.filter(withdrawn_at__isnull=True).values_list("clinic_id", flat=True)
    assert list(left) == [desk.world.clinics["elsewhere"]]
    assert leaver.get("/staff/").status_code in {302, 403}


def test_who_works_here_only_leaves_by_the_one_act(desk):
    shown = text(desk.sits("manager").get(page(desk, "clinician")))

    assert "Har slutat helt" not in shown
    assert f"{page(desk, 'clinician')}leave/" in shown


@pytest.mark.one_database
def test_the_list_and_a_missing_colleague_can_be_read_by_everybody_on_any_screen(
    desk, directory, page
):
    directory.forgets(desk.person("nurse"))
    fetch(desk, "nurse")
    client = desk.sits("manager")
    where = reverse("office:staff_member", args=[desk.person("nurse")])
    for address in (reverse("office:staff"), where):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            put_up(page, client.get(address).content)
            assert stumbling_blocks(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 390, "height": 900})
    put_up(page, client.get(reverse("office:staff")).content)
    region = page.locator(".table-scroll")
    assert region.evaluate("each => each.scrollWidth <= each.clientWidth")
