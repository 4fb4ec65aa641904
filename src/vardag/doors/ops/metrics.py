"""``vardag metrics``: numbers for Prometheus, as text. Of no patient, no case and no person.

They are asked of the database when they are wanted, so that they are the same on each machine, and
nobody who reads a page waits for them (ADR-0055).
"""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from vardag.domain.health.finding import STATUS, Health
from vardag.domain.health.work import Doings, Queue
from vardag.doors.ops.starting import CannotStart, or_say_why, set_up

type Sample = tuple[dict[str, str], float]


@or_say_why("metrics")
def run(*, file: str | None) -> int:
    """Write the numbers to standard output, or to a file that is whole at every moment.

    :param file: such as one in the folder of a node exporter's textfile collector
    """
    set_up(quiet=True)
    text = "".join(f"{line}\n" for line in _lines())
    if file is None:
        sys.stdout.write(text)
        return 0
    _put(Path(file), text)
    return 0


def _put(file: Path, text: str) -> None:
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.chmod(0o644)
        unfinished.replace(file)
    except OSError as wrong:
        raise CannotStart(f"can't write {file}: {wrong.strerror}") from wrong


def _lines() -> Iterator[str]:
    from django.db import DatabaseError

    from vardag.doors.shared.health.doings import read_doings
    from vardag.doors.shared.health.look import look

    health = look()
    yield from _of_checks(health)
    try:
        yield from _of_work(read_doings())
        yield from _of_cases()
        up = 1.0
    except DatabaseError:
        up = 0.0
    yield from _of_requests()
    yield from _metric("vardag_up", "1 when the database could be asked", [({}, up)])


def _of_checks(health: Health) -> Iterator[str]:
    worst: dict[str, float] = {}
    for each in health.findings:
        worst[each.key] = max(worst.get(each.key, 0.0), float(STATUS[each.level]))
    samples = [({"check": key}, level) for key, level in worst.items()]
    yield from _metric("vardag_check", "what vardag doctor finds: 0 ok, 1 warn, 2 wrong", samples)


def _of_work(seen: Doings) -> Iterator[str]:
    rounds = [
        ({"work": work.value}, (seen.at - each.done_at).total_seconds())
        for work, each in seen.rounds.items()
        if each.done_at
    ]
    yield from _metric("vardag_round_age_seconds", "since a worker last did this work", rounds)
    queues = {
        "deliveries": seen.deliveries,
        "notices": seen.notices,
        "files": seen.files,
        "staff-directory": seen.directory,
        "population-register": seen.register,
    }
    yield from _metric("vardag_waiting", "how many wait and could have been done", _many(queues))
    yield from _metric(
        "vardag_waiting_age_seconds",
        "how long the first of them has waited",
        _ages(queues, seen.at),
    )
    failed = sum(each.many for each in (seen.failed or {}).values())
    gone = {"deliveries": Queue(failed), "notices": seen.failed_notices, "links": seen.links}
    yield from _metric("vardag_failed", "how many failed and aren't tried again", _many(gone))


def _many(queues: dict[str, Queue]) -> list[Sample]:
    return [({"queue": name}, float(each.many)) for name, each in queues.items()]


def _ages(queues: dict[str, Queue], at: datetime) -> list[Sample]:
    return [
        ({"queue": name}, max((at - each.since).total_seconds(), 0.0) if each.since else 0.0)
        for name, each in queues.items()
    ]


def _of_cases() -> Iterator[str]:
    from vardag.doors.shared.moments import today
    from vardag.rooms.lists.owed import owed

    found = owed(on=today())
    for name, told, number in (
        ("open", "cases that are open", [each.open for each in found]),
        ("due_today", "cases that are owed a response today", [each.due_today for each in found]),
        ("overdue", "cases whose response is late", [each.overdue for each in found]),
    ):
        clinics = ({"clinic": each.clinic} for each in found)
        samples = list(zip(clinics, map(float, number), strict=True))
        yield from _metric(f"vardag_cases_{name}", told, samples)


def _of_requests() -> Iterator[str]:
    from django.conf import settings

    from vardag.doors.shared.counting import UP_TO, read
    from vardag.doors.shared.moments import now

    name = "vardag_request_seconds"
    yield f"# HELP {name} how long requests took, by route, method and kind of status"
    yield f"# TYPE {name} histogram"
    for (route, method, status), each in read(settings.NUMBERS_FOLDER, at=now()).items():
        labels = {"route": route, "method": method, "status": status}
        for limit, many in zip((*map(str, UP_TO), "+Inf"), (*each.within, each.many), strict=True):
            yield _sample(f"{name}_bucket", {**labels, "le": limit}, many)
        yield _sample(f"{name}_sum", labels, each.seconds)
        yield _sample(f"{name}_count", labels, each.many)


def _metric(name: str, told: str, samples: Iterable[Sample]) -> Iterator[str]:
    """Yield a gauge as Prometheus reads it; labels are keys of ours, and need no escaping."""
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} gauge"
    for labels, value in samples:
        yield _sample(name, labels, value)


def _sample(name: str, labels: dict[str, str], value: float) -> str:
    inside = ",".join(f'{key}="{each}"' for key, each in labels.items())
    return f"{name}{{{inside}}} {value:.10g}" if inside else f"{name} {value:.10g}"
