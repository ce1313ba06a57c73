"""The composition root: settings, database, context, application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from starlette.types import ASGIApp

from services.cip.loaders.context import context_for
from services.cip.schema import SCHEMA
from services.cip.settings import from_environment
from services.cip.store.connection import open_store
from services.kit.app import application
from services.kit.database import Database
from services.kit.embedded import embedded
from services.kit.identity import Verifier, verifier_of
from services.kit.settings import USUAL, Limits, Settings


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[ASGIApp]:
    """The application for as long as the block lasts; ``StartError`` when the database cannot be opened."""
    async with open_store(settings) as database:
        yield built(database, verifier_of(settings), settings.limits)


def built(database: Database, verifier: Verifier, limits: Limits = USUAL) -> ASGIApp:
    """The application on an open database."""
    return application(SCHEMA, partial(context_for, database), verifier, database.ping, limits=limits)


app = embedded(opened, from_environment)
"""For any ASGI server, and for a gateway that runs the service in its own process."""
