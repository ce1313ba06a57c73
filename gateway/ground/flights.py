"""Work under way, done once for all who ask for the same meanwhile; shared, never kept. And whose client may leave."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, Generic, TypeAlias, TypeVar

from msgspec import Struct

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

NO_CONTEXT = nullcontext()

Landed: TypeAlias = tuple[V | None, Exception | None]
"""What the work gave, or how it failed; neither if it was cancelled."""


class Stay:
    """A request, for as long as its client is there or somebody else needs its work.

    Cancelling a task cancels what it waits for; whoever works for others must therefore not be cancelled yet. A task of
    its own for each shared work would do, and would cost every request several.
    """

    __slots__ = ("_holds", "is_left", "task")

    def __init__(self, task: asyncio.Task[Any]) -> None:
        self.task: asyncio.Task[Any] | None = task
        """None as soon as there is nothing left to cancel."""
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

    def _go(self) -> None:
        if self.is_left and self._holds == 0 and self.task is not None:
            task, self.task = self.task, None
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


class Flight(Struct, Generic[V], eq=False):
    """One work under way. ``leader``: the request that does it."""

    leader: Stay | None
    waiting: dict[asyncio.Future[Landed[V]], None] | None = None
    """Who waits for it; None as long as nobody did."""

    async def join(self) -> Landed[V]:
        mine: asyncio.Future[Landed[V]] = asyncio.get_running_loop().create_future()
        if self.waiting is None:
            self.waiting = {}
        self.waiting[mine] = None
        if self.leader is not None:
            self.leader.hold()
        try:
            return await mine
        except asyncio.CancelledError:
            if self.waiting.pop(mine, self) is None and self.leader is not None:
                self.leader.release()
            raise

    def land(self, waiting: dict[asyncio.Future[Landed[V]], None], landed: Landed[V]) -> None:
        """For those who wait."""
        self.waiting = {}
        for each in waiting:
            if not each.done():
                each.set_result(landed)
        if self.leader is not None:
            self.leader.release(len(waiting))


class Flights(Generic[K, V]):
    """Who asks first works, the others wait for him. If he is cancelled, the next of them works.

    Each waits at a future of his own, so that one who goes away disturbs nobody; and whose client goes away while
    others wait for him works on until the last of them has left.
    """

    __slots__ = ("_joined", "under_way")

    def __init__(self, joined: Callable[[K], object] | None = None) -> None:
        self._joined = joined
        """Hears of each who waits for another."""
        self.under_way: dict[K, Flight[V]] = {}
        """What can be joined now."""

    async def share(
        self, key: K, work: Callable[[], Awaitable[V]], waiting: AbstractContextManager[None] = NO_CONTEXT
    ) -> V:
        """What ``work`` gives, or raises: somebody's under the same key, if there is some, else our own.

        ``waiting``: a context around each wait for somebody else.
        """
        flight = self.under_way.get(key)
        if flight is not None and self._joined is not None:
            self._joined(key)
        while flight is not None:
            with waiting:
                value, error = await flight.join()
            if error is not None:
                try:
                    raise error
                finally:
                    del error  # it leads to this frame
            if value is not None:
                return value
            flight = self.under_way.get(key)
        flight = self.under_way[key] = Flight(STAY.get())
        landed: Landed[V] = (None, None)
        try:
            value = await work()
            if flight.waiting:
                landed = (value, None)
        except Exception as error:
            landed = (None, error)
            raise
        finally:
            newest = self.under_way.pop(key, flight)
            if newest is not flight:
                self.under_way[key] = newest  # of one who asked when nobody could join us any more
            if flight.waiting:
                flight.land(flight.waiting, landed)
            del landed, flight  # an error leads to this frame
        return value

    def forget(self) -> None:
        """Nobody joins what is under way now: something has happened that it may not have seen."""
        self.under_way.clear()

    def __len__(self) -> int:
        return len(self.under_way)
