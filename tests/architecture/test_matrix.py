"""Every address has a row in the matrix of who gets what, and the row is tried where it says."""

from pathlib import Path

from django.urls import get_resolver

from tests.architecture.test_doors import addresses
from tests.doors import matrix

TESTS = Path(matrix.__file__).parent


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(addresses(get_resolver())) == matrix.ROWS


def test_a_row_that_is_tried_elsewhere_is_tried_there():
    missing = [name for name in matrix.TRIED_ELSEWHERE.values() if not (TESTS / name).is_file()]

    assert not missing


def test_every_state_of_the_matrix_says_what_comes_of_every_act():
    acts = {frozenset(row) for row in matrix.COMES_OF.values()}

    assert len(acts) == 1
    assert matrix.READS.keys() == matrix.ACTS.keys() == matrix.COMES_OF.keys()
    assert all(matrix.ACTS[state] <= matrix.READS[state] for state in matrix.READS)
