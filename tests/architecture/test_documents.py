"""The documents lead where they say: every link and anchor is there, every command is one."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from vardag.doors.ops.cli import parser

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = {".venv", ".dev", "vendor", "node_modules"}
DOCUMENTS = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not ELSEWHERE & set(path.relative_to(ROOT).parts)
    and not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
)
LINK = re.compile(r"\]\(([^()\s]+)\)|<(?:img|a)\b[^>]*?\b(?:src|href)=\"([^\"]+)\"")
FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)
VARDAG = re.compile(r"^(?:\./dev run|uv run vardag|vardag|\./dev(?= demo\b)) +(.+)$")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def links(text: str) -> Iterator[str]:
    """Yield where a document's links lead within the repository; examples in code are none."""
    prose = INLINE.sub("", FENCED.sub("", text))
    for found in LINK.finditer(prose):
        target = found[1] or found[2]
        if not re.match(r"[a-z]+:", target):
            yield target


@cache
def anchors(path: Path) -> frozenset[str]:
    """Return the anchors of a document's headings, as the places that show documents make them."""
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    seen: list[str] = []
    for heading in HEADING.findall(text):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        times = seen.count(slug)
        seen.append(slug)
        if times:
            seen.append(f"{slug}-{times}")
    return frozenset(seen)


def broken(path: Path) -> Iterator[str]:
    for target in links(path.read_text(encoding="utf-8")):
        where, _, anchor = target.partition("#")
        there = (path.parent / unquote(where)).resolve() if where else path
        is_document = there.suffix == ".md" and there.exists()
        if not there.exists() or (is_document and anchor and anchor not in anchors(there)):
            yield target


def commands(text: str) -> Iterator[str]:
    """Yield the lines of code, and the code within lines, that call a command of ours."""
    fenced = [line for _, block in FENCED.findall(text) for line in block.splitlines()]
    inline = INLINE.findall(FENCED.sub("", text))
    for line in (*fenced, *inline):
        called = line.strip().partition(" #")[0].partition(" > ")[0].strip()
        if called.startswith(("./dev ", "vardag ", "uv run vardag ")):
            yield called


@cache
def of_the_workshop() -> frozenset[str]:
    """Return the commands that ./dev knows."""
    choice = (ROOT / "dev").read_text().rpartition("\ncase $command in\n")[2]
    arms = re.findall(r"^([\w |'-]+)\)", choice, re.MULTILINE)
    return frozenset(name.strip() for arm in arms for name in arm.split("|"))


def why_not(command: str) -> str:
    """Return what is wrong with a command, or nothing."""
    if not (ours := VARDAG.match(command)):
        known = command.split()[1] in of_the_workshop()
        return "" if known else "./dev has no such command"
    arguments = ours[1] if not command.startswith("./dev demo") else command.removeprefix("./dev ")
    words = [each for each in shlex.split(arguments) if each != "…"]
    try:
        parser().parse_args(words)
    except SystemExit as ended:
        return "" if ended.code in (0, None) else "the command line does not take it"
    missing = [each for each in words if each.startswith("tests/") and not (ROOT / each).exists()]
    return f"there is no {missing[0]}" if missing else ""


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(path: Path):
    assert list(broken(path)) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_command_can_be_given(path: Path, capsys: pytest.CaptureFixture[str]):
    given = set(commands(path.read_text(encoding="utf-8")))

    assert {each: why for each in given if (why := why_not(each))} == {}


def test_the_first_documents_show_commands_and_links():
    """Were none found, the tests above would say nothing."""
    for name in ("README.md", "docs/tutorial.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert len(list(links(text))) >= 5
        assert len(list(commands(text))) >= 2


@pytest.mark.parametrize(
    "command", ["./dev dance", "vardag dance", "./dev demo --prot 1", "./dev run scenario run"]
)
def test_a_command_that_is_none_is_found(command: str, capsys: pytest.CaptureFixture[str]):
    assert why_not(command)


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path):
    document = tmp_path / "some.md"
    document.write_text(
        '# What it is\n[a](#what-it-is) [b](#what-it-was) [c](other.md) <img src="d.png">\n'
        "[e](https://example.org) `[f](none.md)`\n"
    )

    assert list(broken(document)) == ["#what-it-was", "other.md", "d.png"]


def test_pictures_are_light():
    heavy = [
        name_of(path)
        for folder in ("docs/pictures", "src/vardag/doors/help/static/help")
        for path in (ROOT / folder).glob("*.png")
        if path.stat().st_size > 150_000
    ]

    assert heavy == []
