"""What stands under the messages of one person at one clinic."""

from vardag.domain.case.sign_off import CLINIC, NAME, PHONE, TITLE, filled_in
from vardag.rooms.people.models import PersonRow


def sign_off_of(row: PersonRow, *, template: str, clinic: str, phone: str) -> str:
    """Return a clinic's sign-off as this person's; who lives under protection signs by title alone."""
    blanks = {
        NAME: "" if row.protection else row.name.strip(),
        TITLE: row.title,
        CLINIC: clinic,
        PHONE: phone,
    }
    return filled_in(template, blanks)
