"""What all modules of the store share: the named statements, and fetching by keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from services.kit.database import Database
from services.kit.sql import Statement, load_queries

QUERIES = load_queries(Path(__file__).parent.parent / "sql")

Row = TypeVar("Row")
Fetch = Callable[[Sequence[str]], Awaitable[list[Row]]]
Wanted = Mapping[str, Any]  # the fields of a filter by their names in the graph; a missing one does not filter


def keyed(database: Database, row: Callable[..., Row], statement: Statement, *more: object) -> Fetch[Row]:
    """Fetches rows by keys in one trip; ``more`` are the statement's other arguments."""

    async def fetch(keys: Sequence[str]) -> list[Row]:
        return await database.rows(row, statement, list(keys), *more)

    return fetch
