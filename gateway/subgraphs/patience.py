"""How long, and how often: wrappers around any filling of the seam, each of which is itself a filling.

send = shared(within(again(network), seconds=30))
"""

from __future__ import annotations

from collections.abc import Coroutine, MutableMapping
from functools import partial
from typing import Any, TypeAlias

from gateway.ground.by_subgraph import BySubgraph
from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.ground.flights import Flights
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.observe.events import Observe, Shared, nobody_hears
from gateway.subgraphs.deadline import Deadline
from gateway.subgraphs.send import Send

TIMED_OUT = PublicCode.SUBREQUEST_TIMEOUT

FlightKey: TypeAlias = tuple[str, str, bytes, frozenset[tuple[str, str]], float | None]


def within(send: Send, seconds: float, deadline: Deadline | None = None) -> Send:
    """Gives up after ``seconds``: the field is lost, the client is not kept waiting. ``deadline``: of that length,
    where somebody else looks at what is waited for.
    """
    deadline = deadline or Deadline(seconds)

    def late(request: SubgraphRequest) -> SubgraphError:
        name = request.subgraph
        return SubgraphError(name, f"The service {name!r} did not answer within {seconds:g} s.", code=TIMED_OUT)

    def send_within(request: SubgraphRequest, /) -> Coroutine[Any, Any, SubgraphAnswer]:
        return deadline.wait_for(send(request), late, request)

    return send_within


def within_each(
    send: Send, seconds: BySubgraph[float], deadlines: MutableMapping[float, Deadline] | None = None
) -> Send:
    """As ``within``, each subgraph with its own time. ``deadlines``: where they are put, by their seconds."""
    kept = {} if deadlines is None else deadlines
    kept.update((value, Deadline(value)) for value in seconds.values.values())
    ways = {value: within(send, value, deadline) for value, deadline in kept.items()}

    def send_within_each(request: SubgraphRequest, /) -> Coroutine[Any, Any, SubgraphAnswer]:
        return ways[seconds.of(request.subgraph)](request)

    return send_within_each if len(ways) > 1 else next(iter(ways.values()))


def shared(send: Send, unshared: frozenset[str] = frozenset(), observe: Observe = nobody_hears) -> Send:
    """Identical queries that are under way together become one call.

    Identical means: same subgraph, address, body, end of patience and every header that is handed on, so that nobody
    ever gets an answer to somebody else's credentials. Mutations are never shared, and what was asked before one ended
    is not shared with those who ask after it. ``unshared``: subgraphs whose answers are for one client alone, such as
    with a cookie.
    """
    flights: Flights[FlightKey, SubgraphAnswer] = Flights(lambda key: observe(Shared(key[0])))

    async def send_alone(request: SubgraphRequest) -> SubgraphAnswer:
        try:
            return await send(request)
        finally:
            flights.forget()

    def send_shared(request: SubgraphRequest, /) -> Coroutine[Any, Any, SubgraphAnswer]:
        if request.kind is not OperationKind.QUERY:
            return send_alone(request)
        if request.subgraph in unshared:
            return send(request)
        alike = frozenset(request.headers.items()) if request.alike is None else request.alike
        key = (request.subgraph, request.url, request.body, alike, request.until)
        return flights.share(key, partial(send, request))

    return send_shared
