"""Drawing in SVG: boxes, lines and texts that are broken to a width.

Colors come from the page's style sheet by class, so that a chart follows the page's color scheme and
prints; ``STYLE`` is what a page without one needs.
"""

from dataclasses import dataclass, field
from html import escape

STYLE = """
:where(.flow) text { font-family: inherit; fill: var(--flow-ink, #252b35); }
.flow-card { fill: var(--flow-card, #fff); stroke: var(--flow-line, #b9c0cb); }
.flow-group { fill: var(--flow-group, none); stroke: var(--flow-line, #b9c0cb); stroke-dasharray: 4 4; }
.flow-dark { fill: var(--flow-dark, #1a2a4f); }
.flow-question { fill: var(--flow-tint, #e8edf7); stroke: var(--flow-act, #2b4a8b); }
.flow-answer { fill: var(--flow-ground, #f4f5f7); stroke: var(--flow-act, #2b4a8b); }
.flow-label { fill: none; stroke: var(--flow-gray, #5b6472); }
.flow-line { fill: none; stroke: var(--flow-act, #2b4a8b); stroke-width: 1.5; }
.flow-tip { fill: var(--flow-act, #2b4a8b); }
.flow-note, .flow-label-text { fill: var(--flow-gray, #5b6472); }
.flow-answer-text { fill: var(--flow-act-text, #2b4a8b); }
.flow-on-dark { fill: #fff; }
.flow-on-dark-note { fill: #d4dbe9; }
"""

# Widths of a proportional sans-serif in parts of the size, a little generous: fonts differ.
_NARROW, _WIDE, _CAPITALS = set("iljtfrI.,:;'’”“!|()[]· "), set("mwMWåÅ@–…"), 0.72


@dataclass(frozen=True)
class Type:
    """How a line of text is set: size and leading in pixels, weight, and class for its color."""

    size: float
    leading: float
    weight: int
    css: str

    def width(self, text: str) -> float:
        """Return about how wide a text is, rather too wide than too narrow."""
        return sum(_width(char) for char in text) * self.size * (1.1 if self.weight > 500 else 1)


TITLE = Type(14, 19, 600, "flow-title")
NOTE = Type(12.5, 17, 400, "flow-note")
LABEL = Type(12, 16, 500, "flow-label-text")
ANSWER = Type(13, 18, 600, "flow-answer-text")
ON_DARK = Type(14, 19, 600, "flow-on-dark")
ON_DARK_NOTE = Type(12.5, 17, 400, "flow-on-dark-note")


def _width(char: str) -> float:
    if char in _NARROW:
        return 0.36
    if char in _WIDE:
        return 0.88
    return _CAPITALS if char.isupper() else 0.6


def broken(text: str, type_: Type, width: float) -> list[str]:
    """Return a text as lines that fit in a width; a word that is too long stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and type_.width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


type Frame = tuple[float, float, float, float]
"""Left, top, width, height."""


@dataclass
class Canvas:
    """What has been drawn so far, and how far it reaches."""

    parts: list[str] = field(default_factory=list)
    right: float = 0
    bottom: float = 0

    def box(self, css: str, frame: Frame, radius: float) -> None:
        x, y, width, height = frame
        self.parts.append(
            f'<rect class="{css}" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" '
            f'height="{_n(height)}" rx="{_n(radius)}"/>'
        )
        self._reach(x + width, y + height)

    def shape(self, css: str, *points: tuple[float, float]) -> None:
        listed = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self.parts.append(f'<polygon class="{css}" points="{listed}"/>')

    def line(self, css: str, *points: tuple[float, float]) -> None:
        listed = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self.parts.append(f'<polyline class="{css}" points="{listed}"/>')
        for x, y in points:
            self._reach(x, y)

    def arrow(self, *points: tuple[float, float]) -> None:
        """Draw a line with a tip at its last point, which it must reach from above or from the left."""
        (before_x, _), (x, y) = points[-2:]
        back = (
            [(x - 4.5, y - 7), (x + 4.5, y - 7)]
            if before_x == x
            else [(x - 7, y - 4.5), (x - 7, y + 4.5)]
        )
        self.line("flow-line", *points)
        self.shape("flow-tip", (x, y), *back)

    def text(
        self, lines: list[str], type_: Type, x: float, y: float, anchor: str = "start"
    ) -> None:
        """Write lines below each other; ``y`` is the top of the first."""
        for number, line in enumerate(lines):
            base = y + number * type_.leading + type_.leading * 0.75
            self.parts.append(
                f'<text class="{type_.css}" x="{_n(x)}" y="{_n(base)}" font-size="{type_.size}" '
                f'font-weight="{type_.weight}" text-anchor="{anchor}">{escape(line)}</text>'
            )

    def svg(self, name: str, css: str) -> str:
        """Return the picture, at its own size and never wider than its place."""
        width, height = _n(self.right + 1), _n(self.bottom + 1)
        return (
            f'<svg class="flow {css}" role="img" aria-label="{escape(name)}" '
            f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
            f"{''.join(self.parts)}</svg>"
        )

    def _reach(self, x: float, y: float) -> None:
        self.right, self.bottom = max(self.right, x), max(self.bottom, y)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
