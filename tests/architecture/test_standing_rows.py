"""Rows that stand: the databases themselves refuse to change or remove them."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from tests.rooms.logged import noted
from vardag.rooms.audit.models import AccessRow

MONDAY = datetime(2026, 4, 13, 8, 0, tzinfo=UTC)


@pytest.fixture
def look(transactional_db) -> AccessRow:
    noted(at=MONDAY)
    return AccessRow.objects.get()


@pytest.mark.parametrize("n", [1, 2])
def test_a_test_with_real_transactions_leaves_nothing_to_the_next(look, n):
    assert AccessRow.objects.count() == 1


def test_what_was_noted_is_not_changed(look):
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        AccessRow.objects.update(at=MONDAY.replace(year=2027))


def test_what_was_noted_is_not_removed(look):
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        look.delete()
