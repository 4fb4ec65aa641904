"""Links: who sets where replies lead, what is asked of them, and what is seen to be wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import field, read, text
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.replies.links import Answer, Found
from vardag.doors.ops import links as rounds
from vardag.rooms.clinics.actions import set_link
from vardag.rooms.clinics.queries import own
from vardag.rooms.replies import actions
from vardag.rooms.replies.models import LinkCheckRow, LinkSetRow
from vardag.rooms.replies.queries import checked
from vardag.rooms.routines.queries import routine_on

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("office:links"), reverse("office:link_new")
EVI = reverse("office:link", args=["evi"])
CAST = (matrix.NOBODY, *matrix.RESIDENTS, *matrix.STAFF)
ADDRESS = "https://www.vardag.example/evi"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def web(settings, monkeypatch) -> dict[str, Answer]:
    """What each address answers; the others work."""
    answers: dict[str, Answer] = {}
    settings.CHECK_LINKS = True
    monkeypatch.setattr(
        "vardag.adapters.links.ask", lambda address: answers.get(address, Answer(Found.WORKS))
    )
    return answers


def form(desk: Desk, **said: str) -> dict[str, str]:
    words = {"address": ADDRESS, "owner": str(desk.person("manager")), "until": ""}
    return {**words, **said}


def here(desk: Desk) -> dict[str, str]:
    return own(desk.world.clinics["outpatient"]).links


@pytest.mark.parametrize("name", CAST)
def test_managers_and_administrators_set_links_and_nobody_else_does(desk, web, name):
    set_link(clinic=desk.world.clinics["outpatient"], key="statistics", address=ADDRESS)
    client = Client() if name == matrix.NOBODY else desk.sits(name)

    seen = {client.get(path).status_code for path in (LIST, NEW, EVI)}
    done = {
        client.post(EVI, form(desk)).status_code,
        client.post(NEW, form(desk, key="karta", name="Karta")).status_code,
        client.post(f"{EVI}check/").status_code,
        client.post(reverse("office:link_remove", args=["statistics"])).status_code,
    }

    if name in {"manager", "administrator"}:
        assert (seen, done) == ({200}, {302})
        assert here(desk).keys() == {"evi", "karta"}
        return
    refused = matrix.NOT_YOURS if name in matrix.STAFF else matrix.TO_SIGN_IN
    assert seen | done == {refused}
    assert here(desk).keys() == {"statistics"}
    assert not LinkCheckRow.objects.exists()


def test_a_clinics_own_address_is_shown_with_who_answers_for_it(desk):
    client = desk.sits("manager")

    page = text(read(client.post(EVI, form(desk, until="2026-04-20"), follow=True)))

    assert ADDRESS in page
    assert "Ägare: manager" in page
    assert "Ska användas till mån 20 april." in page
    assert "Upphör inom 30 dagar" in page
    assert "Finns i: Vänd dig till En Väg In" in page


WRONG = {
    "no page": ({"address": "http://vardag.example"}, "address"),
    "nothing": ({"address": ""}, "address"),
    "somebody's number": ({"address": "https://vardag.example/20150915-2384"}, "address"),
    "a machine inside": ({"address": "https://intranat.local/"}, "address"),
    "nobody owns it": ({"owner": ""}, "owner"),
    "a stranger owns it": ({"owner": "99999"}, "owner"),
    "a day that has been": ({"until": "2026-04-06"}, "until"),
    "no day": ({"until": "strax"}, "until"),
}


@pytest.mark.parametrize(("said", "at"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_is_told_at_its_field_and_what_was_typed_stays(desk, said, at):
    typed = form(desk, **said)

    page = read(desk.sits("manager").post(EVI, typed), 422)

    assert f'href="#{at}"' in page
    assert f'id="{at}_error"' in page
    if typed["address"]:
        assert field(page, "address") == typed["address"]
    assert here(desk) == {}


@pytest.mark.parametrize(("key", "name"), [("evi", "EVI"), ("å", "Å"), ("karta", " ")])
def test_a_link_of_ones_own_has_a_key_and_a_name_of_its_own(desk, key, name):
    page = read(desk.sits("manager").post(NEW, form(desk, key=key, name=name)), 422)

    assert field(page, "key") == key
    assert here(desk) == {}


@pytest.mark.parametrize("act", ["", "check/"])
def test_there_is_no_such_link(desk, web, act):
    where = f"{LIST}no-such-link/{act}"

    assert desk.sits("manager").post(where, form(desk)).status_code == 404


def test_a_link_that_a_reply_leads_to_is_not_taken_away(desk):
    client = desk.sits("manager")
    client.post(NEW, form(desk, key="karta", name="Karta"))
    words = {"name": "Hitta hit", "sv": "Se {länk:karta}", "acts": ["reply"]}
    client.post(reverse("office:reply_new"), {**words, "owner": str(desk.person("manager"))})

    page = read(client.post(reverse("office:link_remove", args=["karta"])), 422)

    assert "Svar leder dit: Hitta hit." in page
    assert "karta" in here(desk)
    gone = client.post(reverse("office:link_remove", args=["evi"]))
    assert gone.status_code == 409


def test_what_operations_have_set_has_nobody_to_answer_for_it(desk):
    set_link(clinic=desk.world.clinics["outpatient"], key="evi", address=ADDRESS)

    page = text(read(desk.sits("manager").get(LIST)))

    assert "Ingen ansvarar för den" in page
    assert not LinkSetRow.objects.exists()


def test_a_link_is_asked_for_at_once_when_somebody_wishes(desk, web):
    web[ADDRESS] = Answer(Found.GONE, "404")
    client = desk.sits("manager")
    client.post(EVI, form(desk))

    page = text(read(client.post(f"{EVI}check/", follow=True)))

    assert "En Väg In (EVI): Sidan är borta." in page
    assert "Fungerar inte" in page
    assert checked([ADDRESS])[ADDRESS].found is Found.GONE


def test_where_nothing_may_be_asked_nothing_is(desk, settings, monkeypatch):
    settings.CHECK_LINKS = False
    monkeypatch.setattr("vardag.adapters.links.ask", lambda _: pytest.fail("it was asked"))

    assert "Kontrollera nu" not in read(desk.sits("manager").get(LIST))
    assert desk.sits("manager").post(f"{EVI}check/").status_code == 404
    rounds.check_links(lambda _: False)


def test_the_worker_asks_for_every_address_once_a_day(desk, web, caplog):
    set_link(clinic=desk.world.clinics["outpatient"], key="evi", address=ADDRESS)
    web[ADDRESS] = Answer(Found.GONE, "404")
    every = {each.address for each in routine_on(TUESDAY.date()).links} | {ADDRESS}

    rounds.check_links(lambda _: False)

    assert checked(every).keys() == every
    web.clear()
    rounds.check_links(lambda _: False)
    assert checked([ADDRESS])[ADDRESS].found is Found.GONE  # it isn't asked again so soon
    assert not caplog.records


def test_a_way_out_that_is_closed_makes_no_link_broken(desk, web, caplog):
    for each in routine_on(TUESDAY.date()).links:
        web[each.address] = Answer(Found.SILENT)

    rounds.check_links(lambda _: False)

    assert not LinkCheckRow.objects.exists()
    assert "no link answers" in caplog.text


def test_a_round_is_broken_off_when_it_is_time_to_stop(desk, web):
    rounds.check_links(lambda _: True)

    assert not LinkCheckRow.objects.exists()


def test_the_page_takes_few_queries(desk, django_assert_max_num_queries):
    client = desk.sits("manager")
    client.post(EVI, form(desk))

    with django_assert_max_num_queries(11):
        client.get(LIST)


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("which", ["list", "wrong"])
def test_nobody_stumbles_on_the_pages(desk: Desk, web, page, which: str, width: int):
    client = desk.sits("manager")
    client.post(EVI, form(desk))
    actions.note_check(ADDRESS, Answer(Found.GONE, "404"), at=TUESDAY)
    page.set_viewport_size({"width": width, "height": 900})
    answers = {
        "list": lambda: client.get(LIST),
        "wrong": lambda: client.post(NEW, {"key": "å", "address": "x"}),
    }

    shown(page, answers[which]().content)

    assert not stumbling_blocks(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
