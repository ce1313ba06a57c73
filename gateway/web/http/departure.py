"""Clients that leave before they are answered: what their requests hold is given back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import Token
from types import TracebackType
from typing import Any, TypeAlias

from gateway.ground.flights import STAY, Stay
from gateway.web.http.reading import ClientGoneError

Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
SOON = 0.02
"""Seconds: who is answered within them is never watched, and pays next to nothing for it."""


class Departures:
    """Watches over the clients of requests that are no longer young. One timer for all: they grow old in the order in
    which they came.
    """

    __slots__ = ("_timer", "_young")

    def __init__(self) -> None:
        self._young: dict[_Watched, None] = {}
        self._timer: asyncio.TimerHandle | None = None

    def watched(self, receive: Receive) -> _Watched:
        """A context: what happens inside is cancelled when the client hangs up, unless others need it; then
        ClientGoneError is raised. ``receive`` must have given the whole body before.
        """
        return _Watched(self, receive)

    def came(self, watched: _Watched, loop: asyncio.AbstractEventLoop) -> None:
        self._young[watched] = None
        if self._timer is None:
            self._timer = loop.call_at(watched.old, self._look, loop)

    def left(self, watched: _Watched) -> None:
        self._young.pop(watched, None)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        now = loop.time()
        for each in list(self._young):
            if each.old > now:
                self._timer = loop.call_at(each.old, self._look, loop)
                return
            del self._young[each]
            each.watch()


class _Watched:
    """One request, and whether its client is there. ``old``: when it is no longer young (the loop's seconds)."""

    __slots__ = ("_all", "_before", "_receive", "_stay", "_task", "_watch", "old")

    def __init__(self, departures: Departures, receive: Receive) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a request needs a task to end")
        self._all = departures
        self._receive = receive
        self._task = task
        self._stay = Stay(task)
        self._watch: asyncio.Task[None] | None = None
        self._before: Token[Stay | None] | None = None
        self.old = 0.0

    def __enter__(self) -> None:
        loop = asyncio.get_running_loop()
        self.old = loop.time() + SOON
        self._before = STAY.set(self._stay)
        self._all.came(self, loop)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._stay.over()
        if self._watch is None:
            self._all.left(self)
        else:
            self._watch.cancel()
        if self._before is not None:
            STAY.reset(self._before)
        # Somebody else may want the task to end, too, such as a server that is shut down.
        if isinstance(error, asyncio.CancelledError) and self._stay.is_left and self._task.uncancel() == 0:
            raise ClientGoneError from error

    def watch(self) -> None:
        self._watch = asyncio.create_task(self._wait(), name="departure")

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            """The rest of a body that nobody waits for."""
        self._stay.leave()
