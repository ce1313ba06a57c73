"""Migrations run once and stay explainable; demo data loads whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.kit.database import Connection, open_connection
from services.kit.errors import StartError
from services.kit.migrate import load_migrations, migrate, pending
from services.kit.seed import Rows, seed


@pytest.fixture
async def connection(kit_url: str, own_schema: str) -> AsyncIterator[Connection]:
    async with open_connection(kit_url, schema=own_schema) as opened:
        yield opened


def write_migrations(folder: Path, *texts: str) -> Path:
    for number, text in enumerate(texts, 1):
        (folder / f"{number:04}_step.sql").write_text(text, encoding="utf-8")
    return folder


async def test_each_migration_runs_once_in_order(connection: Connection, tmp_path: Path) -> None:
    folder = write_migrations(tmp_path, "CREATE TABLE a (x int);", "ALTER TABLE a ADD y int;")
    migrations = load_migrations(folder)
    assert await pending(connection, migrations) == migrations
    assert await migrate(connection, migrations) == migrations
    assert await migrate(connection, migrations) == []
    later = load_migrations(write_migrations(folder, *(one.text for one in migrations), "ALTER TABLE a ADD z int;"))
    assert [migration.number for migration in await migrate(connection, later)] == [3]
    columns = await connection.fetch("SELECT attname FROM pg_attribute WHERE attrelid = 'a'::regclass AND attnum > 0")
    assert [column["attname"] for column in columns] == ["x", "y", "z"]


async def test_two_processes_take_turns(kit_url: str, own_schema: str, connection: Connection, tmp_path: Path) -> None:
    migrations = load_migrations(write_migrations(tmp_path, "CREATE TABLE a (x int); SELECT pg_sleep(0.05);"))
    async with open_connection(kit_url, schema=own_schema) as second:
        applied = await asyncio.gather(migrate(connection, migrations), migrate(second, migrations))
    assert sorted(map(len, applied)) == [0, 1]


async def test_a_failing_migration_leaves_nothing_behind(connection: Connection, tmp_path: Path) -> None:
    migrations = load_migrations(
        write_migrations(tmp_path, "CREATE TABLE a (x int);", "CREATE TABLE b (x int); SELECT 1/0;")
    )
    with pytest.raises(StartError, match="0002_step failed: division by zero"):
        await migrate(connection, migrations)
    assert await connection.fetchval("SELECT to_regclass('b')") is None
    assert [migration.number for migration in await pending(connection, migrations)] == [2]


async def test_a_changed_or_vanished_migration_is_refused(connection: Connection, tmp_path: Path) -> None:
    folder = write_migrations(tmp_path, "CREATE TABLE a (x int);")
    await migrate(connection, load_migrations(folder))
    with pytest.raises(StartError, match="0001 was applied with another text"):
        await migrate(connection, load_migrations(write_migrations(folder, "CREATE TABLE a (x text);")))
    with pytest.raises(StartError, match="0001 was applied with another text"):
        await migrate(connection, [])


async def test_the_version_before_starts_on_the_database_of_the_next(
    connection: Connection, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """While the next one is brought in its replicas may be started again, and it may come back."""
    old = load_migrations(write_migrations(tmp_path, "CREATE TABLE a (x int);"))
    new = load_migrations(write_migrations(tmp_path, old[0].text, "ALTER TABLE a ADD y int;"))
    await migrate(connection, new)
    assert await pending(connection, old) == []
    assert "migrations up to 0002, this code up to 0001" in caplog.text
    assert await migrate(connection, old) == []
    changed = load_migrations(write_migrations(tmp_path, "CREATE TABLE a (x text);"))[:1]
    with pytest.raises(StartError, match="0001 was applied with another text"):
        await migrate(connection, changed)


@pytest.mark.parametrize("name", ["0002_gap.sql", "first.sql", "0001-dash.sql"])
def test_names_of_migrations_have_a_form(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("SELECT 1;")
    with pytest.raises(StartError):
        load_migrations(tmp_path)


TABLES = """
CREATE TABLE town (id text PRIMARY KEY, name jsonb NOT NULL, aliases text[] NOT NULL, since date);
CREATE TABLE street (id text PRIMARY KEY, town_id text NOT NULL REFERENCES town);
"""
TOWNS = """id,name,aliases,since
halle,"{""de"": ""Halle, Saale""}","{Hall,""a,b""}",
ulm,"{""de"": ""Ulm""}",{},2020-01-01
"""


def write_demo(folder: Path, streets: str = "id,town_id\ns1,halle\n") -> Path:
    (folder / "order.txt").write_text("# parents first\ntown\n\nstreet  # last\n", encoding="utf-8")
    (folder / "town.csv").write_text(TOWNS, encoding="utf-8")
    (folder / "street.csv").write_text(streets, encoding="utf-8")
    return folder


async def test_demo_data_loads_in_order(connection: Connection, tmp_path: Path) -> None:
    await connection.execute(TABLES)
    folder = write_demo(tmp_path)
    assert await seed(connection, folder) == {"town": 2, "street": 1}
    halle = await connection.fetchrow("SELECT * FROM town WHERE id = 'halle'")
    assert halle is not None
    assert dict(halle) == {"id": "halle", "name": {"de": "Halle, Saale"}, "aliases": ["Hall", "a,b"], "since": None}


async def test_data_that_are_there_are_kept_unless_told(connection: Connection, tmp_path: Path) -> None:
    await connection.execute(TABLES)
    folder = write_demo(tmp_path)
    await seed(connection, folder)
    with pytest.raises(StartError, match="town, street: there are rows already"):
        await seed(connection, folder)
    assert await seed(connection, folder, Rows.REPLACED) == {"town": 2, "street": 1}


async def test_two_processes_load_once(kit_url: str, own_schema: str, connection: Connection, tmp_path: Path) -> None:
    await connection.execute(TABLES)
    folder = write_demo(tmp_path)
    async with open_connection(kit_url, schema=own_schema) as second:
        loaded = await asyncio.gather(seed(connection, folder, Rows.KEPT), seed(second, folder, Rows.KEPT))
    assert sorted(map(len, loaded)) == [0, 2]


@pytest.mark.parametrize(
    ("streets", "complaint"),
    [
        ("id,town_id\ns1,nowhere\n", "foreign key"),
        ("id,mayor\ns1,x\n", "mayor"),
        ("", "no header line"),
        ("id,town_id\ns1\n", "missing data"),
    ],
)
async def test_bad_demo_data_load_nothing(connection: Connection, tmp_path: Path, streets: str, complaint: str) -> None:
    await connection.execute(TABLES)
    with pytest.raises(StartError, match=complaint):
        await seed(connection, write_demo(tmp_path, streets))
    assert await connection.fetchval("SELECT count(*) FROM town") == 0


async def test_missing_files_and_tables_are_named(connection: Connection, tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"order\.txt is missing"):
        await seed(connection, tmp_path)
    folder = write_demo(tmp_path)
    for rows in Rows:
        with pytest.raises(StartError, match="run `migrate` first"):
            await seed(connection, folder, rows)
    (folder / "street.csv").unlink()
    with pytest.raises(StartError, match="without a file: street"):
        await seed(connection, folder)
