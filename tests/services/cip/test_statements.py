"""Every SQL statement fits the migrated database and its row class; migrations run once."""

from __future__ import annotations

from types import SimpleNamespace

from services.cip import __main__ as commands
from services.cip.store import grant_rows, locked, reminding, rows
from services.cip.store.connection import QUERIES
from services.kit.database import open_connection
from services.kit.migrate import load_migrations, migrate
from services.kit.prepared import faults


async def test_every_statement_fits(migrated_url: str) -> None:
    async with open_connection(migrated_url, schema="cip") as connection:
        classes = {**vars(rows), **vars(locked), **vars(grant_rows), **vars(reminding)}
        assert await faults(connection, QUERIES, SimpleNamespace(**classes)) == []
    assert len(list(QUERIES)) > 40


async def test_migrating_again_changes_nothing(migrated_url: str) -> None:
    async with open_connection(migrated_url, schema="cip") as connection:
        assert await migrate(connection, load_migrations(commands.SERVICE.home / "sql" / "migrations")) == []
