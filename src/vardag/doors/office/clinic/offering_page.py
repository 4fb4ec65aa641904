"""What clinics offer, set out for a page: one's own service by service, all clinics by their gaps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId
from vardag.domain.routine.document import Routine, Service
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import in_words
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.offering.models import ExceptionRow

ALL = "*"  # in the place of a service's key


@dataclass(frozen=True)
class Offer:
    """A service at one's own clinic; ``typed`` and ``error`` are of a reason that was refused."""

    key: str
    name: str
    is_offered: bool
    why: str
    who_and_when: str
    open_cases: str
    typed: str = ""
    error: str = ""


@dataclass(frozen=True)
class Group:
    """Services under the heading that the routine gives them."""

    name: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Gap:
    """Services of the base offering that a clinic doesn't offer, for one reason."""

    services: tuple[str, ...]
    why: str
    who_and_when: str


@dataclass(frozen=True)
class ClinicLine:
    """A clinic beside the base offering."""

    name: str
    words: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Ended:
    """An exception that was, with who made and who ended it."""

    service: str
    why: str
    made: str
    ended: str


@dataclass(frozen=True)
class OfferingPage:
    """All that the page shows."""

    clinic: str
    takes_cases: bool
    may_set: bool
    groups: tuple[Group, ...]
    everything: Offer  # the same for all services at once
    some_offered: bool
    some_excepted: bool
    clinics: tuple[ClinicLine, ...]
    ended: tuple[Ended, ...]


@dataclass(frozen=True)
class Refused:
    """A reason that was refused, to be given back at its service."""

    service: str = ""
    typed: str = ""
    error: str = ""


@dataclass(frozen=True)
class Found:
    """What the rooms know, as it was found."""

    routine: Routine
    clinics: tuple[ClinicRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    ended: tuple[ExceptionRow, ...]
    open_cases: dict[str, int]
    on: date


def offering_page(
    found: Found, clinic: ClinicRow, *, may_set: bool, refused: Refused
) -> OfferingPage:
    """Return the page for who works at a clinic."""
    groups = tuple(_groups(found, ClinicId(clinic.pk), refused))
    offered = {offer.is_offered for group in groups for offer in group.offers}
    return OfferingPage(
        clinic=clinic.name,
        takes_cases=clinic.takes_residents_cases,
        may_set=may_set,
        groups=groups,
        everything=_everything(found, refused),
        some_offered=True in offered,
        some_excepted=False in offered,
        clinics=tuple(_line(found, each) for each in found.clinics),
        ended=tuple(_ended(found, row) for row in found.ended),
    )


def _groups(found: Found, clinic: ClinicId, refused: Refused) -> Iterator[Group]:
    own = {row.service: row for row in found.exceptions if row.clinic_id == clinic}
    for kind in found.routine.kinds:
        services = [each for each in found.routine.services if each.kind == kind.key]
        offers = tuple(_offer(found, each, own.get(each.key), refused) for each in services)
        if offers:
            yield Group(in_words(kind.name), offers)


def _everything(found: Found, refused: Refused) -> Offer:
    is_refused = refused.service == ALL
    return Offer(
        key=ALL,
        name="",
        is_offered=True,
        why="",
        who_and_when="",
        open_cases=_go_on(sum(found.open_cases.values())),
        typed=refused.typed if is_refused else "",
        error=refused.error if is_refused else "",
    )


def _go_on(count: int) -> str:
    """Say how many open cases there are, which nobody's offering ends."""
    words = ngettext("%(count)s open case goes on", "%(count)s open cases go on", count)
    return words % {"count": count} if count else ""


def _offer(found: Found, service: Service, row: ExceptionRow | None, refused: Refused) -> Offer:
    is_refused = refused.service == service.key
    return Offer(
        key=service.key,
        name=in_words(service.name),
        is_offered=row is None,
        why=row.reason if row else "",
        who_and_when=_made(row, found.on) if row else "",
        open_cases=_go_on(found.open_cases.get(service.key, 0)),
        typed=refused.typed if is_refused else "",
        error=refused.error if is_refused else "",
    )


def _line(found: Found, clinic: ClinicRow) -> ClinicLine:
    base = [each for each in found.routine.services if each.base_offering]
    rows = [row for row in found.exceptions if row.clinic_id == clinic.pk]
    missing = {row.service for row in rows} & {each.key for each in base}
    if not clinic.takes_residents_cases:
        words = gettext("Takes no cases from residents")
        return ClinicLine(clinic.name, words, ())
    words = gettext("%(offered)s of %(all)s services") % {
        "offered": len(base) - len(missing),
        "all": len(base),
    }
    return ClinicLine(clinic.name, words, tuple(_gaps(rows, base, found.on)))


def _gaps(rows: Iterable[ExceptionRow], base: Iterable[Service], on: date) -> Iterator[Gap]:
    """Yield the services that are missing, those with one reason by one person together."""
    names = {each.key: in_words(each.list_name) for each in base}
    together: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.service in names:
            together.setdefault((row.reason, _made(row, on)), []).append(names[row.service])
    for (why, made), services in together.items():
        yield Gap(tuple(services), why, made)


def _made(row: ExceptionRow, on: date) -> str:
    if row.made_by is None or row.made_at is None:
        return gettext("since the installation")
    return f"{row.made_by.name}, {short_date(local_date(row.made_at), on=on)}"


def _ended(found: Found, row: ExceptionRow) -> Ended:
    service = found.routine.service(row.service)
    assert row.ended_by is not None
    assert row.ended_at is not None
    return Ended(
        service=in_words(service.list_name) if service else row.service,
        why=row.reason,
        made=_made(row, found.on),
        ended=f"{row.ended_by.name}, {short_date(local_date(row.ended_at), on=found.on)}",
    )
