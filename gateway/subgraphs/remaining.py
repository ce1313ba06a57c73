"""How much time a service has, said to it: what takes longer nobody waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeAlias

from msgspec.structs import replace

from gateway.ground.by_subgraph import BySubgraph
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.subgraphs.send import Send

Clock: TypeAlias = Callable[[], float]


def loop_time() -> float:
    return asyncio.get_running_loop().time()


def timed(send: Send, header: str, seconds: BySubgraph[float], clock: Clock = loop_time) -> Send:
    """Hands on in ``header`` the milliseconds that are left: of the request, at most the ``seconds`` of a call."""

    async def send_timed(request: SubgraphRequest, /) -> SubgraphAnswer:
        left = seconds.of(request.subgraph)
        if request.until is not None:
            left = min(left, request.until - clock())
        milliseconds = max(1, int(left * 1000))
        return await send(replace(request, headers={**request.headers, header: str(milliseconds)}))

    return send_timed
