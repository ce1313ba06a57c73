"""Work that time brings: what expires, what is archived, what is to be reminded of. Every minute, by one replica.

A chore is a function of a transaction and the moment; doing it twice is doing it once. Whoever holds its lock does it,
the others look again a minute later. What fails is said in /health and in the log, and is tried again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.errors import ServiceError
from services.kit.ground import QUERIES

LOG = logging.getLogger(__name__)
EVERY = 60.0  # seconds between two looks

Work: TypeAlias = Callable[[Database, datetime], Awaitable[int]]
"""(inside a transaction, now) -> how many things it changed."""


@dataclass(frozen=True, slots=True)
class Chore:
    """``name``: also that of its lock, so two houses in one database do not share it: ``marketplace archive``."""

    name: str
    work: Work


@dataclass(slots=True)
class Chores:
    """The chores of one house, and how each does."""

    database: Database
    clock: Clock
    chores: Sequence[Chore]
    every: float = EVERY
    failed: dict[str, str] = field(default_factory=dict)

    async def round(self) -> dict[str, int]:
        """Does each chore once; how many things each changed. One that fails does not keep the others from work."""
        done: dict[str, int] = {}
        for chore in self.chores:
            try:
                done[chore.name] = await self._do(chore)
                self.failed.pop(chore.name, None)
            except Exception as error:  # whatever it is, the next round may be better
                self.failed[chore.name] = type(error).__name__
                trace = None if isinstance(error, ServiceError | OSError) else error
                LOG.warning("the chore %s failed: %s", chore.name, error, exc_info=trace)
        return done

    async def _do(self, chore: Chore) -> int:
        async with self.database.transaction() as inside:
            if not await inside.value(QUERIES.try_chore, chore.name):
                return 0  # another replica is at it
            return await chore.work(inside, self.clock.now())

    async def run(self) -> None:
        """Rounds for ever."""
        while True:
            await self.round()
            await asyncio.sleep(self.every)

    def report(self) -> Mapping[str, str]:
        """For /health: chores that failed in the last round."""
        return {f"chore {name}": f"failed ({why})" for name, why in self.failed.items()}


@asynccontextmanager
async def at_chores(chores: Chores) -> AsyncIterator[Chores]:
    """The chores are done for as long as the block lasts."""
    task = asyncio.create_task(chores.run(), name="chores")
    try:
        yield chores
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
