"""A draft is kept as it is written, within measure."""

import pytest

from vardag.domain.case.draft import LONGEST_FIELD, LONGEST_NAME, MOST_FIELDS, check_draft
from vardag.domain.refusals import InvalidForm


def test_what_somebody_writes_is_kept_half_finished_and_longer_than_can_be_sent():
    check_draft({"reply": {"reply-text": "å" * LONGEST_FIELD, "reply-used": ""}, "note": {}})


@pytest.mark.parametrize(
    "words",
    [
        {"reply": {"reply-text": "å" * (LONGEST_FIELD + 1)}},
        {"reply": {"reply-text": "tecken \x00"}},
        {"reply": {"r" * (LONGEST_NAME + 1): "x"}},
        {"step:\x00": {"x": "y"}},
        {"reply": {f"reply-{n}": "x" for n in range(MOST_FIELDS + 1)}},
    ],
)
def test_what_is_too_much_or_cant_be_stored_is_refused(words):
    with pytest.raises(InvalidForm):
        check_draft(words)
