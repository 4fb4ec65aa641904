"""A staff directory behind HTTP: one address for each HSA-id, answered with JSON.

Regions have directories of many kinds; a small service in front of one that answers in this way is
all that is needed. The format is in docs/reference/staff-directory.md.
"""

import os
from urllib.parse import quote

from pydantic import ValidationError

from vardag.adapters.asking import SECONDS, NoAnswer, Service
from vardag.adapters.directory.written import entry, one
from vardag.domain.people.hsa import HsaId
from vardag.domain.refusals import InvalidForm
from vardag.rooms.people.staff.directory import DirectoryAway, Entry


class RestDirectory:
    """Asks ``ADDRESS/HSA-ID``. A secret goes along if VARDAG_STAFF_DIRECTORY_TOKEN has one."""

    def __init__(self, address: str, *, seconds: float = SECONDS) -> None:
        token = os.environ.get("VARDAG_STAFF_DIRECTORY_TOKEN", "")
        self._service = Service(address, token=token, seconds=seconds)

    def look_up(self, hsa_id: HsaId) -> Entry | None:
        """Return whom an HSA-id belongs to; None if to nobody.

        :raises DirectoryAway: if nobody answers in time, or what comes isn't about this person
        """
        try:
            answer = self._service.ask(f"/{quote(hsa_id)}")
            found = None if answer is None else entry(one(answer))
        except NoAnswer as error:
            raise DirectoryAway(str(error)) from error
        except (ValidationError, InvalidForm) as error:
            raise DirectoryAway(
                f"{self._service.address} answers with what is no person"
            ) from error
        if found is not None and found.hsa_id != hsa_id:
            raise DirectoryAway(f"{self._service.address} was asked for {hsa_id} and gave another")
        return found
