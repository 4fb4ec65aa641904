"""A routine's document as one page that needs nothing beside it: no scripts, no other files."""

from collections.abc import Iterator
from html import escape

from vardag.domain.routine.document import Routine
from vardag.domain.words import Language
from vardag.doors.ops.routine import labels as say
from vardag.doors.ops.routine.blocks import Block, Chart, Facts, Para, Point, Points, Section
from vardag.doors.ops.routine.style import STYLE
from vardag.doors.shared.flowchart import flowcharts


def as_page(document: Section, routine: Routine, language: Language) -> str:
    """Return the whole document as a page."""
    header = routine.document
    title = f"{document.title} – {header.document_id} {header.version}"
    facts, *rest = document.blocks
    body = "".join(
        [
            f'<header><p class="kind">{escape(say.TITLE.in_(language))}</p>',
            f"<h1>{escape(document.title)}</h1>",
            *_block(facts, routine, language, 1),
            "</header>",
            *_contents(document, language),
            "<main>",
            *(part for block in rest for part in _block(block, routine, language, 1)),
            "</main>",
        ]
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _contents(document: Section, language: Language) -> Iterator[str]:
    name = escape(say.CONTENTS.in_(language))
    yield f'<nav aria-label="{name}"><h2>{name}</h2><ul>'
    for section in document.blocks:
        if isinstance(section, Section):
            yield f'<li><a href="#{_anchor(section)}">{escape(section.title)}</a>'
            inner = [each for each in section.blocks if isinstance(each, Section) and each.anchor]
            services = [each for each in inner if each.anchor.startswith("service-")]
            if services:
                links = (
                    f'<li><a href="#{each.anchor}">{escape(each.title)}</a></li>'
                    for each in services
                )
                yield f"<ul>{''.join(links)}</ul>"
            yield "</li>"
    yield "</ul></nav>"


def _anchor(section: Section) -> str:
    words = "".join(char if char.isalnum() else " " for char in section.title.lower())
    return section.anchor or "-".join(words.split())


def _block(block: Block, routine: Routine, language: Language, level: int) -> Iterator[str]:
    match block:
        case Section():
            yield from _section(block, routine, language, level)
        case Facts(rows):
            yield "<dl>"
            yield from (
                f"<div><dt>{escape(name)}</dt><dd>{_value(value)}</dd></div>"
                for name, value in rows
            )
            yield "</dl>"
        case Para(text, look):
            yield f'<p class="{look}">{"<br>".join(escape(line) for line in text.split(chr(10)))}</p>'
        case Points():
            yield from _points(block)
        case Chart():
            yield from _chart(block, routine, language, level)


def _section(section: Section, routine: Routine, language: Language, level: int) -> Iterator[str]:
    inner = level + 1
    if section.title:
        css = ' class="part"' if section.anchor else ""
        key = f" <code>{escape(section.key)}</code>" if section.key else ""
        yield f'<section id="{_anchor(section)}"{css}><h{inner}>{escape(section.title)}{key}</h{inner}>'
    for block in section.blocks:
        yield from _block(block, routine, language, inner)
    if section.title:
        yield "</section>"


def _chart(chart: Chart, routine: Routine, language: Language, level: int) -> Iterator[str]:
    process = routine.process(chart.process)
    if process is None:  # a chart is only made of a process that the routine has
        raise LookupError(chart.process)
    wide, narrow = flowcharts(routine, process, language)
    css = "beside" if len(process.stages) < 2 else "above"
    yield f'<div class="process {css}"><figure>{wide}{narrow}</figure><div class="in-words">'
    for block in chart.words:
        yield from _block(block, routine, language, level)
    yield "</div></div>"


def _points(points: Points) -> Iterator[str]:
    tag = "ol" if points.numbered else "ul"
    yield f"<{tag}>"
    for point in points.items:
        yield f"<li>{_line(point)}"
        for inner in point.inner:
            yield from _points(inner)
        yield "</li>"
    yield f"</{tag}>"


def _line(point: Point) -> str:
    text = escape(point.text)
    head = f"<strong>{text}</strong>" if point.inner or point.note or point.labels else text
    labels = "".join(f' <span class="label">{escape(label)}</span>' for label in point.labels)
    note = f' <span class="note">{escape(point.note)}</span>' if point.note else ""
    return f"{head}{labels}{note}"


def _value(value: str) -> str:
    if value.startswith(("https://", "http://")):
        return f'<a href="{escape(value)}" rel="noreferrer">{escape(value)}</a>'
    return escape(value)
