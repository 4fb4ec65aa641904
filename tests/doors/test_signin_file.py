"""The file of identity providers, and the hosts: what is wrong is said before anything starts."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.doors.running import environment, run
from vardag.config.hosts import hosts
from vardag.config.sign_in import LEVEL_3, read_providers
from vardag.domain.people.sign_in import Side

BANKID = """
providers:
  - key: bankid
    side: residents
    name: {sv: BankID, en: BankID}
    issuer: https://id.example/bankid
    client_id: vardag
    client_secret_env: THE_SECRET
    claims: {number: [https://id.oidc.se/claim/personalIdentityNumber, number]}
    assurance: [http://id.elegnamnden.se/loa/1.0/loa3]
"""
SITHS = """
  - key: siths
    side: staff
    name: {sv: SITHS, en: SITHS}
    issuer: https://id.example/siths
    client_id: vardag
    client_secret_file: SECRET_FILE
    claims: {number: employeeHsaId, assignment: healthCareUnitHsaId}
    clinics: {se0000000000-e1: aviken}
    scopes: [openid, commission]
    asks_userinfo: true
"""


@pytest.fixture(autouse=True)
def secret(monkeypatch, tmp_path) -> Path:
    monkeypatch.setenv("THE_SECRET", "of the environment")
    path = tmp_path / "secret"
    path.write_text("of the file\n")
    return path


def read(tmp_path, text: str):
    path = tmp_path / "sign-in.yaml"
    path.write_text(text.replace("SECRET_FILE", str(tmp_path / "secret")), encoding="utf-8")
    return read_providers(str(path))


def test_without_a_file_there_are_no_providers():
    assert read_providers(None) == read_providers("") == ()


def test_a_file_describes_providers(tmp_path):
    bankid, siths = read(tmp_path, BANKID + SITHS)

    assert (bankid.key, bankid.side, bankid.client_secret) == (
        "bankid",
        Side.RESIDENTS,
        "of the environment",
    )
    assert bankid.claims.number == ("https://id.oidc.se/claim/personalIdentityNumber", "number")
    assert (siths.client_secret, siths.assurance) == ("of the file", LEVEL_3)
    assert siths.clinics == {"SE0000000000-E1": "aviken"}
    assert siths.asks_userinfo


def test_a_secret_is_never_shown_with_the_rest(tmp_path):
    assert "of the" not in repr(read(tmp_path, BANKID + SITHS))


@pytest.mark.parametrize(
    ("instead_of", "with_", "says"),
    [
        ("key: bankid", "key: Bank ID", "providers[0].key: String should match"),
        ("side: residents", "side: patients", "providers[0].side: Input should be"),
        ("https://id.example/bankid", "http://id.example", "issuer: must begin with https://"),
        ("https://id.example/bankid", "https://id.example?x=1", "issuer: must begin with"),
        ("https://id.example/bankid", "https://u:p@id.example", "issuer: must begin with"),
        ("https://id.example/bankid", "https://id.example:x", "issuer: must begin with"),
        ("https://id.example/bankid", "bankid", "issuer: must begin with https://"),
        ("client_secret_env: THE_SECRET", "color: red", "color: Extra inputs are not permitted"),
        ("client_secret_env: THE_SECRET", "scopes: [openid]", "name one of the two"),
        ("THE_SECRET", "NOT_SET", "can't be read, or is empty: the variable NOT_SET"),
        ("client_secret_env: THE_SECRET", "client_secret_file: /nowhere", "empty: /nowhere"),
        ("assurance: [http", "scopes: [openid, http", "assurance: name the levels"),
        ("client_id: vardag", "client_id: ''", "client_id: String should have at least 1"),
        ("claims: {number", "claims: {assignment: unit, number", "clinics: needed with"),
        ("key: bankid", "key: bankid\n    scopes: [profile]", "openid must be among them"),
        ("key: bankid", "key: bankid\n    clinics: {a: b}", "only staff have assignments"),
        ("providers:", "provider:", "providers: Field required"),
        ("name: {sv: BankID, en: BankID}", "name: {sv: BankID}", "name.en: Field required"),
        ("    issuer", "  issuer", "the file is no YAML"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_with_its_place(tmp_path, instead_of, with_, says):
    assert instead_of in BANKID
    with pytest.raises(ImproperlyConfigured) as wrong:
        read(tmp_path, BANKID.replace(instead_of, with_))

    assert says in str(wrong.value)
    assert str(wrong.value).startswith(f"VARDAG_SIGN_IN {tmp_path}")


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    text = BANKID.replace("https://id.example/bankid", "x").replace("THE_SECRET", "NOT_SET")
    with pytest.raises(ImproperlyConfigured) as wrong:
        read(tmp_path, text + SITHS.replace("siths", "bankid", 1))

    said = str(wrong.value).splitlines()
    assert len(said) == 3
    assert "two providers have the key bankid" in said[0]


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="can't be read: No such file"):
        read_providers(str(tmp_path / "none.yaml"))


def test_staffs_level_may_be_another_only_if_the_file_says_so(tmp_path):
    text = SITHS.replace("side: staff", "side: staff\n    assurance: [loa2]")

    assert read(tmp_path, BANKID + text)[1].assurance == ("loa2",)


def test_a_command_that_starts_says_what_is_wrong(tmp_path):
    path = tmp_path / "sign-in.yaml"
    path.write_text(BANKID.replace("THE_SECRET", "NOT_SET"))
    done = run("serve", "--port", "0", env=environment(tmp_path, VARDAG_SIGN_IN=str(path)))

    assert done.returncode == 1
    assert "the client's secret can't be read" in done.stderr
    assert "Traceback" not in done.stderr


# ---- Hosts -----------------------------------------------------------------------------------------


def test_one_host_serves_both_sides():
    assert hosts(both="", residents="", staff="") == (("127.0.0.1", "localhost", "[::1]"), (), ())
    assert hosts(both="A.example, b.example", residents="", staff="")[0] == (
        "a.example",
        "b.example",
    )


def test_two_sides_have_hosts_of_their_own():
    found = hosts(both="", residents="familj.example", staff="personal.example,p.example")

    assert found == (
        ("familj.example", "personal.example", "p.example"),
        ("familj.example",),
        ("personal.example", "p.example"),
    )


@pytest.mark.parametrize(
    ("both", "residents", "staff", "says"),
    [
        ("", "a.example", "", "belong together"),
        ("", "", "a.example", "belong together"),
        ("", "a.example", "a.example", "must name different hosts"),
        ("", "*", "a.example", "each in full"),
        ("c.example", "a.example", "b.example", "VARDAG_HOSTS is for both sides"),
    ],
)
def test_sides_that_are_told_apart_by_halves_are_refused(both, residents, staff, says):
    with pytest.raises(ImproperlyConfigured, match=says):
        hosts(both=both, residents=residents, staff=staff)
