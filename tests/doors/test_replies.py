"""Standard replies: who keeps them, what the page says of them, and how they come into a message."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import field, opened, read, sent, text
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case.events import ReplySent
from vardag.domain.people.identity import ClinicId, Role
from vardag.domain.people.protection import Protection
from vardag.domain.replies.links import Answer, Found
from vardag.domain.replies.writing import Draft
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.actions import grant, protect
from vardag.rooms.people.models import GrantRow
from vardag.rooms.replies import actions
from vardag.rooms.replies.models import ReplyRow, VersionRow
from vardag.rooms.routines.queries import routine_on

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("office:replies"), reverse("office:reply_new")
CAST = (matrix.NOBODY, *matrix.RESIDENTS, *matrix.STAFF)
TODAY = TUESDAY.date()


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def form(desk: Desk, **said: object) -> dict[str, object]:
    words = {
        "name": "Tid bokad",
        "acts": ["reply"],
        "sv": "Hej {invånarens förnamn}! Tiden är {fyll i: dag}.",
        "en": "",
        "owner": str(desk.person("manager")),
        "from_date": "",
        "until": "",
    }
    return {**words, **said}


def a_reply(desk: Desk, sv: str = "Hej!", **said: Any) -> int:
    """Let the manager write a reply; ``at`` is when."""
    at = said.pop("at", TUESDAY)
    whole = {"name": "Tid bokad", "acts": ("reply",), "owner": desk.person("manager"), **said}
    replaces = whole.pop("replaces", "")
    return actions.add(
        clinic=ClinicId(desk.world.clinics["outpatient"]),
        draft=Draft(sv=sv, **whole),
        routine=routine_on(TODAY),
        by=desk.world.staff_member("manager", on=TODAY),
        at=at,
        replaces=replaces,
    )


def page_of(reply: int, act: str = "") -> str:
    return f"{LIST}{reply}/{act}/" if act else f"{LIST}{reply}/"


# --- Who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CAST)
def test_managers_and_administrators_keep_a_clinics_replies_and_nobody_else_does(desk, name):
    reply = a_reply(desk)
    client = Client() if name == matrix.NOBODY else desk.sits(name)

    seen = {
        client.get(path).status_code
        for path in (LIST, NEW, page_of(reply), page_of(reply, "write"))
    }
    done = {
        client.post(NEW, form(desk)).status_code,
        client.post(page_of(reply, "write"), form(desk, seen="1")).status_code,
        client.post(page_of(reply, "withdraw"), {"reason": "Fel"}).status_code,
    }

    if name in {"manager", "administrator"}:
        assert (seen, done) == ({200}, {302})
        return
    refused = matrix.NOT_YOURS if name in matrix.STAFF else matrix.TO_SIGN_IN
    assert seen | done == {refused}
    assert (ReplyRow.objects.count(), VersionRow.objects.count()) == (1, 1)


def test_another_clinics_reply_is_as_if_there_were_none(desk):
    reply = a_reply(desk)
    elsewhere, outsider = desk.world.clinics["elsewhere"], desk.person("outsider")
    grant(person=outsider, clinic=elsewhere, role=Role.MANAGER, from_date=TODAY)
    client = desk.sits("outsider")

    for pk in (reply, 10**17, 10**30):
        assert client.get(page_of(pk)).status_code == 404
        assert client.post(page_of(pk, "write"), form(desk)).status_code == 404
        assert client.post(page_of(pk, "withdraw"), {"reason": "Fel"}).status_code == 404


# --- Writing ------------------------------------------------------------------------------------


def test_a_reply_is_seen_as_a_family_would_before_it_is_saved(desk):
    client = desk.sits("manager")

    page = read(client.post(NEW, form(desk, preview="1")))

    assert "<mark>Maria</mark>" in page
    assert '<mark class="left">{fyll i: dag}</mark>' in page
    assert "Inget är sparat än." in page
    assert field(page, "sv") == "Hej {invånarens förnamn}! Tiden är {fyll i: dag}."
    assert not ReplyRow.objects.exists()
    saved = client.post(NEW, form(desk), follow=True)
    assert "Svaret är sparat." in read(saved)
    assert "Tid bokad" in read(client.get(LIST))


WRONG = {
    "nothing": ({"name": "", "sv": "", "acts": []}, ["name", "acts_0", "sv"]),
    "a gap that nothing fills": ({"sv": "Hej!\n{mottagnigen}"}, ["sv"]),
    "an owner from nowhere": ({"owner": "999999"}, ["owner"]),
    "a service that there isn't": ({"services": ["no-such"]}, ["services_0"]),
    "a day that is none": ({"until": "strax"}, ["until"]),
    "a day that has been": ({"until": "2026-04-06"}, ["until"]),
}


@pytest.mark.parametrize("does", [{}, {"preview": "1"}], ids=["saved", "seen"])
@pytest.mark.parametrize(("said", "fields"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_is_told_at_its_field_and_what_was_typed_stays(desk, said, fields, does):
    typed = form(desk, **{"en": "Hello!" if "sv" not in said else "", **said})
    if typed.get("en"):
        typed |= {"sv": "Hej! ", "en": "Hello!"}

    page = read(desk.sits("manager").post(NEW, {**typed, **does}), 422)

    summary = page[page.index("error-summary") : page.index("</ul>", page.index("error-summary"))]
    assert re.findall(r'href="#([^"]+)"', summary) == fields
    assert field(page, "sv").strip() == str(typed["sv"]).strip()
    assert not ReplyRow.objects.exists()


def test_a_misspelled_gap_is_told_with_its_line_and_what_was_meant(desk):
    page = read(desk.sits("manager").post(NEW, form(desk, sv="Hej!\n{mottagnigen}")), 422)

    assert "Rad 2: inget kan fylla ”{mottagnigen}”. Menar du ”{mottagningen}”?" in page


def test_a_new_version_keeps_the_old_and_shows_what_changed(desk):
    reply = a_reply(desk, "Hej! Tiden är bokad.")
    client = desk.sits("administrator")

    begun = read(client.get(page_of(reply, "write")))
    assert field(begun, "sv") == "Hej! Tiden är bokad."
    new = form(desk, sv="Hej! Tiden är ändrad.", name="Tid ändrad", seen="1")
    page = read(client.post(page_of(reply, "write"), new, follow=True))

    assert "<del>bokad.</del><ins>ändrad.</ins>" in page
    assert "Version 2 administrator" in text(page)
    assert "Namn: borttaget Tid bokad nytt Tid ändrad" in text(page)


def test_who_writes_on_an_old_version_is_told_and_keeps_the_words(desk):
    reply = a_reply(desk)
    client = desk.sits("manager")
    client.post(page_of(reply, "write"), form(desk, seen="1"))

    for seen in ("1", "", "x", "9" * 40):
        typed = form(desk, sv="Mina ord.", seen=seen)
        page = read(client.post(page_of(reply, "write"), typed), 409)
        assert "Någon annan har ändrat svaret under tiden." in page
        assert field(page, "sv") == "Mina ord."


def test_a_reply_is_withdrawn_with_a_reason_and_can_come_back(desk):
    reply = a_reply(desk)
    client = desk.sits("manager")

    assert "Skriv varför" in read(client.post(page_of(reply, "withdraw"), {"reason": " "}), 422)
    page = read(client.post(page_of(reply, "withdraw"), {"reason": "Fel tid."}, follow=True))

    assert "Fel tid." in page
    assert "Skriv det på nytt" in page
    again = client.post(page_of(reply, "withdraw"), {"reason": "Fel."})
    assert "redan indraget" in read(again, 409)


def test_the_routines_reply_is_begun_with_its_own_words_and_is_replaced_once(desk):
    client = desk.sits("manager")
    begun = read(client.get(NEW, {"replaces": "evi"}))
    assert "{link:evi}" in field(begun, "sv")

    without = form(desk, sv="Skriv till EVI.", replaces="evi")
    assert "Rutinens svar leder till {link:evi}." in read(client.post(NEW, without), 422)
    own = form(desk, sv="Skriv till EVI: {länk:evi}", replaces="evi")
    assert client.post(NEW, own).status_code == 302
    assert "Mottagningen har redan egna ord där." in read(client.post(NEW, own), 409)


@pytest.mark.parametrize("key", ["driving-licence-not-needed", "no-such-reply", "'--"])
def test_what_is_fixed_or_not_there_has_no_form(desk, key):
    client = desk.sits("manager")

    assert client.get(NEW, {"replaces": key}).status_code == 404
    assert client.post(NEW, form(desk, replaces=key)).status_code == 404
    assert not ReplyRow.objects.exists()


# --- The list -----------------------------------------------------------------------------------


def test_what_should_be_looked_at_stands_first_and_alone_when_asked_for(desk):
    long_ago = TUESDAY - timedelta(days=200)
    a_reply(desk, name="A i bruk")
    a_reply(desk, name="B gått ut", until=str(TODAY))
    a_reply(desk, name="C oanvänt", at=long_ago, from_date=str(long_ago.date()))
    a_reply(desk, "{länk:evi}", name="D länk")
    actions.note_check(
        routine_on(TODAY).link("evi").address,  # type: ignore[union-attr]
        Answer(Found.GONE, "404"),
        at=TUESDAY,
    )
    desk.it_is(TUESDAY + timedelta(days=1))
    client = desk.sits("manager")

    page = text(read(client.get(LIST)))
    few = text(read(client.get(LIST, {"show": "to-look-at"})))

    assert "3 svar behöver ses över" in page
    order = [page.index(name) for name in ("B gått ut", "D länk", "C oanvänt", "A i bruk")]
    assert order == sorted(order)
    assert "A i bruk" not in few
    assert "En länk fungerar inte" in few
    for show, name in (("expired", "B gått ut"), ("unused", "C oanvänt"), ("link", "D länk")):
        found = text(read(client.get(LIST, {"show": show})))
        assert name in found
        assert "A i bruk" not in found
    nonsense = read(client.get(LIST, {"show": "'", "service": "no-such", "act": "reply"}))
    assert "A i bruk" in nonsense


def test_an_owner_who_has_left_is_seen(desk):
    reply = a_reply(desk, owner=desk.person("clinician"))
    client = desk.sits("manager")
    left = '<span class="tag">Ägaren har slutat</span>'
    assert left not in read(client.get(LIST))

    GrantRow.objects.filter(person=desk.person("clinician")).delete()

    assert left in read(client.get(LIST))
    assert left in read(client.get(page_of(reply)))


def test_the_pages_take_few_queries(desk, django_assert_max_num_queries):
    replies = [a_reply(desk, name=f"Svar {n}") for n in range(6)]
    client = desk.sits("manager")
    client.get(LIST)

    with django_assert_max_num_queries(11):
        client.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(page_of(replies[0]))


# --- In the composer ----------------------------------------------------------------------------


def fetched(desk: Desk, case: Any, key: str, **typed: str) -> str:
    fields = {"reply-standard": key, "insert": "reply", **typed}
    return read(sent(desk, case, "draft", fields))


def test_what_fits_the_case_stands_first_and_all_else_can_be_found(desk):
    a_reply(desk, name="För meddelanden", services=("message",))
    a_reply(desk, name="För recept", services=("renew-prescription",), en="Hello!", sv="Hej!")
    case = desk.send("message")

    page = opened(desk, case)

    picker = page[page.index('id="reply-standard"') :]
    labels = re.findall(r'<optgroup label="([^"]+)"', picker[: picker.index("</select>")])
    assert labels == ["Passar här", "Mottagningens övriga", "Rutinens", "På engelska"]
    fits = picker[picker.index("Passar här") : picker.index("Mottagningens övriga")]
    assert "För meddelanden" in fits
    assert "För recept" not in fits
    assert "För recept – på engelska" in picker


def test_a_fetched_reply_is_filled_in_and_seen_before_it_is_sent(desk):
    ClinicRow.objects.filter(pk=desk.world.clinics["outpatient"]).update(phone="031-390 06 10")
    a_reply(
        desk,
        "{patientens förnamn} {invånarens förnamn} {mottagningen} {mottagningens telefon} "
        "{mitt namn} {dagens datum} {e-tjänsten} {ärendenummer} {länk:evi}",
    )
    case = desk.send("message")

    words = field(fetched(desk, case, "own-tid-bokad"), "reply-text")

    number = desk.case(case).number
    assert words.startswith("child guardian outpatient 031-390 06 10 receiver")
    assert f"tisdag 7 april Skicka meddelande {number} https://" in words


def test_an_interim_reply_says_the_day_in_the_field(desk):
    a_reply(desk, "Vi hörs {uppföljningsdatum}.", acts=("interim-reply",))
    case = desk.send("message")
    chosen = {"interim-standard": "own-tid-bokad", "insert": "interim-reply"}

    counted = read(sent(desk, case, "draft", chosen))
    own_day = read(sent(desk, case, "draft", {**chosen, "interim-date": "2026-04-30"}))

    assert field(counted, "interim-text") == "Vi hörs tisdag 14 april."
    assert field(own_day, "interim-text") == "Vi hörs torsdag 30 april."


def test_english_words_are_fetched_and_counted_as_the_reply(desk):
    a_reply(desk, "Hej {invånarens förnamn}!", en="Hello {resident's first name}!")
    case = desk.send("message")

    page = fetched(desk, case, "own-tid-bokad.en")

    assert field(page, "reply-text") == "Hello guardian!"
    used = {"reply-text": "Hello guardian!", "reply-used": field(page, "reply-used")}
    sent(desk, case, "reply", used)
    event = desk.case(case).entries[-1].event
    assert isinstance(event, ReplySent)
    assert event.standard_reply == "own-tid-bokad"
    assert "1, senast tis 7 april" in read(desk.sits("manager").get(LIST))


def test_what_a_person_is_to_fill_in_is_asked_for_and_nothing_is_sent_before(desk):
    a_reply(desk, "Tiden är {fyll i: dag och tid}.")
    case = desk.send("message")
    page = fetched(desk, case, "own-tid-bokad")
    assert "Fyll i innan du skickar: dag och tid" in text(page)

    typed = {"reply-text": field(page, "reply-text"), "reply-used": "own-tid-bokad"}
    refused = read(sent(desk, case, "reply", typed), 422)

    assert "Något är kvar att fylla i: dag och tid." in text(refused)
    assert re.search(r'id="reply-text"[^>]*aria-invalid="true"', refused)
    assert field(refused, "reply-text") == "Tiden är {fyll i: dag och tid}."
    assert desk.case(case).case.version == 1
    assert sent(desk, case, "reply", {**typed, "reply-text": "Tiden är i dag."}).status_code == 302


def test_a_reply_that_was_picked_stays_when_another_was_meant(desk):
    case = desk.send("self-referral", form={})
    page = fetched(desk, case, "received", **{"reply-offered": "evi"})
    assert field(page, "reply-offered") == "evi"
    picked = {
        "reply-text": field(page, "reply-text"),
        "reply-used": "received",
        "reply-offered": "evi",
    }

    again = read(sent(desk, case, "step", {**picked, "step": "no-such-step"}), 422)

    assert field(again, "reply-text") == picked["reply-text"]
    assert field(again, "reply-used") == "received"


def test_an_assignment_with_a_gap_in_its_words_is_not_made(desk):
    case = desk.send("message")
    to = f"person:{desk.person('nurse')}:{desk.world.clinics['outpatient']}"
    typed = {"assign-to": to, "with": "reply", "assign-text": "Vi hörs. {mitt namn}"}

    page = read(sent(desk, case, "assign", typed), 422)

    assert "Något är kvar att fylla i: mitt namn." in text(page)
    assert 'id="assign-text-error"' in page
    assert desk.case(case).case.version == 1


def test_no_name_is_filled_in_where_others_read_without_names(desk):
    a_reply(desk, "Hej {invånarens förnamn}! {patientens förnamn}")
    case = desk.send("message")
    protect(person=desk.person("child"), protection=Protection.MARKED)

    words = field(fetched(desk, case, "own-tid-bokad"), "reply-text")

    assert words == "Hej {invånarens förnamn}! {patientens förnamn}"


def test_the_clinics_words_stand_where_the_routine_means_its_reply(desk):
    a_reply(desk, "Skriv till EVI: {länk:evi}", replaces="evi", acts=("reply",))
    case = desk.send("self-referral", form={})

    page = opened(desk, case)

    assert field(page, "reply-text").startswith("Skriv till EVI: https://")
    assert field(page, "reply-used") == "evi"


def test_a_link_that_does_not_work_is_warned_of_where_it_is_sent(desk):
    evi = routine_on(TODAY).link("evi")
    assert evi is not None
    actions.note_check(evi.address, Answer(Found.GONE, "404"), at=TUESDAY)
    actions.set_link(
        clinic=desk.world.clinics["outpatient"],
        draft=actions.LinkDraft(
            key="evi", address=evi.address, owner=desk.person("manager"), until=str(TODAY)
        ),
        routine=routine_on(TODAY),
        by=desk.world.staff_member("manager", on=TODAY),
        at=TUESDAY,
    )
    desk.it_is(TUESDAY + timedelta(days=1))
    case = desk.send("self-referral", form={})

    warned = text(opened(desk, case))
    other = {"reply-text": "Andra ord.", "reply-used": "evi", "open": "reply"}

    assert "Länken ”En Väg In (EVI)” fungerade inte tis 7 april" in warned
    assert "skulle användas till tis 7 april" in warned
    assert "fungerade inte" not in read(sent(desk, case, "draft", other))


# --- Looks --------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("which", ["list", "one", "wrong", "seen"])
def test_nobody_stumbles_on_the_pages(desk: Desk, page, which: str, width: int):
    reply = a_reply(desk, "Hej {mitt namn}!", until=str(TODAY))
    client = desk.sits("manager")
    client.post(page_of(reply, "write"), form(desk, seen="1"))
    page.set_viewport_size({"width": width, "height": 900})
    answers = {
        "list": lambda: client.get(LIST),
        "one": lambda: client.get(page_of(reply)),
        "wrong": lambda: client.post(NEW, form(desk, sv="{nej}", name="")),
        "seen": lambda: client.post(NEW, form(desk, preview="1")),
    }

    shown(page, answers[which]().content)

    assert not stumbling_blocks(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.one_database
def test_a_gap_is_led_to_and_its_name_goes_when_it_is_filled_in(desk: Desk, page):
    a_reply(desk, "Tiden är {fyll i: dag}. Ring {fyll i: nummer}.")
    case = desk.send("message")
    shown(
        page,
        sent(desk, case, "draft", {"reply-standard": "own-tid-bokad", "insert": "reply"}).content,
    )
    area, gaps = page.locator("#reply-text"), page.locator("[data-gaps=reply-text]")

    gaps.get_by_role("button", name="nummer").click()
    page.keyboard.type("031-390 06 10")

    assert area.input_value() == "Tiden är {fyll i: dag}. Ring 031-390 06 10."
    assert gaps.get_by_role("button").all_inner_texts() == ["dag"]
    gaps.get_by_role("button", name="dag").click()
    page.keyboard.type("i dag")
    assert not gaps.is_visible()
    assert not stumbling_blocks(page)


@pytest.mark.one_database
def test_a_reply_is_searched_for_among_many(desk: Desk, page):
    a_reply(desk, name="Bygget utanför porten")
    case = desk.send("message")
    shown(page, opened(desk, case, act="reply").encode())
    search = page.locator(".act-panel:visible .picker-search")

    search.fill("bygget")

    select = page.locator("#reply-standard")
    assert select.locator("option").all_inner_texts() == ["Bygget utanför porten"]
    assert select.input_value() == "own-bygget-utanfor-porten"
