"""The boxes of a flow chart: how high each is at a width, and how it is drawn."""

from vardag.doors.shared.flowchart.content import Card, Group, Look
from vardag.doors.shared.flowchart.ink import (
    LABEL,
    NOTE,
    ON_DARK,
    ON_DARK_NOTE,
    TITLE,
    Canvas,
    Type,
    broken,
)

PAD = 12
_LABEL_HEIGHT, _LABEL_GAP, _LABEL_PAD = 20, 6, 7
_GROUP_PAD = 10


def height(item: Card | Group, width: float) -> float:
    """Return how high an item is when it is drawn that wide."""
    return _card_height(item, width) if isinstance(item, Card) else _group_height(item, width)


def draw(canvas: Canvas, item: Card | Group, x: float, y: float, width: float) -> None:
    """Draw an item with its upper left corner at a place."""
    if isinstance(item, Card):
        _draw_card(canvas, item, x, y, width)
    else:
        _draw_group(canvas, item, x, y, width)


def _types(card: Card) -> tuple[Type, Type]:
    dark = card.look in (Look.BEGINNING, Look.ENDING)
    return (ON_DARK, ON_DARK_NOTE) if dark else (TITLE, NOTE)


def _inner_height(card: Card, width: float) -> float:
    title, note = _types(card)
    inner = width - 2 * PAD
    lines = len(broken(card.title, title, inner)) * title.leading
    lines += len(broken(card.note, note, inner)) * note.leading
    rows = len(_label_rows(card, inner))
    return lines + (rows * (_LABEL_HEIGHT + 4) + 2 if rows else 0)


def _card_height(card: Card, width: float) -> float:
    return _inner_height(card, width) + 20


def _draw_card(canvas: Canvas, card: Card, x: float, y: float, width: float) -> None:
    tall = _card_height(card, width)
    match card.look:
        case Look.BEGINNING | Look.ENDING:
            canvas.box("flow-dark", (x, y, width, tall), 18 if card.look is Look.BEGINNING else 6)
        case Look.QUESTION:
            canvas.box("flow-question", (x, y, width, tall), 18)
        case Look.STEP:
            canvas.box("flow-card", (x, y, width, tall), 6)
    _write(canvas, card, x, y + 10, width, centered=card.look is not Look.STEP)


def _write(canvas: Canvas, card: Card, x: float, y: float, width: float, *, centered: bool) -> None:
    title, note = _types(card)
    inner = width - 2 * PAD
    at, anchor = (x + width / 2, "middle") if centered else (x + PAD, "start")
    first = [(card.title, title), (card.note, note)]
    for text, type_ in reversed(first) if card.look is Look.QUESTION else first:
        lines = broken(text, type_, inner)
        canvas.text(lines, type_, at, y, anchor)
        y += len(lines) * type_.leading
    y += 4
    for row in _label_rows(card, inner):
        _draw_labels(canvas, row, x + PAD, y)
        y += _LABEL_HEIGHT + 4


def _label_width(label: str) -> float:
    return LABEL.width(label) + 2 * _LABEL_PAD


def _label_rows(card: Card, width: float) -> list[list[str]]:
    rows: list[list[str]] = []
    for label in card.labels:
        used = sum(_label_width(each) + _LABEL_GAP for each in rows[-1]) if rows else width
        if used + _label_width(label) <= width:
            rows[-1].append(label)
        else:
            rows.append([label])
    return rows


def _draw_labels(canvas: Canvas, labels: list[str], x: float, y: float) -> None:
    for label in labels:
        wide = _label_width(label)
        canvas.box("flow-label", (x, y, wide, _LABEL_HEIGHT), 4)
        canvas.text([label], LABEL, x + wide / 2, y + 2, "middle")
        x += wide + _LABEL_GAP


def _captions(group: Group, width: float) -> list[str]:
    return broken(group.caption, NOTE, width - 2 * _GROUP_PAD)


def _group_height(group: Group, width: float) -> float:
    gap = 18 if group.in_order else 8
    inner = width - 2 * _GROUP_PAD
    cards = sum(_card_height(card, inner) for card in group.cards) + gap * (len(group.cards) - 1)
    return len(_captions(group, width)) * NOTE.leading + 6 + cards + 2 * _GROUP_PAD


def _draw_group(canvas: Canvas, group: Group, x: float, y: float, width: float) -> None:
    canvas.box("flow-group", (x, y, width, _group_height(group, width)), 8)
    captions = _captions(group, width)
    canvas.text(captions, NOTE, x + _GROUP_PAD + 2, y + _GROUP_PAD - 2)
    y += _GROUP_PAD + len(captions) * NOTE.leading + 6
    inner, left = width - 2 * _GROUP_PAD, x + _GROUP_PAD
    for number, card in enumerate(group.cards):
        if number and group.in_order:
            canvas.arrow((left + inner / 2, y - 18), (left + inner / 2, y))
        _draw_card(canvas, card, left, y, inner)
        y += _card_height(card, inner) + (18 if group.in_order else 8)
