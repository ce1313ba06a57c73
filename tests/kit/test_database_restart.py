"""A database that is killed under load and comes back: the service comes back to it, and keeps what it has promised."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from services.kit.database import Database, open_connection, open_database
from services.kit.errors import UnavailableError
from services.kit.sql import Statement
from tools import postgres

POOL = 5
MADE = Statement("made", "none", "CREATE TABLE promise (number int PRIMARY KEY)")
KEEP = Statement("keep", "none", "INSERT INTO promise (number) VALUES ($1)")
KEPT = Statement("kept", "list", "SELECT coalesce(array_agg(number), '{}') FROM promise")
PID = Statement("pid", "int", "SELECT pg_backend_pid() FROM pg_sleep(0.2)")


@pytest.fixture
async def server(postgres_home: Path) -> AsyncIterator[postgres.Server]:
    """Its own, and durable: what it has said is written must be there after its death."""
    with postgres.running(postgres_home) as running:
        yield running


@dataclass
class Load:
    """Writers who keep what they were promised, and count what they were refused."""

    database: Database
    promised: set[int] = field(default_factory=set)
    refused: int = 0
    number: int = 0

    async def write(self) -> None:
        while True:
            self.number += 1
            mine = self.number
            try:
                async with self.database.transaction() as inside:
                    await inside.do(KEEP, mine)
                self.promised.add(mine)
            except UnavailableError:
                self.refused += 1
            await asyncio.sleep(0.001)


async def until_promised(load: Load, more: int) -> None:
    wanted = len(load.promised) + more
    async with asyncio.timeout(60):
        while len(load.promised) < wanted:  # noqa: ASYNC110 - others write
            await asyncio.sleep(0.01)


async def until_refused(load: Load) -> None:
    before = load.refused
    async with asyncio.timeout(60):
        while load.refused == before:  # noqa: ASYNC110 - others write
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT], ids=["killed", "stopped"])
async def test_a_service_comes_back_to_its_database_and_keeps_its_promises(
    server: postgres.Server, end: signal.Signals
) -> None:
    async with open_database(server.url("postgres"), pool_size=POOL) as database:
        await database.do(MADE)
        load = Load(database)
        writers = [asyncio.create_task(load.write()) for _ in range(4 * POOL)]
        await until_promised(load, 100)
        os.kill(server.process.pid, end)
        await asyncio.to_thread(server.process.wait)
        await until_refused(load)
        await asyncio.to_thread(server.start_again)
        await until_promised(load, 100)
        for writer in writers:
            writer.cancel()
        await asyncio.gather(*writers, return_exceptions=True)
        # Every place of the pool is good again: as many statements at once as there are places, each on its own.
        pids = await asyncio.gather(*(database.value(PID) for _ in range(POOL)))
        assert len(set(pids)) == POOL
    async with open_connection(server.url("postgres")) as connection:
        kept = set(await connection.fetchval(KEPT.text))
    assert load.promised <= kept
    assert load.refused > 0
