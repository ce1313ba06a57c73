"""Work under way, done once for all who ask for the same meanwhile; shared, never kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeAlias, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

Landed: TypeAlias = tuple[V | None, Exception | None]
"""What the work gave, or how it failed; neither if it was cancelled."""


class Flights(Generic[K, V]):
    """Who asks first works, the others wait for him. If he is cancelled, the next of them works.

    Each waits at a future of his own, so that one who goes away disturbs nobody.
    """

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: dict[K, list[asyncio.Future[Landed[V]]]] = {}

    async def share(self, key: K, work: Callable[[], Awaitable[V]]) -> V:
        """What ``work`` gives, or raises: somebody's under the same key, if there is some, else our own."""
        while (waiting := self._waiting.get(key)) is not None:
            mine: asyncio.Future[Landed[V]] = asyncio.get_running_loop().create_future()
            waiting.append(mine)
            value, error = await mine
            if error is not None:
                raise error
            if value is not None:
                return value
        waiting = self._waiting[key] = []
        landed: Landed[V] = (None, None)
        try:
            value = await work()
            landed = (value, None)
        except Exception as error:
            landed = (None, error)
            raise
        finally:
            if self._waiting.get(key) is waiting:
                del self._waiting[key]
            for each in waiting:
                if not each.done():
                    each.set_result(landed)
        return value

    def forget(self) -> None:
        """Nobody joins what is under way now: something has happened that it may not have seen."""
        self._waiting.clear()

    def __len__(self) -> int:
        return len(self._waiting)
