"""What the pages are made of: nothing from elsewhere, no script in them, nothing left in a browser."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

import vardag
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.test_headers import paths

SOURCE = Path(vardag.__file__).parent
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
SCRIPTS = sorted(SOURCE.rglob("static/**/*.js"))
LOADS = re.compile(
    r"<(?:script|link|img|iframe|video|audio|source|form)\b[^>]*?\b(?:src|href|action)="
)
KEPT_IN_A_BROWSER = (
    r"localStorage|sessionStorage|indexedDB|document\.cookie|\bcaches\.|serviceWorker"
)
STAFF_PAGES = ("/staff/", "/staff/mine/", "/staff/registers/", "/staff/office/mine/")
FAMILY_PAGES = ("/", "/cases/", "/notices/")


@pytest.fixture
def desk(db, monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def found(pattern: str, files: list[Path]) -> list[str]:
    """Return where a pattern stands, whatever its case."""
    return [
        f"{path.name}: {hit[0]}"
        for path in files
        for hit in re.finditer(pattern, path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]


def test_the_search_sees_what_it_looks_for():
    assert len(TEMPLATES) > 100
    assert len(SCRIPTS) > 10
    assert found(r"<script\b", TEMPLATES)
    assert found(r"addEventListener", SCRIPTS)


@pytest.mark.asvs("1.2.3")
def test_no_page_has_a_script_or_data_for_one_within_it():
    assert (
        found(
            r"<script\b(?![^>]*\bsrc=)|\bjson_script\b|<[^>]* on[a-z]+=|\bhx-(?:on|vals)", TEMPLATES
        )
        == []
    )


@pytest.mark.asvs("1.2.9")
def test_no_pattern_is_made_of_words_as_they_stand():
    made, wrong = 0, []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")):
                continue
            made += 1
            parts = [each.value for each in ast.walk(node) if isinstance(each, ast.FormattedValue)]
            loose = [ast.unparse(each) for each in parts if not _is_ours(each)]
            is_plain = not node.args or isinstance(node.args[0], ast.Constant | ast.JoinedStr)
            if loose or not (is_plain or ast.unparse(node.func) == "re.escape"):
                wrong.append(f"{path.name}:{node.lineno} {loose}")

    assert made > 50
    assert not wrong


def _is_ours(part: ast.expr) -> bool:
    """Tell whether a part of a pattern is a constant of ours, or was escaped."""
    names = [each.id for each in ast.walk(part) if isinstance(each, ast.Name)]
    return ast.unparse(part).startswith("re.escape(") or all(each.isupper() for each in names)


@pytest.mark.asvs("3.7.1")
def test_no_page_asks_a_browser_for_what_browsers_have_given_up():
    assert found(r"<(?:applet|object|embed|frameset|bgsound|marquee)\b", TEMPLATES) == []


@pytest.mark.asvs("14.2.3")
def test_nothing_on_a_page_is_loaded_from_or_sent_elsewhere():
    assert found(LOADS.pattern + r"[\"'](?:https?:)?//", TEMPLATES) == []
    assert (
        found(r"(?:fetch|import|sendBeacon|WebSocket|EventSource)\([\"'`](?:\w+:)?//", SCRIPTS)
        == []
    )


@pytest.mark.asvs("14.3.3")
def test_no_script_keeps_anything_in_the_browser():
    assert found(KEPT_IN_A_BROWSER, SCRIPTS) == []


@pytest.mark.asvs("15.3.6")
def test_no_script_of_ours_sets_what_a_name_from_elsewhere_says():
    ours = [path for path in SCRIPTS if "vendor" not in path.parts]

    assert found(r"__proto__|\.prototype\b|Object\.assign|\.\.\.JSON|JSON\.parse", ours) == []
    assert found(r"\[[A-Za-z_.]+\]\s*=(?!=)", ours) == []


@pytest.mark.asvs("4.1.1")
@pytest.mark.one_database
@pytest.mark.parametrize("who", ["receiver", "guardian", "administrator"])
def test_every_answer_says_what_it_is_and_text_in_which_letters(desk: Desk, who):
    client = desk.sits(who)
    client.raise_request_exception = False
    wrong = {}
    for path in [*paths(get_resolver()), "/nowhere/", "/static/nothing.css"]:
        for way in (client.get, client.post):
            answer = way(path, secure=True)
            kind = answer.headers.get("Content-Type", "")
            body = b"" if answer.streaming else answer.content
            if body and not re.fullmatch(r"(?!text/)\w+/[\w.+-]+|text/\w+; charset=utf-8", kind):
                wrong[path] = kind

    assert not wrong


@pytest.mark.asvs("7.4.4")
@pytest.mark.one_database
def test_the_way_out_is_on_every_page_that_asks_who_one_is(desk: Desk):
    seen, without = 0, []
    for who in ("receiver", "manager", "administrator", "guardian"):
        client = desk.sits(who)
        for path in paths(get_resolver()):
            answer = client.get(path)
            is_open = Client().get(path).status_code == 200
            if answer.status_code != 200 or is_open or b"</html>" not in answer.content:
                continue
            seen += 1
            if b'action="/sign-in/out/"' not in answer.content:
                without.append(f"{who}: {path}")

    assert seen > 40
    assert not without


@pytest.mark.asvs("14.2.2")
@pytest.mark.one_database
def test_no_answer_is_kept_on_the_way_or_in_the_server(desk: Desk):
    answers = [
        *(desk.sits("receiver").get(page) for page in STAFF_PAGES),
        *(desk.sits("guardian").get(page) for page in FAMILY_PAGES),
    ]

    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert not [each for each in settings.MIDDLEWARE if "cache" in each.lower()]
    assert (
        found(
            r"\{% cache |cache_page|django\.core\.cache", sorted(SOURCE.rglob("*.py")) + TEMPLATES
        )
        == []
    )
