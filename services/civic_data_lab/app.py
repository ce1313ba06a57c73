"""The composition root: settings, database, context, application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from starlette.types import ASGIApp

from services.civic_data_lab.loaders.context import context_for
from services.civic_data_lab.schema import SCHEMA
from services.civic_data_lab.settings import DataLabSettings, from_environment
from services.civic_data_lab.store.connection import open_store
from services.kit.app import application
from services.kit.database import Database
from services.kit.embedded import embedded
from services.kit.identity import Verifier, verifier_of
from services.kit.settings import USUAL, Limits

Clock = Callable[[], datetime]


@asynccontextmanager
async def opened(settings: DataLabSettings) -> AsyncIterator[ASGIApp]:
    """The application for as long as the block lasts; ``StartError`` when the database cannot be opened."""
    day = settings.demo_day
    async with open_store(settings) as database:
        yield built(database, verifier_of(settings), now if day is None else lambda: day, settings.limits)


def now() -> datetime:
    return datetime.now(UTC)


def built(
    database: Database,
    verifier: Verifier,
    clock: Clock = now,
    limits: Limits = USUAL,
) -> ASGIApp:
    """The application on an open database."""
    return application(SCHEMA, partial(context_for, database, clock), verifier, database.ping, limits=limits)


app = embedded(opened, from_environment)
"""For any ASGI server, and for a gateway that runs the service in its own process."""
