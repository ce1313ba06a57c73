"""Workshops and appointments of the Ideenwerkstatt that are near, told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.ideenwerkstatt.store.changing import tell_concerned
from services.ideenwerkstatt.store.connection import QUERIES
from services.kit.database import Database
from services.kit.reminding import APPOINTMENT, BEFORE, DeadlineRow, is_new, reminders

__all__ = ["CHORES", "AppointmentRow", "DeadlineRow"]


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """A workshop or booked slot of the next 24 hours, and who comes."""

    subject_type: str
    subject_id: str
    starts_at: datetime
    actor_ids: list[str]


async def remind_of_appointments(inside: Database, at: datetime) -> int:
    """Tells who comes, a day before; how many appointments. A time that was moved is told anew."""
    told = 0
    for row in await inside.rows(AppointmentRow, QUERIES.near_appointments, at):
        if await is_new(inside, QUERIES, APPOINTMENT, row.subject_id, row.starts_at - BEFORE):
            subject, said = (row.subject_type, row.subject_id), {"startsAt": row.starts_at.isoformat()}
            await tell_concerned(inside, None, at, APPOINTMENT, subject, row.actor_ids, said)
            told += 1
    return told


CHORES = reminders("ideenwerkstatt", QUERIES, remind_of_appointments)
