"""The composition root: settings, database, matching, context, application."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from starlette.types import ASGIApp

from services.kit.app import AskedReport, Report, application
from services.kit.chores import Chores, at_chores
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.embedded import embedded
from services.kit.erasing import closed_accounts
from services.kit.identity import Verifier, verifier_of
from services.kit.keeping import keeping
from services.kit.settings import USUAL, Limits, required_database_url
from services.marketplace.harvest.follow import Harvest
from services.marketplace.harvest.former import AskName, asks_cip, knows_no_cip
from services.marketplace.harvest.http import feeds_over_http
from services.marketplace.matching.embed import Embedder, load_embedder
from services.marketplace.matching.index import VectorIndex
from services.marketplace.matching.library import version_of
from services.marketplace.matching.local_index import opened as opened_index
from services.marketplace.matching.refresh import Matching
from services.marketplace.schema import SCHEMA
from services.marketplace.settings import PREFIX, MarketplaceSettings, from_environment
from services.marketplace.store.catalogue import catalogue, list_types
from services.marketplace.store.connection import open_store
from services.marketplace.store.documents import source
from services.marketplace.store.erasing import late_erasures
from services.marketplace.store.idea_chores import CHORES
from services.marketplace.store.notifying import notified
from services.marketplace.store.shared_index import opened as opened_shared_index
from services.marketplace.suggesting.alerts import EVERY as ALERTS_EVERY
from services.marketplace.suggesting.alerts import Alerts
from services.marketplace.types.context import context_for
from services.marketplace.types.foreign import FOREIGN
from services.marketplace.types.own_offers import OWN

# Seconds that a thread which ranks or reads may go on while the event loop waits to answer; Python's own are ten times
# as many, which would be added to each step of an answer.
SWITCH = 0.0005
REAL = Clock()


@asynccontextmanager
async def opened(settings: MarketplaceSettings) -> AsyncIterator[ASGIApp]:
    """The application for as long as the block lasts; ``StartError`` when the database cannot be opened.

    Matching fills its index beside it, the catalogue follows the ministries, and what time brings is done: the
    application answers everything else at once.
    """
    sys.setswitchinterval(SWITCH)
    async with (
        feeds_over_http(settings.feeds, settings.feed_token_file) as feeds,
        asks_cip(settings.feeds, settings.feed_token_file) as name_of_former,
        open_store(settings, PREFIX) as database,
        at_chores(Chores(database, settings.clock, (*CHORES, keeping("marketplace")))) as chores,
        notified(settings, database) as follower,
        closed_accounts(database, settings.clock) as closed,
    ):
        harvest = Harvest(feeds, catalogue(database, settings.clock))
        documents = source(database, required_database_url(settings, PREFIX), settings.schema)
        matching = Matching(documents, partial(load_embedder, settings.embedding_model), index_opener(settings))
        await list_types(database, [*FOREIGN, *OWN])
        matching.start()
        harvest.start()
        told = Chores(database, settings.clock, Alerts(matching).chores(), ALERTS_EVERY)

        async def behind() -> Mapping[str, str]:
            erasures = await late_erasures(database, settings.clock)
            others = await follower.report()
            return {**harvest.report(), **chores.report(), **told.report(), **others, **erasures}

        verifier = verifier_of(settings, closed.has)
        try:
            async with at_chores(told):
                yield built(database, verifier, matching, behind, settings.limits, settings.clock, name_of_former)
        finally:
            await harvest.close()
            await matching.close()


def built(
    database: Database,
    verifier: Verifier,
    matching: Matching,
    of_feeds: Report | AskedReport = dict,
    limits: Limits = USUAL,
    clock: Clock = REAL,
    name_of_former: AskName = knows_no_cip,
) -> ASGIApp:
    """The application on an open database; ``of_feeds`` is what /health says of what goes on beside it."""

    async def report() -> Mapping[str, str]:
        said = of_feeds()
        return {"matching": matching.state.value, **(await said if isinstance(said, Awaitable) else said)}

    context = partial(context_for, database, matching, clock, name_of_former=name_of_former)
    return application(SCHEMA, context, verifier, database.ping, report, limits, database.figures)


def index_opener(settings: MarketplaceSettings) -> Callable[[Embedder], Awaitable[VectorIndex]]:
    """What opens the index that the settings name."""
    if settings.index_url is None:
        return partial(open_index, settings.index_folder)
    return partial(open_shared_index, settings.index_url, settings.pool_size)


async def open_shared_index(url: str, pool_size: int, embedder: Embedder) -> VectorIndex:
    """The index that this process shares with others."""
    return await opened_shared_index(url, version_of(embedder), embedder.dim, pool_size)


async def open_index(folder: Path | None, embedder: Embedder) -> VectorIndex:
    """The index of this process."""
    return await opened_index(embedder.dim, version_of(embedder), folder)


app = embedded(opened, from_environment)
"""For any ASGI server, and for a gateway that runs the service in its own process."""
