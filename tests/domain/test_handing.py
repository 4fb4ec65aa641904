"""Whom cases are suggested to go to when their holder is away: by profession, load and need."""

from dataclasses import replace

from tests.build import ELSEWHERE, OUTPATIENT
from vardag.domain.duty.handing import Taker, ToHand, suggestions
from vardag.domain.people.identity import CaseId, PersonId, Profession

SECRETARY, NURSE, CLINICIAN = (
    Profession.MEDICAL_SECRETARY,
    Profession.NURSE,
    Profession.CLINICIAN,
)


def taker(number: int, profession: Profession, **facts: object) -> Taker:
    found = Taker(PersonId(number), OUTPATIENT, profession, receives=True, is_there=True)
    return replace(found, **facts)  # type: ignore[arg-type]


def case(number: int, **facts: bool) -> ToHand:
    return ToHand(CaseId(number), OUTPATIENT, **facts)


def suggested(
    cases: list[ToHand], takers: list[Taker], of: Profession = SECRETARY
) -> list[int | None]:
    return list(suggestions(cases, takers, of=of).values())


def test_somebody_of_the_same_profession_goes_before_who_has_less_to_do():
    takers = [taker(1, SECRETARY, holds=9), taker(2, NURSE, holds=0)]

    assert suggested([case(1)], takers) == [1]


def test_among_those_it_goes_to_who_holds_the_least():
    assert suggested([case(1)], [taker(1, SECRETARY, holds=3), taker(2, SECRETARY, holds=2)]) == [2]


def test_many_cases_are_spread():
    takers = [taker(1, SECRETARY, holds=1), taker(2, SECRETARY)]

    assert suggested([case(number) for number in range(1, 5)], takers) == [2, 1, 2, 1]


def test_where_nobody_is_of_the_profession_it_goes_to_a_receiver():
    takers = [taker(1, NURSE, receives=False), taker(2, SECRETARY, holds=5)]

    assert suggested([case(1)], takers, of=CLINICIAN) == [2]


def test_a_handler_of_the_same_profession_can_have_it():
    assert suggested([case(1)], [taker(1, CLINICIAN, receives=False)], of=CLINICIAN) == [1]


def test_who_is_away_as_well_is_not_suggested():
    assert suggested([case(1)], [taker(1, SECRETARY, is_there=False)]) == [None]


def test_a_case_for_a_nurse_goes_to_a_nurse():
    takers = [taker(1, SECRETARY), taker(2, NURSE, holds=9)]

    assert suggested([case(1, needs_nurse=True)], takers) == [2]
    assert suggested([case(1, needs_nurse=True)], takers[:1]) == [None]


def test_a_protected_case_goes_to_who_is_cleared():
    takers = [taker(1, SECRETARY), taker(2, NURSE, is_cleared=True)]

    assert suggested([case(1, is_protected=True)], takers) == [2]


def test_nobody_of_another_clinic_is_suggested():
    assert suggested([case(1)], [taker(1, SECRETARY, clinic=ELSEWHERE)]) == [None]
