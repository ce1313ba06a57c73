"""The feed of changes."""

from __future__ import annotations

from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.rows import ChangeRow
from services.kit.database import Database
from services.kit.feed import FeedPage


async def changes(database: Database, page: FeedPage) -> list[ChangeRow]:
    """What changed after a place of the feed, oldest first."""
    return await database.rows(ChangeRow, QUERIES.changes, page.after, page.first)
