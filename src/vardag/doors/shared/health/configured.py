"""Reading the settings, without the secrets in them."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from vardag.domain.health.secret import weakness_of
from vardag.domain.health.settings import LOOPBACK, Configured, Vouching
from vardag.domain.people.sign_in import Provider, Side
from vardag.doors.shared.moments import today


def read_settings(*, has_real_people: bool | None = None) -> Configured:
    """Return the settings as they are.

    :param has_real_people: None where the database can't be asked
    """
    return Configured(
        secret=weakness_of(settings.SECRET_KEY),
        is_demo=settings.DEMO,
        is_throw_away=settings.THROW_AWAY,
        has_real_people=has_real_people,
        is_https=settings.SECURE,
        hosts=tuple(settings.ALLOWED_HOSTS),
        origins=tuple(settings.CSRF_TRUSTED_ORIGINS),
        hsts_seconds=settings.SECURE_HSTS_SECONDS,
        proxies=settings.PROXIES,
        scanner=settings.SCANNER,
        staff=_vouching(Side.STAFF, settings.SIGN_IN_PROVIDERS),
        residents=_vouching(Side.RESIDENTS, settings.SIGN_IN_PROVIDERS),
        has_staff_directory=bool(settings.STAFF_DIRECTORY),
        has_register=bool(settings.POPULATION_REGISTER),
        reporting_days=_days_until(settings.SECURITY_EXPIRES),
    )


def _days_until(day: date | None) -> int | None:
    return None if day is None else (day - today()).days


def _vouching(side: Side, providers: Iterable[Provider]) -> Vouching:
    here = [each for each in providers if each.side is side]
    return Vouching(
        many=len(here),
        levels=tuple(each.assurance for each in here),
        on_this_machine=any(_is_near(each.issuer) for each in here),
    )


def _is_near(issuer: str) -> bool:
    return any(issuer.startswith(f"http://{host}") for host in LOOPBACK)
