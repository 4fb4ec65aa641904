"""A small world in the database, its people at their desks, and pages as a browser gets them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from mimetypes import guess_type
from uuid import UUID

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

from tests.build import a_form, on
from tests.filing import keep
from vardag.domain.case import acts
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, PersonId
from vardag.doors.ops.scenario.world import World, build_world
from vardag.rooms.cases import actions
from vardag.rooms.cases.file_rows import CaseFileRow
from vardag.rooms.cases.queries import FullCase, full_case
from vardag.rooms.routines.packaged import packaged_routine

ADDRESS = "http://127.0.0.1"
BEFORE = on("2026-03-12T08:00")
WEDNESDAY = on("2026-04-01T10:00")  # before Easter
TUESDAY = on("2026-04-07T10:00")  # after Easter
PIECES = (
    "type-dictation",
    "announce-in-worklist",
    "electronic-signature",
    "print-and-sign",
    "send",
)


@dataclass
class Desk:
    """The world, and what its people do in it at moments that the test says."""

    world: World
    patch: pytest.MonkeyPatch

    def it_is(self, at: datetime) -> None:
        """Set the clock that the doors read."""
        self.patch.setattr("django.utils.timezone.now", lambda: at)

    def sits(self, name: str) -> Client:
        """Return a browser in which this person is signed in."""
        client = Client()
        session = client.session
        session["person"] = self.world.people[name]
        session.save()
        return client

    def send(
        self,
        service: str,
        *,
        by: str = "guardian",
        about: str = "child",
        form: Mapping[str, object] | None = None,
        at: datetime = WEDNESDAY,
    ) -> CaseId:
        return actions.submit(
            service=service,
            patient=self.world.people[about],
            clinic=self.world.clinics["outpatient"],
            answers=a_form(service) if form is None else form,
            by=self.world.resident(by, on=local_date(at)),
            at=at,
        )

    def file_of(self, case: CaseId, *, at: datetime = TUESDAY) -> UUID:
        """Return a file of a case: one that is there, or else a photograph that the nurse sends."""
        there = CaseFileRow.objects.filter(case=case).first()
        if there is not None:
            return there.file_id
        nurse = self.world.staff_member("nurse", on=local_date(at))
        file = keep(nurse.id, at=at)
        act = acts.SendInterimReply(acts.Message(text="Se bilden."))
        actions.perform(case_id=case, act=act, by=nurse, at=at, files=[file])
        return file

    def do(self, case: CaseId, who: str, *done: acts.Act, at: datetime = WEDNESDAY) -> Case:
        """Do acts one after another, and return the case after the last."""
        by = self.world.staff_member(who, on=local_date(at))
        return [actions.perform(case_id=case, act=act, by=by, at=at) for act in done][-1]

    def to_the_group(self) -> acts.Group:
        key = "certificate-handlers"
        return acts.Group(self.world.groups[key], key, self.world.group_clinics[key])

    def certificate_to_print(
        self, service: str = "care-allowance-certificate", *, at: datetime = WEDNESDAY
    ) -> CaseId:
        """Return a certificate's case that the handlers at the medical clinic have."""
        case = self.send(service, at=at)
        told = acts.Message(standard_reply="handed-to-doctor")
        given = acts.Assign(self.to_the_group(), interim_reply=told)
        self.do(case, "receiver", acts.CompleteStep("document-request"), given, at=at)
        return case

    def certificate_to_write(self, *, done: int = 0, at: datetime = WEDNESDAY) -> CaseId:
        """Return a closed case whose work has begun, with that many of its pieces done."""
        case = self.certificate_to_print(at=at)
        printed = acts.Print(self.world.staff["doctor"])
        self.do(case, "certificate_secretary", printed, acts.CloseWithoutReply(), at=at)
        for piece in PIECES[:done]:
            outcome = "home" if piece == PIECES[-1] else None
            self.do(case, "certificate_secretary", acts.CompleteWork(piece, outcome), at=at)
        return case

    def case(self, case: CaseId) -> FullCase:
        return full_case(case)

    def person(self, name: str) -> PersonId:
        return self.world.people[name]


def a_desk(patch: pytest.MonkeyPatch, *, routine_text: str | None = None) -> Desk:
    """Build the world in the test's database."""
    name, text = packaged_routine()
    return Desk(build_world(routine_text=routine_text or text, name=name, at=BEFORE), patch)


def shown(page: Page, html: bytes) -> None:
    """Show a page in the browser, with its style sheets and scripts, as if a server sent it."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        found = finders.find(path.removeprefix("/static/")) if "/static/" in path else None
        if path == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif found:
            route.fulfill(path=found, content_type=guess_type(found)[0] or "")
        else:
            route.fulfill(status=404)

    page.route("**/*", answer)
    page.goto(f"{ADDRESS}/")
