"""Gaps in a message to a resident: what the product fills in, and what a person must.

A gap stands in braces, as in the routine's texts. ``{mottagningen}`` and ``{länk:evi}`` are filled in
when a standard reply is fetched, so that they are seen before they are sent; ``{fyll i: dag och tid}``
is for whoever writes. The names are a fixed list, in Swedish and in English; nothing else is a gap. So
a person may write ``{hej}`` in a message, while a standard reply that says it is refused when saved.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from vardag.domain.words import Text, say, visible


class Gap(StrEnum):
    """What the product can fill in. Links are gaps as well: ``link:KEY``."""

    PATIENT = "patient"
    RESIDENT = "resident"
    CLINIC = "clinic"
    PHONE = "phone"
    MY_NAME = "my-name"
    MY_TITLE = "my-title"
    TODAY = "today"
    FOLLOW_UP = "follow-up"
    SERVICE = "service"
    CASE = "case"
    VIDEO_LINK = "video-link"
    TIME = "time"


NAMES: Mapping[Gap, Text] = {
    Gap.PATIENT: Text("patientens förnamn", "patient's first name"),
    Gap.RESIDENT: Text("invånarens förnamn", "resident's first name"),
    Gap.CLINIC: Text("mottagningen", "clinic"),
    Gap.PHONE: Text("mottagningens telefon", "clinic's phone"),
    Gap.MY_NAME: Text("mitt namn", "my name"),
    Gap.MY_TITLE: Text("min titel", "my title"),
    Gap.TODAY: Text("dagens datum", "today's date"),
    Gap.FOLLOW_UP: Text("uppföljningsdatum", "follow-up date"),
    Gap.SERVICE: Text("e-tjänsten", "e-service"),
    Gap.CASE: Text("ärendenummer", "case number"),
    Gap.VIDEO_LINK: Text("videolänk", "video link"),
    Gap.TIME: Text("bokad tid", "booked time"),
}
"""What each gap is called between its braces, in either language."""

MEANINGS: Mapping[Gap, str] = {
    Gap.PATIENT: say("whom the case is about; never filled in for protected personal details"),
    Gap.RESIDENT: say("who wrote, and reads the reply"),
    Gap.CLINIC: say("the clinic's name"),
    Gap.PHONE: say("the number that families call"),
    Gap.MY_NAME: say("who sends the message"),
    Gap.MY_TITLE: say("and with which title"),
    Gap.TODAY: say("the day on which it is sent"),
    Gap.FOLLOW_UP: say("when we are in touch again; in interim replies only"),
    Gap.SERVICE: say("what the case is about, as families read it"),
    Gap.CASE: say("the case's number"),
    Gap.VIDEO_LINK: say("into the video meeting, from the step that booked it"),
    Gap.TIME: say("when what was booked begins, from the step that booked it"),
}

OF_A_MEETING = (Gap.VIDEO_LINK, Gap.TIME)
"""The gaps that the routine's own replies may have, beside links: what a step has booked."""

_LINK, _BLANK = Text("länk", "link"), Text("fyll i", "fill in")
_BY_NAME = {name: gap for gap, text in NAMES.items() for name in (text.sv, text.en)}
_BRACES = re.compile(r"\{([^{}\n]*)\}")
_KEY = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True)
class Part:
    """A piece of a text: words, or a gap. ``text`` is how it is written, braces and all.

    ``key`` is what fills the gap: a ``Gap``, ``link:KEY``, or ``blank`` for what a person fills in,
    whose ``name`` says what. Words have none.
    """

    text: str
    key: str = ""
    name: str = ""


BLANK = "blank"


def parts(text: str) -> Iterator[Part]:
    """Yield the pieces of a text in order; written after one another they are the text again."""
    at = 0
    for found in _BRACES.finditer(text):
        part = _gap(found[0], found[1])
        if part is None:
            continue
        if found.start() > at:
            yield Part(text[at : found.start()])
        yield part
        at = found.end()
    if at < len(text):
        yield Part(text[at:])


def fill(text: str, known: Mapping[str, str]) -> str:
    """Return a text with its gaps filled with what is known; what isn't known stays as it is written.

    :param known: by key, see ``Part``; a value in which nothing can be seen counts as unknown
    """
    return "".join(
        known[part.key] if part.key and visible(known.get(part.key, "")) else part.text
        for part in parts(text)
    )


def left(text: str) -> tuple[Part, ...]:
    """Return the gaps of a text, each once, in order: what remains before it can be sent."""
    found = {(part.key, part.name): part for part in parts(text) if part.key}
    return tuple(found.values())


def called(part: Part) -> Text:
    """Return what a gap is called in a sentence that asks somebody to fill it in."""
    if part.key in NAMES:
        return NAMES[Gap(part.key)]
    return Text(part.name, part.name)


def links(text: str) -> tuple[str, ...]:
    """Return the keys of the links that a text leads to, each once, in order."""
    return tuple(part.key.partition(":")[2] for part in left(text) if part.key.startswith("link:"))


@dataclass(frozen=True)
class Mistake:
    """Braces in a standard reply that nothing could fill, and perhaps what was meant."""

    line: int  # from one
    written: str
    meant: str = ""


def mistakes(text: str, *, link_keys: frozenset[str]) -> Iterator[Mistake]:
    """Yield what stands in braces and fills nothing, and braces without a partner."""
    for number, line in enumerate(text.split("\n"), start=1):
        for found in _BRACES.finditer(line):
            part = _gap(found[0], found[1])
            if part is None or (part.key.startswith("link:") and part.name not in link_keys):
                yield Mistake(number, found[0], _meant(found[1], link_keys))
        rest = _BRACES.sub("", line)
        yield from (Mistake(number, brace) for brace in "{}" if brace in rest)


def _gap(written: str, inside: str) -> Part | None:
    """Return the gap that stands between braces; None if it is none."""
    name = " ".join(inside.replace("\u2019", "'").split())
    plain = name.casefold()
    if plain in _BY_NAME:
        return Part(written, _BY_NAME[plain].value)
    kind, colon, rest = (each.strip() for each in plain.partition(":"))
    if colon and kind in (_LINK.sv, _LINK.en) and _KEY.fullmatch(rest):
        return Part(written, f"link:{rest}", rest)
    if colon and kind in (_BLANK.sv, _BLANK.en) and visible(rest):
        return Part(written, BLANK, name.partition(":")[2].strip())
    return None


def _meant(inside: str, link_keys: frozenset[str]) -> str:
    """Return the gap that is most like what somebody wrote, if one is."""
    plain = " ".join(inside.split()).casefold()
    known = [*_BY_NAME, *(f"{kind}:{key}" for kind in (_LINK.sv, _LINK.en) for key in link_keys)]
    found = get_close_matches(plain, known, n=1)
    return f"{{{found[0]}}}" if found else ""
