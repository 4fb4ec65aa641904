"""The days of a Swedish year on which nobody is expected at work, whatever weekday they fall on.

Computed for any year rather than looked up, so that a date can't silently lose its holidays where
a table ends. The tests hold it against an independent table (ADR-0006).

Sources: lag (1989:253) om allmänna helgdagar; lag (2004:1320), the National Day from 2005 in place
of Whit Monday; semesterlag (1977:480) 7 §, which puts Midsummer Eve, Christmas Eve and New Year's
Eve beside Sundays. The movable Midsummer and All Saints' Day date from 1953 (lag 1952:48); earlier
years are counted by the same rules.
"""

from datetime import date, timedelta

from vardag.domain.words import say

_DAY = timedelta(days=1)
_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6
_NATIONAL_DAY_SINCE = 2005

NEW_YEARS_DAY = say("New Year's Day")
EPIPHANY = say("Epiphany")
GOOD_FRIDAY = say("Good Friday")
EASTER_SUNDAY = say("Easter Sunday")
EASTER_MONDAY = say("Easter Monday")
MAY_DAY = say("May Day")
ASCENSION_DAY = say("Ascension Day")
WHIT_SUNDAY = say("Whit Sunday")
WHIT_MONDAY = say("Whit Monday")
NATIONAL_DAY = say("the National Day")
MIDSUMMER_EVE = say("Midsummer Eve")
MIDSUMMER_DAY = say("Midsummer Day")
ALL_SAINTS_DAY = say("All Saints' Day")
CHRISTMAS_EVE = say("Christmas Eve")
CHRISTMAS_DAY = say("Christmas Day")
BOXING_DAY = say("Boxing Day")
NEW_YEARS_EVE = say("New Year's Eve")


def holidays_of(year: int) -> dict[date, str]:
    """Return the holidays of ``year`` with their English names, which doors translate.

    :param year: 1 to 9999, in the Gregorian calendar throughout
    :raises ValueError: if the year is outside that range
    """
    fixed = {
        date(year, 1, 1): NEW_YEARS_DAY,
        date(year, 1, 6): EPIPHANY,
        date(year, 5, 1): MAY_DAY,
        date(year, 12, 24): CHRISTMAS_EVE,
        date(year, 12, 25): CHRISTMAS_DAY,
        date(year, 12, 26): BOXING_DAY,
        date(year, 12, 31): NEW_YEARS_EVE,
    }
    return fixed | _by_easter(year) | _by_weekday(year) | _national_day(year)


def _by_easter(year: int) -> dict[date, str]:
    easter = easter_sunday(year)
    return {
        easter - 2 * _DAY: GOOD_FRIDAY,
        easter: EASTER_SUNDAY,
        easter + _DAY: EASTER_MONDAY,
        easter + 39 * _DAY: ASCENSION_DAY,
        easter + 49 * _DAY: WHIT_SUNDAY,
    }


def _by_weekday(year: int) -> dict[date, str]:
    return {
        _first(_FRIDAY, date(year, 6, 19)): MIDSUMMER_EVE,
        _first(_SATURDAY, date(year, 6, 20)): MIDSUMMER_DAY,
        _first(_SATURDAY, date(year, 10, 31)): ALL_SAINTS_DAY,
    }


def _national_day(year: int) -> dict[date, str]:
    if year >= _NATIONAL_DAY_SINCE:
        return {date(year, 6, 6): NATIONAL_DAY}
    return {easter_sunday(year) + 50 * _DAY: WHIT_MONDAY}


def _first(weekday: int, since: date) -> date:
    return since + timedelta(days=(weekday - since.weekday()) % 7)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a year in the Gregorian calendar.

    Source: the ecclesiastical rule: the Sunday after the paschal full moon, which is found from
    the year's place in the moon's nineteen-year cycle and the corrections of its century.
    """
    golden = year % 19
    century = year // 100
    skipped_leaps = century - century // 4
    moon_drift = (8 * century + 13) // 25
    age = (19 * golden + skipped_leaps - moon_drift + 15) % 30
    days_after_equinox = age - (age == 29 or (age == 28 and golden > 10))
    full_moon = date(year, 3, 21) + timedelta(days=days_after_equinox)
    return full_moon + timedelta(days=(_SUNDAY - full_moon.weekday()) or 7)
