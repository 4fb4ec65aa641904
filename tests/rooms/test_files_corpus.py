"""Every file of the corpus comes to what the list says, in time, and tells nothing but what it shows."""

import time
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageOps

from tests.files_corpus import JPEG, PNG, Sample, corpus
from tests.filing import WHERE, chunk, jpeg, pdf, png, readable_pdf
from vardag.domain.case.files import Unfit
from vardag.rooms.files.inspecting.apart import answer_to, look_apart
from vardag.rooms.files.inspecting.found import Found, UnfitFile
from vardag.rooms.files.inspecting.look import look


def wrong_with(sample: Sample) -> str:
    """Return how a file comes to something else than the list says; empty if it doesn't."""
    began = time.process_time()
    try:
        found = look(sample.data)
    except UnfitFile as unfit:
        return "" if unfit.why is sample.unfit else f"{sample.name}: {unfit.why}"
    if time.process_time() - began > 5:
        return f"{sample.name}: took too long"
    if sample.unfit is not None or found.media != sample.kind:
        return f"{sample.name}: was taken"
    if WHERE in found.data or WHERE in (found.preview or b""):
        return f"{sample.name}: tells where it is from"
    return f"{sample.name}: looks otherwise" if not looks_the_same(sample, found) else ""


def looks_the_same(sample: Sample, found: Found) -> bool:
    if found.media not in (JPEG, PNG):
        return True
    before, after = (Image.open(BytesIO(data)) for data in (sample.data, found.data))
    upright = [ImageOps.exif_transpose(each) for each in (before, after)]
    return upright[0].tobytes() == upright[1].tobytes()


def test_there_are_three_hundred_files_and_no_name_twice():
    names = [sample.name for sample in corpus()]

    assert len(names) >= 300
    assert len(names) == len(set(names))
    assert {sample.unfit for sample in corpus()} >= set(Unfit) - {
        Unfit.TOO_LARGE,
        Unfit.NOT_HERE,
        Unfit.INFECTED,
    }


@pytest.mark.asvs("5.2.2", "5.2.3")
def test_each_comes_to_what_the_list_says():
    assert [wrong for sample in corpus() if (wrong := wrong_with(sample))] == []


@pytest.mark.parametrize("data", [jpeg(), pdf(), b"MZ", jpeg()[:200]])
def test_a_process_of_its_own_says_the_same(data: bytes):
    def said(how) -> object:
        try:
            return how(data)
        except UnfitFile as unfit:
            return unfit.why

    assert said(look_apart) == said(look)


def test_a_colour_profile_that_is_a_bomb_is_left_out():
    profile = chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(8 * 1024 * 1024)))

    assert b"iCCP" not in look(png(more=profile)).data


def test_only_a_document_with_text_and_order_can_be_read_aloud():
    assert look(readable_pdf()).is_readable
    assert not look(pdf()).is_readable


def test_what_takes_more_memory_than_there_is_is_too_much(monkeypatch):
    def never_enough(_: bytes) -> Found:
        raise MemoryError

    monkeypatch.setattr("vardag.rooms.files.inspecting.look.look", never_enough)

    assert answer_to(jpeg()) == b'{"unfit": "too-much"}\n'
