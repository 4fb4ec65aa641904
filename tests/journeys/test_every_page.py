"""Nobody stumbles on any page of the demonstration, whoever looks, and however."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

import pytest
from django.urls import get_resolver
from playwright.sync_api import Page

from tests.architecture.test_doors import addresses
from tests.journeys.english import swedish_on
from tests.journeys.town import Town
from tests.journeys.walking import Walk, what_is_wrong
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.doors.ops.demo.making import make

pytestmark = pytest.mark.one_database
MONDAY = datetime(2026, 4, 13, 8, 2, tzinfo=STOCKHOLM)
OFTEN = 2  # kinds of pages look alike; the second is another person's

type Look = Callable[[Page], Iterable[str]]

# Who walks, and from where: between them they come to every page that there is.
STAFF = {
    "Karin Åberg": ("/sign-in/", "/staff/?flag=overdue", "/staff/systems/", "/staff/"),
    "Jonas Ek": ("/staff/", "/staff/office/mine/"),
    "Gun Lövgren": ("/staff/work/?late=1", "/staff/work/"),
    "Mona Berg": ("/staff/cases/44/protected/",),
    "Eva Strand": ("/staff/office/",),
    "Lars Hedin": ("/staff/office/",),
    "Maj-Britt Alm": ("/staff/office/",),
    "Nina Alver": ("/staff/",),
}
FAMILIES = {
    "Maria Wik": ("/", "/nowhere/", "/sign-in/"),
    "Nils Wik": ("/",),
}
# Answers to forms, files, and ways on: what they show stands on a page that is walked.
NO_PAGES = frozenset(
    {
        *("inbox:act", "inbox:discard", "inbox:draft", "inbox:drop_view", "inbox:first"),
        *("inbox:here", "inbox:keep", "inbox:keep_view", "inbox:news", "inbox:next"),
        *("inbox:preview", "inbox:print", "inbox:prints_made", "inbox:told", "inbox:together"),
        *("inbox:file", "inbox:picture", "portal:file", "portal:picture"),
        "portal:receipt",  # a file as well
        *("inbox:work_done", "office:link_check", "office:link_remove", "office:reply_withdraw"),
        "office:set_files",
        *("office:absence", "office:absence_end", "office:calendar", "office:decide_block"),
        *("office:end_block", "office:except_all", "office:except_service", "office:log_conclude"),
        *("office:log_sample", "office:log_suspect", "office:make_calendar", "office:my_absence"),
        *("office:offer_again", "office:offer_all", "office:own_email", "office:preview_block"),
        *("office:notice_again", "office:own_trial", "portal:told_trial"),
        *("office:review_opening", "office:roster_copy", "office:roster_swap"),
        *("office:roster_week", "office:staff_confirm", "office:staff_end", "office:staff_give"),
        *("office:staff_group", "office:staff_leave", "office:staff_leave_everywhere"),
        *("office:staff_refresh", "office:staff_take_on", "office:withdraw_calendar"),
        *("portal:answer", "set_language", "signin:back", "signin:clinic", "signin:enter"),
        *("signin:out", "signin:start"),
        "signin:clinics",  # only with a provider: test_sign_in
        "portal:sent",  # only just after sending: test_portal_browser, test_in_the_middle
        "inbox:found",  # only when something is looked for: test_search
        "inbox:register",  # the page of registers shows the first
        "inbox:answer_question",
        *("inbox:post_paper", "inbox:post_workbook", "office:shortcuts_download"),  # files as well
        "inbox:post_rows",  # as the page of one case's: test_envelopes
        *(
            "inbox:list_preview",
            "inbox:list_compared",
        ),  # only when a list was chosen: test_other_list
        *("inbox:list_reread", "inbox:list_compare", "inbox:list_put_away", "inbox:list_see_to"),
        *("inbox:put_right", "portal:follow"),
        *("inbox:piece_act", "inbox:register_bring_in", "inbox:register_complete"),
        *("inbox:register_put_away", "inbox:register_reread", "inbox:register_strike"),
        "inbox:register_workbook",  # a file as well
        "inbox:register_correct",  # the page of the row shows its form
        "inbox:register_preview",  # only when a workbook was chosen: test_register
    }
)


def walked(
    town: Town,
    who: dict[str, tuple[str, ...]],
    look: Look,
    *,
    most: int = OFTEN,
    language: str = "sv",
) -> tuple[Counter[str], list[str]]:
    """Walk as each, and return which pages were seen how often, and what was stumbled over."""
    town.it_is(MONDAY)
    make(MONDAY)
    seen, stumbled = Counter(), []
    for name, starts in who.items():
        somebody = town.comes_in(name)
        somebody.page.context.add_cookies(
            [{"name": "django_language", "value": language, "url": town.url}]
        )
        walk = Walk(somebody.page, town.url, look, seen=seen)
        for start in starts:
            walk.through(start, most=most)
        stumbled += [f"{name}: {each}" for each in walk.stumbled]
    return seen, stumbled


def test_nobody_stumbles_on_a_page_of_the_staffs(empty_town: Town):
    seen, stumbled = walked(empty_town, STAFF, what_is_wrong)

    assert stumbled == []
    assert {each for each in all_pages() if not each.startswith("portal:")} <= seen.keys()


def test_nobody_stumbles_on_a_page_of_the_families(empty_town: Town):
    seen, stumbled = walked(empty_town, FAMILIES, what_is_wrong)

    assert stumbled == []
    assert {each for each in all_pages() if each.startswith("portal:")} <= seen.keys()


def test_every_page_is_in_english_for_who_chose_it(empty_town: Town):
    everybody = {**STAFF, **FAMILIES}
    seen, stumbled = walked(empty_town, everybody, swedish_on, most=1, language="en")

    assert stumbled == []
    assert all_pages() <= seen.keys()


def all_pages() -> set[str]:
    return set(addresses(get_resolver())) - NO_PAGES


def test_only_what_there_is_is_left_out():
    assert set(addresses(get_resolver())) >= NO_PAGES


BAD = """<!DOCTYPE html><html><title></title><style>
  .dim { color: #999; } @media (prefers-color-scheme: dark) { body { background: #777; } }
  .wide { width: 350px; } .airy { width: 36ch; white-space: nowrap; }
  button { border: 0; } .bar { width: 4px; height: 20px; }
</style><main><h1>A</h1><h1>B</h1><p class="dim">Dim</p><p class="wide">Wide</p>
<button>Send</button> <label><input type="checkbox" class="bar"> A bar</label>
<p class="airy">A line that is never broken, however airily it is set</p></main></html>"""


def test_what_one_could_stumble_over_is_found(page):
    page.set_content(BAD)

    found = "\n".join(what_is_wrong(page))

    assert "2 main headings" in found
    assert "title ''" in found
    assert "in the dark" in found
    assert "scrolls sideways at 400 %" in found
    assert "when the text is airy" in found
    assert "without an edge in forced colors: <button>Send" in found
    assert 'squeezed: <input type="checkbox" class="bar">' in found
