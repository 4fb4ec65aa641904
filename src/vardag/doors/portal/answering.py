"""Answering a counter-question: the one that was read, and once."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_noop

from vardag.domain.case.events import Answered, CounterQuestionAsked
from vardag.domain.case.form import clean_text
from vardag.domain.people.identity import PersonId, Resident
from vardag.domain.refusals import ChangedMeanwhile
from vardag.doors.shared.moments import now
from vardag.rooms.cases import actions, queries


def send_answer(
    full: queries.FullCase,
    text: str,
    *,
    by: Resident,
    question: str | None,
    files: Sequence[UUID] = (),
) -> None:
    """Send an answer to the question that was read.

    :param full: the case as the resident sees it now
    :param question: the question's place in the ledger, as the page had it; None if it isn't said
    :param files: what comes with it
    :raises OutOfReach: if there is no such case, or the resident may not see it
    :raises ChangedMeanwhile: if the clinic has asked something more since the page was read
    :raises Refusal: see ``actions.answer``
    """
    if question is not None and full.case.question_open and question != _open_question(full):
        raise ChangedMeanwhile(
            gettext_noop(
                "The clinic has asked something more. Read it, and send your answer again."
            )
        )
    actions.answer(case_id=full.id, text=text, by=by, at=now(), files=files)


def _open_question(full: queries.FullCase) -> str:
    numbers = (
        number
        for number, entry in enumerate(full.entries, start=1)
        if isinstance(entry.event, CounterQuestionAsked)
    )
    return str(max(numbers))


def is_answered_so(full: queries.FullCase, text: str, *, by: PersonId) -> bool:
    """Tell whether this person's latest answer says just this: a button was pressed twice."""
    answers = [entry for entry in full.entries if isinstance(entry.event, Answered)]
    if not answers or answers[-1].by != by or full.case.question_open:
        return False
    try:
        return isinstance(answers[-1].event, Answered) and answers[-1].event.text == clean_text(
            text
        )
    except ValueError:
        return False
