"""Nobody waits for a plan that was in use before the swap, and nobody loses the network that he runs on."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from gateway.answering.answer import answer, answering
from gateway.answering.graph import Graph
from gateway.answering.swap import Swapping
from gateway.answering.warming import warm
from gateway.composition import compose
from gateway.ground.cell import Cell
from gateway.making import graph_of, supergraph_of
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from gateway.model.saved import SavedOperation
from gateway.observe.counts import Counts
from gateway.settings import Settings
from gateway.subgraphs.send import Send

SETTINGS = Settings()


async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
    return SubgraphAnswer(200, json.dumps({"data": {"apple": "red"}}).encode())


def graph(fields: str, counts: Counts, send: Send = send) -> Graph:
    composed = compose([SubgraphSource("fruits", "http://fruits", f"type Query {{ {fields} }}")])
    assert isinstance(composed, Composed)
    return graph_of(supergraph_of(composed.supergraph_sdl, SETTINGS), SETTINGS, send, observe=counts)


def asked(number: int) -> GraphQLRequest:
    return GraphQLRequest(f"query Q{number} {{ apple }}")


async def test_what_was_asked_before_is_planned_when_the_graph_comes() -> None:
    before = graph("apple: String gone: String", Counts())
    for number in range(5):
        await answer(before, asked(number))
    await answer(before, GraphQLRequest("{ gone }"))
    counts = Counts()
    now = graph("apple: String new: String", counts)
    assert await warm(now, before, most=500, seconds=60) == 5
    for number in range(5):
        assert json.loads((await answer(now, asked(number))).body) == {"data": {"apple": "red"}}
    assert counts.shown()["plans"] == {"made": 0, "known": 5}


async def test_others_go_on_between_two_operations_that_are_known_already() -> None:
    saved = tuple(SavedOperation(str(n), str(n), "", f"query Q{n} {{ apple }}") for n in range(20))
    now = replace(graph("apple: String", Counts()), operations=saved)
    await warm(now, now, most=0, seconds=60)
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    going_on = asyncio.create_task(others())
    assert await warm(now, now, most=0, seconds=60) == 20
    going_on.cancel()
    assert turns >= 20


async def test_no_more_is_prepared_than_is_wanted_the_latest_first() -> None:
    before = graph("apple: String", Counts())
    for number in range(5):
        await answer(before, asked(number))
    counts = Counts()
    now = graph("apple: String", counts)
    assert await warm(now, before, most=2, seconds=60) == 2
    for number in range(5):
        await answer(now, asked(number))
    assert counts.shown()["plans"] == {"made": 3, "known": 2}


async def test_an_old_network_is_closed_when_its_last_request_has_ended() -> None:
    came, go, closed = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(request: SubgraphRequest, /) -> SubgraphAnswer:
        came.set()
        await go.wait()
        return await send(request)

    @asynccontextmanager
    async def first() -> AsyncIterator[Send]:
        yield slow
        closed.set()

    @asynccontextmanager
    async def second() -> AsyncIterator[Send]:
        yield send

    networks = iter([first(), second()])
    cell = Cell(graph("apple: String", Counts()))
    swapping = Swapping(cell, lambda _: next(networks))
    await swapping.put(cell.value)
    asking = asyncio.ensure_future(answering(cell)(asked(1)))
    await came.wait()
    await swapping.put(replace(cell.value))
    gc.collect()
    for _ in range(10):
        await asyncio.sleep(0)
    assert (swapping.living, closed.is_set()) == (2, False)
    go.set()
    assert json.loads((await asking).body) == {"data": {"apple": "red"}}
    gc.collect()
    await closed.wait()
    for _ in range(10):
        await asyncio.sleep(0)
    assert swapping.living == 1
    await swapping.close()
    assert swapping.living == 0
