"""Changes that came once, known to all replicas of a house: their numbers stand in a Redis or Valkey (``REDIS_URL``).

It is never waited for: what takes longer than ``SECONDS``, or fails, counts as not there, and for ``PAUSE`` seconds it
is not asked again. Meanwhile each process knows its own, as without one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from importlib import import_module
from time import monotonic
from typing import Any

from services.kit.errors import StartError

log = logging.getLogger(__name__)
SECONDS = 0.05
"""The longest wait for one answer: a change waits for its database longer than that."""
CONNECT_SECONDS = 0.5
PAUSE = 1.0
"""Seconds in which a store that was away is not asked, so that no change waits for it."""


@dataclass(slots=True)
class SharedReplays:
    """``house``: whose changes, for several may share one store. ``away``: what the client raises."""

    client: Any
    house: str
    away: tuple[type[Exception], ...] = (OSError,)
    clock: Callable[[], float] = monotonic
    seconds: float = SECONDS
    until: float = float("-inf")
    is_away: bool = False
    late: set[asyncio.Future[Any]] = field(default_factory=set)

    async def ready(self) -> None:
        """Tries it once, so that the first change finds a connection. Never fails."""
        await self._asked(self.client.ping(), CONNECT_SECONDS)

    async def is_first(self, change: str, seconds: int) -> bool:
        """Whether no replica saw this change in the last ``seconds``; True, too, where the store cannot be had."""
        if self.clock() < self.until:
            return True
        key = f"cg:jti:{self.house}:{change}"
        # One command, so that of two replicas asked at once one is told no: None, because the key is there already.
        return await self._asked(self.client.set(key, 1, ex=seconds, nx=True), self.seconds) is not None

    async def close(self) -> None:
        for asking in tuple(self.late):
            asking.cancel()
        await self.client.aclose()

    async def _asked(self, ask: Awaitable[Any], seconds: float) -> Any:
        """What it said; False where it did not."""
        asking = asyncio.ensure_future(ask)
        # It goes on beside: a connection that is being made will be there for the next one.
        self.late.add(asking)
        asking.add_done_callback(self._forget)
        await asyncio.wait((asking,), timeout=seconds)
        error = asking.exception() if asking.done() else TimeoutError("it did not answer in time")
        if error is None:
            self.is_away = False
            return asking.result()
        if not isinstance(error, (*self.away, OSError)):
            raise error
        if not self.is_away:
            log.warning("changes that came before are known to this process alone: %s", error)
        self.is_away, self.until = True, self.clock() + PAUSE
        return False

    def _forget(self, asking: asyncio.Future[Any]) -> None:
        self.late.discard(asking)
        if not asking.cancelled():
            asking.exception()  # else asyncio says that nobody looked at it


def shared_replays(url: str, house: str) -> SharedReplays:
    """Those at ``redis://`` or ``rediss://``; nothing is connected yet. Raises ``StartError`` where that cannot be."""
    try:
        client = import_module("redis.asyncio")
        errors = import_module("redis.exceptions")
        retries = import_module("redis.asyncio.retry")
        backoff = import_module("redis.backoff")
    except ImportError as error:
        raise StartError("REDIS_URL: the package redis is not installed (civic-coding-kit[replicas]).") from error
    try:
        # Never sent twice: the first one may have been kept, and the second would be told that the change came before.
        never = retries.Retry(backoff.NoBackoff(), 0)
        made = client.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS, retry=never)
    except ValueError as error:
        raise StartError(f"REDIS_URL: {error}") from error
    return SharedReplays(made, house, (errors.RedisError,))
