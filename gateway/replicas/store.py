"""Redis or Valkey, never waited for: what takes longer than 5 ms, or fails again and again, counts as not there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib import import_module
from time import monotonic
from typing import Any, TypeVar

from gateway.ground.errors import ConfigurationError
from gateway.model.standing import State, SubgraphState, not_asked, noted_state
from gateway.subgraphs.breaker import Breaker, Phase, Rules

log = logging.getLogger(__name__)
V = TypeVar("V")
SECONDS = 0.005
"""The longest wait for one answer."""
CONNECT_SECONDS = 0.5
"""The same for the first one of a connection, which is made beside the requests."""
RULES = Rules(calls=5, share=0.5, pause=1.0)


class AwayError(Exception):
    """There is no answer: go on from memory."""


class Store:
    """A client. ``state``: how it does, for /health/ready. ``seconds``: the longest wait for one answer."""

    seconds = SECONDS

    def __init__(self, client: Any, away: tuple[type[Exception], ...], clock: Callable[[], float] = monotonic) -> None:
        self._client = client
        self._away: tuple[type[Exception], ...] = (*away, OSError)
        self._clock = clock
        self._breaker = Breaker(RULES)
        self._late: set[asyncio.Future[Any]] = set()
        self.state: SubgraphState = not_asked()

    async def open(self) -> None:
        """Tries it once, so that the first request finds a connection. Never fails."""
        with suppress(AwayError):
            await self._asked(self._client.ping, CONNECT_SECONDS)

    async def close(self) -> None:
        for asking in tuple(self._late):
            asking.cancel()
        await self._client.aclose()

    async def get(self, key: str) -> bytes | None:
        """Raises AwayError."""
        found: bytes | None = await self._asked(lambda: self._client.get(key))
        return found

    async def put(self, key: str, value: bytes | str, seconds: int) -> None:
        """Keeps it so long. Raises AwayError."""
        await self._asked(lambda: self._client.set(key, value, ex=max(1, seconds)))

    async def run(self, script: str, key: str, *arguments: str | float) -> Any:
        """What a script of Lua gives. Raises AwayError."""
        return await self._asked(lambda: self._client.eval(script, 1, key, *arguments))

    async def _asked(self, ask: Callable[[], Awaitable[V]], seconds: float | None = None) -> V:
        if not self._breaker.may_ask(self._clock()):
            raise AwayError
        is_probe = self._breaker.phase is Phase.HALF_OPEN
        asking = asyncio.ensure_future(ask())
        try:
            await asyncio.wait((asking,), timeout=self.seconds if seconds is None else seconds)
        except BaseException:
            self._breaker.left(is_probe=is_probe)
            self._leave(asking)
            raise
        if not asking.done():
            # It goes on beside: a connection that is being made will be there for the next one.
            self._leave(asking)
            self._came(TimeoutError("it did not answer in time"), is_probe=is_probe)
            raise AwayError
        error = asking.exception()
        if error is None:
            self._came(None, is_probe=is_probe)
            return asking.result()
        if not isinstance(error, self._away):
            self._breaker.left(is_probe=is_probe)
            raise error
        self._came(error, is_probe=is_probe)
        raise AwayError from error

    def _leave(self, asking: asyncio.Future[Any]) -> None:
        self._late.add(asking)
        asking.add_done_callback(self._forget)

    def _forget(self, asking: asyncio.Future[Any]) -> None:
        self._late.discard(asking)
        if not asking.cancelled():
            asking.exception()  # else asyncio says that nobody looked at it

    def _came(self, error: BaseException | None, *, is_probe: bool) -> None:
        self._breaker.came(self._clock(), has_failed=error is not None, is_probe=is_probe)
        before = self.state
        self.state = noted_state(before, State.OK if error is None else State.FAILING)
        if error is not None and before.state is not State.FAILING:
            log.warning("what the replicas share cannot be had: %s", error or type(error).__name__)


def open_store(url: str) -> Store:
    """The store at ``redis://`` or ``rediss://``. Raises ConfigurationError when the client is not installed.

    Nothing is connected yet, so that processes may fork.
    """
    try:
        client = import_module("redis.asyncio")
        errors = import_module("redis.exceptions")
    except ImportError as error:
        raise ConfigurationError(
            "redis_url: the package redis is not installed (civic-coding-gateway[replicas])."
        ) from error
    try:
        made = client.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS)
    except ValueError as error:
        raise ConfigurationError(f"redis_url: {error}") from error
    return Store(made, (errors.RedisError,))
