"""A subscription (GraphQL 6.2.3): its first fetch is listened to, and whatever comes is the beginning of a run.

So fields of other ministries are there in each event, and one that fails costs its field, as in a query. Clients pull:
who reads slowly is a slow reader of the service, and nothing is heaped up here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import TypeAlias

from gateway.answering.drive import request_of
from gateway.answering.metering import meter_of
from gateway.answering.once import once, received
from gateway.answering.prepare import Prepared
from gateway.execution import RepeatableRun, Run
from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError, SubgraphError
from gateway.ground.held import Over
from gateway.guard.rate import LEAST
from gateway.model.caller import Caller
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer
from gateway.model.parts import Part
from gateway.model.refusal import body_of
from gateway.observe.events import Delivered, Dropped, Subscribed

Came: TypeAlias = SubgraphAnswer | SubgraphError | None
"""What came; None when the service said that there is no more."""

ENDS = {
    PublicCode.SUBSCRIPTION_SCHEMA_CHANGED: "The graph has changed; subscribe again.",
    PublicCode.SUBSCRIPTION_STOPPED: "The gateway stops; subscribe again.",
    PublicCode.UNAUTHENTICATED: "Your token has expired; log in again.",
}


async def events(prepared: Prepared, request: GraphQLRequest) -> AsyncGenerator[Part, None]:
    """A part for each event. The last one may be an error that says why there are no more."""
    graph, program = prepared.graph, prepared.compiled.program
    if program is None:
        # Nothing is left that the caller may see: there is nothing to listen to.
        answered = await graph.deadline.allot(request.wait, partial(once, prepared))
        yield Part(answered.body)
        return
    first = RepeatableRun(program, partial(Run, program, prepared.narrowed.variables)).ready()[0]
    if graph.stream is None:
        raise RuntimeError("This graph has no way for subscriptions.")
    graph.observe(Subscribed(first.subgraph, 1))
    try:
        async with aclosing(graph.stream(request_of(prepared, first))) as answers:
            while True:
                came = await _next_or_end(prepared, answers, request.caller)
                if came is None:
                    return
                yield Part(await _answered(prepared, request, first.fetch, came))
                if isinstance(came, SubgraphError):
                    graph.observe(Dropped(first.subgraph, came.code))
                    return
                graph.observe(Delivered(first.subgraph))
    except RequestError as error:
        graph.observe(Dropped(first.subgraph, error.code))
        yield Part(body_of(error))
    finally:
        graph.observe(Subscribed(first.subgraph, -1))


async def _answered(
    prepared: Prepared, request: GraphQLRequest, fetch: int, came: SubgraphAnswer | SubgraphError
) -> bytes:
    """One event, with a time and a price of its own. Raises RateLimitedError when its caller has no points left."""
    meter = meter_of(prepared.graph, request)
    if meter is not None:
        await meter.take(max(LEAST, prepared.estimated))
    answered = await prepared.graph.deadline.allot(request.wait, partial(received(fetch, came), prepared))
    if meter is not None:
        await meter.settle(max(LEAST, prepared.estimated if answered.cost is None else answered.cost))
    return answered.body


async def _next_or_end(prepared: Prepared, answers: AsyncGenerator[SubgraphAnswer, None], caller: Caller) -> Came:
    """What comes next. Raises RequestError when the subscription ends before.

    Its end is looked at first: a service that always has one more event ready must not outlast a token, or a graph.
    """
    over, left = prepared.graph.held.over, _seconds_of(caller)
    if over.why is not None or left == 0.0:
        raise _ended(over)
    coming = asyncio.ensure_future(_next(answers))
    ending = asyncio.ensure_future(over.said())
    try:
        done, _ = await asyncio.wait((coming, ending), timeout=left, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in (coming, ending):
            each.cancel()
        await asyncio.gather(coming, ending, return_exceptions=True)
    if coming in done:
        return coming.result()
    raise _ended(over)


def _ended(over: Over) -> RequestError:
    code = PublicCode.UNAUTHENTICATED if over.why is None else over.why
    return RequestError(ENDS[code], code=code)


async def _next(answers: AsyncGenerator[SubgraphAnswer, None]) -> Came:
    try:
        return await anext(answers)
    except StopAsyncIteration:
        return None
    except SubgraphError as error:
        # Its traceback holds frames, and one of them what will keep it: a cycle.
        return error.with_traceback(None)


def _seconds_of(caller: Caller) -> float | None:
    """How long the token of who asks still holds; None where it has no end, or there is none."""
    end = caller.claims.get("exp")
    return max(0.0, end - time.time()) if isinstance(end, int | float) else None
