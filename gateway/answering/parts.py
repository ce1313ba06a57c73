"""A request answered in parts: prepared first, so that a refusal is known before anything is sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from typing import Any

from gateway.answering.answer import prepared_in_time
from gateway.answering.deadline import Allotted
from gateway.answering.graph import Graph
from gateway.answering.metering import Meter, meter_of
from gateway.answering.once import once
from gateway.answering.prepare import Prepared
from gateway.answering.subscribers import Subscribers
from gateway.answering.subscribing import events
from gateway.ground.cell import Cell
from gateway.ground.errors import RequestError
from gateway.guard.rate import LEAST
from gateway.model.exchange import GraphQLRequest
from gateway.model.operation import OperationKind
from gateway.model.parts import Part
from gateway.observe.events import Refused


async def begin(
    graph: Graph, request: GraphQLRequest, subscribers: Subscribers | None = None
) -> AsyncGenerator[Part, None]:
    """The parts of the answer, once the request is ready to run. ``subscribers``: who is counted with this one.

    Raises RequestError for one that is not ready, or a subscription for which there is no place.
    """
    with graph.held:
        meter = meter_of(graph, request)
        if meter is not None:
            await meter.take(LEAST)
        prepared, until = await graph.deadline.allot(request.wait, partial(_prepared, graph, request))
        if prepared.kind is OperationKind.SUBSCRIPTION:
            # Each of its events is paid for when it comes.
            return Holding(events(prepared, request), graph.held, (subscribers or Subscribers()).place_of(request))
        if meter is not None:
            await meter.take(prepared.estimated)
        return Holding(parts(prepared, until, meter), graph.held)


def answering_in_parts(
    cell: Cell[Graph], subscribers: Subscribers | None = None
) -> Callable[[GraphQLRequest], Awaitable[AsyncGenerator[Part, None]]]:
    """Answers each request by the graph that is in the cell when it comes; it ends on that one."""
    counted = subscribers or Subscribers()

    def begin_now(request: GraphQLRequest) -> Awaitable[AsyncGenerator[Part, None]]:
        return begin(cell.value, request, counted)

    return begin_now


class Holding(AsyncGenerator[Part, None]):
    """Parts that hold something, such as their graph, from now until they end, or are closed: also before the first is
    asked for.
    """

    def __init__(self, inner: AsyncGenerator[Part, None], *held: AbstractContextManager[object]) -> None:
        self._inner = inner
        with ExitStack() as hold:
            for each in held:
                hold.enter_context(each)
            self._hold = hold.pop_all()

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
    try:
        return await prepared_in_time(graph, request, allotted), allotted.until
    except RequestError as error:
        graph.observe(Refused(error.code))
        raise
