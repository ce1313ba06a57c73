"""Whatever a verb is given, it is done whole, or refused with nothing written: never an error of the house's own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.cip.schema import SCHEMA
from tests.conftest import FreshDatabase
from tests.services.cip.verbs import World, headers_of, world
from tests.services.strange import Words, done_or_refused, wishes

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
KNOWN = ("org_w", "org_u", "member_nora", "idea_1", "inclusion")
THINGS = ("competition_round", "funding_call", "competition_entry", "grant_application", "funded_project")
assert SCHEMA._schema.mutation_type is not None
VERBS = sorted(SCHEMA._schema.mutation_type.fields)


@pytest.fixture(scope="module")
async def stage(lasting_database: FreshDatabase) -> AsyncIterator[tuple[World, Words]]:
    async with world(await lasting_database("template0")) as here:
        ids = [row[0] for table in THINGS for row in await here.rows(f"SELECT id FROM {table} ORDER BY id LIMIT 3")]
        yield here, Words([*ids, *KNOWN], here.moment, {})


@pytest.mark.parametrize("verb", VERBS)
@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
@given(data=st.data(), person=st.sampled_from(["member_staff", "member_nora", "member_uta", "member_ghost"]))
async def test_a_verb_is_done_whole_or_not_at_all(
    stage: tuple[World, Words], verb: str, data: st.DataObject, person: str
) -> None:
    here, words = stage
    wish = data.draw(wishes(SCHEMA._schema, verb, words))
    await done_or_refused(here.own, here.connection, headers_of(person), wish)
