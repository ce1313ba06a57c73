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
Leaving: TypeAlias = Callable[[Callable[[], None] | None], None]
"""Takes what is to be called when the client hangs up; None: nothing any more."""
LEAVING = "civic.leaving"
"""The extension of the scope in which a server offers that; without it a task waits, which costs more."""
SOON = 0.02
"""Seconds: who is answered within them is never watched, and pays next to nothing for it."""


class Departures:
    """Watches over the clients of requests that are no longer young. One timer for all: they grow old in the order in
    which they came.
    """

    __slots__ = ("timer", "young")

    def __init__(self) -> None:
        self.young: dict[Watched, None] = {}
        self.timer: asyncio.TimerHandle | None = None

    def look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Those who are no longer young are watched from now on."""
        self.timer = None
        now = loop.time()
        for each in list(self.young):
            if each.old > now:
                self.timer = loop.call_at(each.old, self.look, loop)
                return
            del self.young[each]
            each.watch()


class Watched(Stay):
    """One request, and whether its client is there. ``old``: when it is no longer young (the loop's seconds).

    A context: what happens inside is cancelled when the client hangs up, unless others need it; then ClientGoneError is
    raised. ``receive`` must have given the whole body before.
    """

    __slots__ = ("_all", "_before", "_is_told", "_leaving", "_loop", "_mine", "_receive", "_watch", "old")

    def __init__(self, departures: Departures, receive: Receive, leaving: Leaving | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        task = asyncio.current_task(self._loop)
        if task is None:
            raise RuntimeError("a request needs a task to end")
        super().__init__(task)
        self._mine = task
        self._all = departures
        self._receive = receive
        self._leaving = leaving
        self._is_told = False
        self._watch: asyncio.Task[None] | None = None
        self._before: Token[Stay | None] | None = None
        self.old = 0.0

    def __enter__(self) -> None:
        loop = self._loop
        self.old = loop.time() + SOON
        self._before = STAY.set(self)
        self._all.young[self] = None
        if self._all.timer is None:
            self._all.timer = loop.call_at(self.old, self._all.look, loop)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.task = None  # the request is answered: there is nothing left to cancel
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None  # it will keep how it ended, which leads here
        elif self._is_told and self._leaving is not None:
            self._leaving(None)
        else:
            self._all.young.pop(self, None)
        if self._before is not None:
            STAY.reset(self._before)
        # Somebody else may want the task to end, too, such as a server that is shut down.
        if isinstance(error, asyncio.CancelledError) and self.is_left and self._mine.uncancel() == 0:
            raise ClientGoneError from error

    def watch(self) -> None:
        """The client is waited for, too: whether it leaves."""
        if self._leaving is None:
            self._watch = asyncio.create_task(self._wait(), name="departure")
        else:
            self._is_told = True
            self._leaving(self.leave)

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            """The rest of a body that nobody waits for."""
        self.leave()
