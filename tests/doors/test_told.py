"""A note to a colleague by name, on the case's page, in the inbox and under Mine."""

import re

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import address_of, look, opened, read, sent, text
from vardag.domain.case import acts
from vardag.domain.case.events import NoteAdded
from vardag.domain.people.identity import CaseId
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named
from vardag.rooms.cases.mention_rows import MentionRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def case(desk: Desk) -> CaseId:
    return desk.send("message")


def tell(desk: Desk, case: CaseId, *names: str) -> None:
    to = tuple(desk.person(name) for name in names)
    desk.do(case, "receiver", acts.AddNote("Kan du ringa?", to=to))


def note(desk: Desk, case: CaseId, **fields: str):
    return sent(desk, case, "note", {f"note-{name}": text for name, text in fields.items()})


def choices(html: str) -> list[str]:
    select = re.search(r'<select[^>]*name="note-to".*?</select>', html, re.DOTALL)
    assert select
    return re.findall(r'data-name="(\w+)"', select[0])


def test_one_can_choose_among_those_who_may_open_the_case(desk, case):
    assert choices(opened(desk, case)) == ["nurse"]

    to = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(to))

    assert choices(opened(desk, case)) == ["clinician", "nurse"]


def test_a_note_to_a_chosen_colleague_says_so_in_the_thread(desk, case):
    note(desk, case, text="Kan du ringa?", to=str(desk.person("nurse")))

    assert desk.case(case).entries[-1].event == NoteAdded(
        "Kan du ringa?", to=(desk.person("nurse"),)
    )
    assert "till nurse (inte sett än)" in text(opened(desk, case))


def test_a_name_after_an_at_sign_in_the_note_does_the_same(desk, case):
    note(desk, case, text="@nurse kan du ringa?")

    assert desk.case(case).entries[-1].event == NoteAdded(
        "@nurse kan du ringa?", to=(desk.person("nurse"),)
    )


@pytest.mark.parametrize("written", ["@clinician kolla", "@outsider", "@manager hej"])
def test_a_note_to_who_could_not_read_it_is_refused_and_kept(desk, case, written):
    response = note(desk, case, text=written)

    html = read(response, 422)
    assert "kan inte läsa det här ärendet" in text(html)
    assert written in html
    assert 'aria-describedby="note-to-help note-to-error"' in " ".join(html.split())
    assert not MentionRow.objects.exists()


@pytest.mark.parametrize("odd", ["x", "999999", "-1", "9" * 40])
def test_a_note_to_nobody_that_there_is_saves_no_half(desk, case, odd):
    before = desk.case(case).case.version

    response = note(desk, case, text="Hej", to=odd)

    if response.status_code == 302:  # what is no id at all is nobody in particular
        assert desk.case(case).entries[-1].event == NoteAdded("Hej")
    else:
        assert response.status_code == 422
        assert desk.case(case).case.version == before


def test_it_awaits_the_colleague_in_the_inbox_and_under_mine(desk, case):
    tell(desk, case, "nurse")

    assert "1 till dig" in text(look(desk, "nurse"))
    html = text(look(desk, "nurse", "/staff/mine/"))
    assert "Till dig 1" in html
    assert "receiver skrev till dig" in html
    assert "till dig" not in text(look(desk, "receiver"))


def test_the_list_of_them_is_in_the_log_with_its_cases(desk, case):
    tell(desk, case, "nurse")

    look(desk, "nurse", "/staff/mine/")

    (row,) = AccessRow.objects.filter(page="inbox:mine")
    assert as_named(row.named) == ((case, desk.person("child")),)


def test_it_is_seen_when_the_case_is_opened_and_not_by_others(desk, case):
    tell(desk, case, "nurse")
    opened(desk, case, "receiver")
    assert "1 till dig" in text(look(desk, "nurse"))

    opened(desk, case, "nurse")

    assert "till dig" not in text(look(desk, "nurse"))
    assert "till nurse (sett tis 7 april 10.00)" in text(opened(desk, case, "receiver"))


def test_it_can_be_marked_as_seen_without_opening(desk, case):
    tell(desk, case, "nurse")
    mention = MentionRow.objects.get()
    address = f"/staff/mine/told/{mention.pk}/"

    assert desk.sits("receiver").post(address).status_code == 404
    assert desk.sits("nurse").get(address).status_code == 405
    assert desk.sits("nurse").post(address).headers["Location"] == "/staff/mine/"

    assert "Till dig" not in text(look(desk, "nurse", "/staff/mine/"))


def test_who_lost_the_case_is_not_told_of_it_any_more(desk, case):
    to = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(to))
    tell(desk, case, "clinician")
    mention = MentionRow.objects.get()
    assert "Till dig 1" in text(look(desk, "clinician", "/staff/mine/"))

    desk.do(case, "receiver", acts.ReturnToInbox())

    assert "Till dig" not in text(look(desk, "clinician", "/staff/mine/"))
    assert desk.sits("clinician").post(f"/staff/mine/told/{mention.pk}/").status_code == 404
    assert desk.sits("clinician").get(address_of(case)).status_code == 404


def in_menu(html: str) -> str:
    nav = re.search(r'<nav id="top-nav".*?</nav>', html, re.DOTALL)
    assert nav
    return text(nav[0])


@pytest.mark.parametrize(
    "address", ["/staff/", "/staff/mine/", "/staff/work/", "/staff/hand-over/", "/help/"]
)
def test_the_menu_of_every_page_says_how_many_one_is_told_of(desk, case, address):
    other = desk.send("message")
    tell(desk, case, "nurse")
    tell(desk, case, "nurse")

    assert "Mina 2 till dig" in in_menu(look(desk, "nurse", address))
    assert "till dig" not in in_menu(look(desk, "receiver", address))
    assert "Mina 2 till dig" in in_menu(opened(desk, other, "nurse"))
    assert "till dig" not in in_menu(opened(desk, case, "nurse"))


def test_the_menu_does_not_count_what_one_could_not_open(desk, case):
    to = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(to))
    tell(desk, case, "clinician")
    desk.do(case, "receiver", acts.ReturnToInbox())

    assert "till dig" not in in_menu(look(desk, "clinician", "/staff/mine/"))
