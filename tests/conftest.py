"""Rules for every test: closed sockets, decided chance, each database in its turn."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from tests.harness import browser as browsers
from tests.harness import sockets
from tests.harness.emptying import let_tests_empty_tables

sockets.keep_inside()
let_tests_empty_tables()

# Without a deadline, since the machine may be busy; the same examples every time, unless exploring.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(os.environ.get("VARDAG_HYPOTHESIS", "same"))

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database", action="store_true", help="run only what touches the database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
            item.add_marker("database")
        if "browser" in fixtures:
            item.add_marker("browser")
    if config.getoption("--only-database"):
        _keep_database_tests(config, items)


def _keep_database_tests(config: pytest.Config, items: list[pytest.Item]) -> None:
    rest = [item for item in items if not item.get_closest_marker("database")]
    items[:] = [item for item in items if item.get_closest_marker("database")]
    if rest:
        config.hook.pytest_deselected(items=rest)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser that reaches nothing but this machine; a test that wants one never skips."""
    found = browsers.find()
    if found is None:
        pytest.fail("No browser here. ./dev test brings one, or name one in VARDAG_BROWSER.")
    # Playwright's loop runs in this thread, where Django would take plain queries for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # With a loop running, Django keeps other connections than without: neither may be left open.
    connections.close_all()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found.path, args=list(browsers.ARGUMENTS)
        )
        yield launched
        connections.close_all()
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a window of its own, 1280 wide; it fails the test if its console reports errors."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="sv-SE", timezone_id="Europe/Stockholm"
    )
    errors: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert not errors, f"scripts failed on the page: {errors}"
