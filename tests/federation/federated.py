"""The gateway over an example's subgraphs, all in this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any

from gateway.answering.answer import answer
from gateway.answering.disclosure import Disclosure
from gateway.answering.graph import Graph, PlanOperation
from gateway.answering.memory import Memory, new_memory
from gateway.ground.by_subgraph import for_all
from gateway.ground.error_detail import ErrorDetail
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from gateway.model.supergraph import Supergraph
from gateway.planning import plan_operation
from gateway.query_graph import build_query_graph, read_supergraph
from gateway.subgraphs.send import Send
from tests.federation.example import Example, Store, composed, load
from tests.federation.subgraph import Subgraph

Spoil = Callable[[SubgraphRequest, dict[str, Any]], bytes | SubgraphError]


@dataclass(slots=True)
class InProcess:
    """A filling of the Send seam that calls the example's subgraphs directly.

    ``spoiled``: by subgraph, what to make of its answer. ``requests``: what was sent, in order.
    """

    example: Example
    store: Store
    spoiled: Mapping[str, Spoil] = field(default_factory=dict)
    requests: list[SubgraphRequest] = field(default_factory=list)

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        self.requests.append(request)
        subgraph = Subgraph(self.example, request.subgraph, self.store)
        given = subgraph.answer(json.loads(request.body))
        if request.subgraph in self.spoiled:
            spoiled = self.spoiled[request.subgraph](request, given)
            if isinstance(spoiled, SubgraphError):
                raise spoiled
            return SubgraphAnswer(200, spoiled)
        return SubgraphAnswer(200, json.dumps(given).encode())


@cache
def planner_of(name: str) -> tuple[Supergraph, PlanOperation]:
    supergraph = read_supergraph(composed(load(name)))
    return supergraph, partial(plan_operation, build_query_graph(supergraph))


def graph_of(example: Example, send: Send, structs: bool = True) -> Graph:
    """A graph for the example; the supergraph, its query graph and all plans are made once."""
    supergraph, plan = planner_of(example.name)
    memory = with_plans_of(plans_of(example.name, structs))
    # The one schema without federation shows its words, too.
    disclosure = Disclosure(for_all(ErrorDetail.ALL))
    return Graph(supergraph=supergraph, plan=plan, send=send, structs=structs, disclosure=disclosure, memory=memory)


@cache
def plans_of(_name: str, _structs: bool) -> Memory:
    """What the tests of one graph work out once."""
    return new_memory()


def with_plans_of(memory: Memory) -> Memory:
    """A memory that knows the same documents, plans and programs, and nothing of an execution."""
    fresh = new_memory()
    return replace(memory, flights=fresh.flights, answers=fresh.answers, recordings=fresh.recordings)


async def ask(
    example: Example,
    query: str,
    variables: Mapping[str, Any] | None = None,
    store: Store | None = None,
    spoiled: Mapping[str, Spoil] | None = None,
    structs: bool = True,
) -> dict[str, Any]:
    """The gateway's answer."""
    send = InProcess(example, store or example.store(), spoiled or {})
    request = GraphQLRequest(query=query, variables=variables or {})
    return await ask_repeatedly(graph_of(example, send, structs), request, InProcess(example, example.store()))


async def ask_repeatedly(graph: Graph, request: GraphQLRequest, honest: InProcess) -> dict[str, Any]:
    """The answer of a graph without memory, which is also the one that it gives when it repeats an execution, and
    when it leaves the repetition of one over other answers (those of ``honest``). A mutation is asked once.
    """
    content = await _content(graph, request)
    if not request.query.lstrip().startswith("mutation"):
        assert await _content(graph, request) == content
        elsewhere = replace(graph, memory=with_plans_of(graph.memory))
        await answer(replace(elsewhere, send=honest), request)
        assert await _content(elsewhere, request) == content
    return content


async def _content(graph: Graph, request: GraphQLRequest) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((await answer(graph, request)).body)
    return content
