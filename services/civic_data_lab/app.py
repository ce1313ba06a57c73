"""The composition root: settings, database, context, application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from starlette.types import ASGIApp

from services.civic_data_lab.schema import SCHEMA
from services.civic_data_lab.schema.dcat import Catalogue
from services.civic_data_lab.settings import CATALOGUE, CONTRIBUTOR, LICENSE, LabSettings, from_environment
from services.civic_data_lab.store.connection import open_store
from services.civic_data_lab.store.erasing import forget
from services.civic_data_lab.store.reminding import CHORES
from services.civic_data_lab.types.context import context_for
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
from services.kit.organisations import NamesOf, knows_no_names, names_of_organisations
from services.kit.settings import USUAL, Limits

REAL = Clock()
EFFECTS: Effects = {"marketplace": {**COPIES["marketplace"], **DOCUMENTS}}
"""What other houses' events do here."""


@asynccontextmanager
async def opened(settings: LabSettings) -> AsyncIterator[ASGIApp]:
    """The application for as long as the block lasts; ``StartError`` when the database cannot be opened."""
    async with (
        open_store(settings) as database,
        closed_accounts(database, settings.clock) as closed,
        followed(settings, database, with_erasure(EFFECTS, settings.clock, forget), closed.note) as others,
        at_chores(Chores(database, settings.clock, (*CHORES, keeping("civic_data_lab")))) as chores,
        names_of_organisations(settings.feeds) as names,
    ):

        async def report() -> Mapping[str, str]:
            return {**await others.report(), **chores.report()}

        verifier = verifier_of(settings, closed.has)
        places = (settings.catalogue, settings.contributor, settings.license, names)
        yield built(database, verifier, settings.clock, report, settings.limits, others.catch_up, *places)


def built(
    database: Database,
    verifier: Verifier,
    clock: Clock = REAL,
    report: Report | AskedReport = dict,
    limits: Limits = USUAL,
    catch_up: CatchUp = knows_nothing_newer,
    catalogue: str = CATALOGUE,
    contributor: str = CONTRIBUTOR,
    license: str = LICENSE,
    names: NamesOf = knows_no_names,
) -> ASGIApp:
    """The application on an open database; ``report`` is what /health says beside its state."""
    context = partial(context_for, database, clock, catch_up, catalogue)
    given_out = Catalogue(database, catalogue, contributor, license, names).routes()
    return application(SCHEMA, context, verifier, database.ping, report, limits, database.figures, given_out)


app = embedded(opened, from_environment)
"""For any ASGI server, and for a gateway that runs the service in its own process."""
