"""A root type that a subgraph names otherwise, where its name travels: as a member of a union, of an interface."""

from __future__ import annotations

import json
from functools import partial

from gateway.answering.answer import answer
from gateway.answering.graph import Graph
from gateway.composition import compose
from gateway.model.composition import Composed
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from gateway.planning import plan_operation
from gateway.query_graph import build_query_graph, read_supergraph
from tests.composition.subgraph_sets import subgraphs

A = """schema { query: RootQuery } type RootQuery implements Has { x: Int some: [Some] has: Has }
interface Has { x: Int } type Other implements Has { x: Int } union Some = RootQuery | Other"""
B = "type Query { y: String }"


def composed(a: str) -> str:
    result = compose(subgraphs(a=a, b=B))
    assert isinstance(result, Composed)
    return result.supergraph_sdl


def test_the_supergraph_says_it_only_where_the_name_travels() -> None:
    text = composed(A)
    assert '@civic__rootName(graph: A, type: "Query", name: "RootQuery")' in text
    assert read_supergraph(text).subgraphs["a"].root_names == {"Query": "RootQuery"}
    assert not [name for name in read_supergraph(text).api.type_map if name.startswith("civic")]
    assert "civic" not in composed("schema { query: RootQuery } type RootQuery { x: Int }")
    assert "civic" not in composed(A.replace("RootQuery", "Query"))


async def test_fragments_go_out_and_answers_come_back_in_each_ones_words() -> None:
    supergraph = read_supergraph(composed(A))
    sent: list[str] = []

    async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
        query = json.loads(request.body)["query"]
        sent.append(query)
        if request.subgraph == "b":
            return SubgraphAnswer(200, b'{"data":{"y":"Y"}}')
        items = [{"__typename": "RootQuery", "x": 1}, {"__typename": "Other", "x": 2}]
        return SubgraphAnswer(200, json.dumps({"data": {"some": items, "has": items[0]}}).encode())

    graph = Graph(supergraph=supergraph, plan=partial(plan_operation, build_query_graph(supergraph)), send=send)
    text = "{ some { __typename ... on Query { x y } ... on Other { x } } has { __typename ... on Query { y } } }"
    got = json.loads((await answer(graph, GraphQLRequest(query=text))).body)
    assert got["data"] == {
        "some": [{"__typename": "Query", "x": 1, "y": "Y"}, {"__typename": "Other", "x": 2}],
        "has": {"__typename": "Query", "y": "Y"},
    }
    assert "... on RootQuery" in sent[0]
    assert "... on Query" not in "".join(sent)
