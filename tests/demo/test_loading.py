"""Every service takes its own files: migrated for real, loaded with the kit's COPY, in few statements."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from services.kit.migrate import load_migrations, migrate
from services.kit.seed import seed

ROOT = Path(__file__).parents[2]
MOST_STATEMENTS = 4  # for a table
SERVICES = ("cip", "ideenwerkstatt", "civic_data_lab", "marketplace")


@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_loads_its_demo_data(name: str, fresh_database: Callable[..., Awaitable[str]]) -> None:
    home = ROOT / "services" / name
    connection = await asyncpg.connect(await fresh_database())
    try:
        await migrate(connection, load_migrations(home / "sql" / "migrations"))
        asked: list[str] = []
        connection.add_query_logger(lambda record: asked.append(record.query))
        loaded = await seed(connection, home / "demo")
        counted = {table: await connection.fetchval(f'SELECT count(*) FROM "{table}"') for table in loaded}
    finally:
        await connection.close()
    assert loaded == counted
    assert all(loaded.values()), f"empty: {[table for table, rows in loaded.items() if not rows]}"
    # A COPY for each table and a few questions around it: rows are never sent one by one, which would take minutes.
    assert len(asked) <= MOST_STATEMENTS * len(loaded)
