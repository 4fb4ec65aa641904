"""A routine as a document of headings, facts, lists and charts, before it is text or a page."""

from dataclasses import dataclass

type Block = "Section | Facts | Para | Points | Chart"


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it. ``key`` is the key in the routine's file, if it has one."""

    title: str
    blocks: tuple[Block, ...]
    key: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Facts:
    """Names and values; a value that is an address can be followed."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Para:
    """A paragraph. ``look`` is plain, lead, caption, quote (what a resident reads) or source."""

    text: str
    look: str = "plain"


@dataclass(frozen=True)
class Point:
    """An item of a list: what, details, and what belongs under it."""

    text: str
    note: str = ""
    labels: tuple[str, ...] = ()
    inner: tuple["Points", ...] = ()


@dataclass(frozen=True)
class Points:
    """A list."""

    items: tuple[Point, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Chart:
    """A process by its key: drawn where there are pictures, and said in words."""

    process: str
    words: tuple[Block, ...]
