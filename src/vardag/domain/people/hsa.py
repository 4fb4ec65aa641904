"""HSA-ids: the numbers by which the national staff directory knows people, units and organizations.

Form: ``SE``, the organization number of whoever keeps that part of the directory (ten digits), a
hyphen, and at least one letter or digit; 31 characters at the most. Nothing else is demanded: which
letters and digits follow the hyphen is the organization's own affair, and no check digit is a rule
of the form. HSA-ids are compared without regard to case; here they are kept in capitals.
"""

import re
from typing import NewType

from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.words import Sentence, say

HsaId = NewType("HsaId", str)

LONGEST = 31
_FORM = re.compile(r"SE[0-9]{10}-[A-Z0-9]{1,18}")
# What pasting brings along before and after, besides what ``strip`` knows.
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_REMEDY = say(
    "This isn't an HSA-id. It begins with SE and ten digits, then a hyphen and letters or digits, "
    "such as SE0000000000-AB12."
)


def hsa_id(typed: str) -> HsaId:
    """Return an HSA-id in its one form, from what somebody typed or pasted.

    :raises InvalidForm: with a problem for the field ``hsa_id`` that says what one looks like
    """
    found = _without_unseen(typed)
    # Before capitals: Python makes some foreign letters into Latin ones.
    if not found.isascii() or not _FORM.fullmatch(found.upper()):
        raise InvalidForm(_REMEDY, problems=(Problem("hsa_id", Sentence(_REMEDY, {})),))
    return HsaId(found.upper())


def _without_unseen(typed: str) -> str:
    """Return a text without the blanks and unseen characters that stand around it, in any order."""
    while typed != (less := typed.strip().strip(_UNSEEN)):
        typed = less
    return typed
