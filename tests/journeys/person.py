"""Somebody in front of a screen: reads it, presses what is on it, and says what is seen."""

import re
from dataclasses import dataclass, field, replace

from playwright.sync_api import Locator, Page, Response, expect

from tests.harness.accessibility import stumbling_blocks

# What a script replaces, or else the page's last part, is marked: when the mark is gone, all is new.
# Asked of what is pressed, so that the page is marked that has it, and not one that is leaving.
_MARK = """pressed => {
  const main = pressed.ownerDocument.querySelector("main");
  (main.querySelector("#case, #worklist, #errand") ?? main.lastElementChild).dataset.before = "";
}"""
_NUMBER = re.compile(r"\d\d-\d{4,}")


@dataclass
class Person:
    """One of the town's people, signed in, with a browser window of her own."""

    name: str
    page: Page
    home: str
    scripts: bool = True
    stumbled: list[str] = field(default_factory=list)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def goes_to(self, address: str) -> Response | None:
        return self.page.goto(f"{self.home}{address}")

    def in_another_window(self) -> "Person":
        """Open the same page once more, beside this one."""
        beside = self.page.context.new_page()
        beside.goto(self.page.url)
        return replace(self, page=beside)

    def follows(self, link: str | Locator) -> None:
        """Go where a link leads, and wait for that page."""
        if isinstance(link, str):
            link = self.page.get_by_role("link", name=link).first
        self._gets_another_page_by(link)

    def presses(self, button: str | Locator, *, within: Locator | None = None) -> None:
        """Press a button, and wait for the page that it gives."""
        if isinstance(button, str):
            button = (within or self.main).get_by_role("button", name=button, exact=True)
        self._gets_another_page_by(button)

    def _gets_another_page_by(self, pressed: Locator) -> None:
        if self.scripts:  # a script may replace the page in place, so that nothing says it is new
            pressed.evaluate(_MARK)
        pressed.click()
        if self.scripts:
            expect(self.page.locator("[data-before]")).to_have_count(0)
        self.page.wait_for_load_state()

    def opens(self, summary: str) -> None:
        """Unfold what is folded, if it is."""
        fold = self.main.locator("details", has=self.page.locator("summary", has_text=summary))
        if fold.first.get_attribute("open") is None:
            fold.first.locator("summary").click()

    def writes(self, text: str, label: str) -> None:
        self.main.get_by_label(label, exact=True).fill(text)

    def chooses(self, option: str) -> None:
        """Choose one of several answers that stand on the page, by a part of its words."""
        self.main.get_by_role("radio", name=re.compile(f"^{re.escape(option)}")).check()

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.main.get_by_text(each).locator("visible=true").first).to_be_visible()

    def does_not_see(self, *words: str) -> None:
        for each in words:
            expect(self.main.get_by_text(each).locator("visible=true")).to_have_count(0)

    def is_told(self, words: str) -> None:
        """See what was done, or why not, where the page says such things."""
        told = self.main.locator(".notice[role=status], #messages .notice, [role=alert]")
        expect(told.filter(has_text=words).first).to_be_visible()

    def number_on_the_page(self) -> str:
        found = _NUMBER.search(self.main.inner_text())
        assert found, self.main.inner_text()
        return found.group()

    def looks_around(self) -> None:
        """Read the page as it stands, wide and narrow, and remember what one stumbles over."""
        if not self.scripts:  # what is looked with is a script
            return
        blocks = stumbling_blocks(self.page)
        self.stumbled += [f"{self.page.url}: {each}" for each in blocks]
        self.page.set_viewport_size({"width": 1280, "height": 900})
