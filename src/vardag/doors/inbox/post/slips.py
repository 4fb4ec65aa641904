"""What is typed of envelopes before they are set in type: to whom, which address, original or copy."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.refusals import InvalidForm
from vardag.domain.registers.envelope import first_label, written_on
from vardag.domain.registers.post import EXEMPLARS
from vardag.domain.routine.dispatch import Exemplar
from vardag.domain.words import Text
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import in_words, said
from vardag.rooms.registers.envelopes import Envelope


@dataclass(frozen=True)
class Slip:
    """An envelope as the page shows it, with what was typed; ``error`` says what can't be read."""

    envelope: Envelope
    is_included: bool
    to: str
    address: str
    exemplar: str
    error: str = ""

    @property
    def key(self) -> str:
        return self.envelope.key

    @property
    def what(self) -> str:
        return text_of(self.envelope.what)

    @property
    def is_fixed(self) -> bool:
        """Whether nobody writes an address: it goes to who forwards it, or nowhere from here."""
        return self.envelope.is_home and self.envelope.is_protected

    @property
    def inner(self) -> str:
        """Whom the inner envelope is for, as the reader is told."""
        return self.envelope.inner or no_name()


@dataclass(frozen=True)
class Typed:
    """All that was typed, read: the slips, the envelopes' lines by their keys, and where to begin."""

    slips: tuple[Slip, ...]
    lines: Mapping[str, tuple[str, ...]]
    start: int
    start_error: str = ""
    error: str = ""

    @property
    def is_whole(self) -> bool:
        return not (self.error or self.start_error or any(each.error for each in self.slips))


def text_of(words: Text | str) -> str:
    return words if isinstance(words, str) else in_words(words)


def as_known(envelopes: Iterable[Envelope]) -> tuple[Slip, ...]:
    """Return envelopes with what is known of them, before anything is typed."""
    return tuple(
        Slip(
            envelope=each,
            is_included=not (each.is_protected and each.is_home and not each.lines),
            to=text_of(each.to),
            address="\n".join(each.lines),
            exemplar=each.exemplar.value,
        )
        for each in envelopes
    )


def read(envelopes: Iterable[Envelope], posted: Mapping[str, str]) -> Typed:
    """Return what was typed of envelopes; of the protected, nothing that was typed counts."""
    slips, lines = [], {}
    for known in as_known(envelopes):
        slip = _typed(known, posted)
        if slip.is_included:
            slip, lines[slip.key] = _lines(slip)
        slips.append(slip)
    start, start_error = _start(posted.get("start", "1"))
    error = "" if lines else gettext("Tick at least one.")
    return Typed(tuple(slips), lines, start, start_error, error)


def _typed(known: Slip, posted: Mapping[str, str]) -> Slip:
    key, exemplar = known.key, posted.get(f"exemplar-{known.key}", "")
    return Slip(
        envelope=known.envelope,
        is_included=f"include-{key}" in posted,
        to=known.to if known.is_fixed else posted.get(f"to-{key}", ""),
        address=known.address if known.is_fixed else posted.get(f"address-{key}", ""),
        exemplar=exemplar if exemplar in set(Exemplar) else known.exemplar,
    )


def _lines(slip: Slip) -> tuple[Slip, tuple[str, ...]]:
    """Return the lines of an envelope; or what is wrong, beside what was typed."""
    if slip.is_fixed and not slip.address:
        words = gettext(
            "Nobody is known who forwards post to the protected. It can't be made here."
        )
        return Slip(**{**vars(slip), "error": words}), ()
    try:
        return slip, written_on(slip.to, slip.address, field=slip.key)
    except InvalidForm as refusal:
        return Slip(**{**vars(slip), "error": said(refusal.problems[0].sentence)}), ()


def _start(typed: str) -> tuple[int, str]:
    try:
        return first_label(typed.strip()), ""
    except InvalidForm as refusal:
        return 1, said(refusal.problems[0].sentence)


def exemplars(slip: Slip) -> Iterator[tuple[str, str, bool]]:
    """Yield what the paper can be, each with whether it is."""
    for each, name in EXEMPLARS.items():
        yield each.value, in_words(name), each.value == slip.exemplar
