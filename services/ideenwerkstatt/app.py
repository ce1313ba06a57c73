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
from services.kit.actors import COPIES
from services.kit.app import AskedReport, Report, application
from services.kit.clock import Clock
from services.kit.context import CatchUp, knows_nothing_newer
from services.kit.database import Database
from services.kit.embedded import embedded
from services.kit.followed import Effects, followed
from services.kit.identity import Verifier, verifier_of
from services.kit.settings import USUAL, Limits, Settings

REAL = Clock()
EFFECTS: Effects = COPIES
"""What other houses' events do here."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[ASGIApp]:
    """The application for as long as the block lasts; ``StartError`` when the database cannot be opened."""
    async with open_store(settings) as database, followed(settings, database, EFFECTS) as others:
        verifier, report = verifier_of(settings), others.report
        yield built(database, verifier, settings.clock, report, settings.limits, others.catch_up)


def built(
    database: Database,
    verifier: Verifier,
    clock: Clock = REAL,
    report: Report | AskedReport = dict,
    limits: Limits = USUAL,
    catch_up: CatchUp = knows_nothing_newer,
) -> ASGIApp:
    """The application on an open database; ``report`` is what /health says beside its state."""
    context = partial(context_for, database, clock, catch_up)
    return application(SCHEMA, context, verifier, database.ping, report, limits, database.figures)


app = embedded(opened, from_environment)
"""For any ASGI server, and for a gateway that runs the service in its own process."""
