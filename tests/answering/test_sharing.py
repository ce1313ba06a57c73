"""Identical queries under way together are answered once; nothing that could differ is ever shared."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from gateway.answering.answer import answer
from gateway.answering.graph import Graph
from gateway.ground.errors import SubgraphError
from gateway.model.caller import Caller
from gateway.model.exchange import GraphQLRequest, SubgraphRequest
from gateway.model.operation import Operation
from gateway.model.result import FieldError, Guarded
from tests.answering.test_once import World, ask, without

QUERY = "query($id: Boolean = true) { a b things { id @include(if: $id) name } }"
ASKED = GraphQLRequest(QUERY, headers={"authorization": "Bearer a"})
ONCE = 3
"""So many requests one answer to QUERY takes."""


class Gate:
    """Holds every request to a subgraph until it is opened."""

    def __init__(self) -> None:
        self.open = asyncio.Event()

    def __call__(self, request: SubgraphRequest) -> Any:
        return self.open.wait()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def warm(graph: Graph, world: World, *requests: GraphQLRequest) -> None:
    """Plan, so that what is under way later is only the execution."""
    held, world.hold = world.hold, None
    for request in requests:
        await answer(graph, request)
    world.hold = held
    world.requests.clear()


async def test_identical_queries_are_answered_once_and_not_kept() -> None:
    gate = Gate()
    world = World(hold=gate)
    graph = world.graph()
    await warm(graph, world, ASKED)
    asking = [asyncio.create_task(answer(graph, replace(ASKED))) for _ in range(10)]
    await settle()
    gate.open.set()
    assert len({(await each).body for each in asking}) == 1
    assert len(world.requests) == ONCE
    await answer(graph, ASKED)
    assert len(world.requests) == 2 * ONCE
    assert len(graph.memory.answers) == 0


def refusing_differently(operation: Operation, request: GraphQLRequest) -> Guarded:
    """Takes out the same for everybody, but tells strangers something else."""
    word = "FORBIDDEN" if request.caller.is_authenticated else "UNAUTHENTICATED"
    found = without("b", ("b",))(operation, request)
    return Guarded(found.operation, (FieldError("not for you", word, ("b",)),))


@pytest.mark.parametrize(
    "other",
    [
        replace(ASKED, headers={"authorization": "Bearer b"}),
        replace(ASKED, headers={}),
        replace(ASKED, headers={**ASKED.headers, "accept-language": "de"}),
        replace(ASKED, variables={"id": False}),
        replace(ASKED, query=QUERY.replace("a b", "b a")),
        replace(ASKED, caller=Caller("somebody")),
    ],
)
async def test_nothing_is_shared_between_requests_whose_answers_could_differ(other: GraphQLRequest) -> None:
    gate = Gate()
    world = World(hold=gate)
    graph = world.graph(guard=refusing_differently)
    await warm(graph, world, ASKED, other)
    alone = len(world.requests)
    asking = [asyncio.create_task(answer(graph, each)) for each in (ASKED, other)]
    await settle()
    assert len(world.requests) == alone + 2
    gate.open.set()
    await asyncio.gather(*asking)


VALUES: list[Any] = [1, 1.5, True, "1", None, [1], {"n": 1}, {"n": "1"}, 2**70]


async def test_values_of_variables_are_told_apart_exactly() -> None:
    gate = Gate()
    world = World(hold=gate)
    graph = world.graph()
    query = "query($v: Any) { echo(v: $v) }"
    requests = [GraphQLRequest(query, variables={"v": value}) for value in VALUES]
    await warm(graph, world, requests[0])
    asking = [asyncio.create_task(answer(graph, each)) for each in requests for _ in range(2)]
    await settle()
    assert len(world.requests) == len(VALUES)
    gate.open.set()
    await asyncio.gather(*asking)


async def test_who_asks_after_a_mutation_joins_nobody_who_asked_before_its_end() -> None:
    gate = Gate()
    world = World()
    graph = world.graph()
    await warm(graph, world, GraphQLRequest("{ a }"))
    world.hold = gate
    before = asyncio.create_task(ask(graph, "{ a }"))
    await settle()
    world.hold = None
    await ask(graph, "mutation { m }")
    assert await ask(graph, "{ a }") == {"data": {"a": 1}}, "it does not wait at the gate"
    assert not before.done()
    gate.open.set()
    assert await before == {"data": {"a": 1}}


async def test_mutations_are_never_shared() -> None:
    world = World()
    graph = world.graph()
    await asyncio.gather(*(ask(graph, "mutation { m }") for _ in range(3)))
    assert len(world.requests) == 3


@pytest.mark.parametrize("leaving", [0, 1])
async def test_one_who_leaves_disturbs_nobody(leaving: int) -> None:
    gate = Gate()
    world = World(hold=gate)
    graph = world.graph()
    await warm(graph, world, ASKED)
    asking = [asyncio.create_task(answer(graph, ASKED)) for _ in range(3)]
    await settle()
    asking[leaving].cancel()
    await settle()
    gate.open.set()
    done = await asyncio.gather(*asking, return_exceptions=True)
    assert isinstance(done.pop(leaving), asyncio.CancelledError)
    assert all(not isinstance(each, BaseException) for each in done)


async def test_the_setting_turns_it_off() -> None:
    world = World()
    graph = world.graph(dedupe=False)
    await asyncio.gather(*(ask(graph, "{ a }") for _ in range(3)))
    assert len(world.requests) == 3


def failing(subgraph: str) -> Callable[[SubgraphRequest], Any]:
    async def fail(request: SubgraphRequest) -> None:
        if request.subgraph == subgraph:
            raise SubgraphError(subgraph, "closed")

    return fail


async def test_a_failure_is_told_to_all_who_asked() -> None:
    graph = World(hold=failing("two")).graph()
    answers = await asyncio.gather(*(ask(graph, "{ a b }") for _ in range(3)))
    assert all(each["data"] == {"a": 1, "b": None} and len(each["errors"]) == 1 for each in answers)
