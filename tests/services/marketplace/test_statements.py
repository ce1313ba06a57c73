"""Every named statement is right on the migrated database and fits its row; the graph is the agreed one."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

from services.kit.database import open_connection
from services.kit.prepared import faults
from services.kit.reminding import DeadlineRow
from services.marketplace.store import reading
from services.marketplace.store.reading import QUERIES
from tests.services.conftest import House

STORE = Path(reading.__file__).parent
ROWS = [
    ".".join(("services.marketplace.store", *file.relative_to(STORE).with_suffix("").parts))
    for file in sorted((*STORE.glob("*_rows.py"), *STORE.glob("rows/[a-z]*.py")))
]
"""Each kind of thing has its rows in a file of its own."""


async def test_every_statement_fits_its_row(market: House) -> None:
    modules = [*ROWS, "services.kit.importing"]
    every = SimpleNamespace(**{name: row for module in modules for name, row in vars(import_module(module)).items()})
    every.DeadlineRow = DeadlineRow  # the kit's: every house tells of deadlines
    async with open_connection(market.url, schema=market.schema) as connection:
        assert await faults(connection, QUERIES, every) == []
