"""Coming in by an identity provider: who one is, where one comes, how long it lasts, and out again."""

import re
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.test import Client

from tests.doors import idp as idps
from tests.doors.frame import frame
from tests.doors.idp import (
    CLIENT,
    KEY,
    LOA3,
    NUMBER,
    OTHER_KEY,
    Idp,
    begins,
    comes_back,
    of_address,
    provider,
    reply,
    signs_in,
)
from tests.doors.town import CHOOSE, CLINIC, OUT, STAFF, START, add_staff, build_town, bytes_of, who
from vardag.domain.people.identity import Role
from vardag.domain.people.sign_in import Claims, Side
from vardag.doors.ops import sign_in as ops
from vardag.doors.shared.moments import now
from vardag.doors.signin import providers
from vardag.rooms.people import identities
from vardag.rooms.people.identity_rows import IdentityRow
from vardag.rooms.people.models import PersonRow

MINUTE = timedelta(minutes=1)
CLINICS = "/sign-in/clinics/"


@pytest.fixture
def town(db):
    return build_town()


@pytest.fixture
def idp(town, settings):
    yield from idps.for_both_sides(settings)


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test can move on."""
    moment = [now()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment[0])

    def move(by: timedelta) -> None:
        moment[0] += by

    return move


def is_resident(idp: Idp, town, name: str) -> None:
    row = PersonRow.objects.get(pk=town[name])
    idp.claims = {"sub": name, NUMBER: row.personal_number, "given_name": "X", "family_name": "Y"}


def is_staff(idp: Idp, town, name: str, **more: str) -> None:
    row = PersonRow.objects.get(pk=town[name])
    idp.claims = {"sub": name, "employeeHsaId": row.hsa_id, **more}


# ---- Who one is ------------------------------------------------------------------------------------


def test_a_resident_comes_in_by_the_verified_number(client, town, idp):
    is_resident(idp, town, "gunilla")

    answer = signs_in(client, idp)

    assert answer.status_code == 302
    assert answer.url == START
    assert who(client) == town["gunilla"]
    assert PersonRow.objects.get(pk=town["gunilla"]).given_name == "Gunilla"
    tied = IdentityRow.objects.get()
    assert (tied.issuer, tied.subject, tied.person_id) == (idp.issuer, "gunilla", town["gunilla"])


def test_a_member_of_staff_comes_in_by_the_verified_hsa_id_in_any_letters(client, town, idp):
    is_staff(idp, town, "nora")
    idp.claims["employeeHsaId"] = f" {idp.claims['employeeHsaId'].lower()} "

    assert signs_in(client, idp, "staff").url == STAFF
    assert who(client) == town["nora"]


def test_an_answer_that_met_a_provider_who_was_away_is_used_up_all_the_same(client, town, idp):
    is_resident(idp, town, "gunilla")
    answer = idp.authorize(begins(client))
    idp.answers["/token"] = lambda to: reply(to, 503, {})
    assert comes_back(client, answer).status_code == 503
    idp.answers.clear()

    again = comes_back(client, answer)

    assert again.status_code == 403
    assert "redan använd" in again.content.decode()
    assert who(client) is None


def test_the_second_time_it_is_the_same_person_and_nothing_is_tied_anew(client, town, idp):
    is_resident(idp, town, "gunilla")
    signs_in(client, idp)
    client.post(OUT)

    signs_in(client, idp)

    assert who(client) == town["gunilla"]
    assert IdentityRow.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "born"), [("200103019816", "2001-03-01"), ("200103619813", "2001-03-01")]
)
def test_a_resident_who_is_new_is_added_by_what_was_verified(client, idp, number, born):
    idp.claims = {"sub": "new", NUMBER: number, "given_name": "Ny  Ella", "family_name": "Lind"}

    signs_in(client, idp)

    row = PersonRow.objects.get(pk=client.session["person"])
    assert (row.personal_number, row.name, str(row.born)) == (number, "Ny Ella Lind", born)
    assert not row.is_staff


def test_a_resident_who_is_new_and_has_no_name_is_not_added(client, idp):
    idp.claims = {"sub": "new", NUMBER: "200103019816"}

    refused = signs_in(client, idp)

    assert "E-legitimeringen gav oss inte ditt namn." in refused.content.decode()
    assert not PersonRow.objects.filter(personal_number="200103019816").exists()


@pytest.mark.asvs("10.5.2")
def test_the_same_e_mail_ties_nobody_to_anybody(client, town, idp):
    PersonRow.objects.filter(pk=town["nora"]).update(email="nora@example.se")
    idp.claims = {"sub": "x", "employeeHsaId": "SE0000000000-9999", "email": "nora@example.se"}

    refused = signs_in(client, idp, "staff")

    assert refused.status_code == 403
    page = refused.content.decode()
    assert "Ditt HSA-id finns inte bland personalen här." in page
    assert "Be din administratör lägga till dig." in page
    assert not IdentityRow.objects.exists()


def test_staff_without_a_role_today_are_told_whom_to_ask(client, town, idp):
    person = add_staff(77, "Ulla", [], Role.RECEIVER)
    is_staff(idp, {"ulla": person}, "ulla")

    refused = signs_in(client, idp, "staff")

    assert "Du har ingen roll på den mottagningen i dag." in refused.content.decode()
    assert who(client) is None


def test_a_residents_number_brings_nobody_in_among_staff_nor_an_hsa_id_among_residents(
    client, town, idp
):
    is_resident(idp, town, "gunilla")
    assert signs_in(client, idp, "staff").status_code == 403
    is_staff(idp, town, "nora")
    assert signs_in(client, idp).status_code == 403
    assert who(client) is None


def test_an_identity_that_was_untied_may_be_tied_anew(client, town, idp):
    is_resident(idp, town, "gunilla")
    signs_in(client, idp)
    idp.claims["sub"] = "gunilla-2"
    assert signs_in(Client(), idp).status_code == 403

    assert identities.untie(issuer=idp.issuer, number=idp.claims[NUMBER]) == 1

    assert signs_in(Client(), idp).status_code == 302


def test_operations_untie_by_a_number_that_stands_in_no_history(
    client, town, idp, monkeypatch, capsys
):
    is_staff(idp, town, "nora")
    signs_in(client, idp, "staff")
    monkeypatch.setattr("sys.stdin", StringIO(f"{idp.claims['employeeHsaId']}\n"))

    assert ops.untie(issuer=idp.issuer) == 0
    assert ops.untie(issuer=idp.issuer) == 1

    said = capsys.readouterr()
    assert "untied: the next sign-in by that issuer ties anew" in said.out
    assert "write the personal number or HSA-id" in said.err
    assert not IdentityRow.objects.exists()


def test_nobody_is_untied_who_was_not_tied(idp, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", StringIO("SE0000000000-9999\n"))

    assert ops.untie(issuer=idp.issuer) == 1
    assert "nobody of that number has come in by" in capsys.readouterr().err


def test_operations_see_whether_the_providers_answer(idp, capsys, settings):
    assert ops.check() == 0
    assert f"residents: sends people to {idp.issuer}/authorize" in capsys.readouterr().out

    idp.metadata = {"issuer": "https://elsewhere.example"}
    assert ops.check() == 1
    assert "residents: the discovery document is another issuer's" in capsys.readouterr().err

    settings.SIGN_IN_PROVIDERS = ()
    assert ops.check() == 1
    assert "VARDAG_SIGN_IN names no file" in capsys.readouterr().err


@pytest.mark.asvs("6.8.1", "10.5.2")
def test_somebody_elses_issuer_has_subjects_of_its_own(client, town, idp, settings):
    is_resident(idp, town, "gunilla")
    signs_in(client, idp)
    with idps.serving(Idp(claims={**idp.claims, "sub": "other"})) as second:
        settings.SIGN_IN_PROVIDERS = (provider(second),)
        assert signs_in(Client(), second).status_code == 302

    assert IdentityRow.objects.filter(person_id=town["gunilla"]).count() == 2


def test_two_windows_at_once_tie_one_identity(client, town, idp):
    is_resident(idp, town, "gunilla")
    first, second = (idp.authorize(begins(client)) for _ in range(2))

    assert comes_back(client, first).status_code == 302
    assert comes_back(Client(), second).status_code == 403
    assert IdentityRow.objects.count() == 1


# ---- There and back --------------------------------------------------------------------------------


def test_the_provider_is_asked_for_what_must_be_known(client, idp):
    asked = of_address(begins(client))

    assert asked["redirect_uri"] == ["http://testserver/sign-in/back/residents/"]
    assert asked["acr_values"] == [LOA3]
    assert LOA3 in asked["claims"][0]
    assert asked["client_id"] == [CLIENT]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()


@pytest.mark.asvs("10.1.1")
def test_a_providers_tokens_are_not_kept_and_go_to_no_browser(client, idp, town):
    is_resident(idp, town, "gunilla")
    page = signs_in(client, idp)

    told = f"{page.serialize()!r} {dict(client.session.items())} {client.cookies}"
    assert client.session["person"] == town["gunilla"]
    assert "eyJ" not in told  # how every signed token begins
    assert not re.search("access_token|id_token|refresh_token|Bearer", told)


@pytest.mark.asvs("10.1.2")
def test_no_two_sign_ins_share_a_secret(client, idp):
    first, second = of_address(begins(client)), of_address(begins(client))

    for secret in ("state", "nonce", "code_challenge"):
        assert first[secret] != second[secret]


def test_new_keys_of_a_provider_are_fetched_when_they_are_met(client, town, idp):
    is_resident(idp, town, "gunilla")
    signs_in(Client(), idp)
    idp.key, idp.header = OTHER_KEY, {"alg": "RS256", "kid": "two"}
    idp.published = [KEY.as_dict(private=False), OTHER_KEY.as_dict(private=False)]

    assert signs_in(client, idp).status_code == 302
    assert idp.asked.count("/keys") == 2


def test_the_claims_may_lie_in_userinfo(client, town, idp, settings):
    is_resident(idp, town, "gunilla")
    settings.SIGN_IN_PROVIDERS = (provider(idp, asks_userinfo=True),)
    idp.twist = {NUMBER: None}

    assert signs_in(client, idp).status_code == 302
    assert who(client) == town["gunilla"]


def test_userinfo_of_another_user_lets_nobody_in(client, town, idp, settings):
    is_resident(idp, town, "gunilla")
    settings.SIGN_IN_PROVIDERS = (provider(idp, asks_userinfo=True),)
    idp.twist = {NUMBER: None, "sub": "another"}

    assert signs_in(client, idp).status_code == 403


def test_a_sign_in_that_takes_too_long_is_begun_anew(client, town, idp, clock):
    is_resident(idp, town, "gunilla")
    answer = idp.authorize(begins(client, next="/cases/"))
    clock(11 * MINUTE)

    refused = comes_back(client, answer)

    assert refused.status_code == 403
    assert who(client) is None


def test_nor_can_it_be_kept_alive_by_another_sign_in(client, town, idp, clock):
    comes_in(client, idp, town, "staff", "nora")
    answer = idp.authorize(begins(client, "staff"))
    clock(11 * MINUTE)

    refused = comes_back(client, answer, "staff")

    assert "Det tog för lång tid, så inloggningen gäller inte längre." in refused.content.decode()


def test_whoever_wanted_to_see_something_comes_there_by_a_provider_too(client, town, idp):
    is_resident(idp, town, "gunilla")
    page = client.get("/sign-in/?next=/cases/").content.decode()

    assert page.count('<input type="hidden" name="next" value="/cases/">') >= 2
    assert signs_in(client, idp, next="/cases/").url == "/cases/"


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "javascript:alert(1)",
        "http:///elsewhere.example",
        "/\t/elsewhere.example",
        "/staff/",
        OUT,
        "/" + "x" * 3_000,
    ],
)
def test_nobody_is_led_astray_after_signing_in(client, town, idp, elsewhere):
    is_resident(idp, town, "gunilla")

    assert signs_in(client, idp, next=elsewhere).url == START


@pytest.mark.asvs("7.2.4")
def test_a_session_planted_beforehand_is_worth_nothing(client, town, idp):
    is_resident(idp, town, "gunilla")
    begins(client)
    planted = client.session.session_key

    signs_in(client, idp)

    assert client.session.session_key != planted
    assert not type(client.session)().exists(planted)


@pytest.mark.asvs("7.6.2")
def test_a_sign_in_is_begun_by_a_form_of_our_own(idp):
    wary = Client(enforce_csrf_checks=True)

    assert wary.post("/sign-in/with/residents/").status_code == 403
    assert wary.get("/sign-in/with/residents/").status_code == 405
    assert not idp.asked


@pytest.mark.parametrize("key", ["nobody", "residents-2", "x" * 60])
def test_a_provider_that_is_not_there_is_no_page(client, idp, key):
    assert client.post(f"/sign-in/with/{key}/").status_code == 404
    assert client.get(f"/sign-in/back/{key}/").status_code == 404


# ---- Where staff work ------------------------------------------------------------------------------


def test_staff_of_several_clinics_first_say_where_they_work(client, town, idp):
    is_staff(idp, town, "rut")
    assert signs_in(client, idp, "staff", next="/staff/mine/").url == "/staff/mine/"

    sent = client.get("/staff/mine/")
    page = client.get(sent.url).content.decode()

    assert sent.url == f"{CLINICS}?next=%2Fstaff%2Fmine%2F"
    assert "Var arbetar du nu?" in page
    assert set(re.findall(r'name="clinic" value="(\w+)"', page)) == {"north", "south"}
    key = client.session.session_key
    assert client.post(CLINIC, {"clinic": "south", "next": "/staff/mine/"}).url == "/staff/mine/"
    assert frame(client.get("/staff/mine/")).clinic.key == "south"
    assert client.session.session_key == key


def test_staff_of_one_clinic_come_straight_in(client, town, idp):
    is_staff(idp, town, "nora")
    signs_in(client, idp, "staff")

    assert client.get(STAFF).status_code == 200


def test_residents_and_strangers_are_asked_for_no_clinic(client, town, idp):
    assert client.get(CLINICS).url.startswith(CHOOSE)
    is_resident(idp, town, "gunilla")
    signs_in(client, idp)

    assert client.get(CLINICS).url.startswith(CHOOSE)


UNITS = {"SE0000000000-E1": "north", "SE0000000000-E2": "south", "SE0000000000-E3": "medical"}


@pytest.fixture
def assigned(idp, settings):
    claims = Claims(number=("employeeHsaId",), assignment="healthCareUnitHsaId")
    settings.SIGN_IN_PROVIDERS = (provider(idp, Side.STAFF, claims=claims, clinics=UNITS),)
    return idp


def test_an_assignment_is_to_one_clinic_and_gives_nothing_elsewhere(client, town, assigned):
    is_staff(assigned, town, "rut", healthCareUnitHsaId="se0000000000-e2")
    signs_in(client, assigned, "staff")

    page = client.get(STAFF)

    assert frame(page).clinic.key == "south"
    assert [each.key for each in frame(page).clinics] == ["south"]
    assert set(frame(page).actor.staff.roles) == {frame(page).clinic.pk}
    assert client.post(CLINIC, {"clinic": "north"}).status_code == 404


@pytest.mark.parametrize(
    ("unit", "says"),
    [
        ("SE0000000000-E9", "Uppdraget du valde hör till en enhet som inte finns här."),
        ("", "Uppdraget du valde hör till en enhet som inte finns här."),
        ("SE0000000000-E3", "Du har ingen roll på den mottagningen i dag."),
    ],
)
def test_an_assignment_elsewhere_lets_nobody_in(client, town, assigned, unit, says):
    is_staff(assigned, town, "rut", healthCareUnitHsaId=unit)

    refused = signs_in(client, assigned, "staff")

    assert refused.status_code == 403
    assert says in unescape(refused.content.decode())
    assert who(client) is None


# ---- How long it lasts -----------------------------------------------------------------------------

LASTS = [
    ("residents", "gunilla", "/cases/", 20, timedelta(hours=2)),
    ("staff", "nora", STAFF, 15, timedelta(hours=10)),
]


def comes_in(client, idp, town, key, name):
    (is_resident if key == "residents" else is_staff)(idp, town, name)
    assert signs_in(client, idp, key).status_code == 302


@pytest.mark.parametrize("lasts", LASTS)
@pytest.mark.asvs("7.3.1")
def test_who_does_nothing_is_signed_out(client, town, idp, clock, lasts):
    key, name, address, idle, _ = lasts
    comes_in(client, idp, town, key, name)
    before = client.session.session_key
    clock(idle * MINUTE - timedelta(seconds=1))
    assert client.get(address).status_code == 200
    clock(idle * MINUTE)

    sent = client.get(address)

    assert sent.url.startswith(CHOOSE)
    assert not type(client.session)().exists(before)
    assert (
        "Du har loggats ut eftersom inget hände på ett tag."
        in client.get(sent.url).content.decode()
    )


@pytest.mark.parametrize("lasts", LASTS)
@pytest.mark.asvs("7.3.2")
def test_who_does_something_all_the_time_is_signed_out_in_the_end(client, town, idp, clock, lasts):
    key, name, address, _, in_all = lasts
    comes_in(client, idp, town, key, name)
    rounds = int(in_all / (10 * MINUTE))

    for nth in range(1, rounds):
        clock(10 * MINUTE)
        assert client.get(address).status_code == 200, nth
    clock(10 * MINUTE)

    assert client.get(address).url.startswith(CHOOSE)


def test_a_clock_that_is_set_back_signs_out(client, town, idp, clock):
    comes_in(client, idp, town, "staff", "nora")
    clock(-MINUTE)

    assert client.get(STAFF).url.startswith(CHOOSE)


def test_a_session_is_written_once_a_minute_at_the_most(
    client, town, idp, clock, django_assert_num_queries
):
    comes_in(client, idp, town, "staff", "nora")
    client.get(STAFF)
    seen = client.session["seen"]
    clock(timedelta(seconds=59))
    client.get(STAFF)
    assert client.session["seen"] == seen
    clock(timedelta(seconds=1))

    client.get(STAFF)

    assert client.session["seen"] == seen + 60


def test_what_was_written_is_given_back_when_the_time_is_up(client, town, idp, clock):
    comes_in(client, idp, town, "residents", "gunilla")
    clock(21 * MINUTE)

    page = client.post("/cases/42/answer/", {"text": "27 mg, sedan i februari."})

    assert page.status_code == 403
    assert "27 mg, sedan i februari." in page.content.decode()
    assert who(client) is None


def test_in_earnest_a_session_without_its_marks_is_no_sign_in(client, town, settings):
    session = client.session
    session["person"] = town["nora"]
    session.save()
    settings.DEMO = False

    assert client.get(STAFF).status_code == 302


def test_the_cookie_goes_with_the_browser(client, town, idp):
    is_resident(idp, town, "gunilla")
    answer = signs_in(client, idp)

    cookie = answer.cookies["sessionid"]
    assert cookie["max-age"] == cookie["expires"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["domain"] == ""


# ---- Out again -------------------------------------------------------------------------------------


@pytest.mark.asvs("7.6.1")
def test_one_signs_out_at_the_provider_too(client, town, idp):
    comes_in(client, idp, town, "staff", "nora")
    before = client.session.session_key

    page = client.post(OUT)

    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    text = unescape(page.content.decode())
    there = re.findall(r'content="0; url=([^"]+)"', text)[0]
    assert there.startswith(f"{idp.issuer}/end?")
    assert of_address(there)["post_logout_redirect_uri"] == ["http://testserver/sign-in/"]
    assert "Du är utloggad" in text
    assert who(client) is None
    assert not type(client.session)().exists(before)


@pytest.mark.parametrize("metadata", [{"end_session_endpoint": ""}, {"issuer": "gone"}])
def test_a_provider_without_such_a_place_is_let_be(client, town, idp, metadata):
    comes_in(client, idp, town, "staff", "nora")
    idp.metadata = metadata
    providers.line.cache_clear()

    assert client.post(OUT).url == CHOOSE
    assert who(client) is None


def test_every_page_of_the_way_in_is_kept_by_nobody(client, town, idp):
    pages = [client.get(CHOOSE), client.post("/sign-in/with/residents/"), client.post(OUT)]
    pages += [client.get("/sign-in/back/residents/?state=x"), client.get(CLINICS)]

    assert [page.headers["Cache-Control"] for page in pages] == ["no-store"] * len(pages)


# ---- Two hosts -------------------------------------------------------------------------------------


@pytest.fixture
def two_hosts(settings):
    settings.ALLOWED_HOSTS = ["familj.example", "personal.example"]
    settings.RESIDENT_HOSTS, settings.STAFF_HOSTS = ("familj.example",), ("personal.example",)


THERE = {
    "familj.example": ["/staff/", "/staff", "/staff/mine/", "/staff/office/", "/staff/cases/1/"],
    "personal.example": ["/cases/", "/cases", "/new/message/", "/cases/1/", "/start"],
}


@pytest.mark.parametrize(
    ("host", "address"), [(host, each) for host, those in THERE.items() for each in those]
)
@pytest.mark.parametrize("method", ["get", "post", "head"])
@pytest.mark.asvs("3.5.4")
def test_on_the_one_host_the_others_addresses_do_not_exist(town, two_hosts, host, address, method):
    client = Client(headers={"host": host})
    ask = getattr(client, method)
    nowhere = re.sub(r"\w(?=/?$)", "_", address, count=1)

    theirs, none = ask(address), ask(nowhere)

    assert theirs.status_code == none.status_code == 404
    assert bytes_of(theirs).replace(address.encode(), b"") == bytes_of(none).replace(
        nowhere.encode(), b""
    )
    assert theirs.headers.keys() == none.headers.keys()


def test_each_host_has_its_own_ways_in(idp, two_hosts):
    familj, personal = (Client(headers={"host": host}) for host in THERE)

    assert "/sign-in/with/residents/" in familj.get(CHOOSE).content.decode()
    assert "/sign-in/with/staff/" not in familj.get(CHOOSE).content.decode()
    assert "/sign-in/with/staff/" in personal.get(CHOOSE).content.decode()
    assert "/sign-in/with/residents/" not in personal.get(CHOOSE).content.decode()
    assert familj.post("/sign-in/with/staff/").status_code == 404
    assert personal.get("/sign-in/back/residents/").status_code == 404


def test_each_side_works_on_its_host(town, idp, two_hosts):
    familj, personal = (Client(headers={"host": host}) for host in THERE)
    is_resident(idp, town, "gunilla")
    signs_in(familj, idp)
    is_staff(idp, town, "nora")
    signs_in(personal, idp, "staff")

    assert familj.get("/cases/").status_code == 200
    assert personal.get(STAFF).status_code == 200
    assert personal.get("/").headers["Location"] == STAFF
    assert familj.get(STAFF).status_code == 404


def test_a_host_that_is_neither_is_refused(two_hosts, settings):
    settings.ALLOWED_HOSTS = ["familj.example", "personal.example"]

    assert Client(headers={"host": "other.example"}).get("/").status_code == 400
