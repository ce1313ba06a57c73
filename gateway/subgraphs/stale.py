"""A service's last good answer stands in for one that fails, where the service allows it (RFC 5861 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Protocol, TypeAlias

import orjson

from gateway.ground.cache_words import directives, seconds_of
from gateway.ground.recent import Recent
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.signed import CALLER

Clock: TypeAlias = Callable[[], float]
Key: TypeAlias = tuple[str, str, bytes, frozenset[tuple[str, str]]]
OF_THE_REQUEST = frozenset(("traceparent", "tracestate", "baggage", "x-request-id"))
"""Headers that are another for each request, and that no answer depends on."""
SAYING_WHO = frozenset(("authorization", "cookie", CALLER))
OBJECTS = 1000
"""Bytes that an answer takes besides its text."""


@dataclass(frozen=True, slots=True)
class Kept:
    """``until``: seconds of the clock. ``as_of``: when it came (ISO 8601, UTC)."""

    body: bytes
    until: float
    as_of: str


class Larder(Protocol):
    """Where answers are kept for bad times."""

    async def get(self, key: Key, *, is_public: bool) -> Kept | None: ...

    async def put(self, key: Key, kept: Kept, seconds: float, *, is_public: bool) -> None: ...


def _size(key: Key, kept: Kept) -> int:
    return OBJECTS + len(key[2]) + len(kept.body)


class InMemory:
    """In this process, within so many bytes; twice as many at most."""

    def __init__(self, size: int, clock: Clock = monotonic) -> None:
        self._kept: Recent[Key, Kept] = Recent(size // 2, _size)
        self._clock = clock

    async def get(self, key: Key, *, is_public: bool) -> Kept | None:
        kept = self._kept.get(key)
        return kept if kept is not None and self._clock() < kept.until else None

    async def put(self, key: Key, kept: Kept, seconds: float, *, is_public: bool) -> None:
        self._kept.put(key, kept)


@dataclass(frozen=True, slots=True)
class Stale:
    """What stands in for queries. Kept is what came without an error and with ``Cache-Control: stale-if-error=N``: for
    who asks the same with the same headers, and where the service also says ``public``, whoever asks.
    """

    larder: Larder
    clock: Clock = monotonic

    async def stand_in(self, request: SubgraphRequest) -> SubgraphAnswer | None:
        """What was kept for this request, now that it failed."""
        if request.kind is not OperationKind.QUERY:
            return None
        kept = await self.larder.get(_key(request, is_public=True), is_public=True)
        kept = kept or await self.larder.get(_key(request, is_public=False), is_public=False)
        return None if kept is None else SubgraphAnswer(200, kept.body, {}, as_of=kept.as_of)

    async def keep(self, request: SubgraphRequest, answer: SubgraphAnswer) -> None:
        """Keep what may be: of answers that say something of caches."""
        said = directives(answer.headers["cache-control"])
        allowed = seconds_of(said.get("stale-if-error"))
        if request.kind is not OperationKind.QUERY or not allowed or "no-store" in said:
            return
        if answer.cookies or answer.status != 200 or not _is_good(answer.body):
            return
        # RFC 5861 4: so long after it has become stale.
        seconds = allowed + (seconds_of(said.get("max-age")) or 0)
        is_public = "public" in said and "private" not in said
        kept = Kept(answer.body, self.clock() + seconds, datetime.now(UTC).isoformat(timespec="seconds"))
        await self.larder.put(_key(request, is_public=is_public), kept, seconds, is_public=is_public)


def _key(request: SubgraphRequest, *, is_public: bool) -> Key:
    left_out = OF_THE_REQUEST | SAYING_WHO if is_public else OF_THE_REQUEST
    headers = frozenset((name, value) for name, value in request.headers.items() if name not in left_out)
    # Else what everybody may have would be found under what one asked for without saying who he is, and the reverse.
    return (request.subgraph, request.url, request.body, headers | {("", "public" if is_public else "own")})


def _is_good(body: bytes) -> bool:
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return isinstance(answer, dict) and isinstance(answer.get("data"), dict) and not answer.get("errors")
