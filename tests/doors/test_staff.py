"""The pages about staff: who gets what, what is typed comes back, and what was done holds at once."""

import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk
from vardag.domain.case import acts
from vardag.domain.people.identity import Role
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.clinics.actions import set_link
from vardag.rooms.people.actions import add_group, grant
from vardag.rooms.people.models import GrantRow, PersonRow, StaffEventRow
from vardag.rooms.people.staff.introductions import shipped as checklist

pytestmark = pytest.mark.django_db

TODAY = TUESDAY.date()
NADJA = "SE0000000000-2001"  # whom the demonstration's directory knows
CAST = (matrix.NOBODY, *matrix.RESIDENTS, *matrix.STAFF)
MANAGES = {"manager", "administrator"}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def who(desk: Desk, name: str) -> Client:
    return Client() if name == matrix.NOBODY else desk.sits(name)


def address(name: str, *args: object) -> str:
    return reverse(f"office:{name}", args=args)


def page_of(desk: Desk, name: str) -> str:
    return address("staff_member", desk.person(name))


def grant_of(desk: Desk, name: str, role: Role = Role.HANDLER) -> GrantRow:
    return GrantRow.objects.get(person=desk.person(name), role=role)


def text(response: HttpResponse) -> str:
    return response.content.decode()


ROLES = {"roles": ["handler"], "from_date": "2026-04-07", "until": ""}


def everything(desk: Desk) -> dict[str, tuple[str, dict[str, object] | None]]:
    """Return every address of this door's staff pages, with what is posted there."""
    person, group = desk.person("clinician"), 0
    group = add_group(key="team", clinic=desk.world.clinics["outpatient"], name="Team")
    grant_id = grant_of(desk, "clinician").pk
    return {
        "staff": (address("staff"), None),
        "staff_add": (address("staff_add"), None),
        "staff_add, posted": (address("staff_add"), {"hsa_id": NADJA}),
        "staff_take_on": (address("staff_take_on"), {"hsa_id": NADJA, **ROLES}),
        "staff_group": (address("staff_group", group), {"members": [person]}),
        "staff_member": (address("staff_member", person), None),
        "staff_give": (address("staff_give", person), {**ROLES, "roles": ["receiver"]}),
        "staff_confirm": (address("staff_confirm", person), {"grant": grant_id}),
        "staff_end": (address("staff_end", person), {"grant": grant_id, "at_once": "1"}),
        "introduction": (address("introduction", person, "receiver"), None),
        "staff_refresh": (address("staff_refresh", person), {}),
        "staff_leave": (address("staff_leave", person), {}),
        "staff_leave_everywhere": (address("staff_leave_everywhere", person), {}),
    }


EXPECTED = {
    "staff": 200,
    "staff_add": 200,
    "staff_add, posted": 200,
    "staff_take_on": 302,
    "staff_group": 302,
    "staff_member": 200,
    "staff_give": 302,
    "staff_confirm": 409,  # it needs none
    "staff_end": 302,
    "introduction": 200,
    "staff_refresh": 302,
    "staff_leave": 302,
    "staff_leave_everywhere": 409,  # nothing is left
}


@pytest.mark.parametrize("name", CAST)
def test_everybody_gets_at_every_address_about_staff_what_their_roles_give(desk, name):
    client = who(desk, name)
    tries = everything(desk)
    before = list(GrantRow.objects.order_by("pk").values()), PersonRow.objects.count()
    found = {}
    for key, (where, posted) in tries.items():
        response = client.get(where) if posted is None else client.post(where, posted)
        found[key] = response.status_code
    after = list(GrantRow.objects.order_by("pk").values()), PersonRow.objects.count()

    if name in MANAGES:
        assert found == EXPECTED
        return
    otherwise = matrix.NOT_YOURS if name in matrix.STAFF else matrix.TO_SIGN_IN
    assert found == dict.fromkeys(EXPECTED, otherwise)
    assert after == before
    assert not StaffEventRow.objects.exists()


@pytest.mark.parametrize("name", CAST)
def test_everybody_in_staff_has_settings_of_ones_own(desk, name):
    client = who(desk, name)

    shown = client.get(address("own"))
    saved = client.post(address("own_email"), {"email": "me@vardag.example"})
    signing = client.get(address("own_introduction", "outpatient", "handler"))

    in_staff = name in matrix.STAFF
    assert shown.status_code == (200 if in_staff else 302)
    assert saved.status_code == 302
    assert PersonRow.objects.filter(email="me@vardag.example").count() == int(in_staff)
    has_it = name == "clinician"
    assert signing.status_code == (200 if has_it else 404 if in_staff else 302)


def test_another_clinics_people_and_nobody_look_the_same(desk):
    client, elsewhere = desk.sits("manager"), desk.person("doctor")
    found = {
        client.get(address("staff_member", person)).content
        for person in (elsewhere, desk.person("guardian"), 4711, 10**17, 10**30)
    }
    posted = {
        client.post(address(name, person), {"grant": grant_of(desk, "doctor").pk}).status_code
        for name in (
            *("staff_give", "staff_confirm", "staff_end", "staff_leave", "staff_refresh"),
            "staff_leave_everywhere",
        )
        for person in (elsewhere, 4711, 10**30)
    }

    own = rb'csrf[^>]*|"X-CSRFToken[^}]*|/staff/office/staff/\d+/'
    assert len({re.sub(own, b"", each) for each in found}) == 1
    assert posted == {404}


def test_a_role_of_another_clinic_or_of_nobody_is_not_ended_through_ones_own(desk):
    client, mine = desk.sits("manager"), page_of(desk, "clinician")
    theirs = grant_of(desk, "doctor")

    for grant_id in (theirs.pk, 4711, "1e3", "²", "-1", "", "9" * 40, "\x00"):
        tried = client.post(f"{mine}end/", {"grant": grant_id, "at_once": "1"})
        assert tried.status_code == 404

    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None


HOSTILE = [
    "",
    " ",
    "2001",
    "SE0000000000-",
    "'; DROP TABLE person; --",
    "<script>",
    "\x00",
    "x" * 5000,
]


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("where", ["staff_add", "staff_take_on"])
def test_what_is_no_hsa_id_comes_back_as_it_was_typed(desk, where, typed):
    response = desk.sits("administrator").post(address(where), {"hsa_id": typed, **ROLES})

    assert response.status_code == 422
    assert "field-error" in text(response)
    if typed.strip().isalnum() and len(typed) < 50:
        assert f'value="{typed}"' in text(response)
    assert "<script>" not in text(response)


def test_an_hsa_id_is_found_however_it_was_pasted(desk):
    pasted = f"\u00a0 {NADJA.lower()}\n"

    response = desk.sits("administrator").post(address("staff_add"), {"hsa_id": pasted})

    assert "Nadja Sahlin" in text(response)
    assert "sjuksköterska" in text(response)
    assert not PersonRow.objects.filter(hsa_id=NADJA).exists()  # looking up adds nobody


def test_whom_the_directory_does_not_know_is_told(desk):
    response = desk.sits("administrator").post(
        address("staff_add"), {"hsa_id": "SE0000000000-9999"}
    )

    assert response.status_code == 422
    assert "SE0000000000-9999" in text(response)
    assert "Personalkatalogen känner ingen" in text(response)


@pytest.mark.parametrize("where", ["", "file:/nowhere/at-all.yaml", "https://127.0.0.1:9/"])
def test_a_directory_that_is_away_is_told_and_nobody_is_added(desk, settings, where):
    settings.STAFF_DIRECTORY = where
    client = desk.sits("administrator")

    for step in ("staff_add", "staff_take_on"):
        response = client.post(address(step), {"hsa_id": NADJA, **ROLES})
        assert response.status_code == 503
        assert f'value="{NADJA}"' in text(response)
        assert "/nowhere" not in text(response)
    assert not PersonRow.objects.filter(hsa_id=NADJA).exists()


WRONG = {
    "no role": {"roles": []},
    "a role that there isn't": {"roles": ["superuser"]},
    "no first day": {"from_date": ""},
    "a day that there isn't": {"from_date": "2026-02-30"},
    "a first day that has been": {"from_date": "2026-04-06"},
    "a last day before the first": {"until": "2026-04-06"},
    "a text for a day": {"until": "<b>imorgon</b>"},
    "a year that there isn't": {"until": "99999-01-01"},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_what_was_chosen_comes_back_with_what_is_wrong(desk, change):
    client, person = desk.sits("administrator"), desk.person("nurse")
    typed = {"roles": ["handler", "team-leader"], "from_date": "2026-05-04", "until": "2026-06-01"}

    for where, more in (("staff_take_on", {"hsa_id": NADJA}), ("staff_give", {})):
        args = (person,) if where == "staff_give" else ()
        response = client.post(address(where, *args), {**typed, **change, **more})
        assert response.status_code == 422
        assert "field-error" in text(response) or "error-summary" in text(response)
        kept = {**typed, **change}
        for role in kept["roles"]:
            if role in set(Role):
                assert re.search(rf'value="{role}"[^>]*checked', text(response))
    assert not PersonRow.objects.filter(hsa_id=NADJA).exists()
    assert not GrantRow.objects.filter(given_by__isnull=False).exists()


def test_nobody_gives_a_role_to_oneself_by_any_way(desk):
    client, me = desk.sits("administrator"), desk.person("administrator")
    PersonRow.objects.filter(pk=me).update(hsa_id=NADJA)

    by_id = client.post(address("staff_give", me), {**ROLES, "roles": ["receiver"]})
    by_hsa = client.post(address("staff_take_on"), {"hsa_id": NADJA, **ROLES})
    page = text(client.get(page_of(desk, "administrator")))

    assert (by_id.status_code, by_hsa.status_code) == (403, 403)
    assert not GrantRow.objects.filter(given_by__isnull=False).exists()
    assert address("staff_give", me) not in page


def test_a_trusted_role_awaits_a_second_person_whose_page_has_the_button(desk):
    one, other, person = desk.sits("administrator"), desk.sits("manager"), desk.person("clinician")
    one.post(address("staff_give", person), {**ROLES, "roles": ["log-reviewer"]})
    proposed = grant_of(desk, "clinician", Role.LOG_REVIEWER)
    confirm = address("staff_confirm", person)

    assert confirm not in text(one.get(page_of(desk, "clinician")))
    assert one.post(confirm, {"grant": proposed.pk}).status_code == 403
    assert "Väntar på en andra person" in text(one.get(address("staff") + "?show=proposed"))
    assert confirm in text(other.get(page_of(desk, "clinician")))
    assert other.post(confirm, {"grant": proposed.pk}).status_code == 302

    proposed.refresh_from_db()
    assert proposed.confirmed_by_id == desk.person("manager")


def sign(client: Client, where: str, role: Role = Role.HANDLER) -> Any:
    return client.post(where, signed(role))


def signed(role: Role) -> dict[str, Any]:
    """Return what the page sends when every line of the shipped list is ticked."""
    whole = checklist(role)
    return {"ticked": [item.key for item in whole.items], "seen": whole.version}


def test_a_newcomer_comes_in_to_sign_and_to_nothing_else_before_both_have_signed(desk):
    giver = desk.sits("administrator")
    giver.post(address("staff_take_on"), {"hsa_id": NADJA, **ROLES})
    nadja = PersonRow.objects.get(hsa_id=NADJA)
    desk.world.staff["nadja"] = nadja.pk
    newcomer = desk.sits("nadja")

    assert newcomer.get("/staff/mine/").headers["Location"] == address("own")
    own = text(newcomer.get(address("own")))
    to_sign = address("own_introduction", "outpatient", "handler")
    assert to_sign in own
    assert sign(newcomer, to_sign).status_code == 302
    assert newcomer.get("/staff/mine/").status_code == 302
    assert sign(giver, address("introduction", nadja.pk, "handler")).status_code == 302

    assert newcomer.get("/staff/mine/").status_code == 200


def test_what_was_ticked_comes_back_when_something_is_missing(desk):
    give = {**ROLES, "roles": ["receiver"]}
    desk.sits("administrator").post(address("staff_give", desk.person("clinician")), give)
    first, second, *_ = (item.key for item in checklist(Role.RECEIVER).items)

    response = desk.sits("clinician").post(
        address("own_introduction", "outpatient", "receiver"), {"ticked": [first], "seen": 1}
    )

    assert response.status_code == 422
    assert re.search(rf'value="{first}"\s+checked', text(response))
    assert not re.search(rf'value="{second}"\s+checked', text(response))


@pytest.mark.parametrize("seen", [None, "", "x", "-1"])
def test_nobody_signs_without_saying_which_version_was_read(desk, seen: str | None):
    desk.sits("administrator").post(
        address("staff_give", desk.person("clinician")), {**ROLES, "roles": ["receiver"]}
    )
    typed = signed(Role.RECEIVER) | {"seen": seen}
    page = address("own_introduction", "outpatient", "receiver")

    response = desk.sits("clinician").post(page, {k: v for k, v in typed.items() if v is not None})

    assert response.status_code == 422
    assert "Det framgår inte vilken version du har läst." in text(response)
    assert len(re.findall(r"\bchecked\b", text(response))) == len(typed["ticked"])
    assert sign(desk.sits("clinician"), page, Role.RECEIVER).status_code == 302


def test_leaving_ends_everything_at_the_next_request_and_what_was_held_stands_first(desk):
    case, _ = desk.send("message", at=TUESDAY), desk.send("message", at=TUESDAY)
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(clinician), at=TUESDAY)
    leaver = desk.sits("clinician")
    held = reverse("inbox:case", args=[case])
    assert leaver.get(held).status_code == 200

    left = desk.sits("manager").post(address("staff_leave", desk.person("clinician")))

    assert left.status_code == 302
    for where in (held, "/staff/mine/", "/staff/", address("own")):
        assert leaver.get(where).headers["Location"].startswith("/sign-in/")
    inbox = text(desk.sits("receiver").get("/staff/"))
    before = inbox[: inbox.index(held)]
    assert before.count('class="case"') == 1
    assert 'data-flag="unattended"' in before
    desk.do(case, "receiver", acts.Claim(), at=TUESDAY)
    assert 'data-flag="unattended"' not in text(desk.sits("receiver").get("/staff/"))


def test_a_role_withdrawn_while_others_stay_takes_only_what_it_gave(desk):
    where, person = desk.world.clinics["outpatient"], desk.person("nurse")
    grant(person=person, clinic=where, role=Role.ADMINISTRATOR, from_date=TODAY)
    nurse = desk.sits("nurse")
    assert nurse.get(address("staff")).status_code == 200

    end = {"grant": grant_of(desk, "nurse", Role.ADMINISTRATOR).pk, "at_once": "1"}
    desk.sits("manager").post(address("staff_end", person), end)

    assert nurse.get(address("staff")).status_code == 403
    assert nurse.get("/staff/").status_code == 200


def test_the_last_day_comes_back_as_typed_when_it_cant_be(desk):
    client, person = desk.sits("manager"), desk.person("clinician")
    grant_id = grant_of(desk, "clinician").pk

    for typed in ("2026-04-06", "i morgon", "", "9999-99-99"):
        response = client.post(address("staff_end", person), {"grant": grant_id, "last_day": typed})
        assert response.status_code == 422
        assert f'value="{typed}"' in text(response)
        assert "field-error" in text(response)
    done = client.post(address("staff_end", person), {"grant": grant_id, "last_day": "2026-04-30"})

    assert done.status_code == 302
    assert grant_of(desk, "clinician").until_date == date(2026, 4, 30)


def test_who_lacks_an_address_is_on_a_list(desk):
    PersonRow.objects.exclude(pk=desk.person("clinician")).update(email="a@vardag.example")

    page = text(desk.sits("manager").get(address("staff") + "?show=no-email"))

    assert f"{page_of(desk, 'clinician')}" in page
    assert page_of(desk, "nurse") not in page


@pytest.mark.parametrize("typed", ["nej", "a@b", "<b>@x.se", "a@b.se, c@d.se"])
def test_an_address_that_is_none_comes_back(desk, typed):
    response = desk.sits("clinician").post(address("own_email"), {"email": typed})

    assert response.status_code == 422
    assert "field-error" in text(response)
    assert "<b>@" not in text(response)


@pytest.mark.parametrize("show", ["all", "left", "unsigned", "nothing", "<b>", ""])
def test_any_filter_shows_a_page(desk, show):
    assert desk.sits("manager").get(address("staff"), {"show": show}).status_code == 200


def test_the_list_asks_the_database_as_often_however_many_there_are(
    desk, django_assert_max_num_queries
):
    client = desk.sits("manager")
    for name in desk.world.staff:
        here = desk.world.clinics["outpatient"]
        grant(person=desk.person(name), clinic=here, role=Role.TEAM_LEADER, from_date=TODAY)

    # session, person, roles, signatures, checklists, groups, members
    with django_assert_max_num_queries(8):
        assert client.get(address("staff")).status_code == 200
    # session, person, roles, signatures, checklists, what was done, what the directory said,
    # workplaces, whose they are, how many cases are held, the last notice
    with django_assert_max_num_queries(12):
        assert client.get(page_of(desk, "clinician")).status_code == 200


def test_the_material_is_where_the_clinic_says_or_else_the_routine(desk):
    client = desk.sits("administrator")
    give = {**ROLES, "roles": ["receiver"]}
    client.post(address("staff_give", desk.person("clinician")), give)
    where = address("introduction", desk.person("clinician"), "receiver")

    before = text(client.get(where))
    set_link(
        clinic=desk.world.clinics["outpatient"],
        key="introduction-material",
        address="https://vardag.example/introduktion",
    )
    after = text(client.get(where))

    assert "support-utbildning-och-manualer" in before
    assert "https://vardag.example/introduktion" in after
    assert "support-utbildning-och-manualer" not in after


def test_who_was_chosen_for_a_group_comes_back_when_it_cant_be(desk):
    here, me = desk.world.clinics["outpatient"], desk.person("manager")
    nurse = desk.person("nurse")
    group = add_group(key="team", clinic=here, name="Team", members=[desk.person("clinician")])

    response = desk.sits("manager").post(address("staff_group", group), {"members": [me, nurse]})

    assert response.status_code == 403
    ticked = re.findall(r'name="members"\s+value="(\d+)"\s+checked', text(response))
    assert {int(each) for each in ticked} == {me, nurse}
    assert "Ingen lägger till sig själv i en grupp." in text(response)


def test_who_ends_a_role_reads_how_many_cases_are_held_and_who_can_hand_them_over(desk):
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    for _ in range(2):
        desk.do(desk.send("message"), "receiver", acts.Assign(clinician))
    way = reverse("inbox:hand_over_of", args=[desk.person("clinician")])

    page = desk.sits("manager").get(page_of(desk, "clinician")).content.decode()
    assert page.count("Har 2 öppna ärenden.") == 2
    assert "Den som är mottagare här kan lämna över till någon annan." in page
    assert way not in page

    grant(
        person=desk.person("manager"), clinic=clinician.clinic, role=Role.RECEIVER, from_date=TODAY
    )
    desk.sits("manager").post(address("staff_leave", desk.person("clinician")))
    page = desk.sits("manager").get(page_of(desk, "clinician")).content.decode()
    assert "Har 2 öppna ärenden." in page
    assert f'href="{way}"' in page
    assert desk.sits("manager").get(way).status_code == 200


def test_nothing_is_said_of_cases_at_a_clinic_whose_staff_one_does_not_manage(desk):
    elsewhere, person = desk.world.clinics["medical"], desk.person("clinician")
    grant(person=person, clinic=elsewhere, role=Role.HANDLER, from_date=TODAY)
    held = CaseRow.objects.filter(pk=desk.certificate_to_print())
    held.update(holder=person, holding_group=None)

    page = desk.sits("manager").get(page_of(desk, "clinician")).content.decode()

    assert "öppet ärende" not in page
