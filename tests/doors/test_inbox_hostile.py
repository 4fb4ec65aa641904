"""Whatever is sent to the staff's pages: a page comes back, and no script of anybody's runs."""

import re

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, field, look, opened, read, sent
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId, Profession, Role
from vardag.doors.inbox.case.forms import ACTS
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people import actions as people
from vardag.rooms.people.models import PersonRow

NAUGHTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% now 'Y' %}",
    "%(name)s %s %d",
    "\u202eabc\u202c",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "a\x00b",
    "\u200b",
    "𝒳" * 3_000,
    "=1+1",
    '\';DROP TABLE "case";--',
    "\r\n\r\n",
    "x" * 60_000,
]
_CODES = (200, 302, 403, 404, 409, 422)


@pytest.fixture
def desk(db, monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
@pytest.mark.asvs("1.2.4", "1.3.10")
def test_any_words_in_any_field_give_a_page(desk, text):
    names = (
        *("interim-text", "interim-date", "interim-default", "interim-used", "interim-standard"),
        *("question-text", "question-used", "reply-text", "reply-used", "note-text", "act"),
        *("assign-to", "assign-text", "assign-used", "with", "insert", "open", "close-reason"),
        *("step", "step:ask-clinician:text", "step:ask-clinician:outcome", f"step:{text[:9]}:text"),
    )
    case = desk.send("cancel-or-rebook", form={"wish": "remote-video"})

    for act in (*ACTS, "draft"):
        response = sent(desk, case, act, dict.fromkeys(names, text))

        assert response.status_code in _CODES, act
        assert "<script>alert" not in response.content.decode()
        assert "<img src=x" not in response.content.decode()


def test_any_assignee_is_one_or_none(desk):
    case = desk.send("message")
    odd = ["person:", "person:1", "person:1:", "group:x", "clinic:-1", ":::", "person"]
    for number in ("0", "999999999999999999", "9" * 30, "²", "१"):
        odd += [f"person:{number}:{number}", f"group:{number}", f"clinic:{number}"]

    for value in odd:
        read(sent(desk, case, "assign", {"assign-to": value}), 422)


@pytest.mark.parametrize("text", NAUGHTY[:6], ids=range(6))
def test_what_was_written_comes_back_as_it_was(desk, text):
    case = desk.send("message")

    page = read(
        sent(desk, case, "counter-question", {"question-text": " ", "note-text": text}), 422
    )

    assert field(page, "note-text") == text


@pytest.mark.asvs("15.3.7")
def test_fields_in_any_number_are_a_page(desk):
    case = desk.send("message")
    many = {f"step:{n}:text": "x" for n in range(900)}

    read(sent(desk, case, "counter-question", {"question-text": "", **many}), 422)
    too_many = desk.sits("receiver").post(
        address_of(case, "note"), {f"f{n}": "x" for n in range(2_000)}
    )
    assert too_many.status_code == 400


def test_megabytes_are_too_much(desk):
    response = desk.sits("receiver").post(
        address_of(desk.send("message"), "note"), {"note-text": "x" * 9_000_000}
    )

    assert response.status_code == 400


def a_hostile_case(desk: Desk) -> CaseId:
    """Return a case in which every word and every name is a script."""
    script = (
        "<script>document.title='caught'</script><img src=x onerror=\"document.title='caught'\">"
    )
    PersonRow.objects.filter(profession="").update(given_name=script[:80], family_name="</title>")
    ClinicRow.objects.update(name="<b onclick=x>Åviken")
    bad = people.add_staff(
        given_name="<svg onload=document.title='caught'>",
        family_name='"onfocus="',
        hsa_id="SE0000000000-9998",
        profession=Profession.NURSE,
        title="<i>",
    )
    clinic = desk.world.clinics["outpatient"]
    people.grant(person=bad, clinic=clinic, role=Role.RECEIVER, from_date=TUESDAY.date())
    case = desk.send("cancel-or-rebook", form={"wish": "cancel", "reason": script})
    desk.do(case, "nurse", acts.AddNote(script), acts.CompleteStep("cancel-booking", text=script))
    desk.do(case, "nurse", acts.Assign(acts.Person(bad, clinic)), at=TUESDAY)
    desk.send("message", form={"subject": script, "text": script})
    return case


def test_no_script_of_anybodys_runs_and_no_markup_of_anybodys_is_markup(desk, page):
    case = a_hostile_case(desk)

    for html in (look(desk), opened(desk, case, act="assign")):
        assert not re.findall(r"<(script|img|svg onload|b onclick|i>)(?! src=\"/static)", html)
        shown(page, html.encode())
        assert page.title() != "caught"
