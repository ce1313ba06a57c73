"""The context of a request: what it asks for is made then, once, and can be forgotten."""

from __future__ import annotations

from services.kit.context import Language
from services.kit.database import Database, open_database
from services.marketplace.app import context_for
from services.marketplace.loaders.context import GROUPS, MarketplaceContext, forget
from services.marketplace.matching.refresh import Matching
from tests.services.conftest import House
from tests.services.marketplace.conftest import SCHEMA


def context_on(database: Database, matching: Matching) -> MarketplaceContext:
    return context_for(database, matching, None, Language.DE)


async def test_loaders_are_made_when_they_are_asked_for(writable: tuple[House, Matching]) -> None:
    house, matching = writable
    async with open_database(house.url, schema=SCHEMA) as database:
        context = context_on(database, matching)
        assert not vars(context).keys() & set(GROUPS)
        assert context.ideas is context.ideas
        assert vars(context).keys() & set(GROUPS) == {"ideas"}
        assert context_on(database, matching).ideas is not context.ideas


async def test_what_is_forgotten_is_read_again(writable: tuple[House, Matching]) -> None:
    house, matching = writable
    trips: list[str] = []
    async with open_database(house.url, schema=SCHEMA, observe=lambda each: trips.append(each.name)) as database:
        context = context_on(database, matching)
        for _ in range(2):
            assert await context.ideas.idea.load("idea_birds") is not None
        assert len(trips) == 1
        forget(context)
        assert await context.ideas.idea.load("idea_birds") is not None
        assert len(trips) == 2
        assert vars(context).keys() & set(GROUPS) == {"ideas"}
