"""The post register as a page: its rows in words, and the ways to choose among them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from vardag.domain.people.identity import PersonId
from vardag.domain.registers.post import POST
from vardag.domain.routine.dispatch import To, Way
from vardag.domain.routine.document import Service
from vardag.doors.inbox.post import words
from vardag.doors.inbox.post.filters import BY_HAND, Filter
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import in_words
from vardag.rooms.audit.words import Named, NamedRow
from vardag.rooms.lists.registers import Show
from vardag.rooms.registers.envelopes import key_of
from vardag.rooms.registers.post import Letter, Posted, PostPage


@dataclass(frozen=True)
class Row:
    """A row in words; ``url`` leads to the case, or to the row by hand."""

    key: str
    sent: str
    number: str
    url: str
    patient: str
    what: str
    exemplar: str
    to: str
    by: str
    is_protected: bool
    has_envelope: bool  # what went electronically has none


@dataclass(frozen=True)
class Choice:
    """One of the ways to choose rows."""

    label: str
    value: str
    is_chosen: bool


@dataclass(frozen=True)
class Page:
    """The whole page."""

    rows: tuple[Row, ...]
    shows: tuple[Choice, ...]
    receivers: tuple[Choice, ...]
    services: tuple[Choice, ...]
    filter: Filter
    previous: str  # addresses; empty for none
    next: str
    number: int
    may_write: bool

    @property
    def has_envelopes(self) -> bool:
        return any(row.has_envelope for row in self.rows)


def page_in_words(
    found: PostPage, wanted: Filter, services: tuple[Service, ...], *, may_write: bool
) -> Page:
    """Return a page of the register in the reader's words."""
    number = found.number
    return Page(
        rows=tuple(_row(each) for each in found.rows),
        shows=tuple(_shows(wanted)) if may_write else (),
        receivers=tuple(_receivers(wanted, may_write=may_write)),
        services=tuple(
            Choice(in_words(each.list_name), each.key, each.key == wanted.service)
            for each in services
        ),
        filter=wanted,
        previous=wanted.address(page=number - 1) if number > 1 else "",
        next=wanted.address(page=number + 1) if found.has_more else "",
        number=number,
        may_write=may_write,
    )


def _row(row: Posted) -> Row:
    return Row(
        key=key_of(row),
        sent=short_date(words.sent(row)),
        number=words.number(row),
        url=_url(row),
        patient=words.patient(row),
        what=words.what(row),
        exemplar=words.exemplar(row),
        to=words.to_whom(row),
        by=words.by(row),
        is_protected=words.hides(row),
        has_envelope=not row.row.is_struck if isinstance(row, Letter) else row.way is Way.POST,
    )


def _url(row: Posted) -> str:
    if isinstance(row, Letter):
        return reverse("inbox:register_row", args=(POST, row.row.id))
    return reverse("inbox:case", args=(row.case,))


def _shows(wanted: Filter) -> list[Choice]:
    labels = {Show.ALL: gettext("All"), Show.STRUCK: gettext("Struck out")}
    return [
        Choice(label, wanted.address(show=each.value), each is wanted.asked.show)
        for each, label in labels.items()
    ]


def _receivers(wanted: Filter, *, may_write: bool) -> list[Choice]:
    labels = {
        To.AUTHORITY.value: gettext("An authority or a school"),
        To.HOME.value: gettext("Home"),
    }
    if may_write:
        labels[BY_HAND] = gettext("By hand: anybody")
    return [Choice(label, each, each == wanted.to) for each, label in labels.items()]


def named(rows: tuple[Posted, ...] | list[Posted]) -> tuple[list[Named], list[NamedRow]]:
    """Return what the access log says of rows: their cases, and those by hand."""
    cases = [(row.case, row.patient_id) for row in rows if not isinstance(row, Letter)]
    by_hand: list[tuple[int, PersonId | None]] = [
        (row.row.id, row.row.person) for row in rows if isinstance(row, Letter)
    ]
    return cases, by_hand
