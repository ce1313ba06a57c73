"""Executions that come again: whose answers differ gets his own, and every subgraph is asked every time."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import replace

from gateway.answering.answer import answer
from gateway.answering.graph import Graph
from gateway.answering.memory import new_memory
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from tests.answering.test_once import World, ask

QUERY = "{ a b things { name } }"


class Personal(World):
    """Subgraph two tells everybody his own token; the entities' names count the requests when ``counting``."""

    counting = False

    async def send(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        given = await super().send(request)
        content = json.loads(given.body)
        if request.subgraph == "two":
            content["data"]["b"] = int(request.headers["authorization"])
        for entity in content["data"]["_entities"] if self.counting else ():
            entity["name"] = str(len(self.requests))
        return replace(given, body=json.dumps(content).encode())


async def ask_as(graph: Graph, token: int) -> Any:
    return (await ask(graph, QUERY, headers={"authorization": str(token)}))["data"]["b"]


async def test_everybody_gets_his_own_answer() -> None:
    graph = Personal().graph()
    tokens = [1, 1, 2, 1, 2, 2, 3, 1]
    assert [await ask_as(graph, token) for token in tokens] == tokens


async def test_every_subgraph_is_asked_every_time_and_what_changes_is_seen() -> None:
    world = Personal()
    graph = world.graph()
    request = GraphQLRequest(QUERY, headers={"authorization": "1"})
    first = await answer(graph, request)
    asked = list(world.requests)
    assert (await answer(graph, request)).body == first.body
    assert sorted(world.requests[len(asked) :], key=str) == sorted(asked, key=str)
    world.counting = True
    assert (await answer(graph, request)).body != first.body


async def test_the_same_answers_are_worked_out_once() -> None:
    graph = World().graph()
    request = GraphQLRequest("{ a b }")
    bodies = [(await answer(graph, replace(request, headers={"authorization": name}))).body for name in "ab"]
    assert bodies[0] is bodies[1]
    assert len(graph.memory.recordings) == 1


async def test_variables_and_mutations() -> None:
    graph = World().graph()
    query = "query($v: Any, $no: Boolean = false) { a @skip(if: $no) echo(v: $v) }"
    for variables in ({"v": 1}, {"v": True}, {"v": 1, "no": True}):
        await ask(graph, query, variables=variables)
    assert len(graph.memory.recordings) == 3
    await ask(graph, "mutation { m }")
    await ask(graph, "{ a __schema { queryType { name } } }")
    assert len(graph.memory.recordings) == 3, "neither a mutation nor what introspection stands beside"


async def test_without_memory_nothing_is_kept() -> None:
    graph = World().graph(memory=new_memory(recordings=0))
    assert await ask(graph, "{ a b }") == await ask(graph, "{ a b }") == {"data": {"a": 1, "b": 2}}
    assert len(graph.memory.recordings) == 0
