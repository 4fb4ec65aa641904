"""The design's page shows what the pages are made of: its examples hold in a real browser."""

import re
from collections.abc import Iterator
from itertools import count
from mimetypes import guess_type
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from playwright.sync_api import Page, Route

from tests.harness.accessibility import overflows, stumbling_blocks
from vardag.doors.shared.icons import ICONS

ROOT = Path(__file__).resolve().parents[2]
DESIGN = ROOT / "docs/reference/design.md"
EXAMPLE = re.compile(r"<!-- preview: ([a-z ]+) -->\n```html\n(.*?)```", re.DOTALL)
CLASSES = re.compile(r'class="([^"{]*)"')
ADDRESS = "http://127.0.0.1/"


def _examples(side: str) -> Iterator[str]:
    """Yield a side's examples; the page around them has its main heading already."""
    for sides, markup in EXAMPLE.findall(DESIGN.read_text()):
        if side in sides.split():
            yield markup.replace("<h1", "<h2").replace("</h1>", "</h2>")


def _page(side: str) -> str:
    numbers = count(1)
    examples = "".join(
        f'<section aria-label="Exempel {next(numbers)}">{each}</section>'
        for each in _examples(side)
    )
    text = (
        f'{{% extends "shared/{side}.html" %}}'
        f"{{% block content %}}<h1>Exempel</h1>{examples}{{% endblock content %}}"
    )
    return str(engines["pages"].from_string(text).render(_around(side)))


def _around(side: str) -> dict[str, object]:
    """Return what the layouts read: somebody at a clinic, or somebody's guardian."""
    clinics = [SimpleNamespace(name=name, key=name) for name in ("BUP Åviken", "BUP Sundmark")]
    item = SimpleNamespace(label="Inkorg", url="/", current=True, count=4)
    actor = SimpleNamespace(name="Karin Åberg", initials="KÅ", is_staff=side == "staff")
    return {
        "request": SimpleNamespace(actor=actor, get_full_path=lambda: "/"),
        "site": SimpleNamespace(
            demo=True,
            language="sv",
            other_language="en",
            clinic=clinics[0],
            clinics=clinics,
            nav=[item],
        ),
    }


def _serve(page: Page, html: str) -> None:
    """Answer for the server: the page itself, and whatever the static files hold."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS).removeprefix("static/")
        if not path:
            route.fulfill(body=html, content_type="text/html")
        elif found := finders.find(path):
            route.fulfill(path=found, content_type=guess_type(found)[0] or "")
        else:
            route.fulfill(status=404)

    page.route("**/*", answer)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("side", ["staff", "portal"])
def test_nobody_stumbles_over_an_example(page, side, scheme):
    _serve(page, _page(side))
    page.emulate_media(color_scheme=scheme)

    page.goto(ADDRESS)

    assert stumbling_blocks(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert not overflows(page)


def test_the_composers_tabs_need_no_script(browser):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    _serve(page, _page("staff"))
    page.goto(ADDRESS)

    page.locator("#interim-text").fill("Vi återkommer.")
    page.get_by_role("radio", name="Svara och avsluta").check()

    assert page.locator("#close-text").is_visible()
    assert not page.locator("#interim-text").is_visible()

    page.get_by_role("radio", name="Delsvar").check()

    assert page.locator("#interim-text").input_value() == "Vi återkommer."
    context.close()


def test_every_icon_is_named_on_the_page():
    named = re.search(r"Names: `([a-z -]+)`", DESIGN.read_text())

    assert named
    assert named[1].split() == sorted(ICONS)


def test_the_examples_use_no_class_that_no_stylesheet_knows():
    used = {name for markup in _examples("staff") for name in _classes(markup)}
    used |= {name for markup in _examples("portal") for name in _classes(markup)}

    assert used - _styled() == set()


def test_no_template_uses_a_class_that_no_stylesheet_knows():
    strange = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in ROOT.glob("src/**/templates/**/*.html")
        for name in _classes(path.read_text()) - _styled()
    }

    assert strange == set()


def _classes(markup: str) -> set[str]:
    return {name for names in CLASSES.findall(markup) for name in names.split()}


def _styled() -> set[str]:
    sheets = [each.read_text() for each in ROOT.glob("src/**/static/**/*.css")]
    return {name for sheet in sheets for name in re.findall(r"\.([a-z][a-z0-9-]*)", sheet)}
