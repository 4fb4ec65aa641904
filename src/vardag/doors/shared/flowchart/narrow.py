"""The chart for a phone or a sheet of paper: ways below each other, each a step further in."""

from vardag.doors.shared.flowchart import boxes
from vardag.doors.shared.flowchart.content import Flow
from vardag.doors.shared.flowchart.ink import ANSWER, Canvas, broken

_WIDTH = 340
_INDENT, _DROP, _BETWEEN = 22, 18, 16
_ANSWER_PAD = 12


def draw_narrow(flow: Flow) -> Canvas:
    """Draw a flow from the top down; below a parting, one way after the other."""
    canvas = Canvas()
    _draw(canvas, flow, 1, 1)
    return canvas


def _draw(canvas: Canvas, flow: Flow, x: float, y: float) -> float:
    """Draw a flow from a place on, and return where it ends."""
    width = _WIDTH - x
    for number, item in enumerate(flow.items):
        if number:
            canvas.arrow((x + width / 2, y), (x + width / 2, y + _DROP))
            y += _DROP
        boxes.draw(canvas, item, x, y, width)
        y += boxes.height(item, width)
    return _ways(canvas, flow, x, y) if flow.ways else y


def _ways(canvas: Canvas, flow: Flow, x: float, y: float) -> float:
    rail, top, inner = x + 9, y, x + _INDENT
    for answer, way in flow.ways:
        y += _BETWEEN
        lines = broken(answer, ANSWER, _WIDTH - inner - 2 * _ANSWER_PAD)
        tall = len(lines) * ANSWER.leading + 10
        canvas.line("flow-line", (rail, top), (rail, y + tall / 2), (inner, y + tall / 2))
        width = max(ANSWER.width(line) for line in lines) + 2 * _ANSWER_PAD
        canvas.box("flow-answer", (inner, y, width, tall), 14)
        canvas.text(lines, ANSWER, inner + _ANSWER_PAD, y + 5)
        y += tall
        canvas.arrow((inner + 24, y), (inner + 24, y + _DROP))
        y = _draw(canvas, way, inner, y + _DROP)
    return y
