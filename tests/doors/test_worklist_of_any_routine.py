"""The worklist knows no service, step or group by name: another routine brings its own."""

import pytest

from tests.doors.desk import WEDNESDAY, a_desk
from tests.doors.worklists import groups, look, tick
from vardag.domain.case import acts
from vardag.rooms.routines.packaged import packaged_routine

pytestmark = pytest.mark.django_db
SERVICES = """
services:

  - key: fifteenth
    name: {sv: Femtonde, en: Fifteenth}
    kind: other
    received_by: receiver
    process: fifteenth
    form: message
    help: {sv: Hjälp, en: Help}
    source: "Eget tillägg"
"""
PROCESSES = """
processes:

  - key: fifteenth
    name: {sv: Femtonde, en: Fifteenth}
    source: "Eget tillägg"
    stages:
      - steps:
          - key: choose
            name: {sv: Välj väg, en: Choose}
            outcomes:
              - {key: paper, name: {sv: Papper, en: Paper}}
              - {key: nothing, name: {sv: Inget, en: Nothing}}
            source: "Eget tillägg"
      - when: {choose: [paper]}
        steps:
          - key: on-paper
            name: {sv: På papper, en: On paper}
            act: print
            source: "Eget tillägg"
    endings:
      - standard_reply: received
    work:
      - key: archive
        name: {sv: Arkivera, en: Archive}
        done: {sv: Arkiverat, en: Archived}
        source: "Eget tillägg"
"""


def with_another_process() -> str:
    _, routine = packaged_routine()
    more = routine.replace("\nservices:\n", SERVICES, 1).replace("\nprocesses:\n", PROCESSES, 1)
    assert more.count("key: fifteenth") == 2
    return more.replace("services: [cancel-or-rebook]", "services: [cancel-or-rebook, fifteenth]")


def test_another_process_brings_its_own_steps_and_work(monkeypatch):
    desk = a_desk(monkeypatch, routine_text=with_another_process())
    desk.it_is(WEDNESDAY)
    papers = desk.send("fifteenth", form={"text": "A"})
    none = desk.send("fifteenth", form={"text": "B"})
    assert groups(look(desk, "receiver")) == []

    desk.do(papers, "receiver", acts.CompleteStep("choose", outcome="paper"))
    desk.do(none, "receiver", acts.CompleteStep("choose", outcome="nothing"))
    assert groups(look(desk, "receiver")) == ["På papper", "Avsluta"]

    desk.do(none, "receiver", acts.ReplyAndClose(acts.Message(text="Klart.")))
    assert groups(look(desk, "receiver")) == ["På papper", "Arkivera"]
    assert tick(desk, none, "archive", who="receiver").status_code == 302
    assert groups(look(desk, "receiver")) == ["På papper"]
