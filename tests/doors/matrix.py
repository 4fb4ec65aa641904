"""Who gets what at every address: written out by hand, apart from the code.

An address without a row fails ``tests/architecture/test_matrix.py``. Rows of the staff's side are tried
in ``test_inbox_rights``; others say where they are tried.
"""

NOBODY = "nobody"
RESIDENTS = ("guardian", "other_guardian", "child", "youth", "youth_guardian", "stranger")
STAFF = (
    "receiver",
    "nurse",
    "clinician",
    "certificate_secretary",
    "doctor",
    "medical_receiver",
    "manager",
    "administrator",
    "outsider",
)
RECEIVERS = {"receiver", "nurse", "medical_receiver", "outsider"}
HANDLERS = {"clinician", "certificate_secretary", "doctor"}
IN, TO_SIGN_IN, ELSEWHERE, NOT_YOURS, NOTHING_THERE, NOT_NOW = 200, 302, 302, 403, 404, 422
DONE = 302

# Lists: a receiver's clinic, a handler's own. Who only manages or administers reads no cases.
LISTS: dict[str, dict[str, int]] = {
    "inbox:inbox": {
        **dict.fromkeys(RECEIVERS, IN),
        **dict.fromkeys((*HANDLERS, "manager", "administrator"), ELSEWHERE),
    },
    "inbox:mine": dict.fromkeys(RECEIVERS | HANDLERS, IN),
    "inbox:awaiting": dict.fromkeys(RECEIVERS, IN),
    "inbox:closed": dict.fromkeys(RECEIVERS, IN),
    "inbox:systems": {
        **dict.fromkeys((*RECEIVERS, "administrator"), IN),
        **dict.fromkeys((*HANDLERS, "manager"), NOT_YOURS),
    },
    "inbox:search": dict.fromkeys(RECEIVERS | HANDLERS, IN),
    "inbox:first": dict.fromkeys(RECEIVERS | HANDLERS, ELSEWHERE),
}

OUTPATIENT = {"receiver", "nurse"}
MEDICAL = {"medical_receiver", "certificate_secretary", "doctor"}

# In which state a case is: who may read it, and who may act on it.
READS: dict[str, set[str]] = {
    "received": OUTPATIENT,
    "for a nurse": OUTPATIENT,
    "assigned": OUTPATIENT | {"clinician"},
    "awaiting": OUTPATIENT,
    "closed": OUTPATIENT,
    "sent on": OUTPATIENT | MEDICAL,
    "sent on and closed": OUTPATIENT | MEDICAL,
}
ACTS: dict[str, set[str]] = {
    **READS,
    "sent on": MEDICAL,
    "sent on and closed": MEDICAL,
}

_ANY_TIME = {
    "claim": DONE,
    "assign": DONE,
    "return": DONE,
    "interim-reply": DONE,
    "counter-question": DONE,
    "note": DONE,
    "copy": NOT_NOW,  # nothing is printed
    "keep-from-guardians": DONE,
    "show-to-guardians": NOT_NOW,
    **dict.fromkeys(("draft", "preview", "keep", "discard", "here"), IN),
    "print": IN,
}
_OPEN = {
    **_ANY_TIME,
    "reply": DONE,
    "close": NOT_NOW,
    "step": NOT_NOW,
    "skip": NOT_NOW,
    "send": NOT_NOW,
    "ask": NOT_NOW,
    "withdraw": NOT_NOW,
}
_CLOSED = {
    **dict.fromkeys(_OPEN, NOT_NOW),
    **dict.fromkeys(("draft", "preview", "keep", "discard", "here"), IN),
    "print": ELSEWHERE,
    "keep-from-guardians": DONE,  # what is closed is still read
}
_STEPS_LEFT = {
    **_ANY_TIME,
    "reply": NOT_NOW,
    "close": NOT_NOW,
    "step": DONE,
    "skip": DONE,
    "send": NOT_NOW,
    "ask": NOT_NOW,  # the step of these cases asks nobody
    "withdraw": NOT_NOW,
}
_GROUPS_STEP = {**_STEPS_LEFT, "step": NOT_NOW}
# What comes of each act for those who may act; what a profession or a group may not stands apart.
COMES_OF: dict[str, dict[str, int]] = {
    "received": _OPEN,
    "for a nurse": _STEPS_LEFT,
    "assigned": _OPEN,
    "awaiting": _OPEN,
    "closed": _CLOSED,
    "sent on": _GROUPS_STEP,
    "sent on and closed": {**_CLOSED, "copy": DONE},  # paper comes back when it comes
}
FORBIDDEN: dict[tuple[str, str], set[str]] = {
    ("for a nurse", "receiver"): {"reply", "close", "step", "skip", "send", "ask", "withdraw"},
}
# The paper is a page of its own: what can't be printed leads back, with the sentence.
LEADS_BACK = {"print"}
# What changes nothing of a case: for all who may read it.
OF_THE_PAGE = ("draft", "preview", "keep", "discard", "here")

TRIED_ELSEWHERE = {
    "inbox:questions": "test_questions.py",
    "inbox:answer_question": "test_questions.py",
    "office:home": "test_office.py",
    "office:log": "test_log_review.py",
    "office:log_sign_ins": "test_log_sign_ins.py",
    "office:log_sample": "test_log_review.py",
    "office:log_suspect": "test_log_review.py",
    "office:log_review": "test_log_review.py",
    "office:log_conclude": "test_log_review.py",
    "office:checklists": "test_checklists.py",
    "office:checklist": "test_checklists.py",
    "office:staff": "test_staff.py",
    "office:staff_add": "test_staff.py",
    "office:staff_take_on": "test_staff.py",
    "office:staff_group": "test_staff.py",
    "office:staff_member": "test_staff.py",
    "office:staff_give": "test_staff.py",
    "office:staff_confirm": "test_staff.py",
    "office:staff_end": "test_staff.py",
    "office:staff_leave": "test_staff.py",
    "office:staff_refresh": "test_staff.py",
    "office:staff_leave_everywhere": "test_staff.py",
    "office:introduction": "test_staff.py",
    "office:own": "test_staff.py",
    "office:own_email": "test_staff.py",
    "office:own_trial": "test_own_notices.py",
    "office:own_introduction": "test_staff.py",
    "office:roster": "test_roster.py",
    "office:roster_week": "test_roster.py",
    "office:roster_copy": "test_roster.py",
    "office:roster_swap": "test_roster.py",
    "office:absence": "test_roster.py",
    "office:absence_end": "test_roster.py",
    "office:my_days": "test_roster.py",
    "office:my_absence": "test_roster.py",
    "office:make_calendar": "test_roster.py",
    "office:withdraw_calendar": "test_roster.py",
    "office:calendar": "test_roster_calendar.py",
    "office:offering": "test_offering.py",
    "office:except_service": "test_offering.py",
    "office:offer_again": "test_offering.py",
    "office:except_all": "test_offering.py",
    "office:offer_all": "test_offering.py",
    "office:shortcuts": "test_shortcuts.py",
    "office:shortcuts_download": "test_shortcuts.py",
    "office:sign_off": "test_sign_off.py",
    "office:replies": "test_replies.py",
    "office:reply_new": "test_replies.py",
    "office:reply": "test_replies.py",
    "office:reply_write": "test_replies.py",
    "office:reply_withdraw": "test_replies.py",
    "office:links": "test_links.py",
    "office:link_new": "test_links.py",
    "office:link": "test_links.py",
    "office:link_check": "test_links.py",
    "office:link_remove": "test_links.py",
    "office:blocks": "test_blocks.py",
    "office:preview_block": "test_blocks.py",
    "office:decide_block": "test_blocks.py",
    "office:end_block": "test_blocks.py",
    "office:openings": "test_exceptional.py",
    "office:review_opening": "test_exceptional.py",
    "inbox:exceptional": "test_exceptional.py",
    "inbox:news": "test_inbox_news.py",
    "inbox:next": "test_hand.py",
    "inbox:together": "test_hand.py",
    "inbox:keys": "test_hand.py",
    "inbox:keep_view": "test_hand.py",
    "inbox:drop_view": "test_hand.py",
    "inbox:protected": "test_protected.py",
    "inbox:found": "test_search.py",
    "inbox:prints": "test_prints.py",
    "inbox:prints_made": "test_prints.py",
    "inbox:told": "test_told.py",
    "inbox:hand_over": "test_hand_over.py",
    "inbox:hand_over_of": "test_hand_over.py",
    "inbox:work": "test_worklist.py",
    "inbox:work_done": "test_worklist.py",
    "inbox:late_elsewhere": "test_late_elsewhere.py",
    "inbox:piece": "test_piece.py",
    "inbox:piece_act": "test_piece.py",
    "inbox:post": "test_post.py",
    "inbox:post_workbook": "test_post.py",
    "inbox:post_case": "test_envelopes.py",
    "inbox:post_rows": "test_envelopes.py",
    "inbox:post_paper": "test_envelopes.py",
    "inbox:reconciliation": "test_reconciliation.py",
    "inbox:put_right": "test_reconciliation.py",
    "inbox:list_choose": "test_other_lists.py",
    "inbox:list_preview": "test_other_lists.py",
    "inbox:list_reread": "test_other_lists.py",
    "inbox:list_compare": "test_other_lists.py",
    "inbox:list_put_away": "test_other_lists.py",
    "inbox:list_compared": "test_other_lists.py",
    "inbox:list_see_to": "test_other_lists.py",
    "inbox:register": "test_register.py",
    "inbox:registers": "test_register.py",
    "inbox:register_workbook": "test_register_workbooks.py",
    "inbox:register_new": "test_register_by_hand.py",
    "inbox:register_row": "test_register_by_hand.py",
    "inbox:register_correct": "test_register_by_hand.py",
    "inbox:register_complete": "test_register_by_hand.py",
    "inbox:register_strike": "test_register_by_hand.py",
    "inbox:register_import": "test_register_workbooks.py",
    "inbox:register_preview": "test_register_workbooks.py",
    "inbox:register_reread": "test_register_workbooks.py",
    "inbox:register_bring_in": "test_register_workbooks.py",
    "inbox:register_put_away": "test_register_workbooks.py",
    "office:files": "test_files_office.py",
    "office:set_files": "test_files_office.py",
    "office:status": "test_status.py",
    "office:notices": "test_untold.py",
    "office:notice_again": "test_untold.py",
    "inbox:file": "test_files_rights.py",
    "inbox:picture": "test_files_rights.py",
    "portal:file": "test_files_rights.py",
    "portal:picture": "test_files_rights.py",
    "portal:told": "test_own_notices.py",
    "portal:told_trial": "test_own_notices.py",
    "portal:looks": "test_log_extract.py",
    "portal:start": "test_portal_rights.py",
    "portal:new": "test_portal_rights.py",
    "portal:sent": "test_portal_rights.py",
    "portal:case": "test_portal_rights.py",
    "portal:receipt": "test_portal_receipts.py",
    "portal:cases": "test_portal_rights.py",
    "portal:answer": "test_portal_rights.py",
    "portal:shortcut": "test_portal_rights.py",
    "portal:follow": "test_shortcuts.py",
    "signin:choose": "test_signin.py",
    "signin:enter": "test_signin.py",
    "signin:start": "test_signin_by_provider.py",
    "signin:back": "test_signin_by_provider.py",
    "signin:clinics": "test_signin_by_provider.py",
    "signin:out": "test_signin.py",
    "signin:clinic": "test_signin.py",
    "set_language": "test_language.py",
    "help:accessibility": "test_help.py",
    "help:chapter": "test_help.py",
    "help:handbook": "test_help.py",
}
CASE = (
    *("inbox:case", "inbox:draft", "inbox:act", "inbox:print"),
    *("inbox:preview", "inbox:keep", "inbox:discard", "inbox:here"),
)

ROWS = {*LISTS, *CASE, *TRIED_ELSEWHERE}


def of_a_list(name: str, person: str) -> int:
    """Return what a person gets at a list's address."""
    if person not in STAFF:
        return TO_SIGN_IN
    return LISTS[name].get(person, NOT_YOURS)


def of_a_case(state: str, person: str) -> int:
    """Return what a person gets who opens a case."""
    if person not in STAFF:
        return TO_SIGN_IN
    return IN if person in READS[state] else NOTHING_THERE


def of_an_act(state: str, act: str, person: str) -> int:
    """Return what a person gets who tries an act."""
    if person not in STAFF:
        return TO_SIGN_IN
    if person not in READS[state]:
        return NOTHING_THERE
    if act in OF_THE_PAGE:
        return IN
    if person not in ACTS[state] or act in FORBIDDEN.get((state, person), ()):
        return ELSEWHERE if act in LEADS_BACK else NOT_YOURS
    return COMES_OF[state][act]
