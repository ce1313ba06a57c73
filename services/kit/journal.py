"""The journal: every change writes who did what, when (domain_slice2 2).

note = journal(QUERIES.write_journal)
await note(inside, viewer.actor_id, at, ("Dataset", dataset_id), "PUBLISH", before, after)
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from services.kit.database import Database
from services.kit.sql import Statement


class Note(Protocol):
    """Writes a line, in the transaction of the change. ``actor_id`` None: staff without an account, or the time."""

    async def __call__(
        self,
        inside: Database,
        actor_id: str | None,
        at: datetime,
        entity: tuple[str, str],
        action: str,
        before: str | None = None,
        after: str | None = None,
    ) -> None: ...


def journal(statement: Statement) -> Note:
    """The journal of a house; the statement takes type, id, action, states before and after, actor and moment."""

    async def note(
        inside: Database,
        actor_id: str | None,
        at: datetime,
        entity: tuple[str, str],
        action: str,
        before: str | None = None,
        after: str | None = None,
    ) -> None:
        await inside.do(statement, *entity, action, before, after, actor_id, at)

    return note
