"""Deadlines of the marketplace's own events: told once, a week and a day before, by one of several replicas."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from services.kit.chores import Chores
from services.kit.clock import Clock
from services.kit.database import open_connection, open_database
from services.marketplace.store.reminding import CHORES
from tests.services.conftest import House

NEAR = "SELECT subject_id, payload ->> 'days' FROM outbox WHERE kind = 'offer.deadline_near' ORDER BY seq"
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def rounds(own: House, now: datetime, replicas: int) -> int:
    """The chores, by so many replicas at once; how many things they changed together."""

    async def replica() -> int:
        async with open_database(own.url, schema=own.schema, pool_size=2) as database:
            chores = Chores(database, Clock(reads=lambda: now), CHORES)
            changed = sum((await chores.round()).values())
            assert chores.report() == {}
            return changed

    return sum(await asyncio.gather(*(replica() for _ in range(replicas))))


async def test_a_deadline_is_told_a_week_and_a_day_before_once(own: House) -> None:
    ends = BEGIN + timedelta(days=9)
    async with open_connection(own.url, schema=own.schema) as connection:
        event = await connection.fetchval(
            "SELECT min(entity_id) FROM catalogue_entry WHERE type_name = 'CommunityEvent'"
        )
        await connection.execute("UPDATE catalogue_entry SET apply_until = NULL WHERE entity_id <> $1", event)
        await connection.execute(
            "UPDATE catalogue_entry SET status = 'OPEN', opens_at = NULL, apply_until = $2 WHERE entity_id = $1",
            event,
            ends,
        )
        sql = "UPDATE community_event SET starts_at = $2, ends_at = $3 WHERE id = $1"
        await connection.execute(sql, event, ends + timedelta(days=1), ends + timedelta(days=2))
        moments, now = [], BEGIN
        for _ in range(24):
            if await rounds(own, now, replicas=3):
                moments.append(ends - now)
            now += timedelta(hours=12)
        assert moments == [timedelta(days=7), timedelta(days=1)]
        told = [tuple(row) for row in await connection.fetch(NEAR)]
        assert told == [(event, "7"), (event, "1")]
