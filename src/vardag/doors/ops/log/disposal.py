"""``vardag audit dispose``: the oldest entries of the log, by a decision that stands in their place."""

from datetime import date, datetime

from vardag.domain.people.identity import PersonId
from vardag.doors.ops.log import command as audit
from vardag.doors.ops.starting import CannotStart, check_that_all_is_there, or_say_why, set_up

DONE, NOT_DONE = 0, 1


@or_say_why("audit dispose")
def dispose(*, before: str, decision: str, by: str, for_good: bool) -> int:
    """Say which entries would go, or dispose of them for good.

    :param before: a local date, ISO
    :param by: the HSA-id of who decided
    :raises CannotStart: if that can't be: nothing is disposed of
    """
    set_up()
    check_that_all_is_there()
    from vardag.doors.shared.moments import now
    from vardag.rooms.audit.actions import LogUnwritable
    from vardag.rooms.audit.disposal import NothingThatOld, TooYoung

    try:
        day, words, who = day_of(before, "--before"), decision_of(decision), person_of(by)
        said = _said(day, words, who, at=now(), for_good=for_good)
    except (TooYoung, NothingThatOld, LogUnwritable) as why:
        raise CannotStart(f"nothing is disposed of: {why}") from why
    print(said)
    return DONE


def _said(before: date, decision: str, by: PersonId, *, at: datetime, for_good: bool) -> str:
    from vardag.rooms.audit.disposal import dispose, oldest
    from vardag.rooms.audit.key import log_key

    _be_whole()
    if not for_good:
        return f"would be disposed of: {oldest(before=before, at=at)}. Add --for-good to do it."
    gone = dispose(before=before, decision=decision, by=by, at=at, key=log_key())
    return f"disposed of: {gone}, as disposal {gone.number}"


def _be_whole() -> None:
    """Dispose of nothing in a log that isn't whole: it would be evidence that goes."""
    found = audit.verdict()
    if found.broken:
        raise CannotStart(f"the log isn't whole, so nothing is disposed of: {found.broken}")


def day_of(given: str, option: str) -> date:
    """Return the day that an option names.

    :raises CannotStart: if it names none
    """
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise CannotStart(f"{option} {given!r} is no day: write it as 2021-01-01") from None


def decision_of(given: str) -> str:
    """Return the words that name a decision.

    :raises CannotStart: if they name none, or are too long
    """
    from vardag.domain.case.form import clean_text
    from vardag.rooms.audit.disposal import LONGEST_DECISION

    try:
        words = clean_text(given)
    except ValueError:
        words = ""
    if not 0 < len(words) <= LONGEST_DECISION:
        raise CannotStart(f"--decision names the decision, in 1 to {LONGEST_DECISION} characters")
    return words


def person_of(given: str) -> PersonId:
    """Return who has an HSA-id.

    :raises CannotStart: if that is nobody among the staff here
    """
    from vardag.rooms.people.queries import with_number

    row = with_number(given.strip())
    if row is None or not row.is_staff:
        raise CannotStart("--by is the HSA-id of somebody among the staff here")
    return PersonId(row.pk)
