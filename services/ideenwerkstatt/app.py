"""The composition root: settings, database, context, application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from starlette.types import ASGIApp

from services.ideenwerkstatt.schema import SCHEMA
from services.ideenwerkstatt.settings import from_environment
from services.ideenwerkstatt.store.connection import open_store
from services.ideenwerkstatt.types.context import context_for
from services.kit.app import AskedReport, Report, application
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.embedded import embedded
from services.kit.followed import Effects, followed
from services.kit.identity import Verifier, verifier_of
from services.kit.settings import USUAL, Limits, Settings
from services.kit.topics import take_topic

REAL = Clock()
EFFECTS: Effects = {"marketplace": {"topic.changed": take_topic}}
"""What other houses' events do here."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[ASGIApp]:
    """The application for as long as the block lasts; ``StartError`` when the database cannot be opened."""
    async with open_store(settings) as database, followed(settings, database, EFFECTS) as report:
        yield built(database, verifier_of(settings), settings.clock, report, settings.limits)


def built(
    database: Database,
    verifier: Verifier,
    clock: Clock = REAL,
    report: Report | AskedReport = dict,
    limits: Limits = USUAL,
) -> ASGIApp:
    """The application on an open database; ``report`` is what /health says beside its state."""
    return application(SCHEMA, partial(context_for, database, clock), verifier, database.ping, report, limits)


app = embedded(opened, from_environment)
"""For any ASGI server, and for a gateway that runs the service in its own process."""
