"""The events that a house follows: what its settings name, for as long as the house is open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from services.kit.app import AskedReport
from services.kit.asking import asks_over_http
from services.kit.context import CatchUp, knows_nothing_newer
from services.kit.database import Database
from services.kit.errors import StartError
from services.kit.following import AtOnce, Effect, Follower, Source, nothing_at_once
from services.kit.settings import Settings

Effects = Mapping[str, Mapping[str, Effect]]
"""House -> kind of event -> what it does here."""


AT_ONCE = 1.0
"""Seconds that somebody whom the copy does not know yet waits for it."""


@dataclass(frozen=True, slots=True)
class Followed:
    """``report``: what /health says. ``catch_up``: looks at once what the marketplace has told."""

    report: AskedReport
    catch_up: CatchUp


async def follows_nothing() -> Mapping[str, str]:
    return {"events": "nothing is followed"}


@asynccontextmanager
async def followed(
    settings: Settings, database: Database, effects: Effects, erasing: AtOnce = nothing_at_once
) -> AsyncIterator[Followed]:
    """Follows the houses of ``<P>_FEEDS``; gives what /health says of it, and how to be up to date.

    ``erasing``: what an erasure that is due does at once.

    ``StartError`` for a house whose events do nothing here: an address in the wrong place is better told than asked.
    """
    without = sorted(settings.feeds.keys() - effects.keys())
    if without:
        raise StartError(
            f"..._FEEDS: events of {', '.join(without)} do nothing here; those of {', '.join(effects)} do."
        )
    if not settings.feeds:
        yield Followed(follows_nothing, knows_nothing_newer)
        return
    async with asks_over_http(settings.feeds, settings.feed_token_file) as asks:
        sources = [Source(name, ask, effects[name], erasing) for name, ask in asks.items()]
        follower = Follower(database, sources, settings.clock)
        follower.start()
        try:
            yield Followed(follower.report, partial(follower.caught_up, "marketplace", AT_ONCE))
        finally:
            await follower.close()
