"""Generated operations on every example graph: the federated answer equals the unfederated one."""

from __future__ import annotations

import asyncio
import os
from random import Random

import pytest
from graphql import parse, validate
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes as gql_nodes
from hypothesis_graphql import strategies as gql_st

from tests.federation.asking import random_operation
from tests.federation.dressing import dressed
from tests.federation.example import example_names, load
from tests.federation.federated import ask
from tests.federation.subgraph import answer_whole, whole_schema

SCALARS = {"Json": st.integers(0, 9).map(gql_nodes.Int), "Date": st.just("2026-05-05").map(gql_nodes.String)}


@pytest.mark.parametrize("name", example_names())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_generated_queries(name: str, data: st.DataObject) -> None:
    example = load(name)
    query = data.draw(gql_st.queries(example.whole, custom_scalars=SCALARS))
    text, variables = data.draw(dressed(query, whole_schema(example)))
    assume(not validate(whole_schema(example), parse(text)))
    expected = answer_whole(example, text, variables, example.store())
    got = asyncio.run(ask(example, text, variables))
    assert got["data"] == expected["data"]
    assert ("errors" in got) == ("errors" in expected)


SEEDS = int(os.environ.get("FEDERATION_SEEDS", "12"))
"""So many random operations on each example; more of them are for a machine that has the time."""


@pytest.mark.parametrize("name", example_names())
async def test_random_operations(name: str) -> None:
    example = load(name)
    for seed in range(SEEDS):
        text = random_operation(whole_schema(example), Random(seed))
        expected = answer_whole(example, text, {}, example.store())
        for structs in (True, False):
            got = await ask(example, text, structs=structs)
            assert got["data"] == expected["data"], (seed, text)
            assert ("errors" in got) == ("errors" in expected), (seed, text)
