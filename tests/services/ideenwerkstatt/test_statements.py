"""Every named statement is right on the migrated database and fits its row."""

from __future__ import annotations

from types import SimpleNamespace

from services.ideenwerkstatt.store import locked, personal_rows, reminding, rows
from services.ideenwerkstatt.store.connection import QUERIES
from services.kit import importing
from services.kit.database import open_connection
from services.kit.prepared import faults
from tests.services.conftest import House


async def test_every_statement_fits_its_row(workshop_house: House) -> None:
    async with open_connection(workshop_house.url, schema=workshop_house.schema) as connection:
        kinds = SimpleNamespace(
            **{**vars(importing), **vars(rows), **vars(locked), **vars(personal_rows), **vars(reminding)}
        )
        assert await faults(connection, QUERIES, kinds) == []
