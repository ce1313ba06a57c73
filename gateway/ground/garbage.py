"""Sparing the garbage collector what lasts: a collection holds the interpreter, and so every answer, while it looks.

Building a graph makes some million objects that stay. Looking for garbage among them meanwhile held the loop for up to
half a second at a time, longer than everything else that a swap does to those who ask.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

LOOK_EVERY = 1.0
"""Seconds in which nobody must have asked anything, so that a collection holds nobody."""
MANY = 12
"""Old graphs, of some 60 MB each, for which nobody waits for quiet any longer: looking for them holds everybody for a
second or two, and a ministry's busy day of changes should not come to that.
"""


@contextmanager
def nothing_collected() -> Iterator[None]:
    """No collection while much is made that stays; afterwards all that is there counts as lasting."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def collect_what_lasted() -> None:
    """Looks at everything once, also at what counted as lasting: old graphs are circles. Takes some tenths of a second
    in which nothing else goes on.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@dataclass(slots=True)
class Leavings:
    """What swaps have left, until a moment in which looking for it harms nobody. ``figures``: equal as long as nobody
    asks anything, and no part of it changes afterwards.
    """

    figures: Callable[[], object]
    collect: Callable[[], None] = collect_what_lasted
    waiting: int = 0
    _last: object = None

    def more(self) -> None:
        """A graph has gone, or one that was built is of no use."""
        self.waiting += 1
        self._last = None

    def look(self) -> bool:
        """Collects if there is something to find, and it is quiet or there is much; whether it did."""
        if not self.waiting:
            return False
        last, self._last = self._last, self.figures()
        if self.waiting < MANY and self._last != last:
            return False
        self.waiting = 0
        self.collect()
        return True

    async def watch(self) -> None:
        """Until it is cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self.look()
