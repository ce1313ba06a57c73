"""The context of a request: what was read once is not read again, until it is forgotten."""

from __future__ import annotations

from services.kit.context import Language
from services.kit.database import open_database
from services.marketplace.matching.refresh import Matching
from services.marketplace.store.ideas import ideas_by_ids
from services.marketplace.types.context import context_for
from tests.services.conftest import House
from tests.services.marketplace.conftest import CLOCK, SCHEMA


async def test_what_is_forgotten_is_read_again(writable: tuple[House, Matching]) -> None:
    house, matching = writable
    trips: list[str] = []
    async with open_database(house.url, schema=SCHEMA, observe=lambda each: trips.append(each.name)) as database:
        context = context_for(database, matching, CLOCK, None, Language.DE)
        assert "visits" not in vars(context), "matching is asked only by those who need it"
        visits = context.visits
        assert context.visits is visits
        for _ in range(2):
            assert await context.load(ideas_by_ids, "idea_birds", *context.viewer.sees) is not None
        assert len(trips) == 1
        context.forget()
        assert await context.load(ideas_by_ids, "idea_birds", *context.viewer.sees) is not None
        assert len(trips) == 2
        assert context.visits is not visits
