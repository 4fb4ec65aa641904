"""The register of prescription requests, and whose cases a list may show."""

import re
from datetime import datetime
from itertools import product

import pytest
from django.db import connection

from tests.build import on
from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk, shown
from tests.harness.accessibility import stumbling_blocks
from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, Role
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import full_case
from vardag.rooms.cases.reach import may_act_at, may_open_at, may_open_sql
from vardag.rooms.people.actions import grant

pytestmark = pytest.mark.django_db
REGISTER = "/staff/registers/prescription-requests/"
FRIDAY = on("2026-04-10T09:00")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(FRIDAY)
    return built


def ask(desk: Desk, medicine: str, note: str = "", *, at: datetime = WEDNESDAY) -> CaseId:
    form = {"medicine": medicine, **({"note": note} if note else {})}
    return desk.send("renew-prescription", form=form, at=at)


def renew(desk: Desk, case: CaseId) -> None:
    done = acts.CompleteStep("document-request"), acts.ReplyAndClose(acts.Message(text="Klart."))
    desk.do(case, "nurse", *done, at=TUESDAY)


def look(desk: Desk, who: str = "nurse", **wanted: str | int) -> str:
    response = desk.sits(who).get(REGISTER, wanted)
    assert response.status_code == 200
    return response.content.decode()


def rows(html: str) -> list[list[str]]:
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            re.sub(r"<[^>]+>|\s+", " ", cell).strip()
            for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in body.split("</tr>")
        if "<td" in row
    ]


def test_a_row_comes_with_the_case_and_is_completed_by_the_reply(desk):
    case = ask(desk, "metylfenidat 18 mg", "Räcker en vecka.")
    number = desk.case(case).number
    came = ["ons 1 april", "child", "guardian", "metylfenidat 18 mg", "Räcker en vecka.", number]
    assert rows(look(desk)) == [[*came, "", "", "", "Ingen har tagit det"]]

    renew(desk, case)

    done = ["tis 7 april", "tis 7 april", "nurse"]
    assert rows(look(desk)) == [[*came, *done, "Klart"]]
    assert f'href="/staff/cases/{case}/"' in look(desk)


def test_the_columns_are_the_routines(desk):
    ask(desk, "metylfenidat")

    headings = re.findall(r'<th scope="col">(.*?)</th>', look(desk))

    assert headings[:5] == [
        "Inkom",
        "Barn",
        "Skickat av",
        "Vilken medicin gäller det?",
        "Något mer vi ska veta?",
    ]
    assert headings[5:] == ["Ärende", "Första svar", "Klart", "Klart av", "Läge"]


def test_only_the_registers_own_services_have_rows(desk):
    desk.send("message")

    assert rows(look(desk)) == []
    assert "Inga rader här." in look(desk)


def test_the_open_ones_can_be_shown_alone_the_longest_wait_first(desk):
    ask(desk, "A")
    ask(desk, "B", at=TUESDAY)
    renew(desk, ask(desk, "C"))

    def medicines(show: str = "") -> list[str]:
        return [row[3] for row in rows(look(desk, show=show))]

    assert medicines() == ["B", "C", "A"]
    assert medicines(show="open") == ["A", "B"]
    assert medicines(show="completed") == ["C"]
    assert medicines(show="nonsense") == medicines()


def test_it_is_leafed_through_fifty_at_a_time(desk):
    for number in range(51):
        ask(desk, f"medicin {number}")

    first, second = look(desk), look(desk, page=2)

    assert [len(rows(first)), len(rows(second))] == [50, 1]
    assert "page=2" in first
    assert "page=3" not in second
    assert rows(look(desk, page="x")) == rows(first)
    assert rows(look(desk, page=7)) == []


def test_a_long_answer_is_cut_short_in_the_table(desk):
    ask(desk, "M" * 2_000)

    (row,) = rows(look(desk))

    assert row[3] == "M" * 160 + " …"


@pytest.mark.parametrize(
    ("who", "sees"),
    [("receiver", 1), ("nurse", 1), ("clinician", 0), ("outsider", 0), ("medical_receiver", 0)],
)
def test_a_row_is_shown_to_whoever_may_open_its_case(desk, who, sees):
    ask(desk, "metylfenidat")

    assert len(rows(look(desk, who))) == sees


def test_a_handler_sees_the_rows_of_cases_that_are_the_handlers_own(desk):
    case = ask(desk, "metylfenidat")
    ask(desk, "atomoxetin")
    to = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])

    desk.do(case, "receiver", acts.Assign(to))

    assert [row[3] for row in rows(look(desk, "clinician"))] == ["metylfenidat"]
    assert rows(look(desk, "nurse"))[1][-1] == "Hos clinician"


def test_who_sent_the_case_on_still_sees_its_row_and_where_it_went(desk):
    case = ask(desk, "metylfenidat")
    desk.do(case, "receiver", acts.Assign(acts.Clinic(desk.world.clinics["elsewhere"])))

    assert rows(look(desk, "receiver"))[0][-1] == "Skickat vidare till elsewhere"
    assert rows(look(desk, "outsider"))[0][-1] == "Ingen har tagit det"


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_who_handles_no_cases_finds_no_register(desk, who):
    assert desk.sits(who).get(REGISTER).status_code == 404


def test_a_register_that_the_routine_does_not_have_is_not_there(desk):
    assert desk.sits("nurse").get("/staff/registers/nothing/").status_code == 404


def test_the_first_register_needs_no_name(desk):
    ask(desk, "metylfenidat")

    first = desk.sits("nurse").get("/staff/registers/").content.decode()

    assert rows(first) == rows(look(desk))
    assert 'href="/staff/registers/" aria-current="page"' in " ".join(first.split())


def test_it_takes_five_queries_and_one_for_the_log(desk, django_assert_num_queries):
    for number in range(5):
        renew(desk, ask(desk, f"medicin {number}"))
    client = desk.sits("nurse")
    client.get(REGISTER)

    with django_assert_num_queries(6):
        client.get(REGISTER)


@pytest.mark.one_database
def test_nobody_stumbles_over_the_page(desk, page):
    ask(desk, "metylfenidat 18 mg", "Räcker en vecka. " * 20)
    renew(desk, ask(desk, "atomoxetin"))
    shown(page, look(desk).encode())

    assert stumbling_blocks(page) == []


def test_a_list_holds_what_the_law_lets_somebody_open_and_act_on(desk):
    """Hold the database's conditions against the domain's, for everybody and every kind of case."""
    world = desk.world
    here, there = world.clinics["outpatient"], world.clinics["elsewhere"]
    grant(person=world.staff["receiver"], clinic=there, role=Role.HANDLER, from_date=FRIDAY.date())
    every = [ask(desk, "ny"), desk.certificate_to_print(), desk.certificate_to_write()]
    moves = (
        acts.Claim(),
        acts.Assign(acts.Person(world.staff["clinician"], here)),
        acts.Assign(acts.Clinic(there)),
        acts.Assign(acts.Person(world.staff["outsider"], there)),
    )
    for move in moves:
        every.append(desk.send("message"))
        desk.do(every[-1], "receiver", move)
    pairs = product(world.staff, world.clinics.values())

    for name, clinic in pairs:
        staff = world.staff_member(name, on=local_date(FRIDAY))
        _agrees(staff, clinic, every)


def _agrees(staff, clinic, every) -> None:
    """At one clinic: what it has, and what it had and sent on."""
    cases = {pk: full_case(pk).case for pk in every}
    opened = set(CaseRow.objects.filter(may_open_at(staff, clinic)).values_list("pk", flat=True))
    assert opened == _opened_by_hand(staff, clinic)
    acted = set(CaseRow.objects.filter(may_act_at(staff, clinic)).values_list("pk", flat=True))

    assert acted == {
        pk for pk, case in cases.items() if case.clinic == clinic and access.may_act(staff, case)
    }
    sent_on = {
        pk for pk, case in cases.items() if clinic in case.passed_by and staff.receives_at(clinic)
    }
    assert opened == acted | sent_on
    assert all(access.may_open(staff, cases[pk]) for pk in opened)


def _opened_by_hand(staff, clinic) -> set[int]:
    sql, values = may_open_sql(staff, clinic)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT c.id FROM "case" AS c WHERE {sql}', values)
        return {pk for (pk,) in cursor.fetchall()}
