"""A routine's document as plain text, for a terminal or a printer."""

from collections.abc import Iterator
from textwrap import fill

from vardag.doors.ops.routine.blocks import Block, Chart, Facts, Para, Point, Points, Section

WIDTH = 88
_UNDERLINES = ("=", "-")


def as_text(document: Section) -> str:
    """Return the whole document as text."""
    return "\n".join(_section(document, depth=0)).strip() + "\n"


def _section(section: Section, *, depth: int) -> Iterator[str]:
    indent = "  " * max(0, depth - 1)
    if section.title:
        key = f"  [{section.key}]" if section.key else ""
        title = f"{section.title}{key}"
        yield from ("", _wrapped(title, indent, hang=4))
        if depth < len(_UNDERLINES):
            yield _UNDERLINES[depth] * min(len(title), WIDTH)
    for block in section.blocks:
        yield from _block(block, depth=depth, indent=indent if depth < 2 else f"{indent}  ")


def _block(block: Block, *, depth: int, indent: str) -> Iterator[str]:
    match block:
        case Section():
            yield from _section(block, depth=depth + 1)
        case Facts(rows):
            yield from (_wrapped(f"{name}: {value}", indent, hang=4) for name, value in rows)
        case Para(text, look):
            mark = "| " if look == "quote" else ""
            yield from (_wrapped(f"{mark}{line}", indent, mark=mark) for line in text.split("\n"))
        case Points():
            yield from _points(block, indent)
        case Chart(words=words):
            for each in words:
                yield from _block(each, depth=depth, indent=indent)


def _points(points: Points, indent: str) -> Iterator[str]:
    for number, point in enumerate(points.items, 1):
        bullet = f"{number}. " if points.numbered else "- "
        yield _wrapped(f"{bullet}{_line(point)}", indent, hang=len(bullet))
        for inner in point.inner:
            yield from _points(inner, indent + " " * len(bullet))


def _line(point: Point) -> str:
    labels = "".join(f" [{label}]" for label in point.labels)
    return f"{point.text}{labels}{f' ({point.note})' if point.note else ''}"


def _wrapped(text: str, indent: str, *, hang: int = 0, mark: str = "") -> str:
    after = indent + (mark or " " * hang)
    return fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
    )
