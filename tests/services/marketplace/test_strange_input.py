"""Whatever a verb is given, it is done whole, or refused with nothing written: never an error of the house's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kit.database import Connection, open_connection
from services.marketplace.schema import SCHEMA
from tests.conftest import FreshDatabase
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import running
from tests.services.strange import Words, done_or_refused, wishes

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
SCOPES = ("ideas:write", "profile:write", "contact:write", "marketplace:manage", "moderation", "service:migrate")
BESIDES = frozenset({"wrong_token", "arrived", "embedding", "document_terms", "entry", "marketplace_index"})
"""Tables of the matching, which works beside, and of the tokens that were wrong, which are counted."""
assert SCHEMA._schema.mutation_type is not None
VERBS = sorted(SCHEMA._schema.mutation_type.fields)
Stage = tuple[House, Connection, Words, list[str]]


@pytest.fixture(scope="module")
async def stage(template: str, lasting_database: FreshDatabase) -> AsyncIterator[Stage]:
    async with (
        running(await lasting_database(template)) as (house, _),
        open_connection(house.url, schema="marketplace") as connection,
    ):
        asked = [f"SELECT {key} FROM {table} ORDER BY 1 LIMIT 6" for table, key in KEYS.items()]
        ids = [row[0] for query in asked for row in await connection.fetch(query)]
        people = [each for each in ids if each.startswith("member_")]
        yield house, connection, Words(ids, datetime.now(UTC), {}), [*people, "nobody"]


KEYS = {"idea": "id", "actor": "id", "topic": "slug", "region": "ars"}


@pytest.mark.parametrize("verb", VERBS)
@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
async def test_a_verb_is_done_whole_or_not_at_all(stage: Stage, verb: str, data: st.DataObject) -> None:
    house, connection, words, people = stage
    who = data.draw(st.sampled_from(people))
    wish = data.draw(wishes(SCHEMA._schema, verb, words))
    await done_or_refused(house, connection, bearer(who, *SCOPES), wish, BESIDES)
