"""Erased accounts (domain_slice2 2.12): their tokens hold nowhere any more, and each house empties what it has of them.

What a house does: it takes up the migration ``-- kit: erased``, and opens with

    closed_accounts(database, settings.clock) as closed,
    followed(settings, database, with_erasure(EFFECTS, settings.clock, forget), closed.note) as others,
    ...
    verifier = verifier_of(settings, closed.has)

``forget`` is the house's own part, in the transaction of the event: it changes rows, and says what a law makes it keep.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import TypeAlias

from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.errors import ServiceError
from services.kit.events import tell
from services.kit.followed import Effects
from services.kit.following import ERASURE_DUE, Event
from services.kit.ground import QUERIES

LOG = logging.getLogger(__name__)
EVERY = 2.0  # seconds between two looks: so long a token may hold in the other replicas of a house


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that a law makes a house keep. ``what``: the words by ``de``, ``en``, ``deSimple``; None: for good."""

    what: Mapping[str, str]
    until: date | None


Forget: TypeAlias = Callable[[Database, str, datetime], Awaitable[Sequence[Kept]]]
"""(inside a transaction, the member's id, now) -> what is kept. Doing it twice is doing it once."""


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """An erased account at its place."""

    seq: int
    id: str


@dataclass(slots=True)
class ClosedAccounts:
    """The erased ids, in memory: every request asks, and they are few."""

    database: Database
    clock: Clock
    ids: set[str] = field(default_factory=set)
    newest: int = 0

    def has(self, actor_id: str) -> bool:
        """Whether the tokens of this id are refused."""
        return actor_id in self.ids

    async def note(self, event: Event) -> None:
        """The first effect of ``member.erasure_due``, at once and for good, whatever becomes of the others."""
        member_id = member_of(event)
        await self.database.do(QUERIES.close_account, member_id, self.clock.now())
        self.ids.add(member_id)

    async def look(self) -> None:
        """Reads those that another replica has noted."""
        for row in await self.database.rows(ClosedRow, QUERIES.closed_since, self.newest):
            self.ids.add(row.id)
            self.newest = row.seq

    async def run(self) -> None:
        """Looks for ever; with the database away nothing else of the house answers either."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.look()
            except (ServiceError, OSError) as error:
                LOG.warning("erased accounts: the next look is in %g s: %s", EVERY, error)


@asynccontextmanager
async def closed_accounts(database: Database, clock: Clock) -> AsyncIterator[ClosedAccounts]:
    """The erased ids, kept up to date for as long as the block lasts."""
    closed = ClosedAccounts(database, clock)
    await closed.look()
    task = asyncio.create_task(closed.run(), name="erased accounts")
    try:
        yield closed
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def with_erasure(effects: Effects, clock: Clock, forget: Forget) -> Effects:
    """The effects of a ministry's house, and that of an erasure that is due."""
    erase = partial(_erase, clock, forget)
    return {**effects, "marketplace": {**effects["marketplace"], ERASURE_DUE: erase}}


async def _erase(clock: Clock, forget: Forget, inside: Database, event: Event) -> None:
    member_id, now = member_of(event), clock.now()
    kept = await forget(inside, member_id, now)
    await inside.do(QUERIES.forget_keys, member_id)
    await tell_erased(inside, member_id, now, kept)


async def tell_erased(inside: Database, member_id: str, now: datetime, kept: Sequence[Kept]) -> None:
    """``member.erased {memberId, kept: [{what, until}]}``: this house has done its part."""
    said = [{"what": dict(each.what), "until": each.until and each.until.isoformat()} for each in kept]
    await tell(inside, now, "member.erased", ("Member", member_id), [], {"memberId": member_id, "kept": said})


def member_of(event: Event) -> str:
    """The member of an event of erasure; ``ValueError`` for a payload that names none."""
    member_id = event.payload.get("memberId")
    if not isinstance(member_id, str) or not member_id:
        raise ValueError(f"{event.kind} needs memberId, and has {dict(event.payload)!r}")
    return member_id
