"""The journal: every change of a life cycle, by people or by background work, who did it and when (domain_slice2 2).

What has no states is not in it: who follows, bookmarks, supports or blocks what is nobody's business afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.kit.database import Database
from services.marketplace.store.reading import QUERIES


async def note(
    inside: Database,
    actor_id: str | None,
    at: datetime,
    entities: tuple[str, Sequence[str]],
    action: str,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """A line for each entity (type, ids), in the transaction of the change. ``actor_id`` None: background work."""
    kind, ids = entities
    if ids:
        await inside.do(QUERIES.write_journal, kind, list(ids), action, before, after, actor_id, at)
