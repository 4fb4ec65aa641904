"""A family at home: the scenarios' people, signed in at a moment of one's choosing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any, Protocol

import pytest
from django.test import Client

from tests.build import a_form, on
from vardag.domain.case import acts
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.doors.ops.scenario.world import World, build_world
from vardag.rooms.cases import actions
from vardag.rooms.clinics import actions as clinics
from vardag.rooms.routines.packaged import packaged_routine

WEDNESDAY = on("2026-04-01T10:00")
_CSRF = re.compile(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"')


class Visitor(Client):
    """Somebody's browser."""

    def read(self, address: str) -> str:
        """Return the words of a page, without its markup."""
        response = self.get(address, follow=True)
        assert response.status_code == 200, response.status_code
        assert not response.request["PATH_INFO"].startswith("/sign-in/"), "not signed in any more"
        return words(response)


class Page(Protocol):
    """What the test client gives for an answer, as far as it is read here."""

    @property
    def content(self) -> bytes: ...


def words(response: Page) -> str:
    """Return what a page says, as one line."""
    body = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert body, response.content.decode()[:300]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body.group())).split())


def stable(response: Page) -> str:
    """Return a page without what differs each time it is asked for."""
    return _CSRF.sub("", response.content.decode())


@dataclass
class Home:
    """The world of the scenarios, with a clock that can be set."""

    world: World
    clock: pytest.MonkeyPatch
    now: datetime

    def set_clock(self, moment: datetime) -> None:
        self.now = moment
        self.clock.setattr("django.utils.timezone.now", lambda: moment)

    def sign_in(self, name: str) -> Visitor:
        visitor = Visitor(headers={"accept-language": "sv"})
        session = visitor.session
        session["person"] = self.world.people[name]
        session.save()
        return visitor

    def id(self, name: str) -> int:
        return self.world.people[name]

    def form_url(self, service: str, about: str = "child", clinic: str = "outpatient") -> str:
        return f"/new/{service}/?for={self.id(about)}&clinic={clinic}"

    def send(
        self,
        service: str = "message",
        *,
        by: str = "guardian",
        about: str = "child",
        at: datetime | None = None,
        form: Mapping[str, object] | None = None,
    ) -> CaseId:
        moment = at or self.now
        return actions.submit(
            service=service,
            patient=self.world.residents[about],
            clinic=self.world.clinics["outpatient"],
            answers=a_form(service) if form is None else form,
            by=self.world.resident(by, on=local_date(moment)),
            at=moment,
        )

    def do(
        self, case: CaseId, *done: acts.Act, by: str = "nurse", at: datetime | None = None
    ) -> None:
        moment = at or self.now
        member = self.world.staff_member(by, on=local_date(moment))
        for act in done:
            actions.perform(case_id=case, act=act, by=member, at=moment)

    def ask(self, case: CaseId, text: str = "Vilken dag?", *, at: datetime | None = None) -> None:
        self.do(case, acts.AskCounterQuestion(acts.Message(text=text)), at=at)

    def close(self, case: CaseId, text: str = "Det är klart.") -> None:
        self.do(case, acts.ReplyAndClose(acts.Message(text=text)))

    def certificate_at_medical(self) -> CaseId:
        """Return a guardian's certificate that crossed to the medical clinic, as the routine says."""
        case = self.send("care-allowance-certificate", by="youth_guardian", about="youth")
        group = self.world.groups["certificate-handlers"]
        to = acts.Group(group, "certificate-handlers", self.world.clinics["medical"])
        told = acts.Message(standard_reply="handed-to-doctor")
        self.do(case, acts.CompleteStep("document-request"), acts.Assign(to, interim_reply=told))
        return case

    def another_clinic(self, key: str = "lerhamn") -> ClinicId:
        return clinics.add_clinic(key=key, name="BUP Lerhamn", phone="0500-00 02 00")


def build_home(clock: pytest.MonkeyPatch, at: datetime = WEDNESDAY) -> Home:
    name, text = packaged_routine()
    home = Home(build_world(routine_text=text, name=name, at=at), clock, at)
    home.set_clock(at)
    return home


def filled(service: str, **more: Any) -> dict[str, Any]:
    """Return a form as a browser sends it."""
    return {**a_form(service), **more}
