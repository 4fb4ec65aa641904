"""The lists as they are read: what has slipped, what is due, why that date, and nothing private."""

import re
from datetime import date, timedelta

import pytest

from tests.build import on
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import INBOX, groups, ids, look, read, rows, text
from vardag.domain.case import acts
from vardag.rooms.cases import actions
from vardag.rooms.people.actions import mark_absent
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db

THURSDAY = on("2026-04-02T09:12")  # before Easter
WORDS = acts.Message(text="Vi hör av oss.")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def test_what_is_due_today_says_why_once_for_all_of_its_rows(desk):
    desk.send("message", form={"subject": "sömn", "text": "Hej"})
    desk.send("renew-prescription", at=on("2026-04-01T16:40"))

    html = look(desk)

    assert groups(html) == [
        "Svara i dag – inkom ons 1 april; tors räknas; fre–mån är påsk; tis räknas"
    ]
    assert rows(html) == [
        "I dag Meddelande sömn child, 10 år Ingen",
        "I dag Förnya recept Melatonin 3 mg child, 10 år Ingen",
    ]


def test_what_came_over_several_days_and_is_due_on_one_is_explained_as_one(desk):
    for day in (3, 4, 5):
        desk.send("message", at=on(f"2026-09-0{day + 1}T09:30"))
    desk.it_is(on("2026-09-07T08:00"))

    html = look(desk)

    assert groups(html) == [
        "Nya sedan i fredags – svara senast tis 8 september: inkom fre–sön; mån och tis räknas"
    ]
    assert [row.split(" Meddelande")[0] for row in rows(html)] == [
        "fre 09.30",
        "lör 09.30",
        "sön 09.30",
    ]


def test_new_ones_stand_by_when_they_came_after_those_in_hand(desk):
    friday, monday = on("2026-09-04T09:30"), on("2026-09-07T07:30")
    desk.do(desk.send("message", at=friday), "nurse", acts.Claim(), at=friday)
    desk.send("message", at=friday)
    desk.send("message", at=monday)
    desk.it_is(monday)

    on_monday = groups(look(desk))
    desk.it_is(on("2026-09-08T08:00"))
    on_tuesday = groups(look(desk))

    why = "inkom fre 4 september; mån och tis räknas"
    assert on_monday == [
        f"Svara senast tis 8 september – {why}",
        f"Nya sedan i fredags – svara senast tis 8 september: {why}",
        "Nya i dag – svara senast ons 9 september: tis och ons räknas",
    ]
    assert on_tuesday[1:] == [
        "Nya sedan i går – svara senast ons 9 september: inkom mån 7 september; tis och ons räknas"
    ]


def test_what_is_answered_waits_behind_a_heading_that_says_with_whom(desk):
    answered, alone = desk.send("message", at=TUESDAY), desk.send("message", at=TUESDAY)
    for case, who in ((answered, "receiver"), (alone, "nurse")):
        desk.do(case, who, acts.SendInterimReply(WORDS), at=TUESDAY)

    assert groups(look(desk)) == [
        "Har fått delsvar – delsvar är skickat; datumet är nästa uppföljning"
    ]
    new = desk.send("message", at=TUESDAY)
    html = look(desk)

    summary = re.search(r"<summary.*?</summary>", html, re.DOTALL)
    assert summary
    assert text(summary[0]) == (
        "Har fått delsvar – 2 ärenden hos receiver och nurse; nästa uppföljning tis 14 april"
    )
    assert ids(html)[0] == new
    assert set(ids(html)) == {new, answered, alone}


def one_of_each_flag(desk: Desk) -> None:
    early = on("2026-03-30T10:00")
    desk.send("message", at=on("2026-04-13T10:00"))
    followed, asked, handled, held = (
        desk.send(service, at=early)
        for service in ("message", "message", "contact-details", "message")
    )
    desk.do(followed, "receiver", acts.SendInterimReply(WORDS), at=early)
    desk.do(asked, "receiver", acts.AskCounterQuestion(WORDS), at=early)
    later = acts.SendInterimReply(WORDS, follow_up=date(2026, 4, 30))
    desk.do(handled, "receiver", later, acts.CompleteStep("update-journal"), at=early)
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(held, "receiver", later, acts.Assign(clinician), at=early)
    mark_absent(person=clinician.id, from_date=date(2026, 4, 16), until=date(2026, 4, 20))


def test_every_flag_is_there_with_its_reason_the_gravest_first(desk):
    one_of_each_flag(desk)
    desk.it_is(on("2026-04-17T08:00"))

    html = look(desk)

    assert groups(html) == ["Flaggade – börja här"]
    assert [row.split(" Meddelande")[0].split(" Nya kontakt")[0] for row in rows(html)] == [
        "Försenat 2 arbetsdagar Svar senast ons 15: inkom mån 13; tis och ons räknas",
        "Uppföljning passerad Till ons 8 april: delsvar mån 30 mars",
        "Inget svar från invånaren Till ons 15 april: motfråga mån 30 mars",
        "Klart men inte avslutat Alla steg klara sedan mån 30 mars",
        "Innehavaren är borta clinician är borta till och med mån 20 april",
    ]
    assert "(5) Inkorg" in html


def test_a_case_due_today_or_late_whose_holder_has_left_says_that_nobody_attends_it(desk):
    late, today, other = (
        desk.send("message", at=on(f"2026-04-{day}T10:00")) for day in ("13", "15", "15")
    )
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    for case in (late, today):
        desk.do(case, "receiver", acts.Assign(clinician), at=on("2026-04-15T11:00"))
    mark_absent(person=clinician.id, from_date=date(2026, 4, 16))
    desk.it_is(on("2026-04-17T08:00"))

    html = look(desk)

    first, second, third = rows(html)
    away = "clinician är borta tills vidare"
    assert first.startswith("Försenat 2 arbetsdagar Svar senast ons 15")
    assert away in first
    assert second.startswith(f"I dag {away}")
    assert away not in third
    assert third.startswith("I dag Meddelande")
    assert ids(html) == [late, today, other]


def test_a_case_late_over_a_weekend_is_late_though_no_working_day_has_passed(desk):
    desk.send("message", at=on("2026-09-02T10:00"))
    desk.it_is(on("2026-09-05T10:00"))

    assert rows(look(desk))[0].startswith("Försenat Svar senast fre 4:")


def test_what_is_asked_is_said_shortly_and_values_of_contact_details_are_not(desk):
    forms = {
        "cancel-or-rebook": {"wish": "remote-video", "appointment": "2026-04-17"},
        "contact-details": {"phone": "070-000 00 00", "address": "Nya vägen 3"},
        "message": {"text": "Sömnen är dålig igen, och vi undrar om det går att få hjälp med den"},
        "self-referral": {},
    }
    for service, form in forms.items():
        desk.send(service, form=form)

    html = look(desk)

    assert [row.split(" child")[0] for row in rows(html)] == [
        "I dag Ändra tid Byta till video, fre 17 april",
        "I dag Nya kontaktuppgifter Nytt telefonnummer, Ny adress",
        "I dag Meddelande ”Sömnen är dålig igen, och vi undrar om det …”",
        "I dag Egenremiss utan text",
    ]
    assert "070-000" not in html
    assert "Nya vägen" not in html


def test_the_counts_lead_to_what_they_count_and_back(desk):
    desk.send("message", at=on("2026-03-30T10:00"))
    desk.send("message")
    desk.send("message", at=TUESDAY)
    desk.do(desk.send("message"), "receiver", acts.AskCounterQuestion(WORDS))

    html = look(desk)

    assert "1 flaggat 1 förfaller i dag 1 nytt 1 väntar" in text(html)
    for show, heading in (
        ("flagged", "Flaggade"),
        ("today", "Svara i dag"),
        ("new", "Nya i dag"),
    ):
        only = look(desk, address=f"{INBOX}?show={show}")
        assert len(rows(only)) == 1
        assert groups(only)[0].startswith(heading)
        assert (
            f'href="{INBOX}" aria-current="true"' in only or 'data-late aria-current="true"' in only
        )
    assert len(rows(look(desk, address="/staff/awaiting/"))) == 1


def test_an_empty_inbox_says_so_and_a_calm_one_says_what_comes(desk):
    assert "Inkorgen är tom." in look(desk)

    desk.send("message", at=TUESDAY)
    desk.send("message", at=TUESDAY)

    calm = text(look(desk))
    assert "Inget mer att göra i dag. Inga flaggade, inget förfaller." in calm
    assert "tors 9 april ska 2 ärenden ha svar." in calm


def test_an_answer_is_owed_a_response_anew_and_says_when_it_came(desk):
    case = desk.send("message")
    desk.do(case, "receiver", acts.AskCounterQuestion(WORDS))
    guardian = desk.world.resident("guardian", on=date(2026, 4, 2))
    actions.answer(case_id=case, text="På torsdag.", by=guardian, at=THURSDAY)

    html = look(desk)

    assert groups(html) == [
        "Svara senast ons 8 april – inkom tors 2 april; fre–mån är påsk; tis och ons räknas"
    ]
    assert rows(html) == ["svar tors 2 april Meddelande ”Hej” child, 10 år r receiver"]


def test_a_handler_has_ones_own_list_and_no_other(desk):
    case, other = desk.send("message"), desk.send("message")
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(clinician))

    client = desk.sits("clinician")

    assert client.get(INBOX).headers["Location"] == "/staff/mine/"
    mine = look(desk, "clinician", "/staff/mine/")
    assert ids(mine) == [case]
    assert f"/staff/cases/{other}/" not in mine
    for address in ("/staff/awaiting/", "/staff/closed/"):
        assert client.get(address).status_code == 403


def test_a_handler_where_no_cases_come_in_begins_with_the_work_that_is_left(desk):
    for name in ("certificate_secretary", "doctor"):
        assert desk.sits(name).get(INBOX).headers["Location"] == "/staff/work/"


def test_the_next_case_is_the_one_that_needs_somebody_first(desk):
    assert desk.sits("receiver").get("/staff/first/").headers["Location"] == INBOX
    desk.send("message")
    late = desk.send("message", at=on("2026-03-30T10:00"))

    assert desk.sits("receiver").get("/staff/first/").headers["Location"] == f"/staff/cases/{late}/"


def test_all_that_a_clinic_can_do_in_a_day_stands_on_one_page(desk):
    for number in range(53):
        desk.send("message", at=TUESDAY - timedelta(minutes=number))

    assert len(rows(look(desk))) == 53


def test_the_second_page_follows_the_first(desk, monkeypatch):
    monkeypatch.setattr("vardag.rooms.lists.inbox.A_DAYS", 52)
    for number in range(53):
        desk.send("message", at=TUESDAY - timedelta(minutes=number))

    first, second = look(desk), look(desk, address=f"{INBOX}?page=2")

    assert (len(rows(first)), len(rows(second))) == (50, 3)
    assert f'href="{INBOX}?page=2" rel="next"' in first
    assert "Ärenden 51–53" in text(second)
    assert not set(ids(first)) & set(ids(second))


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "9" * 30, "²", "51", "\x00"])
@pytest.mark.parametrize("show", ["all", "flagged", "' OR 1=1 --", "\x00"])
def test_any_address_of_a_list_is_a_page(desk, page, show):
    read(desk.sits("receiver").get(INBOX, {"page": page, "show": show}, follow=True))


@pytest.mark.parametrize("address", [INBOX, "/staff/mine/", "/staff/awaiting/", "/staff/closed/"])
def test_no_list_has_a_personal_number(desk, address):
    for service in ("message", "renew-prescription"):
        desk.do(desk.send(service), "nurse", acts.Claim())
    desk.do(desk.send("message"), "nurse", acts.ReplyAndClose(WORDS))
    desk.do(desk.send("message"), "nurse", acts.AskCounterQuestion(WORDS))

    html = look(desk, "nurse", address)

    numbers = PersonRow.objects.exclude(personal_number=None).values_list(
        "personal_number", flat=True
    )
    assert rows(html)
    assert not [number for number in numbers if number and number[-4:] in html]


@pytest.mark.parametrize("address", [INBOX, "/staff/mine/", "/staff/awaiting/", "/staff/closed/"])
def test_a_list_makes_six_questions_and_logs_itself_however_long_it_is(
    desk, address, django_assert_max_num_queries
):
    for number in range(12):
        case = desk.send(("message", "renew-prescription")[number % 2])
        desk.do(case, "nurse", (acts.AskCounterQuestion(WORDS), acts.Claim())[number // 6])
    mark_absent(person=desk.person("clinician"), from_date=date(2026, 4, 1))
    client = desk.sits("nurse")
    client.get(address)

    with django_assert_max_num_queries(6):
        client.get(address)


CLIP = "Med filer"


def test_a_case_with_files_says_so_in_every_list(desk):
    case, _ = (desk.send("message", form={"subject": name, "text": "Hej"}) for name in "ab")
    desk.file_of(case)
    client = desk.sits("receiver")

    listed = [row for row in rows(look(desk)) if CLIP in row]
    found = read(client.post("/staff/search/", {"sought": desk.case(case).number}, follow=True))

    assert len(listed) == 1
    assert " a Med filer" in listed[0]
    assert CLIP in text(found)
    desk.do(case, "nurse", acts.ReplyAndClose(WORDS), at=TUESDAY)
    assert CLIP in text(read(client.get("/staff/closed/")))


def test_a_list_does_not_say_of_a_protected_case_that_it_has_files(desk):
    desk.file_of(desk.send("message"))
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    assert CLIP not in text(look(desk))
