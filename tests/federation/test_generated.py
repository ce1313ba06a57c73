"""Generated operations on every example graph: the federated answer equals the unfederated one."""

from __future__ import annotations

import asyncio

import pytest
from graphql import parse, validate
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes as gql_nodes
from hypothesis_graphql import strategies as gql_st

from tests.federation.dressing import dressed
from tests.federation.example import example_names, load
from tests.federation.federated import ask
from tests.federation.subgraph import answer_whole, whole_schema

SCALARS = {"Json": st.integers(0, 9).map(gql_nodes.Int), "Date": st.just("2026-05-05").map(gql_nodes.String)}


@pytest.mark.parametrize("name", example_names())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
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
