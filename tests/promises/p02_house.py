"""An installation that people are told from: filled, and worked in by processes that may be killed.

``python -m tests.promises.p02_house`` reads what to do as lines of JSON, each done by a process of
its own, and tells how it went. What it and its workers log goes to standard error, which is looked
through.
"""

import json
import os
import random
import signal
import socket
import string
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from vardag.doors.ops.starting import set_up

SECONDS = 1.0  # that a worker waits for the mail server's word
_NUMBERS_FROM = 7_000_000  # of cases, so that one is known wherever it stands
_PATIENCE = 60.0  # seconds: for a busy machine
_WORDS = 24  # of each form; the reply has some more, names and services make up forty
_CLINICS = ("Öppenvården", "outpatient", "BUP")


def main() -> None:
    set_up()
    if planted := os.environ.get("TESTS_PLANTED"):
        from tests.promises.p02_planted import plant  # noqa: PLC0415

        plant(planted)
    _warm_up()
    for line in sys.stdin:
        given = json.loads(line)
        DEEDS[given.pop("do")](**given)


def _warm_up() -> None:
    """Load and read now what each process would load and read anew; no connection goes along."""
    from django.db import connections  # noqa: PLC0415

    from vardag.doors.shared.moments import today  # noqa: PLC0415
    from vardag.reactions import notifying  # noqa: F401, PLC0415
    from vardag.rooms.routines.queries import routine_on  # noqa: PLC0415

    routine_on(today())
    connections.close_all()


def _say(**told: Any) -> None:
    os.write(1, (json.dumps(told) + "\n").encode())


def _in_a_process(do: Callable[[], None]) -> int:
    """Do something in a process of its own, and return its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        do()
        code = 0
    except BaseException:  # noqa: BLE001 - which nobody above is to see twice
        import traceback  # noqa: PLC0415

        traceback.print_exc()
    os._exit(code)


def _once(do: Callable[[], Any]) -> None:
    pid = _in_a_process(lambda: _say(event="done", told=do()))
    _, status = os.waitpid(pid, 0)
    if status:
        _say(event="broke")


# --- Working -------------------------------------------------------------------------------------


def work(*, ahead: float, workers: int, deaf: bool) -> None:
    """Have workers send all that is due; for each that is killed another one begins.

    :param ahead: seconds by which their clock is ahead of this machine's
    :param deaf: whether no name can be looked up
    """

    def begin() -> None:
        _say(event="began", pid=_in_a_process(lambda: _send(ahead, deaf=deaf)))

    for _ in range(workers):
        begin()
    left = workers
    while left:
        pid, status = os.wait()
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        _say(event="ended", pid=pid, killed=killed, broke=bool(status) and not killed)
        if killed:
            begin()
        else:
            left -= 1
    _say(event="done", told=None)


def _send(ahead: float, *, deaf: bool) -> None:
    from django.conf import settings  # noqa: PLC0415

    from vardag.doors.shared.moments import now  # noqa: PLC0415
    from vardag.reactions.notifying import send_due  # noqa: PLC0415
    from vardag.rooms.notices.queries import due  # noqa: PLC0415

    mail: Any = settings.MAIL
    settings.MAIL = replace(mail, server=replace(mail.server, seconds=SECONDS))
    if deaf:
        socket.getaddrinfo = _no_names

    def clock() -> datetime:
        return now() + timedelta(seconds=ahead)

    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if not send_due(lambda _: False, clock=clock) and not due(at=clock(), most=1):
            return


def _no_names(*_: Any, **__: Any) -> Any:
    raise socket.gaierror("no such name")


# --- Filling -------------------------------------------------------------------------------------


def fill(*, many: int, seed: int, clinic: Any, receiver: Any) -> None:
    """Send cases and have them answered or given away, so that so many notices wait."""
    _once(lambda: _filled(many, random.Random(seed), clinic, receiver))


def _filled(many: int, draw: random.Random, clinic: Any, receiver: Any) -> dict[str, Any]:
    from django.db import transaction  # noqa: PLC0415

    from vardag.doors.shared.moments import today  # noqa: PLC0415
    from vardag.rooms.routines.queries import routine_on  # noqa: PLC0415

    services = routine_on(today()).services
    names = [text for each in services for text in (each.name.sv, each.name.en)]
    with transaction.atomic():
        _number_from(_NUMBERS_FROM)
        made = [_a_case(number, draw, clinic, receiver) for number in range(many)]
    return {"notices": made, "phrases": [each for each in names if " " in each], "words": _CLINICS}


def _number_from(first: int) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('\"case\"', 'id'), %s)", [first])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'case'")
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('case', %s)", [first])


def _a_case(number: int, draw: random.Random, clinic: Any, receiver: Any) -> dict[str, Any]:
    """Send a case about a child of its own; a third are given to a colleague, the others answered."""
    from vardag.doors.shared.moments import now, today  # noqa: PLC0415
    from vardag.rooms.cases import actions  # noqa: PLC0415
    from vardag.rooms.people.models import PersonRow  # noqa: PLC0415
    from vardag.rooms.people.queries import resident_of, staff  # noqa: PLC0415

    words = [_word(draw) for _ in range(_WORDS + 16)]
    asked, told, names = words[:_WORDS], words[_WORDS:-6], words[-6:]
    guardian, child, numbers = _family(number, names)
    case = actions.submit(
        service="message",
        patient=child,
        clinic=clinic,
        answers={"text": " ".join(asked)},
        by=resident_of(PersonRow.objects.get(pk=guardian), on=today()),
        at=now(),
    )
    by: Any = staff(receiver, on=today())
    colleague = _colleague(number, clinic, names) if number % 3 == 0 else None
    act = _act(colleague, clinic, " ".join(told))
    actions.perform(case_id=case, act=act, by=by, at=now())
    to = guardian if colleague is None else colleague
    PersonRow.objects.filter(pk=to).update(email=f"p{to}@post.example")
    return {
        "to": to,
        "case": case,
        "child": child,
        "is_staff": colleague is not None,
        "words": [*words, str(case)],
        "numbers": numbers,
    }


def _act(colleague: Any, clinic: Any, words: str) -> Any:
    from vardag.domain.case import acts  # noqa: PLC0415

    if colleague is None:
        return acts.SendInterimReply(acts.Message(text=words))
    return acts.Assign(acts.Person(colleague, clinic))


def _word(draw: random.Random) -> str:
    return "zq" + "".join(draw.choices(string.ascii_lowercase, k=10))


def _family(number: int, names: list[str]) -> tuple[Any, Any, list[str]]:
    from vardag.rooms.people import actions as people  # noqa: PLC0415

    made: list[Any] = []
    numbers = []
    for place, year in enumerate((1973, time.gmtime().tm_year - 11)):
        born = date(year, 1, 1) + timedelta(days=number % 300)
        numbers.append(_personal_number(born, 990 + number // 300))
        made.append(
            people.add_resident(
                given_name=names[2 * place].title(),
                family_name=names[2 * place + 1].title(),
                personal_number=numbers[-1],
                born=born,
            )
        )
    people.add_guardian(guardian=made[0], child=made[1])
    return made[0], made[1], numbers


def _personal_number(born: date, birth: int) -> str:
    from tests.promises.peopled import personal_number  # noqa: PLC0415

    return personal_number(born, birth)


def _colleague(number: int, clinic: Any, names: list[str]) -> Any:
    from vardag.domain.people.identity import Profession, Role  # noqa: PLC0415
    from vardag.rooms.people import actions as people  # noqa: PLC0415

    person = people.add_staff(
        given_name=names[4].title(),
        family_name=names[5].title(),
        hsa_id=f"SE0000000000-{20_000 + number}",
        profession=Profession.NURSE,
        title="sjuksköterska",
    )
    people.grant(person=person, clinic=clinic, role=Role.RECEIVER, from_date=date(2020, 1, 1))
    return person


# --- What happens meanwhile ------------------------------------------------------------------------


def lose(*, notices: list[dict[str, Any]]) -> None:
    """Take from each receiver the right to what waits, in one way or another."""
    _once(lambda: [_loses(notice, number) for number, notice in enumerate(notices)])


def _loses(notice: dict[str, Any], number: int) -> str:
    from vardag.doors.shared.moments import now, today  # noqa: PLC0415
    from vardag.rooms.people.models import GrantRow, GuardianRow, PersonRow  # noqa: PLC0415

    if notice["is_staff"]:
        GrantRow.objects.filter(person=notice["to"]).update(withdrawn_at=now())
        return "role"
    match number % 3:
        case 0:
            GuardianRow.objects.filter(child=notice["child"]).delete()
            return "custody"
        case 1:
            PersonRow.objects.filter(pk=notice["child"]).update(protection="marked")
            return "protected"
        case _:
            PersonRow.objects.filter(pk=notice["to"]).update(died_on=today())
            return "died"


def move(*, people: list[Any]) -> None:
    """Give people another address."""

    def do() -> None:
        from vardag.rooms.people.actions import set_email  # noqa: PLC0415

        for person in people:
            set_email(person=person, email=f"new{person}@post.example")

    _once(do)


def seen(*, people: list[Any]) -> None:
    """Tell which mailings staff are shown as having reached nobody."""

    def do() -> list[str]:
        from vardag.rooms.notices.queries import failed_to  # noqa: PLC0415

        return [str(each.key) for person in people for each in failed_to([person])]

    _once(do)


DEEDS: dict[str, Callable[..., None]] = {
    "work": work,
    "fill": fill,
    "lose": lose,
    "move": move,
    "seen": seen,
}


if __name__ == "__main__":
    main()
