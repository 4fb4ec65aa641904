"""What a person with a screen reader, a keyboard or weak sight would stumble over."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 390)
# WCAG 2.2 A and AA are the law for public services; the rest is good manners.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # only these are told with all their places
}
AXE = Axe().axe_script


def stumbling_blocks(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands, at each width: the rule and where."""
    found = []
    bring_the_rules(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        violations = page.evaluate("rules => axe.run(rules).then(found => found.violations)", RULES)
        for violation in violations:
            places = ", ".join(str(node["target"][0]) for node in violation["nodes"])
            found.append(f"at {width}: {violation['id']}: {violation['help']} ({places})")
        if overflows(page):
            found.append(f"at {width}: the page is wider than its window")
    return found


def bring_the_rules(page: Page) -> None:
    """Let the page know axe, which takes its time to read; a page that knows it keeps it."""
    if page.evaluate("() => !window.axe"):
        page.evaluate(AXE)


def overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
