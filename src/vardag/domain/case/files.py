"""Files that come with what is written: which, how many, by what name, and why one isn't taken.

What a file is, is decided by what is in it, never by its name or by what a browser says of it.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vardag.domain.refusals import InvalidForm
from vardag.domain.words import say, visible

MEGABYTE = 1024 * 1024
LARGEST = 10  # megabytes a file; a clinic may say less
MOST = 5  # files a message
_LONGEST_NAME = 80  # characters, of which the ending is kept


class Media(StrEnum):
    """The kinds of file that are taken."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"


ENDINGS: Mapping[Media, tuple[str, ...]] = {
    Media.PDF: (".pdf",),
    Media.JPEG: (".jpg", ".jpeg"),
    Media.PNG: (".png",),
    Media.HEIC: (".heic", ".heif"),
}


class Verdict(StrEnum):
    """What is known of a file: nobody but its sender sees one before it is clean."""

    AWAITING = "awaiting"
    CLEAN = "clean"
    REFUSED = "refused"


class Unfit(StrEnum):
    """Why a file isn't taken."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    PACKED = "packed"
    OTHER_KIND = "other-kind"
    NOT_HERE = "not-here"
    BROKEN = "broken"
    SOMETHING_MORE = "something-more"
    ACTIVE = "active"
    LOCKED = "locked"
    TOO_MANY_DOTS = "too-many-dots"
    TOO_MUCH = "too-much"
    INFECTED = "infected"


WHY_UNFIT: Mapping[Unfit, str] = {
    Unfit.EMPTY: say("“%(name)s” is empty. Choose the file again."),
    Unfit.TOO_LARGE: say(
        "“%(name)s” is too large: at most %(most)s MB. Take a smaller picture, or send fewer pages."
    ),
    Unfit.PACKED: say(
        "“%(name)s” is a packed file or an office document. Save it as a PDF, and send that."
    ),
    Unfit.OTHER_KIND: say("We can't take “%(name)s”. Send it as a picture (JPEG or PNG) or a PDF."),
    Unfit.NOT_HERE: say("The clinic doesn't take files like “%(name)s”. It takes %(kinds)s."),
    Unfit.BROKEN: say("“%(name)s” can't be opened. Part of it is missing. Choose the file again."),
    Unfit.SOMETHING_MORE: say(
        "“%(name)s” has another file hidden in it. Take a new picture of it, and send that."
    ),
    Unfit.ACTIVE: say(
        "“%(name)s” has parts that can run by themselves. Print it to a new PDF, and send that."
    ),
    Unfit.LOCKED: say("“%(name)s” is locked with a password. Save it without one, and send that."),
    Unfit.TOO_MANY_DOTS: say(
        "The picture “%(name)s” is too large: at most 40 million dots. Send a smaller one."
    ),
    Unfit.TOO_MUCH: say("“%(name)s” is too hard to check. Print it to a new PDF, and send that."),
    Unfit.INFECTED: say("“%(name)s” was stopped. It holds something harmful, and can't be opened."),
}


@dataclass(frozen=True)
class FileRef:
    """A file as the ledger names it: the id of its row, and the SHA-256 of its bytes."""

    id: str
    sha256: str


HIDDEN_FILE = FileRef("", "")
"""What stands for a file of a protected case to who may not see it."""


@dataclass(frozen=True)
class FileRules:
    """What a clinic takes and sends, within what the product takes at all. ``largest`` is megabytes."""

    from_residents: bool = True
    from_staff: bool = True
    media: frozenset[Media] = frozenset(Media)
    largest: int = LARGEST

    def check(self) -> None:
        """Refuse what no clinic can have.

        :raises InvalidForm: then
        """
        if not 1 <= self.largest <= LARGEST:
            raise InvalidForm(say("Choose a size from 1 to %(most)s MB."), most=LARGEST)
        if (self.from_residents or self.from_staff) and not self.media:
            raise InvalidForm(say("Choose at least one kind of file."))


def permitted(files: Sequence[FileRef]) -> tuple[FileRef, ...]:
    """Return the files of one message, each once.

    :raises InvalidForm: if they are too many
    """
    each_once = tuple(dict.fromkeys(files))
    if len(each_once) > MOST:
        raise InvalidForm(say("Send at most %(most)s files at a time. Remove some."), most=MOST)
    return each_once


def file_name(given: str, media: Media) -> str:
    """Return a file's name as data: its last part, in one spelling, with the ending of what it is.

    Signs that can't be seen or that turn the direction of writing are left out, lest ``gpj.exe`` look
    like a picture.
    """
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(_kept(char) for char in unicodedata.normalize("NFC", last)).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if dot and f".{ending.lower()}" in ENDINGS[media]:
        clean = stem
    room = _LONGEST_NAME - len(ENDINGS[media][0])
    return (clean[:room].strip(" .") if visible(clean) else "fil") + ENDINGS[media][0]


def _kept(char: str) -> str:
    return "" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else char
