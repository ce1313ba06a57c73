"""What a request costs its caller: taken before it is run, by the estimate; settled when it is known what it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from gateway.answering.graph import Graph
from gateway.answering.prepare import Prepared
from gateway.guard.rate import LEAST, Account, Level, Rate, headers_of
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest
from gateway.observe.events import Costed


@dataclass(slots=True)
class Meter:
    """Of one request whose caller has so many points in a while."""

    rate: Rate
    account: Account
    taken: int = 0
    level: Level = Level(0)  # noqa: RUF009 - frozen

    async def take(self, points: int) -> None:
        """Up to so many in all. Raises RateLimitedError."""
        if points > self.taken:
            self.level = await self.rate.take(self.account, points - self.taken)
            self.taken = points

    async def settle(self, points: int) -> None:
        """It was so many in the end."""
        if points != self.taken:
            self.level = await self.rate.settle(self.account, points - self.taken)
            self.taken = points

    @property
    def headers(self) -> Mapping[str, str]:
        return headers_of(self.account, self.level)


def meter_of(graph: Graph, request: GraphQLRequest) -> Meter | None:
    """None where nobody counts."""
    if graph.rate is None:
        return None
    account = graph.rate.account(request.caller, request.address)
    return None if account is None else Meter(graph.rate, account)


async def metered(
    meter: Meter | None,
    request: GraphQLRequest,
    prepare: Callable[[], Awaitable[Prepared]],
    run: Callable[[Prepared], Awaitable[GraphQLAnswer]],
) -> GraphQLAnswer:
    """The answer with what is said of its cost. Raises RequestError: RateLimitedError, and what ``prepare`` raises.

    A caller without points is heard no further: its text is not even read.
    """
    if meter is None:
        prepared = await prepare()
        return told(prepared, request, await run(prepared))
    await meter.take(LEAST)
    prepared = await prepare()
    await meter.take(prepared.estimated)
    answered = told(prepared, request, await run(prepared))
    await meter.settle(max(LEAST, prepared.estimated if answered.cost is None else answered.cost))
    return replace(answered, headers={**answered.headers, **meter.headers})


def told(prepared: Prepared, request: GraphQLRequest, answered: GraphQLAnswer) -> GraphQLAnswer:
    """The answer with its cost in its headers, for who asked; observers hear of it."""
    if not prepared.graph.counts_cost:
        return answered
    actual = 0 if answered.cost is None else answered.cost
    prepared.graph.observe(Costed(prepared.kind, prepared.estimated, actual))
    if not request.asks_cost:
        return answered
    said = {"x-cost-estimated": str(prepared.estimated), "x-cost-actual": str(actual)}
    return replace(answered, headers={**answered.headers, **said})
