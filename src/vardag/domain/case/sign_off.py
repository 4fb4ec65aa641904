"""The sign-off: what stands under a clinic's messages, by a template with a fixed list of blanks.

What is sent is what is kept: the words of a message in the ledger hold the sign-off as it stood then.
"""

import re
from collections.abc import Mapping

from vardag.domain.case.form import clean_text
from vardag.domain.gaps import NAMES, Gap
from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.words import Sentence, say, visible

_FILLED_IN = (Gap.MY_NAME, Gap.MY_TITLE, Gap.CLINIC, Gap.PHONE)
NAME, TITLE, CLINIC, PHONE = (NAMES[gap].sv for gap in _FILLED_IN)
BLANKS = (NAME, TITLE, CLINIC, PHONE)
"""What a template may leave blank, to be filled in with who sends and from where: called as in standard
replies, in Swedish, the language of the clinic (R22)."""

USUAL = f"Med vänlig hälsning\n{{{NAME}}}, {{{TITLE}}}\n{{{CLINIC}}}"
"""For clinics that have written none of their own."""

LONGEST = 500  # characters
_BLANK = re.compile(r"\{([^{}\n]*)\}")
_LOOSE = " ,·–-"  # what stands between blanks, and means nothing beside an empty one


def sign_off_template(text: str) -> str:
    """Return a template in one spelling; an empty one puts nothing under messages.

    :raises InvalidForm: if it is too long, has blanks that aren't known, or can't be saved
    """
    try:
        clean = clean_text(text)
    except ValueError:
        raise _wrong(
            say("The text has characters that can't be saved. Write it again without them.")
        ) from None
    if len(clean) > LONGEST:
        raise _wrong(say("The sign-off is too long. Write at most 500 characters."))
    unknown = [each for each in _BLANK.findall(clean) if each not in BLANKS]
    if unknown or set("{}") & set(_BLANK.sub("", clean)):
        raise _wrong(say("Within braces stands only what is filled in, by the names beside."))
    return clean if visible(clean) else ""


def _wrong(sentence: str) -> InvalidForm:
    return InvalidForm(sentence, problems=(Problem("text", Sentence(sentence)),))


def filled_in(template: str, blanks: Mapping[str, str]) -> str:
    """Return a template with its blanks filled in; where one is empty, its line closes around it."""
    lines = (_line(each, blanks) for each in template.split("\n"))
    return "\n".join(line for line in lines if line is not None).strip()


def _line(line: str, blanks: Mapping[str, str]) -> str | None:
    """Return a line as it is sent; None if it was for something that is empty."""
    names = _BLANK.findall(line)
    empty = [name for name in names if not blanks.get(name)]
    for name in empty:
        line = re.sub(rf"[{_LOOSE}]*\{{{re.escape(name)}\}}", "", line)
    line = _BLANK.sub(lambda found: blanks[found[1]], line)
    if not empty:
        return line
    return line.strip(_LOOSE) or None


def signed(words: str, sign_off: str) -> str:
    """Return words with the sign-off under them; none under nothing, and none twice."""
    if not visible(words) or not sign_off or words.rstrip().endswith(sign_off):
        return words
    return f"{words.rstrip()}\n\n{sign_off}"
