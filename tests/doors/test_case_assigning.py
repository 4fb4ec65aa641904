"""Assigning a case from its page: to whom, with words to the family or without, and where one lands."""

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import field, has_field, opened, read, sent
from vardag.domain.case import acts
from vardag.domain.case.events import (
    Assigned,
    Event,
    InterimReplySent,
    SentToClinic,
)
from vardag.domain.people.identity import CaseId

pytestmark = pytest.mark.django_db

WORDS = acts.Message(text="Vi hör av oss.")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def last(desk: Desk, case: CaseId) -> Event:
    return desk.case(case).entries[-1].event


def test_assigning_to_a_group_of_another_clinic_tells_the_family_in_the_same_act(desk):
    case = desk.send("care-allowance-certificate")
    desk.do(case, "receiver", acts.CompleteStep("document-request"))
    page = opened(desk, case, act="assign")
    group = f"group:{desk.world.groups['certificate-handlers']}"
    assert f'<option value="{group}" selected>' in page
    assert field(page, "assign-used") == "handed-to-doctor"

    words = {name: field(page, name) for name in ("assign-text", "assign-used")}
    sent(desk, case, "assign", {"assign-to": group, "with": "reply", **words})

    given, told = (entry.event for entry in desk.case(case).entries[-2:])
    assert isinstance(given, Assigned)
    assert isinstance(told, InterimReplySent)
    assert told.standard_reply == "handed-to-doctor"
    assert "En annan mottagning har ärendet nu." in opened(desk, case)


def test_assigning_without_the_words_sends_none(desk):
    case = desk.send("message")
    person = f"person:{desk.person('clinician')}:{desk.world.clinics['outpatient']}"

    sent(desk, case, "assign", {"assign-to": person, "assign-text": "Hej"})

    assert isinstance(last(desk, case), Assigned)
    assert desk.case(case).case.first_response is None


def test_assigning_to_a_clinic_puts_the_case_into_its_inbox(desk):
    case = desk.send("message")

    sent(desk, case, "assign", {"assign-to": f"clinic:{desk.world.clinics['medical']}"})

    assert last(desk, case) == SentToClinic(desk.world.clinics["medical"])


@pytest.mark.parametrize(
    "to",
    ["manager", "guardian", "certificate_secretary"],
)
def test_nobody_is_given_a_case_who_may_not_hold_it_there(desk, to):
    case = desk.send("message")
    value = f"person:{desk.person(to)}:{desk.world.clinics['outpatient']}"

    read(sent(desk, case, "assign", {"assign-to": value}), 422)

    assert desk.case(case).case.holder is None


def test_who_gives_a_case_away_and_may_not_see_it_any_more_is_led_to_the_list(desk):
    case = desk.send("message")
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(clinician))
    fields = {"assign-to": f"clinic:{desk.world.clinics['medical']}"}

    plain = sent(desk, case, "assign", fields, who="clinician")

    assert plain.headers["Location"] == "/staff/"
    assert not has_field(read(desk.sits("clinician").get("/staff/mine/")), "seen")


def test_a_script_is_told_where_to_go(desk):
    case = desk.send("message")
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(clinician))

    response = sent(desk, case, "return", who="clinician", by_script=True)

    assert response.headers["HX-Redirect"] == "/staff/"
