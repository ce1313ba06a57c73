"""The composition root: settings, database, context, application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from starlette.types import ASGIApp

from services.ideenwerkstatt.schema import SCHEMA
from services.ideenwerkstatt.settings import from_environment
from services.ideenwerkstatt.store.connection import open_store
from services.ideenwerkstatt.store.erasing import forget
from services.ideenwerkstatt.store.reminding import CHORES
from services.ideenwerkstatt.types.context import context_for
from services.kit.actors import COPIES
from services.kit.app import AskedReport, Report, application
from services.kit.chores import Chores, at_chores
from services.kit.clock import Clock
from services.kit.context import CatchUp, knows_nothing_newer
from services.kit.database import Database
from services.kit.embedded import embedded
from services.kit.erasing import closed_accounts, with_erasure
from services.kit.followed import Effects, followed
from services.kit.identity import Verifier, verifier_of
from services.kit.keeping import keeping
from services.kit.known_documents import DOCUMENTS
from services.kit.settings import USUAL, Limits, Settings

REAL = Clock()
EFFECTS: Effects = {"marketplace": {**COPIES["marketplace"], **DOCUMENTS}}
"""What other houses' events do here, beside an erasure."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[ASGIApp]:
    """The application for as long as the block lasts; ``StartError`` when the database cannot be opened."""
    async with (
        open_store(settings) as database,
        closed_accounts(database, settings.clock) as closed,
        followed(settings, database, with_erasure(EFFECTS, settings.clock, forget), closed.note) as others,
        at_chores(Chores(database, settings.clock, (*CHORES, keeping("ideenwerkstatt")))) as chores,
    ):

        async def report() -> Mapping[str, str]:
            return {**await others.report(), **chores.report()}

        verifier = verifier_of(settings, closed.has)
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
