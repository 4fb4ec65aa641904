"""Draw the house: floors and rooms as they stand in the source, with what each says of itself."""

import ast
from dataclasses import dataclass
from html import escape
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src/vardag"
FLOORS = ("config", "doors", "adapters", "reactions", "rooms", "domain")  # the roof first
WIDTH, MARGIN, GAP = 1080, 24, 12
HEAD, ROOM, LINE = 52, 92, 17
COLUMNS, LETTERS = 4, 33


@dataclass(frozen=True)
class Place:
    """A floor or a room: its name and the first paragraph of what it says of itself."""

    name: str
    says: str


def picture() -> str:
    """Return the picture as SVG."""
    parts, top = [], MARGIN
    for floor in (each for each in FLOORS if (PACKAGE / each).is_dir()):
        drawn, height = _floor(floor, top)
        parts.append(drawn)
        top += height + GAP
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + MARGIN}" '
        f'font-family="system-ui, sans-serif" role="img" aria-labelledby="title">\n'
        f'<title id="title">The floors and rooms of Vardag; imports go down only</title>\n'
        f'<rect width="100%" height="100%" fill="#f8f5ef"/>\n{body}\n</svg>\n'
    )


def _floor(name: str, top: int) -> tuple[str, int]:
    rooms = [Place(each.stem, _says(each)) for each in _rooms_of(PACKAGE / name)]
    rows = -(-len(rooms) // COLUMNS)
    height = HEAD + rows * (ROOM + GAP) + GAP
    box = f'x="{MARGIN}" y="{top}" width="{WIDTH - 2 * MARGIN}" height="{height}"'
    shown = [
        f'<rect {box} rx="10" fill="#fff" stroke="#c9c4b8"/>',
        _text(MARGIN + 16, top + 24, name, size=17, weight=650),
        _text(MARGIN + 16, top + 44, _says(PACKAGE / name), size=13, colour="#4d4a45"),
    ]
    shown += [_room(place, index, top + HEAD) for index, place in enumerate(rooms)]
    return "\n".join(shown), height


def _rooms_of(floor: Path) -> list[Path]:
    inside = (each for each in floor.iterdir() if not each.name.startswith("_"))
    return sorted(
        each for each in inside if each.suffix == ".py" or (each / "__init__.py").exists()
    )


def _room(place: Place, index: int, top: int) -> str:
    width = (WIDTH - 2 * MARGIN - (COLUMNS + 1) * GAP) // COLUMNS
    x = MARGIN + GAP + (index % COLUMNS) * (width + GAP)
    y = top + GAP + (index // COLUMNS) * (ROOM + GAP)
    lines = _wrapped(place.says)[:3]
    said = [
        _text(x + 12, y + 42 + LINE * number, line, size=12.5, colour="#4d4a45")
        for number, line in enumerate(lines)
    ]
    place_at = f'x="{x}" y="{y}" width="{width}" height="{ROOM}"'
    box = f'<rect {place_at} rx="6" fill="#eef4f4" stroke="#9dbfc2"/>'
    return "\n".join([box, _text(x + 12, y + 22, place.name, size=14, weight=600), *said])


def _text(
    x: float, y: float, words: str, *, size: float, weight: int = 400, colour: str = "#17262b"
) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}">'
        f"{escape(words)}</text>"
    )


def _wrapped(words: str) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) >= LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _says(place: Path) -> str:
    source = place / "__init__.py" if place.is_dir() else place
    docstring = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split())
