"""Plain neighbours are the nearest ones: the same ideas as ranking a hundred gives, whatever may not be given out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strawberry.dataloader import DataLoader

from services.kit.database import open_database
from services.marketplace.matching.documents import Key
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.viewer import Viewer
from services.marketplace.suggesting import near_ideas
from services.marketplace.suggesting.asking import Asking, asking
from services.marketplace.suggesting.near_ideas import ideas_near_documents, ideas_near_ideas
from tests.services.conftest import House
from tests.services.marketplace.conftest import AT, SCHEMA

IDEAS = ["idea_birds", "idea_plain", "idea_old", "idea_forest"]
DOCUMENTS = ["dataset_1", "pilot_1", "workshop_1", "project_f1", "call_1"]


async def both_ways(asked: Asking, first: int) -> tuple[list[list[str]], list[list[str]]]:
    return await ideas_near_ideas(asked, IDEAS, first), await ideas_near_documents(asked, DOCUMENTS, first)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.frozensets(st.sampled_from(IDEAS)), st.integers(1, 4), st.integers(0, 2))
async def test_few_are_the_first_of_many(
    writable: tuple[House, Matching], hidden: frozenset[str], first: int, spare: int
) -> None:
    house, matching = writable
    async with open_database(house.url, schema=SCHEMA) as database:
        plain = asking(database, Viewer("member_ada", is_staff=False), matching, AT)

        async def shown(keys: list[Key]) -> list[bool]:
            seen = await plain.shown.load_many(keys)
            return [may_be and each.entity_id not in hidden for each, may_be in zip(keys, seen, strict=True)]

        asked = replace(plain, shown=DataLoader(shown))
        before = near_ideas.AHEAD
        try:
            near_ideas.AHEAD = 1_000  # as many as ranking looks at
            many = await both_ways(asked, first)
            near_ideas.AHEAD = spare
            assert await both_ways(asked, first) == many
        finally:
            near_ideas.AHEAD = before
