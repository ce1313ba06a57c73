"""Whoever cannot be served soon is told at once, and a place is never lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.attempts import attempted
from gateway.subgraphs.queueing import Queues


class Service:
    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.inside = self.most = 0

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            await self.go.wait()
        finally:
            self.inside -= 1
        return SubgraphAnswer(200, b"{}")


def to(name: str) -> SubgraphRequest:
    return SubgraphRequest(name, f"http://{name}", OperationKind.QUERY, b"{}")


def codes(outcomes: Sequence[SubgraphAnswer | BaseException]) -> list[str]:
    return [each.code.value if isinstance(each, SubgraphError) else "answered" for each in outcomes]


async def test_so_many_at_once_so_many_wait_and_the_others_hear_it_at_once() -> None:
    service = Service()
    send = attempted(service, queues=Queues(places=2, queue=3, wait=3600))
    calls = [asyncio.ensure_future(send(to("cip"))) for _ in range(9)]
    for _ in range(5):
        await asyncio.sleep(0)
    assert [call.done() for call in calls] == [False] * 5 + [True] * 4
    other = asyncio.ensure_future(send(to("marketplace")))
    await asyncio.sleep(0)
    assert service.inside == 3, "each subgraph has a queue of its own"
    service.go.set()
    await other
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert codes(outcomes) == ["answered"] * 5 + ["SUBREQUEST_OVERLOADED"] * 4
    assert service.most == 3


async def test_who_waits_too_long_or_leaves_takes_no_place_along() -> None:
    service = Service()
    send = attempted(service, queues=Queues(places=1, queue=9, wait=0.0))
    first = asyncio.ensure_future(send(to("cip")))
    await asyncio.sleep(0)
    late = await asyncio.gather(send(to("cip")), return_exceptions=True)
    assert codes(late) == ["SUBREQUEST_OVERLOADED"]
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    service.go.set()
    assert (await send(to("cip"))).status == 200
