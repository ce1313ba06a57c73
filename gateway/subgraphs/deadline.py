"""Deadlines of one length under one timer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

from msgspec import Struct

V = TypeVar("V")


class _Waiting(Struct, eq=False):
    task: asyncio.Task[Any]
    until: float
    what: Any
    is_late: bool = False
    why: Callable[[], Exception] | None = None


def _timed_out(_: object) -> TimeoutError:
    return TimeoutError()


class Deadline:
    """Does for many calls what ``asyncio.timeout`` does for one, at a fraction of the cost.

    What waits equally long ends in the order in which it began, so that one timer, set for the oldest, is enough; it
    rings at most once in the length of a deadline for all who were in time. It belongs to the loop in which it is used
    first: to ask which loop runs is to ask the system each time whether this is still the same process.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: dict[_Waiting, None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def wait_for(
        self, work: Awaitable[V], late: Callable[[Any], Exception] = _timed_out, what: object = None
    ) -> V:
        """What ``work`` gives. Raises what ``late`` makes of ``what`` it is when it takes longer, after it was
        cancelled; that is also for who looks at what is waited for.
        """
        loop = self._loop
        if loop is None:
            loop = self._loop = asyncio.get_running_loop()
        task = asyncio.current_task(loop)
        if task is None:
            raise RuntimeError("a deadline needs a task to end")
        mine = _Waiting(task, loop.time() + self._seconds, what)
        self._waiting[mine] = None
        if self._timer is None:
            self._timer = loop.call_at(mine.until, self._ring, loop)
        cancelled_before = task.cancelling()
        try:
            return await work
        except asyncio.CancelledError as error:
            # Somebody else may want the task to end, too; then it is not for us to turn that into something else.
            if mine.is_late and task.uncancel() <= cancelled_before:
                raise (late(what) if mine.why is None else mine.why()) from error
            raise
        finally:
            del self._waiting[mine]

    def waits(self) -> Iterator[tuple[Any, float]]:
        """What is waited for, and for how many seconds, the longest first."""
        began = asyncio.get_running_loop().time() + self._seconds
        return ((each.what, began - each.until) for each in self._waiting)

    def end(self, is_meant: Callable[[Any], bool], why: Callable[[], Exception]) -> None:
        """Waits no longer for what is meant: raises what ``why`` makes there."""
        for each in self._waiting:
            if not each.is_late and is_meant(each.what):
                each.is_late, each.why = True, why
                each.task.cancel()

    def _ring(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        self._timer = None
        for each in self._waiting:
            if each.until > now:
                self._timer = loop.call_at(each.until, self._ring, loop)
                return
            if not each.is_late:
                each.is_late = True
                each.task.cancel()
