"""How long a house keeps what only serves its work: keys of requests 30 days, events for others 90.

Source: domain_slice2 1.2 and 1.4.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from services.kit.chores import Chore
from services.kit.database import Database
from services.kit.ground import QUERIES

KEYS = timedelta(days=30)
EVENTS = timedelta(days=90)


async def forget_what_is_old(inside: Database, now: datetime) -> int:
    """How many keys and events went. Who was away for longer is told everything anew (``event_page``)."""
    keys = await inside.do(QUERIES.forget_old_keys, now - KEYS)
    return keys + await inside.do(QUERIES.forget_old_events, now - EVENTS)


def keeping(house: str) -> Chore:
    """The chore of a house; its name is also that of its lock."""
    return Chore(f"{house} forget old keys and events", forget_what_is_old)
