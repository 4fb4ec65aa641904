"""What must run inside a site's own Django: load, make sessions, serve, count queries."""

import os
import sys
import uuid
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import django
import psycopg

if TYPE_CHECKING:
    from django.test import Client

    from tools.bench.sites import Request
    from vardag.domain.people.identity import ClinicId

_BEFORE = date(2020, 1, 1)


def main() -> int:
    django.setup()
    command, *arguments = sys.argv[1:]
    match command:
        case "load":
            load(int(arguments[0]))
        case "sessions":
            sessions()
        case "serve":
            serve(int(arguments[0]))
        case "queries":
            queries(arguments)
    return 0


def load(cases: int) -> None:
    from django.core.management import call_command
    from django.db import transaction

    from tools.bench import load as loading
    from vardag.rooms.routines.actions import publish
    from vardag.rooms.routines.packaged import packaged_routine
    from vardag.rooms.routines.queries import routine

    call_command("migrate", verbosity=0)
    name, text = packaged_routine()
    sha256 = publish(text=text, name=name, at=datetime.now(UTC))
    with transaction.atomic():
        _people(cases)
    with psycopg.connect(os.environ["VARDAG_DATABASE_URL"]) as connection:
        loading.load(connection, routine(sha256), sha256=sha256, cases=cases)


def _people(cases: int) -> None:
    """Staff who receive at one clinic, one who writes at all, the families whom cases are about."""
    from tools.bench.shape import CLINICS, FAMILIES, STAFF
    from vardag.rooms.clinics.actions import add_clinic

    places = [add_clinic(key=f"clinic-{n}", name=f"Clinic {n}") for n in range(1, CLINICS + 1)]
    for number in range(STAFF):
        _member_of_staff(number, places)
    for number in range(min(FAMILIES, cases + 1)):
        _family(number)


def _member_of_staff(number: int, places: "list[ClinicId]") -> None:
    from tools.bench.sites import CLINIC, WRITER
    from vardag.domain.people.identity import Profession, Role
    from vardag.rooms.people import actions as people

    person = people.add_staff(
        given_name="Staff",
        family_name=str(number),
        hsa_id=f"SE0000000000-{number}",
        profession=Profession.NURSE,
        title="sjuksköterska",
    )
    for place in places if number == WRITER - 1 else places[CLINIC - 1 : CLINIC]:
        people.grant(person=person, clinic=place, role=Role.RECEIVER, from_date=_BEFORE)


def _family(number: int) -> None:
    from vardag.rooms.people import actions as people

    nine_years_ago = date(datetime.now(UTC).year - 9, 1, 1)
    guardian, child = (
        people.add_resident(
            given_name=given,
            family_name=str(number),
            personal_number=f"{digit}{number:011d}",
            born=born,
        )
        for given, digit, born in (("Parent", 1, date(1985, 1, 1)), ("Child", 2, nine_years_ago))
    )
    people.add_guardian(guardian=guardian, child=child)


def sessions() -> None:
    """Print the keys of the sessions of a reader, a writer and a resident."""
    from tools.bench.sites import READER, RESIDENT, WRITER

    if os.environ["DJANGO_SETTINGS_MODULE"].startswith("tools.bench.floor"):
        print(*[_floor_session()] * 3)
        return
    print(*[_session(person) for person in (READER, WRITER, RESIDENT)])


def _session(person: int) -> str:
    """Sign somebody in as a provider would, and return the session's key."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from tools.bench.sites import CLINIC, RESIDENT, SEARCHES
    from vardag.domain.people.identity import PersonId
    from vardag.domain.people.sign_in import Side
    from vardag.doors.shared import signed_in
    from vardag.doors.shared.actor import sign_in

    request = HttpRequest()
    request.session = SessionStore()
    side = Side.RESIDENTS if person == RESIDENT else Side.STAFF
    sign_in(request, PersonId(person), signed_in.SignIn(side, "bench"))
    request.session[signed_in.CLINIC] = CLINIC
    request.session["sought"] = [[key, words] for key, words in SEARCHES.items()]
    request.session.save()
    return str(request.session.session_key)


def _floor_session() -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    user = User.objects.create_user("somebody")
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def serve(port: int) -> None:
    """Serve the configured site in this process; SIGTERM ends it."""
    import signal

    import waitress
    from django.core.wsgi import get_wsgi_application

    from tools.bench.servers import THREADS

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    waitress.serve(
        get_wsgi_application(), host="127.0.0.1", port=port, threads=THREADS, _quiet=True
    )


def queries(ids: list[str]) -> None:
    """Print the number of queries of each operation, in their order, in a warm process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tools.bench.sites import OPERATIONS, product

    client = Client(SERVER_NAME="127.0.0.1")
    counts = []
    for operation, pk in zip(OPERATIONS, ids, strict=True):
        request = product()[operation]
        _sign_in(client, operation)
        if request.method == "GET":  # the first asking warms the process up
            _ask(client, request, pk)
        with CaptureQueriesContext(connection) as captured:
            _ask(client, request, pk)
        counts.append(sum(_is_query(each["sql"]) for each in captured.captured_queries))
    print(*counts)


def _is_query(sql: str) -> bool:
    return not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SET "))


def _sign_in(client: "Client", operation: str) -> None:
    from tools.bench.sites import PEOPLE

    client.cookies["sessionid"] = _session(PEOPLE[operation])


def _ask(client: "Client", request: "Request", pk: str) -> None:
    path = request.path.replace("{id}", pk)
    body = request.body.replace("{id}", pk).replace("{uuid}", str(uuid.uuid4()))
    if request.method == "GET":
        answer = client.get(path)
    else:
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
    if answer.status_code != request.status:
        raise SystemExit(f"{path} gave {answer.status_code}, not {request.status}")


if __name__ == "__main__":
    sys.exit(main())
