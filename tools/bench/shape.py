"""The shape of the data: which case came when, where, from whom, and whether it is open."""

from datetime import date, timedelta

from vardag.domain.people.identity import ClinicId, PersonId

CLINICS, STAFF, FAMILIES = 20, 50, 2_000
DAYS, OPEN_EVERY = 240, 5
SERVICE = "message"  # data of this benchmark, not of the product
COMMON, RARE = "vanligord", "zyxblomma"  # what is searched for


def day_of(number: int, cases: int, today: date) -> date:
    """Return the local date on which a case came: evenly spread, the newest today."""
    return today - timedelta(days=DAYS - 1 - number * DAYS // (cases + 1))


def is_open(number: int) -> bool:
    return number % OPEN_EVERY == 0


def extra_words(number: int) -> str:
    """Return what is written besides: one word in every fifth case, and one in every five thousandth."""
    common = number % 5 == 2
    rare = number % 5_000 == 32  # at the seventh clinic, from which is asked
    return (f" {COMMON}" if common else "") + (f" {RARE}" if rare else "")


def clinic_of(number: int) -> ClinicId:
    """Clinics by turns, such that open cases are spread over all of them."""
    return ClinicId(1 + number // OPEN_EVERY % CLINICS)


def people_of(number: int) -> tuple[PersonId, PersonId, PersonId]:
    """Return patient, author and member of staff of a case."""
    family = number % FAMILIES
    guardian = STAFF + 1 + 2 * family
    return PersonId(guardian + 1), PersonId(guardian), PersonId(1 + number % STAFF)
