"""Every way through every process is walked to its end; a new service is a change of data."""

import pytest

from tests.domain.planted import TEXT, findings, packaged, planted
from vardag.domain.routine.document import Closing, Form, Process, Service, StepAct
from vardag.domain.routine.way import ending_of, open_steps, remaining_steps, steps_on_way
from vardag.domain.routine.ways import Way, ways_through
from vardag.rooms.routines.reading import read_sound_routine


def _parts(service: Service) -> tuple[Process, Form]:
    process, form = packaged().process(service.process), packaged().form(service.form)
    assert process is not None
    assert form is not None
    return process, form


EVERY_WAY = [
    pytest.param(service, way, id=f"{service.key} {' '.join(way.facts.values())}".strip())
    for service in packaged().services
    for way in ways_through(*_parts(service))
]


def test_the_ways_are_as_many_as_the_document_tells_of():
    counted = {each.key: len(ways_through(*_parts(each))) for each in packaged().services}

    assert {key: count for key, count in counted.items() if count > 1} == {
        "cancel-or-rebook": 6,
        "record-copy": 2,
    }
    assert len(counted) == 14


@pytest.mark.parametrize(("service", "way"), EVERY_WAY)
def test_whoever_does_what_is_open_comes_to_an_ending(service: Service, way: Way):
    process, _ = _parts(service)
    known = {key: value for key, value in way.facts.items() if key not in _step_keys(process)}
    finished: set[str] = set()

    while opened := open_steps(process, known, finished):
        step = opened[0]
        finished.add(step.key)
        if step.key in way.facts:
            known[step.key] = way.facts[step.key]

    assert remaining_steps(process, known, finished) == ()
    assert steps_on_way(process, known) == way.steps
    assert finished == {step.key for step in way.steps}
    assert ending_of(process, known) is process.endings[way.endings[0]]


@pytest.mark.parametrize(("service", "way"), EVERY_WAY)
def test_no_way_ends_without_a_message_to_the_resident(service: Service, way: Way):
    process, _ = _parts(service)

    if process.closes is Closing.WITHOUT_REPLY:
        assert StepAct.INTERIM_REPLY in {step.act for step in way.steps if step.required}


@pytest.mark.parametrize(("service", "way"), EVERY_WAY)
def test_the_resident_is_told_something_of_what_happens_on_each_way(service: Service, way: Way):
    process, _ = _parts(service)
    ending = process.endings[way.endings[0]]

    assert ending.promise or any(step.promise for step in way.steps)


def _step_keys(process: Process) -> set[str]:
    return {step.key for stage in process.stages for step in stage.steps}


FIFTEENTH = """
  - key: call-me
    name: {sv: Ring upp mig, en: Call me}
    kind: other
    received_by: receiver
    process: call-back
    form: call-back
    help: {sv: Be oss ringa dig., en: Ask us to call you.}
    summary: [when]
    source: "Eget tillägg"

forms:

  - key: call-back
    fields:
      - key: when
        label: {sv: När passar det?, en: When does it suit you?}
        kind: choice
        required: true
        options:
          - {key: morning, name: {sv: Förmiddag, en: Morning}}
          - {key: afternoon, name: {sv: Eftermiddag, en: Afternoon}}
"""

ITS_PROCESS = """processes:

  - key: call-back
    name: {sv: Ringa upp, en: Call back}
    source: "Eget tillägg"
    stages:
      - steps:
          - key: call
            name: {sv: Ring, en: Call}
            outcomes:
              - {key: reached, name: {sv: Svarade, en: Answered}}
              - {key: not-reached, name: {sv: Svarade inte, en: No answer}}
      - when: {call: [not-reached], when: [morning]}
        steps:
          - {key: call-again, name: {sv: Ring en gång till, en: Call once more}}
    endings:
      - {when: {call: [reached]}}
      - {when: {call: [not-reached]}, standard_reply: received}
"""


def _with_a_fifteenth_service() -> str:
    text = planted("\nforms:\n", FIFTEENTH, text=TEXT)
    text = planted("processes:\n", ITS_PROCESS, text=text)
    return planted("[message, contact-details]", "[message, contact-details, call-me]", text=text)


def test_a_fifteenth_service_is_a_change_of_data_alone():
    text = _with_a_fifteenth_service()

    assert findings(text) == ()
    routine = read_sound_routine(text, name="fifteen")
    service = routine.service("call-me")
    assert len(routine.services) == 15
    assert service is not None
    process, form = routine.process(service.process), routine.form(service.form)
    assert process is not None
    assert form is not None
    assert {
        (*way.facts.values(), *(step.key for step in way.steps))
        for way in ways_through(process, form)
    } == {
        ("morning", "reached", "call"),
        ("morning", "not-reached", "call", "call-again"),
        ("afternoon", "reached", "call"),
        ("afternoon", "not-reached", "call"),
    }
