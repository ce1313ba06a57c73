"""A request answered in parts: prepared first, so that a refusal is known before anything is sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

from gateway.answering.deadline import Allotted
from gateway.answering.graph import Graph
from gateway.answering.metering import Meter, meter_of
from gateway.answering.once import once, prepared_in_time
from gateway.answering.prepare import Prepared
from gateway.ground.cell import Cell
from gateway.ground.held import Held
from gateway.guard.rate import LEAST
from gateway.model.exchange import GraphQLRequest
from gateway.model.parts import Part


async def begin(graph: Graph, request: GraphQLRequest) -> AsyncGenerator[Part, None]:
    """The parts of the answer, once the request is ready to run. Raises RequestError for one that is not."""
    with graph.held:
        meter = meter_of(graph, request)
        if meter is not None:
            await meter.take(LEAST)
        prepared, until = await graph.deadline.allot(request.wait, partial(_prepared, graph, request))
        if meter is not None:
            await meter.take(prepared.estimated)
        return Holding(parts(prepared, until, meter), graph.held)


def answering_in_parts(cell: Cell[Graph]) -> Callable[[GraphQLRequest], Awaitable[AsyncGenerator[Part, None]]]:
    """Answers each request by the graph that is in the cell when it comes; it ends on that one."""

    def begin_now(request: GraphQLRequest) -> Awaitable[AsyncGenerator[Part, None]]:
        return begin(cell.value, request)

    return begin_now


class Holding(AsyncGenerator[Part, None]):
    """Parts that hold their graph from now until they end, or are closed: also before the first is asked for."""

    def __init__(self, inner: AsyncGenerator[Part, None], held: Held) -> None:
        self._inner = inner
        self._hold = ExitStack()
        self._hold.enter_context(held)

    async def asend(self, value: None) -> Part:
        try:
            return await self._inner.asend(value)
        except BaseException:
            self._hold.close()
            raise

    async def athrow(self, *error: Any) -> Part:
        try:
            return await self._inner.athrow(*error)
        except BaseException:
            self._hold.close()
            raise

    async def aclose(self) -> None:
        try:
            await self._inner.aclose()
        finally:
            self._hold.close()


async def parts(prepared: Prepared, until: float, meter: Meter | None = None) -> AsyncGenerator[Part, None]:
    """Those of a query or mutation: one, by ``until`` (the loop's seconds)."""
    left = max(0.0, until - asyncio.get_running_loop().time())
    answered = await prepared.graph.deadline.allot(left, partial(once, prepared))
    if meter is not None:
        await meter.settle(max(LEAST, prepared.estimated if answered.cost is None else answered.cost))
    yield Part(answered.body)


async def _prepared(graph: Graph, request: GraphQLRequest, allotted: Allotted) -> tuple[Prepared, float]:
    return await prepared_in_time(graph, request, allotted), allotted.until
