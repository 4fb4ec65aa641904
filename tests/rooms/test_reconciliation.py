"""What doesn't agree at a clinic: hundreds of cases through the real acts, and an oracle beside them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.build import on
from tests.doors.desk import PIECES, Desk, a_desk
from vardag.domain.case import acts
from vardag.domain.case.left_out import StepFate
from vardag.domain.case.paper import Fate
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.domain.reconciliation.mismatch import Kind, mismatches
from vardag.domain.refusals import NotPermitted
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import full_case
from vardag.rooms.clinics.queries import calendar_of
from vardag.rooms.people.models import PersonRow
from vardag.rooms.reconciliation import candidates
from vardag.rooms.reconciliation.queries import Disagreements, disagreements

pytestmark = pytest.mark.django_db

NOW = on("2026-04-24T10:00")  # a Friday, three weeks after Easter
# The working days before it, counted by hand: nothing of the product's own calendar.
DAYS = [date(2026, 4, day) for day in (24, 23, 22, 21, 20, 17, 16, 15, 14, 13, 10, 9, 8)]
WORDS = acts.Message(text="Hej.")
REPLY, TOLD = acts.ReplyAndClose(WORDS), acts.SendInterimReply(WORDS, follow_up=date(2026, 4, 30))
DOCUMENT = acts.CompleteStep("document-request")
LEFT_OUT = acts.SkipStep("document-request", "Hann inte.")
CANCEL, NOTE, INFORM = map(
    acts.CompleteStep, ("cancel-booking", "journal-note", "inform-clinician")
)
BACK = acts.AccountForCopy(1, Fate.RETURNED)


@pytest.fixture
def desk(monkeypatch) -> Desk:
    return a_desk(monkeypatch)


def found(desk: Desk, who: str = "nurse", clinic: str = "outpatient") -> Disagreements:
    by = desk.world.staff_member(who, on=local_date(NOW))
    return disagreements(by, ClinicId(desk.world.clinics[clinic]), at=NOW)


def kinds(found: Disagreements) -> set[tuple[CaseId, Kind]]:
    return {(line.id, line.mismatch.kind) for line in found.lines}


# --- Seeds: what is done on one day, and after how many working days it doesn't agree ----------------


@dataclass(frozen=True)
class Seed:
    """What people did, and the oracle's word on it: a kind and how many days later; None for never."""

    do: Callable[[Desk, datetime], CaseId]
    clinic: str = "outpatient"
    wrong: Kind | None = None
    after: int = 0


def of(service: str, *done: acts.Act, who: str = "nurse", **form: str) -> Callable[..., CaseId]:
    def do(desk: Desk, at: datetime) -> CaseId:
        case = desk.send(service, form=form or None, at=at)
        if done:
            desk.do(case, who, *done, at=at)
        return case

    return do


def certificate(*done: acts.Act) -> Callable[..., CaseId]:
    def do(desk: Desk, at: datetime) -> CaseId:
        case = desk.certificate_to_print(at=at)
        if done:
            desk.do(case, "certificate_secretary", *done, at=at)
        return case

    return do


CLOSED = (acts.Print(), acts.CloseWithoutReply(), BACK)
WORKED = tuple(acts.CompleteWork(each) for each in PIECES[:-1])
SEEDS = (
    Seed(of("renew-prescription", DOCUMENT), wrong=Kind.DOCUMENTED_NOT_CLOSED, after=2),
    Seed(of("contact-details", acts.CompleteStep("update-journal")), "outpatient",
         Kind.DOCUMENTED_NOT_CLOSED, 2),
    # An interim reply went with it: until its follow-up has passed, the fifth working day, it may wait.
    Seed(certificate(acts.Print(), BACK), "medical", Kind.DOCUMENTED_NOT_CLOSED, 6),
    Seed(of("renew-prescription", LEFT_OUT, REPLY), wrong=Kind.CLOSED_NOT_DOCUMENTED, after=1),
    Seed(of("cancel-or-rebook", CANCEL), wrong=Kind.BOOKED_NOT_ANSWERED, after=1),
    Seed(of("cancel-or-rebook", CANCEL, NOTE, INFORM), wrong=Kind.BOOKED_NOT_ANSWERED, after=1),
    Seed(of("message", acts.Print()), wrong=Kind.PRINTED_NOT_RETURNED, after=5),
    Seed(of("message", acts.Print(), REPLY), wrong=Kind.PRINTED_NOT_RETURNED, after=1),
    Seed(certificate(*CLOSED, *WORKED), "medical", Kind.SIGNED_NOT_SENT, 1),
    # What agrees.
    Seed(of("message")),
    Seed(of("message", acts.Print(), BACK, REPLY)),
    Seed(of("renew-prescription")),
    Seed(of("renew-prescription", DOCUMENT, REPLY)),
    Seed(of("renew-prescription", DOCUMENT, TOLD)),
    Seed(of("renew-prescription", DOCUMENT, acts.AskCounterQuestion(WORDS))),
    Seed(of("renew-prescription", LEFT_OUT)),
    Seed(of("renew-prescription", LEFT_OUT, REPLY,
            acts.AccountForStep("document-request", StepFate.DONE))),
    Seed(of("cancel-or-rebook", NOTE)),
    Seed(of("cancel-or-rebook", CANCEL, TOLD)),
    Seed(of("cancel-or-rebook", CANCEL, NOTE, INFORM, REPLY)),
    Seed(certificate()),
    Seed(certificate(*CLOSED)),
    Seed(certificate(*CLOSED, *WORKED, acts.CompleteWork("send", "home"))),
    Seed(certificate(*CLOSED, *WORKED,
                     acts.PutOffWork("send", "Hämtas.", follow_up=date(2026, 4, 30)))),
)  # fmt: skip


def seeded(desk: Desk, many: int) -> set[tuple[str, CaseId, Kind]]:
    """Let people do a lot over two weeks, and return what the oracle says doesn't agree on the last."""
    chance, wrong = random.Random(48), set()
    for nth in range(many):
        seed = SEEDS[nth % len(SEEDS)]
        ago = chance.randrange(len(DAYS))
        at = datetime.combine(DAYS[ago], NOW.time(), NOW.tzinfo) - timedelta(minutes=nth)
        case = seed.do(desk, at)
        if seed.wrong and ago >= seed.after:
            wrong.add((seed.clinic, case, seed.wrong))
    return wrong


def test_seeded_mismatches_of_each_kind_are_all_found_and_agreeing_ones_never(desk):
    wrong = seeded(desk, 400)
    assert {kind for _, _, kind in wrong} == set(Kind)

    told = {
        (clinic, case, kind)
        for who, clinic in (("nurse", "outpatient"), ("medical_receiver", "medical"))
        for case, kind in kinds(found(desk, who, clinic))
    }

    assert told == wrong
    assert told == set(_by_the_law_alone(desk))


def _by_the_law_alone(desk: Desk) -> Iterator[tuple[str, CaseId, Kind]]:
    """Yield what the law says of every case there is, without the conditions that pick some."""
    clinics = {pk: key for key, pk in desk.world.clinics.items()}
    for pk in CaseRow.objects.values_list("pk", flat=True):
        full = full_case(CaseId(pk))
        calendar = calendar_of(full.case.clinic)
        for each in mismatches(full.case, full.entries, on=local_date(NOW), calendar=calendar):
            yield clinics[full.case.clinic], full.id, each.kind


def test_it_takes_as_many_questions_whatever_does_not_agree(desk):
    by, here = (
        desk.world.staff_member("nurse", on=local_date(NOW)),
        desk.world.clinics["outpatient"],
    )
    seeded(desk, 20)
    found(desk)
    with CaptureQueriesContext(connection) as few:
        disagreements(by, ClinicId(here), at=NOW)
    seeded(desk, 60)
    with CaptureQueriesContext(connection) as many:
        disagreements(by, ClinicId(here), at=NOW)

    assert len(few) == len(many) == 5


def test_each_row_says_who_did_it_and_what_this_person_can_do(desk):
    case = of("renew-prescription", DOCUMENT)(desk, on("2026-04-15T10:00"))

    (line,) = found(desk, "nurse").lines
    (barred,) = found(desk, "receiver").lines

    assert (line.id, line.who) == (case, "nurse")
    assert line.refusal is None
    assert barred.refusal is not None
    assert "Only a nurse" in str(barred.refusal)


def test_what_another_clinic_has_is_that_clinics(desk):
    case = certificate(acts.Print())(desk, on("2026-04-10T10:00"))

    assert case not in {line.id for line in found(desk).lines}
    assert case in {line.id for line in found(desk, "medical_receiver", "medical").lines}


@pytest.mark.parametrize("who", ["clinician", "manager", "administrator", "outsider"])
def test_what_does_not_agree_is_for_the_clinics_receivers(desk, who):
    with pytest.raises(NotPermitted):
        found(desk, who)


def test_a_protected_childs_row_says_its_number_alone(desk):
    of("renew-prescription", DOCUMENT)(desk, on("2026-04-15T10:00"))
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")

    (line,) = found(desk).lines
    assert line.is_protected
    assert line.patient == ""


def test_no_more_than_so_many_cases_are_looked_at_in_one_go(desk, monkeypatch):
    for _ in range(3):
        of("renew-prescription", DOCUMENT)(desk, on("2026-04-15T10:00"))
    monkeypatch.setattr("vardag.rooms.reconciliation.queries.MOST", 2)

    told = found(desk)

    assert len(told.lines) == 2
    assert not told.is_all


def test_what_a_case_left_out_long_ago_stands_in_no_list(desk, monkeypatch):
    of("renew-prescription", LEFT_OUT, REPLY)(desk, on("2026-04-15T10:00"))
    assert len(found(desk).lines) == 1

    monkeypatch.setattr(candidates, "LOOKS_BACK", timedelta(days=3))
    assert not found(desk).lines
