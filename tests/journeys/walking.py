"""Walking through the whole demonstration as somebody, link by link, and what one stumbles over."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page, ViewportSize

from tests.harness.accessibility import bring_the_rules, overflows, stumbling_blocks

WAYS_OUT = {"portal:follow"}  # ours, and lead to pages that aren't
NARROW: ViewportSize = {"width": 320, "height": 900}  # 1280 pixels at 400 %: WCAG 1.4.10
DARK_RULES = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
# The most that a reader may set by WCAG 1.4.12.
AIRY = """*, *::before, *::after {
  line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important;
} p { margin-block-end: 2em !important; }"""
WEARING = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
# What forced colors leave of a control: some edge, or a word that looks like a link.
UNSEEN = """() => [...document.querySelectorAll("main :is(button, input, select, textarea)")]
  .filter(each => each.checkVisibility() && each.type !== "hidden")
  .filter(each => {
    const looks = getComputedStyle(each);
    const box = each.getBoundingClientRect();
    const edged = looks => ["Top", "Bottom"].some(
      side => parseFloat(looks[`border${side}Width`]) && looks[`border${side}Style`] !== "none");
    const around = [each.closest("li"), each.closest("ul")].filter(Boolean);
    const inside = parseFloat(getComputedStyle(each, "::file-selector-button").borderTopWidth);
    const edge = [each, ...around].some(part => edged(getComputedStyle(part)))
      || (each.type === "file" && inside);
    const drawn = ["radio", "checkbox"].includes(each.type);
    return box.width > 2 && !edge && !drawn && looks.textDecorationLine === "none"
      && looks.outlineStyle === "none";
  })
  .map(each => each.outerHTML.slice(0, 120))"""
# A box to tick is as wide as it is high, wherever it stands.
SQUEEZED = """() => [...document.querySelectorAll("main [type=checkbox]")]
  .filter(each => each.checkVisibility())
  .filter(each => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && Math.abs(box.width - box.height) > 1;
  })
  .map(each => each.outerHTML.slice(0, 120))"""
FRAME = """() => ({
  headings: document.querySelectorAll("h1").length,
  title: document.title.trim(),
  language: document.documentElement.lang,
})"""


@dataclass
class Walk:
    """What somebody came to, and stumbled over."""

    page: Page
    home: str
    look: Callable[[Page], Iterable[str]]
    seen: Counter[str] = field(default_factory=Counter)
    stumbled: list[str] = field(default_factory=list)

    def through(self, start: str, *, most: int = 1) -> None:
        """Follow every link from a page on; of each kind of page, so many between all who walk."""
        waiting, known = deque([start]), {start}
        while waiting:
            address = waiting.popleft()
            name = name_of(address)
            if self.seen[name] >= most and address != start:
                continue
            if not self._comes_to(address):
                continue
            self.seen[name] += 1
            self._look(name)
            for each in self._links():
                if each not in known:
                    known.add(each)
                    waiting.append(each)

    def _comes_to(self, address: str) -> bool:
        """Return whether there is a page: a file that comes down is none."""
        try:
            answer = self.page.goto(f"{self.home}{address}")
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            return False
        return answer is not None and "text/html" in answer.headers.get("content-type", "")

    def _links(self) -> Iterator[str]:
        for href in self.page.locator("a[href]").evaluate_all("all => all.map(a => a.href)"):
            there = urlsplit(urljoin(self.page.url, href))
            is_ours = f"{there.scheme}://{there.netloc}" == self.home
            if is_ours and name_of(there.path) not in WAYS_OUT:
                yield f"{there.path}?{there.query}" if there.query else there.path

    def _look(self, name: str) -> None:
        where = f"{name} {urlsplit(self.page.url).path}"
        self.stumbled += [f"{where}: {each}" for each in self.look(self.page)]


def name_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return "nowhere"


def what_is_wrong(page: Page) -> Iterator[str]:
    """Yield what somebody would stumble over on the page as it stands, whatever their eyes."""
    frame = page.evaluate(FRAME)
    if frame["headings"] != 1:
        yield f"{frame['headings']} main headings"
    if not frame["title"] or frame["language"] not in ("sv", "en"):
        yield f"title {frame['title']!r}, language {frame['language']!r}"
    yield from stumbling_blocks(page)
    yield from (f"squeezed: {each}" for each in page.evaluate(SQUEEZED))
    yield from _in_other_colors(page)
    page.set_viewport_size(NARROW)
    if overflows(page):
        yield "scrolls sideways at 400 %"
    page.evaluate(WEARING, AIRY)
    page.set_viewport_size({"width": 390, "height": 900})
    if overflows(page):
        yield "scrolls sideways when the text is airy"
    page.evaluate("() => { document.adoptedStyleSheets = []; }")
    page.set_viewport_size({"width": 1280, "height": 900})


def _in_other_colors(page: Page) -> Iterator[str]:
    page.emulate_media(color_scheme="dark")
    bring_the_rules(page)
    found = page.evaluate("rules => axe.run(rules).then(found => found.violations)", DARK_RULES)
    for each in found:
        places = ", ".join(str(node["target"][0]) for node in each["nodes"])
        yield f"in the dark: {each['help']} ({places})"
    page.emulate_media(color_scheme="light", forced_colors="active")
    for each in page.evaluate(UNSEEN):
        yield f"without an edge in forced colors: {each}"
    page.emulate_media(color_scheme="light", forced_colors="none")
