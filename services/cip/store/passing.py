"""What time brings, written down and told: the phases of rounds. One process of the house does it, every minute."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.cip.store.connection import QUERIES
from services.cip.store.round_writing import move_rounds_by_time
from services.kit.clock import Clock
from services.kit.database import Database

LOG = logging.getLogger(__name__)
BETWEEN = 60.0  # seconds


async def pass_time(database: Database, clock: Clock) -> int:
    """Does what is due; how much was done. Nothing where another process of the house is at it."""
    async with database.transaction() as inside:
        if not await inside.value(QUERIES.only_one):
            return 0
        return await move_rounds_by_time(inside, clock.now())


@asynccontextmanager
async def passing(database: Database, clock: Clock) -> AsyncIterator[None]:
    """Lets time pass for as long as the block lasts."""
    task = asyncio.create_task(_keep_passing(database, clock), name="time passes")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _keep_passing(database: Database, clock: Clock) -> None:
    while True:
        try:
            await pass_time(database, clock)
        except Exception:  # what is due stays due; the next minute may be better
            LOG.exception("what time brings was not written down")
        await asyncio.sleep(BETWEEN)
