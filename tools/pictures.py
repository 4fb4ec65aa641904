"""Take the pictures of the documents anew, from a demonstration that runs.

``./dev demo --fresh`` in one terminal, ``.venv/bin/python -m tools.pictures`` in another. Then make them
light, with few colors and no dithering, such as by ImageMagick's ``+dither -colors 128 PNG8:``; a
test weighs them.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.harness.browser import ARGUMENTS, find_or_fetch

FOLDER = Path(__file__).resolve().parent.parent / "docs/pictures"
DEMONSTRATION = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Picture:
    """A page as one of the demonstration's people sees it; ``row`` is clicked on first, if any."""

    name: str
    person: str
    width: int
    height: int
    path: str
    row: str = ""


PICTURES = (
    Picture("inbox.png", "Karin Åberg", 1280, 900, "/staff/"),
    Picture("case.png", "Karin Åberg", 1280, 900, "/staff/", row="Vera Ståhl"),
    Picture("worklist.png", "Birgitta Sjö", 1280, 900, "/staff/work/"),
    Picture("roster.png", "Maj Ekdal", 1280, 900, "/staff/office/roster/"),
    Picture("portal.png", "Maria Wik", 390, 844, "/"),
    Picture("thread.png", "Maria Wik", 390, 844, "/cases/", row="Förnya recept"),
)


def main(argv: Sequence[str] | None = None) -> int:
    base = (argv or sys.argv[1:] or [DEMONSTRATION])[0].rstrip("/")
    program = find_or_fetch(print)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program.path, args=list(ARGUMENTS))
        for picture in PICTURES:
            take(browser, picture, base)
        browser.close()
    return 0


def take(browser: Browser, picture: Picture, base: str) -> None:
    """Take one picture, signed in as its person."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height}, locale="sv-SE"
    )
    page = context.new_page()
    page.goto(f"{base}/sign-in/")
    page.get_by_role("button", name=picture.person).first.click()
    page.goto(base + picture.path)
    if picture.row:
        holder = page.locator("tr, li, article").filter(has_text=picture.row)
        holder.locator("a").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / picture.name)
    print(picture.name)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
