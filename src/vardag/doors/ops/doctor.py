"""``vardag doctor``: how it stands with an installation, a line each with what helps."""

import json
import sys
from collections.abc import Iterator

from vardag.domain.health.finding import STATUS, Finding, Health, Level
from vardag.doors.ops.starting import CannotStart, set_up

_UNKNOWN = 2


def run(*, as_json: bool, thorough: bool, only_trouble: bool = False) -> int:
    """Say how it stands: 0 if all is in order, 1 if something is worth a look, 2 if something is wrong.

    Changes nothing, and can be run while people work.

    :param thorough: also read the whole access log and the whole database, which takes its time
    :param only_trouble: leave out what is in order
    """
    try:
        set_up(quiet=True)
    except CannotStart as why:
        print(f"vardag doctor: {why}", file=sys.stderr)
        return _UNKNOWN
    health = _health(thorough=thorough)
    shown = [each for each in health.findings if not only_trouble or each.level is not Level.OK]
    print(_as_json(health) if as_json else "\n".join(_lines(shown)))
    return STATUS[health.level]


def _health(*, thorough: bool) -> Health:
    from vardag.doors.ops.log.whole import whole_found
    from vardag.doors.shared.health.look import look

    health = look()
    more = whole_found() if thorough else ()
    return Health(health.at, (*health.findings, *more))


def _lines(findings: list[Finding]) -> Iterator[str]:
    """Yield the worst first, so that what matters stands where reading begins."""
    for level in reversed(Level):
        for each in findings:
            if each.level is level:
                yield _line(each)


def _line(found: Finding) -> str:
    """Return one line: how bad, what it is about, what is found, and what helps."""
    what = f": {found.what}" if found.what else ""
    since = f" Since {found.since:%Y-%m-%d %H:%M %Z}." if found.since else ""
    remedy = f" {found.remedy}" if found.remedy else ""
    detail = f" ({found.detail})" if found.detail else ""
    clinic = f" [clinic {found.clinic}]" if found.clinic else ""
    return f"{found.level.value:<5} {found.key}{clinic}{what}{since}{remedy}{detail}"


def _as_json(health: Health) -> str:
    return json.dumps(
        {
            "at": health.at.isoformat(),
            "level": health.level,
            "findings": [_object(each) for each in health.findings],
        },
        indent=2,
    )


def _object(found: Finding) -> dict[str, object]:
    return {
        "key": found.key,
        "level": found.level,
        "what": str(found.what or ""),
        "remedy": str(found.remedy or ""),
        "whom": found.whom,
        "since": found.since.isoformat() if found.since else None,
        "clinic": found.clinic,
        "detail": found.detail,
    }
