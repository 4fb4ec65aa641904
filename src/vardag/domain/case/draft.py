"""A draft: what somebody has written on a case and not sent. It is kept as it is, within measure."""

from collections.abc import Mapping

from vardag.domain.case.form import clean_text
from vardag.domain.refusals import InvalidForm
from vardag.domain.words import say

LONGEST_FIELD = 20_000  # characters: twice what can be sent, since one cuts down what one writes
MOST_FIELDS = 200
LONGEST_NAME = 200


def check_draft(words: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse a draft that is too much to keep, or that no database stores alike.

    :param words: by part of the page, each field with what stands in it
    :raises InvalidForm: if there are too many fields, one is too long or has such characters
    """
    fields = [(part, name, text) for part, each in words.items() for name, text in each.items()]
    if len(fields) > MOST_FIELDS or any(len(name) > LONGEST_NAME for _, name, _ in fields):
        raise InvalidForm(say("There is too much on the page to keep as a draft."))
    for part, name, text in fields:
        if len(text) > LONGEST_FIELD:
            raise InvalidForm(
                say("The draft is too long to be kept. At most 20,000 characters are.")
            )
        try:
            clean_text(part + name + text)
        except ValueError:
            raise InvalidForm(
                say("The draft has characters that can't be kept. Write it again without them.")
            ) from None
