"""Work under way, done once for all who ask for the same meanwhile; shared, never kept. And whose client may leave."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeAlias, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

Landed: TypeAlias = tuple[V | None, Exception | None]
"""What the work gave, or how it failed; neither if it was cancelled."""


class Stay:
    """A request, for as long as its client is there or somebody else needs its work.

    Cancelling a task cancels what it waits for; whoever works for others must therefore not be cancelled yet. A task of
    its own for each shared work would do, and would cost every request several.
    """

    __slots__ = ("_holds", "_task", "is_left")

    def __init__(self, task: asyncio.Task[object]) -> None:
        self._task: asyncio.Task[object] | None = task
        self._holds = 0
        self.is_left = False

    def leave(self) -> None:
        """The client is gone: the task is cancelled as soon as nobody else needs it."""
        self.is_left = True
        self._go()

    def hold(self) -> None:
        self._holds += 1

    def release(self, number: int = 1) -> None:
        self._holds -= number
        self._go()

    def over(self) -> None:
        """The request is answered: there is nothing left to cancel."""
        self._task = None

    def _go(self) -> None:
        if self.is_left and self._holds == 0 and self._task is not None:
            task, self._task = self._task, None
            task.cancel()


STAY: ContextVar[Stay | None] = ContextVar("stay", default=None)
"""Of the request that is being answered in this context."""


@contextmanager
def staying() -> Iterator[None]:
    """What happens inside is done to its end, whether its client waits for it or not."""
    stay = STAY.get()
    if stay is None:
        yield
        return
    stay.hold()
    try:
        yield
    finally:
        stay.release()


class Flight(Generic[V]):
    """One work under way. ``leader``: the request that does it."""

    __slots__ = ("_leader", "_waiting")

    def __init__(self, leader: Stay | None) -> None:
        self._leader = leader
        self._waiting: dict[asyncio.Future[Landed[V]], None] = {}

    async def join(self) -> Landed[V]:
        mine: asyncio.Future[Landed[V]] = asyncio.get_running_loop().create_future()
        self._waiting[mine] = None
        if self._leader is not None:
            self._leader.hold()
        try:
            return await mine
        except asyncio.CancelledError:
            if self._waiting.pop(mine, self) is None and self._leader is not None:
                self._leader.release()
            raise

    def land(self, landed: Landed[V]) -> None:
        waiting, self._waiting = self._waiting, {}
        for each in waiting:
            if not each.done():
                each.set_result(landed)
        if self._leader is not None:
            self._leader.release(len(waiting))


class Flights(Generic[K, V]):
    """Who asks first works, the others wait for him. If he is cancelled, the next of them works.

    Each waits at a future of his own, so that one who goes away disturbs nobody; and whose client goes away while
    others wait for him works on until the last of them has left.
    """

    __slots__ = ("_flights",)

    def __init__(self) -> None:
        self._flights: dict[K, Flight[V]] = {}

    async def share(self, key: K, work: Callable[[], Awaitable[V]]) -> V:
        """What ``work`` gives, or raises: somebody's under the same key, if there is some, else our own."""
        while (flight := self._flights.get(key)) is not None:
            value, error = await flight.join()
            if error is not None:
                raise error
            if value is not None:
                return value
        flight = self._flights[key] = Flight(STAY.get())
        landed: Landed[V] = (None, None)
        try:
            value = await work()
            landed = (value, None)
        except Exception as error:
            landed = (None, error)
            raise
        finally:
            if self._flights.get(key) is flight:
                del self._flights[key]
            flight.land(landed)
        return value

    def __contains__(self, key: K) -> bool:
        """Whether work under this key can be joined now."""
        return key in self._flights

    def forget(self) -> None:
        """Nobody joins what is under way now: something has happened that it may not have seen."""
        self._flights.clear()

    def __len__(self) -> int:
        return len(self._flights)
