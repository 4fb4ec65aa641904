"""What the database refuses of a question to a colleague, for ``test_constraints``."""

from datetime import date

from tests.build import WORDS
from tests.rooms.doing import did, sent
from vardag.domain.case import acts
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.models import CaseRow

DAY = date(2026, 9, 8)


def asked_until_nobody_knows_when(world: World) -> None:
    CaseRow.objects.filter(pk=sent(world)).update(inquiry_to=world.staff["therapist"])


def a_date_for_an_answer_from_nobody(world: World) -> None:
    CaseRow.objects.filter(pk=sent(world)).update(inquiry_due_date=DAY)


def a_closed_case_that_asks(world: World) -> None:
    case = sent(world)
    did(world, case, acts.ReplyAndClose(WORDS))
    CaseRow.objects.filter(pk=case).update(
        inquiry_to=world.staff["therapist"], inquiry_due_date=DAY
    )


TRIES_OF_INQUIRIES = {
    "a_question_to_somebody_has_a_date": (
        asked_until_nobody_knows_when,
        a_date_for_an_answer_from_nobody,
    ),
    "a_closed_case_asks_nobody": (a_closed_case_that_asks,),
}
