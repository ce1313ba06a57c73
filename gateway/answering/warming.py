"""Plans made before a new graph is put into the cell, so that nobody waits for those that are in use."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from gateway.answering.beside import prepare_to_look, work_out
from gateway.answering.graph import Graph
from gateway.answering.memory import PlanKey
from gateway.answering.prepare import Steps, Work, compile_operation, found, known, read_operation, specialise_operation
from gateway.ground.errors import RequestError
from gateway.model.exchange import GraphQLRequest
from gateway.observe.events import nobody_hears

CALLER = "(warming)"
"""In the lanes the gateway itself is one caller among others, so that it takes no more than its share."""


async def warm(graph: Graph, before: Graph, most: int, seconds: float) -> int:
    """Prepares the ``most`` operations that ``before`` was asked last, then the saved queries, in at most so many
    seconds. How many of them are ready; what cannot be prepared is left to who asks for it.
    """
    ready = 0
    silent = replace(graph, observe=nobody_hears)
    async with _at_most(seconds):
        # What is in use comes first: where the time does not suffice for all, somebody waits for these most likely.
        for key in list(used(before, most)):
            ready += await _is_done(work_out(graph, lambda: CALLER, repeating(graph, before, key)))
        for saved in graph.operations:
            ready += await _is_done(prepare_to_look(silent, GraphQLRequest(saved.query)))
    return ready


def used(graph: Graph, most: int) -> Iterator[PlanKey]:
    """What was asked last, the latest first."""
    usual = (each.key for each in graph.memory.usual.latest_values())
    return islice(dict.fromkeys(chain(usual, graph.memory.compiled.latest())), most)


def repeating(graph: Graph, before: Graph, key: PlanKey) -> Steps[None]:
    """The work behind one plan of ``before``, on the new graph. Raises RequestError where it is of no use there."""
    memory = graph.memory
    (text, name, conditions), allowed, labels = key
    operation = known(memory.operations, (text, name)) or found(
        (yield Work(memory.operations, (text, name), partial(read_operation, graph, text, name)))
    )
    specialised = known(memory.specialised, key[0]) or found(
        (yield Work(memory.specialised, key[0], partial(specialise_operation, graph, operation, conditions)))
    )
    if allowed is not None:
        # What a guard left is of use only where it would leave the same.
        old = before.memory.specialised.get(key[0])
        if old is None or isinstance(old, RequestError) or old.planned != specialised.planned:
            return
    yield Work(memory.compiled, key, partial(compile_operation, graph, specialised, allowed, labels))


async def _is_done(work: Awaitable[object]) -> bool:
    # What is known already waits for nothing: a hundred of them in one turn would hold the loop.
    await asyncio.sleep(0)
    try:
        await work
    except RequestError:
        return False
    return True


@asynccontextmanager
async def _at_most(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        pass
