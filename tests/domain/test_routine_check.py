"""Each fault that could strand a case is planted in the real document, and found at its place."""

import pytest

from tests.domain.faults import document, flow, processes, services
from tests.domain.faults.fault import Fault
from tests.domain.planted import TEXT, findings, line_of_mark, packaged, planted
from vardag.domain.routine.check import check

FAULTS = [*document.FAULTS, *services.FAULTS, *processes.FAULTS, *flow.FAULTS]


def test_the_packaged_routine_has_no_findings():
    assert check(packaged()) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_at_its_key_and_line(fault: Fault):
    text = planted(fault.old, fault.new)

    found = [
        each for each in findings(text) if each.key == fault.key and fault.problem in each.problem
    ]

    assert found, f"not found; instead:\n{'\n'.join(map(str, findings(text)))}"
    assert fault.remedy in found[0].remedy
    assert found[0].remedy.endswith((".", "?"))
    if "# <-" in text:
        assert found[0].line == line_of_mark(text)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_once(fault: Fault):
    told = [str(finding) for finding in findings(planted(fault.old, fault.new))]

    assert len(told) == len(set(told))


def test_a_process_that_branches_beyond_following_is_refused():
    options = ", ".join(f"{{key: {key}, name: {{sv: x, en: x}}}}" for key in "ab")
    step = "{{key: s{}, name: {{sv: x, en: x}}, outcomes: [{}]}}"
    steps = ", ".join(step.format(number, options) for number in range(20))
    conditions = ", ".join(f"s{number}: [a]" for number in range(20))
    old = "    endings:\n      - promise: {sv: Vi läser"
    new = f"    stages: [{{steps: [{steps}]}}]\n    endings:\n      - when: {{{conditions}}}\n"

    found = findings(planted(old, f"{new}        promise: {{sv: Vi läser"))

    assert [(each.key, each.problem) for each in found] == [
        ("processes.reply-only", "More than 5,000 ways lead through the process.")
    ]


def test_a_condition_on_a_choice_without_options_is_told_where_the_options_are_missing():
    options = TEXT[
        TEXT.index("          - key: cancel\n") : TEXT.index(
            "      - key: reason\n        label: {sv: Vill du berätta"
        )
    ]

    found = findings(planted(f"        options:\n{options}", ""))

    assert [each.key for each in found] == ["forms.cancel-or-rebook.fields.wish.options"]


def test_two_faults_at_once_are_both_told():
    text = planted("leads_to: central-archive", "leads_to: archive")
    text = planted("    form: message\n", "    form: messages\n", text=text)

    keys = {each.key for each in findings(text)}

    assert {"services.record-copy.leads_to", "services.message.form"} <= keys


def test_the_text_that_faults_are_planted_in_is_the_packaged_one():
    assert findings(TEXT) == ()
