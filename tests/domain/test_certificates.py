"""Certificates as data: what each is called, who may sign it, and what speaks against a request."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.planted import packaged
from vardag.domain.routine.certificate import all_within
from vardag.domain.routine.check.certificates import check_certificates
from vardag.domain.routine.suggestion import fitting

DAY = date(2026, 4, 1)
SCHENGEN = packaged().places[0]


# What the national sources say, written out by hand.
@pytest.mark.parametrize(
    ("service", "code", "signed_by"),
    [
        ("care-allowance-certificate", "FK3221", ("doctor",)),
        ("care-of-child-12-16-certificate", "FK7427", ("doctor",)),
        ("seriously-ill-child-certificate", "FK7426", ("doctor",)),
        ("driving-licence-certificate", "TS8071", ("doctor",)),
        ("school-sick-leave-certificate", None, ("doctor",)),
        ("narcotics-travel-certificate", None, ("doctor",)),
        ("care-of-child-under-12-certificate", "FK7472", ("doctor", "nurse", "midwife")),
    ],
)
def test_each_certificate_has_its_national_code_and_those_who_may_sign_it(service, code, signed_by):
    found = packaged().service(service)

    assert found is not None
    assert found.certificate is not None
    assert (found.certificate.code, found.certificate.signed_by) == (code, signed_by)
    assert found.certificate.source
    assert found.note is None  # said once


@pytest.mark.parametrize("service", ["message", "renew-prescription", "cancel-or-rebook"])
def test_what_asks_for_no_certificate_has_none(service):
    found = packaged().service(service)

    assert found is not None
    assert found.certificate is None


@pytest.mark.parametrize(
    ("text", "is_within"),
    [
        ("Spanien", True),
        ("spanien och PORTUGAL", True),
        ("Vi ska till Grekland, med byte i Tyskland.", True),
        ("Osterrike", False),  # a word that isn't known could be a country
        ("Österrike", True),
        ("O\u0308sterrike", True),
        ("Tjeckiska republiken", True),
        ("Gran Canaria (Spanien)", True),
        ("Thailand", False),
        ("Spanien och Marocko", False),
        ("Marocko, med byte i Madrid", False),
        ("Storbritannien", False),
        ("med flyg", False),
        ("", False),
    ],
)
def test_a_journey_is_within_when_every_place_of_it_is(text, is_within):
    assert all_within(text, SCHENGEN) is is_within


def warned(service: str, on: date = DAY, **answers: str) -> list[str]:
    routine = packaged()
    places = routine.places
    fits = fitting(routine.suggestions, service=service, answers=answers, on=on, places=places)
    return [each.key for each in fits]


def test_who_travels_within_schengen_is_told_that_the_pharmacy_issues_it():
    service = "narcotics-travel-certificate"

    assert warned(service, destination="Spanien") == ["schengen-only"]
    assert warned(service, destination="Thailand") == []
    assert warned(service) == []


def test_a_list_of_places_that_is_not_there_warns_of_nothing():
    routine, answers = packaged(), {"destination": "Spanien"}
    service = "narcotics-travel-certificate"

    assert not list(fitting(routine.suggestions, service=service, answers=answers, on=DAY))


@pytest.mark.parametrize(
    ("day", "keys"), [(date(2026, 1, 14), []), (date(2026, 1, 15), ["driving-licence-not-needed"])]
)
def test_a_changed_law_is_warned_of_from_its_day_on(day, keys):
    assert warned("driving-licence-certificate", day, reason="Jag har adhd.") == keys


def test_every_warning_has_its_standard_reply():
    warnings = [each for each in packaged().suggestions if each.staff]

    assert [each.standard_reply for each in warnings] == [
        "driving-licence-not-needed",
        "schengen-pharmacy",
    ]


def test_a_list_of_no_places_is_found_by_the_check():
    routine = packaged()
    empty = replace(SCHENGEN, names=())

    found = list(check_certificates(replace(routine, places=(empty,))))

    assert [finding.key for finding in found] == ["places.schengen.names"]
