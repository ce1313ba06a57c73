"""What time brings near, told once by whichever replica is at it (domain_slice2 2.13)."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.kit.chores import Chore
from services.kit.database import Database
from services.kit.events import tell
from services.marketplace.store.event_rows import DeadlineRow
from services.marketplace.store.reading import QUERIES

DEADLINE = "offer.deadline_near"
OWN_OFFERS = ("CommunityEvent",)
"""Our own that one applies for by a day."""


async def remind_of_deadlines(inside: Database, at: datetime) -> int:
    """Tells that an open offer of our own ends in seven days, and in one; how many. Who bookmarked it hears of it."""
    told = 0
    for row in await inside.rows(DeadlineRow, QUERIES.near_deadlines, at, list(OWN_OFFERS)):
        due = row.apply_until - timedelta(days=row.days)
        if await inside.row(str, QUERIES.remember, DEADLINE, row.id, due) is not None:
            said = {"applyUntil": row.apply_until.isoformat(), "days": row.days}
            await tell(inside, at, DEADLINE, (row.type_name, row.id), [], said)
            told += 1
    return told


async def forget_reminders(inside: Database, at: datetime) -> int:
    """Those older than 180 days, as notifications."""
    return await inside.do(QUERIES.forget_reminders, at)


CHORES = (Chore("marketplace deadlines", remind_of_deadlines), Chore("marketplace old reminders", forget_reminders))
