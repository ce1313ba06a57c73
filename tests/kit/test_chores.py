"""Chores: each in its own transaction, one replica at a time, and what fails is said."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from services.kit.chores import Chore, Chores
from services.kit.clock import Clock
from services.kit.database import Database, open_database
from tests.conftest import FreshDatabase

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLOCK = Clock(reads=lambda: AT)


async def test_one_replica_does_a_chore_and_the_other_leaves_it(fresh_database: FreshDatabase) -> None:
    started, go_on, done = asyncio.Event(), asyncio.Event(), list[str]()

    async def slow(inside: Database, now: datetime) -> int:
        started.set()
        await go_on.wait()
        done.append("slow")
        return 1

    async def quick(inside: Database, now: datetime) -> int:
        assert now == AT
        done.append("quick")
        return 2

    url = await fresh_database("template0")
    async with open_database(url) as one, open_database(url) as two:
        first = asyncio.create_task(Chores(one, CLOCK, [Chore("it", slow)]).round())
        await started.wait()
        assert await Chores(two, CLOCK, [Chore("it", quick)]).round() == {"it": 0}
        assert await Chores(two, CLOCK, [Chore("other", quick)]).round() == {"other": 2}
        go_on.set()
        assert await first == {"it": 1}
        assert await Chores(two, CLOCK, [Chore("it", quick)]).round() == {"it": 2}
    assert done == ["quick", "slow", "quick"]


async def test_a_chore_that_fails_is_said_and_keeps_no_other_from_work(fresh_database: FreshDatabase) -> None:
    failing = [True]

    async def fails(inside: Database, now: datetime) -> int:
        if failing:
            raise ZeroDivisionError
        return 0

    async def works(inside: Database, now: datetime) -> int:
        return 1

    async with open_database(await fresh_database("template0")) as database:
        chores = Chores(database, CLOCK, [Chore("bad", fails), Chore("good", works)])
        assert await chores.round() == {"good": 1}
        assert chores.report() == {"chore bad": "failed (ZeroDivisionError)"}
        failing.clear()
        assert await chores.round() == {"bad": 0, "good": 1}
        assert chores.report() == {}
