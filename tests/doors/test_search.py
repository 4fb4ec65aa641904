"""The page of searches: who finds what, what stands in addresses and in the log, and how it reads."""

import re
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, ids, look, read, rows, text
from tests.doors.protected_families import CAST, add_cast, protected_family
from tests.doors.states import every_state
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.people.invented import personal_number
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db

SEARCH = "/staff/search/"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def asked(desk: Desk, typed: str, who: str = "receiver", client: Client | None = None):
    """Look for something, and return the answer that the browser is led to."""
    return (client or desk.sits(who)).post(SEARCH, {"sought": typed}, follow=True)


def found(desk: Desk, typed: str, who: str = "receiver") -> list[int]:
    return ids(read(asked(desk, typed, who)))


def numbered(desk: Desk, who: str) -> str:
    """Give somebody a number that could be somebody's, and return it."""
    born = date(2014, 5, 5)
    number = personal_number(born=born, nth=1)
    PersonRow.objects.filter(pk=desk.person(who)).update(personal_number=number, born=born)
    return number


# --- Who finds what ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [matrix.NOBODY, *matrix.RESIDENTS, *matrix.STAFF])
def test_everybody_finds_by_its_number_what_they_may_open(desk, name):
    client = Client() if name == matrix.NOBODY else desk.sits(name)
    cases = every_state(desk)

    for state, case in cases.items():
        number = CaseRow.objects.get(pk=case).number
        answer, expected = (
            asked(desk, number, client=client),
            matrix.of_a_list("inbox:search", name),
        )
        if expected == matrix.TO_SIGN_IN:
            assert answer.redirect_chain[0][0] == "/sign-in/"
            continue
        assert answer.status_code == expected
        if expected == matrix.IN:
            assert (case in ids(read(answer))) == (name in matrix.READS[state]), state


@pytest.mark.parametrize("name", sorted(matrix.RECEIVERS | matrix.HANDLERS))
def test_everybody_finds_by_a_name_what_they_may_open(desk, name):
    cases = every_state(desk)

    theirs = {case for state, case in cases.items() if name in matrix.READS[state]}
    assert set(found(desk, "child", name)) & set(cases.values()) == theirs


def test_a_search_is_of_the_sign_in_that_made_it(desk):
    desk.send("message")
    mine, other = desk.sits("receiver"), desk.sits("nurse")
    address = asked(desk, "child", client=mine).redirect_chain[-1][0]

    assert ids(read(mine.get(address)))
    html = read(other.get(address))
    assert ids(html) == []
    assert "Den sökningen finns inte kvar" in text(html)
    assert 'value="child"' not in html


def test_twenty_searches_can_be_gone_back_to(desk):
    client = desk.sits("receiver")
    first, *_, last = [
        client.post(SEARCH, {"sought": f"ord {n}"}).headers["Location"] for n in range(21)
    ]

    assert "ord 20" in read(client.get(last))
    assert "finns inte kvar" in read(client.get(first))


def test_nothing_of_a_protected_family_leads_to_its_cases_whoever_looks(desk):
    add_cast(desk)
    families = [protected_family(desk, nth) for nth in (1, 2)]
    theirs = {case for family in families for case in family.cases}
    words = [each for family in families for each in family.canaries]
    sung = []
    for who in CAST:
        client = desk.sits(who)
        for typed in words:
            answer = asked(desk, typed, client=client)
            if answer.status_code == 200 and theirs & set(ids(answer.content.decode())):
                sung.append((who, typed))
    assert sung == []

    html = read(asked(desk, CaseRow.objects.get(pk=families[0].cases[0]).number))
    assert ids(html) == [families[0].cases[0]]
    assert not [each for each in families[0].canaries if each in html]


# --- What stands where ------------------------------------------------------------------------------


@pytest.mark.asvs("14.2.1", "16.2.5")
def test_what_is_looked_for_stands_in_no_address_and_not_in_the_log(desk):
    case, number = desk.send("message"), numbered(desk, "child")

    for typed in (number, "Guardian Hej", CaseRow.objects.get(pk=case).number):
        answer = asked(desk, typed)
        ((address, _),) = answer.redirect_chain
        assert re.fullmatch(r"/staff/search/[0-9a-f]{16}/", address)
        assert ids(read(answer)) == [case] or typed == "Guardian Hej"
        for row in AccessRow.objects.values():
            assert not [each for each in row.values() if typed in str(each)]


def test_each_look_at_what_was_found_is_an_entry_that_names_it(desk):
    case, number = desk.send("message"), numbered(desk, "child")
    client = desk.sits("receiver")

    address = asked(desk, "child", client=client).redirect_chain[-1][0]
    client.get(address)
    asked(desk, number, client=client)
    asked(desk, "xyz", client=client)

    entries = [
        (row.what, row.result, as_named(row.named)) for row in AccessRow.objects.order_by("pk")
    ]
    pair = (case, desk.person("child"))
    assert sorted(entries) == [
        ("searched", "shown", ()),
        ("searched", "shown", (pair,)),
        ("searched", "shown", (pair,)),
        ("sought", "shown", (pair,)),
    ]


def test_a_number_of_somebody_whose_cases_are_out_of_reach_is_nobodys(desk):
    number = numbered(desk, "child")
    desk.send("message")
    hidden = read(asked(desk, number, "outsider"))
    absent = read(asked(desk, personal_number(born=date(2014, 5, 5), nth=3), "outsider"))

    assert "Inget hittades." in text(hidden)
    assert text(hidden) == text(absent)
    assert {(row.what, row.patient_id, row.named) for row in AccessRow.objects.all()} == {
        ("sought", None, "")
    }


@pytest.mark.asvs("1.2.1", "3.2.2")
def test_what_was_found_is_marked_and_escaped(desk):
    desk.send("message", form={"subject": "Hej", "text": "<b>Receptet</b> & <script>x</script>"})

    html = read(asked(desk, "recept"))

    assert "&lt;b&gt;<mark>Receptet</mark>&lt;/b&gt; &amp; &lt;script&gt;" in html
    assert 'value="&lt;i&gt;hej"' in read(asked(desk, "<i>hej"))


def test_nothing_can_be_done_to_several_of_what_was_found(desk):
    desk.send("message")

    assert 'type="checkbox"' not in read(asked(desk, "child"))


def test_one_can_look_among_the_open_or_the_closed(desk):
    still_open, closed = desk.send("message"), desk.send("message")
    desk.do(closed, "receiver", acts.ReplyAndClose(acts.Message(text="Hej då")))
    client = desk.sits("receiver")
    address = asked(desk, "child", client=client).redirect_chain[-1][0]

    assert ids(read(client.get(address))) == [closed, still_open]
    assert ids(read(client.get(f"{address}?show=open"))) == [still_open]
    assert ids(read(client.get(f"{address}?show=closed"))) == [closed]
    assert ids(read(client.get(f"{address}?show=nonsense"))) == [closed, still_open]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Skriv minst två bokstäver, ett ärendenummer eller ett personnummer."),
        ("a", "Skriv minst två bokstäver"),
        ("ord " * 9 + "slut ett två tre fyra fem sex sju", "Skriv högst åtta ord."),
        ("x" * 201, "Skriv högst åtta ord."),
        ("20140505-2381", "Personnumrets sista siffra stämmer inte"),
    ],
)
def test_what_can_not_be_looked_for_is_said_at_the_field_and_stands_there(desk, typed, said):
    answer = desk.sits("receiver").post(SEARCH, {"sought": typed})

    html = read(answer, 422)
    assert said in text(html)
    assert 'aria-invalid="true"' in html
    assert f'value="{typed}"' in html
    assert not AccessRow.objects.exists()


def test_who_neither_receives_nor_handles_has_no_field(desk):
    for who, has_it in (("receiver", True), ("clinician", True), ("manager", False)):
        html = look(desk, who, "/staff/office/roster/" if who == "manager" else "/staff/mine/")
        assert ('id="search"' in html) == has_it, who


@pytest.mark.parametrize(("typed", "most"), [("hej", 10), ("hej tack", 11), ("26-0001", 12)])
def test_a_search_makes_few_queries(desk, django_assert_max_num_queries, typed, most):
    for _ in range(3):
        desk.send("message", form={"subject": "Hej", "text": "Hej hej, tack"})
    client = desk.sits("receiver")
    address = asked(desk, typed, client=client).redirect_chain[-1][0]

    with django_assert_max_num_queries(most):
        read(client.get(address))


# --- In a browser -----------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_stumbles_over_what_was_found_or_was_not(page: Page, desk: Desk, width: int):
    case: CaseId = desk.send("message", form={"subject": "Hej", "text": "Om receptet " * 20})
    page.set_viewport_size({"width": width, "height": 900})
    answers = [
        asked(desk, "recept").content,
        asked(desk, "xyz").content,
        asked(desk, "").content,
        desk.sits("receiver").get(SEARCH).content,
    ]
    for html in answers:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            shown(page, html)
            assert stumbling_blocks(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown(page, answers[0])
    assert rows(page.content())
    assert page.locator(f'a[href="{address_of(case)}"]').is_visible()
