"""Families under protection, each with things that nobody but who is cleared and has the case may see.

A canary is such a thing: a name, a number, a way to reach somebody. Wherever one sings, it has leaked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from typing import Any

from django.urls import reverse
from django.urls.converters import IntConverter

from tests.doors import matrix
from tests.doors.desk import PIECES, TUESDAY, Desk
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId, PersonId, Profession, Role
from vardag.doors.inbox import urls as inbox
from vardag.doors.inbox.case.forms import ACTS
from vardag.doors.office import urls as office
from vardag.rooms.cases.dispatch_rows import DispatchRow
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.people import actions as people
from vardag.rooms.people.families.blocking import block
from vardag.rooms.people.invented import personal_number
from vardag.rooms.people.models import PersonRow
from vardag.rooms.registers.models import EntryRow

WORDS = acts.Message(text="Vi hör av oss.")
READ_BY_CASE = ("inbox:case", "inbox:protected", "inbox:post_case")
SINCE = date(2020, 1, 1)
READERS = ("receiver", "clinician", "certificate_secretary")
CAST = (*matrix.STAFF, "reviewer", "cleared", "cleared_manager")


@dataclass(frozen=True)
class Family:
    """A protected family, its cases and its canaries."""

    guardian: PersonId
    child: PersonId
    cases: tuple[CaseId, ...]
    canaries: tuple[str, ...]


def add_cast(desk: Desk) -> None:
    """Add who reviews the log, who is cleared and holds nothing, and a manager who is cleared."""
    clinic = desk.world.clinics["outpatient"]
    roles = {
        "reviewer": (Role.LOG_REVIEWER,),
        "cleared": (Role.HANDLER, Role.CLEARED),
        "cleared_manager": (Role.MANAGER, Role.CLEARED),
    }
    for nth, (name, theirs) in enumerate(roles.items()):
        person = people.add_staff(
            given_name=name,
            family_name="",
            hsa_id=f"SE0000000000-91{nth:02d}",
            profession=Profession.NURSE,
            title="",
        )
        for role in theirs:
            people.grant(person=person, clinic=clinic, role=role, from_date=SINCE)
        desk.world.staff[name] = person


def protected_family(desk: Desk, nth: int) -> Family:
    """Add a family, let it send cases that stand everywhere, and then put it under protection."""
    guardian, child = _people(desk, nth)
    contact = {
        "phone": f"031-390 06 {nth:02d} tfn",
        "email": f"kanarie{nth}@vardag.example",
        "address": f"Kanariegränd {nth}, 000 {nth:02d} Burvik",
    }
    rows = PersonRow.objects.filter(pk__in=(guardian, child))
    cases = tuple(_cases(desk, nth, contact))
    _blocked(desk, guardian, child)
    marked, kind = (child, "marked") if nth % 2 else (guardian, "registered-elsewhere")
    PersonRow.objects.filter(pk=marked).update(protection=kind)
    numbers = [row.personal_number or "" for row in rows]
    named = [name for row in rows for name in (row.given_name, row.family_name)]
    written = [f"{number[:8]}-{number[8:]}" for number in numbers]
    born = [str(row.born) for row in rows]
    canaries = dict.fromkeys((*named, *numbers, *written, *born, *contact.values()))
    return Family(guardian, child, cases, tuple(canaries))


def _people(desk: Desk, nth: int) -> tuple[PersonId, PersonId]:
    found = []
    for kind, year in (("Vuxenkanarie", 1980), ("Barnkanarie", 2015)):
        born = date(year, 1, 1) + timedelta(days=nth)
        person = people.add_resident(
            given_name=f"{kind}{nth}x",
            family_name=f"Buresson{nth}x",
            personal_number=personal_number(born=born, nth=nth % 20),
            born=born,
        )
        desk.world.residents[f"{kind}{nth}"] = person
        found.append(person)
    people.add_guardian(guardian=found[0], child=found[1])
    return found[0], found[1]


def _blocked(desk: Desk, guardian: PersonId, child: PersonId) -> None:
    """Let the manager keep the guardian from the child, so that the family stands on that page too."""
    block(
        child=child,
        guardian=guardian,
        clinic=desk.world.clinics["outpatient"],
        reason="Hot mot barnet, anmält av skolan.",
        by=desk.world.staff_member("manager", on=TUESDAY.date()),
        at=TUESDAY,
    )


def _cases(desk: Desk, nth: int, contact: dict[str, str]) -> Iterator[CaseId]:
    def send(service: str, form: dict[str, object] | None = None) -> CaseId:
        by, about = f"Vuxenkanarie{nth}", f"Barnkanarie{nth}"
        return desk.send(service, by=by, about=about, form=form)

    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    new = send("contact-details", dict(contact))
    asked, closed = send("contact-details", dict(contact)), send("message")
    held, pill = send("contact-details", dict(contact)), send("renew-prescription")
    desk.do(asked, "receiver", acts.AskCounterQuestion(WORDS))
    desk.do(closed, "receiver", acts.ReplyAndClose(WORDS))
    desk.do(held, "receiver", acts.Assign(clinician))
    yield from (new, asked, closed, held, pill, _certificate(desk, send, is_closed=nth % 2 == 0))


def _certificate(desk: Desk, send: Any, *, is_closed: bool) -> CaseId:
    case: CaseId = send("care-allowance-certificate")
    given = acts.Assign(desk.to_the_group(), interim_reply=WORDS)
    desk.do(case, "receiver", acts.CompleteStep("document-request"), given)
    if is_closed:
        desk.do(case, "certificate_secretary", acts.Print(), acts.CloseWithoutReply())
        for piece in PIECES:
            outcome = "both" if piece == PIECES[-1] else None
            desk.do(case, "certificate_secretary", acts.CompleteWork(piece, outcome))
    return case


# --- The crawl ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Song:
    """A canary that sang: at which address, to whom."""

    who: str
    address: str
    canary: str


class Crawl:
    """Everybody of the staff, at every address of theirs.

    With every case of the first two families, one under each kind of protection; the cases of the
    others, which are alike, are opened by those who can, and stand in all the lists.
    """

    def __init__(self, desk: Desk, families: list[Family]) -> None:
        self.desk = desk
        self.cases = [case for family in families[:2] for case in family.cases]
        self.others = [case for family in families[2:] for case in family.cases]
        self.canaries = [each for family in families for each in family.canaries]
        self.visited = 0
        self.names: set[str] = set()

    def songs(self, cast: tuple[str, ...] = CAST) -> Iterator[Song]:
        """Yield each canary that is heard; reading comes first, since acting changes what is there."""
        for who in cast:
            yield from self._reading(who)
        yield from self._reviewing()
        for who in cast:
            yield from self._acting(who)
        for who in READERS:
            yield from self._posting(who)

    def _reading(self, who: str) -> Iterator[Song]:
        client = self.desk.sits(who)
        if who in READERS:
            for case in self.others:
                address = f"/staff/cases/{case}/"
                yield from self._heard(who, address, client.get(address))
        for name, address in self._addresses():
            self.names.add(name)
            yield from self._heard(who, address, client.get(address))
            if name == "inbox:case":
                asked = f"{address}?act=assign&standard=handed-to-doctor"
                yield from self._heard(who, asked, client.get(asked))
        for query in ("?show=all&page=1", "?show=flagged", "?show=new", "?show=today"):
            yield from self._heard(who, f"/staff/{query}", client.get(f"/staff/{query}"))

    def _acting(self, who: str) -> Iterator[Song]:
        """Try everything that takes a form, as the script does too, and print."""
        client = self.desk.sits(who)
        for case in self.cases:
            typed, script = {"note-text": "Ja.", "open": "assign"}, {"HX-Request": "true"}
            for what in ("print", "note", "protected"):
                address = f"/staff/cases/{case}/{what}/"
                yield from self._heard(who, address, client.post(address, typed))
            for what in ("draft", "reply"):
                address = f"/staff/cases/{case}/{what}/"
                yield from self._heard(who, address, client.post(address, typed, headers=script))
            if who in READERS:
                yield from self._heard(who, "papers", _papers(client, "labels", case=str(case)))
            number = CaseRow.objects.get(pk=case).number
            typed = {"number": number, "reason": "En kollega är sjuk i dag."}
            yield from self._heard(who, number, client.post("/staff/exceptional/", typed))
            address = f"/staff/cases/{case}/"
            yield from self._heard(who, address, client.get(address))

    def _posting(self, who: str) -> Iterator[Song]:
        """Mark every row of the post register, and have labels and letters made for them."""
        client = self.desk.sits(who)
        rows = [f"d{pk}" for pk in DispatchRow.objects.values_list("pk", flat=True)]
        rows += [f"h{pk}" for pk in EntryRow.objects.values_list("pk", flat=True)]
        for each in rows:
            asked = f"/staff/post/envelopes/?row={each}"
            yield from self._heard(who, asked, client.get(asked))
            yield from self._heard(who, each, _papers(client, "letters", row=each))

    def _reviewing(self) -> Iterator[Song]:
        """Draw samples of patients and of staff, and read all that they have."""
        client, log = self.desk.sits("reviewer"), "/staff/office/log/"
        days = {"from_date": "2026-03-20", "until_date": "2026-04-07"}
        for of, many in (("patients", "20"), ("staff", "20")):
            drawn = client.post(f"{log}sample/", {**days, "of": of, "many": many})
            assert drawn.status_code == 302, drawn.content.decode()
            page = drawn.headers["Location"]
            for subject in PersonRow.objects.values_list("pk", flat=True):
                address = f"{page}?who={subject}&lists=1"
                yield from self._heard("reviewer", address, client.get(address))

    def _heard(self, who: str, address: str, response: Any) -> Iterator[Song]:
        self.visited += 1
        assert response.status_code < 500, f"{who} {address}: {response.status_code}"
        said = unescape(response.content.decode(errors="replace")) + str(dict(response.headers))
        yield from (Song(who, address, each) for each in self.canaries if each in said)

    def _addresses(self) -> Iterator[tuple[str, str]]:
        """Yield every address of the staff's doors, with each of the cases where it takes one."""
        for name in sorted(matrix.ROWS):
            if not name.startswith(("inbox:", "office:")):
                continue
            taken = TAKES[name]
            many = len(self.cases) if name in READ_BY_CASE else 1
            for case in self.cases[:many]:
                yield name, reverse(name, kwargs=_filled(taken, case))


def _papers(client: Any, make: str, **asked: str) -> Any:
    """Have all envelopes of a case or of a row made, each to an address that somebody types."""
    page = client.get(
        f"/staff/post/cases/{asked['case']}/" if "case" in asked else "/staff/post/envelopes/",
        asked,
    )
    keys = re.findall(r'name="include-([^"]+)"', page.content.decode(errors="replace"))
    typed = {f"include-{key}": "on" for key in keys}
    typed |= {f"address-{key}": "Ågatan 1\n000 00 Ort" for key in keys}
    typed |= {f"to-{key}": "Någon" for key in keys}
    return client.post("/staff/post/envelopes/paper/", {**asked, **typed, "make": make})


TAKES = {
    f"{door.app_name}:{each.name}": each.pattern.converters
    for door in (inbox, office)
    for each in door.urlpatterns
}
"""What each address takes, with its converters."""


def _filled(taken: dict[str, Any], case: CaseId) -> dict[str, object]:
    words = {"role": "receiver", "clinic": "outpatient", "address": "x", "key": "2026-15"}
    words["file"] = words["file_id"] = "019a0000-0000-7000-8000-000000000000"
    by_kind = {"ActConverter": ACTS[0], "PieceActConverter": "take"}
    by_kind["SlugConverter"] = "prescription-requests"
    by_kind["UUIDConverter"] = words["file"]
    words["key"] = by_kind.get(type(taken.get("key")).__name__, words["key"])
    filled: dict[str, object] = {
        each: 1 if isinstance(converter, IntConverter) else words[each]
        for each, converter in taken.items()
    }
    return filled | ({"case_id": case} if "case_id" in taken else {})
