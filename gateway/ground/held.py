"""Something that is in use: how many use it, and when the last of them has left."""

from __future__ import annotations

import asyncio

from gateway.ground.codes import PublicCode


class Over:
    """Says to all who wait for it that something ends, and why."""

    __slots__ = ("_waiting", "why")

    def __init__(self) -> None:
        self.why: PublicCode | None = None
        self._waiting: set[asyncio.Future[None]] = set()

    def say(self, why: PublicCode) -> None:
        """From here on it ends. May be said again, which changes nothing; also by a thread, or a signal's handler."""
        if self.why is None:
            self.why = why
            for each in tuple(self._waiting):
                each.get_loop().call_soon_threadsafe(_tell, each)

    async def said(self) -> None:
        """Until it is."""
        if self.why is None:
            told: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(told)
            try:
                await told
            finally:
                self._waiting.discard(told)


def _tell(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)


class Held:
    """A context: whoever is inside uses it.

    >>> held = Held()
    >>> with held:
    ...     held.users
    1
    >>> held.users
    0
    """

    __slots__ = ("_left", "_over", "users")

    def __init__(self) -> None:
        self.users = 0
        self._left: asyncio.Event | None = None
        self._over = Over()

    def __enter__(self) -> None:
        self.users += 1

    def __exit__(self, *_: object) -> None:
        self.users -= 1
        if self._left is not None and self.users == 0:
            self._left.set()

    @property
    def over(self) -> Over:
        """Whether those who would stay for long shall leave."""
        return self._over

    async def left(self) -> None:
        """Waits until nobody uses it; somebody may come again while the news is on its way."""
        while self.users:
            self._left = asyncio.Event()
            await self._left.wait()
