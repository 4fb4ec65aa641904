"""The pictures of the documents and the handbook show what the pages show."""

import os

import pytest

from tests.journeys.pictures import DOCUMENTS, HANDBOOK, PICTURES, SAID, said, write
from tests.journeys.test_every_page import MONDAY
from tests.journeys.town import Town
from vardag.doors.ops.demo.making import make

pytestmark = pytest.mark.one_database
TAKES_THEM = os.environ.get("VARDAG_TAKE_PICTURES") == "1"  # ./dev pictures


def test_every_picture_says_what_its_page_says(empty_town: Town):
    empty_town.it_is(MONDAY)
    make(MONDAY)
    found = {}
    for who in dict.fromkeys(each.who for each in PICTURES):
        somebody = empty_town.comes_in(who)
        for picture in (each for each in PICTURES if each.who == who):
            page = picture.is_before(somebody)
            found[picture.name] = picture.says(page)
            if TAKES_THEM:
                picture.take(page)
    if TAKES_THEM:
        write(found)

    assert found == said(), "A picture is of another page than there is now. Run ./dev pictures"


def test_every_picture_is_taken_and_is_of_something():
    there = {*DOCUMENTS.glob("*.png"), *HANDBOOK.glob("*.png")}

    assert there == {each.file for each in PICTURES}
    assert said().keys() == {each.name for each in PICTURES}
    assert all(lines for lines in said().values()), SAID
