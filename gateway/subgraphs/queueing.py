"""Places at a subgraph: so many calls at once, so many who wait, and none of them for long."""

from __future__ import annotations

import asyncio

from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.observe.events import Observe, Queued, nobody_hears
from gateway.subgraphs.send import Send
from gateway.subgraphs.turns import Turns


def queued(send: Send, places: int, queue: int, wait: float, observe: Observe = nobody_hears) -> Send:
    """At most ``places`` calls to one subgraph at once; at most ``queue`` wait for that, at most ``wait`` seconds.

    Raises SubgraphError with code SUBREQUEST_OVERLOADED for whoever is one too many or waited too long.
    """
    turns: dict[str, Turns] = {}

    async def send_in_turn(request: SubgraphRequest, /) -> SubgraphAnswer:
        name = request.subgraph
        mine = turns.get(name) or turns.setdefault(name, Turns(places))
        if mine.free:
            mine.free -= 1
        else:
            if mine.waiting >= queue:
                raise _overloaded(name)
            observe(Queued(name, 1))
            try:
                async with asyncio.timeout(wait):
                    await mine.wait()
            except TimeoutError as error:
                raise _overloaded(name) from error
            finally:
                observe(Queued(name, -1))
        try:
            return await send(request)
        finally:
            mine.give()

    return send_in_turn


def _overloaded(name: str) -> SubgraphError:
    return SubgraphError(
        name,
        f"Too many calls wait for the service {name!r}; try again in a second.",
        code=PublicCode.SUBREQUEST_OVERLOADED,
    )
