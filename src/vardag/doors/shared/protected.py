"""How the protected are told of: by the same words everywhere."""

from django.utils.translation import gettext


def no_name() -> str:
    """Return what stands where a protected person's name would."""
    return gettext("Protected personal details")
