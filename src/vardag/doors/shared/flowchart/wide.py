"""The chart for a wide page: ways beside each other."""

from vardag.doors.shared.flowchart import boxes
from vardag.doors.shared.flowchart.content import Flow
from vardag.doors.shared.flowchart.ink import ANSWER, Canvas, broken

WIDEST = 1180
_COLUMN, _ALONE, _GAP = 208, 300, 16
_DROP, _FORK = 20, 18
_ANSWER_PAD = 12


def draw_wide(flow: Flow) -> Canvas:
    """Draw a flow from the top down, with the ways beside each other below each parting."""
    canvas = Canvas()
    column = _COLUMN if flow.ways else _ALONE
    _draw(canvas, flow, 1, 1, column)
    return canvas


def _span(flow: Flow, column: float) -> float:
    return flow.width * (column + _GAP) - _GAP


def _draw(canvas: Canvas, flow: Flow, left: float, y: float, column: float) -> None:
    """Draw a flow whose columns begin at ``left``, its first box in the middle above them."""
    middle = left + _middle(flow, column)
    width = column if not flow.ways else max(column, 240)
    for number, item in enumerate(flow.items):
        if number:
            canvas.arrow((middle, y - _DROP), (middle, y))
        boxes.draw(canvas, item, middle - width / 2, y, width)
        y += boxes.height(item, width) + _DROP
    if flow.ways:
        _part(canvas, flow, (left, middle, y - _DROP), column)


def _middle(flow: Flow, column: float) -> float:
    """Return where a flow's boxes stand, from its left: above the middle of its ways' boxes."""
    if not flow.ways:
        return column / 2
    starts = _starts(flow, column)
    first, last = flow.ways[0][1], flow.ways[-1][1]
    return (starts[0] + _middle(first, column) + starts[-1] + _middle(last, column)) / 2


def _starts(flow: Flow, column: float) -> list[float]:
    starts, at = [], 0.0
    for _, way in flow.ways:
        starts.append(at)
        at += _span(way, column) + _GAP
    return starts


def _part(canvas: Canvas, flow: Flow, at: tuple[float, float, float], column: float) -> None:
    """Draw the ways below a parting: a bar across, and each way's answer above its first box."""
    left, middle, y = at
    bar = y + _FORK
    canvas.line("flow-line", (middle, y), (middle, bar))
    tallest = max(len(broken(answer, ANSWER, column - 2 * _ANSWER_PAD)) for answer, _ in flow.ways)
    top, bottom = bar + 14, bar + 14 + tallest * ANSWER.leading + 10
    for start, (answer, way) in zip(_starts(flow, column), flow.ways, strict=True):
        x = left + start + _middle(way, column)
        canvas.line("flow-line", (middle, bar), (x, bar), (x, top))
        canvas.arrow((x, top), (x, bottom + _DROP))
        _answer(canvas, answer, (x, top, bottom), column)
        _draw(canvas, way, left + start, bottom + _DROP, column)


def _answer(canvas: Canvas, answer: str, at: tuple[float, float, float], column: float) -> None:
    x, top, bottom = at
    lines = broken(answer, ANSWER, column - 2 * _ANSWER_PAD)
    width = max(ANSWER.width(line) for line in lines) + 2 * _ANSWER_PAD
    canvas.box("flow-answer", (x - width / 2, top, width, bottom - top), 14)
    spare = (bottom - top - len(lines) * ANSWER.leading) / 2
    canvas.text(lines, ANSWER, x, top + spare, "middle")
