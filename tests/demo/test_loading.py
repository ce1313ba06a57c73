"""Every service takes its own files: migrated for real, loaded with the kit's COPY, and fast."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from services.kit.migrate import load_migrations, migrate
from services.kit.seed import seed

ROOT = Path(__file__).parents[2]
SERVICES = ("cip", "ideenwerkstatt", "civic_data_lab", "marketplace")


@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_loads_its_demo_data(name: str, fresh_database: Callable[..., Awaitable[str]]) -> None:
    home = ROOT / "services" / name
    connection = await asyncpg.connect(await fresh_database())
    try:
        await migrate(connection, load_migrations(home / "sql" / "migrations"))
        begun = time.perf_counter()
        loaded = await seed(connection, home / "demo")
        took = time.perf_counter() - begun
        counted = {table: await connection.fetchval(f'SELECT count(*) FROM "{table}"') for table in loaded}
    finally:
        await connection.close()
    assert loaded == counted
    assert all(loaded.values()), f"empty: {[table for table, rows in loaded.items() if not rows]}"
    # Two seconds are the goal; a busy machine may take longer, a COPY gone wrong takes much longer.
    assert took < 10
