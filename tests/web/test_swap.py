"""A graph swapped for another: who asks afterwards is told of the new one; what is under way ends on the old."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pytest

from gateway.answering.graph import Graph
from gateway.answering.parts import begin
from gateway.answering.probing import probing
from gateway.answering.swap import Swapping
from gateway.app import wired
from gateway.composition import compose
from gateway.ground.cell import Cell
from gateway.ground.errors import ConfigurationError
from gateway.making import graph_of, not_open, supergraph_of
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from gateway.model.saved import SavedOperation
from gateway.observe.counts import Counts
from gateway.settings import Settings
from gateway.ways import opened_for
from tests.serving import until
from tests.web.whole import started

SETTINGS = Settings(ready_probe=0)
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


@dataclass
class Service:
    """A subgraph at an address of its own, which sees its connections come and go."""

    name: str
    url: str = ""
    connections: int = 0
    requests: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while await reader.read(10_000):
            self.requests += 1
            await self.open.wait()
            body = json.dumps({"data": {"name": self.name}}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
        self.connections -= 1
        writer.close()


@asynccontextmanager
async def service(name: str) -> AsyncIterator[Service]:
    made = Service(name)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/graphql"
    try:
        yield made
    finally:
        server.close()


def graph_at(url: str) -> Graph:
    composed = compose([SubgraphSource("names", url, "type Query { name: String } type Mutation { rename: String }")])
    assert isinstance(composed, Composed)
    return graph_of(supergraph_of(composed.supergraph_sdl, SETTINGS), SETTINGS, not_open)


async def test_a_swapped_graph_asks_at_its_own_address_and_the_old_ones_connections_end_with_its_last_request(
    ask: Any,
) -> None:
    async with service("old") as old, service("new") as new:
        cell = Cell(graph_at(old.url))
        swapping = Swapping(cell, partial(opened_for, settings=SETTINGS))
        application = wired(SETTINGS, cell, Counts(), swapping=swapping)
        async with started(application):
            by_events = {"accept": "text/event-stream"}
            asking = [
                asyncio.create_task(ask(application, body={"query": "{ name }", "variables": {"n": 1}})),
                asyncio.create_task(ask(application, body={"query": "{ x: name name }"}, headers=by_events)),
            ]
            await until(lambda: old.requests == 2, "both are under way")
            new.open.set()
            await swapping.put(graph_at(new.url))
            for _ in range(3):
                assert (await ask(application, body={"query": "{ name }"})).json == {"data": {"name": "new"}}
            assert (old.connections, old.requests) == (2, 2)
            old.open.set()
            plain, events = await asyncio.gather(*asking)
            assert plain.json == {"data": {"name": "old"}}
            assert b'"old"' in events.body
            await until(lambda: old.connections == 0, "the old one's connections are closed")
            assert new.connections == 1
        await until(lambda: new.connections == 0, "at the end all are closed")


async def test_a_mutation_whose_client_left_is_done_on_the_graph_that_it_began_with(ask: Any) -> None:
    async with service("old") as old, service("new") as new:
        cell = Cell(graph_at(old.url))
        swapping = Swapping(cell, partial(opened_for, settings=SETTINGS))
        application = wired(SETTINGS, cell, Counts(), swapping=swapping)
        async with started(application):
            asking = asyncio.create_task(ask(application, body={"query": "mutation { rename }"}))
            await until(lambda: old.requests == 1, "it is under way")
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            await swapping.put(graph_at(new.url))
            assert old.connections == 1
            old.open.set()
            await until(lambda: old.connections == 0, "it is done")


async def test_a_graph_that_cannot_be_opened_changes_nothing(ask: Any) -> None:
    async with service("old") as old:
        old.open.set()
        cell = Cell(graph_at(old.url))
        swapping = Swapping(cell, partial(opened_for, settings=SETTINGS))
        application = wired(SETTINGS, cell, Counts(), swapping=swapping)
        async with started(application):
            with pytest.raises(ConfigurationError):
                await swapping.put(graph_at("asgi:no_such_package.app:app"))
            assert (await ask(application, body={"query": "{ name }"})).json == {"data": {"name": "old"}}


async def test_parts_that_nobody_reads_hold_their_graph_until_they_are_closed() -> None:
    graph = replace(graph_at("http://x"), send=graph_send)
    parts = await begin(graph, GraphQLRequest("{ name }"))
    assert graph.held.users == 1
    await parts.aclose()
    assert graph.held.users == 0
    assert [part.body async for part in await begin(graph, GraphQLRequest("{ name }"))] == [b'{"data":{"name":"x"}}']
    assert graph.held.users == 0


async def graph_send(request: SubgraphRequest, /) -> SubgraphAnswer:
    return SubgraphAnswer(200, b'{"data":{"name":"x"}}')


async def test_a_probe_under_way_holds_the_graph_that_it_began_with() -> None:
    """Its way would be closed under it, and whoever asks over a closed one fails: nothing would be probed any more."""
    gate = Gate()
    cell = Cell(graph("fruits", "apple", gate))
    old = cell.value
    async with probing(cell, 60):
        await gate.came.wait()
        assert old.held.users == 1
        cell.put(graph("trees", "oak"))
        gate.open.set()
        await asyncio.wait_for(old.held.left(), 5)
