"""``vardag routine check`` and ``show``, as they are called."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.domain.planted import TEXT, packaged, planted
from vardag.doors.ops.cli import main


def _file(folder: Path, text: str | bytes) -> str:
    path = folder / "routine.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_a_sound_file_is_said_to_be_sound(tmp_path, capsys):
    path = _file(tmp_path, TEXT)

    assert main(["routine", "check", path]) == 0
    assert capsys.readouterr().out == (
        f"{path}: sound: NU10094-2020762173-83 version 3.0, 14 services, 8 processes.\n"
    )


def test_a_fault_is_said_with_file_line_key_problem_and_remedy(tmp_path, capsys):
    text = planted("leads_to: central-archive", "leads_to: central-archives")
    path = _file(tmp_path, text)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "central-archives" in row)

    assert main(["routine", "check", path]) == 1
    assert capsys.readouterr().out == (
        f"{path}:{line}: services.record-copy.leads_to: There is no link “central-archives”. "
        "Did you mean “central-archive”?\n"
    )


def test_every_file_is_checked_though_the_first_is_unsound(tmp_path, capsys):
    bad, good = tmp_path / "bad.yaml", tmp_path / "good.yaml"
    bad.write_text("no routine")
    good.write_text(TEXT)

    assert main(["routine", "check", str(bad), str(good)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"{bad}:1: ")
    assert told[1].startswith(f"{good}: sound")


@pytest.mark.parametrize("name", ["", "missing.yaml"])
def test_what_is_no_file_is_said_and_not_raised(tmp_path, capsys, name):
    path = str(tmp_path / name)

    assert main(["routine", "check", path]) == 1
    assert "the file can't be read" in capsys.readouterr().out


def test_an_unsound_routine_is_not_shown(tmp_path, capfdbinary):
    path = _file(tmp_path, planted("leads_to: central-archive", "leads_to: archive"))

    assert main(["routine", "show", path]) == 1
    shown = capfdbinary.readouterr()
    assert shown.out == b""
    assert b"There is no link" in shown.err


def _shown(capfdbinary, *options: str) -> str:
    assert main(["routine", "show", *options]) == 0
    return str(capfdbinary.readouterr().out.decode())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_text_tells_all_that_the_routine_says(capfdbinary, language):
    shown = _plain(_shown(capfdbinary, "--language", language))
    routine = packaged()

    for word in (routine.document.document_id, routine.document.title, "2028-03-11"):
        assert word in shown
    things: tuple[Any, ...] = (*routine.services, *routine.processes, *routine.standard_replies)
    for thing in things:
        assert _plain(thing.name.in_(language)) in shown
        assert thing.key in shown
    for process in routine.processes:
        for step in (step for stage in process.stages for step in stage.steps):
            assert _plain(step.name.in_(language)) in shown
            assert _plain(step.source) in shown
            for outcome in step.outcomes:
                assert _plain(outcome.name.in_(language)) in shown
        for work in process.work:
            assert _plain(work.name.in_(language)) in shown
    for link in routine.links:
        assert link.address in shown


def test_the_text_tells_who_receives_a_case_and_who_does_a_step(capfdbinary):
    shown = _plain(_shown(capfdbinary))

    assert "Förnya recept [renew-prescription] Be om nytt recept" in shown
    assert "Tas emot av: sjuksköterska" in shown
    assert "1. Skriv i journalen [Melior] (sjuksköterska)" in shown
    assert "Skriv i journalen [Melior] [mall Återbud] (oftast medicinsk sekreterare)" in shown
    assert "Utfall: Det går, Det går inte" in shown
    assert "Svara och avsluta (standardsvar ”Avbokad”)" in shown
    assert "Första återkoppling: 2 arbetsdagar" in shown


def test_a_journal_text_is_told_by_the_labels_of_its_own_form(capfdbinary):
    shown = _plain(_shown(capfdbinary))

    assert "Skäl: ”‹Vad ska intyget användas till?›”" in shown
    assert "{" not in shown


def test_a_text_is_no_wider_than_a_sheet(capfdbinary):
    lines = _shown(capfdbinary).splitlines()

    assert max(len(line) for line in lines if "https://" not in line) <= 88


def _plain(text: str) -> str:
    """Return text as one line, without the marks of lines that are quoted."""
    return " ".join(text.replace("\n    | ", " ").split())


class _Page(HTMLParser):
    """What a page holds: tags in order with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"} and tag not in {"rect", "polygon", "polyline"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def page(capfdbinary) -> _Page:
    return _Page(_shown(capfdbinary, "--format", "html"))


def test_the_page_is_whole_and_every_tag_is_closed(page):
    assert page.open == []
    assert page.of("html") == [{"lang": "sv"}]
    assert len(page.of("h1")) == len(page.of("main")) == 1


def test_the_page_needs_no_other_file_and_runs_nothing(page):
    assert {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.tags} == set()
    assert not [a for _, attributes in page.tags for a in attributes if a.startswith("on")]
    assert not re.search(r"url\(|@import", page.words)


def test_the_page_has_every_process_drawn_twice_and_said_in_words(page):
    charts = page.of("svg")
    routine = packaged()

    assert len(charts) == 2 * len(routine.processes)
    assert all(chart["role"] == "img" and chart["aria-label"] for chart in charts)
    for process in routine.processes:
        for step in (step for stage in process.stages for step in stage.steps):
            assert page.words.count(step.name.sv) >= 2


def test_the_pages_headings_go_down_one_level_at_a_time(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_pages_inner_links_lead_somewhere_and_no_place_has_two_names(page):
    places = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    inner = [a["href"][1:] for a in page.of("a") if a["href"] and a["href"].startswith("#")]

    assert len(places) == len(set(places))
    assert set(inner) <= set(places)
    assert len(inner) >= 14


def test_what_an_author_writes_cannot_become_markup(tmp_path, capfdbinary):
    evil = '<script>alert("x")</script>'
    text = planted("name: {sv: Skriv intyget,", f"name: {{sv: '{evil}',")
    text = planted("  owner: Enhetschef", f"  owner: '{evil}'", text=text)

    shown = _shown(capfdbinary, _file(tmp_path, text), "--format", "html")

    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") >= 4


def test_what_is_said_is_said_in_utf8_on_any_terminal():
    done = subprocess.run(
        [sys.executable, "-m", "vardag.doors.ops.cli", "routine", "show"],
        env={"PYTHONIOENCODING": "ascii"},
        check=False,
        capture_output=True,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert "Förnya recept" in done.stdout.decode()


def test_showing_starts_without_django():
    code = (
        "import sys; from vardag.doors.ops.routine.command import show, check_files; "
        "assert not [m for m in sys.modules if m.partition('.')[0] == 'django']"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
