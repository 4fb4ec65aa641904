"""A piece of work's own page: taken, given, put off, talked about; and what has been done."""

import re
from html import unescape

import pytest

from tests.build import on
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.worklists import WORK, look, text
from tests.harness.accessibility import overflows, stumbling_blocks
from tests.rooms.leaving import leaves
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db

SECRETARY, DICTATION = "certificate_secretary", "type-dictation"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def page_of(desk: Desk, case: CaseId, who: str = SECRETARY) -> str:
    response = desk.sits(who).get(f"{WORK}{case}/")
    assert response.status_code == 200
    return str(response.content.decode())


def does(desk: Desk, case: CaseId, key: str, who: str = SECRETARY, **fields: object):
    seen = desk.case(case).case.version
    data = {"work": DICTATION, "seen": seen, **fields}
    return desk.sits(who).post(f"{WORK}{case}/{key}/", data)


def owner(case: CaseId) -> int | None:
    return WorkRow.objects.get(case=case, done_at=None).owner_id


def test_a_row_is_taken_where_it_stands(desk):
    case = desk.certificate_to_write()
    assert f"/staff/work/{case}/take/" in look(desk)

    response = does(desk, case, "take", list="1")

    assert response.headers["Location"] == WORK
    assert owner(case) == desk.person(SECRETARY)
    html = look(desk)
    assert f"/staff/work/{case}/take/" not in html
    assert "Du pappret ute, för doctor" in text(html)
    assert "certificate_secretary" in text(look(desk, "doctor"))


def test_by_script_the_list_comes_again_in_its_place(desk):
    case = desk.certificate_to_write()
    fields = {"work": DICTATION, "seen": desk.case(case).case.version, "list": "1"}

    part = desk.sits(SECRETARY).post(f"{WORK}{case}/take/", fields, headers={"HX-Request": "true"})

    assert "Nu är den din." in part.content.decode()
    assert part.content.decode().lstrip().startswith('<div id="worklist">')


def test_who_comes_second_is_told_so_on_the_list(desk):
    case = desk.certificate_to_write()
    seen = desk.case(case).case.version
    does(desk, case, "take", "doctor")

    late = does(desk, case, "take", list="1", seen=seen)

    assert late.status_code == 409
    assert "Någon annan hann före." in late.content.decode()
    assert owner(case) == desk.person("doctor")


def test_it_is_given_to_who_does_such_work_and_back_to_the_group(desk):
    case = desk.certificate_to_write()
    options = re.findall(r'<option value="(\w*)"', page_of(desk, case))
    names = (SECRETARY, "doctor", "medical_receiver")
    assert set(options) == {"", *(str(desk.person(name)) for name in names)}

    does(desk, case, "give", to=desk.person("doctor"))
    assert owner(case) == desk.person("doctor")

    does(desk, case, "give", to="group")
    assert owner(case) is None


@pytest.mark.parametrize(
    ("key", "fields", "words", "field"),
    [
        ("give", {"to": ""}, "Välj någon som gör det här arbetet", "to"),
        ("give", {"to": "9" * 30}, "Välj någon som gör det här arbetet", "to"),
        ("put-off", {"day": "2026-04-20", "reason": " "}, "Skriv varför.", "reason"),
        ("put-off", {"day": "2026-01-01", "reason": "Ledig"}, "har passerat", "day"),
        ("put-off", {"day": "i morgon", "reason": "Ledig"}, "går inte att läsa", "day"),
        ("say", {"text": " \u200b"}, "Skriv något först.", "text"),
    ],
)
def test_what_cannot_be_done_is_said_beside_its_field_and_what_was_typed_stays(
    desk, key, fields, words, field
):
    case = desk.certificate_to_write()
    before = desk.case(case).case.version

    refused = does(desk, case, key, **fields)

    assert refused.status_code == 422
    html = refused.content.decode()
    assert words in html
    assert f'href="#{field}"' in html
    assert f'id="{field}-error"' in html
    typed = fields.get("reason", "").strip()
    assert not typed or f'value="{typed}"' in html
    assert desk.case(case).case.version == before


def test_a_new_date_and_why_and_a_message_stand_in_the_history(desk):
    case = desk.certificate_to_write()

    does(desk, case, "put-off", day="2026-04-18", reason="Läkaren är ledig")
    does(desk, case, "say", text="Intyget ligger i Intygsmodulen")
    html = page_of(desk, case, "doctor")

    assert "certificate_secretary flyttade uppföljningen till mån 20 april: Skriv diktat" in text(
        html
    )
    assert "Läkaren är ledig" in html
    assert "mån 20 april" in text(look(desk))
    assert "”Intyget ligger i Intygsmodulen”" in text(look(desk))
    assert "certificate_secretary skrev, vid ”Skriv diktat”" in text(html)


def test_a_holder_who_is_away_is_marked_and_can_be_asked_for(desk):
    case, other = desk.certificate_to_write(), desk.certificate_to_write()
    does(desk, case, "give", to=desk.person("doctor"))
    does(desk, other, "take")
    leaves(desk.world, "doctor", on=TUESDAY.date())

    assert text(look(desk)).count("Innehavaren är borta") == 1
    assert "Innehavaren är borta" in page_of(desk, case)
    only = desk.sits(SECRETARY).get(WORK, {"holder": "gone"}).content.decode()
    assert f'id="case-{case}"' in only
    assert f'id="case-{other}"' not in only


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (SECRETARY, 200),
        ("doctor", 200),
        ("medical_receiver", 200),
        ("receiver", 404),
        ("nurse", 404),
        ("clinician", 404),
        ("outsider", 404),
        ("manager", 404),
        ("administrator", 404),
        ("guardian", 302),
    ],
)
def test_the_page_is_for_those_whose_work_it_is(desk, who, status):
    case = desk.certificate_to_write()

    assert desk.sits(who).get(f"{WORK}{case}/").status_code == status


def test_who_sent_the_case_reads_it_but_does_nothing_to_its_work(desk):
    case = desk.certificate_to_write()

    for key in ("take", "give", "put-off", "say"):
        refused = does(desk, case, key, "receiver", to="group", reason="Hej", text="Hej")
        assert refused.status_code in (403, 404)
    assert desk.case(case).case.open_work.owner is None


@pytest.mark.parametrize("case", ["no work", "unknown"])
def test_there_is_no_page_without_open_work(desk, case):
    number = desk.certificate_to_write(done=5) if case == "no work" else 4711

    assert desk.sits(SECRETARY).get(f"{WORK}{number}/").status_code == 404


def test_who_may_not_open_the_case_still_does_its_work_without_a_link(desk):
    case = desk.certificate_to_print()
    desk.do(case, SECRETARY, acts.Claim(), acts.Print(), acts.CloseWithoutReply())

    assert f'href="/staff/cases/{case}/' not in page_of(desk, case, "doctor")
    assert f'href="/staff/cases/{case}/' in page_of(desk, case)


def test_a_protected_childs_page_names_nobody_of_the_family(desk):
    case = desk.certificate_to_write()
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    assert "child" not in text(page_of(desk, case)).replace("child-", "")


def test_the_page_takes_as_many_queries_whatever_happened(desk, django_assert_num_queries):
    case = desk.certificate_to_write()
    for _ in range(5):
        does(desk, case, "say", text="Hej")
    client = desk.sits(SECRETARY)
    client.get(f"{WORK}{case}/")

    with django_assert_num_queries(8):
        client.get(f"{WORK}{case}/")


def test_the_next_piece_is_the_next_row_of_the_list_that_one_came_from(desk):
    first, second = desk.certificate_to_write(), desk.certificate_to_write()
    desk.certificate_to_write(done=1)
    asked = f"{WORK}?step=work%3Atype-dictation"
    page = shown_at(desk, found(rf'href="(/staff/work/{first}/[^"]*)"', shown_at(desk, asked)))

    to_second = follow(desk, found(r'href="([^"]+)" data-next', page))
    to_list = follow(desk, found(r'href="([^"]+)" data-next', shown_at(desk, to_second)))

    assert to_second.startswith(f"/staff/work/{second}/?from=work")
    assert to_list == asked
    assert f'href="{asked}#case-{first}"' in page


def test_from_a_case_that_was_opened_from_the_list_the_way_leads_on_in_that_list(desk):
    first, second = desk.certificate_to_write(), desk.certificate_to_write()

    assert (
        follow(desk, f"/staff/next/?from=work&after={first}") == f"/staff/work/{second}/?from=work"
    )
    assert follow(desk, "/staff/next/?from=work&after=999") == f"/staff/work/{first}/?from=work"


def found(pattern: str, page: str) -> str:
    (address,) = set(re.findall(pattern, page))
    return str(address)


def shown_at(desk: Desk, address: str) -> str:
    response = desk.sits(SECRETARY).get(unescape(address))
    assert response.status_code == 200
    return str(response.content.decode())


def follow(desk: Desk, address: str) -> str:
    response = desk.sits(SECRETARY).get(unescape(address))
    assert response.status_code == 302
    return str(response.headers["Location"])


@pytest.mark.one_database
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_stumbles_over_the_page(desk, page, scheme):
    case = desk.certificate_to_write(done=4, at=on("2026-03-26T10:00"))
    desk.do(case, SECRETARY, acts.AssignWork("send", to=desk.world.staff["doctor"]), at=TUESDAY)
    desk.do(case, SECRETARY, acts.NoteOnWork("send", "Ligger i kuvertet."), at=TUESDAY)
    leaves(desk.world, "doctor", on=TUESDAY.date())
    page.emulate_media(color_scheme=scheme)

    shown(page, page_of(desk, case).encode())
    assert stumbling_blocks(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert not overflows(page)
