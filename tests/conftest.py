"""Rules for every test: closed sockets, decided chance, each database in its turn."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from tests.harness import browser as browsers
from tests.harness import sockets, static_files
from tests.harness.emptying import let_tests_empty_tables
from tests.harness.measuring import unmeasured

sockets.keep_inside()
let_tests_empty_tables()
static_files.look_for_them_once()

# Without a deadline, since the machine may be busy; the same examples every time, unless exploring.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(os.environ.get("VARDAG_HYPOTHESIS", "same"))

HERE = Path(__file__).resolve().parent
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
# Whose branches count: these know the law's rules by name. What a page's test happens to pass through
# proves nothing about a rule, and measuring takes twice the time.
MEASURED = {"domain", "rooms"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database", action="store_true", help="run only what depends on the database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
            item.add_marker("database")
        if "browser" in fixtures:
            item.add_marker("browser")
            # A browser on a busy machine may stumble once over nothing. A fault stumbles twice.
            item.add_marker(pytest.mark.flaky(reruns=1))
    if config.getoption("--only-database"):
        _keep_database_tests(config, items)


def _keep_database_tests(config: pytest.Config, items: list[pytest.Item]) -> None:
    rest = [item for item in items if not _depends_on_database(item)]
    items[:] = [item for item in items if _depends_on_database(item)]
    if rest:
        config.hook.pytest_deselected(items=rest)


def _depends_on_database(item: pytest.Item) -> bool:
    """Tell whether a test may come out otherwise on another database.

    Whoever marks a test with ``one_database`` says that it can't: it goes through the database, but
    what it is about (how pages look, what keys and scripts do, what a reader hears) is decided
    above it, and what it does to the rows is tried on both by other tests.
    """
    touches = item.get_closest_marker("database")
    return touches is not None and not item.get_closest_marker("one_database")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test that isn't about the law, and its fixtures, run unmeasured."""
    about_the_law = item.path.relative_to(HERE).parts[0] in MEASURED
    if about_the_law and not item.get_closest_marker("unmeasured"):
        return (yield)
    with unmeasured():
        return (yield)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in every whole report how easy the families' Swedish is to read."""
    if any("test_plain_swedish" in each.nodeid for each in terminalreporter.getreports("passed")):
        from tools.plain_swedish import summary  # noqa: PLC0415 - slow to read, and seldom wanted

        terminalreporter.write_line(summary())


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
    context.set_offline(
        True
    )  # what a page sends when it is left would come to a server that has ended
    context.close()
    assert not errors, f"scripts failed on the page: {errors}"
