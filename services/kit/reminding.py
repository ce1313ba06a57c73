"""What time brings near in a ministry's house, told once by whichever replica is at it (domain_slice2 2.13).

Each house finds its own appointments; that deadlines of offers are told, each thing once, and what is old forgotten is
the same in all: the statements ``near_deadlines``, ``remember`` and ``forget_reminders`` are the house's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from services.kit.chores import Chore, Work
from services.kit.database import Database
from services.kit.events import tell
from services.kit.sql import Queries

APPOINTMENT, DEADLINE = "appointment.due", "offer.deadline_near"
BEFORE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """An open offer that ends in ``days`` or less."""

    type_name: str
    id: str
    apply_until: datetime
    days: int


async def is_new(inside: Database, queries: Queries, kind: str, subject_id: str, due: datetime) -> bool:
    """Whether nobody was told of it yet; from now on somebody was."""
    return await inside.row(str, queries.remember, kind, subject_id, due) is not None


async def remind_of_deadlines(queries: Queries, inside: Database, at: datetime) -> int:
    """Tells that an open offer ends in seven days, and in one; how many. The marketplace knows who wants to know."""
    told = 0
    for row in await inside.rows(DeadlineRow, queries.near_deadlines, at):
        if await is_new(inside, queries, DEADLINE, row.id, row.apply_until - timedelta(days=row.days)):
            said = {"applyUntil": row.apply_until.isoformat(), "days": row.days}
            await tell(inside, at, DEADLINE, (row.type_name, row.id), [], said)
            told += 1
    return told


async def forget_reminders(queries: Queries, inside: Database, at: datetime) -> int:
    """Those older than 180 days, as notifications."""
    return await inside.do(queries.forget_reminders, at)


def reminders(house: str, queries: Queries, remind_of_appointments: Work) -> tuple[Chore, ...]:
    """The chores of a house, which finds its own appointments."""
    return (
        Chore(f"{house} appointments", remind_of_appointments),
        Chore(f"{house} deadlines", partial(remind_of_deadlines, queries)),
        Chore(f"{house} old reminders", partial(forget_reminders, queries)),
    )
