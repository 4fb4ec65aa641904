"""The clock, which only doors read, and moments and dates in words."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext

from vardag.domain.clock.deadline import STOCKHOLM, local_date

# Django's own Swedish names differ in length from what a narrow list has room for.
_SHORT_DAYS = {
    "sv": ("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_DAYS = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "sv": (
        "januari februari mars april maj juni juli augusti september oktober november december"
    ).split(),
    "en": (
        "January February March April May June July August September October November December"
    ).split(),
}
_NEAR = 14  # days: a weekday with its number is one day only


def now() -> datetime:
    """Return this moment, aware; in a demonstration of an earlier day, the moment there.

    No floor below the doors may ask.
    """
    return timezone.now() - settings.BEHIND


def today() -> date:
    """Return today's local date in Europe/Stockholm."""
    return local_date(now())


def language() -> str:
    """Return the language of this request: ``sv`` or ``en``."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def day_name(day: date) -> str:
    """Return the weekday, such as ``tisdag``."""
    return _DAYS[language()][day.weekday()]


def short_day(day: date) -> str:
    """Return the weekday in short, such as ``tis``."""
    return _SHORT_DAYS[language()][day.weekday()]


def short_date(day: date, *, on: date | None = None) -> str:
    """Return a date for lists, such as ``tis 7 april``; with the year when it isn't this one."""
    return f"{short_day(day)} {_day_and_month(day, on)}"


def near_date(day: date, *, on: date) -> str:
    """Return a date without its month, such as ``tis 7``, if it is so near that no month is needed."""
    if abs((day - on).days) < _NEAR:
        return f"{short_day(day)} {day.day}"
    return short_date(day, on=on)


def long_date(day: date, *, on: date | None = None) -> str:
    """Return a date for running text, such as ``tisdag 14 april``."""
    return f"{day_name(day)} {_day_and_month(day, on)}"


def _day_and_month(day: date, on: date | None) -> str:
    written = f"{day.day} {_MONTHS[language()][day.month - 1]}"
    return written if day.year == (on or today()).year else f"{written} {day.year}"


def month_name(day: date, *, on: date) -> str:
    """Return the month, such as ``april``; with the year when it isn't this one."""
    name = _MONTHS[language()][day.month - 1]
    return name if day.year == on.year else f"{name} {day.year}"


def clock_time(moment: datetime) -> str:
    """Return the local time of day, such as ``08.24`` in Swedish and ``08:24`` in English."""
    local = moment.astimezone(STOCKHOLM)
    return f"{local:%H:%M}" if language() == "en" else f"{local:%H.%M}"


def short_moment(moment: datetime, *, on: date | None = None) -> str:
    """Return a moment for threads, such as ``tors 2 april 09.12``."""
    return f"{short_date(local_date(moment), on=on)} {clock_time(moment)}"


def listed(words: list[str]) -> str:
    """Return words as a phrase: ``a``, ``a och b``, ``a, b och c``."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}
