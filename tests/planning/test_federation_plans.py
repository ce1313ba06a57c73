"""Plans of the graphs of ``tests/federation`` are sound, for their own and for generated queries."""

from __future__ import annotations

from functools import cache

import pytest
from graphql import GraphQLSchema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries

from gateway.ground.errors import RequestError
from gateway.model.supergraph import Supergraph
from gateway.operations import condition_values, pick_operation, read_document, specialise
from gateway.operations.document import DocumentLimits
from gateway.planning import plan_operation, plan_text
from gateway.query_graph import QueryGraph, build_query_graph, read_supergraph
from tests.federation.example import composed, example_names, load
from tests.plan_soundness import check_plan
from tests.subgraph_schema import subgraph_schema

SCALARS = {"Json": st.integers(0, 9).map(nodes.Int), "Date": st.just("2026-05-05").map(nodes.String)}


@cache
def graph_of(name: str) -> tuple[Supergraph, QueryGraph, dict[str, GraphQLSchema]]:
    supergraph = read_supergraph(composed(load(name)))
    schemas = {part: subgraph_schema(sdl) for part, sdl in load(name).subgraphs.items()}
    return supergraph, build_query_graph(supergraph), schemas


def check(name: str, text: str) -> None:
    supergraph, graph, schemas = graph_of(name)
    client = pick_operation(read_document(text, supergraph.api, DocumentLimits()), None)
    variables = dict.fromkeys(client.conditions, False)
    operation = specialise(client, supergraph, condition_values(client, variables)).planned
    if operation is not None:
        plan = plan_operation(graph, operation)
        assert check_plan(supergraph, schemas, operation, plan) == [], plan_text(plan)


@pytest.mark.parametrize(
    ("name", "query"), [(name, query) for name in example_names() for query in load(name).queries.values()]
)
def test_plans_of_written_queries_are_sound(name: str, query: str) -> None:
    check(name, query)


@pytest.mark.parametrize("name", example_names())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_plans_of_generated_queries_are_sound(name: str, data: st.DataObject) -> None:
    text = data.draw(queries(graph_of(name)[0].api, custom_scalars=SCALARS))
    try:
        check(name, text)
    except RequestError as error:
        assert error.code in {"GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"}, error.message
