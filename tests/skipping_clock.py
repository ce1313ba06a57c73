"""An event loop whose time passes only while everybody waits, and then at once: exact on any machine."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

V = TypeVar("V")


class _Skipping(selectors.DefaultSelector):
    """Does not wait for the next timer: it moves the time of the loop there."""

    def __init__(self, skip: Callable[[float], None]) -> None:
        super().__init__()
        self._skip = skip

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout > 0:
            self._skip(timeout)
            timeout = 0
        return super().select(timeout)


class SkippingLoop(asyncio.SelectorEventLoop):
    """For work without I/O: what waits for a socket would see its timeouts come at once."""

    def __init__(self) -> None:
        self._passed = 0.0
        super().__init__(_Skipping(self._skip))

    def _skip(self, seconds: float) -> None:
        self._passed += seconds

    def time(self) -> float:
        return self._passed


def skipping(work: Coroutine[Any, Any, V]) -> V:
    """Runs ``work`` to its end, whatever seconds it waits for; for tests that are no coroutines themselves."""
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(work)
