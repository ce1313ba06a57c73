"""Each attempt over the network: in its turn, and told: where it went, how long it took, what came."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from urllib.parse import urlsplit

from msgspec.structs import replace

from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.observe.events import Observe, Sent, nobody_hears
from gateway.observe.trail import TRAIL
from gateway.subgraphs.failures import StatusError
from gateway.subgraphs.queueing import Queues
from gateway.subgraphs.send import Change, Send

PORTS = {"http": 80, "https": 443}


def attempted(
    network: Send,
    observe: Observe = nobody_hears,
    changes: Sequence[Change] = (),
    queues: Queues | None = None,
) -> Send:
    """Each attempt in its turn. Tells of each that came to an end; one that is cancelled has none. ``changes``: what
    each attempt says besides, in this order.
    """
    places: dict[str, tuple[str, int]] = {}
    waiting = queues or Queues()

    async def send_attempt(request: SubgraphRequest, /) -> SubgraphAnswer:
        name = request.subgraph
        turns = waiting.turns.get(name) or waiting.new(name)
        if turns.free:
            turns.free -= 1
        else:
            await waiting.wait(name)
        try:
            for change in changes:
                request = change(request)
            server, port = places.get(request.url) or places.setdefault(request.url, place_of(request.url))
            trail = TRAIL.get()
            attempt = None
            if trail is not None and trail.traced is not None:
                attempt = trail.traced.attempt(request, server, port, trail.plan)
                request = replace(request, headers={**request.headers, **attempt.headers})
            began = monotonic()
            status: int | None = None
            code: PublicCode | None = None
            try:
                answer = await network(request)
                status = answer.status
            except SubgraphError as error:
                status, code = error.answer.status if isinstance(error, StatusError) else None, error.code
                raise
            finally:
                if status is not None or code is not None:
                    observe(Sent(name, server, port, monotonic() - began, status, code))
                if attempt is not None:
                    attempt.end(status, code)
            return answer
        finally:
            if turns.line:
                turns.give()
            else:
                turns.free += 1

    return send_attempt


def place_of(url: str) -> tuple[str, int]:
    """Host and port; of an address that has none, as of a service in this process, its first word.

    >>> place_of("http://cip:8080/graphql"), place_of("https://lab.example.org/graphql"), place_of("asgi:a.b:app")
    (('cip', 8080), ('lab.example.org', 443), ('asgi', 0))
    """
    try:
        parts = urlsplit(url)
        return parts.hostname or parts.scheme, parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", 0
