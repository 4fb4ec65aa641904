"""Where the work is that goes on after a case has closed: which piece, with whom, since and by when."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from vardag.domain.case.aftermath import asked_for
from vardag.domain.case.competence import may_do_work
from vardag.domain.case.state import OpenWork
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.systems import confirmed_by, system_name
from vardag.doors.inbox.over_lines import SystemView, how_it_stands
from vardag.doors.inbox.worked import piece_of, work_name
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import in_words


@dataclass(frozen=True)
class AfterClosing:
    """What the page of a closed case says of its work. ``url`` leads to it; empty for who reads only."""

    heading: str
    lines: tuple[str, ...]
    is_late: bool = False
    system: SystemView | None = None  # how it stands with what its system is told
    url: str = ""


def after_closing(desk: Desk) -> AfterClosing | None:
    """Return where the case's work is, or how it ended; None where there is none."""
    if desk.case.open_work is not None:
        return _open(desk, desk.case.open_work)
    done = [piece.key for piece in desk.case.process.work if piece.key in desk.case.work]
    return _done(desk, done[-1]) if done else None


def _open(desk: Desk, work: OpenWork) -> AfterClosing:
    day = short_date(work.follow_up, on=desk.today)
    is_late = work.follow_up < desk.today
    words = (
        gettext("Was to be followed up by %(day)s") if is_late else gettext("Follow up by %(day)s")
    )
    since = {"day": short_date(work.opened, on=desk.today)}
    return AfterClosing(
        heading=work_name(desk.case.process, work.key),
        lines=(
            gettext("Since %(day)s") % since,
            gettext("With %(who)s, %(clinic)s")
            % {"who": _who(desk, work), "clinic": desk.clinic_name},
            words % {"day": day},
        ),
        is_late=is_late,
        system=_system(desk, work),
        url=_url(desk),
    )


def _system(desk: Desk, work: OpenWork) -> SystemView | None:
    """Return how it stands with what its system was told; it is sent on the piece's own page."""
    sent = desk.deliveries.get(work.key)
    if sent is None:
        return None
    return how_it_stands(sent, system_name(desk, sent.system), on=desk.today, may_tell=False)


def _who(desk: Desk, work: OpenWork) -> str:
    if work.owner is not None:
        return desk.name_of(work.owner)
    group = desk.routine.group(desk.case.process.work_by)
    return in_words(group.name) if group else gettext("the clinic's receivers")


def _url(desk: Desk) -> str:
    """Return the address of the piece, for who does such work where that person is now."""
    clinic = desk.actor.clinic
    is_here = clinic is not None and ClinicId(clinic.pk) == desk.case.clinic
    does = may_do_work(desk.staff, desk.case.process, desk.case)
    return reverse("inbox:piece", args=[desk.full.id]) if is_here and does else ""


def _done(desk: Desk, key: str) -> AfterClosing:
    done = desk.case.work[key]
    if done.receipt is not None:
        piece = piece_of(desk.case.process, key)
        system = system_name(desk, piece.system if piece else None)
        heading = work_name(desk.case.process, key)
        return AfterClosing(heading, (confirmed_by(desk, system, done, done.receipt),))
    told = {"day": short_date(local_date(done.at), on=desk.today), "name": desk.name_of(done.by)}
    return AfterClosing(
        heading=work_name(desk.case.process, key, done.outcome),
        lines=(gettext("Done %(day)s by %(name)s") % told, *_otherwise(desk, key, done.outcome)),
    )


def _otherwise(desk: Desk, key: str, outcome: str | None) -> Iterator[str]:
    """Yield what the family asked for, if it turned out otherwise."""
    piece = next(each for each in desk.case.process.work if each.key == key)
    asked = asked_for(desk.case, piece)
    if asked is not None and asked.key != outcome:
        words = in_words(asked.short or asked.name)
        yield gettext("Not as the family asked: %(asked)s") % {"asked": words}
