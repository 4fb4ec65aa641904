"""The packaged routine against the keys and the order that were agreed."""

from typing import Any

import pytest

from tests.domain.agreed import FORMS, LINKS, SERVICES, WAYS, Row
from tests.domain.planted import packaged
from vardag.domain.routine.document import Closing, Process, Service, Step
from vardag.domain.routine.way import steps_on_way


def _service(key: str) -> Service:
    service = packaged().service(key)
    assert service is not None
    return service


def _process(key: str) -> Process:
    process = packaged().process(_service(key).process)
    assert process is not None
    return process


def test_the_fourteen_services_are_there_in_the_documents_order_and_no_other():
    rows = [
        (each.key, each.name.sv, each.kind, each.received_by, each.guardian_in_own_name)
        for each in packaged().services
    ]

    assert rows == SERVICES


def test_every_service_is_in_the_base_offering():
    assert all(service.base_offering for service in packaged().services)


def test_the_shortcuts_lead_where_they_should_and_nothing_else_does():
    leads = {each.key: each.leads_to for each in packaged().services if each.leads_to}

    assert leads == LINKS


@pytest.mark.parametrize("key", FORMS)
def test_a_services_form_asks_for_what_was_agreed(key: str):
    form = packaged().form(_service(key).form)
    assert form is not None

    required = {field.key for field in form.fields if field.required}
    optional = {field.key for field in form.fields if not field.required}

    assert (required, optional, set(form.at_least_one_of)) == FORMS[key]


def test_the_agreed_answers_can_be_given():
    routine = packaged()
    options = {
        (form.key, field.key): {option.key for option in field.options}
        for form in routine.forms
        for field in form.fields
        if field.options
    }

    assert options == {
        ("doctor-certificate", "send_to"): {"authority", "home", "both"},
        ("narcotics-travel-certificate", "send_to"): {"authority", "home", "both"},
        ("cancel-or-rebook", "wish"): {"cancel", "new-time", "remote-phone", "remote-video"},
    }


def _row(step: Step) -> Row:
    return (step.key, step.by, step.system, step.template, step.act)


@pytest.mark.parametrize(("key", "facts", "steps", "reply"), WAYS)
def test_a_way_has_the_agreed_steps_and_the_reply_meant_for_it(
    key: str, facts: dict[str, str], steps: list[Row], reply: str | None
):
    process = _process(key)

    on_way = steps_on_way(process, facts)
    endings = [
        each for each in process.endings if all(facts.get(k) in v for k, v in each.when.items())
    ]

    assert [_row(step) for step in on_way] == steps
    assert all(step.required for step in on_way)
    assert [ending.standard_reply for ending in endings] == [reply]


@pytest.mark.asvs("2.3.1")
def test_steps_come_in_order_save_those_of_a_cancellation():
    in_any_order = [
        (process.key, [step.key for step in stage.steps])
        for process in packaged().processes
        for stage in process.stages
        if stage.any_order
    ]

    assert in_any_order == [
        ("cancel-or-rebook", ["journal-note", "cancel-booking", "inform-clinician"])
    ]


def test_only_doctors_certificates_may_close_without_a_reply():
    silent = {each.key for each in packaged().processes if each.closes is Closing.WITHOUT_REPLY}

    assert silent == {"doctor-certificate"}


def test_certificate_work_outlives_the_case_in_the_agreed_order():
    with_work = {each.key: each for each in packaged().processes if each.work}

    assert set(with_work) == {"doctor-certificate"}
    process = with_work["doctor-certificate"]
    assert process.work_by == "certificate-handlers"
    assert [(each.key, [outcome.key for outcome in each.outcomes]) for each in process.work] == [
        ("type-dictation", []),
        ("announce-in-worklist", []),
        ("electronic-signature", []),
        ("print-and-sign", []),
        ("send", ["authority", "home", "both"]),
    ]


def test_the_certificate_is_assigned_to_its_handlers_with_its_own_interim_reply():
    _, assign, interim_reply, _ = _process("care-allowance-certificate").stages[0].steps

    assert assign.to == "certificate-handlers"
    assert interim_reply.standard_reply == "handed-to-doctor"


def test_only_prescriptions_are_registered():
    registered = {each.key: each.register for each in packaged().services if each.register}

    assert registered == {"renew-prescription": "prescription-requests"}


def test_the_agreed_standard_replies_and_links_are_there():
    routine = packaged()

    assert {"handed-to-doctor", "cancelled", "central-archive", "evi", "received"} <= {
        reply.key for reply in routine.standard_replies
    }
    assert {link.key for link in routine.links} == {
        "central-archive",
        "evi",
        "harm-assessment",
        "introduction-material",
        "base-offering",
        "statistics",
    }


def test_the_dates_are_the_agreed_working_days():
    dates = packaged().dates

    assert (dates.response, dates.follow_up, dates.waiting, dates.work_follow_up) == (2, 5, 10, 5)


def test_the_header_is_the_documents_and_names_functions_not_people():
    header = packaged().document

    assert (header.document_id, header.version) == ("NU10094-2020762173-83", "3.0")
    assert (header.valid_from.isoformat(), header.valid_to.isoformat()) == (
        "2026-03-11",
        "2028-03-11",
    )
    assert {header.owner, *header.reviewers, header.approver} == {
        "Enhetschef",
        "Vårdenhetschef",
        "Verksamhetschef",
    }


def test_each_thing_says_where_in_the_document_it_stands():
    routine = packaged()
    steps = [
        step for process in routine.processes for stage in process.stages for step in stage.steps
    ]
    work = [piece for process in routine.processes for piece in process.work]

    things: tuple[Any, ...] = (
        routine.dates,
        *routine.services,
        *routine.forms,
        *routine.processes,
        *steps,
        *work,
        *routine.kinds,
        *routine.standard_replies,
        *routine.links,
        *routine.groups,
        *routine.systems,
        *routine.registers,
    )
    for thing in things:
        assert thing.source.strip(), thing


def test_the_law_and_the_ages_are_warned_of():
    routine = packaged()
    advice = {
        (each.key, words.below, words.from_) for each in routine.services for words in each.advice
    }

    assert ("care-of-child-12-16-certificate", 12, None) in advice
    assert ("care-of-child-12-16-certificate", None, 16) in advice
    assert ("care-of-child-under-12-certificate", None, 12) in advice
    licence, travel = (
        _service("driving-licence-certificate"),
        _service("narcotics-travel-certificate"),
    )
    assert licence.not_for is not None
    assert "15 januari 2026" in licence.not_for.sv
    assert travel.not_for is not None
    assert "apoteket" in travel.not_for.sv
