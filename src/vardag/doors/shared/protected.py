"""How the protected are told of: by the same words everywhere."""

from django.utils.translation import gettext

from vardag.rooms.people.models import PersonRow


def no_name() -> str:
    """Return what stands where a protected person's name would."""
    return gettext("Protected personal details")


def named(row: PersonRow) -> str:
    """Return somebody's name, or the words that stand for one that isn't told."""
    return row.name.strip() or no_name()
