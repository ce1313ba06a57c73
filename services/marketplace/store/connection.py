"""The database of the service, opened once and asked whether it is there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.kit.database import Database, open_database
from services.kit.settings import Settings, required_database_url


@asynccontextmanager
async def open_store(settings: Settings, prefix: str) -> AsyncIterator[Database]:
    """``StartError`` when there is no database URL or nobody answers at it."""
    url = required_database_url(settings, prefix)
    async with open_database(url, schema=settings.schema, pool_size=settings.pool_size) as database:
        yield database
