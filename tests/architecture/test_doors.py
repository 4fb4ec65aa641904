"""What an import linter can't see of the doors: names of templates and addresses in strings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLResolver, get_resolver

PACKAGE = Path(__file__).resolve().parents[2] / "src/vardag"
DOORS = {path.parent.name: path.parent for path in (PACKAGE / "doors").glob("*/__init__.py")}
COMMON = "shared"
# Whoever isn't signed in is sent there, and everybody signs out there.
LEADS_EVERYWHERE = "signin"

TEMPLATES = sorted((PACKAGE / "doors").glob("*/templates/**/*.html"))
PROGRAMS = sorted((PACKAGE / "doors").glob("**/*.py"))

OTHER_TEMPLATE = re.compile(r"""{%-?\s*(?:extends|include)\s+["']([^"'#]+)""")
ADDRESS = re.compile(r"""\burl\(["']([\w-]+):([\w-]+)["']""")
TEMPLATE_NAME = re.compile(r"([\w-]+)/[\w/-]+\.(?:html|txt)(?:#\w+)?")
ADDRESS_NAME = re.compile(r"(\w+):[\w-]+")


def door_of(path: Path) -> str:
    return path.relative_to(PACKAGE / "doors").parts[0]


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def exists(template: str) -> bool:
    return any((door / "templates" / template).is_file() for door in DOORS.values())


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from addresses(entry, inner)
        elif entry.name:
            yield prefix + entry.name


def named(path: Path, name: str) -> str:
    return f"{path.relative_to(PACKAGE)}: {name}"


def test_a_template_lies_in_a_folder_named_after_its_door():
    astray = [
        path
        for path in TEMPLATES
        if path.relative_to(DOORS[door_of(path)]).parts[1] != door_of(path)
    ]

    assert not astray


def test_a_template_builds_on_its_own_door_and_on_what_is_shared():
    astray = [
        named(path, name)
        for path in TEMPLATES
        for name in OTHER_TEMPLATE.findall(path.read_text())
        if name.split("/")[0] not in {door_of(path), COMMON} or not exists(name)
    ]

    assert not astray


def test_a_template_leads_to_its_own_door_or_to_signing_in_and_out():
    there = set(addresses(get_resolver()))
    astray = [
        named(path, f"{door}:{name}")
        for path in TEMPLATES
        for door, name in ADDRESS.findall(path.read_text())
        if door not in {door_of(path), LEADS_EVERYWHERE} or f"{door}:{name}" not in there
    ]

    assert not astray


def test_a_door_shows_its_own_templates_or_shared_ones():
    astray = [
        named(path, name)
        for path in PROGRAMS
        for name in strings(path)
        if (found := TEMPLATE_NAME.fullmatch(name))
        and (found[1] not in {door_of(path), COMMON} or not exists(name.split("#")[0]))
    ]

    assert not astray


def test_a_door_sends_people_on_within_itself_or_to_signing_in():
    astray = [
        named(path, name)
        for path in PROGRAMS
        for name in strings(path)
        if (found := ADDRESS_NAME.fullmatch(name))
        and found[1] in DOORS.keys() - {door_of(path), LEADS_EVERYWHERE}
    ]

    assert not astray
