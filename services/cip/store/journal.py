"""The journal: every change writes who did what, when (domain_slice2 2)."""

from __future__ import annotations

from datetime import datetime

from services.cip.store.connection import QUERIES
from services.kit.database import Database


async def note(
    inside: Database,
    actor_id: str | None,
    at: datetime,
    entity: tuple[str, str],
    action: str,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """A line, in the transaction of the change. ``actor_id`` None: staff without an account, or the time."""
    await inside.do(QUERIES.write_journal, *entity, action, before, after, actor_id, at)
