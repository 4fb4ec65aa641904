"""What the packaged routine says, found by its keys; and for which ages it has a word of advice."""

import pytest

from tests.build import routine
from vardag.domain.routine.document import AgeAdvice, Closing, Service
from vardag.domain.words import Text

# key: (received by, process, whether a guardian may ask in the own name, where the shortcut leads)
SERVICES = {
    "care-allowance-certificate": ("receiver", "doctor-certificate", True, None),
    "care-of-child-12-16-certificate": ("receiver", "doctor-certificate", True, None),
    "seriously-ill-child-certificate": ("receiver", "doctor-certificate", True, None),
    "driving-licence-certificate": ("receiver", "doctor-certificate", False, None),
    "school-sick-leave-certificate": ("receiver", "doctor-certificate", False, None),
    "narcotics-travel-certificate": ("receiver", "doctor-certificate", False, None),
    "renew-prescription": ("nurse", "renew-prescription", False, None),
    "care-of-child-under-12-certificate": ("nurse", "nurse-certificate", False, None),
    "cancel-or-rebook": ("receiver", "cancel-or-rebook", False, None),
    "message": ("receiver", None, False, None),
    "contact-details": ("receiver", "contact-details", False, None),
    "record-copy": ("receiver", "record-copy", False, "central-archive"),
    "self-referral": ("receiver", None, False, "evi"),
    "referral-question": ("receiver", None, False, "evi"),
}


def service(key: str) -> Service:
    found = routine().service(key)
    assert found is not None
    return found


def test_the_fourteen_services_are_those_of_the_routine():
    assert [each.key for each in routine().services] == list(SERVICES)
    assert all(each.base_offering for each in routine().services)


@pytest.mark.parametrize("key", SERVICES)
def test_a_service_is_received_and_handled_as_the_routine_says(key):
    received_by, process, in_own_name, leads_to = SERVICES[key]
    found = service(key)

    assert found.received_by == received_by
    assert process in (None, found.process)
    assert found.guardian_in_own_name == in_own_name
    assert found.leads_to == leads_to
    assert found.list_name in (found.name, found.short)


def test_only_a_doctors_certificate_may_close_without_a_reply():
    without = {each.key for each in routine().processes if each.closes is Closing.WITHOUT_REPLY}

    assert without == {"doctor-certificate"}


def test_everything_that_a_service_or_a_step_names_is_in_the_document():
    for each in routine().services:
        assert routine().kind(each.kind) is not None
        assert routine().form(each.form) is not None
        assert routine().process(each.process) is not None
        assert each.leads_to is None or routine().link(each.leads_to) is not None
        assert each.register is None or routine().register(each.register) is not None
    for process in routine().processes:
        for step in (step for stage in process.stages for step in stage.steps):
            assert step.to is None or routine().group(step.to) is not None
            assert step.system is None or routine().system(step.system) is not None
            assert step.standard_reply is None or routine().standard_reply(step.standard_reply)


def test_a_key_that_the_document_does_not_have_finds_nothing():
    empty = [
        find("no-such-key")
        for find in (
            routine().service,
            routine().kind,
            routine().process,
            routine().form,
            routine().standard_reply,
            routine().link,
            routine().group,
            routine().system,
            routine().register,
        )
    ]

    assert empty == [None] * 9


@pytest.mark.parametrize(
    ("key", "warned", "not_warned"),
    [
        ("care-of-child-12-16-certificate", [0, 11, 16, 17], [12, 13, 15]),
        ("care-of-child-under-12-certificate", [12, 17], [0, 11]),
        ("driving-licence-certificate", [13], [14, 17]),
        ("school-sick-leave-certificate", [14], [15, 17]),
        ("message", [], [0, 12, 17]),
    ],
)
def test_a_service_has_a_word_of_advice_for_the_ages_that_it_is_not_for(key, warned, not_warned):
    def advised(age: int) -> bool:
        return any(advice.concerns(age) for advice in service(key).advice)

    assert [age for age in warned if not advised(age)] == []
    assert [age for age in not_warned if advised(age)] == []


def test_advice_without_ages_concerns_nobody():
    assert not AgeAdvice(Text("Hej", "Hello")).concerns(10)
