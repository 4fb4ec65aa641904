"""``vardag staff``: the first administrators of a clinic, whom no colleague could give the role."""

import sys

from django.db import transaction

from vardag.domain.people.hsa import hsa_id
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import Refusal
from vardag.doors.shared.moments import now
from vardag.rooms.clinics.queries import clinic_by_key, clinics
from vardag.rooms.people.staff.directory import DirectoryAway, current
from vardag.rooms.people.staff.staffing import install_administrator


def add_administrator(typed: str, *, clinic: str) -> int:
    """Make somebody of the staff directory an administrator at once; 0 if that was done."""
    where = clinic_by_key(clinic)
    if where is None:
        return _no(f"There is no clinic {clinic}. There are: {_keys()}.")
    try:
        entry = current().look_up(hsa_id(typed))
        if entry is None:
            return _no(f"The staff directory knows nobody of {typed.strip()}.")
        with transaction.atomic():
            install_administrator(entry=entry, clinic=ClinicId(where.pk), at=now())
    except DirectoryAway as error:
        return _no(f"The staff directory can't be asked: {error}.")
    except Refusal as refusal:
        return _no(str(refusal))
    print(f"{entry.hsa_id} is an administrator of {where.key} from now on.")
    return 0


def _keys() -> str:
    return ", ".join(sorted(each.key for each in clinics())) or "none yet"


def _no(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
