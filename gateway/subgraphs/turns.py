"""Who may go on while only so many may at once: a semaphore that costs nothing while there is room."""

from __future__ import annotations

import asyncio
from collections import deque


class Turns:
    """``free`` turns: whoever finds one takes one off and goes on, others ``wait``. Given back is one to those in the
    ``line`` with ``give``; where nobody stands in it, it is free. (All but that is written out at its two places: every
    call comes by both.)
    """

    __slots__ = ("free", "line")

    def __init__(self, number: int) -> None:
        self.free = number
        self.line: deque[asyncio.Future[None]] = deque()

    @property
    def waiting(self) -> int:
        """Who waits; whoever gave up meanwhile may still be counted for a moment."""
        return sum(not each.done() for each in self.line)

    async def wait(self) -> None:
        """Until a turn is handed over, first come, first served."""
        mine = asyncio.get_running_loop().create_future()
        self.line.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():
                self.give()  # it was handed over just as we were told to go
            raise

    def give(self) -> None:
        """To the first who still waits; a turn is free only while nobody does."""
        while self.line:
            mine = self.line.popleft()
            if not mine.done():
                mine.set_result(None)
                return
        self.free += 1
