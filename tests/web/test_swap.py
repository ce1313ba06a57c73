"""A graph swapped for another: who asks afterwards is told of the new one; what is under way ends on the old."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from gateway.answering.graph import Graph
from gateway.app import graph_of, supergraph_of, wired
from gateway.composition import compose
from gateway.ground.cell import Cell
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.saved import SavedOperation
from gateway.observe.counts import Counts
from gateway.settings import Settings

SETTINGS = Settings()
SAVED = (SavedOperation("01", "Fruit", "query", "{ apple }"), SavedOperation("02", "Tree", "query", "{ oak }"))


@dataclass(frozen=True)
class Gate:
    """Holds a request to the subgraph until it is opened."""

    came: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)


def graph(name: str, root_field: str, gate: Gate | None = None) -> Graph:
    """A graph of one subgraph with one field."""
    composed = compose([SubgraphSource(name, f"http://{name}", f"type Query {{ {root_field}: String }}")])
    assert isinstance(composed, Composed)

    async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
        if gate is not None:
            gate.came.set()
            await gate.open.wait()
        return SubgraphAnswer(200, json.dumps({"data": {root_field: name}}).encode())

    supergraph = supergraph_of(composed.supergraph_sdl, SETTINGS)
    return graph_of(supergraph, SETTINGS, send, operations=SAVED)


async def told(ask: Any, application: Any, field: str) -> dict[str, Any]:
    """What the gateway says of a field, everywhere where it speaks of its graph."""
    query = {"query": f"{{ {field} }}"}
    answered = (await ask(application, body=query)).json
    planned = (await ask(application, "POST", "/graphiql/plan", body=query)).json
    saved = (await ask(application, "GET", "/operations.json")).json
    ready = (await ask(application, "GET", "/health/ready")).json
    return {
        "answer": answered.get("data"),
        "plan": (planned.get("node") or {}).get("serviceName"),
        "saved": [each["id"] for each in saved if each["problem"] is None],
        "subgraphs": list(ready["subgraphs"]),
    }


async def test_everybody_reads_the_graph_of_this_moment(ask: Any) -> None:
    cell = Cell(graph("fruits", "apple"))
    application = wired(SETTINGS, cell, Counts())
    fruits = {"answer": {"apple": "fruits"}, "plan": "fruits", "saved": ["01"], "subgraphs": ["fruits"]}
    trees = {"answer": {"oak": "trees"}, "plan": "trees", "saved": ["02"], "subgraphs": ["trees"]}
    assert await told(ask, application, "apple") == fruits
    cell.put(graph("trees", "oak"))
    assert await told(ask, application, "oak") == trees
    gone = await told(ask, application, "apple")
    assert (gone["answer"], gone["plan"]) == (None, None)


@pytest.mark.parametrize("query", ["{ apple }", "{ apple __schema { queryType { name } } }"])
async def test_a_request_under_way_ends_on_the_graph_that_it_began_with(ask: Any, query: str) -> None:
    gate = Gate()
    cell = Cell(graph("fruits", "apple", gate))
    application = wired(SETTINGS, cell, Counts())
    asking = asyncio.create_task(ask(application, body={"query": query}))
    await gate.came.wait()
    cell.put(graph("trees", "oak"))
    gate.open.set()
    assert (await asking).json["data"]["apple"] == "fruits"
