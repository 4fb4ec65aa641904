"""The pages of this door in the order in which its people begin their day, and the right to each."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vardag.domain import access
from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.rights import Deed


@dataclass(frozen=True)
class Way:
    """A page by the name of its address, what it is called, and the deed that it shows or does."""

    name: str
    label: Promise  # translated when it is shown
    deed: Deed


WAYS = (
    Way("office:roster", gettext_lazy("Roster"), Deed.SEE_ROSTER),
    Way("office:staff", gettext_lazy("Staff"), Deed.SEE_STAFF),
    Way("office:offering", gettext_lazy("E-services"), Deed.SEE_OFFERING),
    Way("office:sign_off", gettext_lazy("Sign-off"), Deed.SET_SIGN_OFF),
    Way("office:replies", gettext_lazy("Standard replies"), Deed.MANAGE_REPLIES),
    Way("office:blocks", gettext_lazy("Blocked guardians"), Deed.BLOCK_GUARDIAN),
    Way("office:openings", gettext_lazy("By exception"), Deed.REVIEW_LOG),
    Way("office:log", gettext_lazy("Access log"), Deed.REVIEW_LOG),
)


def ways_of(staff: Staff, clinic: ClinicId) -> Iterator[Way]:
    """Yield the pages that a person's roles at a clinic give."""
    return (way for way in WAYS if access.may_at(staff, way.deed, clinic))
