"""Appointments of the data lab that are near, told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.civic_data_lab.store.connection import QUERIES
from services.kit.actors import administrators_of
from services.kit.database import Database
from services.kit.events import tell
from services.kit.reminding import APPOINTMENT, BEFORE, DeadlineRow, is_new, reminders

__all__ = ["CHORES", "AppointmentRow", "DeadlineRow"]


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """An appointment of the next 24 hours, and who comes."""

    id: str
    member_id: str
    on_behalf_of: str | None
    starts_at: datetime


async def remind_of_appointments(inside: Database, at: datetime) -> int:
    """Tells who comes, a day before; how many appointments."""
    told = 0
    for row in await inside.rows(AppointmentRow, QUERIES.near_appointments, at):
        if not await is_new(inside, QUERIES, APPOINTMENT, row.id, row.starts_at - BEFORE):
            continue
        others = await administrators_of(inside, [row.on_behalf_of]) if row.on_behalf_of else []
        said = {"startsAt": row.starts_at.isoformat()}
        await tell(inside, at, APPOINTMENT, ("DataConsultationSession", row.id), [row.member_id, *others], said)
        told += 1
    return told


CHORES = reminders("civic_data_lab", QUERIES, remind_of_appointments)
