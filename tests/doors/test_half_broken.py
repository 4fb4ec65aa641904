"""Half-broken days: one of the services that ours stands on is away, and the rest goes on.

What each line does by itself is tried beside it: mail in tests/reactions/test_notifying.py, the register
in tests/rooms/test_population_register.py, the scanner in tests/rooms/test_files.py. Here are whole
days, and whether who looks after the installation is told the truth meanwhile.
"""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.doors import idp as idps
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.idp import NUMBER, Idp, provider, signs_in
from tests.doors.town import build_town, who
from tests.filing import keep
from tests.harness.mail_sink import sink
from vardag.adapters.mail import Mail
from vardag.adapters.mail.message import Sender
from vardag.adapters.mail.smtp import Server, Tls
from vardag.domain.health.finding import Level
from vardag.domain.notices.mailing import State
from vardag.doors.ops.scanning import scan_awaiting
from vardag.doors.shared.health.look import look
from vardag.doors.signin import providers
from vardag.reactions.notifying import send_due
from vardag.rooms.files import queries as files
from vardag.rooms.notices.actions import try_address
from vardag.rooms.notices.models import MailingRow
from vardag.rooms.people.actions import set_email
from vardag.rooms.people.models import PersonRow

HOUR = timedelta(hours=1)
NOBODY_LISTENS = 1  # a port


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def found(check: str) -> Level:
    """Return what the doctor and the status page say of something."""
    return next(each.level for each in look().findings if each.key == check)


# --- The mail server -------------------------------------------------------------------------------


def server_on(port: int) -> Mail:
    sender = Sender("no-reply@vardag.example", "Ärenden")
    return Mail(sender, Server("127.0.0.1", port, Tls.NONE, seconds=0.5))


@pytest.mark.django_db
def test_mail_that_is_down_for_seventy_one_hours_loses_no_notice_and_sends_none_twice(
    desk: Desk, settings
):
    settings.STAFF_ADDRESS = settings.RESIDENT_ADDRESS = "https://arenden.vardag.example/"
    settings.MAIL = server_on(NOBODY_LISTENS)
    for name in ("nurse", "receiver", "doctor", "clinician"):
        set_email(person=desk.person(name), email=f"{name}@vardag.example")
        try_address(person=desk.person(name), at=TUESDAY)

    said = {hours: told_after(desk, hours) for hours in range(72)}
    assert (said[0], said[3], said[40]) == (Level.OK, Level.WARN, Level.WRONG)
    assert MailingRow.objects.filter(state=State.WAITING).count() == 4

    with sink() as up:
        settings.MAIL = server_on(up.port)
        for hours in range(72, 84):
            send_all(TUESDAY + hours * HOUR)
    assert Counter(each.to for each in up.kept) == {
        f"{name}@vardag.example": 1 for name in ("nurse", "receiver", "doctor", "clinician")
    }
    desk.it_is(TUESDAY + 84 * HOUR)
    assert found("notices") is Level.OK


def told_after(desk: Desk, hours: int) -> Level:
    at = TUESDAY + hours * HOUR
    send_all(at)
    desk.it_is(at + timedelta(minutes=30))
    return found("notices")


def send_all(at: datetime) -> None:
    send_due(lambda _: False, clock=lambda: at + timedelta(minutes=20))


# --- Identity providers ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_while_no_provider_answers_who_is_in_goes_on_and_who_is_out_reads_what_to_do(settings):
    town = build_town()
    number = PersonRow.objects.get(pk=town["gunilla"]).personal_number
    inside, outside = Client(), Client()
    with idps.serving(Idp()) as idp:
        settings.SIGN_IN_PROVIDERS = (provider(idp),)
        settings.SIGN_IN_LINE = "tests.doors.idp.HastyLine"
        providers.line.cache_clear()
        idp.claims = {"sub": "g", NUMBER: number, "given_name": "Gunilla", "family_name": "Ek"}
        signs_in(inside, idp)
    providers.line.cache_clear()  # and with it what was known of the provider, now that it is gone

    tried = outside.post("/sign-in/with/residents/")
    assert tried.status_code == 503
    assert who(outside) is None
    assert inside.get("/cases/").status_code == 200
    assert who(inside) == town["gunilla"]
    providers.line.cache_clear()


# --- The virus scanner -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_while_the_scanner_is_away_files_come_in_and_nobody_opens_them(desk: Desk, settings):
    settings.SCANNER = f"tcp:127.0.0.1:{NOBODY_LISTENS}"
    keep(desk.person("guardian"), at=TUESDAY)

    said = []
    for minutes in (5, 60, 300):
        desk.it_is(TUESDAY + timedelta(minutes=minutes))
        scan_awaiting(lambda _: False)
        said.append(found("files-waiting"))
    assert said == [Level.OK, Level.WARN, Level.WRONG]
    assert files.waiting().many == 1

    settings.SCANNER = "stand-in"
    scan_awaiting(lambda _: False)
    assert found("files-waiting") is Level.OK
