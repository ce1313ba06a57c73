"""The database of the service and its named statements."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from services.ideenwerkstatt.settings import PREFIX
from services.kit.database import Database, Observer, open_database, unobserved
from services.kit.settings import Settings, required_database_url
from services.kit.sql import load_queries

QUERIES = load_queries(Path(__file__).parents[1] / "sql")


def open_store(settings: Settings, observe: Observer = unobserved) -> AbstractAsyncContextManager[Database]:
    """The service's database for as long as the block lasts; ``StartError`` when it cannot be opened."""
    return open_database(
        required_database_url(settings, PREFIX),
        schema=settings.schema,
        pool_size=settings.pool_size,
        observe=observe,
        generic_plans=True,  # a third of PostgreSQL's work is planning here, and no statement is planned worse
    )
