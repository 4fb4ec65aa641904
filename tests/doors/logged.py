"""What each address writes into the access log: written out by hand, apart from the code.

An address without a row fails ``tests/architecture/test_log_table.py``: whoever adds a page says here
whether it shows patients' data, and by which entry. ``test_log_of_pages`` tries the rows that write.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# What is written when the page shows what it has to show.
WRITES: dict[str, str] = {
    "inbox:inbox": "listed",
    "inbox:mine": "listed",
    "inbox:awaiting": "listed",
    "inbox:closed": "listed",
    "inbox:found": "searched",  # "sought" by a personal number
    "inbox:case": "opened",
    "inbox:draft": "opened",
    "inbox:preview": "opened",
    "inbox:discard": "opened",
    "inbox:act": "opened",  # when it answers with the case; when it leads on, the next page writes
    "inbox:print": "printed",
    "inbox:prints": "listed",
    "inbox:prints_made": "printed",
    "inbox:hand_over": "listed",
    "inbox:hand_over_of": "listed",
    "inbox:file": "opened",
    "inbox:picture": "opened",
    "portal:file": "opened",
    "portal:picture": "opened",
    "inbox:work": "worklist",
    "inbox:work_done": "worklist",  # as with an act
    "inbox:piece": "worklist",
    "inbox:questions": "inquiry",
    "inbox:answer_question": "inquiry",  # when it answers with the page; else the next page writes
    "inbox:late_elsewhere": "listed",
    "inbox:reconciliation": "listed",
    "inbox:list_preview": "listed",
    "inbox:list_compare": "listed",  # when it answers with the preview
    "inbox:list_compared": "listed",
    "inbox:put_right": "listed",  # when it answers with the lists; else they write
    "inbox:piece_act": "worklist",  # when it answers with the page; else the next page writes
    "inbox:post": "register",
    "inbox:post_workbook": "taken-out",
    "inbox:post_case": "register",
    "inbox:post_rows": "register",
    "inbox:post_paper": "addressed",  # or "register", when it answers with the page
    "inbox:registers": "register",
    "inbox:register": "register",
    "inbox:register_workbook": "taken-out",
    "inbox:register_row": "register",
    "inbox:register_correct": "register",  # when it answers with the row
    "inbox:register_complete": "register",  # as above
    "inbox:register_strike": "register",  # as above
    "inbox:register_preview": "register",
    "inbox:register_bring_in": "register",  # when it answers with the preview
    "portal:start": "listed",  # when something is asked; else it names no case
    "portal:cases": "listed",
    "portal:case": "opened",
    "portal:sent": "opened",
    "portal:receipt": "opened",
    "portal:answer": "opened",  # when it answers with the case
    "portal:looks": "extract",
    "office:blocks": "blocks",
    "office:preview_block": "blocks",
    "office:decide_block": "blocks",  # when it answers with the page
    "office:end_block": "blocks",  # as above
    "office:openings": "reviewed",
    "office:review_opening": "reviewed",  # when it answers with the list
    "office:log_review": "reviewed",
    "office:log_sign_ins": "reviewed",
    "office:log_conclude": "reviewed",  # when it answers with the review
}

# What shows nothing of any patient, and why; refused tries are written at these as well.
WRITES_NOTHING: dict[str, str] = {
    "inbox:first": "leads on",
    "inbox:systems": "what other systems were told in vain, by the numbers of cases",
    "inbox:search": "asks what to look for; leads on",
    "inbox:next": "leads on",
    "inbox:register_new": "shows what somebody writes; leads on",
    "inbox:register_import": "asks for a file; leads on",
    "inbox:register_reread": "leads on",
    "inbox:register_put_away": "leads on",
    "inbox:list_choose": "asks for a file; leads on",
    "inbox:list_reread": "leads on",
    "inbox:list_put_away": "leads on",
    "inbox:list_see_to": "leads on",
    "inbox:together": "what came of cases, by the numbers of those that one may open; and leads on",
    "inbox:keys": "about the person who looks",
    "inbox:keep_view": "leads on",
    "inbox:drop_view": "leads on",
    "inbox:news": "how many have come, and what colleagues did, by the numbers of rows shown before",
    "inbox:keep": "keeps what somebody writes; says when, and nothing of the case",
    "inbox:here": "says who else is at a case that is open, and who did something; no word of it",
    "inbox:told": "leads on",
    "portal:new": "questions, before there is a case",
    "portal:told": "about the person who looks",
    "portal:told_trial": "leads on",
    "portal:shortcut": "leads elsewhere",
    "portal:follow": "leads elsewhere",
    "office:home": "leads on",
    "inbox:exceptional": "asks for a number and a reason; writes the choice, and leads on",
    "inbox:protected": "asks for a reason; writes the choice, and leads on; a case by its number",
    "office:log": "names reviews by their kind and days, and nobody whom they are about",
    "office:log_sample": "leads on",
    "office:log_suspect": "leads on",
    "office:offering": "about the clinic",
    "office:files": "about the clinic",
    "office:status": "about the service, and nobody in it",
    "office:notices": "staff by name; families by the numbers of cases, and nobody in them",
    "office:notice_again": "leads on",
    "office:shortcuts": "how often shortcuts are used, and nobody who did",
    "office:shortcuts_download": "as above",
    "office:set_files": "about the clinic",
    "office:except_service": "about the clinic",
    "office:sign_off": "about the clinic",
    "office:except_all": "about the clinic",
    "office:offer_again": "about the clinic",
    "office:offer_all": "about the clinic",
    "office:replies": "about the clinic",
    "office:reply_new": "about the clinic",
    "office:reply": "about the clinic",
    "office:reply_write": "about the clinic",
    "office:reply_withdraw": "about the clinic",
    "office:links": "about the clinic",
    "office:link_new": "about the clinic",
    "office:link": "about the clinic",
    "office:link_check": "about the clinic",
    "office:link_remove": "about the clinic",
    "set_language": "leads on",
    "help:accessibility": "the same for everybody",
    "help:chapter": "the same for everybody",
    "help:handbook": "the same for everybody",
}
# Whole families of addresses that know no patients.
ABOUT_STAFF = (
    *("office:staff", "office:own", "office:introduction", "office:checklist", "signin:"),
    *("office:roster", "office:absence", "office:my_", "office:calendar"),
    *("office:make_calendar", "office:withdraw_calendar"),
)


def is_told(name: str) -> bool:
    """Tell whether it is said of an address what it writes."""
    return name in WRITES or name in WRITES_NOTHING or name.startswith(ABOUT_STAFF)


@contextmanager
def database_refuses() -> Iterator[None]:
    """Let the database refuse every entry, as a full disk or a missing right would."""
    lite = connection.vendor == "sqlite"
    if lite:
        run(
            "CREATE TRIGGER full BEFORE INSERT ON audit_access BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    else:
        run("ALTER TABLE audit_access ADD CONSTRAINT full_disk CHECK (id < 0) NOT VALID")
    try:
        yield
    finally:
        run("DROP TRIGGER full" if lite else "ALTER TABLE audit_access DROP CONSTRAINT full_disk")


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
