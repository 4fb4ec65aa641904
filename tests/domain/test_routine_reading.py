"""A routine's file is read strictly, and what is wrong is told with line, key and remedy."""

import random
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.faults.slips import SLIPS, Slip
from tests.domain.planted import NAME, TEXT, findings, line_of_mark, packaged, planted
from vardag.domain.routine.document import Closing, FieldKind, StepAct
from vardag.rooms.routines.reading import UnreadableRoutine, read_routine, read_sound_routine
from vardag.rooms.routines.yaml_text import LocatedFinding, UnreadableYaml, read_yaml

pytestmark = pytest.mark.unmeasured  # reading is no law, and its lines are many


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_of_the_pen_is_told_with_line_key_and_remedy(slip: Slip):
    base = (
        TEXT.replace("document:\n", "document: # <-\n", 1) if "document: # <-" in slip.old else TEXT
    )
    text = planted(slip.old, slip.new, text=base)

    found = [finding for finding in findings(text) if finding.key == slip.key]

    assert [(each.line, each.problem) for each in found] == [(line_of_mark(text), slip.problem)]
    assert slip.remedy in found[0].remedy


def test_every_slip_is_told_at_once_in_the_order_of_the_file():
    text = planted("response: 2  ", "response: two  ")
    text = planted('version: "3.0"', "version: 3.0", text=text)

    found = findings(text)

    assert [finding.key for finding in found] == ["document.version", "dates.response"]


def test_a_finding_reads_as_file_line_key_problem_remedy():
    (found,) = findings(planted('version: "3.0"', "version: 3.0"))

    assert str(found) == (
        f"{NAME}:9: document.version: This must be text. "
        "Put it in quotes if it looks like a number or a date."
    )


HOSTILE = {
    "nothing": "",
    "only a comment": "# nothing\n",
    "a word": "hello",
    "a list": "- a\n- b\n",
    "null": "~",
    "two documents": "a: 1\n---\nb: 2\n",
    "an unclosed bracket": "services: [a, b\n",
    "a tab for an indent": "services:\n\t- key: x\n",
    "a key twice": "dates: {}\ndates: {}\n",
    "an alias": "a: &x [1]\nb: *x\n",
    "an alias of itself": "a: &x [*x]\n",
    "a bomb of aliases": "a: &a [x, x]\n"
    + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    ),
    "a merge": "a: &x {b: 1}\nc: {<<: {d: 2}}\n",
    "a Python object": "a: !!python/object/apply:os.system [ls]\n",
    "a made-up tag": "!thing\na: 1\n",
    "binary in YAML": "a: !!binary aGVq\n",
    "a set": "!!set {a, b}\n",
    "a key that is a list": "? [a, b]\n: c\n",
    "a key that is a number": "1: a\n",
    "a key of two lines": '"a\\nb": c\n',
    "deep brackets": "[" * 20_000,
    "deep mappings": "".join(" " * n + "a:\n" for n in range(1200)),
    "a huge text": "a: " + "x" * 1_100_000,
    "a huge number": "dates: {response: " + "9" * 5_000 + "}\n",
    "infinity": "dates: {response: .inf}\n",
    "not a number": "dates: {response: .nan}\n",
    "an old YAML's yes": "%YAML 1.1\n---\nservices: yes\n",
    "half a character": '"a": "\\ud800"\n',
    "a hidden end": 'document: {title: "a\\0b"}\n',
    "an escape for the terminal": 'document: {title: "\\e[31m"}\n',
    "NUL": "a: \0",
    "an unknown anchor": "a: *nobody\n",
    "bytes that are no text": b"\xff\xfe\x00\x01",
    "an image": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "Latin-1": "namn: Återbud".encode("latin-1"),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_gives_a_finding_and_never_a_traceback(text: str | bytes):
    found = findings(text)

    assert found
    assert all(
        each.file == NAME and each.line >= 1 and each.problem and each.remedy for each in found
    )
    assert all(str(each).isprintable() for each in found)


def test_the_line_of_bytes_that_are_no_text_is_told():
    (found,) = findings("a: 1\nb: Å\n".encode("latin-1"))

    assert (found.line, found.problem) == (2, "The file is not text in UTF-8.")


def test_a_key_that_stands_twice_is_told_at_the_second():
    (found,) = findings(planted("  waiting: 10 ", "  waiting: 10\n  response: 3 # <-\n  #"))

    assert (found.key, found.problem) == ("dates.response", "The key stands twice.")


def _plain_data(text: str | bytes) -> bool:
    with suppress(UnreadableYaml):
        return isinstance(read_yaml(text, name="any").data, str | int | float | list | dict | None)
    return False


def _refusal_of(text: str | bytes) -> tuple[LocatedFinding, ...]:
    with pytest.raises(UnreadableYaml) as refused:
        read_yaml(text, name="any")
    return refused.value.findings


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_text_is_either_plain_data_or_refused_with_a_finding(text: str | bytes):
    assert _plain_data(text) or _refusal_of(text)


@given(st.integers(0, 2**32))
def test_a_routine_with_lines_gone_or_swapped_is_read_or_refused_with_findings(seed: int):
    chance = random.Random(seed)
    lines = TEXT.splitlines(keepends=True)[:240]
    for _ in range(chance.randint(1, 3)):
        first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[first], lines[second] = lines[second], lines[first]
        del lines[chance.randrange(len(lines))]

    assert all(1 <= each.line <= len(lines) + 1 for each in findings("".join(lines)))


def test_what_the_file_says_becomes_the_domains_own_types():
    routine = packaged()

    assert routine.document.version == "3.0"
    assert routine.document.valid_from == date(2026, 3, 11)
    process = routine.process("doctor-certificate")
    assert process is not None
    assert process.closes is Closing.WITHOUT_REPLY
    assert [step.act for step in process.stages[0].steps] == [
        None,
        StepAct.ASSIGN,
        StepAct.INTERIM_REPLY,
        StepAct.PRINT,
    ]
    form = routine.form("cancel-or-rebook")
    assert form is not None
    assert [field.kind for field in form.fields] == [
        FieldKind.DATE,
        FieldKind.CHOICE,
        FieldKind.LONG_TEXT,
    ]


def test_a_published_text_is_read_though_a_later_check_would_refuse_it():
    text = planted("leads_to: central-archive", "leads_to: archive")

    assert read_routine(text, name="published").service("record-copy") is not None
    with pytest.raises(UnreadableRoutine):
        read_sound_routine(text, name="published")


def test_a_file_saved_with_a_byte_order_mark_is_read():
    assert read_routine("\ufeff".encode() + TEXT.encode(), name=NAME) == packaged()
