"""What of a case somebody may look for later."""

from tests.build import FORMS, MONDAY, RUT, a_form, an_entry, routine
from vardag.domain.case.events import Claimed, Entry, NoteAdded
from vardag.domain.case.said import said
from vardag.domain.case.step_events import StepSkipped
from vardag.domain.clock.deadline import local_date


def told(service: str, *events, **asks) -> list[str]:
    document = routine()
    found = document.service(service)
    assert found is not None
    form = document.form(found.form)
    assert form is not None
    entries = [
        an_entry(service, **asks),
        *(Entry(each, by=RUT.id, at=MONDAY, date=local_date(MONDAY)) for each in events),
    ]
    return list(said(entries, found, form))


def test_the_service_the_chosen_answers_and_what_was_written_can_be_found():
    found = told("narcotics-travel-certificate")

    assert "Concerta 36 mg" in found
    assert "Thailand" in found
    assert "2026-10-01" not in found  # a day isn't a word
    assert found[:2] == [*(names("narcotics-travel-certificate"))]
    assert any("hem" in each.lower() for each in found[2:])  # where it is to be sent, as chosen


def names(service: str) -> tuple[str, str]:
    found = routine().service(service)
    assert found is not None
    return found.name.sv, found.name.en


def test_what_reaches_the_family_can_not():
    assert FORMS["contact-details"] == {"phone": "070-000 00 00"}

    assert told("contact-details") == list(names("contact-details"))


def test_staffs_own_words_and_reasons_can():
    found = told(
        "message", Claimed(), NoteAdded("Ring mormor."), StepSkipped("call", "Redan gjort.")
    )

    assert found[2:] == [a_form("message")["text"], "Ring mormor.", "Redan gjort."]
