"""How long answers take: one at a time, many callers who ask again at once, and callers who come when they like."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import numpy as np

Clock = Callable[[], float]
Ask = Callable[[int], Awaitable[None]]
CALLERS = 50


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each answer, sorted; of the whole; and of computing, the fairer figure on a busy machine."""

    seconds: tuple[float, ...]
    window: float
    computing: float

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return len(self.seconds) / self.window

    def percentile(self, share: float) -> float:
        """
        >>> Times((0.1, 0.2, 0.3), 1.0, 0.6).percentile(0.5)
        0.2
        """
        return self.seconds[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


def loop_with_exact_timers() -> asyncio.AbstractEventLoop:
    """Others round a timer up to the next millisecond, which is as long as what is measured."""
    return asyncio.SelectorEventLoop(selectors.SelectSelector())


async def timed(answer: Awaitable[None], since: float) -> float:
    await answer
    return time.perf_counter() - since


async def one_by_one(ask: Ask, count: int, clock: Clock = time.process_time) -> Times:
    """``clock`` tells the computing of whoever answers."""
    computed, began = clock(), time.perf_counter()
    taken = [await timed(ask(number), time.perf_counter()) for number in range(count)]
    return Times(tuple(sorted(taken)), time.perf_counter() - began, clock() - computed)


async def busy(ask: Ask, window: float, clock: Clock = time.process_time, callers: int = CALLERS) -> Times:
    """Callers who ask again as soon as they are answered: the most that can be answered.

    The time of an answer is then the number of callers by the rate, whatever a single answer costs.
    """
    computed, began = clock(), time.perf_counter()
    numbers, taken = iter(range(10**9)), list[float]()

    async def caller() -> None:
        while time.perf_counter() < began + window:
            taken.append(await timed(ask(next(numbers)), time.perf_counter()))

    await asyncio.gather(*(caller() for _ in range(callers)))
    return Times(tuple(sorted(taken)), time.perf_counter() - began, clock() - computed)


async def arriving(ask: Ask, rate: float, window: float, seed: int, clock: Clock = time.process_time) -> Times:
    """Callers who come independently of each other, ``rate`` in a second, however long the others wait.

    Each time counts from the moment in which a caller came, so that nobody's waiting is left out.
    """
    gaps = np.random.default_rng(seed).exponential(1 / rate, max(1, round(rate * window)))
    computed, began = clock(), time.perf_counter()
    moments, asked = (began + np.cumsum(gaps)).tolist(), list[asyncio.Task[float]]()
    try:
        for number, moment in enumerate(moments):
            await asyncio.sleep(max(0.0, moment - time.perf_counter()))
            asked.append(asyncio.create_task(timed(ask(number), moment)))
        taken = await asyncio.gather(*asked)
    finally:
        for each in asked:
            each.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
    return Times(tuple(sorted(taken)), time.perf_counter() - began, clock() - computed)
