"""Rows of a list as markup, set out by hand.

A template would do the same in six times the time (measured, fifty rows), and a list is what this
product shows most. Everything that comes from people is escaped here; a test tries it.
"""

from collections.abc import Iterable, Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from vardag.doors.inbox.lists.rows import Row
from vardag.doors.shared.templating import icon


def rows_html(rows: Iterable[Row]) -> SafeString:
    """Return table rows, as ``docs/reference/design.md`` has them."""
    return mark_safe("".join(each_row(rows)))  # noqa: S308 - escaped below


def each_row(rows: Iterable[Row], *, can_mark: bool = True) -> Iterator[str]:
    """Return one table row after another, escaped.

    :param can_mark: whether there is something to do to several of them at once
    """
    words = {
        "nobody": escape(gettext("Nobody")),
        "open with": escape(gettext("Open with")),
        "draft": escape(gettext("Your draft")),
        "files": escape(gettext("With files")),
        "mark": escape(gettext("Mark")) if can_mark else "",
    }
    return (_row(row, words) for row in rows)


def _row(row: Row, words: dict[str, str]) -> str:
    flag = f' data-flag="{row.flag}"' if row.slipped else ""
    return (
        f'<tr class="case" id="case-{row.case.id}" data-case="{row.case.id}"{flag}>'
        f'<td class="when">{_pick(row, words)}{_when(row)}</td>'
        f'<td class="what"><a class="row-link" href="{escape(row.url)}">{escape(row.service)}</a>'
        f' <bdi class="asked">{escape(row.asked)}</bdi>{_clip(row, words)}{_paper(row)}</td>'
        f'<td class="who">{_lock(row)}<bdi>{escape(row.who)}</bdi></td>'
        f"{_holder(row, words)}"
        f"{''.join(f'<td class="more">{escape(each)}</td>' for each in row.more)}"
        f'<td class="number">{row.number}{_desks(row, words)}</td></tr>\n'
    )


def _pick(row: Row, words: dict[str, str]) -> str:
    """Return the box that marks a case, to do something to several at once; a closed one has none."""
    if row.case.closed_at is not None or not words["mark"]:
        return ""
    return (
        f'<input type="checkbox" class="ds-input pick" name="case" form="together" '
        f'value="{row.case.id}-{row.case.version}" aria-label="{words["mark"]} {row.number}">'
    )


def _desks(row: Row, words: dict[str, str]) -> str:
    """Return who else is at the case now, and that the reader has a draft there."""
    others, draft = escape(", ".join(row.others)), ""
    if row.has_draft:
        draft = f' <span class="others">{icon("note")} {words["draft"]}</span>'
    if not others:
        return draft
    hidden = f'<span class="ds-sr-only">{words["open with"]}</span>'
    return (
        f' <span class="others" data-at>{icon("eye")} {hidden} <span>{others}</span></span>{draft}'
    )


def _clip(row: Row, words: dict[str, str]) -> str:
    """Return the sign that files have come with a case's words, if some have."""
    if not row.case.has_files:
        return ""
    return f' <span class="clip">{icon("clip")} <span class="ds-sr-only">{words["files"]}</span></span>'


def _paper(row: Row) -> str:
    """Return with whom a case is on paper, if it is."""
    if row.case.paper_holder_name is None:
        return ""
    name = f"{row.case.paper_holder_name} {row.case.paper_holder_family_name}".strip()
    said = gettext("on paper with %(name)s") % {"name": name}
    return f' <span class="on-paper">{icon("printer")} {escape(said)}</span>'


def _awaits(row: Row) -> str:
    """Return which colleague is asked, if one is; in the color of time if an answer should have come."""
    if not row.awaits:
        return ""
    late = " late" if row.is_awaited_long else ""
    return f' <span class="awaits{late}">{icon("clock")} {escape(row.awaits)}</span>'


def _lock(row: Row) -> str:
    """Return the sign beside the words that stand instead of a protected name."""
    return f"{icon('lock')} " if row.case.is_protected else ""


def _when(row: Row) -> str:
    if row.slipped:
        flag, why = escape(row.flag_words), escape(row.why)
        return f'<b class="flag">{flag}</b>{_awaits(row)} <span class="why">{why}</span>'
    if row.flag:
        why = f' <span class="why">{escape(row.why)}</span>' if row.why else ""
        return f"<b>{escape(row.flag_words)}</b>{_awaits(row)}{why}"
    return f"{escape(row.when)}{_awaits(row)}"


def _holder(row: Row, words: dict[str, str]) -> str:
    if not row.holder:
        return f'<td class="holder" data-nobody>{words["nobody"]}</td>'
    if not row.initials:
        return f'<td class="holder">{escape(row.holder)}</td>'
    avatar = f'<span class="avatar" aria-hidden="true">{escape(row.initials)}</span>'
    return f'<td class="holder"><span class="person">{avatar} {escape(row.holder)}</span></td>'
