"""A family's answers, as whoever may read some of them reads those."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from vardag.domain.routine.document import Form
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import answer_in_words, in_words


def shown_answers(
    form: Form, answers: Mapping[str, str], keys: Iterable[str], *, on: date
) -> Iterator[tuple[str, str]]:
    """Yield what was asked and answered, for these fields alone, in the form's order."""
    wanted = set(keys)
    for field in form.fields:
        if field.key in wanted and field.key in answers:
            words = answer_in_words(field, answers[field.key], day=partial(short_date, on=on))
            yield in_words(field.label), words
