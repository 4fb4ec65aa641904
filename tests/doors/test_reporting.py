"""Where somebody who has found a weakness writes, and that it is never out of date unnoticed."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings

from vardag.config.reporting import read_reporting
from vardag.doors.shared.health.reporting import ADDRESS

pytestmark = pytest.mark.django_db
SET = {
    "VARDAG_SECURITY_CONTACT": "mailto:security@arenden.example.se, https://example.se/security",
    "VARDAG_SECURITY_EXPIRES": "2027-06-30",
}
TOLD = override_settings(
    SECURITY_CONTACTS=("mailto:security@arenden.example.se",),
    SECURITY_EXPIRES=date(2027, 6, 30),
)


def test_it_says_whom_one_writes_to_and_until_when_that_holds():
    with TOLD:
        answer = Client().get(ADDRESS)

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert said["Contact"] == "mailto:security@arenden.example.se"
    assert datetime.fromisoformat(said["Expires"]) == datetime(2027, 6, 30, tzinfo=UTC)
    assert not answer.cookies


def test_over_https_it_says_which_address_is_the_right_one():
    with TOLD, override_settings(SECURE=True):
        answer = Client().get(ADDRESS, headers={"host": "localhost"})

    assert f"Canonical: https://localhost{ADDRESS}" in answer.content.decode().splitlines()


@pytest.mark.parametrize("side", ["RESIDENT_HOSTS", "STAFF_HOSTS"])
def test_it_is_there_on_both_sides(side):
    hosts = {"RESIDENT_HOSTS": ("a.example.se",), "STAFF_HOSTS": ("b.example.se",)}
    with TOLD, override_settings(ALLOWED_HOSTS=["a.example.se", "b.example.se"], **hosts):
        answer = Client().get(ADDRESS, headers={"host": hosts[side][0]})

    assert answer.status_code == 200


def test_it_can_only_be_read():
    with TOLD:
        answer = Client().post(ADDRESS)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_where_nothing_is_set_it_is_not_there():
    assert settings.SECURITY_EXPIRES is None

    assert Client().get(ADDRESS).status_code == 404


def test_what_is_set_is_read():
    contacts, expires = read_reporting(SET)

    assert contacts == ("mailto:security@arenden.example.se", "https://example.se/security")
    assert expires == date(2027, 6, 30)
    assert read_reporting({}) == ((), None)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"VARDAG_SECURITY_CONTACT": "security@example.se"}, "VARDAG_SECURITY_CONTACT"),
        ({"VARDAG_SECURITY_CONTACT": "http://example.se/security"}, "VARDAG_SECURITY_CONTACT"),
        ({"VARDAG_SECURITY_CONTACT": "https:security"}, "VARDAG_SECURITY_CONTACT"),
        ({"VARDAG_SECURITY_CONTACT": ""}, "belong together"),
        ({"VARDAG_SECURITY_EXPIRES": ""}, "belong together"),
        ({"VARDAG_SECURITY_EXPIRES": "30 juni"}, "VARDAG_SECURITY_EXPIRES"),
    ],
)
def test_what_cannot_be_read_is_told_at_the_start(change, named):
    with pytest.raises(ImproperlyConfigured, match=named):
        read_reporting(SET | change)
