"""``vardag audit export``: entries as AuditEvent resources, each with its place in the sealed chain."""

import json
import sys
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings

from tests.doors.fhir_r4 import wrong
from tests.doors.town import build_town
from tests.rooms.logged import noted
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Role
from vardag.doors.ops.log import sealer
from vardag.doors.ops.log.command import verdict
from vardag.doors.ops.log.export import export
from vardag.rooms.audit import actions, exporting
from vardag.rooms.audit.actions import note_access
from vardag.rooms.audit.key import NoKey
from vardag.rooms.audit.models import AccessRow, SealRow
from vardag.rooms.audit.words import About, Result, Vouched, What, Where, Who
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.actions import grant
from vardag.rooms.people.models import GrantRow, PersonRow
from vardag.rooms.routines.actions import publish
from vardag.rooms.routines.packaged import packaged_routine

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 7, 12, tzinfo=STOCKHOLM)
DAYS = {"first": "2026-04-01", "last": "2026-04-07"}
PERSONAL = "http://electronichealth.se/identifier/personnummer"
HSA = "urn:oid:1.2.752.29.4.19"
OURS = "urn:vardag:person"
LOA3 = "http://id.sambi.se/loa/loa3"

type Json = dict[str, Any]


@pytest.fixture
def town(tmp_path, monkeypatch):
    found = build_town()
    for key in ("north", "south"):
        at = ClinicId(clinic(key))
        grant(person=found["uma"], clinic=at, role=Role.LOG_REVIEWER, from_date=NOW.date())
    name, text = packaged_routine()
    publish(text=text, name=name, at=NOW)
    monkeypatch.setattr(settings, "LOG_HEAD_FILE", tmp_path / "head")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return found


@pytest.fixture
def exports(town, capsys):
    def run(**more: Any) -> list[Json]:
        given = {**DAYS, "clinic": None, "patient": False, "by": number(town, "uma"), **more}
        capsys.readouterr()
        assert export(**given) == 0, capsys.readouterr().err
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def number(town, name: str) -> str:
    row = PersonRow.objects.get(pk=town[name])
    return row.hsa_id or row.personal_number or ""


def clinic(key: str) -> int:
    return ClinicRow.objects.get(key=key).pk


def looked(town, *, by: str = "nora", at: datetime = NOW - timedelta(hours=2), **more: Any) -> int:
    given = {"clinic": clinic("north"), "case": 17, "patient": town["pim"], **more}
    return noted(person=town[by], at=at, **given)


def came(person: PersonId | None, what: What, result: Result, reason: str = "") -> None:
    note_access(
        who=Who(person),
        what=what,
        at=NOW - timedelta(hours=1),
        about=About(),
        where=Where(page="signin:back", request_id="f" * 32, reason=reason),
        result=result,
        vouched=Vouched("siths", LOA3),
    )


def of_type(resource: Json, code: str) -> list[Json]:
    return [each for each in resource["entity"] if each["type"]["code"] == code]


def details(resource: Json) -> dict[str, str]:
    (entry,) = of_type(resource, "4")
    return {each["type"]: each["valueString"] for each in entry["detail"]}


def codes(resource: Json) -> list[str]:
    return [each["code"] for each in resource["subtype"]]


def test_an_opened_case_is_a_read(town, exports):
    looked(town)

    (found,) = exports()

    assert not wrong(found)
    assert (found["type"]["code"], codes(found), found["action"]) == (
        "rest",
        ["read", "opened"],
        "R",
    )
    assert (found["outcome"], found["recorded"]) == ("0", "2026-04-07T08:00:00.000+00:00")


def test_it_says_who_looked_by_hsa_id_with_which_role_and_which_system_showed_it(town, exports):
    looked(town)

    user, server = exports()[0]["agent"]

    assert user["type"]["coding"][0]["code"] == "IRCP"
    assert user["who"]["identifier"] == {"system": HSA, "value": number(town, "nora")}
    assert (user["name"], user["requestor"]) == ("Nora Ranta", True)
    assert user["role"][0]["coding"][0]["code"] == "receiver"
    assert (server["type"]["coding"][0]["code"], server["requestor"]) == ("110153", False)


@pytest.mark.parametrize("protected", ["pim", "gunilla"])
def test_a_protected_family_stands_by_our_own_id_and_not_by_number(town, exports, protected):
    PersonRow.objects.filter(pk=town[protected]).update(protection="marked")
    looked(town)
    looked(town, by="gunilla", clinic=None)
    noted(person=town["nora"], what=What.LISTED, at=NOW, named=((17, town["pim"]),))

    found = exports()

    (patient,) = of_type(found[0], "1")
    assert patient["what"]["identifier"] == {"system": OURS, "value": str(town["pim"])}
    assert all(not wrong(each) for each in found)
    for name in ("pim", "gunilla"):
        assert number(town, name) not in json.dumps(found)


def test_a_protected_patient_whom_the_command_names_stands_by_number(town, exports, monkeypatch):
    PersonRow.objects.filter(pk=town["pim"]).update(protection="marked")
    looked(town)
    monkeypatch.setattr(sys, "stdin", StringIO(number(town, "pim") + "\n"))

    found = exports(patient=True)[0]

    assert of_type(found, "1")[0]["what"]["identifier"]["value"] == number(town, "pim")


def test_it_says_at_whom_in_which_case_from_which_clinic_and_in_which_request(town, exports):
    looked(town)

    (found,) = exports()

    (patient,), (case,) = of_type(found, "1"), of_type(found, "2")
    identifier = {"system": PERSONAL, "value": number(town, "pim")}
    assert patient["what"] == {"type": "Patient", "identifier": identifier}
    assert case["what"]["identifier"]["value"] == "17"
    assert of_type(found, "3")[0]["what"]["display"] == "BUP north"
    assert of_type(found, "XrequestId")[0]["what"]["identifier"]["value"] == "0" * 32


def test_each_has_its_signature_its_number_in_the_chain_and_its_seal(town, exports):
    pk = looked(town)
    sealer.seal_all()

    (found,) = exports()

    said, seal = details(found), SealRow.objects.get(access_id=pk)
    assert of_type(found, "4")[0]["what"]["identifier"]["value"] == str(pk)
    assert said["signature"] == AccessRow.objects.get(pk=pk).mac
    assert (said["seal-number"], said["seal"]) == (str(seal.number), seal.mac)


def test_what_has_no_seal_yet_says_none(town, exports):
    looked(town)

    assert details(exports()[0]).keys() == {"signature", "page"}


def test_a_list_is_a_query_of_each_patient_and_says_nothing_of_the_others(town, exports):
    named = ((17, town["pim"]), (18, town["yrsa"]), (19, town["pim"]))
    looked(town, case=None, patient=None, named=named, what=What.LISTED)

    found = exports()

    assert [wrong(each) for each in found] == [[], []]
    assert len({each["id"] for each in found}) == 2
    for each, name, cases in zip(found, ("pim", "yrsa"), (["17", "19"], ["18"]), strict=True):
        (patient,), (query, *shown) = of_type(each, "1"), of_type(each, "2")
        assert patient["what"]["identifier"]["value"] == number(town, name)
        assert (codes(each), each["action"]) == (["search", "listed"], "E")
        assert (query["role"]["code"], query["query"]) == ("24", "aW5ib3g6Y2FzZQ==")
        assert [case["what"]["identifier"]["value"] for case in shown] == cases
        assert each["agent"][1]["type"]["coding"][0]["code"] == "110152"


@pytest.mark.parametrize(
    ("what", "subtype"),
    [(What.SIGN_IN, "110122"), (What.SIGN_OUT, "110123"), (What.ENDED, "110123")],
)
def test_coming_and_going_is_user_authentication(town, exports, what, subtype):
    came(PersonId(town["gunilla"]), what, Result.DONE)

    (found,) = exports()

    assert not wrong(found)
    assert (found["type"]["code"], codes(found)[0], found["action"]) == ("110114", subtype, "E")
    identifier = found["agent"][0]["who"]["identifier"]
    assert identifier == {"system": PERSONAL, "value": number(town, "gunilla")}
    assert "name" not in found["agent"][0]
    assert (details(found)["provider"], details(found)["level"]) == ("siths", LOA3)


def test_who_was_not_let_in_is_nobody_and_the_reason_is_there(town, exports):
    came(None, What.SIGN_IN, Result.REFUSED, "not-trusted")

    (found,) = exports()

    assert not wrong(found)
    assert (found["outcome"], found["outcomeDesc"]) == ("4", "not-trusted")
    assert [each["requestor"] for each in found["agent"]] == [False]


def test_every_kind_of_entry_is_a_resource_of_the_right_shape(town, exports):
    pim = PersonId(town["pim"])
    abouts = (About(), About(patient=pim), About(named=((CaseId(17), pim),)))
    for about in abouts:
        for what in What:
            for result in Result:
                note_access(
                    who=Who(PersonId(town["nora"])),
                    what=what,
                    at=NOW - timedelta(hours=1),
                    about=about,
                    where=Where(reason="Hon ringde oss."),
                    result=result,
                )

    found = exports()

    assert len(found) == len(abouts) * len(What) * len(Result)
    assert [wrong(each) for each in found if wrong(each)] == []


def test_why_somebody_looked_is_the_purpose(town, exports):
    note_access(
        who=Who(PersonId(town["nora"])),
        what=What.OPENED,
        at=NOW - timedelta(hours=1),
        about=About(),
        where=Where(reason="Hon ringde oss."),
    )

    (found,) = exports()

    assert found["agent"][0]["purposeOfUse"] == [{"text": "Hon ringde oss."}]
    assert "outcomeDesc" not in found


def test_only_the_days_that_are_asked_for(town, exports):
    for day in (30, 31, 37, 38):  # days after the first of March
        looked(town, case=day, at=datetime(2026, 3, 1, tzinfo=STOCKHOLM) + timedelta(days=day))

    cases = [of_type(each, "2")[0]["what"]["identifier"]["value"] for each in exports()]

    assert cases == ["31", "37"]


def test_only_the_clinic_that_is_asked_for(town, exports):
    looked(town, case=1)
    looked(town, case=2, clinic=clinic("south"))

    (found,) = exports(clinic="south")

    assert of_type(found, "2")[0]["what"]["identifier"]["value"] == "2"


def test_only_the_patient_whose_number_is_given_and_nobody_else_who_was_in_a_list(
    town, exports, monkeypatch
):
    looked(town, case=1, patient=town["yrsa"])
    looked(town, case=2)
    named = ((3, town["pim"]), (4, town["yrsa"]))
    looked(town, case=None, patient=None, named=named, what=What.LISTED)
    monkeypatch.setattr(sys, "stdin", StringIO(number(town, "pim") + "\n"))

    found = exports(patient=True)

    assert len(found) == 2
    assert number(town, "yrsa") not in json.dumps(found)
    assert AccessRow.objects.get(what="exported").patient_id == town["pim"]


def test_many_are_written_some_at_a_time_and_none_twice(town, exports, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 3)
    ids = [looked(town, case=n, at=NOW - timedelta(minutes=10 - n)) for n in range(10)]

    assert [each["id"] for each in exports()] == [str(pk) for pk in ids]


def test_that_it_was_exported_is_an_entry(town, exports):
    looked(town)
    exports(clinic="north")

    row = AccessRow.objects.get(what="exported")
    assert (row.person_id, row.clinic_id, row.result) == (town["uma"], clinic("north"), "shown")
    assert row.reason == "2026-04-01 – 2026-04-07"
    sealer.seal_all()
    assert not verdict().broken


@pytest.mark.parametrize("where", [None, "north"])
def test_nobody_has_it_exported_but_who_reviews_the_log_that_day(town, capsys, where):
    def said(by: str) -> str:
        assert export(**DAYS, clinic=where, patient=False, by=number(town, by)) == 1
        return capsys.readouterr().err

    assert "reviews no log" in said("nora")
    GrantRow.objects.filter(role=Role.LOG_REVIEWER).update(withdrawn_at=NOW)
    assert "Let a log reviewer there ask for it" in said("uma")
    assert not AccessRow.objects.exists()


@pytest.mark.parametrize("what", [What.BY_EXCEPTION, What.TO_SEE_PROTECTED])
def test_a_choice_to_read_is_an_emergency_override_with_its_purpose(town, exports, what):
    note_access(
        who=Who(PersonId(town["nora"])),
        what=what,
        at=NOW - timedelta(hours=1),
        about=About(CaseId(17), PersonId(town["pim"])),
        where=Where(reason="Kollegan är sjuk."),
        result=Result.DONE,
    )

    (found,) = exports()

    assert not wrong(found)
    assert (found["type"]["code"], codes(found)) == ("110113", ["110127", what.value])
    assert found["agent"][0]["purposeOfUse"] == [{"text": "Kollegan är sjuk."}]
    assert "outcomeDesc" not in found


def test_without_a_log_nothing_is_exported(town, capsys, monkeypatch):
    looked(town)

    def no_key() -> bytes:
        raise NoKey("there is none")

    monkeypatch.setattr(actions, "log_key", no_key)

    assert export(**DAYS, clinic=None, patient=False, by=number(town, "uma")) == 1

    said = capsys.readouterr()
    assert not said.out
    assert "nothing is exported" in said.err


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"first": "yesterday"}, "--from 'yesterday' is no day"),
        ({"last": "2026-02-30"}, "--to '2026-02-30' is no day"),
        ({"last": "2026-03-01"}, "--to is before --from"),
        ({"clinic": "nowhere"}, "there is no such clinic"),
        ({"by": "SE0000000000-9999"}, "--by is the HSA-id"),
        ({"clinic": "medical"}, "reviews no log at that clinic today"),
        ({"patient": True}, "--patient: write the number"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(town, capsys, monkeypatch, given, why):
    monkeypatch.setattr(sys, "stdin", StringIO("nobody\n"))
    asked: dict[str, Any] = {"clinic": None, "patient": False, "by": number(town, "uma")}

    assert export(**{**DAYS, **asked, **given}) == 1

    said = capsys.readouterr()
    assert not said.out
    assert why in said.err
    assert not AccessRow.objects.exists()


def test_what_checks_the_shape_finds_what_is_wrong_with_it(town, exports):
    looked(town)
    (found,) = exports()

    for change in (
        lambda: found.pop("recorded"),
        lambda: found["agent"][0].pop("requestor"),
        lambda: found["type"].update(code="unheard-of"),
        lambda: found.update(more="than there is"),
        lambda: found["entity"][0].update(query="no base 64!"),
        lambda: found["entity"][0].update(name="beside a query"),
        lambda: found.update(agent=[]),
    ):
        before = set(wrong(found))
        change()
        assert set(wrong(found)) - before
