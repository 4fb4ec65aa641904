"""The roster's pages: who may do what, what they show, and what they make of nonsense."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.build import on
from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import read, text
from vardag.domain.people.identity import Profession, Role
from vardag.rooms.clinics.actions import close_on
from vardag.rooms.offering.actions import except_at_installation
from vardag.rooms.people.actions import add_staff, grant, mark_absent
from vardag.rooms.people.models import AbsenceRow, GrantRow, PersonRow
from vardag.rooms.roster import queries
from vardag.rooms.roster.actions import note_opened, plan_week
from vardag.rooms.roster.models import FeedRow

pytestmark = pytest.mark.django_db
ROSTER, MINE = "/staff/office/roster/", "/staff/office/my-days/"
WEEK = f"{ROSTER}weeks/2026-W16/"  # the week after that of Tuesday 7 April
MONDAY, FRIDAY = date(2026, 4, 13), date(2026, 4, 17)
DAYS = [date(2026, 4, number) for number in range(13, 18)]
CAST = (matrix.NOBODY, *matrix.RESIDENTS, *matrix.STAFF, "team_leader")
PLANNERS = {"manager", "team_leader"}
READERS = set(matrix.STAFF) | {"team_leader"}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    world = built.world
    world.staff["team_leader"] = add_staff(
        given_name="team_leader",
        family_name="",
        hsa_id="SE0000000000-0099",
        profession=Profession.OTHER,
        title="",
    )
    grant(
        person=world.staff["team_leader"],
        clinic=world.clinics["outpatient"],
        role=Role.TEAM_LEADER,
        from_date=date(2020, 1, 1),
    )
    return built


def who(desk: Desk, name: str) -> Client:
    return Client() if name == matrix.NOBODY else desk.sits(name)


def plan(desk: Desk, days: Mapping[date, str | None], *, at: datetime = TUESDAY) -> None:
    plan_week(
        clinic=desk.world.clinics["outpatient"],
        chosen={day: desk.person(name) if name else None for day, name in days.items()},
        seen={},
        by=desk.world.staff_member("manager", on=TUESDAY.date()),
        at=at,
    )


def planned(desk: Desk) -> dict[date, str]:
    found = queries.plan(
        desk.world.clinics["outpatient"], since=date(2020, 1, 1), until=date(2030, 1, 1)
    )
    return {day: desk.world.name_of(person) for day, person in found.items()}


def form(
    desk: Desk, days: Mapping[date, str | None], seen: Mapping[date, str] | None = None
) -> dict[str, str]:
    """Return a week's form as the page sends it."""
    fields = {f"day-{day}": str(desk.person(name)) if name else "" for day, name in days.items()}
    shown = {f"seen-{day}": str(desk.person(name)) for day, name in (seen or {}).items()}
    return {**{f"seen-{day}": "" for day in days}, **fields, **shown}


def saved(desk: Desk, fields: Mapping[str, str], by: str = "manager", address: str = WEEK) -> Any:
    return desk.sits(by).post(address, fields)


def look(desk: Desk, by: str = "manager", address: str = ROSTER) -> str:
    return read(desk.sits(by).get(address))


def cell(html: str, day: date) -> str:
    """Return what stands on a day."""
    found = re.findall(r'<td class="roster-day.*?</td>', html, re.DOTALL)
    return next(
        each
        for each in found
        if f"day-{day}" in each or f" {day.day} {_month(day)}" in text(each)[:25]
    )


def _month(day: date) -> str:
    return ("mars", "april", "maj")[day.month - 3]


def chosen(html: str, day: date) -> str:
    options = re.findall(r'<option value="\d*" selected>(.*?)</option>', cell(html, day))
    return options[0] if options else ""


# --- rights ---


@pytest.mark.parametrize("person", CAST)
def test_everybody_gets_at_every_address_what_the_roles_give(desk: Desk, person: str):
    mark_absent(person=desk.person("receiver"), from_date=FRIDAY)
    absence = AbsenceRow.objects.get().pk
    days = {"from": "2026-05-04", "until": "2026-05-05"}
    address_of = {  # what is sent, and what comes of it
        f"{ROSTER}swap/": ({}, 422),
        WEEK: (form(desk, {MONDAY: "receiver"}), 302),
        f"{WEEK}copy/": ({"weeks": "1"}, 302),
        f"{ROSTER}absences/": ({**days, "person": str(desk.person("nurse"))}, 302),
        f"{ROSTER}absences/{absence}/end/": ({}, 302),
    }
    own = {f"{MINE}absence/": days, f"{MINE}calendar/": {}, f"{MINE}calendar/withdraw/": {}}
    client = who(desk, person)

    for address in (ROSTER, MINE):
        assert client.get(address).status_code == (200 if person in READERS else 302)
        assert client.post(address).status_code == 405
    for address, (fields, done) in address_of.items():
        is_own = person == "receiver" and address.endswith("/end/")
        expected = done if person in PLANNERS or is_own else (403 if person in READERS else 302)
        response = client.post(address, fields)
        assert response.status_code == expected, address
        if person not in READERS:
            assert response.headers["Location"].startswith("/sign-in/")
    for address, fields in own.items():
        expected = 200 if person in READERS and address == f"{MINE}calendar/" else 302
        assert client.post(address, fields).status_code == expected
    if person not in READERS:
        assert not FeedRow.objects.exists()
    assert bool(planned(desk)) == (person in PLANNERS)


@pytest.mark.parametrize("address", [WEEK, f"{WEEK}copy/", f"{ROSTER}swap/", f"{MINE}calendar/"])
def test_what_changes_something_is_never_done_by_a_link(desk, address):
    assert desk.sits("manager").get(address).status_code == 405


def test_a_log_reviewer_has_nothing_to_do_with_it(desk):
    GrantRow.objects.filter(person=desk.person("receiver")).update(role=Role.LOG_REVIEWER)

    for address in (ROSTER, MINE):
        assert desk.sits("receiver").get(address).status_code == 403


def test_a_planner_of_one_clinic_plans_nothing_at_another(desk):
    response = saved(desk, form(desk, {MONDAY: "medical_receiver"}))

    assert response.status_code == 422
    assert planned(desk) == {}


def test_who_only_reads_sees_names_and_nothing_to_press(desk):
    plan(desk, {MONDAY: "nurse"})

    html = look(desk, "clinician")

    assert "nurse" in cell(html, MONDAY)
    assert "<select" not in html
    assert "Inkorgen inte öppnad" not in html


# --- what is shown ---


def test_five_weeks_are_shown_with_their_numbers_and_today(desk):
    html = look(desk)

    weeks = re.findall(r'<th scope="row">(.*?)</th>', html)
    assert weeks == [f"vecka {number}" for number in range(15, 20)]
    assert "i dag" in text(cell(html, TUESDAY.date()))
    assert html.count("data-today") == 1


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("2026-W53", "vecka 53"),
        ("2026-W51", "vecka 51"),
        ("2025-W53", "vecka 15"),
        ("nonsense", "vecka 15"),
        ("9999-W01", "vecka 15"),
        ("2099-W50", "vecka 50"),
        ("2000-W01", "vecka 1"),
    ],
)
def test_other_weeks_are_looked_at_by_their_address(desk, asked, first):
    html = look(desk, address=f"{ROSTER}?from={asked}")

    assert re.findall(r'<th scope="row">(.*?)</th>', html)[0] == first


def test_a_day_off_says_why_and_has_nothing_to_choose(desk):
    close_on(clinic=desk.world.clinics["outpatient"], day=FRIDAY, reason="Planeringsdag <b>")

    html = look(desk)

    for day, why in ((date(2026, 4, 6), "annandag påsk"), (FRIDAY, "Planeringsdag &lt;b&gt;")):
        assert why in cell(html, day)
        assert "<select" not in cell(html, day)


def test_a_day_that_has_passed_shows_who_it_was(desk):
    plan(desk, {date(2026, 4, 2): "nurse"}, at=on("2026-04-01T10:00"))

    html = cell(look(desk, address=f"{ROSTER}?from=2026-W14"), date(2026, 4, 2))

    assert "nurse" in html
    assert "<select" not in html


def full_weeks(desk: Desk, **but: str | None) -> None:
    """Plan the receiver for all that is looked ahead, but for some days named ``d0413``."""
    calendar = queries.staffing(desk.world.clinics["outpatient"], on=TUESDAY.date()).calendar
    days: dict[date, str | None] = {
        day: "receiver"
        for number in range(28)
        if calendar.is_working_day(day := date.fromordinal(TUESDAY.date().toordinal() + number))
    }
    named = {date(2026, int(key[1:3]), int(key[3:])): name for key, name in but.items()}
    plan(desk, days | named)


def wrong(html: str) -> list[str]:
    part = html.partition('id="ahead-title"')[2].partition("</section>")[0]
    return [text(each) for each in re.findall(r"<li.*?</li>", part, re.DOTALL)]


def test_a_roster_without_fault_says_nothing(desk):
    full_weeks(desk)

    assert wrong(look(desk)) == []


def test_what_is_wrong_in_the_weeks_ahead_stands_at_the_top_and_on_the_day(desk):
    full_weeks(desk, d0414=None, d0415="nurse", d0421="nurse", d0424=None)
    mark_absent(person=desk.person("nurse"), from_date=MONDAY, until=FRIDAY)
    GrantRow.objects.filter(person=desk.person("nurse")).update(until_date=date(2026, 4, 20))
    except_at_installation(
        clinic=desk.world.clinics["outpatient"],
        service="care-of-child-under-12-certificate",
        reason="Skrivs inte här.",
    )

    html = look(desk, "receiver")

    said = " / ".join(wrong(html))
    assert "Tis 14 april och fre 24 april: ingen är 1177-ansvarig." in said
    assert "Ons 15 april: nurse är borta till och med fre 17 april." in said
    assert "Tis 21 april: nurse är ärendemottagare bara till och med mån 20 april." in said
    assert "bara en sjuksköterska får svara på Förnya recept." in said
    assert "Är borta" in cell(html, date(2026, 4, 15))
    assert "Ingen än" in cell(html, date(2026, 4, 14))
    assert "Har slutat då" in cell(html, date(2026, 4, 21))


def test_a_clinic_that_offers_nothing_of_a_nurses_needs_none(desk):
    full_weeks(desk)
    mark_absent(person=desk.person("nurse"), from_date=MONDAY)
    assert "ingen sjuksköterska" in " ".join(wrong(look(desk)))

    for service in ("renew-prescription", "care-of-child-under-12-certificate"):
        except_at_installation(
            clinic=desk.world.clinics["outpatient"], service=service, reason="Ingen"
        )

    assert wrong(look(desk)) == []


def test_mornings_that_were_missed_are_shown_to_who_plans(desk):
    here = desk.world.clinics["outpatient"]
    by = desk.world.staff_member("receiver", on=TUESDAY.date())
    for at in ("2026-03-30T08:00", "2026-03-31T13:20", "2026-04-02T09:59", "2026-04-07T08:00"):
        note_opened(clinic=here, by=by, at=on(at))

    html = look(desk, "team_leader")

    part = html.partition('id="missed-title"')[2]
    assert [text(each) for each in re.findall(r"<li>.*?</li>", part, re.DOTALL)] == [
        "ons 1 april: ingen öppnade den",
        "tis 31 mars: öppnad 13.20",
    ]


def test_the_page_takes_few_queries_however_much_is_planned(desk, django_assert_max_num_queries):
    full_weeks(desk)
    for name in ("nurse", "receiver", "clinician"):
        mark_absent(person=desk.person(name), from_date=MONDAY)
    client = desk.sits("manager")
    client.get(ROSTER)

    with django_assert_max_num_queries(13):
        client.get(ROSTER)


# --- planning ---


def test_a_week_is_planned_as_a_whole(desk):
    days: dict[date, str | None] = dict(zip(DAYS, ["receiver", "nurse"] * 2, strict=False))

    response = saved(desk, form(desk, {**days, FRIDAY: None}))

    assert response.status_code == 302
    assert response.headers["Location"] == f"{ROSTER}?from=2026-W15#2026-W16"
    assert planned(desk) == days
    assert chosen(look(desk), DAYS[1]) == "nurse"


def test_what_was_chosen_comes_back_with_what_is_wrong_with_it(desk):
    GrantRow.objects.filter(person=desk.person("nurse")).update(until_date=MONDAY)
    days: dict[date, str | None] = {MONDAY: "nurse", DAYS[1]: "nurse", DAYS[2]: "receiver"}

    html = read(saved(desk, form(desk, days)), 422)

    assert planned(desk) == {}
    assert [chosen(html, day) for day in DAYS[:3]] == [
        "nurse",
        "nurse (inte ärendemottagare)",
        "receiver",
    ]
    assert "Den personen är inte ärendemottagare" in cell(html, DAYS[1])
    assert "Den personen är inte ärendemottagare" not in cell(html, MONDAY)


def test_of_two_planners_one_wins_and_the_other_is_told_and_can_go_on(desk):
    mine = form(desk, {MONDAY: "receiver", DAYS[1]: "receiver"})
    saved(desk, form(desk, {MONDAY: "nurse"}), by="team_leader")

    html = read(saved(desk, mine), 409)

    assert planned(desk) == {MONDAY: "nurse"}
    assert "Någon annan har ändrat de här dagarna" in text(html)
    assert "Någon annan har valt: nurse" in cell(html, MONDAY)
    assert chosen(html, MONDAY) == "receiver"
    again = form(desk, {MONDAY: "receiver", DAYS[1]: "receiver"}, seen={MONDAY: "nurse"})
    assert f'name="seen-{MONDAY}" value="{desk.person("nurse")}"' in " ".join(html.split())
    assert saved(desk, again).status_code == 302
    assert planned(desk) == {MONDAY: "receiver", DAYS[1]: "receiver"}


def test_what_is_chosen_in_other_weeks_is_not_lost_when_one_is_saved(desk):
    other = date(2026, 4, 20)
    plan(desk, {date(2026, 4, 21): "nurse"})
    untouched = form(desk, {date(2026, 4, 21): "nurse"}, seen={date(2026, 4, 21): "nurse"})

    html = read(saved(desk, {**form(desk, {MONDAY: "nurse", other: "receiver"}), **untouched}))

    assert planned(desk) == {MONDAY: "nurse", date(2026, 4, 21): "nurse"}
    assert "Vecka 16 är sparad." in text(html)
    assert "Det du har valt i andra veckor är inte sparat än." in text(html)
    assert chosen(html, other) == "receiver"
    refused = read(saved(desk, form(desk, {MONDAY: None, other: "receiver"})), 409)
    assert chosen(refused, other) == "receiver"


def test_a_week_is_cleared(desk):
    plan(desk, {MONDAY: "nurse", DAYS[1]: "receiver"})
    fields = form(desk, {MONDAY: "nurse"}, seen={MONDAY: "nurse"})

    response = saved(desk, {**fields, "do": "clear"})

    assert response.status_code == 302
    assert planned(desk) == {DAYS[1]: "receiver"}


def test_a_copied_week_says_which_days_were_left_empty_and_why(desk):
    close_on(clinic=desk.world.clinics["outpatient"], day=date(2026, 4, 20), reason="Planering")
    plan(desk, {MONDAY: "receiver", DAYS[1]: "nurse", DAYS[2]: "receiver"})
    mark_absent(person=desk.person("nurse"), from_date=date(2026, 4, 28))

    response = desk.sits("manager").post(f"{WEEK}copy/", {"weeks": "2"}, follow=True)

    html = read(response)
    assert "4 dagar fick någon." in text(html)
    part = html.partition('id="left-title"')[2].partition("</section>")[0]
    lines = [text(each) for each in re.findall(r"<li>.*?</li>", part, re.DOTALL)]
    assert lines[0] == "mån 20 april – Planering"
    assert "tis 28 april – nurse är borta" in lines
    assert "tors 23 april – ingen är planerad den dag som kopierades" in lines
    assert sorted(day.isoformat() for day in planned(desk) if day > FRIDAY) == [
        "2026-04-21",
        "2026-04-22",
        "2026-04-27",
        "2026-04-29",
    ]


def test_two_days_are_swapped_as_the_page_offers_them(desk):
    plan(desk, {MONDAY: "receiver", DAYS[1]: "nurse"})
    values = re.findall(r'<option value="(2026-[\d-]+:\d*)">', look(desk))
    first = next(each for each in values if each.startswith(MONDAY.isoformat()))
    second = next(each for each in values if each.startswith(DAYS[1].isoformat()))

    response = desk.sits("manager").post(f"{ROSTER}swap/", {"first": first, "second": second})

    assert response.status_code == 302
    assert planned(desk) == {MONDAY: "nurse", DAYS[1]: "receiver"}
    stale = desk.sits("manager").post(f"{ROSTER}swap/", {"first": first, "second": second})
    assert stale.status_code == 409


def test_somebody_is_marked_away_and_comes_back(desk):
    fields = {"person": str(desk.person("nurse")), "from": "2026-04-07", "until": "2026-04-17"}
    desk.sits("manager").post(f"{ROSTER}absences/", fields)

    html = look(desk)
    assert "nurse tis 7 april – fre 17 april" in text(html)
    assert "nurse (borta)" in cell(html, MONDAY)
    ending = re.search(rf"{ROSTER}absences/\d+/end/", html)
    assert ending

    desk.sits("team_leader").post(ending[0])

    assert "nurse (borta)" not in look(desk)


def test_an_absence_that_cannot_be_is_given_back(desk):
    fields = {"person": str(desk.person("nurse")), "from": "2026-04-17", "until": "2026-04-07"}

    html = read(desk.sits("manager").post(f"{ROSTER}absences/", fields), 422)

    assert "Sista dagen är före den första." in text(html)
    assert 'value="2026-04-17"' in html
    assert f'<option value="{desk.person("nurse")}" selected>' in html


def test_ones_own_days_and_absence(desk):
    plan(desk, {MONDAY: "receiver", DAYS[1]: "nurse"})

    assert "mån 13 april vecka 16 · outpatient" in text(look(desk, "receiver", MINE))
    assert "Du är inte planerad" in text(look(desk, "clinician", MINE))
    response = desk.sits("clinician").post(f"{MINE}absence/", {"from": "2026-04-07"})
    assert response.status_code == 302
    html = look(desk, "clinician", MINE)
    assert "clinician tis 7 april – tills vidare" in text(html)
    refused = read(desk.sits("clinician").post(f"{MINE}absence/", {"from": "imorgon"}), 422)
    assert "Skriv ett datum." in text(refused)


# --- nonsense ---

NONSENSE = ("", "x", "-1", "0", "9" * 30, "1e9", "١٢", "<script>", "None", "%00", "2026-02-30")


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_changes_nothing_and_breaks_nothing(desk, value):
    client = desk.sits("manager")
    answers = [
        client.post(WEEK, {f"day-{MONDAY}": value, f"seen-{MONDAY}": value}),
        client.post(WEEK, {f"day-{value}": str(desk.person("nurse"))}),
        client.post(f"{WEEK}copy/", {"weeks": value}),
        client.post(f"{ROSTER}swap/", {"first": f"{MONDAY}:{value}", "second": value}),
        client.post(f"{ROSTER}absences/", {"person": value, "from": value, "until": value}),
        client.post(f"{ROSTER}absences/", {"person": value, "from": "2026-05-01"}),
        client.get(ROSTER, {"from": value, "copied": value, "weeks": value}),
    ]

    assert all(each.status_code in (200, 302, 409, 422) for each in answers)
    assert planned(desk) == {}
    assert not AbsenceRow.objects.exists()


@pytest.mark.parametrize("key", ["2025-W53", "2026-W00", "x", "2026-49", "0000-W01", "<b>"])
def test_a_week_that_there_is_not_is_not_found(desk, key):
    client = desk.sits("manager")

    assert client.post(f"{ROSTER}weeks/{key}/", {}).status_code == 404
    assert client.post(f"{ROSTER}weeks/{key}/copy/", {"weeks": "1"}).status_code == 404


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "7"])
def test_an_absence_that_there_is_not_is_not_found(desk, number):
    assert desk.sits("manager").post(f"{ROSTER}absences/{number}/end/").status_code == 404


def test_a_day_of_another_week_is_not_saved_with_this_one(desk):
    saved(desk, form(desk, {date(2026, 4, 20): "nurse"}))

    assert planned(desk) == {}


def test_names_are_shown_as_they_are_written(desk):
    row = desk.world.staff["nurse"]
    PersonRow.objects.filter(pk=row).update(given_name="<b>Mona", family_name='"Berg')
    plan(desk, {MONDAY: "nurse"})

    for html in (look(desk), look(desk, "clinician")):
        assert "<b>Mona" not in html
        assert "&lt;b&gt;Mona" in html


def test_in_english_everything_is(desk):
    full_weeks(desk, d0414=None)
    client = desk.sits("manager")
    client.cookies["django_language"] = "en"

    html = text(client.get(ROSTER).content.decode())

    assert "week 16" in html
    assert "Tue 14 April: nobody is 1177-responsible." in html
    assert not re.search(r"vecka|ansvarig|Spara|Borta", html)


def test_ones_own_days_and_ones_own_settings_lead_to_each_other(desk):
    nurse, reviewer = desk.sits("nurse"), desk.sits("administrator")

    assert reverse("office:own") in nurse.get(reverse("office:my_days")).content.decode()
    assert reverse("office:my_days") in nurse.get(reverse("office:own")).content.decode()
    assert reverse("office:my_days") in reviewer.get(reverse("office:own")).content.decode()
