"""Which host names the product answers to, and on which of its two sides."""

from django.core.exceptions import ImproperlyConfigured

type Names = tuple[str, ...]

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def hosts(*, both: str, residents: str, staff: str) -> tuple[Names, Names, Names]:
    """Return all host names, those of the residents' side alone and those of the staff's alone.

    :raises ImproperlyConfigured: if the sides aren't told apart wholly, or not at all
    """
    of_residents, of_staff = _names(residents), _names(staff)
    if not of_residents and not of_staff:
        return _names(both) or _LOOPBACK, (), ()
    if not (of_residents and of_staff):
        raise ImproperlyConfigured(
            "VARDAG_RESIDENT_HOSTS and VARDAG_STAFF_HOSTS belong together: set both, or neither."
        )
    if {*of_residents} & {*of_staff} or any("*" in each for each in (*of_residents, *of_staff)):
        raise ImproperlyConfigured(
            "VARDAG_RESIDENT_HOSTS and VARDAG_STAFF_HOSTS must name different hosts, each in full."
        )
    if both:
        raise ImproperlyConfigured(
            "VARDAG_HOSTS is for both sides on one host: leave it out beside VARDAG_RESIDENT_HOSTS "
            "and VARDAG_STAFF_HOSTS."
        )
    return (*of_residents, *of_staff), of_residents, of_staff


def _names(given: str) -> Names:
    return tuple(each.strip().lower() for each in given.split(",") if each.strip())
