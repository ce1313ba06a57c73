"""What time brings near at CIP: deadlines told once, seven days and one day before, by one of several replicas."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from services.cip.store.connection import open_store
from services.cip.store.reminding import CHORES
from services.kit.chores import Chores
from services.kit.clock import Clock
from services.kit.settings import Settings
from tests.services.cip.test_competition_verbs import cip
from tests.services.cip.verbs import World

__all__ = ["cip"]
NEAR = "SELECT subject_id, payload ->> 'days' FROM outbox WHERE kind = 'offer.deadline_near' ORDER BY seq"


async def rounds(cip: World, replicas: int = 1) -> int:
    """The chores, by so many replicas at once; how many things they changed together."""
    clock = Clock(reads=lambda: cip.moment)

    async def replica() -> int:
        async with open_store(Settings("cip", cip.own.url, "127.0.0.1", 1, 2, None, None, None)) as database:
            chores = Chores(database, clock, CHORES)
            changed = sum((await chores.round()).values())
            assert chores.report() == {}
            return changed

    return sum(await asyncio.gather(*(replica() for _ in range(replicas))))


async def test_a_deadline_is_told_a_week_and_a_day_before_once(cip: World) -> None:
    await cip.rows("UPDATE competition_round SET apply_until = NULL")
    await cip.rows("UPDATE funding_call SET apply_until = NULL")
    ends = cip.moment + timedelta(days=9)
    ((call,),) = await cip.rows(
        "UPDATE funding_call SET apply_until = $1, application_until = NULL, phase = 'EXPRESSION_OF_INTEREST',"
        " status = 'OPEN' WHERE id = (SELECT min(id) FROM funding_call) RETURNING id",
        ends,
    )
    moments = []
    for _ in range(24):
        if await rounds(cip, replicas=2):
            moments.append(ends - cip.moment)
        cip.moment += timedelta(hours=12)
    assert moments == [timedelta(days=7), timedelta(days=1)]
    assert await cip.rows(NEAR) == [(call, "7"), (call, "1")]
    cip.moment += timedelta(days=200)
    await rounds(cip)
    assert await cip.rows("SELECT count(*) FROM reminder") == [(0,)], "after half a year nobody needs to know"
