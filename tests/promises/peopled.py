"""Put people into an empty installation, sign them in, and print who they are as JSON.

Done in a process of its own, in the environment of the installation (``sites``).
"""

import json
import sys
from datetime import date
from itertools import count
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest

from vardag.domain.people.identity import ClinicId, PersonId, Profession, Role
from vardag.doors.shared.actor import sign_in
from vardag.doors.shared.moments import today
from vardag.rooms.clinics.actions import add_clinic
from vardag.rooms.people import actions as people

CLINIC = "outpatient"
FAMILIES = 40
RECEIVERS = 3


def main() -> None:
    """Do so, where nobody is yet."""
    with transaction.atomic():
        clinic = add_clinic(key=CLINIC, name="Öppenvården")
        receivers = [_staff(clinic, number, "receiver") for number in range(RECEIVERS)]
        told = {
            "receivers": receivers,
            "manager": _staff(clinic, RECEIVERS, "manager"),
            "clinic": clinic,
            "families": [_family(number) for number in range(FAMILIES)],
        }
    json.dump(told, sys.stdout)


def _staff(clinic: ClinicId, number: int, role: str) -> dict[str, Any]:
    person = people.add_staff(
        given_name=("Rut", "Nora", "Mira", "Uma")[number],
        family_name="Prövad",
        hsa_id=f"SE0000000000-{9100 + number}",
        profession=Profession.NURSE,
        title="sjuksköterska",
    )
    since = date(2020, 1, 1)
    people.grant(person=person, clinic=clinic, role=Role(role), from_date=since)
    return {"id": person, "session": session(person), "name": f"{number}"}


def _family(number: int) -> dict[str, Any]:
    ten_years_ago = today().year - 10
    guardian, child = (_resident(number, "Prövare", 1985), _resident(number, "Barn", ten_years_ago))
    people.add_guardian(guardian=guardian[0], child=child[0])
    return {
        "guardian": guardian[0],
        "guardian_number": guardian[1],
        "child": child[0],
        "child_number": child[1],
        "session": session(guardian[0]),
        "session_anew": session(guardian[0]),
    }


def _resident(number: int, name: str, year: int) -> tuple[PersonId, str]:
    born = date(year, 1 + number % 12, 1 + number // 12)
    told = personal_number(born, 980 + number % 20)
    person = people.add_resident(
        given_name=f"{name} {number}", family_name="Prövad", personal_number=told, born=born
    )
    return person, told


def personal_number(born: date, birth: int) -> str:
    """Return one that nobody has: the authority gives these birth numbers to tests alone."""
    nine = f"{born:%y%m%d}{birth:03d}"
    doubled = (int(digit) * (2 - place % 2) for place, digit in zip(count(), nine, strict=False))
    total = sum(each // 10 + each % 10 for each in doubled)
    return f"{born:%Y%m%d}{birth:03d}{-total % 10}"


def session(person: PersonId) -> str:
    """Sign somebody in as the demonstration does, and return the session's key."""
    request = HttpRequest()
    request.session = SessionStore()
    sign_in(request, person)
    request.session.save()
    return str(request.session.session_key)
