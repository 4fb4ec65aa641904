"""Speed of hand: several cases at once, filters, views of one's own, columns, the next case, keys."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from tests.build import on
from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk, shown
from tests.doors.inboxes import INBOX, address_of, ids, look, opened, read, rows, sent, text
from tests.harness.accessibility import overflows, stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.case.state import Status
from vardag.domain.people.identity import CaseId
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.habits.models import ViewRow
from vardag.rooms.lists import inbox as lists
from vardag.rooms.people.actions import mark_absent

TOGETHER, KEYS = "/staff/together/", "/staff/keys/"
WORDS = acts.Message(text="Vi hör av oss.")


@pytest.fixture
def desk(db, monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def mark(desk: Desk, *cases: CaseId) -> list[str]:
    """Return the boxes of rows as a page has them."""
    return [f"{case}-{desk.case(case).case.version}" for case in cases]


def claim(client: Client, marked: list[str], **fields: str):
    return client.post(TOGETHER, {"case": marked, "act": "claim", **fields})


# --- Several at once -----------------------------------------------------------------------------


def test_several_cases_are_taken_at_once_and_said_by_their_numbers(desk):
    cases = [desk.send("message") for _ in range(3)]
    client = desk.sits("receiver")

    led = claim(client, mark(desk, *cases))

    assert led.headers["Location"] == INBOX
    assert {desk.case(case).case.holder for case in cases} == {desk.person("receiver")}
    said = text(read(client.get(INBOX)))
    assert "Klart för 3 ärenden" in said
    assert all(desk.case(case).number in said for case in cases)


def test_the_boxes_of_the_list_are_what_is_sent(desk):
    case = desk.send("message")

    assert f'value="{mark(desk, case)[0]}"' in look(desk)


def test_what_somebody_else_did_meanwhile_stands_and_the_rest_is_done(desk):
    mine, theirs = desk.send("message"), desk.send("message")
    marked = mark(desk, mine, theirs)
    desk.do(theirs, "nurse", acts.Claim())

    said = text(read(claim(desk.sits("receiver"), marked)))

    assert "1 av 2 är klara" in said
    assert "Någon annan hann före" in said
    assert desk.case(mine).case.holder == desk.person("receiver")
    assert desk.case(theirs).case.holder == desk.person("nurse")


def test_a_case_that_the_rules_refuse_says_why_with_their_own_sentence(desk):
    case, closed = desk.send("message"), desk.send("message")
    desk.do(closed, "nurse", acts.ReplyAndClose(WORDS))

    said = text(read(claim(desk.sits("receiver"), mark(desk, case, closed))))

    assert "Ärendet är avslutat" in said


def test_a_case_out_of_reach_is_as_one_that_is_not_there_and_is_written_down(desk):
    case = desk.send("message")

    hidden = text(read(claim(desk.sits("outsider"), mark(desk, case))))
    absent = text(read(claim(desk.sits("outsider"), ["987654-1"])))

    assert hidden == absent
    assert desk.case(case).number not in hidden
    assert desk.case(case).case.status is Status.RECEIVED
    tried = AccessRow.objects.filter(result="refused", page="inbox:together")
    assert tried.count() == 2


def test_sent_twice_it_is_done_once(desk):
    case = desk.send("message")
    client, marked = desk.sits("receiver"), mark(desk, case)

    claim(client, marked)
    version = desk.case(case).case.version
    again = claim(client, marked)

    assert again.status_code == 302
    assert desk.case(case).case.version == version


def test_several_are_assigned_to_a_colleague_who_is_chosen_on_a_page_of_its_own(desk):
    cases = [desk.send("message") for _ in range(2)]
    client, marked = desk.sits("receiver"), mark(desk, *cases)
    to = f"person:{desk.person('nurse')}:{desk.world.clinics['outpatient']}"

    asked = read(client.post(TOGETHER, {"case": marked, "act": "choose", "from": "mine"}))
    led = client.post(TOGETHER, {"case": marked, "act": "assign", "assign-to": to, "from": "mine"})

    assert "Fördela 2 ärenden" in text(asked)
    assert f'value="{to}"' in asked
    assert led.headers["Location"] == "/staff/mine/"
    assert {desk.case(case).case.holder for case in cases} == {desk.person("nurse")}


@pytest.mark.parametrize("to", ["", "person:9:9", "nonsense"])
def test_assigned_to_nobody_nothing_is_done_and_the_marked_are_still_marked(desk, to):
    case = desk.send("message")
    marked = mark(desk, case)

    again = desk.sits("receiver").post(TOGETHER, {"case": marked, "act": "assign", "assign-to": to})

    assert "Välj till vem" in text(read(again, 422))
    assert f'value="{marked[0]}"' in again.content.decode()
    assert desk.case(case).case.status is Status.RECEIVED


@pytest.mark.parametrize("marked", [[], ["nonsense"], [f"{n}-1" for n in range(1, 202)]])
def test_none_marked_or_too_many_is_said(desk, marked):
    client = desk.sits("receiver")

    led = claim(client, marked, **{"from": "inbox?show=new"})

    assert led.headers["Location"] == f"{INBOX}?show=new"
    assert "Markera mellan 1 och 200 ärenden" in text(read(client.get(INBOX)))


def test_who_works_no_cases_marks_none(desk):
    for who in ("manager", "administrator"):
        assert claim(desk.sits(who), ["1-1"]).status_code == 403


# --- Filters -------------------------------------------------------------------------------------


def test_a_list_shows_only_what_is_asked_for(desk):
    old = desk.send("message", at=on("2026-03-30T10:00"))
    new = desk.send("renew-prescription", at=TUESDAY)
    held = desk.send("message", at=WEDNESDAY)
    desk.do(held, "nurse", acts.Claim())

    def found(**asks: str) -> set[int]:
        return set(ids(read(desk.sits("receiver").get(INBOX, asks))))

    assert found(service="renew-prescription") == {new}
    assert found(holder="nobody") == {old, new}
    assert found(holder=f"person:{desk.person('nurse')}") == {held}
    assert found(flag="overdue") == {old}
    assert found(until="2026-03-31") == {old}
    assert found(since="2026-04-07") == {new}
    assert found(days="8") == {old}
    assert found(service="message", holder="nobody") == {old}
    assert found(ages="0-12") == {old, new, held}
    assert found(ages="18-") == set()


def test_a_list_stands_in_the_order_that_is_asked_for(desk):
    first = desk.send("message", at=on("2026-03-30T10:00"))
    last = desk.send("message", at=TUESDAY)
    client = desk.sits("receiver")

    assert ids(read(client.get(INBOX, {"order": "received"}))) == [first, last]
    assert ids(read(client.get(INBOX, {"order": "newest"}))) == [last, first]


def test_the_other_lists_are_filtered_too(desk):
    mine, other = desk.send("message"), desk.send("renew-prescription")
    desk.do(mine, "receiver", acts.Claim())
    desk.do(other, "receiver", acts.Claim())
    client = desk.sits("receiver")

    assert ids(read(client.get("/staff/mine/", {"service": "message"}))) == [mine]
    for case in (mine, other):
        desk.do(case, "receiver", acts.AskCounterQuestion(WORDS))
    assert ids(read(client.get("/staff/awaiting/", {"service": "message"}))) == [mine]
    desk.do(mine, "receiver", acts.ReplyAndClose(WORDS))
    assert ids(read(client.get("/staff/closed/", {"service": "renew-prescription"}))) == []
    assert ids(read(client.get("/staff/closed/", {"order": "newest"}))) == [mine]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service", "nonsense"),
        ("flag", "nonsense"),
        ("holder", "person:99999999999999999999"),
        ("since", "2026-02-31"),
        ("days", "-1"),
        ("ages", "\x00"),
        ("order", "nonsense"),
    ],
)
def test_what_a_filter_does_not_know_is_said_at_its_field(desk, name, value):
    case = desk.send("message")

    page = read(desk.sits("receiver").get(INBOX, {name: value}), 422)

    assert 'class="error-summary"' in page
    assert ids(page) == [case]


def test_a_row_leads_to_its_case_and_the_case_back_to_the_row_in_its_list(desk):
    case = desk.send("message")

    row = look(desk, address=f"{INBOX}?service=message")
    page = opened(desk, case, **{"from": "inbox?service=message"})

    assert f'href="{address_of(case)}?from=inbox%3Fservice%3Dmessage"' in row
    assert f'href="{INBOX}?service=message#case-{case}"' in page
    assert f'id="case-{case}"' in row


def test_a_way_back_that_leads_out_is_not_followed(desk):
    case = desk.send("message")

    page = opened(desk, case, **{"from": "https://example.org/"})

    assert 'href="https://example.org' not in page
    assert f'href="{INBOX}#case-{case}"' in page


# --- The next case -------------------------------------------------------------------------------


def way_on(desk: Desk, case: CaseId, word: str = "", who: str = "receiver") -> str:
    """Return the way to the next case, as the case's page has it."""
    html = opened(desk, case, who, **({"from": word} if word else {}))
    return unescape(re.findall(r'class="next-case" href="([^"]+)"', html)[0])


def led_to(desk: Desk, way: str, who: str = "receiver") -> str:
    return desk.sits(who).get(way).headers["Location"]


def test_the_next_case_is_the_next_of_the_list_that_one_came_from(desk):
    first, other, second = (
        desk.send("message"),
        desk.send("renew-prescription"),
        desk.send("message"),
    )
    word = "inbox?service=message"

    assert led_to(desk, way_on(desk, first)) == address_of(other)
    way = "?from=inbox%3Fservice%3Dmessage"
    assert led_to(desk, way_on(desk, first, word)) == f"{address_of(second)}{way}"
    assert led_to(desk, way_on(desk, second, word)) == f"{INBOX}?service=message"


@pytest.mark.parametrize(
    ("word", "order"),
    [
        ("", (0, 1, 2)),
        ("mine", (0, 1, 2)),
        ("inbox?order=received", (0, 1, 2)),
        ("inbox?order=newest", (2, 1, 0)),
    ],
)
@pytest.mark.parametrize("done", [acts.ReplyAndClose(WORDS), acts.SendInterimReply(WORDS)])
def test_after_a_case_is_done_what_followed_it_comes_and_not_the_first(desk, word, order, done):
    days = ("2026-04-07T10:00", "2026-04-08T10:00", "2026-04-09T10:00")
    cases = [desk.send("message", at=on(day)) for day in days]
    for case in cases:
        desk.do(case, "receiver", acts.Claim())
    _, then, last = (cases[place] for place in order)

    way = way_on(desk, then, word)
    desk.do(then, "receiver", done)

    assert led_to(desk, way).partition("?")[0] == address_of(last)


def test_what_followed_and_is_gone_too_is_passed_over(desk):
    first, second, third, fourth = (desk.send("message") for _ in range(4))
    way = way_on(desk, second)
    for case in (second, third):
        desk.do(case, "receiver", acts.ReplyAndClose(WORDS))

    assert led_to(desk, way) == address_of(fourth)
    assert led_to(desk, way_on(desk, first)) == address_of(fourth)


def test_what_follows_is_found_on_any_page_of_a_list(desk, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 1)
    cases = [desk.send("message") for _ in range(4)]
    way = way_on(desk, cases[2])
    desk.do(cases[2], "receiver", acts.ReplyAndClose(WORDS))

    assert led_to(desk, way) == address_of(cases[3])


def all_sorts(desk: Desk) -> None:
    """Send cases that a list puts in other groups than their dates alone would."""
    days = ("2026-03-20", "2026-04-07", "2026-04-01", "2026-04-02", "2026-04-07", "2026-04-01")
    for nth, day in enumerate(days):
        desk.send("message", at=on(f"{day}T0{nth + 1}:00"))
    at = on("2026-03-18T10:00")
    asked, told, later, taken = (desk.send("message", at=at) for _ in range(4))
    desk.do(asked, "receiver", acts.AskCounterQuestion(WORDS), at=at)
    desk.do(told, "receiver", acts.SendInterimReply(WORDS), at=at)
    desk.do(
        later, "receiver", acts.SendInterimReply(WORDS, follow_up=date(2026, 4, 20)), at=TUESDAY
    )
    desk.do(taken, "nurse", acts.Claim(), at=at)
    mark_absent(person=desk.person("nurse"), from_date=TUESDAY.date(), until=TUESDAY.date())


@pytest.mark.parametrize(
    ("size", "done"),
    [(lists.A_DAYS, None), (lists.A_DAYS, acts.ReplyAndClose(WORDS)), (3, None)],
)
def test_the_next_case_is_the_next_row_that_one_saw(desk, monkeypatch, size, done):
    all_sorts(desk)
    monkeypatch.setattr(lists, "A_DAYS", size if size > 3 else 0)
    monkeypatch.setattr(lists, "PAGE", size)
    seen = [
        (CaseId(row), page)
        for page in range(1, 10 // size + 2)
        for row in ids(look(desk, address=f"{INBOX}?page={page}"))
    ]
    assert len(seen) == 10
    assert seen != sorted(seen)

    walked = [seen[0]]
    for _ in seen[1:]:
        case, page = walked[-1]
        way = way_on(desk, case, f"inbox?page={page}" if page > 1 else "")
        if done:
            desk.do(case, "receiver", done, at=TUESDAY)
        led = re.fullmatch(r"/staff/cases/(\d+)/(?:.+page%3D(\d+))?", led_to(desk, way))
        assert led
        walked.append((CaseId(int(led[1])), int(led[2] or 1)))

    assert walked == seen


def test_the_next_of_a_kind_is_of_that_kind(desk):
    all_sorts(desk)
    first, second, *_ = ids(look(desk, address=f"{INBOX}?show=flagged"))

    way = way_on(desk, CaseId(first), "inbox?show=flagged")

    assert led_to(desk, way).startswith(address_of(CaseId(second)))


def test_a_page_that_has_run_empty_leads_to_the_first(desk):
    desk.send("message")

    led = desk.sits("receiver").get(f"{INBOX}?service=message&page=3")

    assert led.headers["Location"] == f"{INBOX}?service=message"


def test_the_next_closed_case_is_the_one_that_was_closed_before(desk):
    cases = [desk.send("message") for _ in range(3)]
    for case in cases:
        desk.do(case, "receiver", acts.ReplyAndClose(WORDS))

    assert led_to(desk, way_on(desk, cases[1], "closed")).startswith(address_of(cases[0]))
    assert led_to(desk, way_on(desk, cases[0], "closed")) == "/staff/closed/"


@pytest.mark.parametrize("at", ["", "nonsense", "9999-12-31", "-.-", "2026-04-07T10:00"])
def test_where_it_is_not_known_where_a_case_stood_the_first_comes(desk, at):
    first, second = desk.send("message"), desk.send("message")
    desk.do(first, "receiver", acts.ReplyAndClose(WORDS))

    led = desk.sits("receiver").get("/staff/next/", {"after": first, "at": at})

    assert led.headers["Location"] in (address_of(second), INBOX)


def test_a_page_keeps_where_its_case_stood_whatever_is_done_there(desk):
    case = desk.send("message")
    at = way_on(desk, case).partition("at=")[2]

    led = sent(desk, case, "claim", {"at": at})

    assert at
    assert led.headers["Location"] == f"{address_of(case)}?at={at}"
    taken = at[:-1].replace(".n", ".h") + str(desk.person("receiver"))
    assert way_on(desk, case).endswith(f"at={taken}")


def test_a_handlers_next_case_is_ones_own(desk):
    mine, other = desk.send("message"), desk.send("message")
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(mine, "receiver", acts.Assign(clinician))

    led = desk.sits("clinician").get("/staff/next/", {"from": "inbox", "after": other})

    assert led.headers["Location"].startswith(address_of(mine))


def test_who_wants_it_is_led_on_when_a_message_is_sent(desk):
    first, second = desk.send("message"), desk.send("message")
    client = desk.sits("receiver")

    client.post(KEYS, {"keys": "1", "next": "1", "column": "who"})
    led = sent(desk, first, "reply", {"reply-text": "Hej", "from": "mine"})

    assert led.headers["Location"] == f"/staff/next/?from=mine&after={first}"
    assert client.get(led.headers["Location"]).headers["Location"] == "/staff/mine/"
    assert second not in ids(look(desk, address="/staff/mine/"))


def test_an_act_without_a_script_leads_back_to_the_case_with_its_way(desk):
    case = desk.send("message")

    led = sent(desk, case, "claim", {"from": "awaiting"})

    assert led.headers["Location"] == f"{address_of(case)}?from=awaiting"


# --- Views and ways of working -------------------------------------------------------------------


def keep(client: Client, **fields: str):
    return client.post(
        "/staff/views/", {"name": "Mina recept", "address": "service=renew-prescription", **fields}
    )


def test_a_view_is_kept_under_its_name_and_stands_above_the_list(desk):
    desk.send("message")
    client = desk.sits("receiver")

    led = keep(client)
    page = read(client.get(led.headers["Location"]))

    assert led.headers["Location"] == f"{INBOX}?service=renew-prescription"
    assert rows(page) == []
    view = (
        'href="/staff/?service=renew-prescription" aria-current="true"><bdi>Mina recept</bdi></a>'
    )
    assert view in page
    assert "Mina recept" not in look(desk, "nurse")


def test_the_inbox_begins_with_the_view_that_is_chosen_and_all_is_a_way_away(desk):
    client = desk.sits("receiver")
    keep(client, first="1")

    assert client.get(INBOX).headers["Location"] == f"{INBOX}?service=renew-prescription"
    assert 'href="/staff/?show=all"><bdi>Alla</bdi></a>' in read(
        client.get(INBOX, {"show": "all"})
    ).replace(' aria-current="true"', "")


@pytest.mark.parametrize(
    ("of", "address"), [("mine", "/staff/mine/"), ("awaiting", "/staff/awaiting/")]
)
def test_other_lists_have_views_of_their_own_and_begin_with_them(desk, of, address):
    client = desk.sits("receiver")

    led = keep(client, of=of, first="1")

    view = f"{address}?service=renew-prescription"
    assert led.headers["Location"] == view
    assert client.get(address).headers["Location"] == view
    page = read(client.get(view))
    assert f'href="{view}" aria-current="true"><bdi>Mina recept</bdi></a>' in page
    assert f'href="{address}?show=all"' in page
    assert "Mina recept" not in look(desk)
    row = ViewRow.objects.get().pk
    dropped = client.post(f"/staff/views/{row}/drop/")
    assert dropped.headers["Location"] == f"{address}?show=all"


def test_a_handler_keeps_views_of_ones_own_cases_only(desk):
    handler = desk.sits("clinician")

    assert keep(handler, of="mine").status_code == 302
    assert keep(handler, of="awaiting").status_code == 403
    assert keep(handler, of="nonsense").status_code == 403
    assert ViewRow.objects.get().of == "mine"


def test_only_what_the_list_understands_is_kept(desk):
    client = desk.sits("receiver")

    keep(client, address="service=nonsense&next=https://example.org&flag=overdue")
    keep(client, name="Intet", address="")
    keep(client, name="")

    assert list(ViewRow.objects.values_list("address", flat=True)) == ["flag=overdue"]


def test_a_view_is_taken_away_by_its_own_person_only(desk):
    client = desk.sits("receiver")
    keep(client)
    view = ViewRow.objects.get().pk

    assert desk.sits("nurse").post(f"/staff/views/{view}/drop/").status_code == 404
    assert client.post(f"/staff/views/{view}/drop/").status_code == 302
    assert not ViewRow.objects.exists()


def test_the_columns_of_the_lists_are_ones_own(desk):
    desk.send("message", at=WEDNESDAY)
    client = desk.sits("receiver")

    client.post(KEYS, {"keys": "1", "column": ["asked", "holder", "days", "received"]})
    page = read(client.get(INBOX))

    assert 'data-without="who number"' in page
    assert "Ålder i dagar" in page
    assert '<td class="more">6</td>' in page
    assert "data-without" not in look(desk, "nurse")


def test_a_list_without_a_column_is_refused(desk):
    again = desk.sits("receiver").post(KEYS, {"column": "nonsense"})

    assert "Välj minst en kolumn" in text(read(again, 422))


def test_keys_are_turned_off_by_who_wants_to(desk):
    case = desk.send("message")
    client = desk.sits("receiver")
    pages = (INBOX, address_of(case), "/staff/work/")
    assert all("keys.js" in read(client.get(page)) for page in pages)

    client.post(KEYS, {"column": "who"})

    assert not any("keys.js" in read(client.get(page)) for page in pages)
    assert "keys.js" in look(desk, "nurse")


def test_the_sheet_of_keys_is_also_a_page(desk):
    assert "Återkoppling" not in look(desk, address=KEYS)
    assert "delsvar" in text(look(desk, address=KEYS))
    assert desk.sits("manager").get(KEYS).status_code == 403


@pytest.mark.parametrize(("who", "is_there"), [("receiver", True), ("manager", False)])
def test_who_works_cases_finds_the_page_of_keys_from_ones_own_settings(desk, who, is_there):
    page = read(desk.sits(who).get("/staff/office/mine/"))

    assert (f'href="{KEYS}"' in page) is is_there


# --- In a browser --------------------------------------------------------------------------------

looks = pytest.mark.one_database


def several(desk: Desk) -> None:
    for service in ("message", "cancel-or-rebook", "care-allowance-certificate"):
        desk.send(service, at=TUESDAY)
    desk.send("message", at=on("2026-03-30T10:00"))


@looks
def test_a_list_is_worked_by_keys(desk, page):
    several(desk)
    shown(page, desk.sits("receiver").get(INBOX).content)

    def row() -> int:
        return page.evaluate(
            """() => [...document.querySelectorAll("tr.case")]
                .indexOf(document.activeElement.closest("tr.case"))"""
        )

    keys = ("j", "j", "k", "n")
    places = []
    for key in keys:
        page.keyboard.press(key)
        places.append(row())
    assert places == [0, 1, 0, 0]
    for key in ("x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    assert page.locator(".pick:checked").count() == 3
    assert page.locator(".together").is_visible()
    assert page.locator("[data-marked]").inner_text() == "3 markerade"


@looks
def test_all_between_two_boxes_are_marked_with_shift(desk, page):
    several(desk)
    shown(page, desk.sits("receiver").get(INBOX).content)
    boxes = page.locator(".pick")

    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])

    assert page.locator(".pick:checked").count() == 3
    assert page.locator("[data-marked]").inner_text() == "3 markerade"


@looks
def test_a_key_leads_to_the_step_that_can_be_done_and_one_to_the_standard_replies(desk, page):
    case = desk.send("renew-prescription")
    shown(page, desk.sits("nurse").get(address_of(case)).content)

    page.keyboard.press("s")
    assert "Klart i" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("h")
    assert page.locator(".picker").locator("visible=true").locator("*:focus").count() == 1


@looks
def test_the_sheet_opens_by_its_key_and_no_other_key_does_anything_then(desk, page):
    several(desk)
    shown(page, desk.sits("receiver").get(INBOX).content)

    page.keyboard.press("?")
    page.keyboard.press("x")

    assert page.get_by_role("dialog").is_visible()
    assert stumbling_blocks(page) == []
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    assert page.locator(".pick:checked").count() == 0


@looks
def test_a_case_is_written_in_by_keys_which_are_letters_while_one_writes(desk, page):
    shown(page, desk.sits("receiver").get(address_of(desk.send("message"))).content)

    page.keyboard.press("m")
    page.keyboard.type("damn")

    assert page.locator("#question-text").input_value() == "damn"
    assert page.evaluate("document.activeElement.id") == "question-text"


@looks
@pytest.mark.parametrize("address", [f"{INBOX}?filter=1&flag=overdue", KEYS, f"{INBOX}?days=x"])
def test_the_pages_have_nothing_to_stumble_over(desk, page, address):
    several(desk)
    client = desk.sits("receiver")
    keep(client)
    page.set_viewport_size({"width": 320, "height": 640})
    shown(page, client.get(address).content)

    assert stumbling_blocks(page) == []
    assert not overflows(page)


@looks
def test_the_report_and_the_choice_of_whom_have_nothing_to_stumble_over(desk, page):
    case = desk.send("message")
    client, marked = desk.sits("receiver"), mark(desk, case)
    for fields in ({"act": "assign"}, {"act": "claim"}):
        html = client.post(TOGETHER, {"case": [*marked, "987654-1"], **fields}).content
        shown(page, html)

        assert stumbling_blocks(page) == []
