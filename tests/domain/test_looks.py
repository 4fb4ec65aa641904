"""Who may see who has looked at a patient's cases: whoever the child's or youth's cases are for."""

from datetime import date

import pytest

from vardag.domain import kinship
from vardag.domain.people.identity import AgeRules, Child, PersonId, Resident

DAY = date(2026, 4, 1)
AGES = AgeRules(valid_from=date(2020, 1, 1), acts_alone_from=13, child_until=18, source="a test")


@pytest.mark.parametrize(
    ("born", "patient", "sees"),
    [
        (date(2020, 1, 1), 2, True),  # a guardian of a child
        (date(2010, 1, 1), 2, False),  # a guardian of one who acts alone
        (date(2010, 1, 1), 3, False),  # anybody of somebody else's
        (date(2010, 1, 1), 1, True),  # oneself
    ],
)
def test_the_rule_is_that_of_seeing_cases(born: date, patient: int, sees: bool):
    resident = Resident(PersonId(1), born=date(1980, 1, 1), children=(Child(PersonId(2), born),))

    assert kinship.may_see_looks(resident, PersonId(patient), on=DAY, ages=AGES) is sees
