"""Sixty response dates found by hand with an almanac: moment by Swedish clocks, date owed, and why."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Golden:
    """A case that comes at a moment, and by when it is owed a response."""

    came: datetime
    owed: date
    why: str
    closed: frozenset[date] = frozenset()


_BY_HAND = """
2024-02-27T09:00+01:00 2024-02-29 29 February is a day like others
2024-02-28T23:59:59+01:00 2024-03-01 over the leap day
2024-02-29T12:00+01:00 2024-03-04 sent on the leap day, a Thursday
2028-02-28T08:00+01:00 2028-03-01 a Monday before the leap day
2032-02-27T08:00+01:00 2032-03-02 a Friday before a leap day on a Sunday
2025-02-27T16:00+01:00 2025-03-03 a year without a leap day
2024-03-27T10:00+01:00 2024-04-02 Wednesday before Easter; Thursday, then Tuesday
2024-03-28T10:00+01:00 2024-04-03 Maundy Thursday
2024-03-31T01:59:59+01:00 2024-04-03 Easter Sunday, last second of winter time
2024-03-31T03:00:00+02:00 2024-04-03 Easter Sunday, first second of summer time
2025-04-16T23:59:59+02:00 2025-04-22 before Easter, a second before midnight
2025-04-17T00:00:00+02:00 2025-04-23 a second later
2026-04-01T10:00+02:00 2026-04-07 Maundy Thursday counts, Good Friday and Easter Monday do not
2026-04-02T10:00+02:00 2026-04-08 Maundy Thursday
2026-04-04T10:00+02:00 2026-04-08 Easter Eve
2026-04-06T23:59:59+02:00 2026-04-08 Easter Monday to its end
2027-03-25T12:00+01:00 2027-03-31 Easter at the change to summer time
2027-03-28T03:30:00+02:00 2027-03-31 the hour after the one that was skipped
2035-03-22T12:00+01:00 2035-03-28 the earliest Easter of these years
2030-04-18T12:00+02:00 2030-04-24 a late Easter
2024-04-29T12:00+02:00 2024-05-02 1 May on a Wednesday
2026-04-29T12:00+02:00 2026-05-04 1 May on a Friday
2027-04-29T12:00+02:00 2027-05-03 1 May on a Saturday
2024-05-07T12:00+02:00 2024-05-10 Ascension Day; the squeeze day after it is worked
2024-05-08T12:00+02:00 2024-05-13 eve of Ascension Day; the squeeze day counts
2026-05-13T12:00+02:00 2026-05-18 the squeeze day 15 May counts
2027-05-05T12:00+02:00 2027-05-10 the squeeze day 7 May counts
2024-06-04T12:00+02:00 2024-06-07 National Day on a Thursday; the squeeze day counts
2024-06-05T12:00+02:00 2024-06-10 the eve of it
2025-06-04T12:00+02:00 2025-06-09 National Day on a Friday; Whit Monday is worked
2026-06-04T12:00+02:00 2026-06-08 National Day on a Saturday
2030-06-05T12:00+02:00 2030-06-10 National Day on a Thursday
2024-06-19T12:00+02:00 2024-06-24 Midsummer Eve on the 21st
2024-06-20T12:00+02:00 2024-06-25 the day before Midsummer Eve
2026-06-17T23:59:59+02:00 2026-06-22 Midsummer Eve on the 19th, as early as it can be
2026-06-18T00:00:00+02:00 2026-06-23 a second later
2026-06-19T15:00+02:00 2026-06-23 sent on Midsummer Eve
2027-06-23T12:00+02:00 2027-06-28 Midsummer Eve on the 25th, as late as it can be
2026-10-29T12:00+01:00 2026-11-02 All Saints' is a Saturday; its eve counts
2024-10-31T12:00+01:00 2024-11-04 the Thursday before it
2026-12-22T12:00+01:00 2026-12-28 Christmas Eve on a Thursday; the Wednesday counts
2026-12-23T12:00+01:00 2026-12-29 both days after Christmas
2027-12-23T12:00+01:00 2027-12-28 Christmas Eve on a Friday
2024-12-23T12:00+01:00 2024-12-30 only Friday the 27th between the feasts
2024-12-27T12:00+01:00 2025-01-02 New Year's Eve and New Year's Day do not count
2026-12-30T23:59:59+01:00 2027-01-05 31 December is no working day; nor is 1 January
2026-12-31T00:00:00+01:00 2027-01-05 31 December, its first second
2026-12-31T23:59:59+01:00 2027-01-05 the last second of a year
2025-01-02T12:00+01:00 2025-01-07 Epiphany on a Monday
2025-01-03T12:00+01:00 2025-01-08 a Friday before it
2027-01-05T12:00+01:00 2027-01-08 Epiphany on a Wednesday
2026-09-11T16:00+02:00 2026-09-15 a Friday gives Tuesday
2026-09-12T16:00+02:00 2026-09-15 and so does a Saturday
2026-09-13T23:59:59+02:00 2026-09-15 and a Sunday
2026-09-14T00:00:00+02:00 2026-09-16 and a Monday gives Wednesday
2026-03-29T01:59:59+01:00 2026-03-31 the night of summer time, before
2026-10-25T02:30:00+02:00 2026-10-27 the hour that comes twice, the first time
2026-10-25T02:30:00+01:00 2026-10-27 the hour that comes twice, the second time
2026-09-07T12:00+02:00 2026-09-10 a clinic's closed day passed over: 2026-09-08
2026-04-01T12:00+02:00 2026-04-08 a closed day before Easter passed over: 2026-04-02
"""


def _read(line: str) -> Golden:
    came, owed, why = line.split(" ", 2)
    closed = why.rpartition(": ")[2] if "closed day" in why else ""
    days = frozenset({date.fromisoformat(closed)}) if closed else frozenset()
    return Golden(datetime.fromisoformat(came), date.fromisoformat(owed), why, days)


GOLDENS = tuple(_read(line) for line in _BY_HAND.strip().splitlines())
