"""What time brings near, told once by whichever replica is at it (domain_slice2 2.13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.civic_data_lab.store.connection import QUERIES
from services.kit.actors import administrators_of
from services.kit.chores import Chore
from services.kit.database import Database
from services.kit.events import tell

APPOINTMENT, DEADLINE = "appointment.due", "offer.deadline_near"
BEFORE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """An appointment of the next 24 hours, and who comes."""

    id: str
    member_id: str
    on_behalf_of: str | None
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """An open offer that ends in ``days`` or less."""

    type_name: str
    id: str
    apply_until: datetime
    days: int


async def remind_of_appointments(inside: Database, at: datetime) -> int:
    """Tells who comes, a day before; how many appointments."""
    told = 0
    for row in await inside.rows(AppointmentRow, QUERIES.near_appointments, at):
        if await inside.row(str, QUERIES.remember, APPOINTMENT, row.id, row.starts_at - BEFORE) is None:
            continue
        others = await administrators_of(inside, [row.on_behalf_of]) if row.on_behalf_of else []
        said = {"startsAt": row.starts_at.isoformat()}
        await tell(inside, at, APPOINTMENT, ("DataConsultationSession", row.id), [row.member_id, *others], said)
        told += 1
    return told


async def remind_of_deadlines(inside: Database, at: datetime) -> int:
    """Tells that an open offer ends in seven days, and in one; how many. The marketplace knows who wants to know."""
    told = 0
    for row in await inside.rows(DeadlineRow, QUERIES.near_deadlines, at):
        due = row.apply_until - timedelta(days=row.days)
        if await inside.row(str, QUERIES.remember, DEADLINE, row.id, due) is not None:
            said = {"applyUntil": row.apply_until.isoformat(), "days": row.days}
            await tell(inside, at, DEADLINE, (row.type_name, row.id), [], said)
            told += 1
    return told


async def forget_reminders(inside: Database, at: datetime) -> int:
    """Those older than 180 days, as notifications."""
    return await inside.do(QUERIES.forget_reminders, at)


CHORES = (
    Chore("civic_data_lab appointments", remind_of_appointments),
    Chore("civic_data_lab deadlines", remind_of_deadlines),
    Chore("civic_data_lab old reminders", forget_reminders),
)
