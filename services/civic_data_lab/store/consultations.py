"""Appointments of the data consultation that a viewer may see.

What a relation takes beside keys is named behind it; ``viewer`` is two of them (is staff, actor).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.locked import OwnRow
from services.civic_data_lab.store.orders import SESSIONS
from services.civic_data_lab.store.personal_rows import SessionRow, SessionUnder
from services.civic_data_lab.store.rows import CountUnder, SlotRow
from services.kit.database import Database
from services.kit.paged import sorted_many
from services.kit.relation import one

sessions_by_id = one(SessionRow, QUERIES.sessions_by_id)  # viewer
sessions_of_actor = sorted_many(  # viewer, first and last moment of the beginning
    SessionUnder,
    QUERIES,
    "sessions_of_actor",
    SESSIONS,
    one(CountUnder, QUERIES.session_count_of_actor, key="parent"),
)
sessions_of_consultation = sorted_many(  # states, first and last moment of the beginning; for the staff
    SessionUnder,
    QUERIES,
    "sessions_of_consultation",
    SESSIONS,
    one(CountUnder, QUERIES.session_count_of_consultation, key="parent"),
)
own_actors = one(OwnRow, QUERIES.own_actors)  # actor


async def slots_at(database: Database, consultation_id: str, starts: Sequence[datetime]) -> list[SlotRow]:
    """The slots of a consultation that begin at these moments, in their order."""
    return await database.rows(SlotRow, QUERIES.slots_at, consultation_id, list(starts))
