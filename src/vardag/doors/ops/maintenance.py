"""``vardag maintenance``: close the product for a while, and open it again."""

from datetime import datetime, time, timedelta

from vardag.doors.ops.starting import CannotStart, or_say_why, set_up


@or_say_why("maintenance")
def on(*, until: str | None) -> int:
    """Close the product at once: everybody reads one page, whatever they ask for.

    :param until: a local time of day, ``14:30``, or a local moment, ``2026-04-13T14:30``; None says
        nothing of when it opens. It doesn't open by itself: the work may take longer.
    """
    from django.conf import settings

    set_up()
    moment = _moment(until) if until else None
    file = settings.MAINTENANCE_FILE
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{moment.isoformat()}\n" if moment else "\n", encoding="utf-8")
    except OSError as wrong:
        raise CannotStart(f"can't write {file}: {wrong.strerror}. Set VARDAG_DATA") from wrong
    print(f"closed{f' until {moment:%Y-%m-%d %H:%M}' if moment else ''}: {file}")
    print("vardag maintenance off opens it again")
    return 0


@or_say_why("maintenance")
def off() -> int:
    """Open the product again."""
    from django.conf import settings

    set_up()
    try:
        settings.MAINTENANCE_FILE.unlink()
    except FileNotFoundError:
        print("it was open already")
        return 0
    except OSError as wrong:
        raise CannotStart(f"can't remove {settings.MAINTENANCE_FILE}: {wrong.strerror}") from wrong
    print("open")
    return 0


def _moment(said: str) -> datetime:
    """Return the moment that somebody means; a time of day is the next such.

    :raises CannotStart: if it is none, or has been
    """
    from vardag.domain.clock.deadline import STOCKHOLM
    from vardag.doors.shared.moments import now

    here = now().astimezone(STOCKHOLM)
    try:
        moment = _next(time.fromisoformat(said), here)
    except ValueError:
        try:
            moment = datetime.fromisoformat(said).replace(tzinfo=STOCKHOLM)
        except ValueError:
            raise CannotStart(
                f"{said!r} is no time. Write 14:30, or 2026-04-13T14:30, in Swedish time"
            ) from None
    if moment <= here:
        raise CannotStart(f"{said} has been. Write a time to come, such as 14:30")
    return moment


def _next(at: time, here: datetime) -> datetime:
    today = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > here else today + timedelta(days=1)


def state() -> int:
    """Say whether the product is closed: 0 if it is open, 3 if it is closed."""
    set_up()
    from vardag.doors.shared.maintenance import closed_now

    closed = closed_now()
    if closed is None:
        print("open")
        return 0
    print(f"closed{f' until {closed.until.isoformat()}' if closed.until else ''}")
    return 3
