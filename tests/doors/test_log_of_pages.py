"""Whoever is shown something of a patient stands in the log: page by page, one to one, or not at all."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.heads import FILE, PAGE, PDF, lacking
from tests.doors.inboxes import address_of
from tests.doors.logged import WRITES, database_refuses
from tests.doors.other_lists import VISITS_OF_LISTS
from tests.doors.posting import VISITS_OF_POST
from tests.doors.registers import VISITS_OF_REGISTERS
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Profession, Role
from vardag.rooms.audit.actions import draw_sample
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.queries import Period
from vardag.rooms.audit.words import Of, as_named
from vardag.rooms.cases.models import CaseRow, OpeningRow
from vardag.rooms.people import actions as people
from vardag.rooms.people.block_rows import BlockRow
from vardag.rooms.people.families.blocking import block
from vardag.rooms.people.invented import personal_number
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db

SECRET = "hemlighetsfullt"
BLOCKS, OPENINGS = "/staff/office/guardians/", "/staff/office/exceptions/"
WORDS = acts.Message(text=f"Vi läser: {SECRET}.")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    for page in ("views", "many"):
        made = f"vardag.doors.inbox.paper.{page}.pdf_of"
        monkeypatch.setattr(made, lambda *_, **__: SECRET.encode())
    reviewer = people.add_staff(
        given_name="reviewer",
        family_name="",
        hsa_id="SE0000000000-9001",
        profession=Profession.OTHER,
        title="",
    )
    clinic = built.world.clinics["outpatient"]
    people.grant(person=reviewer, clinic=clinic, role=Role.LOG_REVIEWER, from_date=TUESDAY.date())
    built.world.staff["reviewer"] = reviewer
    return built


@pytest.fixture
def case(desk: Desk) -> CaseId:
    """A case in which something is asked, held by the nurse, with a text that nobody else has."""
    found = desk.send("message", form={"subject": SECRET, "text": SECRET})
    desk.do(found, "nurse", acts.Claim(), acts.AskCounterQuestion(WORDS))
    return found


def blocked(desk: Desk) -> Client:
    """Block a guardian from the child, if that isn't done, and return the manager's browser."""
    if not BlockRow.objects.exists():
        block(
            child=desk.person("child"),
            guardian=desk.person("guardian"),
            clinic=desk.world.clinics["outpatient"],
            reason="Hot mot barnet, anmält av skolan.",
            by=desk.world.staff_member("manager", on=TUESDAY.date()),
            at=TUESDAY,
        )
    return desk.sits("manager")


def numbers(desk: Desk) -> dict[str, str]:
    """Give the child and the other guardian numbers that could be somebody's, and return them."""
    given = {}
    for nth, (field, name) in enumerate((("child", "child"), ("guardian", "other_guardian"))):
        row = PersonRow.objects.get(pk=desk.person(name))
        assert row.born is not None
        row.personal_number = personal_number(born=row.born, nth=2 * nth)
        row.save()
        given[field] = row.personal_number
    return given


def a_sample(desk: Desk) -> int:
    """Draw a sample, after somebody has looked at something."""
    desk.sits("nurse").get("/staff/mine/")
    day = TUESDAY.date()
    return draw_sample(
        of=Of.STAFF,
        many=1,
        period=Period(day, day),
        by=PersonId(desk.world.staff["reviewer"]),
        clinic=ClinicId(desk.world.clinics["outpatient"]),
        at=TUESDAY,
    )


def chose(desk: Desk, case: CaseId) -> Client:
    """Let somebody choose to read a case by way of exception, and return the reviewer's browser."""
    if not OpeningRow.objects.exists():
        OpeningRow.objects.create(
            case_id=case,
            case_version=1,
            clinic_id=desk.world.clinics["outpatient"],
            person_id=desk.person("clinician"),
            reason="Kollegan är sjuk.",
            at=TUESDAY,
            until=TUESDAY + timedelta(minutes=30),
        )
    return desk.sits("reviewer")


def late_elsewhere(desk: Desk) -> Any:
    """Let a certificate lie at the medical clinic, and ask where it was sent from what is late."""
    desk.certificate_to_write(at=TUESDAY - timedelta(days=21))
    return desk.sits("nurse").get("/staff/late-elsewhere/")


def disagreeing(desk: Desk) -> CaseId:
    """Return a case that was documented three weeks ago, and never closed."""
    case = desk.send("renew-prescription", at=TUESDAY - timedelta(days=21))
    desk.do(case, "nurse", acts.CompleteStep("document-request"), at=TUESDAY - timedelta(days=21))
    return case


def asked(desk: Desk) -> Client:
    """Let a colleague be asked about a visit, and return that colleague's browser."""
    case = desk.send("cancel-or-rebook", form={"wish": "remote-phone"})
    desk.do(case, "receiver", acts.AskColleague("ask-clinician", desk.person("therapist")))
    return desk.sits("therapist")


def htmx(client: Client, address: str, fields: dict[str, object]) -> Any:
    return client.post(address, fields, headers={"HX-Request": "true"})


type Visit = Callable[[Desk, CaseId], Any]

VISITS: dict[str, Visit] = {
    "inbox:inbox": lambda desk, _: desk.sits("nurse").get("/staff/"),
    "inbox:mine": lambda desk, _: desk.sits("nurse").get("/staff/mine/"),
    "inbox:awaiting": lambda desk, _: desk.sits("nurse").get("/staff/awaiting/"),
    "inbox:closed": lambda desk, _: desk.sits("nurse").get("/staff/closed/"),
    "inbox:found": lambda desk, _: desk.sits("nurse").post(
        "/staff/search/", {"sought": "meddelande"}, follow=True
    ),
    "inbox:case": lambda desk, case: desk.sits("nurse").get(address_of(case)),
    "inbox:draft": lambda desk, case: desk.sits("nurse").post(address_of(case, "draft")),
    "inbox:preview": lambda desk, case: desk.sits("nurse").post(
        address_of(case, "preview"), {"seen": "3", "send": "reply", "reply-text": "Ja."}
    ),
    "inbox:discard": lambda desk, case: desk.sits("nurse").post(address_of(case, "discard")),
    "inbox:act": lambda desk, case: htmx(
        desk.sits("nurse"), address_of(case, "note"), {"seen": "3", "note-text": "Ja."}
    ),
    "inbox:print": lambda desk, case: desk.sits("nurse").post(address_of(case, "print")),
    "inbox:hand_over": lambda desk, _: desk.sits("nurse").get("/staff/hand-over/"),
    "inbox:hand_over_of": lambda desk, _: desk.sits("receiver").get(
        f"/staff/hand-over/{desk.person('nurse')}/"
    ),
    "inbox:prints": lambda desk, case: desk.sits("nurse").post("/staff/print/", {"case": case}),
    "inbox:prints_made": lambda desk, case: desk.sits("nurse").post(
        "/staff/print/paper/", {"case": case, "shown": case}
    ),
    "inbox:file": lambda desk, case: desk.sits("nurse").get(f"/staff/files/{desk.file_of(case)}/"),
    "inbox:picture": lambda desk, case: desk.sits("nurse").get(
        f"/staff/files/{desk.file_of(case)}/picture/"
    ),
    "portal:file": lambda desk, case: desk.sits("guardian").get(f"/files/{desk.file_of(case)}/"),
    "portal:picture": lambda desk, case: desk.sits("guardian").get(
        f"/files/{desk.file_of(case)}/picture/"
    ),
    "inbox:work": lambda desk, _: desk.sits("doctor").get("/staff/work/"),
    "inbox:work_done": lambda desk, _: htmx(
        desk.sits("doctor"),
        f"/staff/work/{desk.certificate_to_write()}/done/",
        {"work": "type-dictation"},
    ),
    "inbox:late_elsewhere": lambda desk, _: late_elsewhere(desk),
    "inbox:reconciliation": lambda desk, _: (
        disagreeing(desk) and desk.sits("nurse").get("/staff/reconciliation/")
    ),
    "inbox:put_right": lambda desk, _: desk.sits("nurse").post(
        f"/staff/reconciliation/{disagreeing(desk)}/"
    ),
    "inbox:piece": lambda desk, _: desk.sits("doctor").get(
        f"/staff/work/{desk.certificate_to_write()}/"
    ),
    "inbox:piece_act": lambda desk, _: desk.sits("doctor").post(
        f"/staff/work/{desk.certificate_to_write()}/say/", {"work": "type-dictation", "text": " "}
    ),
    "inbox:questions": lambda desk, _: asked(desk).get("/staff/questions/"),
    "inbox:answer_question": lambda desk, _: asked(desk).post(
        f"/staff/questions/{CaseRow.objects.latest('pk').pk}/", {"step": "ask-clinician"}
    ),
    "inbox:registers": lambda desk, _: desk.sits("nurse").get("/staff/registers/"),
    "inbox:register": lambda desk, _: desk.sits("nurse").get(
        "/staff/registers/prescription-requests/"
    ),
    **VISITS_OF_LISTS,
    **VISITS_OF_REGISTERS,
    **VISITS_OF_POST,
    "portal:start": lambda desk, _: desk.sits("guardian").get("/"),
    "portal:cases": lambda desk, _: desk.sits("guardian").get("/cases/"),
    "portal:case": lambda desk, case: desk.sits("guardian").get(f"/cases/{case}/"),
    "portal:sent": lambda desk, case: desk.sits("guardian").get(f"/cases/{case}/sent/"),
    "portal:receipt": lambda desk, case: desk.sits("guardian").get(f"/cases/{case}/receipt/"),
    "portal:answer": lambda desk, case: desk.sits("guardian").post(
        f"/cases/{case}/answer/", {"text": " "}
    ),
    "portal:looks": lambda desk, _: desk.sits("guardian").get("/cases/looks/"),
    "office:blocks": lambda desk, _: blocked(desk).get(BLOCKS),
    "office:preview_block": lambda desk, _: blocked(desk).post(f"{BLOCKS}preview/", numbers(desk)),
    "office:decide_block": lambda desk, _: blocked(desk).post(f"{BLOCKS}block/", numbers(desk)),
    "office:end_block": lambda desk, _: blocked(desk).post(
        f"{BLOCKS}{BlockRow.objects.get().pk}/end/", {}
    ),
    "office:openings": lambda desk, case: chose(desk, case).get(OPENINGS),
    "office:review_opening": lambda desk, case: chose(desk, case).post(
        f"{OPENINGS}{OpeningRow.objects.get().pk}/review/", {"finding": " "}
    ),
    "office:log_review": lambda desk, _: desk.sits("reviewer").get(
        f"/staff/office/log/{a_sample(desk)}/"
    ),
    "office:log_sign_ins": lambda desk, _: desk.sits("reviewer").get("/staff/office/log/sign-ins/"),
    "office:log_conclude": lambda desk, _: desk.sits("reviewer").post(
        f"/staff/office/log/{a_sample(desk)}/conclude/", {}
    ),
}


def test_every_page_that_writes_is_visited():
    assert VISITS.keys() == WRITES.keys()


@pytest.mark.parametrize("page", VISITS)
def test_a_page_that_shows_patients_data_writes_its_entry_and_no_other(
    desk: Desk, case: CaseId, page: str
):
    VISITS[page](desk, case)

    rows = AccessRow.objects.filter(page=page)
    assert [(row.what, row.result) for row in rows] == [(WRITES[page], "shown")]
    (row,) = rows
    assert row.at == TUESDAY
    assert len(row.request_id) == 32
    is_staff = not page.startswith("portal:")
    assert bool(row.roles) == is_staff == (row.clinic_id is not None)


@pytest.mark.asvs("14.3.2")
@pytest.mark.one_database
@pytest.mark.parametrize("page", VISITS)
def test_a_page_that_shows_patients_data_is_kept_by_no_browser(desk: Desk, case: CaseId, page: str):
    answer = VISITS[page](desk, case)

    is_pdf = answer.headers["Content-Type"] == "application/pdf"
    is_file = page.endswith((":file", ":picture"))
    assert not lacking(answer, csp=PDF if is_pdf else FILE if is_file else PAGE)


@pytest.mark.parametrize(
    "page",
    [
        "inbox:mine",
        "inbox:awaiting",
        "inbox:found",
        "portal:start",
        "portal:cases",
        "office:openings",
    ],
)
def test_a_list_is_one_entry_that_names_its_cases_with_their_patients(
    desk: Desk, case: CaseId, page: str
):
    VISITS[page](desk, case)

    (row,) = AccessRow.objects.filter(page=page)
    assert as_named(row.named) == ((case, desk.person("child")),)


@pytest.mark.asvs("16.2.1")
@pytest.mark.parametrize("page", ["inbox:case", "inbox:print", "portal:case"])
def test_an_opened_case_is_written_with_its_patient(desk: Desk, case: CaseId, page: str):
    VISITS[page](desk, case)

    (row,) = AccessRow.objects.filter(page=page)
    assert (row.case_id, row.patient_id) == (case, desk.person("child"))


@pytest.mark.asvs("16.2.5")
def test_no_entry_holds_a_word_of_a_case(desk: Desk, case: CaseId):
    for visit in VISITS.values():
        visit(desk, case)

    for row in AccessRow.objects.values():
        assert not [text for text in row.values() if SECRET in str(text)]


# They are about the log itself: without its entries there is nothing to tell or to look through.
READ_THE_LOG = {
    "portal:looks",
    "office:log_review",
    "office:log_sign_ins",
    "office:log_conclude",
}


@pytest.fixture
def unwritable() -> Iterator[Callable[[], None]]:
    """Let the database refuse every entry, from when it is said until the test ends."""
    with ExitStack() as until_the_end:
        yield lambda: until_the_end.enter_context(database_refuses())


@pytest.mark.asvs("16.5.3")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", [page for page in VISITS if page not in READ_THE_LOG])
def test_without_a_log_there_is_no_content_and_the_page_says_why(
    desk: Desk, case: CaseId, page: str, unwritable: Callable[[], None], caplog
):
    unwritable()

    response = VISITS[page](desk, case)

    html = response.content.decode()
    assert response.status_code == 503
    assert "Allt som läses här skrivs upp, och just nu går det inte." in html
    assert SECRET not in html
    assert "child" not in html
    assert "the access log can't be written" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_without_a_log_nothing_counts_as_printed(
    desk: Desk, case: CaseId, unwritable: Callable[[], None], caplog
):
    before = desk.case(case).case.version
    unwritable()

    VISITS["inbox:print"](desk, case)

    assert desk.case(case).case.version == before


REFUSED: dict[str, tuple[str, Visit]] = {
    "a case of another clinic": ("outsider", lambda d, c: d.sits("outsider").get(address_of(c))),
    "an act on it": (
        "outsider",
        lambda d, c: d.sits("outsider").post(address_of(c, "claim"), {"seen": "1"}),
    ),
    "a print of it": ("outsider", lambda d, c: d.sits("outsider").post(address_of(c, "print"))),
    "somebody else's list": ("manager", lambda d, _: d.sits("manager").get("/staff/awaiting/")),
    "the log": ("nurse", lambda d, _: d.sits("nurse").get("/staff/office/log/")),
    "a stranger's case": ("stranger", lambda d, c: d.sits("stranger").get(f"/cases/{c}/")),
    "a stranger's extract": (
        "stranger",
        lambda d, _: d.sits("stranger").get(f"/cases/looks/?for={d.person('child')}"),
    ),
    "a form about a stranger's child": (
        "stranger",
        lambda d, _: d.sits("stranger").get(
            f"/new/message/?for={d.person('child')}&clinic=outpatient"
            "&key=0b1a4a5e-6f57-4a6f-8a3e-0c8f3d6a0b11"
        ),
    ),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.asvs("16.3.2")
def test_a_try_that_is_refused_is_written(desk: Desk, case: CaseId, what: str):
    who, visit = REFUSED[what]

    visit(desk, case)

    (row,) = AccessRow.objects.all()
    assert (row.person_id, row.what, row.result) == (desk.person(who), "tried", "refused")
    if "a case" in what or "it" in what.split():
        assert (row.case_id, row.patient_id) == (case, desk.person("child"))


def test_a_case_that_is_not_there_is_written_by_its_number(desk: Desk):
    client = desk.sits("outsider")
    client.get(address_of(CaseId(98_765)))
    client.get(f"/staff/cases/{10**30}/")

    rows = AccessRow.objects.order_by("case_id").values_list("case_id", "patient_id")
    assert sorted(rows, key=str) == [(98_765, None), (None, None)]


def test_who_is_not_signed_in_leaves_nothing(desk: Desk, case: CaseId):
    for address in (address_of(case), f"/cases/{case}/", "/staff/", "/cases/looks/"):
        Client().get(address)

    assert not AccessRow.objects.exists()


def test_a_session_of_acts_by_chance_has_one_entry_for_each_thing_shown(desk: Desk):
    """Two hundred requests by everybody, at pages, lists and acts: what was shown was written."""
    draw, expected = random.Random(9), Counter[tuple[PersonId, str]]()
    cases = [desk.send(draw.choice(["message", "renew-prescription"])) for _ in range(8)]
    people_ = ["receiver", "nurse", "clinician", "doctor", "outsider", "manager", "guardian"]
    browsers = {name: desk.sits(name) for name in people_}
    for _ in range(200):
        who, one = draw.choice(people_), draw.choice(cases)
        address, fields = draw.choice(doings(one, desk))
        client, resident = browsers[who], who == "guardian"
        if address.startswith("/staff/") == resident:
            continue
        response = client.post(address, fields) if fields is not None else client.get(address)
        if response.status_code in (200, 409, 422):
            expected[desk.person(who), "shown"] += 1
        if response.status_code in (403, 404):
            expected[desk.person(who), "refused"] += 1
        if response.status_code == 403 and 'id="case"' in response.content.decode():
            expected[desk.person(who), "shown"] += 1  # the case, with why the act isn't theirs

    found = Counter(AccessRow.objects.values_list("person_id", "result"))
    assert found == expected
    assert found.total() > 100


def doings(case: CaseId, desk: Desk) -> list[tuple[str, dict[str, object] | None]]:
    seen: dict[str, object] = {"seen": str(desk.case(case).case.version)}
    return [
        (address_of(case), None),
        (address_of(case), None),
        ("/staff/mine/", None),
        ("/staff/awaiting/", None),
        ("/staff/closed/", None),
        ("/staff/registers/", None),
        (address_of(case, "claim"), seen),
        (address_of(case, "note"), {**seen, "note-text": "Ja."}),
        (address_of(case, "reply"), {**seen, "reply-text": " "}),
        (f"/cases/{case}/", None),
        ("/cases/", None),
        ("/cases/looks/", None),
    ]
