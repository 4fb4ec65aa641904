"""What is asked by a prepared question is what the ORM would answer, at whichever moment it is asked."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from tests.build import MONDAY, WORDS
from tests.rooms.doing import did, sent
from vardag.domain.case import acts
from vardag.rooms.by_hand import as_one
from vardag.rooms.cases.models import CaseRow, EventRow
from vardag.rooms.notices.models import NoticeRow
from vardag.rooms.people.models import PersonRow
from vardag.rooms.prepared import Given, OneOf, Prepared, insert, update
from vardag.rooms.unsent.models import UnsentRow

CASE = Prepared(lambda: CaseRow.objects.filter(pk=Given("case")))
LOCKED = Prepared(lambda: CaseRow.objects.select_for_update().filter(pk=Given("case")))
OF = {"from_whom": F("author__given_name")}


def values(row: CaseRow | None) -> dict[str, object]:
    return {each.attname: getattr(row, each.attname) for each in CaseRow._meta.concrete_fields}


def test_a_row_has_every_column_as_the_orm_reads_it(world):
    case = sent(world, form_key=uuid4())
    did(world, case, acts.SendInterimReply(WORDS))

    assert values(CASE.first(case=case)) == values(CaseRow.objects.get(pk=case))


def test_the_question_is_put_together_once_and_answered_each_time(world):
    first, other = sent(world), sent(world)
    asked = []

    def question():
        asked.append(1)
        return CaseRow.objects.filter(pk=Given("case"))

    prepared = Prepared(question)

    assert [prepared.all(case=each)[0].pk for each in (first, other, first)] == [
        first,
        other,
        first,
    ]
    CaseRow.objects.filter(pk=first).update(copies_out=0, has_files=True)
    assert prepared.all(case=first)[0].has_files
    assert asked == [1]


def test_what_is_annotated_of_other_tables_comes_along(world):
    case = sent(world)
    prepared = Prepared(lambda: CaseRow.objects.annotate(**OF).filter(pk=Given("case")))

    (row,) = prepared.all(case=case)

    assert vars(row)["from_whom"] == row.author.given_name


def test_values_come_in_the_order_in_which_they_were_asked_for(world):
    case = sent(world)
    prepared = Prepared(
        lambda: EventRow.objects.filter(case=Given("case")).values_list("at", "data", "number")
    )

    assert prepared.all(case=case) == list(EventRow.objects.values_list("at", "data", "number"))


def test_moments_days_and_keys_are_compared_as_the_database_stores_them(world):
    key, case = uuid4(), None
    case = sent(world, form_key=key)
    prepared = Prepared(
        lambda: CaseRow.objects.filter(
            form_key=Given("key"), received_at__lte=Given("at"), response_due_date__gt=Given("day")
        )
    )
    received = CaseRow.objects.get(pk=case).received_at

    def found(**other):
        asked = {"key": key, "at": received, "day": date(2026, 9, 8)}
        return [row.pk for row in prepared.all(**{**asked, **other})]

    assert found() == [case]
    assert found(key=uuid4()) == []
    assert found(at=received - timedelta(microseconds=1)) == []
    assert found(at=(received + timedelta(hours=1)).astimezone(UTC)) == [case]
    assert found(day=date(2026, 9, 9)) == []


def test_a_text_that_never_changes_is_part_of_the_question_so_that_an_index_of_some_rows_is_known(
    world,
):
    case = sent(world)
    named = CaseRow.objects.filter(service="it's 100 %s", clinic=Given("clinic"))
    open_ones = Prepared(
        lambda: CaseRow.objects.exclude(status="closed").filter(clinic=Given("clinic"))
    )
    clinic = world.clinics["outpatient"]

    assert [row.pk for row in open_ones.all(clinic=clinic)] == [case]
    assert "'closed'" in open_ones.sql(clinic=clinic)[0]
    assert Prepared(lambda: named).all(clinic=clinic) == []
    CaseRow.objects.filter(pk=case).update(service="it's 100 %s")
    assert [row.pk for row in Prepared(lambda: named).all(clinic=clinic)] == [case]


def test_several_numbers_go_as_one_value(world):
    first, other, last = sent(world), sent(world), sent(world)
    some = Prepared(lambda: CaseRow.objects.filter(OneOf("id", Given("those"))).order_by("pk"))

    assert [row.pk for row in some.all(those=as_one([last, first]))] == [first, last]
    assert some.all(those=as_one([])) == []
    assert [row.pk for row in some.all(those=as_one([other]))] == [other]


def test_a_number_that_no_table_can_hold_is_nobodys(world):
    sent(world)

    assert CASE.first(case=2**63) is None
    assert CASE.first(case=10**40) is None


@pytest.mark.parametrize("asked", ["1 OR 1=1", "'; DROP TABLE desk; --", "%s", '"'])
def test_what_is_given_is_a_value_and_never_a_part_of_the_question(world, asked):
    sent(world)
    prepared = Prepared(lambda: CaseRow.objects.filter(service=Given("service")))

    assert prepared.all(service=asked) == []


def test_a_row_is_locked_in_a_transaction_only(real_world):
    case = sent(real_world)

    with transaction.atomic():
        assert [row.pk for row in LOCKED.all(case=case)] == [case]
    with pytest.raises(TransactionManagementError):
        LOCKED.first(case=case)


def test_other_tables_whole_are_refused_rather_than_left_out(db):
    prepared = Prepared(lambda: CaseRow.objects.select_related("author").filter(pk=Given("case")))

    with pytest.raises(NotImplementedError):
        prepared.first(case=1)


def test_a_new_row_learns_its_number_and_is_stored_as_the_orm_would(world):
    case = CaseRow.objects.get(pk=sent(world))
    at = datetime(2026, 9, 7, 8, 15, 30, 123456, tzinfo=UTC)
    row = UnsentRow(
        author_id=case.author_id,
        patient_id=case.patient_id,
        clinic_id=case.clinic_id,
        service="message",
        form_key=uuid4(),
        answers={"text": "Hej på dig, \\ '%s'"},
        page=2,
        began_at=at,
        changed_at=at,
    )

    insert(row)

    stored = UnsentRow.objects.get()
    assert row.pk == stored.pk
    assert [getattr(stored, each.attname) for each in UnsentRow._meta.concrete_fields] == [
        getattr(row, each.attname) for each in UnsentRow._meta.concrete_fields
    ]


def test_several_rows_are_one_statement_and_none_is_no_statement(world):
    case = sent(world)
    told = [PersonRow.objects.earliest("pk").pk, PersonRow.objects.latest("pk").pk]

    with CaptureQueriesContext(connection) as statements:
        insert()
        insert(*(NoticeRow(case=case, to_id=to, kind="closed", at=MONDAY) for to in told))

    assert len(statements) == 1
    assert list(NoticeRow.objects.order_by("pk").values_list("to_id", flat=True)) == told


def test_only_the_rows_with_these_values_are_changed_and_they_are_counted(world):
    case, other = sent(world), sent(world)

    assert update(CaseRow, {"has_files": True}, where={"pk": case, "version": 1}) == 1
    assert update(CaseRow, {"has_files": False}, where={"pk": case, "version": 2}) == 0

    assert CaseRow.objects.get(pk=case).has_files
    assert not CaseRow.objects.get(pk=other).has_files
