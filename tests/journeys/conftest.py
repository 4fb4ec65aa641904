"""A town for each journey, and a look at what people stumbled over when it is done."""

from collections.abc import Iterator

import pytest

from tests.journeys.town import WEDNESDAY, Town


@pytest.fixture
def empty_town(django_db_reset_sequences, live_server, browser, monkeypatch) -> Iterator[Town]:
    """A town without people, whose cases are numbered from one, whatever was played before it."""
    built = Town(live_server.url, browser, monkeypatch)
    yield built
    built.closes()
    assert not built.errors, f"scripts failed on the page: {built.errors}"
    assert list(built.stumbling_blocks()) == []


@pytest.fixture
def town(empty_town: Town) -> Town:
    """The town on Wednesday before Easter, at ten in the morning, with nothing sent yet."""
    empty_town.settle(at=WEDNESDAY)
    return empty_town
