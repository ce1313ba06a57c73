"""What time brings near, told once by whichever replica is at it (domain_slice2 2.13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.cip.store.connection import QUERIES
from services.kit.chores import Chore
from services.kit.database import Database
from services.kit.events import tell

DEADLINE = "offer.deadline_near"


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """An open offer that ends in ``days`` or less."""

    type_name: str
    id: str
    apply_until: datetime
    days: int


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


CHORES = (Chore("cip deadlines", remind_of_deadlines), Chore("cip old reminders", forget_reminders))
