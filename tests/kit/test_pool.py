"""What goes over the line to PostgreSQL besides our statements: nothing, and a failed transaction leaves nothing."""

from __future__ import annotations

import asyncio

import pytest

from services.kit.database import Database, open_connection, open_database
from services.kit.sql import Statement

PID = Statement("pid", "int", "SELECT pg_backend_pid()")
MADE = Statement("made", "none", "CREATE TABLE made (id int)")
THERE = Statement("there", "bool", "SELECT to_regclass('made') IS NOT NULL")


async def test_a_release_sends_no_statement(kit_url: str) -> None:
    async with open_database(kit_url, pool_size=1) as database, open_connection(kit_url) as beside:
        pid = await database.value(PID)
        last = await beside.fetchval("SELECT query FROM pg_stat_activity WHERE pid = $1", pid)
        assert last == PID.text


async def fail_in_transaction(database: Database) -> None:
    async with database.transaction() as inside:
        await inside.do(MADE)
        raise LookupError


async def test_a_failed_transaction_is_rolled_back_before_the_next_takes_its_connection(kit_url: str) -> None:
    async with open_database(kit_url, pool_size=1) as database:
        with pytest.raises(LookupError):
            await fail_in_transaction(database)
        assert await database.value(THERE) is False


NUMBER = Statement("number", "int", "SELECT $1::int")


async def test_who_comes_later_does_not_overtake_who_waits_for_a_connection(kit_url: str) -> None:
    """The pool wakes who waits in the next round of the loop, and gives the connection to whoever asks before."""
    answered: list[int] = []

    async def ask(number: int) -> None:
        answered.append(await database.value(NUMBER, number))

    async with open_database(kit_url, pool_size=1) as database:
        await ask(0)
        asked = list[asyncio.Task[None]]()
        while len(answered) < 5:  # one comes in every round, so that one comes in that round
            asked.append(asyncio.create_task(ask(1 + len(asked))))
            await asyncio.sleep(0)
        await asyncio.gather(*asked)
    assert answered == sorted(answered)


MODE = Statement("mode", "str", "SELECT current_setting('plan_cache_mode')")


@pytest.mark.parametrize(("generic", "mode"), [(False, "auto"), (True, "force_generic_plan")])
async def test_a_service_says_whether_its_statements_are_planned_once(kit_url: str, generic: bool, mode: str) -> None:
    async with open_database(kit_url, pool_size=1, generic_plans=generic) as database:
        assert await database.value(MODE) == mode
