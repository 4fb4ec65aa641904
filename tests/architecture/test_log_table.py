"""Of every address it is said what it writes into the access log."""

from django.urls import get_resolver

from tests.architecture.test_doors import addresses
from tests.doors import logged


def test_of_every_address_it_is_said_what_it_logs():
    assert not [name for name in addresses(get_resolver()) if not logged.is_told(name)]


def test_nothing_is_said_of_an_address_that_is_not_there():
    there = set(addresses(get_resolver()))

    assert logged.WRITES.keys() | logged.WRITES_NOTHING.keys() <= there
    assert not logged.WRITES.keys() & logged.WRITES_NOTHING.keys()
