"""A notice that a guardian may not read any more goes to the young person, or stands in the case."""

from datetime import timedelta

import pytest

from tests.build import on
from tests.doors.desk import a_desk
from tests.harness.mail_sink import sink
from vardag.adapters.mail import Mail
from vardag.adapters.mail.message import Sender
from vardag.adapters.mail.smtp import Server, Tls
from vardag.domain.case import acts
from vardag.domain.notices.mailing import LeftOut
from vardag.domain.notices.wishes import Channel, Wishes
from vardag.reactions.notifying import send_due
from vardag.rooms.notices.models import NoticeRow
from vardag.rooms.notices.queries import family_not_told
from vardag.rooms.notices.wishing import wish
from vardag.rooms.people.actions import set_email
from vardag.rooms.people.models import GuardianRow, PersonRow

pytestmark = pytest.mark.django_db
ASKED = on("2026-04-07T10:00")
PARENT, YOUNG = "parent@vardag.example", "young@vardag.example"


@pytest.fixture
def desk(monkeypatch):
    return a_desk(monkeypatch)


@pytest.fixture
def server(settings):
    with sink() as found:
        behaved = Server("127.0.0.1", found.port, Tls.NONE, seconds=0.5)
        settings.MAIL = Mail(Sender("no-reply@vardag.example", "Ärenden"), behaved)
        yield found


@pytest.fixture
def case(desk, server):
    """A case that a guardian sent, of a child who turns thirteen before the answer is told."""
    case = desk.send("message")
    set_email(person=desk.person("guardian"), email=PARENT)
    set_email(person=desk.person("child"), email=YOUNG)
    desk.do(case, "receiver", acts.SendInterimReply(acts.Message(text="Hej.")), at=ASKED)
    return case


def turns_thirteen(desk) -> None:
    PersonRow.objects.filter(pk=desk.person("child")).update(born=ASKED.date().replace(year=2013))


def send() -> None:
    send_due(lambda _: False, clock=lambda: ASKED + timedelta(minutes=2))
    send_due(lambda _: False, clock=lambda: ASKED + timedelta(minutes=4))


def reached(server) -> list[str]:
    return [each.to for each in server.kept]


def test_a_guardian_who_may_read_it_is_told_and_the_child_is_not(desk, server, case):
    send()

    assert reached(server) == [PARENT]


def test_who_has_turned_thirteen_is_told_instead_and_once(desk, server, case):
    turns_thirteen(desk)
    send()
    send()

    assert reached(server) == [YOUNG]
    first, second = NoticeRow.objects.filter(case=case).order_by("pk")
    assert first.left_out == LeftOut.NO_RIGHT
    assert (second.to_id, second.kind) == (desk.person("child"), first.kind)
    assert family_not_told(case) is None


@pytest.mark.parametrize("lacks", ["an address", "the wish"])
def test_a_youth_who_can_not_be_reached_leaves_it_to_the_case(desk, server, case, lacks):
    turns_thirteen(desk)
    if lacks == "an address":
        set_email(person=desk.person("child"), email="")
    else:
        wish(person=desk.person("child"), wishes=Wishes(Channel.NONE))
    send()

    assert reached(server) == []
    found = family_not_told(case)
    assert found is not None
    assert found.why is LeftOut.NO_RIGHT


def test_a_child_who_may_not_read_it_is_not_told_when_custody_changes(desk, server, case):
    GuardianRow.objects.filter(guardian=desk.person("guardian")).delete()
    send()

    assert reached(server) == []
    assert family_not_told(case) is not None
