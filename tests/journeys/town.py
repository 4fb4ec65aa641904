"""The demonstration's clinics and families, without its cases, on a server of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.utils.translation import override
from playwright.sync_api import Browser, BrowserContext

from tests.build import on
from tests.journeys.person import Person
from vardag.doors.ops.database import publish_file, publish_packaged
from vardag.doors.ops.demo.people import add_cast, read_cast
from vardag.doors.ops.demo.when import Around
from vardag.doors.ops.scenario.world import World

WEDNESDAY = on("2026-04-01T10:00")  # the last but one working day before Easter


@dataclass
class Town:
    """Where the journeys go: its people, its clock and its pages."""

    url: str
    browser: Browser
    clock: pytest.MonkeyPatch
    world: World = field(default_factory=World)
    people: list[Person] = field(default_factory=list)
    windows: list[BrowserContext] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def it_is(self, moment: datetime) -> None:
        """Set the clock that the pages read."""
        self.clock.setattr("django.utils.timezone.now", lambda: moment)

    def settle(self, *, at: datetime, routine: Path | None = None) -> None:
        """Bring in the clinics, the people and a routine to go by."""
        self.it_is(at)
        with transaction.atomic(), override("sv"):
            if routine is None:
                publish_packaged()
            else:
                publish_file(str(routine))
            self.world = add_cast(read_cast(), Around(at))

    def comes_in(self, name: str, *, scripts: bool = True) -> Person:
        """Open a browser for somebody, who signs in on the demonstration's page of people."""
        somebody = self.opens_a_browser(name, scripts=scripts)
        self._signs_in(somebody)
        return somebody

    def opens_a_browser(self, name: str, *, scripts: bool = True) -> Person:
        """Open a browser for somebody, who has not signed in yet."""
        window = self.browser.new_context(
            viewport={"width": 1280, "height": 900},
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            java_script_enabled=scripts,
        )
        window.set_default_timeout(15_000)
        self.windows.append(window)
        page = window.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        somebody = Person(name, page, self.url, scripts=scripts)
        self.people.append(somebody)
        return somebody

    def _signs_in(self, somebody: Person) -> None:
        somebody.goes_to("/sign-in/")
        row = somebody.page.locator(
            "button.row", has=somebody.page.get_by_text(somebody.name, exact=True)
        )
        if not row.is_visible():
            somebody.opens("Fler familjer")
        row.click()
        somebody.page.wait_for_url(lambda url: "/sign-in/" not in url)

    def wakes(self, at: datetime) -> None:
        """Let a night pass, after which everybody signs in anew."""
        self.it_is(at)
        for somebody in self.people:
            self._signs_in(somebody)

    def closes(self) -> None:
        for window in self.windows:
            window.set_offline(True)  # what a page sends when it is left comes too late
            window.close()

    def stumbling_blocks(self) -> Iterator[str]:
        for each in self.people:
            yield from each.stumbled
