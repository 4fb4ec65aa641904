"""The ledger and the access log: the database itself refuses to change or remove their rows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, models, transaction

from tests.build import MONDAY
from tests.rooms.doing import sent
from tests.rooms.logged import noted
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.rooms.audit.actions import conclude, draw_sample
from vardag.rooms.audit.models import AccessRow, FindingRow, ReviewRow, SealRow
from vardag.rooms.audit.queries import Period
from vardag.rooms.audit.sealing import seal
from vardag.rooms.audit.words import Finding, Of
from vardag.rooms.cases.models import EventRow, OpeningReviewRow, OpeningRow
from vardag.rooms.people.block_rows import BlockRow, LiftRow
from vardag.rooms.replies.models import LinkSetRow, ReplyRow, VersionRow, WithdrawalRow

STANDING: tuple[type[models.Model], ...] = (
    EventRow,
    AccessRow,
    SealRow,
    ReviewRow,
    FindingRow,
    BlockRow,
    LiftRow,
    OpeningRow,
    OpeningReviewRow,
    VersionRow,
    WithdrawalRow,
    LinkSetRow,
)


@pytest.fixture
def rows(world, tmp_path) -> None:
    case, reviewer, clinic = sent(world), PersonId(9), ClinicId(1)
    noted(person=world.staff["nurse"], case=case)
    seal(key=b"k" * 32, head=tmp_path / "head", at=MONDAY)
    day = Period.day_of(MONDAY)
    review = draw_sample(
        of=Of.STAFF, many=1, period=Period(day, day), by=reviewer, clinic=clinic, at=MONDAY
    )
    kept = BlockRow.objects.create(
        guardian_id=world.people["guardian"],
        child_id=world.people["child"],
        clinic_id=world.clinics["outpatient"],
        reason="Hot mot barnet",
        by_id=world.staff["manager"],
        at=MONDAY,
    )
    LiftRow.objects.create(block=kept, reason="Utrett", by_id=world.staff["manager"], at=MONDAY)
    replies_of(world)
    opening = OpeningRow.objects.create(
        case_id=case,
        case_version=1,
        clinic_id=world.clinics["outpatient"],
        person_id=world.staff["clinician"],
        reason="Kollegan är sjuk.",
        at=MONDAY,
        until=MONDAY + timedelta(minutes=30),
    )
    OpeningReviewRow.objects.create(
        opening=opening, by_id=world.staff["manager"], at=MONDAY, finding="Rimligt"
    )
    conclude(
        review=review, finding=Finding.IN_ORDER, measure="", by=reviewer, clinic=clinic, at=MONDAY
    )


def replies_of(world) -> None:
    manager, here = world.staff["manager"], world.clinics["outpatient"]
    version = VersionRow.objects.create(
        reply=ReplyRow.objects.create(clinic_id=here, key="evi"),
        number=1,
        name="EVI",
        text_sv="Hej!",
        acts=["reply"],
        services=[],
        owner_id=manager,
        from_date=MONDAY.date(),
        by_id=manager,
        at=MONDAY,
    )
    WithdrawalRow.objects.create(version=version, reason="Fel", by_id=manager, at=MONDAY)
    LinkSetRow.objects.create(clinic_id=here, key="evi", owner_id=manager, by_id=manager, at=MONDAY)


def rewrite(model: type[models.Model]) -> None:
    row = model._default_manager.get()
    row.at = MONDAY.replace(year=2020)  # type: ignore[attr-defined]
    row.save()


def update_all(model: type[models.Model]) -> None:
    model._default_manager.update(at=MONDAY.replace(year=2020))


def delete_one(model: type[models.Model]) -> None:
    one = model._default_manager.filter(pk=model._default_manager.get().pk)
    one._raw_delete(one.db)  # past what Django itself would refuse


def delete_all(model: type[models.Model]) -> None:
    every = model._default_manager.all()
    every._raw_delete(every.db)


def update_by_hand(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET at = '2020-01-01 00:00:00'")


def delete_by_hand(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")


def replace_by_hand(model: type[models.Model]) -> None:
    """Put a row in the place of another of the same key, as SQLite can."""
    if connection.vendor != "sqlite":
        raise DatabaseError("a row is never changed or removed: only SQLite knows this way")
    columns = [field.column for field in model._meta.concrete_fields]
    listed = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO {model._meta.db_table} ({listed}) "
            f"SELECT {listed} FROM {model._meta.db_table}"
        )


@pytest.mark.parametrize("model", STANDING)
@pytest.mark.parametrize(
    "tamper",
    [rewrite, update_all, delete_one, delete_all, update_by_hand, delete_by_hand, replace_by_hand],
)
def test_a_row_is_never_changed_or_removed(
    rows, model: type[models.Model], tamper: Callable[[type[models.Model]], None]
):
    before = list(model._default_manager.values_list())

    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        tamper(model)

    assert list(model._default_manager.values_list()) == before
