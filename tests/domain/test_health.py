"""How it stands with an installation: each fault is found, with what helps, and nothing else is."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.health.database import (
    Database,
    Postgres,
    Sqlite,
    database_found,
    trusted_journal,
)
from vardag.domain.health.finding import STATUS, Finding, Health, Level, worst
from vardag.domain.health.machine import Folder, Machine, Room, Seen, machine_found
from vardag.domain.health.picture import Picture, health_of
from vardag.domain.health.secret import Weakness, weakness_of
from vardag.domain.health.settings import Configured, Vouching, refusals, settings_found
from vardag.domain.health.whole import Whole, whole_found
from vardag.domain.health.work import (
    EXPECTED,
    ClinicAhead,
    Doings,
    Log,
    Queue,
    Rounds,
    Work,
    work_found,
)
from vardag.domain.people.identity import ClinicId

NOW = datetime(2026, 4, 13, 8, 0, tzinfo=UTC)  # a Monday
TODAY = date(2026, 4, 13)
HERE, THERE = ClinicId(1), ClinicId(2)
STRONG = Vouching(many=1, levels=(("http://id.sambi.se/loa/loa3",),))
SETTINGS = Configured(
    hosts=("vardag.example.se",),
    origins=("https://vardag.example.se",),
    hsts_seconds=365 * 24 * 3600,
    proxies=1,
    scanner="tcp:scanner:3310",
    staff=STRONG,
    residents=STRONG,
    reporting_days=200,
)
SQLITE = Sqlite((3, 51, 3), "wal", 2, foreign_keys=True, recursive_triggers=True)
POSTGRES = Postgres(
    version=160_004,
    fsync=True,
    full_page_writes=True,
    synchronous_commit="on",
    encoding="UTF8",
    checksums=True,
    is_superuser=False,
    is_elsewhere=True,
    is_encrypted=True,
    seconds_ahead=0.1,
)
MACHINE = Machine(today=TODAY, rooms=(Room("data", 50 << 30, 100 << 30),), zones_year=2026)
WEEKDAYS = frozenset(TODAY + timedelta(days=n) for n in range(14))
DOINGS = Doings(
    at=NOW,
    today=TODAY,
    rounds={work: Rounds(NOW) for work in Work},
    needs_rounds=frozenset(Work),
    routine_until=date(2028, 3, 11),
    clinics=(ClinicAhead(HERE, WorkingCalendar(), WEEKDAYS),),
)


def trouble(findings: Iterable[Finding]) -> list[tuple[str, Level]]:
    """What isn't in order, by key; each says what it is and what helps."""
    found = [each for each in findings if each.level is not Level.OK]
    for each in found:
        assert each.what is not None, each.key
        assert each.remedy is not None, each.key
        assert str(each.what).endswith("."), each.what
        assert "%" not in f"{each.what}{each.remedy}", each
    return [(each.key, each.level) for each in found]


# --- Settings -----------------------------------------------------------------------------------


def test_sound_settings_are_in_order():
    assert trouble(settings_found(SETTINGS)) == []
    assert refusals(SETTINGS) == ()


LONE = ("127.0.0.1", "localhost", "[::1]")
WEAK_SETTINGS = [
    ({"secret": Weakness.SHORT}, "secret-key", Level.WRONG),
    ({"secret": Weakness.KNOWN}, "secret-key", Level.WRONG),
    ({"secret": Weakness.GUESSABLE}, "secret-key", Level.WRONG),
    ({"is_https": False}, "https", Level.WRONG),
    ({"is_https": False, "hosts": LONE}, "https", Level.WARN),
    ({"hosts": ("*",)}, "hosts", Level.WRONG),
    ({"hosts": (".example.se",)}, "hosts", Level.WARN),
    ({"hosts": LONE}, "hosts", Level.WARN),
    ({"hsts_seconds": 0}, "hsts", Level.WARN),
    ({"hsts_seconds": 3600}, "hsts", Level.WARN),
    ({"origins": ("https://*.example.se",)}, "origins", Level.WRONG),
    ({"origins": ("http://vardag.example.se",)}, "origins", Level.WARN),
    ({"proxies": 0}, "proxies", Level.WARN),
    ({"is_throw_away": True}, "throw-away", Level.WRONG),
    ({"is_demo": True}, "demonstration", Level.WARN),
    ({"is_demo": True, "has_real_people": True}, "demonstration", Level.WRONG),
    ({"staff": Vouching()}, "sign-in-staff", Level.WARN),
    ({"staff": Vouching(1, ((),))}, "sign-in-staff", Level.WRONG),
    ({"staff": Vouching(1, (("http://id.sambi.se/loa/loa2",),))}, "sign-in-staff", Level.WARN),
    ({"staff": replace(STRONG, on_this_machine=True)}, "sign-in-staff", Level.WARN),
    ({"residents": Vouching()}, "sign-in-residents", Level.WARN),
    ({"residents": Vouching(2, (("loa3",), ()))}, "sign-in-residents", Level.WRONG),
    ({"scanner": ""}, "scanner", Level.WARN),
    ({"scanner": "none"}, "scanner", Level.WARN),
    ({"scanner": "stand-in"}, "scanner", Level.WRONG),
    ({"has_staff_directory": False}, "staff-directory", Level.WARN),
    ({"has_register": False}, "population-register", Level.WARN),
    ({"reporting_days": None}, "reporting", Level.WARN),
    ({"reporting_days": 30}, "reporting", Level.WARN),
    ({"reporting_days": -1}, "reporting", Level.WARN),
]


@pytest.mark.parametrize(("change", "key", "level"), WEAK_SETTINGS)
def test_a_weak_setting_is_found(change, key, level):
    found = trouble(settings_found(replace(SETTINGS, **change)))

    assert (key, level) in found


@pytest.mark.parametrize(("change", "key", "level"), WEAK_SETTINGS)
def test_what_is_wrong_keeps_the_pages_from_being_served_and_what_is_worth_a_look_does_not(
    change, key, level
):
    refused = [each.key for each in refusals(replace(SETTINGS, **change))]

    assert refused == ([key] if level is Level.WRONG and key != "throw-away" else [])


def test_a_demonstration_of_invented_people_on_its_own_machine_is_in_order():
    demo = Configured(
        secret=Weakness.KNOWN,
        is_demo=True,
        has_real_people=False,
        is_https=False,
        hosts=LONE,
        scanner="stand-in",
        has_staff_directory=False,
        has_register=False,
    )

    assert trouble(settings_found(demo)) == []


def test_a_throw_away_database_is_served_with_any_settings():
    assert refusals(Configured(secret=Weakness.SHORT, is_throw_away=True, hosts=("*",))) == ()


@pytest.mark.parametrize(
    ("secret", "weakness"),
    [
        ("", Weakness.SHORT),
        ("x9" * 15, Weakness.SHORT),
        ("k" * 40, Weakness.GUESSABLE),
        ("vardag" * 8, Weakness.GUESSABLE),
        ("0123456789abcdefghijklmnopqrstuvwxyz", Weakness.GUESSABLE),
        ("django-insecure-7f3c19ab62d84e05b1a9c3", Weakness.KNOWN),
        ("CHANGEME-7f3c19ab62d84e05b1a9c3ffd0e1", Weakness.KNOWN),
        ("7f3c19ab62d84e05b1a9c3ffd0e14b26", None),
        ("aX9-tq_0LmZs7Rk2vWc4Yb8NhJe1PgUd", None),
    ],
)
def test_how_weak_a_secret_is(secret, weakness):
    assert weakness_of(secret) is weakness


# --- The database -------------------------------------------------------------------------------


def test_sound_databases_are_in_order():
    assert trouble(database_found(Database(sqlite=SQLITE))) == []
    assert trouble(database_found(Database(postgres=POSTGRES))) == []


@pytest.mark.parametrize(
    ("seen", "key", "level"),
    [
        (Database(unreachable="refused"), "database", Level.WRONG),
        (Database(sqlite=SQLITE, pending=3), "migrations", Level.WRONG),
        (Database(sqlite=SQLITE, unknown=1), "migrations", Level.WARN),
        (Database(sqlite=replace(SQLITE, version=(3, 36, 0))), "database-version", Level.WRONG),
        (Database(sqlite=replace(SQLITE, version=(3, 46, 1))), "durability", Level.WRONG),
        (Database(sqlite=replace(SQLITE, journal="off")), "durability", Level.WRONG),
        (Database(sqlite=replace(SQLITE, synchronous=1)), "durability", Level.WRONG),
        (Database(sqlite=replace(SQLITE, foreign_keys=False)), "rules", Level.WRONG),
        (Database(sqlite=replace(SQLITE, recursive_triggers=False)), "rules", Level.WRONG),
        (Database(sqlite=SQLITE, seconds_behind=3), "clock", Level.WARN),
        (Database(sqlite=SQLITE, seconds_behind=90), "clock", Level.WRONG),
        (Database(postgres=replace(POSTGRES, version=149_999)), "database-version", Level.WRONG),
        (Database(postgres=replace(POSTGRES, fsync=False)), "durability", Level.WRONG),
        (Database(postgres=replace(POSTGRES, full_page_writes=False)), "durability", Level.WRONG),
        (Database(postgres=replace(POSTGRES, synchronous_commit="off")), "durability", Level.WRONG),
        (Database(postgres=replace(POSTGRES, checksums=False)), "durability", Level.WARN),
        (Database(postgres=replace(POSTGRES, encoding="LATIN1")), "encoding", Level.WRONG),
        (
            Database(postgres=replace(POSTGRES, is_encrypted=False)),
            "database-connection",
            Level.WARN,
        ),
        (
            Database(postgres=replace(POSTGRES, is_superuser=True)),
            "database-connection",
            Level.WARN,
        ),
        (Database(postgres=replace(POSTGRES, seconds_ahead=-3.0)), "clock", Level.WARN),
        (Database(postgres=replace(POSTGRES, seconds_ahead=61.0)), "clock", Level.WRONG),
    ],
)
def test_a_fault_of_the_database_is_found(seen, key, level):
    found = trouble(database_found(seen))

    assert found[0] == (key, level)
    assert len(found) == 1 or key == "database-version"


@pytest.mark.parametrize(
    ("version", "journal"),
    [
        ((3, 51, 3), "wal"),
        ((3, 51, 2), "truncate"),
        ((3, 50, 7), "wal"),
        ((3, 50, 6), "truncate"),
        ((3, 44, 6), "wal"),
        ((3, 40, 1), "truncate"),
    ],
)
def test_the_journal_is_one_that_the_version_can_be_trusted_with(version, journal):
    assert trusted_journal(version) == journal
    assert trouble(database_found(Database(sqlite=replace(SQLITE, version=version)))) == (
        [] if journal == "wal" else [("durability", Level.WRONG)]
    )


# --- Work beside the pages ----------------------------------------------------------------------


def test_work_that_is_done_is_in_order():
    assert trouble(work_found(DOINGS)) == []


def queue(hours: float) -> Queue:
    return Queue(2, NOW - timedelta(hours=hours))


def without(*days: date) -> tuple[ClinicAhead, ...]:
    return (ClinicAhead(HERE, WorkingCalendar(), WEEKDAYS - frozenset(days)),)


@pytest.mark.parametrize(
    ("change", "key", "level"),
    [
        ({"rounds": {}}, "worker", Level.WRONG),
        ({"rounds": {**DOINGS.rounds, Work.HOUSE: Rounds(NOW, NOW)}}, "worker", Level.WARN),
        ({"log": Log(NOW - timedelta(minutes=2))}, "access-log", Level.WARN),
        ({"log": Log(NOW - timedelta(minutes=20))}, "access-log", Level.WRONG),
        ({"log": Log(head="it is missing")}, "access-log", Level.WRONG),
        ({"deliveries": queue(2)}, "deliveries", Level.WARN),
        ({"deliveries": queue(25)}, "deliveries", Level.WRONG),
        ({"failed": {HERE: queue(80)}}, "deliveries", Level.WARN),
        ({"notices": queue(2)}, "notices", Level.WARN),
        ({"notices": queue(25)}, "notices", Level.WRONG),
        ({"failed_notices": queue(25)}, "notices", Level.WARN),
        ({"files": queue(1)}, "files-waiting", Level.WARN),
        ({"files": queue(5)}, "files-waiting", Level.WRONG),
        ({"directory": queue(100)}, "directory-answers", Level.WARN),
        ({"register": queue(100)}, "register-answers", Level.WARN),
        ({"links": queue(1)}, "links", Level.WARN),
        ({"routine_until": None}, "routine", Level.WRONG),
        ({"routine_until": date(2026, 4, 12)}, "routine", Level.WRONG),
        ({"routine_until": date(2026, 6, 1)}, "routine", Level.WARN),
        ({"clinics": without(TODAY)}, "roster", Level.WRONG),
        ({"clinics": without(date(2026, 4, 24))}, "roster", Level.WARN),
        ({"is_closed": True}, "maintenance", Level.WARN),
    ],
)
def test_work_that_is_not_done_is_found(change, key, level):
    assert trouble(work_found(replace(DOINGS, **change))) == [(key, level)]


@pytest.mark.parametrize("work", Work)
def test_a_worker_that_is_not_heard_of_is_missed_after_a_while_and_not_before(work):
    def after(late: timedelta) -> list[tuple[str, Level]]:
        rounds = {**DOINGS.rounds, work: Rounds(NOW - EXPECTED[work] - late)}
        return trouble(work_found(replace(DOINGS, rounds=rounds)))

    assert after(timedelta()) == []
    assert after(timedelta(seconds=1)) == [("worker", Level.WRONG)]


def test_work_that_nobody_here_needs_is_not_missed():
    only = replace(DOINGS, needs_rounds=frozenset({Work.HOUSE}), rounds={Work.HOUSE: Rounds(NOW)})

    assert trouble(work_found(only)) == []


def test_since_when_a_worker_is_missed_is_said_unless_it_never_was():
    gone = NOW - timedelta(hours=9)
    rounds = {**DOINGS.rounds, Work.HOUSE: Rounds(gone)}

    assert next(work_found(replace(DOINGS, rounds=rounds))).since == gone
    assert next(work_found(replace(DOINGS, rounds={}))).since is None


@pytest.mark.parametrize("day", [date(2026, 4, 18), date(2026, 4, 27)])
def test_nobody_is_missed_on_a_day_off_nor_after_two_weeks(day):
    assert trouble(work_found(replace(DOINGS, clinics=without(day)))) == []


def test_nobody_is_missed_on_a_day_on_which_the_clinic_is_closed():
    closed = WorkingCalendar(closed={TODAY: "Planeringsdag"})
    clinics = (ClinicAhead(HERE, closed, WEEKDAYS - {TODAY}),)

    assert trouble(work_found(replace(DOINGS, clinics=clinics))) == []


# --- The machine, and all of it -----------------------------------------------------------------


def test_a_sound_machine_is_in_order():
    assert trouble(machine_found(MACHINE)) == []
    assert trouble(machine_found(replace(MACHINE, zones_year=None))) == []


@pytest.mark.parametrize(
    ("change", "key", "level"),
    [
        ({"rooms": (Room("data", 1 << 30, 10 << 30),)}, "disk", Level.WARN),
        ({"rooms": (Room("data", 30 << 30, 1000 << 30),)}, "disk", Level.WARN),
        ({"rooms": (*MACHINE.rooms, Room("files", 9 << 20, 10 << 30))}, "disk", Level.WRONG),
        ({"has_key": False}, "log-key", Level.WRONG),
        ({"key_read_by": Seen.EVERYBODY}, "log-key", Level.WRONG),
        ({"key_read_by": Seen.GROUP}, "log-key", Level.WARN),
        ({"key_beside_database": True}, "log-key", Level.WARN),
        ({"data": Folder(is_writable=False)}, "data-folder", Level.WRONG),
        ({"data": Folder(read_by=Seen.EVERYBODY)}, "data-folder", Level.WARN),
        ({"files": Folder(is_writable=False)}, "files-folder", Level.WRONG),
        ({"files": Folder(is_served=True)}, "files-folder", Level.WRONG),
        ({"files": Folder(read_by=Seen.EVERYBODY)}, "files-folder", Level.WARN),
        ({"zones_year": 2023}, "time-zones", Level.WARN),
    ],
)
def test_a_fault_of_the_machine_is_found(change, key, level):
    assert trouble(machine_found(replace(MACHINE, **change))) == [(key, level)]


def test_the_whole_is_as_it_was_written_or_is_not():
    assert trouble(whole_found(Whole())) == []
    assert trouble(whole_found(Whole(log="entry 4", database="page 9"))) == [
        ("whole-log", Level.WRONG),
        ("whole-database", Level.WRONG),
    ]


def test_all_of_it_is_looked_at_and_without_a_database_what_can_be():
    whole = health_of(Picture(SETTINGS, Database(sqlite=SQLITE), MACHINE, DOINGS), at=NOW)
    rest = health_of(Picture(SETTINGS, Database(unreachable="x"), MACHINE, None), at=NOW)

    assert whole.level is Level.OK
    assert {each.key for each in whole.findings} >= {"database", "worker", "disk", "secret-key"}
    assert rest.level is Level.WRONG
    assert "worker" not in {each.key for each in rest.findings}
    assert STATUS == {Level.OK: 0, Level.WARN: 1, Level.WRONG: 2}
    assert worst(()) is Level.OK


def test_staff_read_nothing_of_another_clinic_and_no_detail_of_the_machine():
    doings = replace(DOINGS, failed={HERE: queue(80), THERE: queue(90)}, log=Log(head="/srv/head"))
    health = health_of(Picture(SETTINGS, Database(sqlite=SQLITE), MACHINE, doings), at=NOW)

    here = health.for_clinic(HERE)

    assert {each.clinic for each in here.findings} == {None, HERE}
    assert not any(each.detail for each in here.findings)


def test_what_began_first_stands_first():
    old, new = NOW - timedelta(days=2), NOW - timedelta(days=1)
    a, b, c = (
        Finding(key, key, Level.WARN, whom=next(database_found(Database())).whom, since=since)
        for key, since in (("a", None), ("b", new), ("c", old))
    )

    assert [each.key for each in Health(NOW, (a, b, c)).at_level(Level.WARN)] == ["c", "b", "a"]
