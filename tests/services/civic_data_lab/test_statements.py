"""Every named statement is right on the migrated database and fits its row; the tables refuse what may not be."""

from __future__ import annotations

from types import SimpleNamespace

import asyncpg
import pytest

from services.civic_data_lab.store import giving, locked, personal_rows, reminding, rows
from services.civic_data_lab.store.connection import QUERIES
from services.kit import importing
from services.kit.database import open_connection
from services.kit.prepared import faults
from tests.services.conftest import House


async def test_every_statement_fits_its_row(lab: House) -> None:
    async with open_connection(lab.url, schema=lab.schema) as connection:
        known = SimpleNamespace(
            **{
                **vars(importing),
                **vars(rows),
                **vars(locked),
                **vars(personal_rows),
                **vars(reminding),
                **vars(giving),
            }
        )
        assert await faults(connection, QUERIES, known) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE dataset SET access_rights = 'PUBLIC' WHERE id = 'ds_bare'",
        "UPDATE dataset SET title = '{\"en\": \"no German\"}' WHERE id = 'ds_paths'",
        'UPDATE dataset SET title = \'{"de": "x", "fr": "y"}\' WHERE id = \'ds_paths\'',
        "UPDATE dataset SET temporal_until = '2022-01-01' WHERE id = 'ds_paths'",
        "UPDATE dataset SET project_type = NULL WHERE id = 'ds_paths'",
        "UPDATE dataset SET status = 'LOST' WHERE id = 'ds_paths'",
        "UPDATE data_project SET budget_amount = -1 WHERE id = 'dp_1'",
        "UPDATE support_offer SET audiences = '{EVERYBODY}' WHERE id = 'dcall_1'",
        "INSERT INTO module_prerequisite VALUES ('mod_1', 'mod_1', 0)",
    ],
)
async def test_the_tables_refuse_what_may_not_be(lab: House, change: str) -> None:
    async with open_connection(lab.url, schema=lab.schema) as connection:
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(change)
