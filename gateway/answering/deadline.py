"""How long one request may take: what has come by then is answered, the rest is null with an error that says so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from types import TracebackType
from typing import Any, Protocol, TypeAlias, TypeVar

from gateway.execution import Call
from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer
from gateway.model.supergraph import Subgraph
from gateway.subgraphs.accountable import accounts

V = TypeVar("V")
Received: TypeAlias = SubgraphAnswer | SubgraphError
LONGEST = 60.0


class LateError(Exception):
    """The time of the request is over."""


class Allotted:
    """The time of one request, and a context: what waits inside is ended with LateError when the time is over."""

    __slots__ = ("_before", "_is_told", "_task", "_waits", "is_over", "is_usual", "loop", "seconds", "timer", "until")

    def __init__(
        self, seconds: float, until: float, loop: asyncio.AbstractEventLoop | None = None, *, is_usual: bool = True
    ) -> None:
        # Asked for once: each time Python asks the system whether it is still the same process.
        self.loop = loop or asyncio.get_running_loop()
        task = asyncio.current_task(self.loop)
        if task is None:
            raise RuntimeError("a deadline needs a task to end")
        self.timer: asyncio.TimerHandle | None = None
        """Where it has one of its own."""
        self.seconds = seconds
        self.until = until
        self.is_over = False
        self.is_usual = is_usual
        self._task = task
        self._before = task.cancelling()
        self._waits = 0
        self._is_told = False

    def spent(self) -> float:
        """Seconds since the request began."""
        return self.loop.time() - self.until + self.seconds

    def ring(self) -> None:
        """The time is over. What works without waiting is not disturbed: it asks before it waits again."""
        if not self.is_over:
            self.is_over = True
            if self._waits:
                self._task.cancel()

    def __enter__(self) -> None:
        if self.is_over:
            raise LateError
        self._waits += 1

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._waits -= 1
        if kind is None or not issubclass(kind, asyncio.CancelledError) or not self.is_over or self._is_told:
            return
        self._is_told = True
        # Somebody else may want the task to end, too, such as a client who left.
        if self._task.uncancel() <= self._before:
            raise LateError


class RequestDeadline:
    """The time that requests have. Under one timer for all who want no less than the longest: they end in the order in
    which they began.
    """

    def __init__(self, seconds: float = LONGEST) -> None:
        self._seconds = seconds
        self._waiting: dict[Allotted, None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._going_on: set[asyncio.Future[Any]] = set()

    def begin(self, wanted: float | None) -> Allotted:
        """The time of a request from now on, at most what is ``wanted`` (seconds; None: as long as may be). It has to
        be brought to its ``end``.
        """
        loop = asyncio.get_running_loop()
        if wanted is not None and wanted < self._seconds:
            mine = Allotted(wanted, loop.time() + wanted, loop, is_usual=False)
            mine.timer = loop.call_at(mine.until, mine.ring)
            return mine
        mine = Allotted(self._seconds, loop.time() + self._seconds, loop)
        self._waiting[mine] = None
        if self._timer is None:
            self._timer = loop.call_at(mine.until, self._ring, loop)
        return mine

    def end(self, mine: Allotted) -> None:
        """The request is answered: nothing rings for it any more."""
        if mine.timer is None:
            del self._waiting[mine]
        else:
            mine.timer.cancel()

    async def allot(self, wanted: float | None, work: Callable[[Allotted], Awaitable[V]]) -> V:
        """``work`` with its time, at most what is ``wanted``."""
        mine = self.begin(wanted)
        try:
            return await work(mine)
        finally:
            self.end(mine)

    def _ring(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        self._timer = None
        for each in self._waiting:
            if each.until > now:
                self._timer = loop.call_at(each.until, self._ring, loop)
                return
            each.ring()

    async def to_its_end(self, work: Coroutine[Any, Any, V], then: Callable[[], None]) -> V:
        """What ``work`` gives. Who waits for it may be cancelled, the work goes on, and ``then`` is called after it."""
        going_on = asyncio.ensure_future(work)
        self._going_on.add(going_on)
        going_on.add_done_callback(self._going_on.discard)
        try:
            return await asyncio.shield(going_on)
        except asyncio.CancelledError:
            going_on.add_done_callback(lambda _: then())
            raise


class Cuttable(Protocol):
    """A run that can say what is still missing."""

    def ready(self) -> list[Call]: ...

    def receive(self, number: int, answer: Received, /) -> None: ...

    def missing(self) -> list[Call]: ...


def cut(run: Cuttable, subgraphs: Mapping[str, Subgraph], allotted: Allotted) -> None:
    """End an execution as it stands: whatever did not come yet did not come in time."""
    calls = run.missing()
    while calls:
        for call in calls:
            run.receive(call.fetch, _late(call, subgraphs[call.subgraph], allotted))
        calls = run.ready()


def _late(call: Call, subgraph: Subgraph, allotted: Allotted) -> SubgraphError:
    return SubgraphError(
        call.subgraph,
        f"The service {call.subgraph!r} did not answer within the {allotted.seconds:g} s of this request.",
        code=PublicCode.SUBREQUEST_TIMEOUT,
        extensions=accounts(subgraph),
    )
