"""A small town of invented people, two clinics, and what a browser can do in it."""

import re
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from vardag.domain.people.identity import ClinicId, PersonId, Profession, Role
from vardag.doors.shared.moments import today
from vardag.rooms.clinics import actions as clinics
from vardag.rooms.people import actions as people
from vardag.rooms.people.invented import hsa_id, personal_number

STAFF, START = "/staff/", "/"
CHOOSE, ENTER, OUT, CLINIC = "/sign-in/", "/sign-in/enter/", "/sign-in/out/", "/sign-in/clinic/"
SINCE = date(2020, 1, 1)

type Town = dict[str, PersonId]


def build_town() -> Town:
    """Return everybody by name.

    Rut receives at both outpatient clinics, Nora at one; Klas handles and Uma manages at the other.
    Mira receives at the medical clinic. Gunilla is the guardian of Pim, 10, and Yrsa, 15.
    """
    keys = {key: clinics.add_clinic(key=key, name=f"BUP {key}") for key in ("north", "south")}
    medical = clinics.add_clinic(key="medical", name="Medicinska", takes_residents_cases=False)
    found = {
        "rut": add_staff(1, "Rut", [keys["north"], keys["south"]], Role.RECEIVER),
        "nora": add_staff(2, "Nora", [keys["north"]], Role.RECEIVER, Profession.NURSE),
        "klas": add_staff(3, "Klas", [keys["south"]], Role.HANDLER),
        "uma": add_staff(4, "Uma", [keys["south"]], Role.MANAGER),
        "mira": add_staff(5, "Mira", [medical], Role.RECEIVER),
        "gunilla": add_resident("Gunilla", age=40),
        "pim": add_resident("Pim", age=10),
        "yrsa": add_resident("Yrsa", age=15),
    }
    for child in ("pim", "yrsa"):
        people.add_guardian(guardian=found["gunilla"], child=found[child])
    return found


def add_staff(
    nth: int,
    name: str,
    at: list[ClinicId],
    role: Role,
    profession: Profession = Profession.MEDICAL_SECRETARY,
) -> PersonId:
    person = people.add_staff(
        given_name=name,
        family_name="Ranta",
        hsa_id=hsa_id(nth),
        profession=profession,
        title="",
    )
    for clinic in at:
        people.grant(person=person, clinic=clinic, role=role, from_date=SINCE)
    return person


def add_resident(name: str, *, age: int) -> PersonId:
    born = date(today().year - age, 1, 1)
    number = personal_number(born=born, nth=0)
    return people.add_resident(
        given_name=name, family_name="Gran", personal_number=number, born=born
    )


def enter(client: Client, person: object, **more: str) -> Any:
    return client.post(ENTER, {"person": person, **more})


def who(client: Client) -> object:
    """Return the id of whoever is signed in, as the session has it."""
    return client.session.get("person")


def bytes_of(response: HttpResponse) -> bytes:
    """Return a page without the token that is new on each."""
    return re.sub(rb'(X-CSRFToken": |csrfmiddlewaretoken" value=)"\w+"', b"", response.content)
