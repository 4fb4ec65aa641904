"""What tells cases of the same kind apart in a list: the first words, for nobody but who wrote them.

Only where two lines would look alike. A list is seen over a shoulder, so there is no more on it than it
needs: never how to reach the family, never what somebody else wrote, and no more than a phone's line.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vardag.domain.case.said import written
from vardag.domain.people.identity import CaseId, PersonId
from vardag.domain.routine.document import Field, FieldKind, Form
from vardag.domain.words import visible
from vardag.doors.shared.moments import long_date
from vardag.doors.shared.sentences import answer_in_words, in_words, quoted
from vardag.rooms.cases.family_case import FamilyCase

_ROOM = 32  # characters: a line on a phone
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


@dataclass(frozen=True)
class Apart:
    """What stands on a line so that it isn't taken for another."""

    words: str = ""  # of the reader's own
    by: str = ""  # who sent it, if that is somebody else
    by_time: bool = False  # whether the day doesn't tell it from another


def told_apart(cases: Sequence[FamilyCase], *, reader: PersonId) -> Mapping[CaseId, Apart]:
    """Return what is needed of each case that has a namesake among those that stand together."""
    names = Counter(_name(case) for case in cases)
    days = Counter((_name(case), case.received_date) for case in cases)
    return {
        case.id: Apart(
            words=_words(case) if case.author == reader else "",
            by="" if case.author == reader else case.author_given_name,
            by_time=days[_name(case), case.received_date] > 1,
        )
        for case in cases
        if names[_name(case)] > 1
    }


def _name(case: FamilyCase) -> str:
    return in_words(case.service.list_name)


def _words(case: FamilyCase) -> str:
    """Return what was asked in a few words, as the routine sums it up; else how the text begins."""
    oneself = case.author == case.patient
    return ", ".join(_summed_up(case, oneself=oneself)) or _beginning(case.form, case.answers)


def _summed_up(case: FamilyCase, *, oneself: bool) -> Iterator[str]:
    fields = {each.key: each for each in case.form.fields if not each.is_contact}
    for key in case.service.summary:
        if key in fields and visible(given := case.answers.get(key, "")):
            yield _told(fields[key], given, oneself=oneself)


def _told(field: Field, given: str, *, oneself: bool) -> str:
    if field.kind in _TEXTS:
        return quoted(given, _ROOM)
    return answer_in_words(field, given, day=long_date, oneself=oneself, in_short=True)


def _beginning(form: Form, answers: Mapping[str, str]) -> str:
    return quoted(next(filter(visible, written(form, answers)), ""), _ROOM)
