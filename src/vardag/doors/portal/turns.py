"""Whose turn it is: the cases in which the clinic waits for an answer from the family."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from vardag.domain.people.identity import CaseId, PersonId
from vardag.doors.shared.moments import long_date
from vardag.doors.shared.sentences import in_words
from vardag.rooms.cases.family_case import FamilyCase


@dataclass(frozen=True)
class Turn:
    """A case in which something is asked."""

    id: CaseId
    patient: PersonId
    words: str


def turns(cases: Iterable[FamilyCase], *, reader: PersonId, on: date) -> tuple[Turn, ...]:
    """Return the cases in which somebody of the family is asked something, the newest first."""
    asked = [(case, _words(case, reader)) for case in cases if case.question_open]
    alike = Counter(words for _, words in asked)
    return tuple(
        Turn(case.id, case.patient, _with_day(case, words, on) if alike[words] > 1 else words)
        for case, words in asked
    )


def _with_day(case: FamilyCase, words: str, on: date) -> str:
    sent = {"asks": words, "day": long_date(case.received_date, on=on)}
    return gettext("%(asks)s, sent %(day)s") % sent


def _words(case: FamilyCase, reader: PersonId) -> str:
    asks = {"clinic": case.clinic_name, "service": in_words(case.service.list_name)}
    if case.patient == reader:
        return gettext("%(clinic)s has a question: %(service)s") % asks
    whom = {**asks, "name": case.patient_given_name}
    return gettext("%(clinic)s has a question about %(name)s: %(service)s") % whom
