"""A query is asked once more where the service most likely never began with it, and only while that is rare."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeAlias

from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.failures import ClosedError, StatusError, UnreachableError
from gateway.subgraphs.lately import Lately
from gateway.subgraphs.send import Send

Clock: TypeAlias = Callable[[], float]
Sleep: TypeAlias = Callable[[float], Awaitable[object]]

WINDOW = 10
"""Seconds over which retries are counted against calls."""
FEW = 3
"""So many retries in the window are always free: a share of few calls would be none."""
PASSING = frozenset((502, 503, 504))
"""Statuses of something in between, or of a service that says itself that it will pass."""
LONGEST_WISH = 1.0
RESTART = 0.1
"""Seconds: a service that is back within them costs no query an error."""


def again(
    send: Send, retries: int = 1, share: float = 0.1, *, clock: Clock = monotonic, sleep: Sleep = asyncio.sleep
) -> Send:
    """Sends a query up to ``retries`` times more: when the service could not be reached, closed the connection instead
    of answering, or said 502, 503 or 504 without GraphQL. Never after a timeout, never a mutation, and only while
    retries are at most the part ``share`` of the calls to this subgraph: a service in need gets no second crowd. Where
    nobody was there yet, it looks once more when a service that only starts anew has had its time.
    """
    spent: dict[str, Lately] = {}

    async def send_again(request: SubgraphRequest, /) -> SubgraphAnswer:
        lately = spent.get(request.subgraph) or spent.setdefault(request.subgraph, Lately(WINDOW))
        newest, now = lately.newest, clock()
        if newest[0] == int(now):
            newest[1] += 1
        else:
            lately.count(now, False)
        left, back_by = retries, None
        while True:
            try:
                return await send(request)
            except SubgraphError as error:
                moment = clock()
                pause = _pause(error) if left and request.kind is OperationKind.QUERY else None
                if pause is not None and _may(lately, moment, share):
                    left -= 1
                    lately.count(moment, True)
                    back_by = moment + RESTART
                elif back_by is not None and moment < back_by and isinstance(error, UnreachableError):
                    # It never heard of this attempt: it is no second one to it.
                    pause, back_by = back_by - moment, None
                else:
                    raise
            await sleep(pause)

    return send_again


def _may(lately: Lately, now: float, share: float) -> bool:
    counted, retried = lately.of(now)
    return retried < max(FEW, share * (counted - retried))


def _pause(error: SubgraphError) -> float | None:
    """Seconds before the next attempt, at random, so that those who failed together do not come back together; None
    where another attempt would be of no use or could do harm.
    """
    if isinstance(error, StatusError):
        if error.answer.status not in PASSING:
            return None
        wish = error.answer.headers.get("retry-after", "")
        if wish.isdigit():
            return float(wish) if float(wish) <= LONGEST_WISH else None
    elif not isinstance(error, ClosedError | UnreachableError):
        return None
    return random.uniform(0.02, 0.1)  # noqa: S311 - no secret
