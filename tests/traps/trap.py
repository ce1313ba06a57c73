"""A trap: a small set of subgraphs with data, and what one unfederated server answers over the same data.

As in tests/federation, but in one text: the unfederated schema is what clients see of the composed one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from graphql import print_schema

from gateway.answering.graph import Graph, PlanOperation
from gateway.model.exchange import GraphQLRequest
from gateway.model.supergraph import Supergraph
from gateway.planning import plan_operation
from gateway.query_graph import build_query_graph, read_supergraph
from tests.federation.example import Example, FieldFunction, Record, composed
from tests.federation.federated import InProcess, Spoil, ask_repeatedly, plans_of, with_plans_of
from tests.federation.subgraph import answer_whole

LINK = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@provides",
  "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject", "@tag", "@context", "@fromContext"])
"""


def trap(
    subgraphs: Mapping[str, str],
    records: Mapping[str, list[Record]],
    fields: Mapping[tuple[str, str], FieldFunction],
) -> Example:
    """``subgraphs``: SDL by name; those that link nothing themselves get LINK."""
    linked = {name: sdl if "@link" in sdl or "# fed1" in sdl else LINK + sdl for name, sdl in subgraphs.items()}
    bare = Example("trap", "", linked, {}, records, fields)
    text = composed(bare)
    return Example(text, print_schema(read_supergraph(text).api), linked, {}, records, fields)


@cache
def planner_of(text: str) -> tuple[Supergraph, PlanOperation]:
    supergraph = read_supergraph(text)
    return supergraph, partial(plan_operation, build_query_graph(supergraph))


async def ask(
    example: Example,
    query: str,
    variables: Mapping[str, Any] | None = None,
    spoiled: Mapping[str, Spoil] | None = None,
    structs: bool = True,
) -> dict[str, Any]:
    """The gateway's answer. The name of a trap is its supergraph."""
    supergraph, plan = planner_of(example.name)
    send = InProcess(example, example.store(), spoiled or {})
    memory = with_plans_of(plans_of(example.name, structs))
    graph = Graph(supergraph=supergraph, plan=plan, send=send, structs=structs, memory=memory)
    request = GraphQLRequest(query=query, variables=variables or {})
    return await ask_repeatedly(graph, request, InProcess(example, example.store()))


async def assert_same(example: Example, query: str, variables: Mapping[str, Any] | None = None) -> None:
    """Both back ends answer what the unfederated server does: the same data, and errors for the same fields."""
    expected = answer_whole(example, query, variables or {}, example.store())
    for structs in (True, False):
        got = await ask(example, query, variables, structs=structs)
        assert got.get("data") == expected["data"], got
        assert _paths(got) == _paths(expected), got


def _paths(answer_: Mapping[str, Any]) -> list[list[str | int]]:
    return sorted((error.get("path", []) for error in answer_.get("errors", ())), key=str)
