"""Only clamd's own word makes a file clean; whatever else it does is no verdict."""

import time

import pytest

from tests.adapters.fake_clamd import CLEAN, FOUND, HANGS_UP, KILLED, LIES, SLOW, clamd
from tests.filing import EICAR, NO_VERDICT
from vardag.adapters.scanner import scanner
from vardag.rooms.files.scanner import NoVerdict

DATA = bytes(300_000)


def test_a_clean_file_is_clean_and_a_harmful_one_has_a_name():
    with clamd(CLEAN, FOUND) as where:
        assert scanner(where).finds(DATA, within=5) == ""
        assert scanner(where).finds(DATA, within=5) == "Eicar-Signature"


@pytest.mark.parametrize("answer", [*LIES, HANGS_UP, KILLED])
def test_what_is_not_its_word_is_no_verdict(answer: bytes):
    with clamd(answer) as where, pytest.raises(NoVerdict):
        scanner(where).finds(DATA, within=5)


def test_a_slow_one_is_left_in_time():
    began = time.monotonic()

    with clamd(SLOW) as where, pytest.raises(NoVerdict):
        scanner(where).finds(DATA, within=0.1)

    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "where", ["tcp:127.0.0.1:1", "unix:/nowhere/clamd.sock", "clamd", "tcp:host", "tcp:host:x", ""]
)
def test_one_that_is_not_there_gives_no_verdict(where: str):
    with pytest.raises(NoVerdict):
        scanner(where).finds(DATA, within=1)


def test_the_stand_in_knows_the_test_file_and_says_nothing_of_one_mark():
    stand_in = scanner("stand-in")

    assert stand_in.finds(b"x" + EICAR, within=1) == "Eicar-Test-Signature"
    assert stand_in.finds(DATA, within=1) == ""
    with pytest.raises(NoVerdict):
        stand_in.finds(NO_VERDICT, within=1)
    assert scanner("none").finds(EICAR, within=1) == ""
