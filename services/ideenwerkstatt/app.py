"""Puts the service together: settings, database, loaders, ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.types import ASGIApp

from services.ideenwerkstatt.loaders import loaders_for
from services.ideenwerkstatt.schema import schema
from services.ideenwerkstatt.settings import PREFIX, read_settings
from services.ideenwerkstatt.types.request import Context
from services.kit.app import application
from services.kit.cli import Service
from services.kit.context import Language
from services.kit.database import Database, open_database
from services.kit.identity import Caller, Verifier, verifier_of
from services.kit.settings import Settings, required_database_url


def build(database: Database, verifier: Verifier) -> ASGIApp:
    """The application over an open database."""

    def context_for(caller: Caller | None, language: Language) -> Context:
        return Context(caller=caller, language=language, database=database, loaders=loaders_for(database))

    return application(schema, context_for, verifier, database.ping)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[ASGIApp]:
    """The application for as long as the block lasts."""
    async with open_database(
        required_database_url(settings, PREFIX), schema=settings.schema, pool_size=settings.pool_size
    ) as database:
        yield build(database, verifier_of(settings))


SERVICE = Service(
    name="ideenwerkstatt",
    prefix=PREFIX,
    home=Path(__file__).parent,
    sdl=schema.as_str,
    read_settings=read_settings,
    opened=opened,
)
