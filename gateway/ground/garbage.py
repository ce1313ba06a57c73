"""Sparing the garbage collector what lasts: a collection holds the interpreter, and so every answer, while it looks.

What the gateway makes goes by counting: texts and plans that are forgotten (`gateway.model.syntax`), graphs that were
swapped (`gateway.answering.apart`). What is left to the collector are classes, and whatever the libraries leave.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

THRESHOLDS = (5_000, 2, 80)
"""Objects made, and not yet gone, between two collections of the youngest generation: the default of 700 costs a busy
gateway a tenth, and five thousand hold it for some five milliseconds. The second generation is looked at each time that
it has twice as many, since it would hold the gateway for a tenth of a second if it had ten times as many; and
everything that was made since the start or the last swap, which takes some tenths of a second, when a million objects
have come and not gone. That is a hundred megabytes, and comes only with clients who always ask for other fields.
"""
LOOK_EVERY = 1.0
"""Seconds in which nobody must have asked anything, so that a collection holds nobody."""
ENOUGH = 8
"""Collections of the second generation, of some fifteen thousand objects each, after which to look at everything."""
LONGEST = 60.0
"""Seconds after which a collection is better than what grows without one."""


class Timer(Protocol):
    def cancel(self) -> object: ...


Later: TypeAlias = Callable[[float, Callable[[], object]], Timer]
"""Does something after so many seconds, unless it is cancelled: a loop's ``call_later``."""


@contextmanager
def nothing_collected(later: Later) -> Iterator[None]:
    """No collection while much is made that stays, unless that takes too long. If it succeeds, all that is there counts
    as lasting from then on: only counting frees it.
    """
    gc.disable()
    end = later(LONGEST, gc.enable)
    try:
        yield
        gc.freeze()
    finally:
        end.cancel()
        gc.enable()


def second_generation() -> int:
    """How often it was looked at since everything was."""
    return gc.get_count()[2]


@dataclass(slots=True)
class Quiet:
    """Looks at everything in a moment in which that harms nobody, so that it need not be done in another one.

    ``figures``: equal as long as nobody asks anything, and no part of it changes afterwards.
    """

    figures: Callable[[], object]
    collect: Callable[[], object] = gc.collect
    waiting: Callable[[], int] = second_generation
    _last: object = None

    def look(self) -> bool:
        """Collects if it is quiet, and worth it; whether it did."""
        last, self._last = self._last, self.figures()
        if self._last != last or self.waiting() < ENOUGH:
            return False
        self.collect()
        return True

    async def watch(self) -> None:
        """Until it is cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self.look()
