"""The composition root: settings, database, context, application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from starlette.types import ASGIApp

from services.cip.schema import SCHEMA
from services.cip.settings import from_environment
from services.cip.store.claims import forget_membership, link_membership
from services.cip.store.connection import open_store
from services.cip.store.entered_ideas import tell_that_entries_stay
from services.cip.store.reminding import CHORES as REMINDERS
from services.cip.store.rights import CHORES as RIGHTS_CHORES
from services.cip.store.rights import forget_member
from services.cip.store.round_writing import CHORES
from services.cip.types.context import context_for
from services.kit.actors import COPIES
from services.kit.app import AskedReport, Report, application
from services.kit.chores import Chores, at_chores
from services.kit.clock import Clock
from services.kit.context import CatchUp, knows_nothing_newer
from services.kit.database import Database
from services.kit.embedded import embedded
from services.kit.erasing import closed_accounts, with_erasure
from services.kit.followed import Effects, followed
from services.kit.following import Effect
from services.kit.identity import Verifier, verifier_of
from services.kit.keeping import keeping
from services.kit.marketplace import AskIdea, asks_marketplace, knows_no_marketplace
from services.kit.settings import USUAL, Limits, Settings


def effects(clock: Clock) -> Effects:
    """What other houses' events do here."""
    own: Mapping[str, Effect] = {
        "membership.claimed": partial(link_membership, clock),
        "membership.declined": partial(forget_membership, clock),
        "idea.updated": partial(tell_that_entries_stay, clock),
        "idea.withdrawn": partial(tell_that_entries_stay, clock),
    }
    return {"marketplace": {**COPIES["marketplace"], **own}}


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[ASGIApp]:
    """The application for as long as the block lasts; ``StartError`` when the database cannot be opened."""
    async with (
        open_store(settings) as database,
        closed_accounts(database, settings.clock) as closed,
        followed(
            settings, database, with_erasure(effects(settings.clock), settings.clock, forget_member), closed.note
        ) as others,
        asks_marketplace(settings.feeds, settings.feed_token_file) as ask_idea,
        at_chores(Chores(database, settings.clock, (*CHORES, *REMINDERS, *RIGHTS_CHORES, keeping("cip")))) as chores,
    ):

        async def report() -> Mapping[str, str]:
            return {**await others.report(), **chores.report()}

        verifier = verifier_of(settings, closed.has)
        yield built(database, verifier, settings.clock, report, settings.limits, others.catch_up, ask_idea)


def built(
    database: Database,
    verifier: Verifier,
    clock: Clock = Clock(),  # noqa: B008  # frozen
    report: Report | AskedReport = dict,
    limits: Limits = USUAL,
    catch_up: CatchUp = knows_nothing_newer,
    ask_idea: AskIdea = knows_no_marketplace,
) -> ASGIApp:
    """The application on an open database; ``report`` is what /health says beside its state."""
    context = partial(context_for, database, clock, catch_up, ask_idea)
    return application(SCHEMA, context, verifier, database.ping, report, limits, database.figures)


app = embedded(opened, from_environment)
"""For any ASGI server, and for a gateway that runs the service in its own process."""
