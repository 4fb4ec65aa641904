"""A row by hand as a page: what it says, and what it has said, by whom and when."""

from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext

from vardag.domain.people.identity import ClinicId
from vardag.domain.registers.entry import Entry, changed
from vardag.domain.registers.post import POST
from vardag.doors.inbox.registers.columns import column_name, status, value_of, workbook_columns
from vardag.doors.shared.moments import short_date, short_moment
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import in_words
from vardag.rooms.registers.actions import COMPLETED, CORRECTED, STRUCK, WROTE
from vardag.rooms.registers.queries import ByHand, InForce, Version, versions


@dataclass(frozen=True)
class Change:
    """What a column said before, and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """A version of the row: what was done, by whom and when, and what it changed."""

    what: str
    by: str
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class RowPage:
    """The whole page. Of a protected person it tells nothing, and nothing of what was said."""

    id: int
    key: str
    register: str
    name: str
    status: str
    facts: tuple[tuple[str, str], ...]
    history: tuple[Told, ...]
    version: int
    is_done: bool
    is_struck: bool
    is_protected: bool


def row_page(here: InForce, row: ByHand, clinic: ClinicId) -> RowPage:
    """Return a row in the reader's words."""
    is_post = here.register.key == POST
    columns = dict.fromkeys((*workbook_columns(here.register)[:-1], *row.entry.texts))
    told = ((column_name(each, here.form), _words(row, each, clinic)) for each in columns)
    return RowPage(
        id=row.id,
        key=here.register.key,
        register=in_words(here.register.name),
        name=no_name() if row.is_protected else row.entry.patient or gettext("A row by hand"),
        status="" if is_post and not row.is_struck else status(row, clinic),
        facts=tuple(pair for pair in told if pair[1]),
        history=tuple(_history(here, row, clinic)),
        version=row.version,
        is_done=row.entry.is_done or is_post,  # what is sent is done
        is_struck=row.is_struck,
        is_protected=row.is_protected,
    )


def _history(here: InForce, row: ByHand, clinic: ClinicId) -> list[Told]:
    found = versions(row.id)
    return [_told(here, row, each, was, clinic) for each, was in zip_longest(found, found[1:])]


def _told(
    here: InForce, row: ByHand, version: Version, was: Version | None, clinic: ClinicId
) -> Told:
    changes: list[Change] = []
    if was is not None and not row.is_protected:
        now, then = _as_said(row, version.entry), _as_said(row, was.entry)
        changes = [
            Change(
                column_name(each, here.form), _words(then, each, clinic), _words(now, each, clinic)
            )
            for each in changed(was.entry, version.entry)
        ]
    return Told(
        what=_what(version.act),
        by=f"{version.by}, {short_moment(version.at)}",
        reason=version.reason,
        changes=tuple(changes),
    )


def _as_said(row: ByHand, entry: Entry) -> ByHand:
    return ByHand(row.id, entry, row.is_struck, row.is_protected, row.person, row.version)


def _words(row: ByHand, column: str, clinic: ClinicId) -> str:
    value = value_of(row, column, clinic)
    if value is None or isinstance(value, str):
        return value or ""
    return short_date(value)


def _what(act: str) -> str:
    return {
        WROTE: gettext("Written"),
        CORRECTED: gettext("Corrected"),
        COMPLETED: gettext("Done"),
        STRUCK: gettext("Struck out"),
    }[act]
