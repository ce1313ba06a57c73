"""Two moments tell no more than one: applications and participants are counted from a book, not from what is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.kit.database import Database, open_connection, open_database
from services.kit.migrate import load_migrations, migrate
from services.kit.sql import Statement
from services.kit.statistics.answer import Counts
from services.kit.statistics.counting import counted
from services.kit.statistics.question import question
from services.kit.statistics.statement import Book
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsMetric
from tests.conftest import FreshDatabase

AT = datetime(2025, 6, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FACTS = Statement(
    "facts_of_seats",
    "FactRow",
    "WITH asked (viewer, is_staff, moment, first, last) AS ("
    " VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))"
    " SELECT person AS counted, '{}'::text[] AS programmes, date '2025-01-01' AS day, ARRAY['t'] AS topics,"
    " '{}'::text[] AS regions, ARRAY[sector] AS sectors, status, NULL::text AS kind, NULL::text AS maturity,"
    " NULL::numeric AS amount FROM seat",
)
BOOK = Book(
    {StatisticsMetric.PARTICIPANTS: FACTS}, Statement("tree", "TreeRow", "SELECT slug, parent FROM topic_parent")
)


@pytest.fixture
async def house(fresh_database: FreshDatabase, tmp_path: Path) -> AsyncIterator[Database]:
    """Forty seats of forty persons: twenty of science, twenty of civil society."""
    url = await fresh_database("template0")
    for number, name in enumerate(("ground", "topics", "counted"), 1):
        (tmp_path / f"{number:04}_{name}.sql").write_text(f"-- kit: {name}\n", encoding="utf-8")
    async with open_connection(url, schema=None) as connection:
        await migrate(connection, load_migrations(tmp_path))
        await connection.execute("CREATE TABLE seat (person text, sector text, status text)")
    async with open_database(url, schema=None) as database:
        for sector in ("SCIENCE", "CIVIL_SOCIETY"):
            await come(database, sector, [f"{sector}{number}" for number in range(20)])
        yield database


async def run(database: Database, sql: str, *arguments: object) -> None:
    await database.do(Statement("test", "none", sql), *arguments)


async def come(database: Database, sector: str, persons: list[str], status: str = "CONFIRMED") -> None:
    await run(database, "INSERT INTO seat SELECT unnest($1::text[]), $2, $3", persons, sector, status)


async def ask(database: Database, at: datetime, by: StatisticsDimension = StatisticsDimension.SECTOR) -> Counts:
    asked = question(StatisticsMetric.PARTICIPANTS, [by], None)
    return await counted(database, BOOK, asked, (None, False), at, None)


def numbers(counts: Counts) -> dict[str, int]:
    return {one.keys[0][1]: one.count for one in counts.buckets}


async def test_who_asks_before_and_after_somebody_came_sees_no_difference(house: Database) -> None:
    before = await ask(house, AT)
    assert (before.total, numbers(before)) == (40, {"SCIENCE": 20, "CIVIL_SOCIETY": 20})
    await come(house, "SCIENCE", ["anna"])
    assert await ask(house, AT + timedelta(hours=3)) == before
    later = await ask(house, AT + 3 * DAY)
    assert later == before and later.as_of == AT, "asOf says of when it is"


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO seat VALUES ('anna', 'SCIENCE', 'CONFIRMED')",
        "INSERT INTO seat SELECT 'anna', 'SCIENCE', 'CONFIRMED' FROM generate_series(1, 9)",
        "DELETE FROM seat WHERE person = 'SCIENCE1'",
        "UPDATE seat SET status = 'ATTENDED' WHERE person = 'SCIENCE1'",
        "UPDATE seat SET sector = 'BUSINESS' WHERE person IN ('SCIENCE1', 'SCIENCE2', 'SCIENCE3', 'SCIENCE4')",
        "UPDATE seat SET person = 'another' || person",
    ],
    ids=["came", "came nine times", "left", "became another", "four became others", "other names only"],
)
async def test_the_doing_of_fewer_than_five_is_never_told(house: Database, sql: str) -> None:
    before = {by: await ask(house, AT, by) for by in (StatisticsDimension.SECTOR, StatisticsDimension.STATUS)}
    await run(house, sql)
    for days in (1, 2, 40):
        for by, told in before.items():
            assert await ask(house, AT + days * DAY, by) == told


async def test_five_are_told_on_the_next_day(house: Database) -> None:
    await ask(house, AT)
    await come(house, "SCIENCE", ["anna", "berta", "carla"])
    assert (await ask(house, AT + DAY)).total == 40
    await come(house, "CIVIL_SOCIETY", ["dora", "emma"])
    assert (await ask(house, AT + DAY + timedelta(hours=1))).total == 40
    after = await ask(house, AT + 2 * DAY)
    assert (after.total, numbers(after)) == (45, {"SCIENCE": 23, "CIVIL_SOCIETY": 22})
    assert after.as_of == AT + 2 * DAY


async def test_books_name_nobody_and_cannot_be_laid_side_by_side(house: Database) -> None:
    async def lines() -> list[str]:
        sql = "SELECT counted || ' ' || sectors[1] FROM counted_fact ORDER BY 1"
        return await house.rows(str, Statement("lines", "str", sql))

    await ask(house, AT)
    first = await lines()
    assert len(first) == 40 and not any("SCIENCE1" in line for line in first)
    await come(house, "SCIENCE", [f"new{number}" for number in range(5)])
    await ask(house, AT + DAY)
    assert len(set(first) & set(await lines())) < 40, "the numbers are drawn anew"


async def test_two_replicas_write_one_book(house: Database) -> None:
    answers = await asyncio.gather(*(ask(house, AT) for _ in range(4)))
    assert [one.total for one in answers] == [40] * 4
    (lines,) = await house.rows(int, Statement("lines", "int", "SELECT count(*)::int FROM counted_fact"))
    assert lines == 40
