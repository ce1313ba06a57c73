"""Something that is in use: how many use it, and when the last of them has left."""

from __future__ import annotations

import asyncio


class Held:
    """A context: whoever is inside uses it.

    >>> held = Held()
    >>> with held:
    ...     held.users
    1
    >>> held.users
    0
    """

    __slots__ = ("_left", "users")

    def __init__(self) -> None:
        self.users = 0
        self._left: asyncio.Event | None = None

    def __enter__(self) -> None:
        self.users += 1

    def __exit__(self, *_: object) -> None:
        self.users -= 1
        if self._left is not None and self.users == 0:
            self._left.set()

    async def left(self) -> None:
        """Waits until nobody uses it; somebody may come again while the news is on its way."""
        while self.users:
            self._left = asyncio.Event()
            await self._left.wait()
