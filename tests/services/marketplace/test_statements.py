"""Every named statement is right on the migrated database and fits its row; the graph is the agreed one."""

from __future__ import annotations

from services.kit.database import open_connection
from services.kit.prepared import faults
from services.marketplace.store import rows
from services.marketplace.store.reading import QUERIES
from tests.services.conftest import House


async def test_every_statement_fits_its_row(market: House) -> None:
    async with open_connection(market.url, schema=market.schema) as connection:
        assert await faults(connection, QUERIES, rows) == []
